"""Windows that fit on the screen: on a small laptop what is too tall is scrolled, and the buttons stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

FRAME = QSize(20, 48)
"""What the system draws around a window, at most: its title above, its border on the sides."""


def room_for(window: QWidget) -> QSize:
    """How large a window's inside can be on its screen, the task bar left free."""
    return window.screen().availableSize() - FRAME


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or less where the screen is smaller."""
    window.resize(QSize(width, height).boundedTo(room_for(window)))


class Rolled(QScrollArea):
    """As tall as what it holds where there is room for it; otherwise it scrolls."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard is for the first field in it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        inner = self.widget().sizeHint()
        return QSize(inner.width() + bar, inner.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.sizeHint().width(), min(self.sizeHint().height(), 120))


class _Filled(QWidget):
    """Gives all its room to one widget. It has no layout: a scroll area would ask it for the height that wrapped words like
    best and scroll where the lists between them could well be lower."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.inner = inner
        inner.setParent(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        least, layout = self.inner.minimumSizeHint(), self.inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(
                max(least.height(), layout.totalMinimumHeightForWidth(max(least.width(), self.width())))
            )
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.inner.setGeometry(self.rect())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # words that wrap otherwise need another height


class Roomy(QScrollArea):
    """Fills whatever room there is; what it holds scrolls either way where that is less than it needs."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.inner = inner
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(_Filled(inner))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, 0)


class Upright(QScrollArea):
    """Scrolls up and down only, and is never narrower than what it holds can be."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        return QSize(self.widget().minimumSizeHint().width() + bar, 80)
