"""What one row of an import would do: shared steps of the row planners, one for each kind of table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.catalogue.fields import FIELDS, Value, label_of
from app.catalogue.names import unit_key
from app.catalogue.problems import Problem
from app.models import Person, Unit, UnitContact
from app.operations.columns import MODE_LABELS, PERSON_COLUMNS
from app.operations.known import FormSave, Known, Record, Writes
from app.operations.preview import Candidate, Change, Status

Values = Mapping[str, Value]


class Doubt(Exception):
    """Only the clerk can tell: the row waits with its candidates. ``subject`` is what a decision is remembered by."""

    def __init__(self, subject: str, question: str, candidates: list[Candidate]) -> None:
        super().__init__(question)
        self.subject = subject
        self.question = question
        self.candidates = candidates


class Refused(Exception):
    """The row contradicts what is stored; it is kept apart."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class RowPlan:
    """The outcome for one row. ``writes`` is empty unless the row is new or changed."""

    status: Status
    title: str
    writes: Writes = field(default_factory=Writes)
    changes: list[Change] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """A row being planned: what it read, what it would write, and what the clerk has said about it."""

    known: Known
    values: Values
    decision: bytes | str | None = None
    title: str = ""
    """The title of the table that the row stands in."""
    writes: Writes = field(default_factory=Writes)
    changes: list[Change] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def text(self, path: str) -> str:
        value = self.values.get(path)
        return value if isinstance(value, str) else ""

    def insert(self, model: type, **values: Any) -> bytes:
        """Take up a new record; it gets its key."""
        key = values["id"] = next(self.known.new_keys)
        self.writes.inserts.append((model, values))
        return key

    def change(self, model: type, record: Record, column: str, new: Any, path: str) -> None:
        """Note a new value for a stored record, unless the row says nothing or the same."""
        old = record.get(column)
        if new in ("", None) or new == old:
            return
        if not old and old is not False:
            old = ""
        self.changes.append(Change(path, label_of(path), _shown(path, old), _shown(path, new)))
        for written, key, values in self.writes.updates:
            if written is model and key == record["id"]:
                values[column] = new
                return
        self.writes.updates.append((model, record["id"], {column: new}))

    def plan(self, title: str) -> RowPlan:
        changed = self.writes.updates or self.writes.saves
        status: Status = "new" if self.writes.inserts else "changed" if changed else "same"
        return RowPlan(status, title, self.writes, self.changes, self.remarks)


def _shown(path: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return MODE_LABELS.get(value, value) if path == "posting.mode" else str(value or "")


def unit_kind(name: str) -> str:
    """A unit's kind as its name tells it."""
    for ending, kind in _KINDS.items():
        if ending in name:
            return kind
    return "医院" if "医院" in name else ""


_KINDS = {
    "卫生院": "乡镇卫生院",
    "社区卫生服务": "社区卫生服务机构",
    "妇幼保健": "妇幼保健机构",
    "妇女儿童": "妇幼保健机构",
    "疾病预防控制": "疾控中心",
    "中医": "中医医院",
}


def resolve_unit(step: Step, name: str, path: str) -> bytes | None:
    """The unit of that name: a stored one, a new one, or a :class:`Doubt` when a short name may mean several."""
    if not name:
        return None
    known = step.known
    found = known.unit(name)
    if found is None:
        found = _written_unit(step, name)
    if found is not None:
        return found
    candidates = known.unit_candidates(name)
    if candidates:
        question = f"{label_of(path)}“{name}”是哪个单位？"
        raise Doubt(
            f"unit:{unit_key(name)}", question, [Candidate(key, full, "名称相近") for key, full in candidates]
        )
    return step.insert(Unit, **blank_unit(name))


def _written_unit(step: Step, name: str) -> bytes | None:
    key = unit_key(name)
    for model, values in step.writes.inserts:
        if model is Unit and unit_key(values["name"]) == key:
            return bytes(values["id"])
    return None


def blank_unit(name: str) -> Record:
    return {
        "name": name,
        "kind": unit_kind(name),
        "level": "",
        "region": "",
        "class_": "",
        "address": "",
        "note": "",
    }


def set_unit(step: Step, unit: bytes, column: str, value: str, path: str) -> None:
    """Set a unit's value, on its insert when the row makes it, else as a change; never empties one."""
    if not value:
        return
    for model, values in step.writes.inserts:
        if model is Unit and values["id"] == unit:
            values[column] = value
            return
    step.change(Unit, step.known.units[unit], column, value, path)


def add_contact(step: Step, unit: bytes, text: str) -> None:
    """A clinic's contact as ``姓名：电话``; known ones are not doubled."""
    name, _, phone = text.partition("：")
    if not text:
        return
    known = step.known.contacts.get(unit, [])
    if any(record["name"] == name and record["phone"] in ("", phone) for record in known):
        return
    step.insert(
        UnitContact, unit_id=unit, department="", name=name, phone=phone, duty="", position=len(known) + 1
    )


def match_person(step: Step, unit: bytes | None) -> Record | None:
    """The stored person that a row speaks of, or None for a new one.

    An ID number decides; then name with phone; then name within the unit. What agrees only in part is a doubt.
    """
    known, name = step.known, step.text("person.name")
    number, mobile = step.text("person.id_number"), step.text("person.mobile")
    if number and number in known.by_id_number:
        person = known.people[known.by_id_number[number]]
        if person["name"] != name:
            raise Refused(_one_id_two_names(number, person["name"], name))
        return person
    same_name = [known.people[key] for key in known.by_name.get(name, ())]
    same_name = [p for p in same_name if not (number and p["id_number"] and p["id_number"] != number)]
    if isinstance(step.decision, bytes) and step.decision in known.people:
        return known.people[step.decision]
    if step.decision == "new":
        return None
    certain = [p for p in same_name if mobile and p["mobile"] == mobile]
    if not certain and unit is not None and not mobile:
        certain = [p for p in same_name if p["unit_id"] == unit and not _elsewhere(step, p)]
    if len(certain) == 1:
        return certain[0]
    doubtful = certain or [p for p in same_name if _perhaps(p, unit, mobile)]
    planned = [p for p in doubtful if p["id"] not in known.stored_people]
    if isinstance(step.decision, bytes) and len(planned) == 1:
        return planned[0]  # whom an earlier row makes has another key each time the rows are planned
    if doubtful:
        raise Doubt(
            "person", f"“{name}”是不是已有的这一位？", [_candidate(known, p, mobile) for p in doubtful]
        )
    return None


def _elsewhere(step: Step, person: Record) -> bool:
    """Whether a person is posted in the row's very term, but to another unit: somebody else may bear the name."""
    start, _, end = step.text("posting.term").partition("/")
    postings = step.known.postings.get(person["id"], ())
    units = {posting["unit_id"] for posting in postings if (posting["start"], posting["end"]) == (start, end)}
    receiving = step.text("pairing.receiving_unit")  # only rosters tell it; a paper is of one person anyway
    return bool(start and units and receiving) and step.known.unit(receiving) not in units


def _perhaps(person: Record, unit: bytes | None, mobile: str) -> bool:
    """Same name: another person only when both the unit and the phone are told and both differ."""
    unit_differs = unit is not None and person["unit_id"] is not None and person["unit_id"] != unit
    phone_differs = bool(mobile and person["mobile"] and person["mobile"] != mobile)
    return not (unit_differs and phone_differs)


def _candidate(known: Known, person: Record, mobile: str) -> Candidate:
    unit = known.units.get(person["unit_id"], {}).get("name", "单位未填")
    why = "手机号相同" if mobile and person["mobile"] == mobile else "姓名相同"
    return Candidate(
        person["id"], f"{person['name']} {unit} {person['department']} {person['mobile']}".strip(), why
    )


def _one_id_two_names(number: str, stored: str, name: str) -> Problem:
    return Problem(
        "IMP-041",
        f"身份证号已属于“{stored}”，这里却是“{name}”",
        "请核对是哪一位的号码；改名的请先在“人员”里改姓名",
        column="身份证号码",
        value=number,
    )


_UNTOLD = dict.fromkeys(PERSON_COLUMNS.values(), "")


def write_person(step: Step, person: Record | None, unit: bytes | None) -> bytes:
    """Insert the row's person, or note what it says otherwise about the stored one."""
    told = _UNTOLD | {
        PERSON_COLUMNS[path]: value
        for path, value in step.values.items()
        if path in PERSON_COLUMNS and isinstance(value, str)
    }
    if person is None:
        return step.insert(Person, **told, unit_id=unit, photo="")
    for path, column in PERSON_COLUMNS.items():
        step.change(Person, person, column, told[column], path)
    if unit is not None and person["unit_id"] != unit:
        old = step.known.units.get(person["unit_id"], {}).get("name", "")
        new = step.known.units.get(unit, {}).get("name") or step.text("person.unit")
        step.changes.append(Change("person.unit", FIELDS["person.unit"].label, old, new))
        step.writes.updates.append((Person, person["id"], {"unit_id": unit}))
    return bytes(person["id"])


def write_career(step: Step, person: bytes, enrolment: bytes) -> None:
    """Note what the row's career text says otherwise than the stored lines; it is stored as the paper stores it."""
    text = step.text("person.career").strip()
    if not text:
        return
    old = step.known.career(person)
    if text == old:
        return
    if old:
        step.changes.append(Change("person.career", label_of("person.career"), old, text))
    step.known.careers[person] = text
    step.writes.saves.append(FormSave("enrolment", enrolment, {"person.career": text}))
