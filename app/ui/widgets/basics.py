"""Labels, buttons and surfaces as the style sheet knows them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import style
from app.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidgetItem

_Layout = TypeVar("_Layout", QVBoxLayout, QHBoxLayout)
_Margins = tuple[int, int, int, int]
LIST_ROW = 34
BESIDE_WORDS = QSize(22, 18)
"""An icon of 18 pixels with the gap before a button's words."""


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A text; ``role`` is title, section, soft, label, warn, danger or number. Its words can be copied."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


def button(
    text: str,
    clicked: Callable[[], object],
    *,
    symbol: str = "",
    role: str = "",
    tip: str = "",
    key: str = "",
) -> QPushButton:
    """A push button; ``role`` is primary, danger or link; ``symbol`` an icon's name; ``key`` a shortcut."""
    made = QPushButton(text)
    if role:
        made.setProperty("role", role)
    if symbol:
        colours = {"primary": "#ffffff", "danger": style.DANGER, "link": style.ACCENT}
        made.setIcon(icon(symbol, colours.get(role, style.SOFT)))
        made.setIconSize(BESIDE_WORDS)
    if key:
        made.setShortcut(QKeySequence(key))
        tip = f"{tip or text}（{key}）"
    if tip:
        made.setToolTip(tip)
    made.clicked.connect(lambda: void(clicked()))
    return made


def void(_: object) -> None:
    """Drop what a callback gives."""


def tool(symbol: str, tip: str, clicked: Callable[[], object] | None = None) -> QToolButton:
    """A small button with only an icon; its tip is also its name for a screen reader."""
    made = QToolButton()
    made.setProperty("role", "link")
    made.setIcon(icon(symbol))
    made.setIconSize(QSize(18, 18))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    if clicked is not None:
        made.clicked.connect(lambda: void(clicked()))
    return made


def column(*parts: QWidget | QLayout | int, margins: _Margins = (0, 0, 0, 0), gap: int = 8) -> QVBoxLayout:
    """Widgets and layouts from top to bottom; a number is a stretch."""
    return _fill(QVBoxLayout(), parts, margins, gap)


def row(*parts: QWidget | QLayout | int, margins: _Margins = (0, 0, 0, 0), gap: int = 8) -> QHBoxLayout:
    """Widgets and layouts from left to right; a number is a stretch."""
    return _fill(QHBoxLayout(), parts, margins, gap)


def _fill(
    layout: _Layout, parts: tuple[QWidget | QLayout | int, ...], margins: _Margins, gap: int
) -> _Layout:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, int):
            layout.addStretch(part)
        else:
            layout.addLayout(part)
    return layout


def card(layout: QLayout, name: str = "card") -> QFrame:
    """A white surface with round corners."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def tab_through(place: QWidget, *stops: QWidget) -> None:
    """Let Tab go through widgets that were put into ``place`` late, where it would have gone had they been there."""
    place.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # only then can anything follow it
    for first, second in pairwise((place, *stops)):
        QWidget.setTabOrder(first, second)
    place.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def list_item(text: str, symbol: str = "") -> QListWidgetItem:
    """An entry of a small list, of a fixed height whenever the style sheet takes effect."""
    from PySide6.QtWidgets import QListWidgetItem

    made = QListWidgetItem(text)
    if symbol:
        made.setIcon(icon(symbol))
    made.setSizeHint(QSize(0, LIST_ROW))
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at and have it looked at again."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
