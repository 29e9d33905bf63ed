"""Row heights of a sheet by estimate: rows grow for their texts and share out each side of paper.

The office faces (workbook and Word) let the other program break the lines, so they need only an estimate: a full
width character is one em wide, a Latin one half. PDF and screen have ``app.forms.layout``, which is exact.
All lengths are millimetres, type sizes points.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.forms.edition import Edition, Text
from app.forms.grid import Placed, page_size, placed_cells, sides

MM_PER_POINT = 25.4 / 72
LEADING = 1.32
PADDING = 1.2
INDENT = 2.5
"""What a left or right aligned cell of a worksheet keeps free at its edge."""
FOOT_HEIGHT = 8.0
SLACK = 4.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Heights of the rows of a sheet in mm, and type sizes in points by (row, column) where a value was shrunk."""

    heights: list[float]
    sizes: dict[tuple[int, int], float]
    overflowing: bool


def inner_width(edition: Edition) -> float:
    """Width between the margins in mm."""
    return page_size(edition)[0] - edition.margins[1] - edition.margins[3]


def ems(text: str) -> float:
    """The width of a line of text in em."""
    return sum(1.0 if unicodedata.east_asian_width(ch) in "WFA" else 0.55 for ch in text)


def text_height(text: str, width: float, size: float) -> float:
    """Estimated height in mm of ``text`` broken into a box ``width`` mm wide, at ``size`` points."""
    room = max(1.0, math.floor(max(1.0, width - 2 * PADDING) / (size * MM_PER_POINT)))
    lines = sum(max(1, math.ceil(ems(line) / room)) for line in text.split("\n"))
    return lines * size * MM_PER_POINT * LEADING + PADDING


def line_height(text: Text, edition: Edition, shown: str) -> float:
    """Height in mm of a line of type outside the grid."""
    return text_height(shown, inner_width(edition), text.size or edition.type_size) + 1.0


def title_height(edition: Edition, lines: list[str]) -> float:
    """Height in mm of the title lines, with the space below them."""
    return sum(text_height(line, inner_width(edition), edition.title_size) for line in lines) + 3.0


def fit(edition: Edition, shown: Mapping[tuple[int, int], str], outside: float) -> Fitted:
    """Share the page out over the rows so that ``shown`` texts (by row and column of their cell) have room.

    Captions have room too, but never shrink. ``outside`` is the height in mm of title and lines on the first side.
    A row grows for its text and the stamp below it; when a side is full, the largest text shrinks by half points to its
    least size; then stamps may go over text; then the side overflows (and says so).
    """
    fitted = _fit(edition, shown, outside, stamps=True)
    return _fit(edition, shown, outside, stamps=False) if fitted.overflowing else fitted


def _fit(edition: Edition, shown: Mapping[tuple[int, int], str], outside: float, *, stamps: bool) -> Fitted:
    cells = placed_cells(edition)
    sizes = {(p.row, p.column): p.cell.size or edition.type_size for p in cells if (p.row, p.column) in shown}
    shrunk: dict[tuple[int, int], float] = {}
    least = _least_heights(edition, cells)
    heights = list(least)
    overflowing = False
    for number, side in enumerate(sides(edition)):
        room = (
            page_size(edition)[1]
            - edition.margins[0]
            - edition.margins[2]
            - SLACK
            - (0 if number else outside)
        )
        inside = [p for p in cells if p.row in side and p.rows == 1 and (p.row, p.column) in shown]
        while True:
            needs = {
                (p.row, p.column): _need(edition, p, shown[p.row, p.column], sizes, stamps) for p in inside
            }
            for row in side:
                heights[row] = max([least[row], *(n for key, n in needs.items() if key[0] == row)])
            spare = room - sum(heights[row] for row in side)
            largest = _largest(edition, inside, needs, sizes, least)
            if spare >= 0 or largest is None:
                break
            sizes[largest] -= 0.5
            shrunk[largest] = sizes[largest]
        overflowing |= spare < 0
        shares = sum(edition.rows[row].stretch for row in side)
        for row in side:
            heights[row] += max(0.0, spare) * edition.rows[row].stretch / shares if shares else 0.0
    return Fitted(heights, shrunk, overflowing)


def _least_heights(edition: Edition, cells: Sequence[Placed]) -> list[float]:
    """The least height of each row in mm: what the edition says, or what its captions need."""
    heights = [row.min for row in edition.rows]
    for p in cells:
        if p.cell.label and p.rows == 1:
            lines = p.cell.label if p.cell.vertical else "\n".join(p.cell.lines) or p.cell.label
            text = "\n".join(lines) if p.cell.vertical else lines
            width = sum(edition.columns[p.column : p.column + p.columns])
            heights[p.row] = max(heights[p.row], text_height(text, width, p.cell.size or edition.type_size))
    return heights


def _need(
    edition: Edition, placed: Placed, text: str, sizes: Mapping[tuple[int, int], float], stamps: bool
) -> float:
    width = sum(edition.columns[placed.column : placed.column + placed.columns])
    foot = max(FOOT_HEIGHT if placed.cell.foot else 0.0, placed.cell.stamp if stamps else 0.0)
    indent = INDENT if placed.cell.align in ("left", "right") else 0.0
    if placed.cell.indent:
        text = "\n".join("　　" + line for line in text.split("\n"))
    return text_height(text, width - indent, sizes[placed.row, placed.column]) + foot


def _largest(
    edition: Edition,
    inside: Sequence[Placed],
    needs: Mapping[tuple[int, int], float],
    sizes: Mapping[tuple[int, int], float],
    least: Sequence[float],
) -> tuple[int, int] | None:
    """The cell that takes most beyond its row's least height and may still shrink."""
    over = [
        (needs[key] - least[p.row], key)
        for p in inside
        if sizes[key := (p.row, p.column)] - 0.5 >= (p.cell.least or edition.least_size)
    ]
    excess, largest = max(over, default=(0.0, (0, 0)))
    return largest if excess > 0 else None
