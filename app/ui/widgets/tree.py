"""A tree or plain list to be read, not edited: heads, widths, rows that breathe."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTreeWidget


def tree(heads: Sequence[str], widths: Sequence[int], name: str, *, flat: bool = False) -> QTreeWidget:
    """``widths`` in pixels at 100 %; the last column takes the rest. ``flat`` has no place for opening rows."""
    made = QTreeWidget()
    made.setHeaderLabels(list(heads))
    made.setRootIsDecorated(not flat)
    made.setAccessibleName(name)
    made.setStyleSheet("QTreeWidget::item { padding: 5px 5px 5px 4px; }")
    for number, width in enumerate(widths):
        made.setColumnWidth(number, width)
    return made
