"""帮扶工作台账: keeping entries of work, one by one or by the thousand, and changing them.

The work that notices want recorded is in :mod:`app.catalogue.work`; how a row is checked in :mod:`ledger_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import MODES, WORKS, shown
from app.models import Activity, ActivityMentee, Person, Unit
from app.operations.ledger_detail import set_mentees
from app.operations.ledger_rows import Books, Checked, Row, check_row, load_books
from app.operations.results import Outcome, Progress
from app.store.opening import Store

_STEP = 500


def check_rows(
    store: Store, rows: Sequence[Row], progress: Progress | None = None, today: date | None = None
) -> list[Checked]:
    """What each row would be kept as, and what is wrong with it; nothing is stored."""
    with store.read() as session:
        books = load_books(session, today)
    return list(_checked(books, rows, progress))


def _checked(books: Books, rows: Sequence[Row], progress: Progress | None) -> Iterable[Checked]:
    for number, row in enumerate(rows):
        if progress is not None and number % _STEP == 0:
            progress(number, len(rows))
        yield check_row(books, row)


def record_activities(
    store: Store,
    rows: Sequence[Row],
    *,
    source: str = "grid",
    progress: Progress | None = None,
    today: date | None = None,
) -> Outcome:
    """Keep the sound rows in one undoable operation; the others stand in ``refused`` with their row (from 1).

    ``source`` tells how they came in: grid, chat or import; a row may tell its own. Each item is ``{"id", "row"}``.
    """
    found = check_rows(store, rows, progress, today)
    refused = [
        problem.at(row=number) for number, one in enumerate(found, start=1) for problem in one.problems
    ]
    good = [(number, one) for number, one in enumerate(found, start=1) if not one.problems]
    if not good:
        return Outcome(
            "没有记下任何一条" if rows else "没有内容", refused=refused, done_in_part=bool(refused)
        )
    with store.operation("record", f"登记帮扶工作：{len(good)}条") as op:
        keys = op.insert_many(
            Activity,
            [{**one.values, "source": rows[number - 1].get("source") or source} for number, one in good],
        )
        present = [
            {"activity_id": key, "mentorship_id": mentorship}
            for key, (_, one) in zip(keys, good, strict=True)
            for mentorship in one.mentorships
        ]
        if present:
            op.insert_many(ActivityMentee, present)
    items: list[dict[str, object]] = [
        {"id": key.hex(), "row": number} for key, (number, _) in zip(keys, good, strict=True)
    ]
    said = f"已登记{len(good)}条" + (f"，{len(found) - len(good)}条没有登记" if refused else "")
    changed = frozenset({"activity", "activity_mentee"} if present else {"activity"})
    return Outcome(said, items, refused, op.id, changed, done_in_part=bool(refused))


def change_activity(
    store: Store, key: bytes, values: Mapping[str, Any], today: date | None = None
) -> Outcome:
    """Change an entry: ``values`` by the keys of a row, the rest stays. Raises :class:`Refusal` with what is wrong."""
    with store.read() as session:
        record = session.get(Activity, key)
        if record is None:
            raise Refusal(Problem("ACT-020", "这一条已经不在了", "可能已被删除，可在变更记录里撤销"))
        row = _row_of(record) | dict(values)
        if {"person", "unit", "date"} & set(values):
            row["posting"] = None
        if {"person", "unit"} & set(values):
            row["supporting_unit"] = values.get("supporting_unit")
        found = check_row(load_books(session, today), row)
    if found.problems:
        raise Refusal(*found.problems)
    with store.operation("change", "修改帮扶工作") as op:
        op.update_many(Activity, [(key, found.values)])
        if "mentorships" in values:
            set_mentees(op, key, found.mentorships)
    changed = frozenset({"activity", "activity_mentee"})
    return Outcome("已修改", [{"id": key.hex()}], operation=op.id, changed=changed)


def _row_of(record: Activity) -> dict[str, Any]:
    """A kept entry as a row."""
    work = WORKS.get(record.kind)
    return {
        "kind": record.kind,
        "date": record.date,
        "unit": record.unit_id,
        "person": record.person_id,
        "posting": record.posting_id,
        "supporting_unit": record.supporting_unit_id,
        "amount": shown(work, record.amount) if work else str(record.amount),
        "people": str(record.people or ""),
        "mode": record.mode,
        "department": record.department,
        "topic": record.topic,
        "audience": record.audience,
        "evidence": record.evidence,
        "note": record.note,
        "reason": record.reason,
        "attachment": record.attachment,
    }


def activities(
    store: Store, unit: bytes | None = None, month: str = "", limit: int = 100_000
) -> list[dict[str, object]]:
    """Entries for the command line, by date: of a unit (receiving or supporting) and a month where told."""
    query = (
        select(Activity, Person.name, Unit.name)
        .join(Unit, Unit.id == Activity.unit_id)
        .outerjoin(Person, Person.id == Activity.person_id)
        .order_by(Activity.date, Activity.id)
        .limit(limit)
    )
    if unit is not None:
        query = query.where((Activity.unit_id == unit) | (Activity.supporting_unit_id == unit))
    if month:
        query = query.where(Activity.month == month)
    with store.read() as session:
        teams = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name))}
        return [
            _item(record, person, receiving, teams.get(record.supporting_unit_id, ""))
            for record, person, receiving in session.execute(query)
        ]


def _item(record: Activity, person: str | None, unit: str, team: str) -> dict[str, object]:
    work = WORKS.get(record.kind)
    return {
        "id": record.id.hex(),
        "date": record.date,
        "kind": work.label if work else record.kind,
        "amount": shown(work, record.amount) if work else str(record.amount),
        "measure": work.unit if work else "",
        "people": record.people,
        "person": person or "",
        "unit": unit,
        "supporting_unit": team,
        "mode": MODES.get(record.mode, record.mode),
        "topic": record.topic,
        "audience": record.audience,
        "evidence": record.evidence,
        "reason": record.reason,
        "note": record.note,
    }
