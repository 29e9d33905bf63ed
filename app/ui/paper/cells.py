"""The cells of a laid-out paper that can be filled in: where they are, in reading order. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.fields import label_of
from app.forms.boxes import Box, Page
from app.ui.paper.typed import kind_of

LEAST_WIDTH = 9.0
"""mm that a blank within a line of type is wide for mouse and editor, though nothing stands there yet."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place to fill in: the field's path, the number of its page from 0, its rectangle in mm, its box.

    ``more`` are its places on continuation pages, as (page, box).
    """

    path: str
    page: int
    x: float
    y: float
    w: float
    h: float
    box: Box
    more: tuple[tuple[int, Box], ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.path)

    @property
    def label(self) -> str:
        return label_of(self.path)


def _widened(box: Box, boxes: Sequence[Box]) -> tuple[float, float]:
    """x and width of a blank within a line, so wide that it can be hit, but not over what follows on the line."""
    if box.ruled or box.w >= LEAST_WIDTH:
        return box.x, box.w
    right = [other.x for other in boxes if other.y == box.y and other.x > box.x + 1e-6 and other is not box]
    room = min(right, default=box.x + 60.0) - box.x
    if box.w < 0.5:
        return box.x, max(box.w, min(60.0, room - 1.0))
    wide = LEAST_WIDTH
    return box.x - (wide - box.w) / 2, wide


def cells_of(pages: Sequence[Page]) -> list[Cell]:
    """The cells of a document in reading order; what goes on on a 续页 belongs to the cell that it goes on from."""
    first: dict[str, Cell] = {}
    for number, page in enumerate(pages):
        feet = {box.foot_of: box for box in page.boxes if box.foot_of}
        for box in page.boxes:
            if not box.path or box.record is not None:
                continue
            if box.path in first:
                known = first[box.path]
                first[box.path] = Cell(
                    known.path, known.page, known.x, known.y, known.w, known.h, known.box,
                    (*known.more, (number, box)),
                )  # fmt: skip
                continue
            x, w = _widened(box, page.boxes)
            foot = feet.get(box.path)
            h = foot.y - box.y if foot else box.h
            first[box.path] = Cell(box.path, number, x, box.y, w, h, box)
    return list(first.values())


def _places(cell: Cell) -> list[tuple[int, Cell | Box]]:
    return [(cell.page, cell), *cell.more]


def cell_at(cells: Sequence[Cell], page: int, x: float, y: float) -> Cell | None:
    """The cell at a point of a page, the smallest where several lie over one another."""
    found = [
        (place.w * place.h, number)
        for number, cell in enumerate(cells)
        for on, place in _places(cell)
        if on == page and place.x <= x <= place.x + place.w and place.y <= y <= place.y + place.h
    ]
    return cells[min(found)[1]] if found else None


def neighbour(cells: Sequence[Cell], path: str, dx: int, dy: int) -> Cell | None:
    """The nearest cell in a direction (one of ``dx``, ``dy`` is ±1); None at the edge of the paper."""
    here = next((cell for cell in cells if cell.path == path), None)
    if here is None:
        return None
    cx, cy = here.x + here.w / 2, here.page * 1000 + here.y + here.h / 2
    best: tuple[float, Cell] | None = None
    for cell in cells:
        if cell.path == path:
            continue
        x, y = cell.x + cell.w / 2, cell.page * 1000 + cell.y + cell.h / 2
        if dx:
            level = min(cell.y + cell.h, here.y + here.h) - max(cell.y, here.y)
            if cell.page != here.page or level <= 0 or (x - cx) * dx <= 0:
                continue
            away = abs(x - cx) + abs(y - cy)
        else:
            if (y - cy) * dy <= 0:
                continue
            beside = max(0.0, cell.x - cx, cx - cell.x - cell.w)
            away = abs(y - cy) + 3 * beside
        if best is None or away < best[0]:
            best = away, cell
    return best[1] if best else None
