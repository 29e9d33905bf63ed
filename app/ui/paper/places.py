"""Where the pages of a paper stand in the window: one below the other, centred, with a gap between them.

Lengths are pixels from the top left of the whole (before scrolling); ``scale`` is pixels of one mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from app.forms.boxes import Page
from app.ui.paper.cells import Cell

MARGIN, GAP = 18.0, 16.0


@dataclass(frozen=True, slots=True)
class Places:
    """The rectangles of the pages, and the size of all with the margin round them."""

    scale: float
    pages: tuple[QRectF, ...]
    size: QSizeF

    def cell(self, cell: Cell) -> QRectF:
        """The rectangle of a cell."""
        return self.rect(cell.page, cell.x, cell.y, cell.w, cell.h)

    def rect(self, page: int, x: float, y: float, w: float, h: float) -> QRectF:
        """A rectangle of a page, given in mm."""
        corner = self.pages[page].topLeft()
        return QRectF(
            corner.x() + x * self.scale, corner.y() + y * self.scale, w * self.scale, h * self.scale
        )

    def at(self, point: QPointF) -> tuple[int, float, float] | None:
        """The page under a point, and the place on it in mm."""
        for number, page in enumerate(self.pages):
            if page.contains(point):
                return number, (point.x() - page.x()) / self.scale, (point.y() - page.y()) / self.scale
        return None


def place_pages(pages: Sequence[Page], scale: float, room: float) -> Places:
    """Place the pages for a window ``room`` pixels wide."""
    widest = max((page.width for page in pages), default=0.0) * scale
    whole = max(room, widest + 2 * MARGIN)
    rects, y = [], MARGIN
    for page in pages:
        wide, tall = page.width * scale, page.height * scale
        rects.append(QRectF(round((whole - wide) / 2), round(y), wide, tall))
        y += tall + GAP
    return Places(scale, tuple(rects), QSizeF(whole, y - GAP + MARGIN))
