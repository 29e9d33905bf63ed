"""How many rows there are of each status, as buttons that show only these."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.operations.preview import STATUS_LABELS, Status
from app.ui.icons import icon
from app.ui.importing.looks import LOOKS
from app.ui.widgets.basics import BESIDE_WORDS, row

ORDER: tuple[Status | None, ...] = (None, *STATUS_LABELS)


class Chips(QWidget):
    """``chosen`` carries a status, or None for all rows."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[Status | None, QPushButton] = {}
        self.group = QButtonGroup(self)
        for status in ORDER:
            made = QPushButton()
            made.setCheckable(True)
            made.setProperty("role", "chip")
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            if status is not None:
                look = LOOKS[status]
                made.setIcon(icon(look.symbol, look.ink))
                made.setIconSize(BESIDE_WORDS)
                made.setStyleSheet(_sheet(look.ink, look.ground))
            else:
                made.setStyleSheet(_sheet("#1f2a2e", "#e1e7e5"))
            made.clicked.connect(lambda _=False, status=status: self.chosen.emit(status))
            self.group.addButton(made)
            self.buttons[status] = made
        self.buttons[None].setChecked(True)
        self.setLayout(row(*self.buttons.values(), 1, gap=8))

    @property
    def status(self) -> Status | None:
        return next((status for status, made in self.buttons.items() if made.isChecked()), None)

    def show_counts(self, counts: Mapping[Status, int], total: int) -> None:
        """Say how many; a status without rows can not be chosen, unless it is the chosen one."""
        for status, made in self.buttons.items():
            count = total if status is None else counts.get(status, 0)
            made.setText(f"{'全部' if status is None else STATUS_LABELS[status]} {count:,}")
            made.setEnabled(count > 0 or made.isChecked())

    def choose(self, status: Status | None) -> None:
        self.buttons[status].setChecked(True)


def _sheet(ink: str, ground: str) -> str:
    return (
        "QPushButton { border: 1px solid transparent; border-radius: 14px; padding: 4px 14px;"
        f" background: transparent; color: {ink}; }}"
        f"QPushButton:hover, QPushButton:focus {{ border-color: {ink}; }}"
        f"QPushButton:checked {{ background: {ground}; border-color: {ink}; font-weight: 600; }}"
        "QPushButton:disabled { color: #6f7e82; background: transparent; }"
    )
