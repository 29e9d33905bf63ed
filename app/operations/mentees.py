"""The 帮带对象 of an agreement: found among the people of the receiving unit, or made."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.catalogue.names import tidy_name
from app.catalogue.problems import Problem, Refusal
from app.models import Mentorship, Person, Posting
from app.operations.naming import find_or_make_unit
from app.store.journal import OperationScope

_PERSON = ("sex", "birth", "title", "department", "specialty", "education", "duty", "mobile")


def find_mentee(op: OperationScope, posting: Posting, told: bytes | Mapping[str, str], reason: str) -> Person:
    """The person told by key or by name and unit. Raises :class:`Refusal` MEN-002, 005 (unless ``reason``), 006, 007, 011."""
    person = op.session.get(Person, told) if isinstance(told, bytes) else _named(op, posting, told)
    if person is None:
        raise Refusal(Problem("MEN-002", "没有选中帮带对象", "请输入姓名，从列出的人里选，或照全名新登记"))
    if person.id == posting.person_id:
        raise Refusal(
            Problem("MEN-007", f"“{person.name}”就是导师本人", "请选受援单位的另一位", value=person.name)
        )
    if person.unit_id is None:
        person.unit_id = posting.unit_id
    if person.unit_id != posting.unit_id and not reason.strip():
        raise Refusal(
            Problem(
                "MEN-005",
                f"“{person.name}”不是受援单位的人",
                "帮带对象应是受援单位的人员；确实要签，请写明理由",
                column="帮带对象",
                value=person.name,
            )
        )
    query = select(Mentorship.id).where(
        Mentorship.posting_id == posting.id, Mentorship.mentee_id == person.id
    )
    if op.session.scalar(query.limit(1)) is not None:
        raise Refusal(
            Problem(
                "MEN-006", f"这次派驻已经与“{person.name}”签过协议", "请在列表里修改那一份", value=person.name
            )
        )
    return person


def _named(op: OperationScope, posting: Posting, told: Mapping[str, str]) -> Person | None:
    """The person of that name at the receiving unit, made when there is none; what the ledger lacks is filled in."""
    name = tidy_name(told.get("name") or "")
    if not name:
        return None
    unit = find_or_make_unit(op, told.get("unit") or "") or posting.unit_id
    query = select(Person).where(Person.name == name, Person.unit_id == unit)
    found = list(op.session.scalars(query))
    if len(found) > 1:
        fitting = [one for one in found if told.get("department") and one.department == told["department"]]
        if len(fitting) != 1:
            raise Refusal(
                Problem(
                    "MEN-011",
                    f"受援单位有{len(found)}位“{name}”",
                    "请输入姓名后从列出的人里选一位，或写明科室",
                    column="帮带对象",
                    value=name,
                )
            )
        found = fitting
    person = found[0] if found else Person(name=name, unit_id=unit)
    for column in _PERSON:
        if told.get(column) and not getattr(person, column):
            setattr(person, column, told[column])
    if not found:
        op.session.add(person)
    op.session.flush()
    return person
