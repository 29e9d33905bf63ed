"""读聊天记录: what a supporter wrote in a chat becomes rows of the grid, for the clerk to look at and register."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit

from app.ui.desk import Desk
from app.ui.lookups import GAP, lookups
from app.ui.widgets.basics import button, column, label, row

EXAMPLE = "如：\n张医生 6月8日在江口镇卫生院：\n讲座2次，听课23人；查房5次，门诊120人次，捐赠设备0.5万元"
SAID = "读出来的先放进右边的表格，核对、改好以后点“登记”才存入。文字里没写人员、单位的，算表格上方写的。"
WIDTH = 320


class ChatPanel(QFrame):
    """``proposed`` gives rows of text for the grid; ``person`` and ``unit`` are whose the chat is when it names none."""

    proposed = Signal(list)

    def __init__(self, desk: Desk, person: QLineEdit, unit: QLineEdit) -> None:
        super().__init__()
        self.desk = desk
        self.lookups = lookups(desk)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAccessibleName("聊天记录")
        self.text.setTabChangesFocus(True)
        self.person, self.unit = person, unit
        self.left = label("", "warn", wrap=True)
        self.left.hide()
        self.read_button = button("读出来，放进表格", self.read, symbol="arrow-right", role="primary")
        body = column(
            row(label("读一段聊天记录", "section"), 1),
            label(SAID, "soft", wrap=True),
            self.text,
            self.read_button,
            self.left,
            margins=(16, 12, 16, 14),
            gap=10,
        )
        body.setStretch(2, 1)
        self.setLayout(body)

    def read(self) -> None:
        """Read the text off the GUI thread; nothing is stored."""
        text, place = self.text.toPlainText(), self.unit.text().strip()
        if not text.strip():
            self._tell(["先把聊天记录粘贴到上面"])
            return
        typed = self.person.text().strip()
        person = self.lookups.person(typed)

        def work(store: Any, progress: Any) -> tuple[list[dict[str, str]], list[str]]:
            from app.operations.ledger_text import proposed_rows, read_chat

            found = store.sql("SELECT id FROM unit WHERE name = ?", (place,)) if place else []
            reading = read_chat(store, text, person=person, unit=bytes(found[0][0]) if found else None)
            rows = proposed_rows(store, reading)
            for one in rows:
                if one.get("person") and one["person"] == typed.partition(GAP)[0]:
                    one["person"] = typed  # as it was picked: of namesakes the very one
            return rows, reading.left

        self.desk.ask("读聊天记录", work, lambda found: self._read(*found), owner=self)

    def _read(self, rows: list[dict[str, str]], left: list[str]) -> None:
        if rows:
            self.proposed.emit(rows)
            self.text.setPlainText("\n".join(left))
        self._tell([f"没有看懂：{'；'.join(left)}"] if left else [] if rows else ["没有读出任何工作"])

    def _tell(self, said: list[str]) -> None:
        self.left.setText("\n".join(said))
        self.left.setVisible(bool(said))
