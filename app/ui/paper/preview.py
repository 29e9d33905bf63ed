"""Looking through pages before they are printed: any number of them, painted when they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.forms.boxes import Page
from app.forms.fonts import faces as machine_faces
from app.ui.paper.area import DESK, LEAST_ZOOM, MOST_ZOOM
from app.ui.paper.painter import SCREEN, Canvas, paint_page
from app.ui.paper.pictures import Pictures
from app.ui.paper.places import GAP, MARGIN, Places, place_pages
from app.ui.widgets.basics import column, label, row, tool

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

_KEPT = 12
_STEP = 1.15


class PageArea(QAbstractScrollArea):
    """The pages themselves. ``seen`` follows when another page is the uppermost."""

    seen = Signal(int)

    def __init__(self, faces: FaceSet | None = None) -> None:
        super().__init__()
        self.faces = faces or machine_faces()
        self.pages: list[Page] = []
        self.pictures = Pictures(self)
        self.zoom = 1.0
        self.fit = "width"
        self.places: Places = place_pages((), SCREEN, 0)
        self._painted: OrderedDict[tuple[int, float], QPixmap] = OrderedDict()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("打印预览")
        self.verticalScrollBar().setSingleStep(40)
        self.pictures.ready.connect(self._repaint)

    def put(self, pages: Sequence[Page]) -> None:
        """Show these pages from the first one on."""
        self.pages = list(pages)
        self._painted.clear()
        self.verticalScrollBar().setValue(0)
        self.place()

    def add(self, pages: Sequence[Page]) -> None:
        """More pages behind those that are there."""
        self.pages += pages
        self.place()

    def place(self) -> None:
        """Place the pages for the present size of the window."""
        room, tall = self.viewport().width() - 2 * MARGIN, self.viewport().height() - 2 * MARGIN
        if self.fit and self.pages:
            zoom = room / (max(page.width for page in self.pages[:50]) * SCREEN)
            if self.fit == "page":
                zoom = min(zoom, tall / (self.pages[0].height * SCREEN))
            self._resize(min(2.0, max(LEAST_ZOOM, zoom)))
        self.places = place_pages(self.pages, SCREEN * self.zoom, self.viewport().width())
        size, port = self.places.size, self.viewport().size()
        for bar, whole, part in (
            (self.horizontalScrollBar(), size.width(), port.width()),
            (self.verticalScrollBar(), size.height(), port.height()),
        ):
            bar.setRange(0, max(0, round(whole) - part))
            bar.setPageStep(part)
        self.viewport().update()
        self.seen.emit(self.uppermost())

    def _resize(self, zoom: float) -> None:
        if abs(zoom - self.zoom) > 1e-3:
            self.zoom = zoom
            self._painted.clear()

    def magnify(self, factor: float) -> None:
        """Larger or smaller, keeping the middle of what is seen."""
        here = self.verticalScrollBar().value() + self.viewport().height() / 2
        before, self.fit = self.zoom, ""
        self._resize(min(MOST_ZOOM, max(LEAST_ZOOM, self.zoom * factor)))
        self.place()
        self.verticalScrollBar().setValue(round(here * self.zoom / before - self.viewport().height() / 2))

    def fit_to(self, fit: str) -> None:
        """``width`` or ``page``."""
        number, self.fit = self.uppermost(), fit
        self.place()
        self.show_page(number)

    def uppermost(self) -> int:
        """The number (from 0) of the page that most of the upper half of the window shows."""
        line = self.verticalScrollBar().value() + self.viewport().height() * 0.4
        low, high = 0, len(self.places.pages) - 1
        while low < high:
            half = (low + high) // 2
            if self.places.pages[half].bottom() + GAP < line:
                low = half + 1
            else:
                high = half
        return max(0, low)

    def show_page(self, number: int) -> None:
        """Scroll to a page (from 0)."""
        if self.places.pages:
            page = self.places.pages[max(0, min(number, len(self.places.pages) - 1))]
            self.verticalScrollBar().setValue(round(page.top() - GAP))

    def _repaint(self) -> None:
        self._painted.clear()
        self.viewport().update()

    def _page(self, number: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        found = self._painted.get((number, ratio))
        if found is None:
            rect = self.places.pages[number]
            found = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.white)
            painter = QPainter(found)
            paint_page(
                self.pages[number],
                Canvas(painter, self.faces, self.places.scale, ratio, pictures=self.pictures),
            )
            painter.end()
            self._painted[number, ratio] = found
            if len(self._painted) > _KEPT:
                self._painted.popitem(last=False)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), DESK)
        moved = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        painter.translate(-moved)
        seen = QRectF(event.rect()).translated(moved)
        number = max(0, self.uppermost() - 3)
        while number < len(self.pages) and self.places.pages[number].top() < seen.bottom() + 8:
            rect = self.places.pages[number]
            if rect.bottom() > seen.top() - 8:
                for spread in range(4, 0, -1):
                    painter.fillRect(
                        rect.adjusted(-spread, -spread + 1, spread, spread + 1), QColor(30, 45, 42, 9)
                    )
                painter.drawPixmap(rect.topLeft(), self._page(number))
            number += 1
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        self.viewport().update()
        self.seen.emit(self.uppermost())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.magnify(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        here = self.uppermost()
        pages = {
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.pages) - 1,
            Qt.Key.Key_PageDown: here + 1, Qt.Key.Key_PageUp: here - 1,
        }  # fmt: skip
        number = pages.get(Qt.Key(event.key()))
        if number is not None:
            self.show_page(number)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.magnify(1 / _STEP if event.key() == Qt.Key.Key_Minus else _STEP)
        else:
            super().keyPressEvent(event)


class PreviewView(QWidget):
    """The pages with a bar that says which one is seen and how large."""

    def __init__(self, faces: FaceSet | None = None) -> None:
        super().__init__()
        self.area = PageArea(faces)
        self.said = label("", "soft")
        bar = row(
            self.said,
            1,
            tool("zoom-out", "缩小（Ctrl+滚轮）", lambda: self.area.magnify(1 / _STEP)),
            tool("zoom-in", "放大", lambda: self.area.magnify(_STEP)),
            tool("maximize", "适合宽度", lambda: self.area.fit_to("width")),
            tool("file", "整页", lambda: self.area.fit_to("page")),
            margins=(12, 4, 8, 4),
            gap=4,
        )
        laid = column(bar, self.area, gap=0)
        laid.setStretch(1, 1)
        self.setLayout(laid)
        self.setFocusProxy(self.area)
        self.area.seen.connect(self._seen)

    @property
    def pages(self) -> list[Page]:
        """The pages that are shown."""
        return self.area.pages

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show these pages and no others."""
        self.area.put(pages)

    def add_pages(self, pages: Sequence[Page]) -> None:
        """More pages behind those that are there."""
        self.area.add(pages)

    def _seen(self, number: int) -> None:
        count = len(self.area.pages)
        self.said.setText(f"第 {number + 1} 页 / 共 {count:,} 页" if count else "")
