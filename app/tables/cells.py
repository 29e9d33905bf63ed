"""One cell into the canonical value of its field (:mod:`app.catalogue.fields`), with a problem or a remark where due.

Codes: IMP-020 formula error · 021 digits lost to a number · 026 no term · 027 a term that ends before it begins ·
028 no date where one is needed · 029 longer than any paper. ID numbers have the codes of :mod:`app.catalogue.identity`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.catalogue import composites
from app.catalogue.dates import parse_partial, parse_term
from app.catalogue.fields import COMPOSITES, FIELDS, Value, label_of
from app.catalogue.identity import check_id_number
from app.catalogue.names import fold_characters, tidy_name
from app.catalogue.problems import Problem
from app.catalogue.texts import LONGEST, LONGEST_LINE
from app.tables.book import ERRORS, Cell, as_text, one_line
from app.tables.contacts import contact_text, tidy_phone
from app.tables.units import tidy_unit


@dataclass(frozen=True, slots=True)
class Odd:
    """A value that is not just itself: with a problem (the row is refused), a remark, or the other fields it parts into."""

    value: Value
    problem: Problem | None = None
    remark: str = ""
    parts: tuple[tuple[str, Value], ...] = ()


Parsed = Value | Odd
Parser = Callable[[Cell], Parsed]

_EPOCH = date(1899, 12, 30)
_ERR = re.compile(r"Err:\d{3}")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d+")


def _refused(code: str, message: str, remedy: str, text: str, value: Value = "") -> Odd:
    return Odd(value, Problem(code, message, remedy, value=text))


def formula_error(text: str) -> Odd:
    return _refused("IMP-020", f"单元格是公式错误 {text}", "请在表里改正公式，或直接填上内容", text)


def _lost(text: str) -> Odd:
    return _refused(
        "IMP-021", f"号码被表格软件改成了科学计数（{text}）", "请把这一列设为“文本”，重新填写完整号码", text
    )


def _too_long(text: str, longest: int) -> Odd:
    remedy = "请检查是否漏了引号或把别的内容贴进了这一格，改短后再导入"
    return _refused("IMP-029", f"这一格有{len(text)}个字，最多{longest}个", remedy, f"{text[:40]}…")


# --- the kinds ----------------------------------------------------------------------------------------------------


def _line(cell: Cell) -> Parsed:
    return one_line(as_text(cell))


def _block(cell: Cell) -> Parsed:
    return as_text(cell).replace("\r\n", "\n").replace("\r", "\n")


def _unit(cell: Cell) -> Parsed:
    return tidy_unit(as_text(cell))


def _plain_unit(cell: Cell) -> Parsed:
    """A unit in a list of people: the mark of an allocation table says nothing there."""
    return tidy_unit(as_text(cell)).rstrip("△▲▵∆")


def _name(cell: Cell) -> Parsed:
    text = one_line(as_text(cell))
    name = tidy_name(text)
    if any(map(str.isdigit, name)):
        return Odd(name, remark=f"姓名“{name}”里有数字，请核对")
    return name if name == text else Odd(name, remark=f"姓名“{text}”读作“{name}”")


_SEXES = {
    "男": "男",
    "女": "女",
    "男性": "男",
    "女性": "女",
    "M": "男",
    "F": "女",
    "MALE": "男",
    "FEMALE": "女",
}


def _sex(cell: Cell) -> Parsed:
    text = "".join(fold_characters(as_text(cell)).split())
    if not text:
        return ""
    known = _SEXES.get(text.upper())
    return known if known else Odd(text, remark=f"性别“{text}”不是男或女，已照原样保留")


_YES = {
    "是",
    "√",
    "✓",
    "✔",
    "☑",
    "有",
    "对",
    "Y",
    "YES",
    "TRUE",
    "1",
    "△",
    "▲",
    "推荐",
    "同意",
    "托管",
    "享受",
}
_NO = {"否", "×", "✗", "X", "无", "没有", "不", "不是", "N", "NO", "FALSE", "0", "-", "/", "不推荐", "不享受"}


def _yes_no(cell: Cell) -> Parsed:
    text = as_text(cell).upper()
    if not text:
        return None
    if text in _YES or text in _NO:
        return text in _YES
    return Odd(None, remark=f"“{text}”看不出是“是”还是“否”，没有读取")


def _phone(cell: Cell) -> Parsed:
    text = as_text(cell)
    if _SCIENTIFIC.fullmatch(text):
        return _lost(text)
    value, remark = tidy_phone(text)
    return Odd(value, remark=remark) if remark else value


def _contact(cell: Cell) -> Parsed:
    text = as_text(cell)
    return _lost(text) if _SCIENTIFIC.fullmatch(text) else contact_text(text)


def _id_number(cell: Cell) -> Parsed:
    text = as_text(cell)
    checked = check_id_number(text)
    return Odd(checked.number, checked.problem) if checked.problem else checked.number


def _serial(cell: Cell) -> date | None:
    """The day of an Excel serial number that lost its number format (44317 → 2021-05-01)."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and 10_000 <= cell < 80_000:
        return _EPOCH + timedelta(days=int(cell))
    return None


def _iso(cell: Cell) -> str | None:
    """The partial ISO date of a cell, None when it is none."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    serial = _serial(cell)
    return serial.isoformat() if serial else parse_partial(one_line(as_text(cell)))


def _month(cell: Cell) -> Parsed:
    text = one_line(as_text(cell))
    if not text:
        return ""
    iso = _iso(cell)
    if iso is None:
        return Odd(text, remark=f"“{text}”不像日期，已照原样保留")
    if not isinstance(cell, str) and len(iso) == 10 and iso.endswith("-01"):
        return iso[:7]  # a spreadsheet keeps 1980年5月 as its first day
    if isinstance(cell, float) and text.endswith(".1") and len(text) == 6:
        year = text[:4]
        return Odd(iso, remark=f"“{text}”读作{year}年1月；若原是{year}.10，表格软件去掉了末尾的0，请核对")
    return iso


def _date(cell: Cell) -> Parsed:
    text = one_line(as_text(cell))
    iso = _iso(cell) if text else ""
    return iso if iso is not None else Odd(text, remark=f"“{text}”不像日期，已照原样保留")


def day_needed(cell: Cell) -> Parsed:
    """A date that must be one: the start or the end of a term in a column of its own."""
    text = one_line(as_text(cell))
    iso = _iso(cell) if text else ""
    if iso is None:
        return _refused("IMP-028", f"“{text}”不是日期", "请写成 2021.5.1 这样，或留空", text)
    return iso


def term_of(start: str, end: str, text: str) -> Parsed:
    """The canonical term of two partial ISO dates, refused when it ends before it begins."""
    if start and end and end[: len(start)] < start[: len(end)]:
        return _refused("IMP-027", f"支援时间“{text}”的结束早于开始", "请核对起止日期", text)
    return f"{start}/{end}" if start or end else ""


def _term(cell: Cell) -> Parsed:
    text = one_line(as_text(cell))
    if not text:
        return ""
    found = parse_term(text) if isinstance(cell, str) else None
    if found is None:
        remedy = "请写成 2021.5.1-2021.10.31 这样，或留空"
        return _refused("IMP-026", f"看不出“{text}”的起止时间", remedy, text)
    return term_of(*found, text)


def _composite(path: str) -> Parser:
    def parse(cell: Cell) -> Parsed:
        told: list[tuple[str, Value]] = []
        remarks = []
        for part, text in composites.part(path, one_line(as_text(cell))).items():
            value: Parsed = _phone(text) if part == "person.mobile" and text else text
            if isinstance(value, Odd):
                remarks.append(value.remark)
                value = value.value
            if value:
                told.append((part, value))
        return Odd("", parts=tuple(told), remark="；".join(filter(None, remarks))) if told else ""

    return parse


_BY_PATH: dict[str, Parser] = {
    "person.name": _name,
    "person.sex": _sex,
    "person.unit": _plain_unit,
    "enrolment.receiving_unit": _plain_unit,
    "pairing.receiving_contact": _contact,
    "posting.start": day_needed,
    "posting.end": day_needed,
}
_BY_KIND: dict[str, Parser] = {
    "text": _block,
    "lines": _block,
    "month": _month,
    "date": _date,
    "term": _term,
    "yesno": _yes_no,
    "id_number": _id_number,
    "phone": _phone,
}
_UNITS = {"pairing.supporting_unit", "pairing.receiving_unit"}


def parser_of(path: str, kind: str) -> Parser:
    """How the cells of a field are read in a kind of table."""
    if path in COMPOSITES:
        return _composite(path)
    if path in _UNITS:
        return _unit if kind == "allocation" else _plain_unit
    known = FIELDS[path]
    return _BY_PATH.get(path) or _BY_KIND.get(known.kind, _line)


def longest_of(path: str) -> int:
    """How many characters a cell of that field may hold."""
    several = path in COMPOSITES or FIELDS[path].kind in ("text", "lines")
    return LONGEST if several else LONGEST_LINE


class Memo(dict[Cell, Parsed]):
    """Parsed cells of one column by their content: tables repeat themselves, so each text is read once."""

    def __init__(self, parse: Parser, longest: int = LONGEST) -> None:
        super().__init__()
        self._parse, self._longest = parse, longest
        self.odd = False
        """Whether any cell so far was :class:`Odd`."""

    def __missing__(self, cell: Cell) -> Parsed:
        if (
            isinstance(cell, str)
            and (cell[:1] == "#" or cell[:4] == "Err:")
            and (cell in ERRORS or _ERR.fullmatch(cell))
        ):
            parsed: Parsed = formula_error(cell)
        elif isinstance(cell, str) and len(cell) > self._longest:
            parsed = _too_long(cell, self._longest)
        else:
            parsed = self._parse(cell)
        if isinstance(parsed, Odd):
            self.odd = True
        self[cell] = parsed
        return parsed


def column_label(path: str) -> str:
    """The caption for a column that has none."""
    return label_of(path)
