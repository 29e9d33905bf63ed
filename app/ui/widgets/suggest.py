"""A line that offers known names while one types, in a list that is a plain child of the window.

A popup could swallow the Chinese input method; this list never takes the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.ui.widgets.basics import LIST_ROW, list_item

MOST = 8
GAP = "　"
"""Parts an offered person's name from what tells him from others."""
LEAST_WIDTH = 260

Suggest = Callable[[str], Sequence[str]]
"""What to offer for a text, the likeliest first."""


def nothing(text: str) -> Sequence[str]:
    """Offers nothing."""
    return ()


def matching(names: Sequence[str], text: str, most: int = MOST) -> list[str]:
    """Names that begin with the text, then those that hold it, then those that hold its characters in order."""
    asked = text.strip()
    if not asked:
        return list(names[:most])
    begins = [name for name in names if name.startswith(asked)]
    holds = [name for name in names if asked in name and not name.startswith(asked)]
    found = begins + holds
    if len(found) < most:
        taken = set(found)
        found += [name for name in names if name not in taken and _scattered(asked, name)]
    return found[:most]


def _scattered(asked: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in asked)


class SuggestLine(QLineEdit):
    """``picked`` follows when a name was taken from the list. Down, Up, Enter and Escape work in the list."""

    picked = Signal(str)

    def __init__(self, suggest: Suggest, parent: QWidget | None = None, most: int = MOST) -> None:
        super().__init__(parent)
        self.suggest = suggest
        self.most = most
        """How many names the list holds; it scrolls where they are more than :data:`MOST`."""
        self.offers: QListWidget | None = None
        self.textEdited.connect(lambda _: self.offer())

    def _list(self) -> QListWidget:
        if self.offers is None:
            self.offers = QListWidget(self.window())
            self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.offers.itemPressed.connect(self._take)
            self.destroyed.connect(self.offers.deleteLater)
        return self.offers

    def offer(self) -> None:
        """Show what matches the text now; nothing when it is already a whole name or matches none."""
        found = list(self.suggest(self.text()))[: self.most]
        if not found or found == [self.text().strip()]:
            self._hide()
            return
        shown = self._list()
        shown.clear()
        for name in found:
            shown.addItem(list_item(name))
        shown.setCurrentRow(-1)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 2))
        height = min(len(found), MOST) * LIST_ROW + 12
        if corner.y() + height > self.window().height():
            corner = self.mapTo(self.window(), QPoint(0, -height - 2))
        width = min(max(self.width(), LEAST_WIDTH), self.window().width())
        left = max(0, min(corner.x(), self.window().width() - width))
        shown.setGeometry(left, max(0, corner.y()), width, height)
        shown.show()
        shown.raise_()

    def _hide(self) -> None:
        if self.offers is not None:
            self.offers.hide()

    def _take(self, item: QListWidgetItem) -> None:
        self.setText(item.text())
        self.setModified(True)
        self._hide()
        self.picked.emit(item.text())

    def take_current(self) -> None:
        """Take the offer that the list stands at."""
        if self.offers is not None and self.offers.currentItem() is not None:
            self._take(self.offers.currentItem())

    def settle(self) -> None:
        """Take the one offer that the text stands for: pinyin or digits, or all that is told of it before a gap.

        Other Chinese text stays: half a name may be a whole one that is not known yet.
        """
        text = self.text().strip()
        found = list(self.suggest(text)) if text else []
        if len(found) == 1 and (text.isascii() or found[0].partition(GAP)[0] == text):
            self.setText(found[0])
        self._hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        shown = self.offers
        if shown is not None and shown.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                shown.setCurrentRow(max(0, min(shown.count() - 1, shown.currentRow() + step)))
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and shown.currentItem() is not None:
                self._take(shown.currentItem())
                return
            if event.key() == Qt.Key.Key_Escape:
                self._hide()
                return
        elif event.key() == Qt.Key.Key_Down:
            self.offer()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._hide()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._hide()
        return super().event(event)
