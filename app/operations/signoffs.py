"""签字盖章: where each printed paper is on its way through signatures and stamps, and how long it has been waiting.

Codes: SGN-001 gone, SGN-002 a date that is none, SGN-003 not printed yet, SGN-004 no file, SGN-005 a day to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import parse_partial
from app.catalogue.problems import Problem, Refusal
from app.forms.snapshot import state_hash
from app.models import MODELS, Appraisal, SignOff
from app.operations.appraising import SHORT_LABELS
from app.operations.own_editions import edition_of, known_editions
from app.operations.results import Outcome, Progress
from app.operations.selection import Selection
from app.store.attachments import get_attachment, put_attachment
from app.store.journal import OperationScope
from app.store.opening import Store

OWNERS = ("appraisal", "report", "enrolment", "posting", "agreement", "mentorship", "letter")
"""Tables whose records have papers to be stamped; the column in ``sign_off`` is the table's name with ``_id``."""
SUBJECT_OWNERS = {
    "enrolment": "enrolment", "appraisal": "appraisal", "report": "report", "mentorship": "mentorship",
    "agreement": "agreement", "goals": "posting", "replacement": "posting", "duty": "letter", "experience": "letter",
    "yearly": "letter",
}  # fmt: skip
"""Of which table the record is whose paper an edition of this subject is. Lists have none: nobody tracks their stamps."""
PAPER_LABELS = {
    "appraisal": "考核鉴定表",
    "report": "月报",
    "enrolment": "报名表",
    "posting": "派驻材料",
    "agreement": "责任书（协议）",
    "mentorship": "师带徒协议",
    "letter": "文书",
}
STEPS = {"appraisal": tuple(SHORT_LABELS)}
"""Steps of papers that have more than one."""
_NAMES = {
    "appraisal": "SELECT p.name || ' ' || u.name FROM appraisal a JOIN posting t ON t.id = a.posting_id"
    " JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id WHERE a.id = ?",
    "report": "SELECT s.name || ' → ' || u.name || ' ' || r.month FROM report r JOIN unit s ON s.id = r.supporting_unit_id"
    " JOIN unit u ON u.id = r.receiving_unit_id WHERE r.id = ?",
    "enrolment": "SELECT p.name FROM enrolment e JOIN person p ON p.id = e.person_id WHERE e.id = ?",
    "posting": "SELECT p.name || ' ' || u.name FROM posting t JOIN person p ON p.id = t.person_id"
    " JOIN unit u ON u.id = t.unit_id WHERE t.id = ?",
    "agreement": "SELECT title FROM agreement WHERE id = ?",
    "mentorship": "SELECT p.name || '带' || q.name FROM mentorship m JOIN posting t ON t.id = m.posting_id"
    " JOIN person p ON p.id = t.person_id JOIN person q ON q.id = m.mentee_id WHERE m.id = ?",
    "letter": "SELECT title FROM letter WHERE id = ?",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that is not back yet: where it is, since when, and how many days."""

    sign_off: bytes
    owner: str
    record: bytes
    title: str
    paper: str
    edition: str
    step: int
    step_label: str
    stage: str
    since: str
    days: int
    handed_to: str


def read_day(text: str) -> str:
    """A day as it was typed, as ISO; today when nothing was. Raises :class:`Refusal` SGN-002."""
    if not text.strip():
        return date.today().isoformat()
    found = parse_partial(text)
    if found is None or len(found) < 10:
        raise Refusal(Problem("SGN-002", "看不出是哪一天", "请写成 2021.11.3", column="日期", value=text))
    return found


def day_done(text: str) -> str:
    """As :func:`read_day`, of a day on which something was done. Raises :class:`Refusal` SGN-005 for one to come."""
    found = read_day(text)
    if found > date.today().isoformat():
        raise Refusal(Problem("SGN-005", "日期还没有到", "请写实际办的那一天", column="日期", value=text))
    return found


def _outcome(op: OperationScope, message: str, keys: Sequence[bytes]) -> Outcome:
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(message, [{"id": key.hex()} for key in keys], operation=op.id, changed=changed)


def mark_printed(
    store: Store,
    owner: str,
    records: Mapping[bytes, str],
    *,
    edition: str = "",
    steps: Sequence[int] = (),
    day: str = "",
) -> Outcome:
    """Papers were printed: ``records`` by key, with the hash of what was printed ('' when not told).

    One entry for each step of the paper (:data:`STEPS`), or those told. Printing again begins anew what is not stamped.
    """
    column, today = f"{owner}_id", day_done(day)
    made: list[bytes] = []
    with store.operation("mark_printed", f"已打印{PAPER_LABELS[owner]}：{len(records)}份") as op:
        for record, state in records.items():
            if op.session.get(MODELS[owner], record) is None:
                continue
            query = select(SignOff).where(getattr(SignOff, column) == record, SignOff.edition == edition)
            kept = {one.step: one for one in op.session.scalars(query)}
            for step in steps or STEPS.get(owner, (1,)):
                one = kept.get(step)
                if one is None:
                    one = SignOff(edition=edition, step=step, **{column: record})
                    op.session.add(one)
                if not one.stamped_on and not one.attachment:
                    one.printed_on, one.printed_state = today, state
                op.session.flush()
                made.append(bytes(one.id))
    return _outcome(op, f"已记下打印{len(records)}份", made)


def papers_printed(
    store: Store,
    subject: str,
    ids: Sequence[bytes],
    edition: str,
    *,
    day: str = "",
    progress: Progress | None = None,
) -> Outcome:
    """Papers of a subject were printed for those records: what they said then is kept as a hash.

    An appraisal that nobody began yet is begun by its being printed, a letter that has nothing of its own is now kept.
    Subjects without stamps are left alone.
    """
    owner = SUBJECT_OWNERS.get(subject)
    if owner is None:
        return Outcome("这种表不用签章")
    states: dict[bytes, str] = {}
    for number, (record, state) in enumerate(printed_states(store, edition, ids)):
        if progress is not None:
            progress(number, len(ids))
        states[record] = state
    owners = owner_records(store, subject, list(states), edition)
    return mark_printed(
        store, owner, {owners[one]: state for one, state in states.items()}, edition=edition, day=day
    )


def printed_states(store: Store, edition_id: str, ids: Sequence[bytes]) -> Iterator[tuple[bytes, str]]:
    """What the papers of those records say now, as hashes."""
    from app.operations.printing import documents  # noqa: PLC0415 - printing asks this module what its codes tell

    _, papers = documents(store, edition_of(store.folder, edition_id), Selection(ids=tuple(ids)))
    for paper in papers:
        yield bytes.fromhex(paper.id), state_hash(paper)


def owner_records(store: Store, subject: str, ids: Sequence[bytes], edition: str) -> dict[bytes, bytes]:
    """By what a subject's papers are about, the records whose sign-offs they are; begun where there are none yet.

    The table is :data:`SUBJECT_OWNERS`'.
    """
    owner = SUBJECT_OWNERS[subject]
    if owner == "appraisal":
        return _sheets(store, ids)
    if owner == "letter":
        from app.operations.letters import letter_for  # noqa: PLC0415 - official sheets need none of it

        return {record: letter_for(store, edition, record) for record in ids}
    return {record: record for record in ids}


def _sheets(store: Store, postings: Sequence[bytes]) -> dict[bytes, bytes]:
    """The appraisals of postings, begun where there is none."""
    with store.read() as session:
        query = select(Appraisal.posting_id, Appraisal.id).where(Appraisal.posting_id.in_(postings))
        known = {row.posting_id: row.id for row in session.execute(query)}
    lacking = [posting for posting in postings if posting not in known]
    if lacking:
        with store.operation("begin_appraisals", f"新建考核鉴定表：{len(lacking)}份") as op:
            made = op.insert_many(Appraisal, [{"posting_id": posting} for posting in lacking])
        known |= dict(zip(lacking, made, strict=True))
    return known


def found_step(op: OperationScope, key: bytes) -> SignOff:
    """A step by its key. Raises :class:`Refusal` SGN-001 when it is gone."""
    found = op.session.get(SignOff, key)
    if found is None:
        raise _gone()
    return found


def _gone() -> Refusal:
    return Refusal(Problem("SGN-001", "这一条已经不在了", "可能已被删除，可在变更记录里撤销"))


def _mark(store: Store, keys: Sequence[bytes], name: str, title: str, values: dict[str, str]) -> Outcome:
    with store.operation(name, f"{title}：{len(keys)}份") as op:
        for key in keys:
            record = found_step(op, key)
            for column, value in values.items():
                setattr(record, column, value)
    return _outcome(op, f"已记下{title}{len(keys)}份", keys)


def mark_handed(store: Store, keys: Sequence[bytes], to: str = "", day: str = "") -> Outcome:
    """Papers were handed over to somebody for signature and stamp."""
    return _mark(store, keys, "mark_handed", "送出", {"handed_on": day_done(day), "handed_to": to.strip()})


def mark_stamped(store: Store, keys: Sequence[bytes], day: str = "") -> Outcome:
    """Papers are signed and stamped."""
    return _mark(store, keys, "mark_stamped", "签章", {"stamped_on": day_done(day)})


def unmark_stamped(store: Store, keys: Sequence[bytes]) -> Outcome:
    """Papers are not stamped after all."""
    return _mark(store, keys, "unmark_stamped", "取消签章", {"stamped_on": ""})


def attach_scan(store: Store, sign_off: bytes, data: bytes, name: str, *, day: str = "") -> Outcome:
    """Keep the scan of a stamped paper with its step; a paper that comes back scanned is stamped."""
    if not data:
        raise Refusal(Problem("SGN-004", "文件是空的", "请重新扫描", file=name))
    today = day_done(day)
    with store.operation("attach_scan", f"附上扫描件：{name}") as op:
        record = found_step(op, sign_off)
        keep_scan(op, record, data, name, today)
    return _outcome(op, "已附上扫描件", [sign_off])


def keep_scan(op: OperationScope, record: SignOff, data: bytes, name: str, day: str) -> None:
    """The same within an operation."""
    kinds = {b"%PDF": "application/pdf", b"\x89PNG": "image/png"}
    record.attachment = put_attachment(op, data, name, kinds.get(data[:4], "image/jpeg"))
    record.attached_on = day
    record.stamped_on = record.stamped_on or day


def scan_kept(store: Store, told: str) -> bytes | None:
    """The file behind a step's ``attachment``; None when there is none."""
    return get_attachment(store, told)


def waiting(
    store: Store, as_of: str = "", progress: Progress | None = None, *, unscanned: bool = False
) -> list[Waiting]:
    """Papers that were printed and are neither stamped nor back as a scan, the longest waiting first.

    ``unscanned`` adds those that are stamped and have no scan yet.
    """
    day = as_of or date.today().isoformat()
    rows = store.sql(
        "SELECT id, edition, step, printed_on, handed_on, stamped_on, handed_to,"
        f" {', '.join(f'{one}_id' for one in OWNERS)} FROM sign_off"
        " WHERE printed_on <> '' AND (stamped_on = '' OR ?) AND attachment = '' AND printed_on <= ?",
        (unscanned, day),
    )
    found = []
    for number, (key, edition, step, printed, handed, stamped, to, *owners) in enumerate(rows):
        if progress is not None and number % 200 == 0:
            progress(number, len(rows))
        owner, record = next(
            (name, bytes(value)) for name, value in zip(OWNERS, owners, strict=True) if value is not None
        )
        since = handed or printed
        found.append(
            Waiting(
                bytes(key), owner, record, title_of(store, owner, record), PAPER_LABELS[owner], edition, step,
                step_label(owner, step), "已签章" if stamped else "已送出" if handed else "已打印", since, _days(since, day), to,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.stage == "已签章", -one.days, one.title, one.step))


def title_of(store: Store, owner: str, record: bytes) -> str:
    """Whose paper it is."""
    rows = store.sql(_NAMES[owner], (record,))
    return str(rows[0][0]) if rows else ""


def step_label(owner: str, step: int) -> str:
    """Whose signature and stamp a step is."""
    return SHORT_LABELS.get(step, "") if owner == "appraisal" else "签章"


def _days(since: str, day: str) -> int:
    if len(since) != 10:
        return 0
    return max(0, (date.fromisoformat(day) - date.fromisoformat(since)).days)


def steps_of(store: Store, owner: str, record: bytes) -> list[dict[str, Any]]:
    """Every step of a record's papers, for its page and the lists."""
    with store.read() as session:
        query = (
            select(SignOff)
            .where(getattr(SignOff, f"{owner}_id") == record)
            .order_by(SignOff.edition, SignOff.step)
        )
        return [
            {
                "id": one.id, "edition": one.edition, "step": one.step, "label": step_label(owner, one.step),
                "printed_on": one.printed_on, "handed_on": one.handed_on, "handed_to": one.handed_to,
                "stamped_on": one.stamped_on, "attachment": one.attachment, "printed_state": one.printed_state,
            }
            for one in session.scalars(query)
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperState:
    """A paper with all its steps (as :func:`steps_of` gives them). ``record`` is what the paper is about, as its subject
    counts it. ``changed``: the record now says something else than what was printed."""

    owner: str
    record: bytes
    subject: str
    edition: str
    title: str
    steps: tuple[dict[str, Any], ...]
    changed: bool


def paper_of(store: Store, sign_off: bytes) -> PaperState:
    """The paper that a step is of. Raises :class:`Refusal` SGN-001 when it is gone."""
    columns = ", ".join(f"{one}_id" for one in OWNERS)
    rows = store.sql(f"SELECT edition, printed_state, {columns} FROM sign_off WHERE id = ?", (sign_off,))
    if not rows:
        raise _gone()
    edition, state, *keys = rows[0]
    owner, key = next((name, bytes(key)) for name, key in zip(OWNERS, keys, strict=True) if key is not None)
    steps = [one for one in steps_of(store, owner, key) if one["edition"] == edition]
    subject, record = _subject(store, owner, key, edition)
    changed = False
    if state:
        try:
            changed = [now for _, now in printed_states(store, edition, [record])] != [state]
        except Refusal:
            changed = True  # what it was printed from no longer lets it be printed
    return PaperState(owner, record, subject, edition, title_of(store, owner, key), tuple(steps), changed)


def _subject(store: Store, owner: str, key: bytes, edition: str) -> tuple[str, bytes]:
    """What a paper is about, as its edition's subject counts it: the other way round than :func:`owner_records`."""
    if owner == "appraisal":
        return owner, bytes(store.sql("SELECT posting_id FROM appraisal WHERE id = ?", (key,))[0][0])
    known = known_editions(store.folder).get(edition)
    subject = known.subject if known else owner
    if owner == "letter":
        from app.operations.letters import about  # noqa: PLC0415 - official sheets need none of it

        return subject, about(store, key)[1]
    return subject, key
