"""The column on the left: the program's name and its few places, each with its key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui import style
from app.ui.icons import icon
from app.ui.widgets.basics import column, label, restyle, row

WIDTH, NARROW = 176, 76
"""Width with the words beside the icons, and with small words below them, for a narrow window."""


class Navigation(QFrame):
    """``chosen`` gives the key of the page that was asked for."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        mark = QLabel()
        mark.setPixmap(icon("heart-handshake", style.ACCENT).pixmap(QSize(30, 30)))
        name = label("援帮")
        name.setObjectName("brand")
        note = label("对口支援台账")
        note.setObjectName("brandNote")
        self._words = QWidget()
        self._words.setLayout(column(name, note, gap=0))
        self._brand = row(mark, self._words, 1, gap=8)
        self._places = QVBoxLayout()
        self._body = column(self._brand, self._places, 1)
        self.setLayout(self._body)
        self._narrow, self._low = False, False
        self._lay()

    def fit(self, *, narrow: bool, low: bool) -> None:
        """Take little room in a narrow window and little height in a low one."""
        if (narrow, low) != (self._narrow, self._low):
            self._narrow, self._low = narrow, low
            self._lay()

    def _lay(self) -> None:
        self.setFixedWidth(NARROW if self._narrow else WIDTH)
        self._words.setVisible(not self._narrow)
        self._body.setContentsMargins(*((6, 8, 6, 6) if self._narrow else (12, 16, 12, 12)))
        self._brand.setContentsMargins(*((16, 0, 0, 4) if self._narrow else (8, 0, 0, 14)))
        self._places.setSpacing(0 if self._low else 4)
        for one in self.buttons.values():
            self._dress(one)

    def _dress(self, made: QToolButton) -> None:
        below, beside = (
            Qt.ToolButtonStyle.ToolButtonTextUnderIcon,
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
        )
        made.setToolButtonStyle(below if self._narrow else beside)
        made.setIconSize(QSize(20 if self._narrow else 28, 20))
        made.setMinimumHeight(56 if self._narrow else 42)
        restyle(made, "narrow", self._narrow)

    def add(self, key: str, title: str, symbol: str) -> QToolButton:
        """Add a place at the end; its shortcut is Ctrl and its number."""
        made = QToolButton()
        made.setText(title)
        made.setIcon(icon(symbol, style.SOFT, style.ACCENT_DARK))
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress(made)
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
