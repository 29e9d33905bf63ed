"""The button that takes back the last operation, and says which one that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton

from app.ui.desk import Desk
from app.ui.icons import icon
from app.ui.widgets.basics import BESIDE_WORDS

if TYPE_CHECKING:
    from app.operations.history import HistoryItem

TITLE_WIDTH = 190
LOOK_BACK = 50


def last_undoable(items: list[HistoryItem]) -> HistoryItem | None:
    """The newest operation that has not been taken back and is not itself a taking back."""
    return next((item for item in items if not item.undone and not item.undoes), None)


class UndoButton(QPushButton):
    """撤销上一步. It follows ``desk.changed``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(icon("undo-2"), "撤销上一步")
        self.desk = desk
        self.item: HistoryItem | None = None
        self.setIconSize(BESIDE_WORDS)
        self.setEnabled(False)
        self.clicked.connect(self.undo)
        desk.changed.connect(self.refresh)
        desk.opened.connect(self.refresh)

    def refresh(self) -> None:
        from app.operations.history import history

        self.desk.ask(
            "读取变更记录", lambda store, progress: history(store, LOOK_BACK), self._show, owner=self
        )

    def _show(self, items: list[HistoryItem]) -> None:
        self.item = last_undoable(items)
        self.setEnabled(self.item is not None)
        if self.item is None:
            self.setText("撤销上一步")
            self.setToolTip("还没有可以撤销的操作")
            return
        cut = QFontMetrics(self.font()).elidedText(self.item.title, Qt.TextElideMode.ElideRight, TITLE_WIDTH)
        self.setText(f"撤销：{cut}")
        self.setToolTip(f"撤销上一步：{self.item.title}（Ctrl+Z）\n{self.item.at} {self.item.operator}")

    def undo(self) -> None:
        """Take back what the button names; a sentence says what stands in the way."""
        if self.item is None:
            self.desk.noticed.emit("没有可以撤销的操作")
            return
        from app.operations.history import undo_operation

        operation = self.item.id
        self.item = None
        self.setEnabled(False)
        self.desk.act(
            "撤销", lambda store, progress: undo_operation(store, operation), failed=self._refused, owner=self
        )

    def _refused(self, error: BaseException) -> None:
        self.desk.trouble(error)
        self.refresh()
