"""The first page: what the ledger holds, what is unfinished in it, and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.catalogue.due import APPRAISAL
from app.catalogue.fields import label_of
from app.operations.board import DUE, board
from app.operations.plans import due_this_week
from app.operations.signoffs import waiting
from app.store.opening import Store

PATIENCE = 7
"""Days for which a paper may be out before the first page speaks of it."""
NEEDED = ("sex", "birth", "id_number", "title", "mobile", "photo")
"""Columns of a person without which a 报名表 (sichuan-2017-122, annex 2) goes back to its writer."""
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: ``page`` is a place of the window, with its tab after a slash; ``record`` where to begin."""

    title: str
    detail: str
    page: str
    record: bytes | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of the ledger as its lists show them (``people`` who are enrolled), and what is to be done, the first first."""

    people: int
    units: int
    pairings: int
    postings: int
    todo: list[Todo] = field(default_factory=list)


def overview(store: Store, today: date | None = None) -> Overview:
    """Count and look through the ledger; plain SQL, so that it stays quick over 100,000 people."""
    people, units, pairings, postings = store.sql(
        "SELECT (SELECT count(*) FROM enrolment), (SELECT count(*) FROM unit), (SELECT count(*) FROM pairing), "
        "(SELECT count(*) FROM posting)"
    )[0]
    day = (today or date.today()).isoformat()
    found = (look(store, day) for look in _LOOKS)
    return Overview(people, units, pairings, postings, [todo for todo in found if todo is not None])


def _people(names: Sequence[str], count: int) -> str:
    """张䶮、许一诺、秦晚秋等11人."""
    told = "、".join(names[:_NAMES])
    return f"{told}等{count}人" if count > min(len(names), _NAMES) else told


def _unfinished(store: Store, _day: str) -> Todo | None:
    lacking = " OR ".join(f"p.{column} = ''" for column in NEEDED)
    sums = ", ".join(f"sum(p.{column} = '')" for column in NEEDED)
    joined = "FROM enrolment e JOIN person p ON p.id = e.person_id"
    count, *missing = store.sql(f"SELECT count(*), {sums} {joined} WHERE {lacking}")[0]
    if not count:
        return None
    first = store.sql(
        f"SELECT e.id, p.name {joined} WHERE {lacking} ORDER BY e.position, e.id LIMIT {_NAMES}"
    )
    labels = [
        f"{label_of(f'person.{column}')}{number}人"
        for column, number in zip(NEEDED, missing, strict=True)
        if number
    ]
    who = _people([name for _, name in first], count)
    return Todo(
        f"{count}份报名表还没有填全", f"{who}；缺{'、'.join(labels)}", "people/papers", bytes(first[0][0])
    )


def _no_receiving_unit(store: Store, _day: str) -> Todo | None:
    where = "FROM enrolment e JOIN person p ON p.id = e.person_id WHERE e.receiving_unit_id IS NULL"
    (count,) = store.sql(f"SELECT count(*) {where}")[0]
    if not count:
        return None
    first = store.sql(f"SELECT e.id, p.name {where} ORDER BY e.position, e.id LIMIT {_NAMES}")
    who = _people([name for _, name in first], count)
    return Todo(f"{count}人还没有定受援单位", who, "people/papers", bytes(first[0][0]))


def _not_posted(store: Store, _day: str) -> Todo | None:
    """Enrolled for a unit, but with no posting yet."""
    where = (
        "FROM enrolment e JOIN person p ON p.id = e.person_id WHERE e.receiving_unit_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM posting t WHERE t.person_id = e.person_id)"
    )
    (count,) = store.sql(f"SELECT count(*) {where}")[0]
    if not count:
        return None
    first = store.sql(f"SELECT p.name {where} ORDER BY e.position, e.id LIMIT {_NAMES}")
    return Todo(
        f"{count}人已报名，还没有派驻", _people([name for (name,) in first], count), "support/postings"
    )


def _without_term(store: Store, _day: str) -> Todo | None:
    where = "FROM posting t JOIN person p ON p.id = t.person_id WHERE t.start = '' OR t.\"end\" = ''"
    (count,) = store.sql(f"SELECT count(*) {where}")[0]
    if not count:
        return None
    first = store.sql(f"SELECT t.id, p.name {where} ORDER BY t.position, t.id LIMIT {_NAMES}")
    who = _people([name for _, name in first], count)
    return Todo(f"{count}个派驻没有写起止时间", who, "support/postings", bytes(first[0][0]))


def _to_appraise(store: Store, day: str) -> Todo | None:
    """Terms that are over and whose 考核鉴定表 (yubei-2021-72, annex 1) has not been begun."""
    where = (
        'FROM posting t JOIN person p ON p.id = t.person_id WHERE t."end" <> \'\' AND t."end" < ? '
        "AND NOT EXISTS (SELECT 1 FROM appraisal a WHERE a.posting_id = t.id AND a.summary <> '')"
    )
    (count,) = store.sql(f"SELECT count(*) {where}", (day,))[0]
    if not count:
        return None
    first = store.sql(
        f"SELECT t.enrolment_id, p.name {where} ORDER BY t.position, t.id LIMIT {_NAMES}", (day,)
    )
    who = _people([name for _, name in first], count)
    record = bytes(first[0][0]) if first[0][0] else None
    return Todo(f"{count}人派驻已结束，考核鉴定表还没有写", who, "people/papers", record)


def _without_people(store: Store, _day: str) -> Todo | None:
    """Pairings that nobody is enrolled or posted for."""
    where = (
        "FROM pairing r JOIN unit s ON s.id = r.supporting_id JOIN unit c ON c.id = r.receiving_id WHERE NOT EXISTS "
        "(SELECT 1 FROM posting t WHERE t.unit_id = r.receiving_id AND t.supporting_unit_id = r.supporting_id) AND "
        "NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.pairing_id = r.id)"
    )
    (count,) = store.sql(f"SELECT count(*) {where}")[0]
    if not count:
        return None
    first = store.sql(f"SELECT r.id, s.name, c.name {where} ORDER BY r.position, r.id LIMIT 1")[0]
    return Todo(
        f"{count}对对口关系还没有派人", f"如{first[1]} → {first[2]}", "pairings/pairings", bytes(first[0])
    )


def _overdue(store: Store, day: str) -> Todo | None:
    found = [one for one in due_this_week(store, day) if one.end < day]
    if not found:
        return None
    first = found[0]
    told = f"如“{first.goal}”（{first.state}）"
    return Todo(f"{len(found)}项工作计划已到完成时间", told, "support/plan", first.item)


def _not_reported(store: Store, day: str) -> Todo | None:
    """Monthly reports that are late or came back (yubei-2021-72 三（四）: sent each month)."""
    owed = [one for one in board(store, day).owed() if one[1] != APPRAISAL and one[2].state != DUE]
    if not owed:
        return None
    row, month, cell = owed[0]
    told = f"如{row.team.supporting_name} → {row.team.receiving_name} {int(month[5:])}月（{cell.text}）"
    return Todo(f"{len(owed)}份月报该报没有报来", told, "workbench/board")


def _not_stamped(store: Store, day: str) -> Todo | None:
    """Papers that are out for signature and stamp for longer than a week."""
    found = [one for one in waiting(store, day) if one.days > PATIENCE]
    if not found:
        return None
    first = found[0]
    told = f"最久的是{first.title}的{first.paper}（{first.step_label}），{first.days}天"
    return Todo(f"{len(found)}处签章等了一周以上", told, "support/signing", first.sign_off)


_LOOKS: tuple[Callable[[Store, str], Todo | None], ...] = (
    _unfinished,
    _no_receiving_unit,
    _not_posted,
    _without_term,
    _to_appraise,
    _without_people,
    _not_reported,
    _not_stamped,
    _overdue,
)
