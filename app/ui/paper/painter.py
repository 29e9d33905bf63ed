"""Pages of boxes drawn by Qt, as in the PDF: the same faces, glyphs and places, on a screen, an image or a printer.

Lengths come in mm from the page's top left; ``scale`` is pixels (or dots) of one mm. The painter's origin is the
page's top left corner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QImage, QPainter

from app.forms.boxes import PHOTO_INSET, RULE, Box, Page, Run
from app.ui.paper.pictures import Pictures, show_picture
from app.ui.paper.raw_fonts import raw_font

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

MM = 25.4 / 72
"""mm of one point."""
SCREEN = 96 / 25.4
"""Pixels of one mm at 100 %."""
INK = QColor("#000000")
_GRID = 100
Rule = tuple[float, float, float, float]
"""x, y, width and height of a border line in mm; the one of width or height that it has no extent in is 0."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where to draw: ``scale`` px of one mm, ``ratio`` device pixels of one px; ``snap`` puts lines on whole pixels.

    ``pictures`` keeps decoded photos; without it they are decoded here and now.
    """

    painter: QPainter
    faces: FaceSet
    scale: float
    ratio: float = 1.0
    snap: bool = True
    pictures: Pictures | None = None


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    ordered = sorted(spans)
    start, end = ordered[0]
    for low, high in ordered[1:]:
        if low > end:
            yield start, end
            start, end = low, high
        else:
            end = max(end, high)
    yield start, end


def rules(boxes: Iterable[Box]) -> list[Rule]:
    """The border lines of the boxes, each once, as long as it goes."""
    across: dict[int, set[tuple[int, int]]] = defaultdict(set)
    down: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for box in boxes:
        if box.ruled:
            left, right = round(box.x * _GRID), round((box.x + box.w) * _GRID)
            top, bottom = round(box.y * _GRID), round((box.y + box.h) * _GRID)
            for y in (top, bottom):
                across[y].add((left, right))
            for x in (left, right):
                down[x].add((top, bottom))
    made = [(a / _GRID, y / _GRID, (b - a) / _GRID, 0.0) for y, s in across.items() for a, b in _joined(s)]
    made += [(x / _GRID, a / _GRID, 0.0, (b - a) / _GRID) for x, s in down.items() for a, b in _joined(s)]
    return made


def _rule_rect(rule: Rule, canvas: Canvas) -> QRectF:
    """The ink of a border line in px: as thick as on paper, at least one device pixel, closed at the corners."""
    x, y, w, h = rule
    scale, ratio = canvas.scale, canvas.ratio
    if not canvas.snap:
        half = RULE / 2
        return QRectF((x - half) * scale, (y - half) * scale, (w + RULE) * scale, (h + RULE) * scale)
    thick = max(1, round(RULE * scale * ratio))

    def device(length: float) -> int:
        return round(length * scale * ratio - thick / 2)

    left, top = device(x), device(y)
    wide, tall = device(x + w) - left + thick, device(y + h) - top + thick
    return QRectF(left / ratio, top / ratio, wide / ratio, tall / ratio)


def draw_rules(page: Page, canvas: Canvas) -> None:
    """The border lines of a page."""
    for rule in rules(page.boxes):
        canvas.painter.fillRect(_rule_rect(rule, canvas), INK)


def draw_marks(page: Page, canvas: Canvas) -> None:
    """The inked rectangles of a page, on whole device pixels so that neighbours show no seam."""
    unit = canvas.scale * canvas.ratio
    for box in page.boxes:
        for x, y, w, h in box.marks:
            left, top, right, below = (round(length * unit) / canvas.ratio for length in (x, y, x + w, y + h))
            canvas.painter.fillRect(QRectF(left, top, right - left, below - top), INK)


def _draw_run(run: Run, baseline: float, size: float, canvas: Canvas) -> None:
    """One run glyph by glyph with the face's own advances; what the face does not have comes out as its 〓."""
    if not run.text or run.text.isspace():
        return
    face = canvas.faces.by_key(run.face)
    em = size * MM * canvas.scale
    glyphs, places = [], []
    x = 0.0
    for ch in run.text:
        glyphs.append(face.glyph(ch))
        places.append(QPointF(x, 0.0))
        x += face.advance(ch) * em
    drawn = QGlyphRun()
    drawn.setRawFont(raw_font(face, em))
    drawn.setGlyphIndexes(glyphs)
    drawn.setPositions(places)
    canvas.painter.drawGlyphRun(QPointF(run.x * canvas.scale, baseline * canvas.scale), drawn)


def draw_type(boxes: Iterable[Box], canvas: Canvas) -> None:
    """The lines of type of the boxes."""
    canvas.painter.setPen(INK)
    for box in boxes:
        for line in box.lines:
            for run in line.runs:
                _draw_run(run, line.baseline, line.size, canvas)


def photo_rect(box: Box, scale: float) -> QRectF:
    """Where a photo stands, in px: inside the border lines of its cell."""
    inset = PHOTO_INSET
    return QRectF(
        (box.x + inset) * scale,
        (box.y + inset) * scale,
        (box.w - 2 * inset) * scale,
        (box.h - 2 * inset) * scale,
    )


def paint_page(page: Page, canvas: Canvas) -> None:
    """Everything that is printed of a page, on whatever ground there is."""
    painter = canvas.painter
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for box in page.boxes:
        if box.image:
            show_picture(painter, box.image, photo_rect(box, canvas.scale), canvas.ratio, canvas.pictures)
    draw_rules(page, canvas)
    draw_marks(page, canvas)
    draw_type(page.boxes, canvas)
    painter.restore()


def page_image(page: Page, faces: FaceSet, scale: float = SCREEN, ratio: float = 1.0) -> QImage:
    """A page as a picture on white; ``scale`` px of one mm, ``ratio`` device pixels of one px."""
    wide, tall = round(page.width * scale * ratio), round(page.height * scale * ratio)
    image = QImage(wide, tall, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_page(page, Canvas(painter, faces, scale, ratio))
    painter.end()
    return image
