"""Where everything of an edition stands on a worksheet: the paper's own grid, row for row and column for column.

A sheet's row becomes one worksheet row, or several where it may grow (a worksheet row is at most 144 mm high) or
where a date stands at its foot. The places do not depend on what is filled in, so one map serves all sheets of a
workbook and every copy of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from app.forms.edition import Cell, Column, Edition, Text
from app.forms.grid import edges, placed_cells
from app.forms.wording import slots

Role = Literal["title", "line", "caption", "value", "foot", "photo", "head"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of worksheet cells, from 1, ends included. ``path`` is its field; ``wording`` the literal text or,
    for lines with fields in them, their template. ``row`` is the edition's row for cells of the grid."""

    role: Role
    top: int
    left: int
    bottom: int
    right: int
    path: str = ""
    wording: str = ""
    format: str = ""
    cell: Cell | None = None
    text: Text | None = None
    row: int = -1
    column: int = -1

    @property
    def asks(self) -> bool:
        """Whether something is to be filled in here."""
        return bool(self.path) or any(True for _ in slots(self.wording))


@dataclass(frozen=True, slots=True)
class Plan:
    """All areas. ``strips`` are the worksheet rows of each row of the edition; ``first`` and ``last`` bound a list's
    record rows (``last`` is moved by the writer); ``below`` are lines that follow the grid, their rows relative to it.
    """

    areas: tuple[Area, ...]
    strips: tuple[tuple[int, ...], ...]
    widths: tuple[float, ...]
    first: int
    below: tuple[Area, ...]


def caption_of(cell: Cell) -> str:
    """A label with its line breaks as printed."""
    return "\n".join(cell.lines) if cell.lines else cell.label


def _spread(pieces: int, widths: tuple[float, ...]) -> list[tuple[int, int]]:
    """Columns (from 1, ends included) for pieces of a line that are spread over the width."""
    at = edges(widths)
    cuts = [0]
    for number in range(1, pieces):
        nearest = min(range(1, len(widths)), key=lambda c: abs(at[c] - at[-1] * number / pieces), default=0)
        cuts.append(max(nearest, cuts[-1]))
    cuts.append(len(widths))
    return [(a + 1, b) for a, b in pairwise(cuts) if b > a]


def _lines(texts: tuple[Text, ...], role: Role, top: int, widths: tuple[float, ...]) -> Iterator[Area]:
    for row, text in enumerate(texts, top):
        pieces = text.broken.split("\t")
        spans = _spread(len(pieces), widths)
        if len(spans) < len(pieces):
            pieces, spans = ["  ".join(pieces)], [(1, len(widths))]
        for piece, (left, right) in zip(pieces, spans, strict=True):
            yield Area(role, row, left, row, right, wording=piece, text=replace(text, text=piece))


def strips_of(edition: Edition, top: int, *, growing: bool = True) -> tuple[tuple[int, ...], ...]:
    """The table rows that make up each row of a sheet, counted from ``top``: one more for a date at the foot, and with
    ``growing`` two for a row whose text may take more than one worksheet row can be high."""
    strips = []
    for row in edition.rows:
        tall = growing and (row.flow or row.min > 100)
        count = (2 if tall else 1) + any(cell.foot for cell in row.cells)
        strips.append(tuple(range(top, top + count)))
        top += count
    return tuple(strips)


def cells_on(edition: Edition, strips: tuple[tuple[int, ...], ...]) -> Iterator[Area]:
    """The cells of a sheet as areas over those table rows; a date at a foot is an area of its own."""
    for p in placed_cells(edition):
        top, bottom = strips[p.row][0], strips[p.row + p.rows - 1][-1]
        left, right, cell = p.column + 1, p.column + p.columns, p.cell
        if not cell.field:
            text = cell.label if cell.vertical else caption_of(cell)
            yield Area("caption", top, left, bottom, right, "", text, "", cell, None, p.row, p.column)
            continue
        role: Role = "photo" if cell.field.endswith(".photo") else "value"
        end = bottom - 1 if cell.foot else bottom
        text = caption_of(cell) if role == "photo" else ""
        yield Area(role, top, left, end, right, cell.field, text, cell.format, cell, None, p.row, p.column)
        if cell.foot:
            foot = cell.foot
            yield Area(
                "foot", bottom, left, bottom, right, foot.field, "", foot.format, cell, None, p.row, p.column
            )


def heads_on(columns: tuple[Column, ...], top: int) -> Iterator[Area]:
    """The heads of a list from row ``top`` on, columns of one group under their common head."""
    deep = any(column.group for column in columns)
    left = 1
    for group, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        if group:
            yield Area("head", top, left, top, left + len(inside) - 1, wording=group)
        for number, column in enumerate(inside):
            begin = top + 1 if group else top
            yield Area("head", begin, left + number, top + deep, left + number, wording=column.head)
        left += len(inside)


def plan(edition: Edition) -> Plan:
    """The places of an edition on a worksheet; the same for every sheet filled from it."""
    widths = tuple(column.width for column in edition.listed) if edition.kind == "list" else edition.columns
    areas = [*_lines(edition.title, "title", 1, widths)]
    areas += _lines(edition.above, "line", len(edition.title) + 1, widths)
    top = len(edition.title) + len(edition.above) + 1
    if edition.kind == "list":
        heads = list(heads_on(edition.listed, top))
        first = max(head.bottom for head in heads) + 1
        return Plan((*areas, *heads), (), widths, first, tuple(_lines(edition.below, "line", 0, widths)))
    strips = strips_of(edition, top)
    areas += cells_on(edition, strips)
    below = tuple(_lines(edition.below, "line", 0, widths))
    return Plan(tuple(areas), strips, widths, strips[-1][-1] + 1, below)
