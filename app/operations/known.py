"""What the ledger knows while an import is planned, and what the rows so far would add to it.

Looking a row up must not ask the database: an import of 10,000 rows has to be planned in a fraction of a second.
So names, ID numbers and phones are read once into dictionaries, and each planned record is added to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import Value
from app.catalogue.names import short_unit_candidates, unit_key
from app.models import (
    Batch,
    Enrolment,
    Pairing,
    PairingDepartment,
    Person,
    Plan,
    PlanItem,
    Posting,
    Unit,
    UnitAlias,
    UnitContact,
)
from app.models.base import new_ids
from app.store.opening import Store

Record = dict[str, Any]


@dataclass(slots=True)
class FormSave:
    """A paper to be stored. ``record`` is its key; with ``new`` there is none yet and the key only stands for it while
    planning, as ``person`` does for someone who is new too."""

    subject: str
    record: bytes
    values: dict[str, Value]
    new: bool = False
    person: bytes = b""
    new_person: bool = False


@dataclass(slots=True)
class Writes:
    """What a row would store: new records as ``(model, values with id)``, changes as ``(model, id, {column: new})``."""

    inserts: list[tuple[type, Record]] = field(default_factory=list)
    updates: list[tuple[type, bytes, Record]] = field(default_factory=list)
    saves: list[FormSave] = field(default_factory=list)
    """Filled-in papers, stored as the window stores them, after the rest."""

    def __bool__(self) -> bool:
        return bool(self.inserts or self.updates or self.saves)


def _new_keys() -> Iterator[bytes]:
    """New keys, drawn by the hundred: a third of the time of one by one."""
    while True:
        yield from new_ids(100)


class Known:
    """Dictionaries over the ledger for one import; ``take`` adds what a row would store."""

    def __init__(self) -> None:
        self.new_keys = _new_keys()
        """Keys for the records that rows would make."""
        self.today = date.today().isoformat()
        self.units: dict[bytes, Record] = {}
        self.unit_by_key: dict[str, bytes] = {}
        self.unit_id_by_name: dict[str, bytes] = {}
        self.contacts: dict[bytes, list[Record]] = defaultdict(list)
        self.people: dict[bytes, Record] = {}
        self.stored_people: frozenset[bytes] = frozenset()
        """Those who are in the ledger; the others are whom the rows so far would add."""
        self.by_id_number: dict[str, bytes] = {}
        self.by_mobile: dict[str, list[bytes]] = defaultdict(list)
        self.by_name: dict[str, list[bytes]] = defaultdict(list)
        self.postings: dict[bytes, list[Record]] = defaultdict(list)
        self.enrolments: dict[bytes, list[Record]] = defaultdict(list)
        self.pairings: dict[tuple[bytes, bytes], list[Record]] = defaultdict(list)
        self.pairing_by_id: dict[bytes, Record] = {}
        self.by_key: dict[bytes, Record] = {}
        """Enrolments, postings and plan items, so that a later row sees what an earlier one changed."""
        self.batches: dict[str, bytes] = {}
        self.plans: dict[str, bytes] = {}
        self.plan_items: dict[tuple[bytes, str, str], Record] = {}
        self.positions: dict[str, int] = defaultdict(int)
        self.read_careers: Callable[[], dict[bytes, str]] = dict
        """Reads the career text of every person; asked for only when a table has such a column."""
        self._careers: dict[bytes, str] | None = None
        self.titles: dict[str, str] = {}
        """The title of the table on each sheet: what a pairing or a batch was read from."""
        self.chosen_units: dict[str, bytes | None] = {}
        """What the clerk decided for a short unit name: a unit's key, or None for a unit of that very name."""

    def next_position(self, table: str) -> int:
        self.positions[table] += 1
        return self.positions[table]

    def career(self, person: bytes) -> str:
        """The person's career as one text, with what earlier rows would make of it."""
        return self.careers.get(person, "")

    @property
    def careers(self) -> dict[bytes, str]:
        if self._careers is None:
            self._careers = self.read_careers()
        return self._careers

    def unit(self, name: str) -> bytes | None:
        """The unit of that name, alias or earlier decision."""
        key = unit_key(name)
        chosen = self.chosen_units.get(key)
        return chosen if chosen is not None else self.unit_by_key.get(key)

    def unit_candidates(self, name: str) -> list[tuple[bytes, str]]:
        """Units that an unknown short name (区人民医院) may mean; none once the clerk has decided."""
        if unit_key(name) in self.chosen_units:
            return []
        names = self.unit_id_by_name
        return [(names[found], found) for found in short_unit_candidates(name, names) if found in names]

    def take(self, writes: Writes) -> None:
        for model, values in writes.inserts:
            if taker := _TAKERS.get(model):  # later rows ask for nothing of the others
                taker(self, values)
        for model, key, values in writes.updates:
            record = self._record(model, key)
            if record is not None:
                record.update(values)
                if model is Person:
                    self._index_person(key, record)

    def _record(self, model: type, key: bytes) -> Record | None:
        if model is Person:
            return self.people.get(key)
        if model is Unit:
            return self.units.get(key)
        return self.pairing_by_id.get(key) or self.by_key.get(key)

    def _index_person(self, key: bytes, record: Record) -> None:
        if record.get("id_number"):
            self.by_id_number[record["id_number"]] = key
        if record.get("mobile") and key not in self.by_mobile[record["mobile"]]:
            self.by_mobile[record["mobile"]].append(key)
        if key not in self.by_name[record["name"]]:
            self.by_name[record["name"]].append(key)

    def take_unit(self, values: Record) -> None:
        self.units[values["id"]] = values
        self.unit_id_by_name[values["name"]] = values["id"]
        self.unit_by_key.setdefault(unit_key(values["name"]), values["id"])

    def take_alias(self, values: Record) -> None:
        self.unit_by_key.setdefault(unit_key(values["name"]), values["unit_id"])

    def take_contact(self, values: Record) -> None:
        self.contacts[values["unit_id"]].append(values)

    def take_person(self, values: Record) -> None:
        self.people[values["id"]] = values
        self._index_person(values["id"], values)

    def take_posting(self, values: Record) -> None:
        self.postings[values["person_id"]].append(values)
        self.by_key[values["id"]] = values

    def take_enrolment(self, values: Record) -> None:
        self.enrolments[values["person_id"]].append(values)
        self.by_key[values["id"]] = values

    def take_pairing(self, values: Record) -> None:
        record = {"departments": [], **values}
        self.pairings[values["supporting_id"], values["receiving_id"]].append(record)
        self.pairing_by_id[values["id"]] = record

    def take_department(self, values: Record) -> None:
        self.pairing_by_id[values["pairing_id"]]["departments"].append(values["receiving_department"])

    def take_batch(self, values: Record) -> None:
        self.batches[values["name"]] = values["id"]

    def take_plan(self, values: Record) -> None:
        self.plans[values["title"]] = values["id"]

    def take_plan_item(self, values: Record) -> None:
        self.plan_items[values["plan_id"], values["number"], ""] = values
        self.plan_items[values["plan_id"], "", values["goal"]] = values
        self.by_key[values["id"]] = values


_TAKERS: dict[type, Any] = {
    Unit: Known.take_unit,
    UnitAlias: Known.take_alias,
    UnitContact: Known.take_contact,
    Person: Known.take_person,
    Posting: Known.take_posting,
    Enrolment: Known.take_enrolment,
    Pairing: Known.take_pairing,
    PairingDepartment: Known.take_department,
    Batch: Known.take_batch,
    Plan: Known.take_plan,
    PlanItem: Known.take_plan_item,
}


def _records(session: Any, model: Any) -> list[Record]:
    table = model.__table__
    names = [("class_" if column.name == "class" else column.name) for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in session.execute(select(table))]


def _careers(store: Store) -> dict[bytes, str]:
    lines: dict[bytes, list[str]] = defaultdict(list)
    for person, text in store.sql("SELECT person_id, text FROM career_line ORDER BY person_id, position"):
        lines[bytes(person)].append(text)
    return {person: "\n".join(texts).strip() for person, texts in lines.items()}


def load_known(store: Store, chosen_units: Mapping[str, bytes | None] | None = None) -> Known:
    """Read the whole of what an import looks up. About a second for 100,000 people."""
    known = Known()
    known.chosen_units.update(chosen_units or {})
    known.read_careers = lambda: _careers(store)
    with store.read() as session:
        for model, take in _TAKERS.items():
            for record in _records(session, model):
                take(known, record)
                if "position" in record:
                    name = model.__table__.name  # type: ignore[attr-defined]
                    known.positions[name] = max(known.positions[name], record["position"])
    known.stored_people = frozenset(known.people)
    return known
