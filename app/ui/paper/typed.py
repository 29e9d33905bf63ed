"""What is typed in a cell, as values; and values as the text that an editor begins with. No Qt here.

A text that means nothing to the program (a date that is none) is kept as it was typed: nothing typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.catalogue import composites
from app.catalogue.dates import parse_partial, parse_term
from app.catalogue.fields import COMPOSITES, Value, field_of
from app.catalogue.identity import check_id_number
from app.forms.edition import PLACEHOLDER, Edition
from app.forms.shown import shown_value

Values = Mapping[str, Value]
TALL = frozenset({"text", "lines"})
"""Kinds in which Enter begins a new line."""
YES = frozenset({"是", "对", "有", "√", "✓", "y", "yes", "1"})
NO = frozenset({"否", "不", "无", "×", "n", "no", "0"})
_MONTH_ALONE = re.compile(r"^\s*(\d{1,2})\s*月?\s*$")
_YEAR = re.compile(r"(\d{4})年\s*$")
_HINTS = {
    "month": "如 1980.05、1980年5月",
    "date": "如 2021.5.1、2021年5月1日",
    "term": "如 2021.5.1-2021.10.31",
    "id_number": "18 位身份证号；没有身份证的，填护照或港澳台居民证件号码",
    "phone": "手机或座机号码，座机写明区号",
    "number": "只填数字",
    "choice": "↑ ↓ 选一项，也可以直接写",
    "yesno": "空格键或点击：是 → 否 → 空",
    "photo": "Enter 选照片，Ctrl+V 粘贴，也可把照片拖进来；Delete 删除",
    "lines": "一段经历一行，Enter 换行",
    "text": "Enter 换行",
}
_HINTS_OF = {
    "person.unit_duty_title": "如 某县中医院骨科主任/主治医师",
    "person.mobile_im": "手机号在前，QQ 或微信在后，用“、”隔开",
    "enrolment.receiving": "受援单位的全称，科室写在括号里",
    "report.specialties": "个数和特色科室的名称",
}


def kind_of(path: str) -> str:
    """The catalogue's kind of a field; composites and what it does not know are a ``line``."""
    known = field_of(path)
    return known.kind if known else "line"


def hint_of(path: str) -> str:
    """What one is told at a cell: how to write there and which key goes on."""
    kind = kind_of(path)
    said = _HINTS_OF.get(path) or _HINTS.get(kind, "")
    keys = (
        "Tab 或 Ctrl+Enter 到下一格"
        if kind in TALL
        else "Tab 到下一格"
        if kind == "photo"
        else "Enter 或 Tab 到下一格"
    )
    return "　·　".join(part for part in (said, keys) if part)


def formats(edition: Edition) -> dict[str, str]:
    """By path, the pattern by which the edition shows its dates."""
    found: dict[str, str] = {}
    for row in edition.rows:
        for cell in row.cells:
            if cell.field:
                found.setdefault(cell.field, cell.format)
            if cell.foot:
                found.setdefault(cell.foot.field, cell.foot.format)
    for line in (*edition.title, *edition.above, *edition.below):
        for path, pattern in PLACEHOLDER.findall(line.text):
            found.setdefault(path, pattern)
    return found


def year_of(edition: Edition, path: str) -> str:
    """The year that is printed before a cell for a month alone (``2021年{report.month|M}月``); '' when none is."""
    for line in (*edition.title, *edition.above, *edition.below):
        for match in PLACEHOLDER.finditer(line.text):
            if match[1] == path and (year := _YEAR.search(line.text[: match.start()])):
                return year[1]
    return ""


def text_of(path: str, values: Values, pattern: str = "", year: str = "") -> str:
    """The text with which an editor opens: as on paper, but with the year where the paper shows a month alone.

    ``year`` is the one printed before the cell: a month of that year opens alone, too.
    """
    if pattern == "M" and not (year and str(values.get(path) or "").startswith(f"{year}-")):
        pattern = "Y年M月"
    return shown_value(path, values, pattern)


def _yes_or_no(text: str) -> bool | None:
    word = text.strip().lower()
    return True if word in YES else False if word in NO else None


def _term(text: str) -> str:
    found = parse_term(text)
    if found is None or text.rstrip().endswith((")", "）")):  # a remark in brackets is kept with the text
        return text
    return "/".join(found)


def _month(text: str, year: str) -> str:
    alone = _MONTH_ALONE.match(text)
    if alone and year and 1 <= int(alone[1]) <= 12:
        return f"{year}-{int(alone[1]):02d}"
    return parse_partial(text) or text


def values_of(path: str, text: str, year: str = "") -> dict[str, Value]:
    """The values that a cell's text stands for: one, or the parts of a composite.

    ``year`` completes a month that is typed alone.
    """
    kind = kind_of(path)
    if kind in TALL:
        return {path: text.rstrip()}
    text = " ".join(text.split("\n")).strip()
    if path in COMPOSITES:
        parts: dict[str, Value] = dict(composites.part(path, text))
        return parts
    if kind == "yesno":
        return {path: _yes_or_no(text)}
    if kind == "month":
        return {path: _month(text, year)}
    if kind == "date":
        return {path: parse_partial(text) or text}
    if kind == "term":
        return {path: _term(text)}
    if kind == "id_number":
        check = check_id_number(text)
        return {path: check.number if check.problem is None and check.number else text.upper()}
    return {path: text}
