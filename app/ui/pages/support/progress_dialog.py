"""Tasks or goals against the ledger: what was done of what was asked; a double click shows the records behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from app.operations.progress import Progress
from app.ui import style
from app.ui.desk import Desk
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.tree import export_button, tree

HEADS = ("任务、目标", "目标数", "台账数", "完成", "记录")
PLACES = {
    "activity": ("support", "ledger"),
    "development": ("support", "registers"),
    "contact": ("support", "registers"),
    "training": ("support", "registers"),
    "posting": ("support", "postings"),
    "mentorship": ("support", "mentoring"),
    "agreement": ("support", "agreements"),
    "unit": ("pairings", "units"),
}
"""Where the records of a table are shown."""
_RECORD = Qt.ItemDataRole.UserRole
"""Table and key of the record that a row stands for."""
SAID = "台账数由“台账”和“学科与技术”里的记录数出来；没有选计数项的任务由人评定。点开一行，看是哪些记录，双击到那里看。"


class ProgressDialog(QDialog):
    """Each counted task opens into its records."""

    def __init__(
        self, parent: QWidget, title: str, found: Sequence[Progress], desk: Desk, said: str = SAID
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(880, 520)
        self.tree = tree(HEADS, (430, 80, 80, 80, 80), title)
        self.found = list(found)
        for one in self.found:
            self.tree.addTopLevelItem(_item(one))
        if self.found and not any(one.target for one in self.found):  # figures that nobody set a target for
            self.tree.hideColumn(1)
            self.tree.hideColumn(3)
            self.tree.setColumnWidth(0, 580)
            self.tree.headerItem().setText(0, "项目、记录")
            self.tree.headerItem().setText(2, "数")
        self.tree.itemExpanded.connect(self._open)
        self.tree.itemActivated.connect(lambda item, _: self.go_to(item))
        said = said if self.found else "没有可数的：写了任务、有了记录以后这里才有"
        buttons = row(
            export_button(self, desk, self.tree, title.replace("：", " ")), 1, button("关闭", self.accept)
        )
        body = column(
            label(title, "title", wrap=True), label(said, "soft", wrap=True), self.tree, buttons,
            margins=(22, 18, 22, 16), gap=12,
        )  # fmt: skip
        body.setStretch(2, 1)
        self.setLayout(body)

    def _open(self, item: QTreeWidgetItem) -> None:
        """Read the records of a task when it is first opened."""
        one = self.found[self.tree.indexOfTopLevelItem(item)]
        if item.childCount() != 1 or item.child(0).text(0) != "…":
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.records_said import records_said

            return records_said(store, one.table, one.records)

        def shown(lines: Any) -> None:
            item.takeChildren()
            for line in lines:
                child = QTreeWidgetItem([line.text, "", line.amount])
                child.setToolTip(0, line.text)
                child.setData(0, _RECORD, (one.table, line.key))
                item.addChild(child)

        self.desk.ask("读取记录", work, shown, owner=self)

    def go_to(self, item: QTreeWidgetItem) -> None:
        """Show a record where it is kept; a dialog below that has something to be kept first stays."""
        table, key = item.data(0, _RECORD) or ("", b"")
        if table not in PLACES:
            return
        over = self.parentWidget()
        below = over.window() if over is not None else None
        self.accept()
        if isinstance(below, QDialog):
            below.reject()
            if below.isVisible():
                return
        self.desk.go(*PLACES[table], key)


def _item(one: Progress) -> QTreeWidgetItem:
    met = {True: "完成", False: "未完成", None: ""}[one.met]
    count = str(len(one.records)) if one.table else ""
    said = f"{one.year}年　{one.text}" if one.year else one.text
    item = QTreeWidgetItem([said, one.target, one.done, met, count])
    item.setToolTip(0, one.text)
    if one.met is not None:
        item.setForeground(3, QColor(style.ACCENT if one.met else style.DANGER))
    if one.records:
        item.addChild(QTreeWidgetItem(["…"]))
    return item
