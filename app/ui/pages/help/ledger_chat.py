"""读聊天记录: what a supporter wrote in a chat becomes rows of the grid, for the clerk to look at and register."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit

from app.ui.desk import Desk
from app.ui.lookups import lookups
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.suggest import SuggestLine

EXAMPLE = "如：\n张医生 6月8日在江口镇卫生院：\n讲座2次，听课23人；查房5次，门诊120人次，捐赠设备0.5万元"
SAID = "读出来的先放进右边的表格，核对、改好以后点“登记”才存入。"
WIDTH = 320


class ChatPanel(QFrame):
    """``proposed`` gives rows of text for the grid."""

    proposed = Signal(list)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lookups = lookups(desk)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAccessibleName("聊天记录")
        self.text.setTabChangesFocus(True)
        self.person = self._line("person", "文字里没写人员时，算谁的")
        self.unit = self._line("unit", "文字里没写单位时，算哪里的")
        self.left = label("", "warn", wrap=True)
        self.left.hide()
        read = button("读出来，放进表格", self.read, symbol="arrow-right", role="primary")
        body = column(
            row(label("读一段聊天记录", "section"), 1),
            label(SAID, "soft", wrap=True),
            self.text,
            column(label("人员", "label"), self.person, gap=3),
            column(label("受援单位", "label"), self.unit, gap=3),
            read,
            self.left,
            margins=(16, 12, 16, 14),
            gap=10,
        )
        body.setStretch(2, 1)
        self.setLayout(body)

    def _line(self, kind: str, hint: str) -> QLineEdit:
        made = SuggestLine(self.lookups.suggest(kind))
        made.setPlaceholderText(hint)
        made.setAccessibleName(hint)
        return made

    def read(self) -> None:
        """Read the text off the GUI thread; nothing is stored."""
        text, place = self.text.toPlainText(), self.unit.text().strip()
        if not text.strip():
            self._tell(["先把聊天记录粘贴到上面"])
            return
        person = self.lookups.person(self.person.text())

        def work(store: Any, progress: Any) -> tuple[list[dict[str, str]], list[str]]:
            from app.operations.ledger_text import proposed_rows, read_chat

            found = store.sql("SELECT id FROM unit WHERE name = ?", (place,)) if place else []
            reading = read_chat(store, text, person=person, unit=bytes(found[0][0]) if found else None)
            return proposed_rows(store, reading), reading.left

        self.desk.ask("读聊天记录", work, lambda found: self._read(*found), owner=self)

    def _read(self, rows: list[dict[str, str]], left: list[str]) -> None:
        if rows:
            self.proposed.emit(rows)
            self.text.setPlainText("\n".join(left))
        self._tell([f"没有看懂：{'；'.join(left)}"] if left else [] if rows else ["没有读出任何工作"])

    def _tell(self, said: list[str]) -> None:
        self.left.setText("\n".join(said))
        self.left.setVisible(bool(said))
