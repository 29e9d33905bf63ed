"""A card with a heading, a count and short lines; each line leads to its record, the heading folds the lines away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.ui.icons import icon
from app.ui.widgets.basics import button, column

ROW, HIGHEST = 26, 230
"""Height of a line, and the most that the card takes, in pixels."""


class Line(NamedTuple):
    """A line: what matters most comes first, for the end is cut where there is no room; where it leads ('' is nowhere)."""

    text: str
    place: str = ""
    record: bytes | None = None


class Lines(QFrame):
    """``opened`` gives the line that was clicked (or Enter on it), ``folding`` that the heading was."""

    opened = Signal(object)
    folding = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = title
        self.head = button(title, self.folding.emit, role="link")
        self.head.setStyleSheet("font-weight: 600; text-align: left;")
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setStyleSheet("QListWidget { border: 0; } QListView::item { padding: 0 6px; }")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        body = column(self.head, self.list, margins=(10, 6, 8, 6), gap=2)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.lines: list[Line] = []
        self.fill((), "正在读取…")
        self.fold(False)

    @property
    def texts(self) -> list[str]:
        """What the lines say."""
        return [one.text for one in self.lines]

    def fold(self, folded: bool) -> None:
        """Show only the heading with its count, or the lines too."""
        self.list.setVisible(not folded)
        self.setMaximumHeight(self.head.sizeHint().height() + 16 if folded else HIGHEST)
        self.head.setIcon(icon("chevron-right" if folded else "chevron-down"))
        self.head.setToolTip("展开" if folded else "收起，把地方让给上面的表")

    def fill(self, lines: Sequence[Line], nothing: str) -> None:
        """Replace the lines."""
        self.lines = list(lines)
        self.head.setText(f"{self.title}　{len(lines)}" if lines else self.title)
        self.list.clear()
        for one in self.lines or [Line(nothing)]:
            item = QListWidgetItem(one.text)
            item.setSizeHint(QSize(0, ROW))
            item.setToolTip(one.text)
            if not one.place:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled if self.lines else Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if 0 <= row < len(self.lines) and self.lines[row].place:
            self.opened.emit(self.lines[row])
