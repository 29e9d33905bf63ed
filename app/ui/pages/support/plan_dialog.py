"""What of the plan is due: overdue things first, ticked off here or opened in the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from app.catalogue.dates import format_partial
from app.operations.plans import Due
from app.ui import style
from app.ui.desk import Desk
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.tree import export_button, tree

HEADS = ("到期", "状态", "工作", "牵头科室")
_NUMBER = Qt.ItemDataRole.UserRole


class DueDialog(QDialog):
    """``chosen`` gives the key of the plan item that was double-clicked."""

    chosen = Signal(bytes)

    def __init__(self, parent: QWidget, found: Sequence[Due], desk: Desk) -> None:
        super().__init__(parent)
        self.desk, self.found = desk, list(found)
        self.setWindowTitle("到期的工作计划")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 520)
        self.tree = tree(HEADS, (100, 100, 470, 120), "到期的工作计划", flat=True)
        for number, one in enumerate(self.found):
            self.tree.addTopLevelItem(_item(number, one))
        self.tree.itemDoubleClicked.connect(lambda item, _: self._go(item))
        self.done_button = button("记为已完成", self.complete, symbol="check", role="primary")
        self.done_button.setEnabled(bool(self.found))
        close = button("关闭", self.accept)
        said = f"已逾期和 30 天内到期的 {len(self.found)} 项" if self.found else "30 天内没有到期的工作"
        buttons = row(self.done_button, export_button(self, desk, self.tree, "到期的工作计划"), 1, close)
        parts = column(
            label("到期的工作计划", "title"), label(said, "soft"), self.tree, buttons,
            margins=(22, 18, 22, 16), gap=12,
        )  # fmt: skip
        parts.setStretch(2, 1)
        self.setLayout(parts)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def complete(self) -> None:
        """Tick off the current one, today; undoable as everything."""
        chosen = self.tree.selectedItems()
        if not chosen:
            return
        item = chosen[0]
        one = self.found[item.data(0, _NUMBER)]
        key = one.occurrence or one.item
        from app.operations.plans import complete

        self.desk.act(
            "完成计划",
            lambda store, progress: complete(store, key),
            lambda outcome: self._done(item),
            owner=self,
        )

    def _done(self, item: QTreeWidgetItem) -> None:
        self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(item))
        self.done_button.setEnabled(self.tree.topLevelItemCount() > 0)

    def _go(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(self.found[item.data(0, _NUMBER)].item)
        self.accept()


def _item(number: int, one: Due) -> QTreeWidgetItem:
    item = QTreeWidgetItem([format_partial(one.due, "Y.M.D"), one.state, one.goal, one.lead])
    item.setData(0, _NUMBER, number)
    item.setToolTip(2, one.goal)
    if one.state.startswith("逾期"):
        item.setForeground(1, QColor(style.DANGER))
    return item
