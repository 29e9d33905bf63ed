"""The one search of the window: name, pinyin, initials, a part of an ID number or a phone.

The hits hang below the field as a plain child of the window, not as a popup: popups can swallow a Chinese input
method. Looking goes on off the GUI thread; answers to what is no longer typed are dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.ui import style
from app.ui.icons import icon
from app.ui.widgets.basics import LIST_ROW, list_item

PAUSE_MS = 120
MOST = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: ``id`` 16 bytes, ``name`` and what tells it from its namesakes."""

    id: bytes
    name: str
    detail: str


Finder = Callable[[str, Callable[[list[Hit]], None]], None]
"""Looks for a text and calls back with the hits, at most :data:`MOST`."""


class SearchBox(QLineEdit):
    """``found`` gives the id of the chosen record; ``listed`` the text whose hits are wanted as a list."""

    found = Signal(bytes)
    listed = Signal(str)

    def __init__(self, finder: Finder, over: QWidget) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText("姓名 / 拼音 / 身份证号 / 电话（Ctrl+F）")
        self.setAccessibleName("搜索人员")
        self.setClearButtonEnabled(True)
        self.setFixedWidth(330)
        self.addAction(icon("search", style.FAINT), QLineEdit.ActionPosition.LeadingPosition)
        self.finder = finder
        self.over = over
        self.hits = QListWidget(over)
        self.hits.setObjectName("hits")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.hits.itemClicked.connect(self._choose)
        self.hits.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.textChanged.connect(self._typed)
        self.installEventFilter(self)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.hits.hide()

    def _look(self) -> None:
        asked = self.text().strip()
        if asked:
            self.finder(asked, lambda hits: self._show(asked, hits))

    def _show(self, asked: str, hits: list[Hit]) -> None:
        if asked != self.text().strip() or not self.hasFocus():
            return
        self.hits.clear()
        for hit in hits[:MOST]:
            item = list_item(f"{hit.name}　{hit.detail}", "user")
            item.setData(Qt.ItemDataRole.UserRole, hit.id)
            self.hits.addItem(item)
        last = f"在人员列表中显示“{asked}”的全部结果" if hits else f"没有找到“{asked}”"
        item = list_item(last, "table-2" if hits else "info")
        if not hits:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.hits.addItem(item)
        self.hits.setCurrentRow(0)
        self._place()
        self.hits.show()
        self.hits.raise_()

    def _place(self) -> None:
        width = max(self.width() + 140, 560)
        corner = self.mapTo(self.over, QPoint(self.width() - width, self.height() + 6))
        self.hits.setGeometry(max(8, corner.x()), corner.y(), width, self.hits.count() * LIST_ROW + 14)

    def _choose(self, item: QListWidgetItem) -> None:
        record = item.data(Qt.ItemDataRole.UserRole)
        text = self.text().strip()
        self.hits.hide()
        if record is not None:
            self.found.emit(bytes(record))
        elif item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.listed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FocusOut:
            self.hits.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self.hits.isVisible():
            self.hits.setCurrentRow(max(0, min(self.hits.count() - 1, self.hits.currentRow() + step)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.hits.isVisible() and self.hits.currentItem() is not None:
                self._choose(self.hits.currentItem())
            elif self.text().strip():
                self._pause.stop()
                self._look()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
            return True
        return False
