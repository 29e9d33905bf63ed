"""The row planners: what one row of a roster, an allocation, a plan or a list of people would store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from app.catalogue.dates import as_date
from app.catalogue.due import repeats_of
from app.catalogue.fields import label_of
from app.models import Batch, Enrolment, Pairing, PairingDepartment, Plan, PlanItem, Posting, UnitAlias
from app.operations.columns import ENROLMENT_COLUMNS, MODE_CODES, POSTING_COLUMNS
from app.operations.known import Record
from app.operations.planning import (
    RowPlan,
    Step,
    add_contact,
    match_person,
    resolve_unit,
    set_unit,
    write_career,
    write_person,
)
from app.operations.preview import Change
from app.tables.units import read_unit_name


def plan_roster_row(step: Step) -> RowPlan:
    """A supporter with units, clinic contact and term (情况汇总表, yubei-2021-72 annex 3)."""
    supporting = resolve_unit(step, step.text("pairing.supporting_unit"), "pairing.supporting_unit")
    receiving = resolve_unit(step, step.text("pairing.receiving_unit"), "pairing.receiving_unit")
    person = match_person(step, supporting)
    key = write_person(step, person, supporting)
    if receiving is None:
        write_career(step, key, write_enrolment(step, key, None, None))
        return step.plan(step.text("person.name"))
    add_contact(step, receiving, step.text("pairing.receiving_contact"))
    pairing = _pairing(step, supporting, receiving) if supporting is not None else None
    enrolment = write_enrolment(step, key, receiving, pairing)
    write_career(step, key, enrolment)
    _write_posting(step, key, enrolment, supporting, receiving)
    return step.plan(step.text("person.name"))


def _pairing(step: Step, supporting: bytes, receiving: bytes) -> bytes:
    known = step.known.pairings.get((supporting, receiving))
    if not known:
        return _new_pairing(step, supporting, receiving)
    step.change(Pairing, known[0], "form", step.text("pairing.form"), "pairing.form")
    return bytes(known[0]["id"])


def _new_pairing(step: Step, supporting: bytes, receiving: bytes, managed: bool = False) -> bytes:
    form = step.text("pairing.form") or ("整体托管" if managed else "对口支援")
    return step.insert(
        Pairing,
        batch_id=None,
        supporting_id=supporting,
        receiving_id=receiving,
        form=form,
        managed=managed,
        start="",
        end="",
        source_document=step.title,
        note="",
        position=step.known.next_position("pairing"),
    )


def _batch(step: Step) -> bytes | None:
    """The batch that the row names, else the one of its term: a roster is how a batch is announced."""
    name = step.text("enrolment.batch") or batch_of_term(step.text("posting.term"))
    if not name:
        return None
    found = step.known.batches.get(name)
    if found is not None:
        return found
    start, _, end = step.text("posting.term").partition("/")
    return step.insert(
        Batch, name=name, year=start[:4], source_document=step.title, start=start, end=end, note=""
    )


@lru_cache(1000)
def batch_of_term(term: str) -> str:
    """``2021-05-01/2021-10-31`` → ``2021年5月至10月``; empty when the term does not tell both ends."""
    start, end = (as_date(part) for part in [*term.split("/"), ""][:2])
    if start is None or end is None:
        return ""
    year = "" if start.year == end.year else f"{end.year}年"
    return f"{start.year}年{start.month}月至{year}{end.month}月"


def write_enrolment(step: Step, person: bytes, receiving: bytes | None, pairing: bytes | None) -> bytes:
    """The person's enrolment for that unit: the stored one, or a new one."""
    batch = _batch(step)
    mine = step.known.enrolments.get(person, [])
    for record in mine:
        same_unit = receiving is None or record["receiving_unit_id"] in (None, receiving)
        if same_unit and (batch is None or record["batch_id"] in (None, batch)):
            _complete(step, record, receiving, pairing, batch)
            return bytes(record["id"])
    return step.insert(
        Enrolment,
        person_id=person,
        batch_id=batch,
        pairing_id=pairing,
        receiving_unit_id=receiving,
        **(_BLANK_ENROLMENT | _columns(step, ENROLMENT_COLUMNS)),
        state="",
        position=step.known.next_position("enrolment"),
        note="",
    )


_BLANK_ENROLMENT: Record = dict.fromkeys(ENROLMENT_COLUMNS.values(), "") | {"recommended": None}
_BLANK_POSTING: Record = dict.fromkeys(POSTING_COLUMNS.values(), "") | {"subsidised": None}


def _columns(step: Step, columns: Mapping[str, str]) -> Record:
    """What the row tells of these fields, by column; modes as they are kept."""
    told: Record = {
        columns[path]: value
        for path in columns.keys() & step.values.keys()
        if (value := step.values[path]) is not None and value != ""
    }
    if "mode" in told:
        told["mode"] = MODE_CODES.get(told["mode"], told["mode"])
    return told


_FILLED_IN = {
    "receiving_unit_id": "enrolment.receiving_unit",
    "pairing_id": "pairing.supporting_unit",
    "batch_id": "enrolment.batch",
}


def _told(step: Step, path: str) -> str:
    """What the row says of a value that may stand under another field of it."""
    if path == "enrolment.batch":
        return step.text(path) or batch_of_term(step.text("posting.term"))
    if path == "enrolment.receiving_unit":
        return step.text(path) or step.text("pairing.receiving_unit")
    return step.text(path) or step.text("person.unit")


def _complete(
    step: Step,
    record: Record,
    receiving: bytes | None,
    pairing: bytes | None,
    batch: bytes | None,
) -> None:
    """Fill what an enrolment did not tell yet (it may have been made before its receiving unit was known)."""
    told = {"receiving_unit_id": receiving, "pairing_id": pairing, "batch_id": batch}
    missing = {column: key for column, key in told.items() if key is not None and record[column] is None}
    if missing:
        step.writes.updates.append((Enrolment, record["id"], missing))
        for column in missing:
            path = _FILLED_IN[column]
            label = "对口关系" if column == "pairing_id" else label_of(path)
            step.changes.append(Change(path, label, "", _told(step, path)))
    told = _columns(step, ENROLMENT_COLUMNS)
    for path, column in ENROLMENT_COLUMNS.items() if told else ():
        step.change(Enrolment, record, column, told.get(column), path)


def _write_posting(
    step: Step, person: bytes, enrolment: bytes, supporting: bytes | None, receiving: bytes
) -> None:
    start, _, end = step.text("posting.term").partition("/")
    told = _columns(step, POSTING_COLUMNS) | {"start": start, "end": end}
    for record in step.known.postings.get(person, []):
        at_unit = record["unit_id"] == receiving
        if at_unit and (not start or not record["start"] or record["start"] == start or record["end"] == end):
            for path, column in POSTING_COLUMNS.items():
                step.change(Posting, record, column, told.get(column), path)
            return
    told.setdefault("department", step.text("enrolment.receiving_department"))
    step.insert(
        Posting,
        person_id=person,
        enrolment_id=enrolment,
        unit_id=receiving,
        supporting_unit_id=supporting,
        **(_BLANK_POSTING | told),
        state=state_of(start, end, step.known.today),
        replaces_id=None,
        replacement_reason="",
        approved_by_unit="",
        approved_by_bureau="",
        note="",
    )


def state_of(start: str, end: str, today: str = "") -> str:
    """A posting's state by its partial ISO dates: to come, going on, or over."""
    day = today or date.today().isoformat()
    if end and end < day[: len(end)]:
        return "ended"
    return "active" if start and start <= day[: len(start)] else "planned"


def plan_allocation_row(step: Step) -> RowPlan:
    """A pairing with regions, class and 托管 (任务分配表, sichuan-2017-122 annex 1)."""
    supporting_name = read_unit_name(step.text("pairing.supporting_unit"))
    receiving_name = read_unit_name(step.text("pairing.receiving_unit"))
    supporting = resolve_unit(step, supporting_name.name, "pairing.supporting_unit")
    receiving = resolve_unit(step, receiving_name.name, "pairing.receiving_unit")
    assert supporting is not None and receiving is not None  # both columns are required
    for unit, name in ((supporting, supporting_name), (receiving, receiving_name)):
        if name.alias and step.known.unit(name.alias) is None:
            step.insert(UnitAlias, unit_id=unit, name=name.alias)
    set_unit(step, supporting, "region", step.text("pairing.supporting_region"), "pairing.supporting_region")
    set_unit(step, receiving, "region", step.text("pairing.receiving_region"), "pairing.receiving_region")
    set_unit(step, receiving, "class_", step.text("pairing.receiving_class"), "pairing.receiving_class")
    add_contact(step, receiving, step.text("pairing.receiving_contact"))
    managed = receiving_name.managed or step.values.get("pairing.managed") is True
    _allocate(
        step, supporting, receiving, managed, receiving_name.department or step.text("pairing.department")
    )
    return step.plan(f"{supporting_name.name} → {receiving_name.name}")


def _allocate(step: Step, supporting: bytes, receiving: bytes, managed: bool, department: str) -> None:
    stored = step.known.pairings.get((supporting, receiving), [])
    if stored:
        pairing = stored[0]["id"]
        if managed:
            step.change(Pairing, stored[0], "managed", True, "pairing.managed")
        step.change(Pairing, stored[0], "form", step.text("pairing.form"), "pairing.form")
    else:
        pairing = _new_pairing(step, supporting, receiving, managed)
    departments = stored[0]["departments"] if stored else []
    if department and department not in departments:
        step.insert(
            PairingDepartment,
            pairing_id=pairing,
            position=len(departments) + 1,
            supporting_department="",
            supporting_contact="",
            supporting_phone="",
            receiving_department=department,
            receiving_contact="",
            receiving_phone="",
        )


def plan_plan_row(step: Step) -> RowPlan:
    """An item of 工作计划清单 (shaoxing-2017-66, annex). The plan itself is told by the sheet's title."""
    title = step.text("plan.title") or "工作计划"
    plan = step.known.plans.get(title)
    if plan is None:
        position = step.known.next_position("plan")
        plan = step.insert(Plan, title=title, unit_id=None, source_document="", position=position)
    number, goal = step.text("plan.number"), step.text("plan.goal")
    stored = step.known.plan_items.get((plan, number, "")) if number else None
    stored = stored or step.known.plan_items.get((plan, "", goal))
    told = {
        name: step.text(f"plan.{name}")
        for name in ("period", "goal", "due_text", "due", "lead", "cooperating")
    }
    if stored is not None:
        for name, value in told.items():
            step.change(PlanItem, stored, name, value, f"plan.{name}")
    else:
        position = step.known.next_position("plan_item")
        repeats = repeats_of(told["due_text"], told["period"])
        step.insert(
            PlanItem, plan_id=plan, number=number, **told, state="", evidence="", repeats=repeats, position=position
        )  # fmt: skip
    return step.plan(goal)


_POSTED = ("posting.term", *POSTING_COLUMNS)


def plan_people_row(step: Step) -> RowPlan:
    """A person of a list of people, enrolled without a receiving unit when the list tells none."""
    unit = resolve_unit(step, step.text("person.unit"), "person.unit")
    person = match_person(step, unit)
    key = write_person(step, person, unit)
    receiving = resolve_unit(step, step.text("enrolment.receiving_unit"), "enrolment.receiving_unit")
    pairing = None
    if unit is not None and receiving is not None:
        stored = step.known.pairings.get((unit, receiving))
        pairing = bytes(stored[0]["id"]) if stored else None
    enrolment = write_enrolment(step, key, receiving, pairing)
    write_career(step, key, enrolment)
    if receiving is not None and any(step.values.get(path) for path in _POSTED):
        _write_posting(step, key, enrolment, unit, receiving)
    return step.plan(step.text("person.name"))


PLANNERS: dict[str, Callable[[Step], RowPlan]] = {
    "roster": plan_roster_row,
    "allocation": plan_allocation_row,
    "plan": plan_plan_row,
    "people": plan_people_row,
}
KIND_LABELS = {
    "roster": "队员名册（情况汇总表）",
    "allocation": "任务分配表",
    "plan": "工作计划清单",
    "people": "人员名单",
    "activities": "帮扶工作台账",
    "mentees": "师带徒名单",
    "forms": "填好的表",
}
REQUIRED = {
    "roster": ("person.name", "pairing.supporting_unit"),
    "allocation": ("pairing.supporting_unit", "pairing.receiving_unit"),
    "plan": ("plan.goal",),
    "people": ("person.name",),
    "activities": ("activity.date",),
    "mentees": ("mentorship.mentor", "mentorship.mentee"),
    "forms": (),
}
"""Without these a row cannot be stored."""


def missing(kind: str, step: Step) -> list[str]:
    """Labels of required values that the row leaves empty."""
    return [label_of(path) for path in REQUIRED[kind] if not step.values.get(path)]
