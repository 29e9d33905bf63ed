"""The grid of a sheet: where each cell stands when spans of earlier rows are counted, as in an HTML table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.forms.edition import Cell, Edition, Row

PAPERS = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0), "B5": (176.0, 250.0)}
"""Paper sizes in mm, upright (ISO 216; B5 is the ISO one)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place: row and column from 0, and how many it spans."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class GridFault:
    """A cell that does not fit the grid. ``cell`` is its number in the row, or None for the row as a whole."""

    row: int
    cell: int | None
    code: str
    message: str
    remedy: str


def page_size(edition: Edition) -> tuple[float, float]:
    """Width and height of the paper in mm, turned when the edition is landscape."""
    width, height = PAPERS[edition.size]
    return (height, width) if edition.landscape else (width, height)


def place(rows: Sequence[Row], columns: int) -> tuple[list[Placed], list[GridFault]]:
    """Place the cells of ``rows`` on ``columns`` columns; faults tell overlaps, overruns and holes."""
    taken: dict[tuple[int, int], bool] = {}
    placed: list[Placed] = []
    found: list[GridFault] = []
    for y, row in enumerate(rows):
        x = 0
        for number, cell in enumerate(row.cells):
            while (y, x) in taken:
                x += 1
            wanted = [(y + dy, x + dx) for dy in range(cell.rows) for dx in range(cell.columns)]
            if x + cell.columns > columns or y + cell.rows > len(rows):
                text = f"第{number + 1}格伸出了表格（共{columns}列{len(rows)}行）"
                found.append(GridFault(y, number, "FRM-007", text, "请减小 columns 或 rows，或删去多余的格"))
                break
            if any(spot in taken for spot in wanted):
                text = f"第{number + 1}格与上面跨行的格重叠"
                found.append(GridFault(y, number, "FRM-007", text, "请检查 columns 和 rows 的跨度"))
                break
            taken.update(dict.fromkeys(wanted, True))
            placed.append(Placed(cell, y, x, cell.rows, cell.columns))
            x += cell.columns
        else:
            free = [x for x in range(columns) if (y, x) not in taken]
            if free:
                text = f"这一行空着第{'、'.join(str(x + 1) for x in free)}列"
                found.append(GridFault(y, None, "FRM-008", text, "请补上格，或加大某格的 columns"))
    return placed, found


@lru_cache(maxsize=64)
def _placed(rows: tuple[Row, ...], columns: int) -> tuple[Placed, ...]:
    return tuple(place(rows, columns)[0])


def placed_cells(edition: Edition) -> tuple[Placed, ...]:
    """All cells of a sheet in reading order with their places on the grid."""
    return _placed(edition.rows, len(edition.columns))


def sides(edition: Edition) -> list[range]:
    """The rows of a sheet by side of paper: a row with ``page`` starts a new one."""
    starts = [0, *(y for y, row in enumerate(edition.rows) if row.page and y > 0), len(edition.rows)]
    return [range(a, b) for a, b in pairwise(starts)]


def edges(lengths: Sequence[float], start: float = 0.0) -> tuple[float, ...]:
    """Running sums: n lengths give n + 1 edges."""
    result = [start]
    for length in lengths:
        result.append(result[-1] + length)
    return tuple(result)
