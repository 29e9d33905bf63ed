"""What belongs into somebody's 晋升材料: which papers, in which edition, their scans, and what is lacking.

Each paper is made when it is its turn (:attr:`Task.make`), so that a long bundle can be counted and stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.catalogue.fields import Value
from app.catalogue.mentoring import FAILED, PASSED
from app.catalogue.problems import Problem, Refusal
from app.forms.bundle import Leaf, scan_leaf
from app.forms.edition import Edition
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.snapshot import Snapshot
from app.models import Person, Unit
from app.operations.appraising import SHORT_LABELS, STEP_LABELS, state_of
from app.operations.letter_paths import certifies
from app.operations.own_editions import is_own, known_editions
from app.operations.printing import documents
from app.operations.promotion_lists import (
    mentees_snapshot,
    own_page,
    service_snapshot,
    term_said,
    work_snapshot,
)
from app.operations.selection import Selection
from app.operations.service import Period, Service
from app.operations.snapshots import person_values
from app.operations.timeline import first_day, last_day
from app.store.attachments import get_attachment
from app.store.opening import Store

PRINTED, SCANNED, SPOILT = "打印件，无扫描件", "签章扫描件", "打印件，扫描件打不开"
_SHORT = {STEP_LABELS[step]: f"{label}意见" for step, label in SHORT_LABELS.items()}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not there, or not whole."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper that was made. ``signed``: its scan stands there. ``problems``: a scan that could not be used."""

    leaf: Leaf
    signed: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A paper to be made: ``part`` is the heading that it stands under, ``note`` what is said of it beside."""

    part: str
    title: str
    make: Callable[[], Piece]
    official: bool = True
    """Papers that are to be signed and stamped; the bundle's own lists are not."""
    note: str = ""


@dataclass(slots=True)
class Plan:
    """All papers of a bundle in their order, and what is known to be lacking already."""

    service: Service
    values: dict[str, Value]
    tasks: list[Task] = field(default_factory=list)
    lacking: list[Lack] = field(default_factory=list)


def planned(store: Store, service: Service) -> Plan:
    """What the bundle of a person consists of."""
    plan = Plan(service, _person(store, service.person))
    _own_list(plan, "支援时段与天数", "service", service_snapshot(plan.values, service))
    _experience(store, plan)
    _appraisals(store, plan)
    _own_list(
        plan, "帮扶工作统计与明细", "work", work_snapshot(store, service.person, plan.values, service.name),
        "台账里没有此人的记录",
    )  # fmt: skip
    _own_list(
        plan, "帮带对象名单", "mentees", mentees_snapshot(store, service.person, plan.values, service.name),
        "没有签过师带徒协议",
    )  # fmt: skip
    _certificates(store, plan)
    return plan


def _person(store: Store, key: bytes) -> dict[str, Value]:
    with store.read() as session:
        person = session.get(Person, key)
        assert person is not None  # its service was read a moment ago
        unit = session.get(Unit, person.unit_id) if person.unit_id is not None else None
        return person_values(person, unit.name if unit else "", "", None)


def _own_list(plan: Plan, title: str, page: str, paper: Snapshot | None, why: str = "") -> None:
    if paper is None:
        plan.lacking.append(Lack(title, why))
        return
    plan.tasks.append(
        Task(title, title, lambda: Piece(_laid_out(title, own_page(page), paper)), official=False)
    )


def _laid_out(title: str, edition: Edition, paper: Snapshot) -> Leaf:
    return Leaf(title, tuple(lay_out(edition, paper, faces())), framed=edition.kind == "certificate")


# official papers


def _experience(store: Store, plan: Plan) -> None:
    part = "对口支援经历证明"
    person = plan.service.person
    found = store.sql(
        "SELECT s.attachment, l.edition FROM sign_off s JOIN letter l ON l.id = s.letter_id"
        " WHERE l.person_id = ? AND s.attachment <> '' ORDER BY s.attached_on DESC, s.id DESC",
        (person,),
    )
    edition = _edition(store, "experience", [name for _, name in found])
    if edition is None:
        plan.lacking.append(Lack(part, "还没有这种表样"))
        return
    scans = [sha for sha, name in found if name == edition.id]
    plan.tasks.append(Task(part, part, lambda: _paper(store, part, edition, person, scans)))


def _appraisals(store: Store, plan: Plan) -> None:
    part = "考核鉴定表"
    for period in plan.service.periods:
        title = f"{period.unit}（{term_said(period)}）"
        rows = store.sql("SELECT id FROM appraisal WHERE posting_id = ?", (period.posting,))
        if not rows:
            if why := _unjudged(period, plan.service.as_of):
                plan.lacking.append(Lack(f"{part}：{title}", why))
            continue
        found = store.sql(
            "SELECT attachment, edition FROM sign_off WHERE appraisal_id = ? AND (attachment <> '' OR printed_on <> '')"
            " ORDER BY attachment = '', attached_on DESC, step DESC",
            (rows[0][0],),
        )
        edition = _edition(store, "appraisal", [name for _, name in found])
        if edition is None:
            plan.lacking.append(Lack(f"{part}：{title}", "还没有这种表样"))
            continue
        scans = [sha for sha, name in found if sha and name == edition.id]
        if missing := _incomplete(store, period.posting, bytes(rows[0][0]), bool(scans)):
            plan.lacking.append(Lack(f"{part}：{title}", f"还缺{'、'.join(missing)}"))
        plan.tasks.append(
            Task(part, title, _making(store, f"{part} {title}", edition, period.posting, scans))
        )


def _incomplete(store: Store, posting: bytes, appraisal: bytes, scanned: bool) -> list[str]:
    """What a sheet lacks: stamps where its scan stands there, else what is not written yet."""
    if scanned:
        waiting = "SELECT step FROM sign_off WHERE appraisal_id = ? AND stamped_on = '' ORDER BY step"
        return [f"{SHORT_LABELS.get(step, '')}签章" for (step,) in store.sql(waiting, (appraisal,))]
    return [_SHORT.get(one, "工作总结") for one in state_of(store, posting).missing]


def _unjudged(period: Period, as_of: date) -> str:
    """Why a posting has no appraisal; '' where none is to be expected."""
    if period.span is None and first_day(period.start) is not None:
        return ""  # it has not begun
    going_on = period.open or (last_day(period.end) or as_of) > as_of
    return "派驻还没有结束，还没有做鉴定" if going_on and period.start else "还没有做鉴定"


def _certificates(store: Store, plan: Plan) -> None:
    part = "师带徒证书"
    rows = store.sql(
        "SELECT m.id, p.name, m.certificate_number, m.result FROM mentorship m JOIN posting t ON t.id = m.posting_id"
        " JOIN person p ON p.id = m.mentee_id WHERE t.person_id = ? ORDER BY t.start, m.position, m.id",
        (plan.service.person,),
    )
    for key, mentee, number, result in rows:
        if not number:
            if result != FAILED:
                why = "考核合格，还没有发证书" if result == PASSED else "还没有考核"
                plan.lacking.append(Lack(f"{part}：{mentee}", why))
            continue
        found = store.sql(
            "SELECT attachment, edition FROM sign_off WHERE mentorship_id = ? AND attachment <> ''"
            " ORDER BY attached_on DESC, id DESC",
            (key,),
        )
        edition = _edition(store, "mentorship", [name for _, name in found], certificate=True)
        if edition is None:
            plan.lacking.append(Lack(f"{part}：{mentee}", "还没有这种表样"))
            continue
        scans = [sha for sha, name in found if name == edition.id]
        plan.tasks.append(
            Task(
                part, f"{mentee}（{number}）", _making(store, f"{part} {mentee}", edition, bytes(key), scans)
            )
        )


def _edition(store: Store, subject: str, used: Sequence[str], *, certificate: bool = False) -> Edition | None:
    """The edition of a paper: the one that it was printed in, else the office's own, else the shipped one."""
    known = [
        one
        for one in known_editions(store.folder).values()
        if one.subject == subject and (not certificate or certifies(one))
    ]
    order = {name: number for number, name in reversed(list(enumerate(used)))}
    known.sort(key=lambda one: (order.get(one.id, len(used)), not is_own(store.folder, one), one.id))
    return known[0] if known else None


def _making(
    store: Store, title: str, edition: Edition, record: bytes, scans: Sequence[str]
) -> Callable[[], Piece]:
    return lambda: _paper(store, title, edition, record, scans)


def _paper(store: Store, title: str, edition: Edition, record: bytes, scans: Sequence[str]) -> Piece:
    """The latest scan of a paper, else the paper as it is printed now."""
    problems: tuple[Problem, ...] = ()
    for sha in scans[:1]:
        try:
            return Piece(scan_leaf(title, _attached(store, sha, title)), signed=True)
        except Refusal as refusal:
            problems = tuple(_instead(one, title) for one in refusal.problems)
    _, papers = documents(store, edition, Selection(ids=(record,)))
    return Piece(_laid_out(title, edition, next(papers)), problems=problems)


def _instead(problem: Problem, title: str) -> Problem:
    return replace(problem, message=f"{title}：{problem.message}，放入的是打印件", file="", value=title)


def _attached(store: Store, sha: str, title: str) -> bytes:
    data = get_attachment(store, sha)
    if data is None:
        raise Refusal(Problem("PRM-002", "扫描件的文件已经不在了", "请重新扫描附上，再汇编一次", value=title))
    return data


def parts(tasks: Sequence[Task]) -> Iterator[tuple[str, list[int]]]:
    """The headings in their order, each with the numbers of its papers."""
    found: dict[str, list[int]] = {}
    for number, task in enumerate(tasks):
        found.setdefault(task.part, []).append(number)
    yield from found.items()
