"""The strip below the paper: how to write in the cell in hand, or what looks wrong there and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from app.ui.paper.cells import Cell
from app.ui.paper.checks import CellNote
from app.ui.paper.typed import hint_of
from app.ui.widgets.basics import label, restyle, row


class Strip(QFrame):
    """One line: the cell's name, then its hint or its note."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paperStrip")
        self.name = label("")
        self.name.setObjectName("stripName")
        self.said = label("", "soft", wrap=True)
        self.said.setAccessibleName("填写提示")
        laid = row(self.name, self.said, margins=(14, 7, 14, 7), gap=10)
        laid.setStretch(1, 1)
        self.setLayout(laid)
        self.show_cell(None, None)

    def show_cell(self, cell: Cell | None, note: CellNote | None) -> None:
        """Speak of a cell; of none with how to begin."""
        self.name.setText(cell.label if cell else "")
        self.name.setVisible(cell is not None)
        if note is not None:
            self._say(note.problem.said, note.level)
        else:
            self._say(
                hint_of(cell.path) if cell else "点一格就能填；Enter 或 Tab 到下一格，Ctrl+滚轮缩放", ""
            )

    def remark(self, text: str) -> None:
        """Say what is going on."""
        self._say(text, "")

    def complain(self, text: str) -> None:
        """Say what went wrong with what was just tried."""
        self._say(text, "doubt")

    def _say(self, text: str, level: str) -> None:
        self.said.setText(text)
        restyle(self, "level", level)
