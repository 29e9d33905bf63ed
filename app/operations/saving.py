"""A filled-in paper into the ledger: only the values that the paper gives change, in one undoable operation.

Names of units and batches that are typed are found, or made when they are new. The career text becomes one record
for each line. Nothing is guessed: a text that is no date is kept as typed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import parse_partial
from app.catalogue.fields import Value
from app.catalogue.names import tidy_name
from app.catalogue.problems import Problem, Refusal
from app.models import (
    Appraisal,
    CareerLine,
    Enrolment,
    Opinion,
    Person,
    PlanItem,
    Posting,
    Report,
    Unit,
)
from app.operations.columns import (
    ENROLMENT_COLUMNS,
    MODE_CODES,
    OPINION_STEPS,
    PERSON_COLUMNS,
    POSTING_COLUMNS,
    REPORT_COLUMNS,
)
from app.operations.free import save_free
from app.operations.naming import find_or_make_batch, find_or_make_unit, known_unit, unit_named
from app.operations.results import Outcome
from app.store.attachments import put_attachment
from app.store.journal import OperationScope
from app.store.opening import Store

Values = Mapping[str, Value]
_DAY = r"(\d{4}(?:[.年/-]\d{1,2}(?!\d)(?:[.月/-]\d{1,2}(?!\d))?)?[年月日]?)"
_SPAN = re.compile(rf"\s*{_DAY}\s*[-—–~～至到]+\s*{_DAY}?")
SAVE_TITLES = {"enrolment": "填写报名表", "appraisal": "填写考核鉴定表", "report": "填写工作量月报"}


def _set(record: Any, columns: Mapping[str, str], values: Values) -> None:
    for path, column in columns.items():
        if path in values:
            value = values[path]
            if not isinstance(getattr(record, column), bool | None) and value is None:
                value = ""
            if getattr(record, column) != value:
                setattr(record, column, value)


def career_lines(text: str) -> list[dict[str, str]]:
    """A career text as records: the line as typed, with its first two dates where it tells them."""
    lines = []
    for line in text.split("\n"):
        found = _SPAN.match(line)
        start, end = (parse_partial(part or "") or "" for part in found.groups()) if found else ("", "")
        lines.append({"text": line, "start": start, "end": end})
    return lines


def _save_career(op: OperationScope, person: Person, text: str) -> None:
    stored = list(
        op.session.scalars(
            select(CareerLine).where(CareerLine.person_id == person.id).order_by(CareerLine.position)
        )
    )
    wanted = career_lines(text) if text.strip() else []
    for position, line in enumerate(wanted, start=1):
        if position <= len(stored):
            record = stored[position - 1]
            for column, value in {**line, "position": position}.items():
                if getattr(record, column) != value:
                    setattr(record, column, value)
        else:
            op.session.add(CareerLine(person_id=person.id, position=position, **line))
    for record in stored[len(wanted) :]:
        op.session.delete(record)


def _save_photo(op: OperationScope, person: Person, photo: bytes | None) -> None:
    if not photo:
        person.photo = ""
        return
    digest = hashlib.sha256(photo).hexdigest()
    if person.photo != digest:
        mime = "image/png" if photo.startswith(b"\x89PNG") else "image/jpeg"
        person.photo = put_attachment(op, photo, f"{person.name}.{mime.partition('/')[2]}", mime)


def save_person(op: OperationScope, person: Person, values: Values) -> None:
    """Write the ``person.*`` values that are given. Raises :class:`Refusal` SAV-001 for another's ID number."""
    if "person.name" in values:
        values = {**values, "person.name": _name(values)}
    number = values.get("person.id_number")
    if isinstance(number, str) and number:
        other = op.session.scalar(select(Person).where(Person.id_number == number, Person.id != person.id))
        if other is not None:
            raise Refusal(
                Problem(
                    "SAV-001",
                    f"身份证号已属于“{other.name}”",
                    "请核对号码；若是同一个人，请直接修改已有的那一位",
                    column="身份证号码",
                    value=number,
                )
            )
    _set(person, PERSON_COLUMNS, values)
    if "person.unit" in values:
        person.unit_id = find_or_make_unit(op, str(values["person.unit"] or ""))
    op.session.flush()
    if "person.career" in values:
        _save_career(op, person, str(values["person.career"] or ""))
    if "person.photo" in values:
        photo = values["person.photo"]
        _save_photo(op, person, photo if isinstance(photo, bytes) else None)


def _enrolment(op: OperationScope, record: bytes | None, values: Values) -> bytes:
    enrolment: Enrolment = _new_enrolment(op, values) if record is None else _found(op, Enrolment, record)
    save_person(op, _found(op, Person, enrolment.person_id), values)
    save_enrolment(op, enrolment, values)
    return enrolment.id


def _name(values: Values) -> str:
    name = tidy_name(str(values.get("person.name") or ""))
    if not name:
        raise Refusal(Problem("SAV-002", "还没有填姓名", "请先填姓名再保存", column="姓名"))
    return name


def _new_enrolment(op: OperationScope, values: Values) -> Enrolment:
    person = Person(name=_name(values))
    op.session.add(person)
    op.session.flush()
    last = op.session.scalar(select(Enrolment.position).order_by(Enrolment.position.desc()).limit(1)) or 0
    enrolment = Enrolment(person_id=person.id, position=last + 1)
    op.session.add(enrolment)
    op.session.flush()
    return enrolment


def save_enrolment(op: OperationScope, enrolment: Enrolment, values: Values) -> None:
    """Write the ``enrolment.*`` values that are given."""
    _set(enrolment, ENROLMENT_COLUMNS, values)
    if "enrolment.receiving_unit" in values:
        enrolment.receiving_unit_id = find_or_make_unit(op, str(values["enrolment.receiving_unit"] or ""))
    if "enrolment.batch" in values:
        enrolment.batch_id = find_or_make_batch(op, str(values["enrolment.batch"] or ""))
    op.session.flush()


def _found(op: OperationScope, model: Any, record: bytes) -> Any:
    found = op.session.get(model, record)
    if found is None:
        raise Refusal(
            Problem(
                "SAV-003", "这条记录已经不在了（可能被删除）", "请在“设置 → 变更记录”里查看，需要时撤销删除"
            )
        )
    return found


def _appraisal(op: OperationScope, record: bytes | None, values: Values) -> bytes:
    if record is None:
        raise Refusal(Problem("SAV-004", "考核鉴定表要先有派驻", "请先在“帮扶工作”里登记派驻"))
    posting: Posting = _found(op, Posting, record)
    save_person(op, _found(op, Person, posting.person_id), values)
    _save_posting(op, posting, values)
    given = {path for path in values if path.startswith("appraisal.")} | ({"posting.term"} & set(values))
    if given:
        _save_appraisal_sheet(op, posting, values)
    return posting.id


def _save_posting(op: OperationScope, posting: Posting, values: Values) -> None:
    told = dict(values)
    mode = told.get("posting.mode")
    if isinstance(mode, str):
        told["posting.mode"] = MODE_CODES.get(mode, "")
    term = told.get("posting.term")
    if term == "" or (isinstance(term, str) and "/" in term):
        told["posting.start"], _, told["posting.end"] = term.partition("/")
    _set(posting, POSTING_COLUMNS, told)
    unit = find_or_make_unit(op, str(values.get("enrolment.receiving_unit") or ""))
    if unit is not None:
        posting.unit_id = unit
    op.session.flush()


def _save_appraisal_sheet(op: OperationScope, posting: Posting, values: Values) -> None:
    sheet = op.session.scalar(select(Appraisal).where(Appraisal.posting_id == posting.id))
    if sheet is None:
        sheet = Appraisal(posting_id=posting.id)
        op.session.add(sheet)
    term = values.get("posting.term")
    if isinstance(term, str):
        sheet.term_text = "" if "/" in term or not term else term
    if "appraisal.summary" in values:
        sheet.summary = str(values["appraisal.summary"] or "")
    op.session.flush()
    for step, name in OPINION_STEPS.items():
        told = {
            column: str(values[path] or "")
            for column, path in (("text", f"appraisal.{name}_opinion"), ("date", f"appraisal.{name}_date"))
            if path in values
        }
        stored = op.session.scalar(
            select(Opinion).where(Opinion.appraisal_id == sheet.id, Opinion.step == step)
        )
        if stored is None and any(told.values()):
            op.session.add(Opinion(appraisal_id=sheet.id, step=step, **told))
        elif stored is not None:
            for column, text in told.items():
                setattr(stored, column, text)


def _team(op: OperationScope, text: str) -> tuple[bytes, bytes | None]:
    """支援医疗团队（单位或个人）: a unit, or a unit and one of its people (``渝北区中医院 张三``)."""
    unit, _, name = text.strip().rpartition(" ")
    if unit and not known_unit(op, text):
        people = select(Unit.id, Person.id).join(Person, Person.unit_id == Unit.id).where(Person.name == name)
        for team, person in op.session.execute(people.where(Unit.name == unit.strip())):
            return bytes(team), bytes(person)
    return unit_named(op, text), None


def _report(op: OperationScope, record: bytes | None, values: Values) -> bytes:
    given = [str(values.get(path) or "").strip() for path in ("report.team", "report.receiving_unit")]
    if record is None and not all(given):
        raise Refusal(Problem("SAV-005", "月报要有支援医疗团队和受援卫生院", "请先填这两项再保存"))
    report: Report = Report() if record is None else _found(op, Report, record)
    _check_report(report, record, values)
    team, receiving = given
    if team:
        report.supporting_unit_id, report.person_id = _team(op, team)
    if receiving:
        report.receiving_unit_id = unit_named(op, receiving)
    if record is None:
        op.session.add(report)
    _set(report, REPORT_COLUMNS, values)
    op.session.flush()
    return bytes(report.id)


def _check_report(report: Report, record: bytes | None, values: Values) -> None:
    """What was sent or accepted is changed by its own acts alone; figures are numbers."""
    from app.operations.reports import check_figures, may_change  # noqa: PLC0415 - of reports alone

    problem = may_change(report) if record is not None else None
    if problem is not None:
        raise Refusal(problem)
    stored = {path: getattr(report, column) for path, column in REPORT_COLUMNS.items()}
    check_figures({path: value for path, value in values.items() if value != stored.get(path)})


def _plan(op: OperationScope, record: bytes | None, values: Values) -> bytes:
    if record is None:
        raise Refusal(Problem("SAV-006", "计划项要先有计划", "请先新建或导入工作计划清单"))
    item = _found(op, PlanItem, record)
    _set(item, {path: path.partition(".")[2] for path in values if path.startswith("plan.")}, values)
    return record


_SAVERS: dict[str, Callable[[OperationScope, bytes | None, Values], bytes]] = {
    "enrolment": _enrolment,
    "appraisal": _appraisal,
    "report": _report,
    "plan": _plan,
}


def save_values(op: OperationScope, subject: str, record: bytes | None, values: Values) -> bytes:
    """Write a paper's values into its record, made when it is None; the record's key. Raises as :func:`save_form`."""
    key = _SAVERS[subject](op, record, values)
    save_free(op, subject, key, values)
    return key


def save_form(store: Store, subject: str, record: bytes | None, values: Values) -> Outcome:
    """Store a paper's values; ``record`` None makes a new one. The item's ``id`` is the record's key in hex.

    Raises :class:`Refusal` when the record is gone or a required value is missing: nothing is stored then, and the
    typed text stays with the caller (and its draft).
    """
    with store.operation("save", SAVE_TITLES.get(subject, "保存")) as op:
        key = save_values(op, subject, record, values)
    return Outcome(
        "已保存", [{"id": key.hex()}], operation=op.id, changed=frozenset(table for table, _, _ in op.changed)
    )
