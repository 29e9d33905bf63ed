"""What a filled-in paper would store: matched with a stored person, compared field by field, saved as the window saves.

Codes: IMP-040 no name, IMP-065 nobody of that name for an appraisal, IMP-066 no posting for it, IMP-067 a report without
team, unit or month, IMP-068 a letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import Value, field_of, label_of
from app.catalogue.names import unit_key
from app.catalogue.problems import Problem
from app.forms.shown import shown
from app.models import Enrolment, Person
from app.operations.columns import PERSON_COLUMNS
from app.operations.known import FormSave, Record, Writes
from app.operations.naming import no_unit_name
from app.operations.planning import Refused, RowPlan, Step, match_person, resolve_unit
from app.operations.preview import Change
from app.operations.saving import save_values
from app.operations.snapshots import snapshot_of
from app.store.journal import OperationScope
from app.store.opening import Store

_WRITTEN = frozenset(
    {
        "mentorship",
        "agreement",
        "duty",
        "replacement",
        "experience",
        "yearly",
        "allowance",
        "letter",
        "posted",
        "contact",
        "training",
        "activity",
        "five",
    }
)
"""Papers with fields of these are written from records and never read back."""
_UNITS = ("person.unit", "enrolment.receiving_unit", "report.team", "report.receiving_unit")


@dataclass(slots=True)
class FormPlans:
    """Plans papers in order: a second paper of one record is compared with what the first would store."""

    store: Store
    earlier: dict[bytes, dict[str, Value]] = field(default_factory=dict)
    unstored: set[bytes] = field(default_factory=set)

    def plan(self, step: Step) -> RowPlan:
        """What one paper would store. Raises :class:`Doubt` and :class:`Refused`."""
        values: dict[str, Value] = {
            path: value for path, value in step.values.items() if field_of(path) and value not in ("", None)
        }
        if {path.partition(".")[0] for path in step.values} & _WRITTEN:
            raise Refused(
                Problem(
                    "IMP-068",
                    "这是程序写的文书，不从文件读回",
                    "请在“帮扶工作”里改记录，或在文书里改内容",
                    column="文书",
                )
            )
        return _PLANS[subject_of(step.values)](self, step, values)

    def compared(
        self, step: Step, subject: str, record: bytes, values: dict[str, Value], title: str
    ) -> RowPlan:
        """Changed or same, against the stored record and what earlier papers would make of it."""
        before = self.earlier.get(record, {})
        stored = {} if record in self.unstored else dict(snapshot_of(self.store, subject, record).values)
        changes = _changes(stored | before, values)
        told = {change.path: values[change.path] for change in changes}
        if not told:
            return RowPlan("same", title)
        if before:
            step.remarks.append("同一批里前面还有这个人的一份，以这一份为准")
        self.earlier[record] = before | told
        return RowPlan(
            "changed", title, Writes(saves=[FormSave(subject, record, told)]), changes, step.remarks
        )


def subject_of(values: Mapping[str, Value]) -> str:
    """What a form is about, by the fields it has."""
    heads = {path.partition(".")[0] for path in values}
    return "report" if "report" in heads else "appraisal" if "appraisal" in heads else "enrolment"


def _changes(stored: dict[str, Value], values: dict[str, Value]) -> list[Change]:
    found = []
    for path, value in values.items():
        old = stored.get(path)
        if old == value or (path in _UNITS and unit_key(str(old or "")) == unit_key(str(value))):
            continue
        if isinstance(value, str) and isinstance(old, str) and old.strip() == value.strip():
            continue
        texts = [_said(path, one) for one in (old, value)]
        found.append(Change(path, label_of(path), *texts))
    return found


def _said(path: str, value: Value) -> str:
    if isinstance(value, bytes):
        return f"照片（{len(value) // 1024 + 1} KB）"
    return shown(path, value)


def _unit(step: Step, values: dict[str, Value], path: str) -> bytes | None:
    """The unit that a paper names; its full name takes the place of a short one.

    Raises :class:`Refused` NAM-001 as saving would, so that one paper does not keep the others from being stored.
    """
    name = step.text(path)
    problem = no_unit_name(name) if name and step.known.unit(name) is None else None
    key = resolve_unit(step, name, path)
    if problem is not None and key not in step.known.units:
        raise Refused(replace(problem, column=label_of(path)))
    if key is not None and key in step.known.units:
        values[path] = step.known.units[key]["name"]
    return key


def _name(step: Step) -> str:
    name = step.text("person.name")
    if not name:
        raise Refused(Problem("IMP-040", "表上没有填姓名", "请在表里填上姓名再读取", column="姓名"))
    return name


def _enrolment(plans: FormPlans, step: Step, values: dict[str, Value]) -> RowPlan:
    name = _name(step)
    unit = _unit(step, values, "person.unit")
    receiving = _unit(step, values, "enrolment.receiving_unit")
    person = match_person(step, unit)
    if person is None:
        told = {column: step.text(path) for path, column in PERSON_COLUMNS.items()}
        key, new_person = step.insert(Person, **told, unit_id=unit, photo=""), True
    else:
        key, new_person = bytes(person["id"]), bytes(person["id"]) in plans.unstored
        record = _enrolment_of(step, key, receiving)
        if record is not None:
            step.known.take(Writes(inserts=step.writes.inserts))
            if record["receiving_unit_id"] is None:
                record["receiving_unit_id"] = receiving
            return plans.compared(step, "enrolment", bytes(record["id"]), values, name)
    record_key = step.insert(
        Enrolment, person_id=key, batch_id=None, pairing_id=None, receiving_unit_id=receiving,
        receiving_department="", position=0,
    )  # fmt: skip
    step.known.take(step.writes)
    plans.unstored |= {record_key} | ({key} if new_person else set())
    plans.earlier[record_key] = values
    save = FormSave("enrolment", record_key, values, new=True, person=key, new_person=new_person)
    return RowPlan("new", name, Writes(saves=[save]))


def _enrolment_of(step: Step, person: bytes, receiving: bytes | None) -> Record | None:
    """The person's enrolment for that unit, the latest where there are several."""
    fitting = [
        record
        for record in step.known.enrolments.get(person, [])
        if receiving is None or record["receiving_unit_id"] in (None, receiving)
    ]
    return fitting[-1] if fitting else None


def _appraisal(plans: FormPlans, step: Step, values: dict[str, Value]) -> RowPlan:
    name = _name(step)
    unit = _unit(step, values, "person.unit")
    receiving = _unit(step, values, "enrolment.receiving_unit")
    person = match_person(step, unit)
    if person is None:
        raise Refused(
            Problem(
                "IMP-065",
                f"人员里没有“{name}”",
                "请先导入名册或报名表，再读取考核鉴定表",
                column="姓名",
                value=name,
            )
        )
    postings = step.known.postings.get(bytes(person["id"]), [])
    fitting = [record for record in postings if receiving is None or record["unit_id"] == receiving]
    if not fitting:
        raise Refused(
            Problem(
                "IMP-066",
                f"“{name}”在这个受援单位没有派驻",
                "请先在“帮扶工作”里登记派驻",
                column="对口支援单位",
            )
        )
    step.known.take(Writes(inserts=step.writes.inserts))
    latest = max(fitting, key=lambda record: record["start"])
    return plans.compared(step, "appraisal", bytes(latest["id"]), values, name)


def _report(plans: FormPlans, step: Step, values: dict[str, Value]) -> RowPlan:
    team, month = step.text("report.team"), step.text("report.month")
    asked = (
        ("支援医疗团队", team),
        ("受援卫生院", step.text("report.receiving_unit")),
        ("月份", month if len(month) >= 7 else ""),
    )
    lacking = [name for name, text in asked if not text]
    if lacking:
        raise Refused(
            Problem(
                "IMP-067",
                f"月报里没有{'、'.join(lacking)}",
                "请在表里补上再读取" + ("，月份写作2021年5月" if "月份" in lacking else ""),
                column=lacking[0],
                value=month if lacking[0] == "月份" else "",
            )
        )
    receiving = _unit(step, values, "report.receiving_unit")
    step.known.take(Writes(inserts=step.writes.inserts))
    title = f"{team} {step.text('report.receiving_unit')} {month}"
    query = "SELECT id FROM report WHERE receiving_unit_id = ? AND month = ? ORDER BY id"
    for (key,) in plans.store.sql(query, (receiving, month)) if receiving else ():
        stored = snapshot_of(plans.store, "report", bytes(key)).values
        if unit_key(str(stored.get("report.team") or "")) == unit_key(team):
            return plans.compared(step, "report", bytes(key), values, title)
    key = "|".join((team, receiving.hex() if receiving else "", month)).encode()
    if key in plans.unstored:
        return plans.compared(step, "report", key, values, title)
    plans.unstored.add(key)
    plans.earlier[key] = values
    return RowPlan("new", title, Writes(saves=[FormSave("report", key, values, new=True)]))


_PLANS: dict[str, Callable[[FormPlans, Step, dict[str, Value]], RowPlan]] = {
    "enrolment": _enrolment,
    "appraisal": _appraisal,
    "report": _report,
}


def store_form(op: OperationScope, save: FormSave, made: dict[bytes, bytes]) -> None:
    """Store one paper. ``made`` remembers the keys of what was new when it was planned."""
    if not save.new:
        save_values(op, save.subject, made.get(save.record, save.record), save.values)
    elif save.subject != "enrolment" or (save.new_person and save.person not in made):
        made[save.record] = save_values(op, save.subject, None, save.values)
        if save.subject == "enrolment":
            enrolment: Any = op.session.get(Enrolment, made[save.record])
            made[save.person] = enrolment.person_id
    else:
        last = op.session.scalar(select(Enrolment.position).order_by(Enrolment.position.desc()).limit(1)) or 0
        further = Enrolment(person_id=made.get(save.person, save.person), position=last + 1)
        op.session.add(further)
        op.session.flush()
        made[save.record] = further.id
        save_values(op, "enrolment", further.id, save.values)
