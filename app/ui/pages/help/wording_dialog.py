"""Changing the words of one letter: its blocks as text, kept with the letter, the edition untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.catalogue.problems import Refusal
from app.forms.edition import Edition
from app.ui.widgets.basics import button, column, label, row

Blocks = list[dict[str, Any]]
LEVELS = {0: "正文", 1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
SAID = "双击修改文字；{ } 里是自动填入的内容，不要改动。号码由程序编，删掉一段后面的自动接上。"


class WordingDialog(QDialog):
    """``keep`` gets the blocks that were made; ``restore`` takes the letter back to the edition's wording."""

    def __init__(
        self,
        parent: QWidget,
        edition: Edition,
        blocks: Sequence[Mapping[str, Any]],
        keep: Callable[[Blocks], object],
        restore: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self.edition, self.keep_with = edition, keep
        self.blocks: Blocks = [dict(block) for block in blocks]
        self.setWindowTitle(f"改文字：《{edition.name}》")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 620)
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName("文书的各段")
        self.table.setHorizontalHeaderLabels(["层次", "文字"])
        self.table.verticalHeader().hide()
        self.table.setColumnWidth(0, 80)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setWordWrap(True)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        back = button("恢复为表样原文", lambda: self._restore(restore), symbol="rotate-ccw")
        add = button("在下面加一段", self.add, symbol="plus")
        drop = button("删掉这一段", self.drop, symbol="trash-2")
        close = button("取消", self.reject)
        self.keep_button = button("保存", self.keep, symbol="save", role="primary")
        for one in (back, add, drop, close):
            one.setAutoDefault(False)
        body = column(
            label(SAID, "soft", wrap=True),
            self.table,
            self.problem,
            row(add, drop, back, 1, close, self.keep_button, gap=10),
            margins=(20, 16, 20, 14),
            gap=12,
        )
        body.setStretch(1, 1)
        self.setLayout(body)
        self._fill()

    def _fill(self) -> None:
        self.table.setRowCount(len(self.blocks))
        for number, block in enumerate(self.blocks):
            fixed = "（表格）" if block.get("rows") else "（落款）" if block.get("parties") else ""
            level = QTableWidgetItem(fixed or LEVELS[int(block.get("level", 0))])
            level.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            text = QTableWidgetItem(fixed or str(block.get("text", "")))
            if fixed:
                text.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(number, 0, level)
            self.table.setItem(number, 1, text)
        self.table.resizeRowsToContents()

    def told(self) -> Blocks:
        """The blocks as they now read."""
        made = []
        for number, block in enumerate(self.blocks):
            if not block.get("rows") and not block.get("parties"):
                item = self.table.item(number, 1)
                block = {**block, "text": item.text() if item else ""}
            made.append(block)
        return made

    def add(self) -> None:
        """A plain paragraph below the chosen one."""
        at = max(self.table.currentRow(), 0)
        self.blocks = self.told()
        self.blocks.insert(at + 1, {"text": ""})
        self._fill()
        self.table.setCurrentCell(at + 1, 1)
        item = self.table.item(at + 1, 1)
        if item is not None:
            self.table.editItem(item)

    def drop(self) -> None:
        """Leave the chosen block out."""
        at = self.table.currentRow()
        if 0 <= at < len(self.blocks) and len(self.blocks) > 1:
            self.blocks = self.told()
            del self.blocks[at]
            self._fill()

    def keep(self) -> None:
        """Keep the wording when it is sound; what is wrong is said here and the text stays."""
        from app.forms.letter_text import with_blocks

        blocks = [
            block
            for block in self.told()
            if block.get("text", "").strip() or block.get("rows") or block.get("parties")
        ]
        try:
            with_blocks(self.edition, blocks)
        except Refusal as refusal:
            problem = refusal.problem
            self.problem.setText(f"{problem.column}：{problem.message}。{problem.remedy}（{problem.code}）")
            self.problem.show()
            return
        self.keep_with(blocks)
        self.accept()

    def _restore(self, restore: Callable[[], object]) -> None:
        restore()
        self.accept()
