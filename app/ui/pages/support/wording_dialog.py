"""Changing the words of one letter or of an edition of the office's own: its blocks beside its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.catalogue.problems import Refusal
from app.forms.block_text import changed, kind_of, names_of, said
from app.forms.edition import Edition
from app.forms.letter_text import label as clause
from app.ui.paper.preview import PreviewView
from app.ui.widgets.basics import button, column, label, row, tool
from app.ui.widgets.dialogs import ask_keep
from app.ui.widgets.room import open_at

Blocks = list[dict[str, Any]]
LEVELS = {0: "正文", 1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
KINDS = {"table": "表格", "attachments": "附件", "parties": "落款"}
HINTS = {
    "text": "号码由程序编，改层次、删一段，后面的自动接上。{ } 里是自动填入的内容，竖线后面是日期的写法。",
    "table": "一行一个栏名。栏里的内容由记录填入。",
    "attachments": "一行一个附件的名称，号码由程序编；名称后面不加标点。",
    "parties": "一行一句；两方之间空一行。签章的地方和日期永远排在一起。",
}
SAID = "左边选一段，在下面改；右边马上看到。只改这一份，表样不动。"
WAIT_MS = 400


class WordingDialog(QDialog):
    """``keep`` gets the blocks that were made; ``restore`` takes a letter back to the edition's wording (None: there is no
    other wording to go back to); ``told`` says what is changed.

    ``look`` lays blocks out and gives the pages to its second argument. ``typed`` gets what a ``draft`` must hold at every
    change, nothing once it was thrown away; a draft of before is taken up.
    """

    def __init__(
        self,
        parent: QWidget | None,
        edition: Edition,
        blocks: Sequence[Mapping[str, Any]],
        keep: Callable[[Blocks], object],
        restore: Callable[[], object] | None,
        look: Callable[[Blocks, Callable[[Any], None]], object] | None = None,
        typed: Callable[[Mapping[str, Any]], object] = lambda _: None,
        draft: Mapping[str, Any] | None = None,
        told: str = SAID,
    ) -> None:
        super().__init__(parent)
        self.edition, self.keep_with, self.restore_with, self.look_with = edition, keep, restore, look
        self.typed_with, self.said = typed, told
        self.blocks: Blocks = [dict(block) for block in (draft["blocks"] if draft else blocks)]
        self.first: Blocks = [dict(block) for block in blocks]
        """As they read when the dialog opened."""
        self.names = names_of(edition)
        self.at = -1
        self.setWindowTitle(f"改文字：《{edition.name}》")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 1180, 760)
        self.preview = PreviewView()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        self._build()
        self._fill(draft["at"] if draft else 0)
        if draft and draft["text"]:
            self.text.setPlainText(draft["text"])
        self.look()

    def _build(self) -> None:
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName("文书的各段")
        self.table.setHorizontalHeaderLabels(["层次", "文字"])
        self.table.verticalHeader().hide()
        self.table.setColumnWidth(0, 72)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.currentCellChanged.connect(lambda now, *_: self._show(now))
        self.level = QComboBox()
        self.level.setAccessibleName("层次")
        for number, text in LEVELS.items():
            self.level.addItem(text, number)
        self.level.activated.connect(lambda _: self._typed())
        self.fields = QComboBox()
        self.fields.setAccessibleName("插入自动填入的内容")
        self.fields.addItem("插入自动填入的内容…")
        self.fields.addItems(sorted(self.names))
        self.fields.activated.connect(self._insert)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("这一段的文字")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(130)
        self.text.textChanged.connect(self._typed)
        self.hint = label("", "soft", wrap=True)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        add = button("在下面加一段", self.add, symbol="plus")
        drop = button("删掉这一段", self.drop, symbol="trash-2")
        up, down = (
            tool("chevron-up", "往上移", lambda: self.move_by(-1)),
            tool("chevron-down", "往下移", lambda: self.move_by(1)),
        )
        back = button("恢复为表样原文", self.restore, symbol="rotate-ccw")
        back.setVisible(self.restore_with is not None)
        close = button("取消", self.reject)
        self.keep_button = button("保存", self.keep, symbol="save", role="primary")
        for one in (back, add, drop, close):
            one.setAutoDefault(False)
        left = column(
            label(self.said, "soft", wrap=True),
            self.table,
            row(add, drop, up, down, 1, gap=8),
            row(self.level, self.fields, 1, gap=8),
            self.text,
            self.hint,
            self.problem,
            gap=8,
        )
        left.setStretch(1, 3)
        left.setStretch(4, 2)
        both = row(left, self.preview, gap=14)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.preview.setVisible(self.look_with is not None)
        body = column(both, row(back, 1, close, self.keep_button, gap=10), margins=(20, 16, 20, 14), gap=12)
        body.setStretch(0, 1)
        self.setLayout(body)

    # the list of blocks

    def _fill(self, at: int) -> None:
        """Put the blocks up anew and go to one of them."""
        self.at = -1
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.blocks))
        for number in range(len(self.blocks)):
            self.table.setItem(number, 0, QTableWidgetItem())
            self.table.setItem(number, 1, QTableWidgetItem())
            self._tell(number)
        self._number()
        self.table.blockSignals(False)
        self.table.setCurrentCell(min(at, len(self.blocks) - 1), 1)
        self._show(self.table.currentRow())

    def _number(self) -> None:
        """Which number each clause now has; those that are left out for want of a value are counted here."""
        counters = [0] * len(LEVELS)
        for at, block in enumerate(self.blocks):
            level = int(block.get("level", 0))
            said = KINDS.get(kind_of(block)) or LEVELS[0]
            if level:
                counters[level] += 1
                counters[level + 1 :] = [0] * (len(LEVELS) - level - 1)
                said = clause(level, counters[level])
            self._item(at, 0).setText(said)

    def _tell(self, number: int) -> None:
        block = self.blocks[number]
        text = said(block, self.names).replace("\n", "　")
        self._item(number, 1).setText(text)
        self._item(number, 1).setToolTip(text)

    def _item(self, number: int, place: int) -> QTableWidgetItem:
        found = self.table.item(number, place)
        assert found is not None
        return found

    def _show(self, number: int) -> None:
        """Put a block into the editor."""
        if not 0 <= number < len(self.blocks):
            return
        self.at = -1
        block = self.blocks[number]
        kind = kind_of(block)
        self.text.setPlainText(said(block, self.names))
        self.level.setCurrentIndex(int(block.get("level", 0)) if kind == "text" else 0)
        self.level.setEnabled(kind == "text")
        self.fields.setEnabled(kind != "table")
        rule = block.get("rule")
        self.hint.setText(f"这一段的依据：{rule}。\n{HINTS[kind]}" if rule else HINTS[kind])
        self.problem.hide()
        self.at = number

    def _typed(self) -> None:
        """What is typed goes into its block at once; what cannot be taken is said, and stays in the editor."""
        if self.at < 0:
            return
        try:
            block = changed(self.blocks[self.at], self.text.toPlainText(), self.names)
        except Refusal as refusal:
            self._say(refusal)
            self._tell_typed()
            return
        if kind_of(block) == "text":
            block["level"] = int(self.level.currentData())
        self.problem.hide()
        self.blocks[self.at] = block
        self._tell(self.at)
        self._number()
        self._wait.start()
        self._tell_typed()

    def _tell_typed(self) -> None:
        """What is typed now, for its draft; a text that cannot be taken stands beside the blocks."""
        wrong = "" if self.problem.isHidden() else self.text.toPlainText()
        self.typed_with({"blocks": self.blocks, "at": max(self.table.currentRow(), 0), "text": wrong})

    def _insert(self, number: int) -> None:
        """A field at the cursor, by its name."""
        if number > 0:
            self.text.insertPlainText("{" + self.fields.itemText(number) + "}")
        self.fields.setCurrentIndex(0)
        self.text.setFocus()

    def add(self) -> None:
        """A plain paragraph below the chosen one."""
        at = max(self.table.currentRow(), 0)
        self.blocks.insert(at + 1, {"text": ""})
        self._fill(at + 1)
        self._tell_typed()
        self.text.setFocus()

    def drop(self) -> None:
        """Leave the chosen block out."""
        at = self.table.currentRow()
        if 0 <= at < len(self.blocks) and len(self.blocks) > 1:
            del self.blocks[at]
            self._fill(at)
            self._wait.start()
            self._tell_typed()

    def move_by(self, places: int) -> None:
        """The chosen block further up or down."""
        at = self.table.currentRow()
        if 0 <= at < len(self.blocks) and 0 <= at + places < len(self.blocks):
            self.blocks.insert(at + places, self.blocks.pop(at))
            self._fill(at + places)
            self._wait.start()
            self._tell_typed()

    # what becomes of it

    def told(self) -> Blocks:
        """The blocks as they now read, empty paragraphs left out."""
        return [
            block for block in self.blocks if kind_of(block) != "text" or str(block.get("text", "")).strip()
        ]

    def _sound(self) -> Blocks | None:
        """The blocks when they can be set; else what is wrong is said."""
        from app.forms.letter_text import with_blocks

        if not self.problem.isHidden():
            return None
        try:
            blocks = self.told()
            with_blocks(self.edition, blocks)
        except Refusal as refusal:
            self._say(refusal)
            return None
        return blocks

    def _say(self, refusal: Refusal) -> None:
        problem = refusal.problem
        self.problem.setText(f"{problem.column}：{problem.said}")
        self.problem.show()

    def look(self) -> None:
        """Lay the letter out as it now reads."""
        from app.forms.letter_text import with_blocks

        if self.look_with is None:
            return
        try:
            blocks = self.told()
            with_blocks(self.edition, blocks)
        except Refusal:
            return  # half typed; said when it is to be kept
        self.look_with(blocks, self._looked)

    def _looked(self, pages: Any) -> None:
        """Show the pages, unless the dialog was closed while they were laid out."""
        if shiboken6.isValid(self):
            self.preview.show_pages(pages)

    def keep(self) -> None:
        """Keep the wording when it is sound; what is wrong is said here and the text stays."""
        blocks = self._sound()
        if blocks is not None:
            self.keep_with(blocks)
            self.accept()

    def reject(self) -> None:
        """Close; what was changed and not kept is asked about first."""
        if self.told() != self.first or not self.problem.isHidden():
            ask_keep(self, self.keep, self._throw_away)
        else:
            self._throw_away()

    def _throw_away(self) -> None:
        self.typed_with({})
        super().reject()

    def restore(self) -> None:
        """Back to the edition's wording."""
        self.typed_with({})
        if self.restore_with is not None:
            self.restore_with()
        self.accept()
