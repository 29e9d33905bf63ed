"""The right half of a page with a list: a heading and a scrolled body, or a sentence while nothing is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QSplitter, QStackedWidget, QWidget

from app.ui.desk import Desk
from app.ui.widgets.basics import column, label, row
from app.ui.widgets.room import Upright


class Detail(QFrame):
    """``body`` is a layout of forms and grids; ``heading`` says whose they are."""

    def __init__(self, body: QLayout, nothing: str, *actions: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.heading = label("", "title", wrap=True)
        self.sub = label("", "soft", wrap=True)
        inner = QWidget()
        inner.setLayout(body)
        self.area = Upright(inner)
        top = row(column(self.heading, self.sub, gap=2), *actions, gap=8)
        top.setStretch(0, 1)
        full = QWidget()
        whole = column(top, self.area, gap=12, margins=(18, 14, 10, 8))
        whole.setStretch(1, 1)
        full.setLayout(whole)
        empty = label(nothing, "soft", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        self.pages.addWidget(empty)
        self.pages.addWidget(full)
        self.setLayout(column(self.pages))

    def show_nothing(self) -> None:
        self.pages.setCurrentIndex(0)

    def show_heading(self, text: str, sub: str = "") -> None:
        """Show the body under this heading."""
        self.heading.setText(text)
        self.sub.setText(sub)
        self.sub.setVisible(bool(sub))
        self.pages.setCurrentIndex(1)


def beside(desk: Desk, key: str, left: QWidget, right: QWidget, parts: tuple[int, int] = (3, 4)) -> QSplitter:
    """A list and its detail with a border that can be dragged and is remembered."""
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(12)
    made.addWidget(left)
    made.addWidget(right)
    made.setStretchFactor(0, parts[0])
    made.setStretchFactor(1, parts[1])
    made.setSizes([part * 1400 // sum(parts) for part in parts])
    desk.settings.watch_splitter(key, made)
    return made
