"""The column on the left: the program's name and its few places, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from app.ui import style
from app.ui.icons import icon
from app.ui.widgets.basics import column, label, row

WIDTH = 176


class Navigation(QFrame):
    """``chosen`` gives the key of the page that was asked for."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setFixedWidth(WIDTH)
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        mark = QLabel()
        mark.setPixmap(icon("heart-handshake", style.ACCENT).pixmap(QSize(30, 30)))
        name = label("援帮")
        name.setObjectName("brand")
        note = label("对口支援台账")
        note.setObjectName("brandNote")
        brand = row(mark, column(name, note, gap=0), 1, gap=8, margins=(8, 0, 0, 14))
        self._places = QVBoxLayout()
        self._places.setSpacing(4)
        self.setLayout(column(brand, self._places, 1, margins=(12, 16, 12, 12)))

    def add(self, key: str, title: str, symbol: str) -> QToolButton:
        """Add a place at the end; its shortcut is Ctrl and its number."""
        made = QToolButton()
        made.setText(title)
        made.setIcon(icon(symbol, style.SOFT, style.ACCENT_DARK))
        made.setIconSize(QSize(28, 20))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumHeight(42)
        number = len(self.buttons) + 1
        made.setShortcut(QKeySequence(f"Ctrl+{number}"))
        made.setToolTip(f"{title}（Ctrl+{number}）")
        made.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(made)
        self._places.addWidget(made)
        self.buttons[key] = made
        return made

    def mark(self, key: str) -> None:
        self.buttons[key].setChecked(True)
