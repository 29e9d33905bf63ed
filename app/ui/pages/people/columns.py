"""The fields of a person that the grid shows and 批量改 offers, and what is odd about a value."""

from __future__ import annotations

from typing import Any

from app.ui.widgets.fields import FieldSpec, catalogue_field

_WIDTHS = {
    "person.name": 120, "person.sex": 60, "person.birth": 100, "person.ethnicity": 80, "person.party": 110,
    "person.education": 110, "person.degree": 80, "person.major": 120, "person.school": 160, "person.graduated": 100,
    "person.work_start": 100, "person.unit": 190, "person.department": 100, "person.duty": 100, "person.title": 110,
    "person.title_since": 100, "person.specialty": 110, "person.specialty_since": 120, "person.id_number": 180,
    "person.office_phone": 120, "person.mobile": 120, "person.im": 120, "enrolment.receiving_unit": 200,
    "enrolment.receiving_department": 120, "enrolment.batch": 180, "enrolment.recommended": 100,
    "enrolment.leader_post": 140, "person.note": 160,
}  # fmt: skip
_SHORT = {"enrolment.recommended": "推荐任领导职务", "enrolment.leader_post": "任何领导职务"}
_UNITS = {"person.unit", "enrolment.receiving_unit"}


def _spec(path: str, width: int) -> FieldSpec:
    made = catalogue_field(path, width=width, label=_SHORT.get(path, ""))
    if path in _UNITS:
        return FieldSpec(path, made.label, "unit", width=width)
    return made


COLUMNS: tuple[FieldSpec, ...] = tuple(_spec(path, width) for path, width in _WIDTHS.items())
NOT_FOR_MANY = {"person.name", "person.id_number", "person.mobile", "person.im"}
"""What no two people share."""
FOR_MANY: tuple[FieldSpec, ...] = tuple(spec for spec in COLUMNS if spec.key not in NOT_FOR_MANY)


def odd(spec: FieldSpec, value: Any) -> str:
    """A remark on a value as one sees it in the grid; nothing is refused for it."""
    text = str(value or "")
    if not text:
        return ""
    if spec.key == "person.id_number":
        from app.catalogue.identity import check_id_number

        problem = check_id_number(text).problem
        return problem.message if problem is not None else ""
    if spec.kind == "date":
        from app.catalogue.dates import parse_partial

        return "" if parse_partial(text) else f"“{text}”不像日期，会按原样保存"
    if spec.kind == "choice" and spec.choices and text not in spec.choices:
        return f"“{text}”不在常用选项里，会按原样保存"
    return ""
