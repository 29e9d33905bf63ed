"""Papers of registers and ledger as lists: 双方交流记录, 督导检查记录, 进修人员登记表, 线上线下指导记录, 义诊活动记录, 五个一.

:data:`QUERIES` find the records of each (key, name, details as the print page lists them), :data:`READERS` give their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import aliased

from app.catalogue.fields import Value
from app.catalogue.work import CONTACTS, FIVE_ONES, MODES, WORKS, shown
from app.forms.snapshot import Values
from app.models import Activity, Batch, BatchOne, Contact, Person, Training, Unit
from app.operations.selection import Selection
from app.store.opening import Store

INSPECTIONS = ("inspection", "quality")
"""Kinds of contact that are 督导检查; the others are 双方交流."""
_AT_ONCE = 500
Query = Callable[[Selection], Select[Any]]
Reader = Callable[[Store, Sequence[bytes]], Iterator[Values]]


def _contacts(*, inspections: bool) -> Query:
    def query(chosen: Selection) -> Select[Any]:
        giver, taker = aliased(Unit), aliased(Unit)
        inspected = Contact.kind.in_(INSPECTIONS)
        found = (
            select(Contact.id, Contact.topic, giver.name, taker.name, Contact.date)
            .outerjoin(giver, giver.id == Contact.supporting_unit_id)
            .outerjoin(taker, taker.id == Contact.unit_id)
            .where(inspected if inspections else ~inspected)
            .order_by(Contact.date, Contact.id)
        )
        if chosen.batch:
            found = found.where(Contact.batch_id == chosen.batch)
        return _narrowed(found, chosen, Contact, Contact.date, Contact.topic)

    return query


def _trainings(chosen: Selection) -> Select[Any]:
    home, host = aliased(Unit), aliased(Unit)
    found = (
        select(Training.id, Person.name, home.name, host.name, Training.start)
        .join(Person, Person.id == Training.person_id)
        .outerjoin(home, home.id == Training.from_unit_id)
        .join(host, host.id == Training.unit_id)
        .order_by(Training.start, Training.id)
    )
    if chosen.unit:
        found = found.where(or_(Training.unit_id == chosen.unit, Training.from_unit_id == chosen.unit))
    return found


def _activities(kind: str) -> Query:
    def query(chosen: Selection) -> Select[Any]:
        found = (
            select(Activity.id, Activity.topic, Unit.name, Person.name, Activity.date)
            .join(Unit, Unit.id == Activity.unit_id)
            .outerjoin(Person, Person.id == Activity.person_id)
            .where(Activity.kind == kind)
            .order_by(Activity.date, Activity.id)
        )
        return _narrowed(found, chosen, Activity, Activity.date, Activity.topic)

    return query


def _narrowed(found: Select[Any], chosen: Selection, model: Any, date: Any, topic: Any) -> Select[Any]:
    if chosen.unit:
        found = found.where(or_(model.unit_id == chosen.unit, model.supporting_unit_id == chosen.unit))
    if chosen.month:
        found = found.where(date.startswith(chosen.month))
    if chosen.search:
        found = found.where(topic.contains(chosen.search, autoescape=True))
    return found


def _five_ones(chosen: Selection) -> Select[Any]:
    order = case({item: at for at, item in enumerate(FIVE_ONES)}, value=BatchOne.item)
    said = case(FIVE_ONES, value=BatchOne.item, else_=BatchOne.item)
    found = select(BatchOne.id, said, Batch.name).join(Batch, Batch.id == BatchOne.batch_id)
    if chosen.batch:
        found = found.where(BatchOne.batch_id == chosen.batch)
    return found.order_by(Batch.name, order)


QUERIES: dict[str, Query] = {
    "contact": _contacts(inspections=False),
    "inspection": _contacts(inspections=True),
    "training": _trainings,
    "guidance": _activities("guidance"),
    "free_clinic": _activities("free_clinics"),
    "five_ones": _five_ones,
}
KEYS: dict[str, Any] = {
    "contact": Contact.id,
    "inspection": Contact.id,
    "training": Training.id,
    "guidance": Activity.id,
    "free_clinic": Activity.id,
    "five_ones": BatchOne.id,
}
ASKED: dict[str, set[str]] = {
    "contact": {"batch", "unit", "month"},
    "inspection": {"batch", "unit", "month"},
    "training": {"unit"},
    "guidance": {"unit", "month"},
    "free_clinic": {"unit", "month"},
    "five_ones": {"batch"},
}
SUBJECTS = tuple(QUERIES)


# rows


_REFERRED: dict[Any, tuple[str, ...]] = {
    Unit: ("unit_id", "supporting_unit_id", "from_unit_id"),
    Person: ("person_id",),
    Batch: ("batch_id",),
}
"""Columns by which a register's records name others; keys are of one record in all tables."""
Others = dict[bytes, Any]


def _rows(
    store: Store, model: Any, ids: Sequence[bytes], row: Callable[[Any, Others], Values]
) -> Iterator[Values]:
    """A row for each record of ``ids`` that is still there, in their order."""
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        with store.read() as session:
            found = {bytes(one.id): one for one in session.scalars(select(model).where(model.id.in_(part)))}
            others = _others(session, found.values())
            yield from [row(found[key], others) for key in part if key in found]


def _others(session: Any, records: Collection[Any]) -> Others:
    """The units, people and batches that records name, read at once: one by one would take a second for a thousand rows."""
    found: Others = {}
    for model, columns in _REFERRED.items():
        keys = {getattr(record, column, None) for record in records for column in columns} - {None}
        found |= {bytes(one.id): one for one in session.scalars(select(model).where(model.id.in_(keys)))}
    return found


def _named(others: Others, key: bytes | None) -> str:
    return others[key].name if key in others else ""


def _contact_row(made: Contact, others: Others) -> Values:
    columns = ("date", "level", "participants", "topic", "outcome", "evidence", "note")
    told: dict[str, Value] = {f"contact.{name}": getattr(made, name) for name in columns}
    return told | {
        "contact.kind": CONTACTS.get(made.kind, made.kind),
        "contact.supporting_unit": _named(others, made.supporting_unit_id),
        "contact.unit": _named(others, made.unit_id),
    }


def _training_row(made: Training, others: Others) -> Values:
    person = others[made.person_id]
    columns = ("department", "specialty", "returned_on", "result", "note", "free")
    told: dict[str, Value] = {f"training.{name}": getattr(made, name) for name in columns}
    return told | {
        "person.name": person.name,
        "person.sex": person.sex,
        "person.title": person.title,
        "training.from_unit": _named(others, made.from_unit_id),
        "training.unit": _named(others, made.unit_id),
        "training.term": f"{made.start}/{made.end}" if made.start or made.end else "",
    }


def _activity_row(made: Activity, others: Others) -> Values:
    columns = ("date", "department", "topic", "audience", "evidence", "note")
    told: dict[str, Value] = {f"activity.{name}": getattr(made, name) for name in columns}
    return told | {
        "activity.unit": _named(others, made.unit_id),
        "activity.supporting_unit": _named(others, made.supporting_unit_id),
        "activity.person": _named(others, made.person_id),
        "activity.amount": shown(WORKS[made.kind], made.amount),
        "activity.people": str(made.people) if made.people else "",
        "activity.mode": MODES.get(made.mode, made.mode),
    }


def _five_row(made: BatchOne, others: Others) -> Values:
    return {
        "five.batch": _named(others, made.batch_id),
        "five.item": FIVE_ONES.get(made.item, made.item),
        "five.text": made.text,
        "five.person": _named(others, made.person_id),
        "five.done_on": made.done_on,
        "five.evidence": made.evidence,
    }


READERS: dict[str, Reader] = {
    "contact": lambda store, ids: _rows(store, Contact, ids, _contact_row),
    "inspection": lambda store, ids: _rows(store, Contact, ids, _contact_row),
    "training": lambda store, ids: _rows(store, Training, ids, _training_row),
    "guidance": lambda store, ids: _rows(store, Activity, ids, _activity_row),
    "free_clinic": lambda store, ids: _rows(store, Activity, ids, _activity_row),
    "five_ones": lambda store, ids: _rows(store, BatchOne, ids, _five_row),
}
