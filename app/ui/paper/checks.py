"""What looks wrong on a paper while it is being filled in: told at the cell, never in the way.

Codes: CHK-001 not a date, CHK-002 birth date against the ID number, CHK-003 sex against it, CHK-004 order of dates,
CHK-005 telephone number, CHK-006 not a number, CHK-007 not one of the usual words, CHK-008 term, CHK-009 a negative
number; IDN-… from the ID number itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.catalogue.dates import parse_partial
from app.catalogue.fields import COMPOSITES, Field, Value, field_of, label_of
from app.catalogue.identity import check_id_number
from app.catalogue.problems import Problem

Values = Mapping[str, Value]
Level = Literal["doubt", "remark"]
_PHONE = re.compile(
    r"(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}|(?:\d{3,4}[-— ]?)?\d{3,4} ?\d{4}(?:[-转]\d{1,6})?|\d{3,4}-\d{3,8}|1\d{4}"
)
_NUMBER = re.compile(r"[+-]?\d+(?:[,，]\d{3})*(?:[.．]\d+)?")
_BIRTH, _ID, _SEX = "person.birth", "person.id_number", "person.sex"
_ORDER = (
    (_BIRTH, "person.graduated"),
    (_BIRTH, "person.work_start"),
    (_BIRTH, "person.title_since"),
    (_BIRTH, "person.specialty_since"),
    ("person.work_start", "person.title_since"),
    ("posting.start", "posting.end"),
)
"""What comes first, and what cannot come before it."""


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is to be said at a cell: a ``doubt`` is likely wrong, a ``remark`` is only unusual. Both may be stored."""

    path: str
    level: Level
    problem: Problem


def _note(path: str, code: str, message: str, remedy: str, value: str, level: Level = "doubt") -> CellNote:
    return CellNote(path, level, Problem(code, message, remedy, column=label_of(path), value=value))


def _text(values: Values, path: str) -> str:
    value = values.get(path)
    return value.strip() if isinstance(value, str) else ""


def _dates(field: Field, text: str) -> Iterator[CellNote]:
    if field.kind == "term":
        start, slash, end = text.partition("/")
        if not slash or not all(not part or parse_partial(part) for part in (start, end)):
            yield _note(
                field.path,
                "CHK-008",
                "看不出起止日期，将照原样打印",
                "如 2021.5.1-2021.10.31",
                text,
                "remark",
            )
        elif start and end and end < start[: len(end)]:
            yield _note(field.path, "CHK-004", "结束日期早于开始日期", "请核对起止时间", text)
    elif parse_partial(text) is None:
        yield _note(field.path, "CHK-001", "不是日期，将照原样打印", "如 1980.05 或 1980年5月", text)


def _shape(field: Field, text: str) -> Iterator[CellNote]:
    """What can be said of one value alone."""
    if field.kind in ("month", "date", "term"):
        yield from _dates(field, text)
    elif field.kind == "phone":
        if not all(
            _PHONE.fullmatch(part.strip()) for part in re.split(r"[、，,；;/\n]", text) if part.strip()
        ):
            yield _note(
                field.path, "CHK-005", "不像电话号码", "手机 11 位；座机写区号，如 023-67180000", text
            )
    elif field.kind == "number":
        if not _NUMBER.fullmatch(text):
            yield _note(
                field.path, "CHK-006", "不是数字，将照原样打印", "请只填数字，说明写在别处", text, "remark"
            )
        elif text.startswith("-"):
            yield _note(field.path, "CHK-009", "是负数", "请填不小于0的数；没有就填 0", text)
    elif field.kind == "choice" and field.choices and text not in field.choices:
        usual = "、".join(field.choices[:6]) + ("……" if len(field.choices) > 6 else "")
        yield _note(field.path, "CHK-007", "不在常用选项中，将照所写打印", f"常用：{usual}", text, "remark")


def _identity(values: Values) -> Iterator[CellNote]:
    text = _text(values, _ID)
    if not text:
        return
    check = check_id_number(text, _text(values, "person.paper_kind"))
    if check.problem is not None:
        yield CellNote(_ID, "doubt", check.problem.at(column=label_of(_ID)))
        return
    birth = _text(values, _BIRTH)
    if check.birth and birth and parse_partial(birth) and not check.birth.startswith(birth):
        told = check.birth[:7].replace("-", ".")
        yield _note(
            _BIRTH, "CHK-002", f"与身份证号不符：身份证号上是 {told}", "请核对出生年月和身份证号", birth
        )
    sex = _text(values, _SEX)
    if check.sex and sex and sex != check.sex:
        yield _note(
            _SEX, "CHK-003", f"与身份证号不符：身份证号上是“{check.sex}”", "请核对性别和身份证号", sex
        )


def _order(values: Values, paths: Collection[str]) -> Iterator[CellNote]:
    for first, then in _ORDER:
        a, b = _text(values, first), _text(values, then)
        if then not in paths or not (a and b and parse_partial(a) == a and parse_partial(b) == b):
            continue
        shorter = min(len(a), len(b))
        if b[:shorter] < a[:shorter]:
            message = f"早于{label_of(first)}（{a.replace('-', '.')}）"
            yield _note(then, "CHK-004", message, "请核对这两个日期", b)


def check_values(values: Values, paths: Collection[str]) -> list[CellNote]:
    """What is to be said about the cells ``paths`` of a paper, in their order; at most the first for each cell.

    A part of a composite is told at the composite's cell.
    """
    cell_of = {part: path for path in paths if path in COMPOSITES for part in COMPOSITES[path].parts}
    cell_of |= {path: path for path in paths}
    found: dict[str, CellNote] = {}
    notes = [*_identity(values), *_order(values, cell_of)]
    for path in cell_of:
        field, text = field_of(path), _text(values, path)
        if field is not None and text and path != _ID:
            notes += _shape(field, text)
    for note in sorted(notes, key=lambda note: note.level):
        cell = cell_of.get(note.path)
        if cell is not None:
            found.setdefault(cell, CellNote(cell, note.level, note.problem))
    return [found[path] for path in paths if path in found]
