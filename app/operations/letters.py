"""Letters and certificates: the record that each is about, its number, its own wording, and the file.

A :class:`app.models.Letter` is kept only where there is something of its own to keep: a number, a date, values that no other
record has, or wording that differs from the edition's. The edition itself is never touched. Codes: LET-001 no letter of
that edition, LET-002 the record is gone, LET-003 number already borne, LET-004 wording that is none, LET-005 a year that is
none, LET-006 an unknown value, LET-007 an unknown unit, LET-008 a letter that is not a year's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import parse_partial
from app.catalogue.fields import field_of
from app.catalogue.problems import Problem, Refusal
from app.forms.edition import Edition
from app.forms.snapshot import Snapshot
from app.models import DutyCheck, Letter, Unit
from app.operations.letter_paths import CERTIFICATE, certifies
from app.operations.letter_values import letter_facts, readers
from app.operations.numbers import next_number, taken
from app.operations.own_editions import edition_of, is_own, known_editions
from app.operations.results import Outcome, Progress
from app.operations.selection import Selection
from app.operations.snapshots import snapshot_of
from app.store.journal import OperationScope
from app.store.opening import Store

_OWNERS = {
    "mentorship": "mentorship_id", "agreement": "agreement_id", "goals": "posting_id", "replacement": "posting_id",
    "duty": "posting_id", "experience": "person_id",
}  # fmt: skip
"""The letter's column that holds the record it is about, by subject; a yearly report is itself the record."""
"""An edition about mentorships that prints this is a certificate: it is given after passing alone."""
_COLUMNS = ("number", "title", "issued_on", "note")


def letter_editions(folder: Path) -> dict[str, Edition]:
    """The editions whose papers are about records of the year, by id: letters, certificates and their sheets."""
    known = known_editions(folder)
    return {key: edition for key, edition in known.items() if edition.subject in _subjects()}


def _subjects() -> frozenset[str]:
    return frozenset(readers())


def _edition(store: Store, edition_id: str) -> Edition:
    edition = edition_of(store.folder, edition_id)
    if edition.subject not in _subjects():
        known = "、".join(letter_editions(store.folder)) or "（还没有）"
        raise Refusal(
            Problem("LET-001", f"《{edition.name}》不是文书", f"可用的文书：{known}", value=edition_id)
        )
    return edition


# the letter's own record


def _owner(session: Any, subject: str, record: bytes) -> dict[str, bytes]:
    """The columns that say what a letter is about."""
    if subject == "duty":
        check = session.get(DutyCheck, record)
        return {"posting_id": check.posting_id} if check is not None else {}
    return {_OWNERS[subject]: record} if subject in _OWNERS else {}


def _kept(session: Any, edition: Edition, record: bytes) -> Letter | None:
    if edition.subject == "yearly":
        found: Letter | None = session.get(Letter, record)
        return found
    query = select(Letter).where(Letter.edition == edition.id)
    for column, key in _owner(session, edition.subject, record).items():
        query = query.where(getattr(Letter, column) == key)
    return session.scalars(query.order_by(Letter.id.desc()).limit(1)).first()  # type: ignore[no-any-return]


def letter_of(store: Store, edition_id: str, record: bytes) -> bytes | None:
    """The key of what is kept of a record's letter; None while it is wholly the edition's."""
    edition = _edition(store, edition_id)
    with store.read() as session:
        found = _kept(session, edition, record)
        return bytes(found.id) if found is not None else None


def letter_for(store: Store, edition_id: str, record: bytes) -> bytes:
    """The same, made when there is none yet. Raises :class:`Refusal` LET-002 when the record is gone."""
    edition = _edition(store, edition_id)
    found = letter_of(store, edition_id, record)
    if found is not None:
        return found
    _snapshot(store, edition, record)
    with store.operation("letter", f"建立文书：{edition.name}") as op:
        made = Letter(edition=edition.id, title=edition.name, **_owner(op.session, edition.subject, record))
        op.session.add(made)
        op.session.flush()
        return bytes(made.id)


def yearly_letter(store: Store, edition_id: str, year: str, unit: bytes | None = None) -> bytes:
    """The yearly report of a year (and a unit), made when there is none. Raises :class:`Refusal` LET-005."""
    if not re.fullmatch("(19|20)[0-9]{2}", year):
        raise Refusal(Problem("LET-005", f"“{year}”不是年份", "请写成 2021", column="年度", value=year))
    edition = _edition(store, edition_id)
    if edition.subject != "yearly":
        remedy = "请用 --person、--unit 或 --id 选是谁的、哪一份"
        raise Refusal(Problem("LET-008", f"《{edition.name}》不按年写", remedy, column="年度", value=year))
    with store.read() as session:
        for letter in session.scalars(
            select(Letter).where(Letter.edition == edition.id, Letter.unit_id == unit)
        ):
            if letter_facts(letter).get("yearly.year") == year:
                return bytes(letter.id)
    with store.operation("letter", f"建立{year}年度报告") as op:
        told = json.dumps({"yearly.year": year}, ensure_ascii=False)
        name = op.session.get(Unit, unit).name if unit is not None else ""  # type: ignore[union-attr]
        made = Letter(
            edition=edition.id,
            title=f"{name}{year}{edition.name if edition.name.startswith('年度') else '年' + edition.name}",
            unit_id=unit,
            told=told,
        )
        op.session.add(made)
        op.session.flush()
        return bytes(made.id)


def begin_yearly(store: Store, year: str, unit: str = "") -> Outcome:
    """The yearly report of a year, and of the unit of that name where one is told.

    It is made by the office's own edition for it if there is one, else by the shipped one.

    Raises :class:`Refusal` LET-001 (no edition for yearly reports), LET-005, LET-007 (no such unit).
    """
    known = [one for one in letter_editions(store.folder).values() if one.subject == "yearly"]
    editions = [one.id for one in sorted(known, key=lambda one: not is_own(store.folder, one))]
    if not editions:
        raise Refusal(Problem("LET-001", "还没有年度报告的表样", "请在“设置 → 表样”里添加或导入一种"))
    found = None
    if unit:
        rows = store.sql("SELECT id FROM unit WHERE name = ?", (unit,))
        if not rows:
            raise Refusal(
                Problem(
                    "LET-007", f"没有叫“{unit}”的单位", "请从列出的单位里选", column="报告单位", value=unit
                )
            )
        found = bytes(rows[0][0])
    key = yearly_letter(store, editions[0], year, found)
    return Outcome(f"{year}年度报告", [{"id": key.hex()}], changed=frozenset({"letter"}))


def _letter(op: OperationScope, letter: bytes) -> Letter:
    found = op.session.get(Letter, letter)
    if found is None:
        raise Refusal(Problem("LET-002", "这份文书已经不在了", "可能已被删除，可在变更记录里撤销"))
    return found


def _outcome(op: OperationScope, message: str, letter: bytes, **more: object) -> Outcome:
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(message, [{"id": letter.hex(), **more}], operation=op.id, changed=changed)


def keep_letter(store: Store, letter: bytes, values: Mapping[str, str]) -> Outcome:
    """Keep a letter's ``number``, ``title``, ``issued_on``, ``note``, and told values by field path (``yearly.problems``).

    Raises :class:`Refusal` LET-003 (number of another letter), LET-006 (a path that is no field).
    """
    with store.operation("letter", "修改文书") as op:
        kept = _letter(op, letter)
        told = json.loads(kept.told) if kept.told else {}
        for path, value in values.items():
            name = path.removeprefix("letter.")
            if name in _COLUMNS:
                setattr(kept, name, (parse_partial(value) or value) if name == "issued_on" else value)
            elif field_of(path) is not None:
                told = {**told, path: value} if value else {k: v for k, v in told.items() if k != path}
            else:
                raise Refusal(Problem("LET-006", f"没有叫“{path}”的字段", "请从字段列表里选", value=path))
        kept.told = json.dumps(told, ensure_ascii=False, sort_keys=True) if told else ""
        if kept.number and taken(op, "letter", "number", kept.number, kept.id):
            raise Refusal(
                Problem(
                    "LET-003", f"文号{kept.number}已经用过", "请换一个文号", column="文号", value=kept.number
                )
            )
        op.title = f"修改文书：{kept.title}"
    return _outcome(op, "已保存", letter)


def number_letter(store: Store, letter: bytes, issued_on: str = "") -> Outcome:
    """Give a letter its running number ``YYYY-NNN`` and date; one that has a number keeps it."""
    day = parse_partial(issued_on) or date.today().isoformat()
    with store.operation("number_letter", "文书编号") as op:
        kept = _letter(op, letter)
        kept.issued_on = kept.issued_on or day
        kept.number = kept.number or next_number(op, "letter", "number", kept.issued_on[:4])
        number = kept.number
        op.title = f"文书编号：{kept.title}，{number}"
    return _outcome(op, f"文号{number}", letter, number=number)


# wording


def keep_wording(store: Store, letter: bytes, blocks: Sequence[Mapping[str, Any]]) -> Outcome:
    """Keep a letter's own wording; the edition stays. Raises :class:`Refusal` LET-004 when it is no list of blocks."""
    if not blocks or not all(blocks):
        raise Refusal(Problem("LET-004", "文书没有内容", "至少要留一段；不想改了请恢复为表样原文"))
    with store.operation("wording", "改文书的字") as op:
        kept = _letter(op, letter)
        kept.blocks = json.dumps([dict(block) for block in blocks], ensure_ascii=False)
        op.title = f"改文书的字：{kept.title}"
    return _outcome(op, "已保存这份文书自己的写法，表样没有动", letter)


def restore_wording(store: Store, letter: bytes) -> Outcome:
    """Take a letter back to the edition's wording."""
    with store.operation("wording", "恢复为表样原文") as op:
        kept = _letter(op, letter)
        kept.blocks = ""
        op.title = f"恢复为表样原文：{kept.title}"
    return _outcome(op, "已恢复为表样原文", letter)


# the filled letter


def _snapshot(store: Store, edition: Edition, record: bytes) -> Snapshot:
    try:
        return snapshot_of(store, edition.subject, record)
    except KeyError as error:
        raise Refusal(Problem("LET-002", "要写文书的这条记录已经不在了", "可在变更记录里撤销删除")) from error


def _worded(store: Store, edition: Edition, paper: Snapshot) -> Snapshot:
    """A record's values with what its letter keeps of its own."""
    with store.read() as session:
        letter = _kept(session, edition, bytes.fromhex(paper.id)) if paper.id else None
        if letter is None:  # it reads as one that was just begun
            return replace(paper, values={"letter.title": edition.name, **paper.values})
        facts = {path: value for path, value in letter_facts(letter).items() if value not in ("", None)}
        blocks = json.loads(letter.blocks) if letter.blocks else ()
    return replace(paper, values={**paper.values, **facts}, blocks=tuple(blocks))


def worded(store: Store, edition: Edition, papers: Iterator[Snapshot]) -> Iterator[Snapshot]:
    """Snapshots of a letter's subject with each letter's own number, values and wording."""
    certificate = certifies(edition)
    for paper in papers:
        if certificate and not paper.values.get(CERTIFICATE):
            raise Refusal(
                Problem(
                    "MEN-004", f"{paper.name}还没有发证书，不能印证书", "请在“师带徒”里考核合格并发证书，或不选这一份",
                    value=paper.name,
                )
            )  # fmt: skip
        yield _worded(store, edition, paper)


def letter_snapshot(store: Store, edition_id: str, record: bytes) -> Snapshot:
    """Everything that a letter of this edition about this record is filled with. Raises :class:`Refusal` LET-001, LET-002."""
    edition = _edition(store, edition_id)
    (paper,) = worded(store, edition, iter((_snapshot(store, edition, record),)))
    return paper


def write_letter(
    store: Store,
    edition_id: str,
    records: bytes | Sequence[bytes],
    out: Path,
    *,
    coded: bool = False,
    overprint: tuple[float, float] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Write the letters of one or several records into one ``.pdf`` or ``.docx``. Raises as :func:`letter_snapshot`.

    ``coded`` and ``overprint`` are those of :func:`app.operations.printing.documents`.
    """
    from app.operations.printing import print_forms  # noqa: PLC0415 - printing reads letters with this module

    edition = _edition(store, edition_id)
    ids = (records,) if isinstance(records, bytes) else tuple(records)
    for record in ids:
        _snapshot(store, edition, record)
    return print_forms(
        store, edition_id, Selection(ids=ids), out, coded=coded, overprint=overprint, progress=progress
    )


def about(store: Store, letter: bytes) -> tuple[str, bytes]:
    """The edition's id and the record that a kept letter is about. Raises :class:`Refusal` LET-002."""
    with store.read() as session:
        kept = session.get(Letter, letter)
        if kept is None:
            raise Refusal(Problem("LET-002", "这份文书已经不在了", "可能已被删除，可在变更记录里撤销"))
        edition = _edition(store, kept.edition)
        record: bytes | None = kept.id
        if edition.subject == "duty":
            query = (
                select(DutyCheck.id)
                .where(DutyCheck.posting_id == kept.posting_id)
                .order_by(DutyCheck.id.desc())
            )
            record = session.scalars(query.limit(1)).first()
        elif edition.subject in _OWNERS:
            record = getattr(kept, _OWNERS[edition.subject])
        if record is None:
            raise Refusal(Problem("LET-002", "这份文书所写的记录已经不在了", "可在变更记录里撤销删除"))
        return edition.id, bytes(record)
