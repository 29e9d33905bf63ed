"""Checking entries of the ledger before they are kept: what the work is, when, whose and where, and how much.

A row is a mapping with the keys of :data:`KEYS`; texts stand as typed. Nothing is guessed: where more than one posting
fits, none is taken, and a figure that cannot be is refused at its place. What may be so after all takes a ``reason``.
Codes: ACT-001 kind, ACT-002 date, ACT-003 future, ACT-004 no whole figure, ACT-005 negative, ACT-006 absurd,
ACT-007 outside the posting, ACT-008 no receiving unit, ACT-009 unit unknown, ACT-010 person unknown, ACT-011 month
accepted already, ACT-012 several teams there and none told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import parse_partial
from app.catalogue.names import tidy_name, unit_key
from app.catalogue.problems import Problem
from app.catalogue.work import MODES, WORKS, Work, amount_of
from app.models import Person, Posting, Report, Unit, UnitAlias

Row = Mapping[str, Any]
KEYS = (
    "kind", "date", "unit", "person", "posting", "supporting_unit", "amount", "people", "mode", "department", "topic",
    "audience", "evidence", "note", "reason", "mentorships", "attachment",
)  # fmt: skip
"""``unit``, ``person`` and ``supporting_unit`` are keys or names; ``posting`` a key; ``mentorships`` keys."""

TEXTS = ("department", "topic", "audience", "evidence", "note", "reason", "attachment")
LABELS = {
    "kind": "工作类别",
    "date": "日期",
    "unit": "受援单位",
    "person": "人员",
    "supporting_unit": "派出单位",
    "amount": "数量",
    "people": "人数",
    "mode": "方式",
    "department": "科室",
    "topic": "主题",
    "audience": "对象",
    "evidence": "佐证",
    "note": "备注",
    "reason": "原因",
}
_MODES = {label: code for code, label in MODES.items()} | {code: code for code in MODES}
_MODES |= {"线下": "onsite", "网络": "online", "远程": "online"}
MOST = {10: 1_000, 7: 30_000, 4: 500_000}
"""The largest figure of a day, a month and a year (by the length of the date) that needs no reason."""
MOST_YUAN = 100_000_000
_LOOSE = str.maketrans("", "", " 　、，,（）()·")


@dataclass(slots=True)
class Books:
    """What rows are checked against, read once for all of them."""

    today: str
    units: dict[str, bytes] = field(default_factory=dict)
    unit_names: list[str] = field(default_factory=list)
    people: dict[str, list[bytes]] = field(default_factory=dict)
    names: dict[bytes, str] = field(default_factory=dict)
    own_unit: dict[bytes, bytes | None] = field(default_factory=dict)
    postings: dict[bytes, list[Any]] = field(default_factory=dict)
    by_key: dict[bytes, Any] = field(default_factory=dict)
    teams: dict[bytes, list[Any]] = field(default_factory=dict)
    """Postings by the unit where they are."""
    accepted: set[tuple[bytes, bytes, str]] = field(default_factory=set)


@dataclass(slots=True)
class Checked:
    """A row as it would be kept (columns of the activity), or its problems."""

    values: dict[str, Any] = field(default_factory=dict)
    mentorships: Sequence[bytes] = ()
    problems: list[Problem] = field(default_factory=list)


def kind_of(text: str) -> str | None:
    """The code of a kind of work by its code, name or another word for it; None when nobody calls work so."""
    return _KINDS.get(text.strip()) or _KINDS.get(text.translate(_LOOSE))


def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for work in WORKS.values():
        for word in (work.code, work.label, *work.synonyms):
            found.setdefault(word.translate(_LOOSE), work.code)
            found.setdefault(f"{word.translate(_LOOSE)}{work.unit}", work.code)
    return found


_KINDS = _kinds()


def load_books(session: Any, today: date | None = None) -> Books:
    """Read what rows are checked against."""
    books = Books((today or date.today()).isoformat())
    for model, column in ((UnitAlias, UnitAlias.unit_id), (Unit, Unit.id)):
        books.units.update(
            (unit_key(name), bytes(key)) for key, name in session.execute(select(column, model.name))
        )
    books.unit_names = list(session.scalars(select(Unit.name).order_by(Unit.name)))
    for key, name, unit in session.execute(select(Person.id, Person.name, Person.unit_id)):
        books.people.setdefault(tidy_name(name), []).append(key)
        books.names[key] = name
        books.own_unit[key] = unit
    columns = (
        Posting.id,
        Posting.person_id,
        Posting.unit_id,
        Posting.supporting_unit_id,
        Posting.start,
        Posting.end,
    )
    for posting in session.execute(select(*columns).order_by(Posting.start, Posting.id)):
        books.postings.setdefault(posting.person_id, []).append(posting)
        books.teams.setdefault(posting.unit_id, []).append(posting)
        books.by_key[posting.id] = posting
    accepted = select(Report.supporting_unit_id, Report.receiving_unit_id, Report.month)
    books.accepted = {tuple(row) for row in session.execute(accepted.where(Report.state == "accepted"))}
    return books


def check_row(books: Books, row: Row) -> Checked:
    """What one row would be kept as; every problem with it stands in the answer, at the column it belongs to."""
    found = Checked(mentorships=tuple(row.get("mentorships") or ()))
    reason = str(row.get("reason") or "").strip()
    code = kind_of(str(row.get("kind") or ""))
    work = WORKS.get(code or "")
    if work is None:
        remedy = "请从列出的工作类别里选，如 诊疗病人、开展讲座"
        _tell(found, row, "kind", "ACT-001", "没有这种工作", remedy)
    day = _day(books, row, found)
    if work is not None:
        found.values |= {"kind": work.code, "amount": _amount(work, row, found, day, reason)}
        found.values["people"] = _people(row, found)
    found.values |= {"date": day, "month": day[:7]}
    mode = str(row.get("mode") or "").strip()
    found.values["mode"] = _MODES.get(mode, mode)
    found.values |= {key: str(row.get(key) or "").strip() for key in TEXTS}
    _place(books, row, found, day, reason)
    return found


def _tell(found: Checked, row: Row, column: str, code: str, message: str, remedy: str) -> None:
    value = row.get(column)
    shown = (
        value if isinstance(value, str) else "" if value is None or isinstance(value, bytes) else str(value)
    )
    found.problems.append(Problem(code, message, remedy, column=LABELS[column], value=shown[:80]))


def _day(books: Books, row: Row, found: Checked) -> str:
    text = str(row.get("date") or "").strip()
    day = parse_partial(text) or ""
    if not day:
        message = "没有写日期" if not text else "看不出是哪一天"
        _tell(
            found, row, "date", "ACT-002", message, "请写成 2021-06-08；一个月的合计写 2021-06，一年的写 2021"
        )
    elif day > books.today:
        _tell(found, row, "date", "ACT-003", "日期还没有到", "请核对日期；计划要做的事写在“工作计划”里")
    return day


def _amount(work: Work, row: Row, found: Checked, day: str, reason: str) -> int:
    given = row.get("amount")
    text = "" if given is None else str(given).strip()
    if not text and work.single:
        return 1 if not work.money else 0
    amount = amount_of(work, text)
    if amount is None:
        whole = "金额最多写到元（0.0001万元）" if work.money else "请写整数，如 12"
        _tell(found, row, "amount", "ACT-004", "数量不是数" if text else "没有写数量", whole)
        return 0
    return _sensible(work, row, found, amount, day, reason)


def _sensible(work: Work, row: Row, found: Checked, amount: int, day: str, reason: str) -> int:
    most = MOST_YUAN if work.money else MOST.get(len(day), MOST[10])
    if amount < 0:
        _tell(found, row, "amount", "ACT-005", "数量是负数", "要更正以前的数，请改那一条，不要用负数冲")
        return 0
    if amount > most and not reason:
        span = {10: "一天", 7: "一个月", 4: "一年"}.get(len(day), "一条")
        limit = f"{most // 10_000:,}万元" if work.money else f"{most:,}{work.unit}"
        remedy = "请核对是否多打了数字；确实如此请写明原因"
        _tell(found, row, "amount", "ACT-006", f"{span}超过{limit}，不合常理", remedy)
    return amount


def _people(row: Row, found: Checked) -> int:
    text = str(row.get("people") or "").strip().removesuffix("人").removesuffix("人次")
    if not text:
        return 0
    count = amount_of(WORKS["outpatients"], text)
    if count is None:
        _tell(found, row, "people", "ACT-004", "人数不是数", "请写整数，如 23")
        return 0
    if count < 0:
        _tell(found, row, "people", "ACT-005", "人数是负数", "请写实际到场的人数")
        return 0
    if count > MOST[7] and not str(row.get("reason") or "").strip():
        _tell(found, row, "people", "ACT-006", f"人数超过{MOST[7]:,}，不合常理", "请核对；确实如此请写明原因")
    return count


def _place(books: Books, row: Row, found: Checked, day: str, reason: str) -> None:
    """Unit, team, person and posting of a row; the posting is the person's one at that unit on that day."""
    unit = _unit(books, row, found, "unit")
    team = _unit(books, row, found, "supporting_unit")
    person = _person(books, row, found, unit)
    posting = books.by_key.get(row.get("posting") or b"")
    if posting is not None:
        person = posting.person_id
    elif person is not None:
        posting = _posting(books, person, unit, day)
    outside = posting is None or not _within(posting, day)
    if outside and person is not None and day and not reason and not found.problems:
        name = books.names.get(person, "")
        remedy = "请核对日期、人员和受援单位；确实如此请写明原因"
        _tell(found, row, "date", "ACT-007", f"这时{name}没有派驻在这里", remedy)
    if posting is not None:
        unit = unit or posting.unit_id
        team = team or posting.supporting_unit_id
    team = team or books.own_unit.get(person or b"")
    if team is None and person is None and unit is not None:
        team = _only_team(books, row, found, unit, day, reason)
    if unit is None and not any(one.column in (LABELS["unit"], LABELS["person"]) for one in found.problems):
        _tell(found, row, "unit", "ACT-008", "没有写受援单位", "请写受援单位，或写派驻在那里的人员")
    if unit and team and (team, unit, day[:7]) in books.accepted and not reason:
        remedy = "请在月报里“更正”，或写明补记的原因（台账数与填报数会不一致）"
        _tell(found, row, "date", "ACT-011", f"{day[:7]}的月报已经收下", remedy)
    found.values |= {
        "unit_id": unit,
        "supporting_unit_id": team,
        "person_id": person,
        "posting_id": posting.id if posting is not None else None,
    }


def _only_team(books: Books, row: Row, found: Checked, unit: bytes, day: str, reason: str) -> bytes | None:
    """The team that is at a unit on a day, where there is but one; of several one must be told, or a reason."""
    there = (one for one in books.teams.get(unit, ()) if _within(one, day))
    teams = {one.supporting_unit_id or books.own_unit.get(one.person_id) for one in there} - {None}
    if len(teams) > 1 and not reason and not row.get("person"):
        remedy = "请写人员或派出单位；是全单位的合计，请写明原因"
        _tell(found, row, "person", "ACT-012", f"这时那里有{len(teams)}支队伍，分不清是谁做的", remedy)
    return teams.pop() if len(teams) == 1 else None


def _unit(books: Books, row: Row, found: Checked, key: str) -> bytes | None:
    given = row.get(key)
    if isinstance(given, bytes) or given is None:
        return given
    name = str(given).strip()
    if not name:
        return None
    unit = books.units.get(unit_key(name))
    if unit is None:
        near = [known for known in books.unit_names if name in known][:3]
        meant = f"是不是“{'”“'.join(near)}”？不是就" if near else "请核对名称，或"
        _tell(found, row, key, "ACT-009", f"没有叫“{name}”的单位", f"{meant}先在“对口关系 → 单位”里登记")
    return unit


def _person(books: Books, row: Row, found: Checked, unit: bytes | None) -> bytes | None:
    given = row.get("person")
    if isinstance(given, bytes) or given is None:
        return given
    name = tidy_name(str(given))
    if not name:
        return None
    known = books.people.get(name, [])
    posted = [key for key in known if any(unit in (None, one.unit_id) for one in books.postings.get(key, ()))]
    if len(posted) == 1:
        return posted[0]
    if len(known) == 1:
        return known[0]
    if not known:
        _tell(found, row, "person", "ACT-010", f"没有叫“{name}”的人", "请核对姓名，或先在“人员”里登记")
    else:
        _tell(found, row, "person", "ACT-010", f"叫“{name}”的有{len(known)}人，分不清", "请写明受援单位")
    return None


def _posting(books: Books, person: bytes, unit: bytes | None, day: str) -> Any:
    fitting = [one for one in books.postings.get(person, ()) if unit in (None, one.unit_id)]
    inside = [one for one in fitting if _within(one, day)]
    if inside:
        return inside[-1]
    return fitting[0] if len(fitting) == 1 else None


def _within(posting: Any, day: str) -> bool:
    """Whether a day, month or year touches the posting's term; an untold side is open."""
    size = len(day)
    return (not posting.start or posting.start[:size] <= day) and (
        not posting.end or day <= posting.end[:size]
    )
