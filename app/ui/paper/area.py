"""The paper in the window: pages painted as they print, scrolled and enlarged, with marks that only the screen shows."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.ui import style
from app.ui.paper.cells import Cell, cell_at
from app.ui.paper.document import PaperDocument
from app.ui.paper.painter import SCREEN, Canvas, paint_page
from app.ui.paper.pictures import Pictures
from app.ui.paper.places import MARGIN, Places, place_pages

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

DESK = QColor("#e7ecea")
EMPTY = QColor(15, 118, 110, 15)
UNDER = QColor(15, 118, 110, 34)
DOUBT, REMARK = QColor("#b45309"), QColor("#0f766e")
LEAST_ZOOM, MOST_ZOOM = 0.3, 4.0
_KEPT = 4
_LARGE = 12_000_000
"""Pixels above which a page is painted afresh each time, only where it is seen: as a picture it would be 50 MB."""
_STEP = 1.1


class PaperArea(QAbstractScrollArea):
    """``pressed`` names the cell under a click and the place in the viewport; ``scaled`` follows another size
    or place, ``wheeled`` a zoom by Ctrl and the wheel."""

    pressed = Signal(object, QPoint)
    scaled = Signal()
    wheeled = Signal(float)

    def __init__(self, document: PaperDocument) -> None:
        super().__init__()
        self.document = document
        self.pictures = Pictures(self)
        self.zoom = 1.0
        self.fitting = True
        self.current = ""
        self.overlay: QRect | None = None
        """Where the editor lies in the viewport: it may need more room than its cell."""
        self.under = ""
        self.places: Places = place_pages((), SCREEN, 0)
        self._painted: OrderedDict[tuple[int, float], QPixmap] = OrderedDict()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("纸面")
        self.verticalScrollBar().setSingleStep(40)
        document.relaid.connect(self.relay)
        self.pictures.ready.connect(self._repaint)

    # where things are

    def relay(self) -> None:
        """The pages are others: place and paint them anew."""
        self._painted.clear()
        self._place()

    def _repaint(self) -> None:
        self._painted.clear()
        self.viewport().update()

    def _place(self) -> None:
        room = self.viewport().width()
        if self.fitting and self.document.pages:
            widest = max(page.width for page in self.document.pages) * SCREEN
            zoom = min(2.0, max(LEAST_ZOOM, (room - 2 * MARGIN) / widest))
            if abs(zoom - self.zoom) > 1e-3:
                self.zoom = zoom
                self._painted.clear()
        self.places = place_pages(self.document.pages, SCREEN * self.zoom, room)
        size, port = self.places.size, self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), port.width()),
            (self.verticalScrollBar(), size.height(), port.height()),
        ):
            bar.setRange(0, max(0, round(whole) - seen))
            bar.setPageStep(seen)
        self.viewport().update()
        self.scaled.emit()

    def set_zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show the paper that large; the point ``at`` of the viewport (its middle by default) stays where it is."""
        self.fitting = False
        before = self.zoom
        self.zoom = min(MOST_ZOOM, max(LEAST_ZOOM, factor))
        point = at or QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        held = point + self._scrolled()
        self._painted.clear()
        self._place()
        moved = held * (self.zoom / before) - point
        self.horizontalScrollBar().setValue(round(moved.x()))
        self.verticalScrollBar().setValue(round(moved.y()))

    def fit_width(self) -> None:
        """As wide as the window has room for, also when it is made wider."""
        self.fitting = True
        self._place()

    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def rect_of(self, cell: Cell) -> QRect:
        """The inside of a cell in the viewport, without its border lines."""
        return self.places.cell(cell).translated(-self._scrolled()).toAlignedRect().adjusted(1, 1, -1, -1)

    def page_rect(self, number: int) -> QRect:
        """The rectangle of a page in the viewport."""
        return self.places.pages[number].translated(-self._scrolled()).toAlignedRect()

    def show_cell(self, cell: Cell) -> None:
        """Scroll so that the cell is seen; a cell taller than the window by its top."""
        rect, port = self.rect_of(cell), self.viewport().rect()
        edge = 24
        for bar, low, high, seen in (
            (self.verticalScrollBar(), rect.top(), rect.bottom(), port.height()),
            (self.horizontalScrollBar(), rect.left(), rect.right(), port.width()),
        ):
            if low < edge or high - low > seen - 2 * edge:
                bar.setValue(bar.value() + low - edge)
            elif high > seen - edge:
                bar.setValue(bar.value() + high - seen + edge)

    def cell_under(self, point: QPointF) -> Cell | None:
        """The cell at a point of the viewport."""
        place = self.places.at(point + self._scrolled())
        return cell_at(self.document.cells, *place) if place else None

    # painting

    def _page(self, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (number, ratio)
        found = self._painted.get(key)
        if found is None:
            rect = self.places.pages[number]
            found = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.white)
            painter = QPainter(found)
            self._paint(painter, number)
            painter.end()
            self._painted[key] = found
            if len(self._painted) > _KEPT:
                self._painted.popitem(last=False)
        return found

    def _paint(self, painter: QPainter, number: int) -> None:
        self._tint(painter, number)
        faces, ratio = self.document.faces, self.devicePixelRatioF()
        canvas = Canvas(painter, faces, self.places.scale, ratio, pictures=self.pictures)
        paint_page(self.document.pages[number], canvas)

    def _show_page(self, painter: QPainter, number: int) -> None:
        rect, ratio = self.places.pages[number], self.devicePixelRatioF()
        _shadow(painter, rect)
        if rect.width() * rect.height() * ratio * ratio <= _LARGE:
            painter.drawPixmap(rect.topLeft(), self._page(number))
            return
        painter.save()
        painter.translate(rect.topLeft())
        painter.fillRect(QRectF(QPointF(), rect.size()), Qt.GlobalColor.white)
        self._paint(painter, number)
        painter.restore()

    def _tint(self, painter: QPainter, number: int) -> None:
        """Cells that are still empty have a breath of colour; it is not printed."""
        corner = self.places.pages[number].topLeft()
        for cell in self.document.cells:
            empty = not self.document.text(cell.path) if cell.kind != "photo" else not cell.box.image
            if cell.page == number and empty:
                painter.fillRect(self.places.cell(cell).translated(-corner), EMPTY)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), DESK)
        moved = self._scrolled()
        seen = QRectF(event.rect()).translated(moved)
        painter.translate(-moved)
        for number, rect in enumerate(self.places.pages):
            if rect.adjusted(-8, -8, 8, 8).intersects(seen):
                self._show_page(painter, number)
        self._marks(painter)
        painter.end()

    def _marks(self, painter: QPainter) -> None:
        for cell in self.document.cells:
            rect = self.places.cell(cell)
            if cell.path == self.under and cell.path != self.current:
                painter.fillRect(rect, UNDER)
            note = self.document.notes.get(cell.path)
            if note is not None:
                _corner(painter, rect, DOUBT if note.level == "doubt" else REMARK)
            if cell.path == self.current:
                doubtful = note is not None and note.level == "doubt"
                if self.overlay is not None:
                    rect = QRectF(self.overlay.adjusted(-1, -1, 1, 1)).translated(self._scrolled())
                painter.setPen(QPen(DOUBT if doubtful else QColor(style.ACCENT), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect)

    # mouse

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        self.viewport().update()
        self.scaled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.cell_under(event.position()), event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        cell = self.cell_under(event.position())
        path = cell.path if cell else ""
        if path != self.under:
            self.under = path
            self.viewport().setCursor(_cursor(cell))
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.under = ""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = _STEP if event.angleDelta().y() > 0 else 1 / _STEP
            self.set_zoom(self.zoom * factor, event.position())
            self.wheeled.emit(self.zoom)
        else:
            super().wheelEvent(event)

    def whole_size(self) -> QSizeF:
        """The size of all pages with what is round them."""
        return self.places.size


def _cursor(cell: Cell | None) -> Qt.CursorShape:
    if cell is None:
        return Qt.CursorShape.ArrowCursor
    pointed = cell.kind in ("photo", "yesno")
    return Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.IBeamCursor


def _shadow(painter: QPainter, rect: QRectF) -> None:
    for spread in range(4, 0, -1):
        painter.fillRect(rect.adjusted(-spread, -spread + 1, spread, spread + 1), QColor(30, 45, 42, 9))


def _corner(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A small corner at the upper right, as spreadsheets mark a cell with a note."""
    side = 9.0
    point = rect.topRight() + QPointF(-1, 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([point, point - QPointF(side, 0), point + QPointF(0, side)]))
    painter.restore()
