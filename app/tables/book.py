"""A workbook as read: plain rows of cells, nothing interpreted yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.catalogue.dates import format_partial
from app.catalogue.problems import Problem
from app.catalogue.texts import writable

Cell = str | int | float | bool | date | datetime | time | timedelta
"""An empty cell is ''. Numbers arrive as floats, dates as :class:`date` or :class:`datetime`."""
Row = list[Cell]
Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""

ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(slots=True)
class Sheet:
    """``rows[0]`` is the first row of the spreadsheet; formula errors stand in their cells as ``#REF!``."""

    name: str
    rows: list[Row]
    merged: list[Merged] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not any(cell != "" for row in self.rows for cell in row)


@dataclass(slots=True)
class Book:
    """``problems`` are what was left out and must be said: hidden sheets, cells far away from the rest."""

    path: Path | None
    sheets: list[Sheet]
    problems: list[Problem] = field(default_factory=list)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


_GAP = re.compile(r"[ \t\xa0　]*[\r\n]+[ \t\xa0　]*")


def as_text(cell: Cell) -> str:
    """A cell as text: whole numbers without ``.0``, days as 2021.5.1, control characters left out."""
    if isinstance(cell, str):
        return writable(cell).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):  # datetime too
        return format_partial(cell.isoformat()[:10], "Y.M.D")
    return cell.isoformat("minutes") if isinstance(cell, time) else str(cell)


def one_line(text: str) -> str:
    """Line breaks in a cell only fit a text into its column: they go, or become a blank between Latin words."""

    def gap(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""

    return _GAP.sub(gap, text).strip(" \t\xa0　") if "\n" in text or "\r" in text else text
