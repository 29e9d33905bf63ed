"""Whole lists as plain items, for the command line and for lists that leave the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.catalogue.due import due_state
from app.catalogue.masking import masked
from app.models import Enrolment, Pairing, PairingDepartment, Person, Plan, PlanItem, Posting, Unit
from app.operations.history import history
from app.store.opening import Store
from app.store.search import search_people

_MANY = 1_000_000
Item = dict[str, object]


def _in_groups(ids: Sequence[bytes], size: int = 500) -> list[Sequence[bytes]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def people(store: Store, search: str = "", *, full: bool = False) -> list[Item]:
    """Every person (or those a search finds) with units and terms; the ID number masked unless ``full``."""
    receiving = aliased(Unit)
    query = select(Person, Unit.name).outerjoin(Unit, Unit.id == Person.unit_id).order_by(Person.id)
    wanted = [bytes(key) for key in search_people(store, search, _MANY)] if search else None
    places = (
        select(Posting.person_id, receiving.name, Posting.start, Posting.end)
        .join(receiving, receiving.id == Posting.unit_id)
        .order_by(Posting.start)
    )
    enrolled = (
        select(Enrolment.person_id, receiving.name)
        .join(receiving, receiving.id == Enrolment.receiving_unit_id)
        .order_by(Enrolment.position)
    )
    with store.read() as session:
        terms: dict[bytes, list[tuple[str, str, str]]] = {}
        for key, name, start, end in session.execute(places):
            terms.setdefault(key, []).append((name, start, end))
        for key, name in session.execute(enrolled):
            if key not in terms:
                terms[key] = [(name, "", "")]
        groups = [None] if wanted is None else _in_groups(wanted)
        rows: list[Any] = []
        for group in groups:
            rows += session.execute(query if group is None else query.where(Person.id.in_(group))).all()
    if wanted is not None:
        rank = {key: number for number, key in enumerate(wanted)}
        rows.sort(key=lambda row: rank[row[0].id])
    return [_person_item(person, unit, terms.get(person.id, []), full) for person, unit in rows]


def _person_item(person: Person, unit: str | None, terms: list[tuple[str, str, str]], full: bool) -> Item:
    return {
        "id": person.id.hex(),
        "name": person.name,
        "sex": person.sex,
        "title": person.title,
        "department": person.department,
        "supporting_unit": unit or "",
        "receiving_units": [name for name, _, _ in terms],
        "term": "；".join(f"{start}/{end}" for _, start, end in terms if start or end),
        "mobile": person.mobile,
        "id_number": person.id_number if full else masked(person.id_number),
    }


def pairings(store: Store) -> list[Item]:
    """Every pairing in the official order, with regions, class, 托管 and departments."""
    supporting, receiving = aliased(Unit), aliased(Unit)
    query = (
        select(Pairing, supporting, receiving)
        .join(supporting, supporting.id == Pairing.supporting_id)
        .join(receiving, receiving.id == Pairing.receiving_id)
        .order_by(Pairing.position, Pairing.id)
    )
    with store.read() as session:
        departments: dict[bytes, list[str]] = {}
        for key, name in session.execute(
            select(PairingDepartment.pairing_id, PairingDepartment.receiving_department)
        ):
            departments.setdefault(key, []).append(name)
        return [
            {
                "id": pairing.id.hex(),
                "supporting_unit": giver.name,
                "supporting_region": giver.region,
                "receiving_unit": taker.name,
                "receiving_region": taker.region,
                "receiving_class": taker.class_,
                "form": pairing.form,
                "managed": pairing.managed,
                "departments": departments.get(pairing.id, []),
            }
            for pairing, giver, taker in session.execute(query)
        ]


def plan_items(store: Store) -> list[Item]:
    """Every plan item with its plan's title, the months in which it returns, its next date and how that stands."""
    query = (
        select(Plan.title, PlanItem)
        .join(PlanItem, PlanItem.plan_id == Plan.id)
        .order_by(Plan.position, PlanItem.position)
    )
    names = ("period", "number", "goal", "due_text", "due", "repeats", "lead", "cooperating", "state")
    dates = {
        bytes(key): due
        for key, due in store.sql(
            "SELECT plan_item_id, min(due) FROM plan_occurrence WHERE state NOT IN ('已完成', '已取消') GROUP BY plan_item_id"
        )
    }
    with store.read() as session:
        return [
            {
                "id": item.id.hex(),
                "plan": title,
                **{name: getattr(item, name) for name in names},
                "next_due": dates.get(item.id, item.due),
                "standing": due_state(dates.get(item.id, item.due), item.state),
            }
            for title, item in session.execute(query)
        ]


def history_items(store: Store, limit: int = 1000) -> list[Item]:
    """The journal's operations, newest first."""
    return [
        {
            "id": item.id.hex(),
            "number": item.number,
            "at": item.at,
            "operator": item.operator,
            "title": item.title,
            "station": item.station,
            "changes": item.changes,
            "undone": item.undone,
        }
        for item in history(store, limit)
    ]
