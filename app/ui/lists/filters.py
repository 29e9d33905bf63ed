"""The bar above a list: search text and a few drop-downs; each change asks the list anew."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.ui import style
from app.ui.icons import icon
from app.ui.lists.source import Filter, Query
from app.ui.widgets.basics import column, row, tool
from app.ui.widgets.combo import Combo

__all__ = ["Filter", "FilterBar"]

PAUSE_MS = 180
BELOW = 3


class FilterBar(QWidget):
    """``changed`` gives the query as the bar now says it (its order is the list's own).

    Several drop-downs stand in a row of their own, unless the place is ``wide``; of more than four the first stand
    beside the search, so that the bar is no wider than with three.
    """

    changed = Signal(object)

    def __init__(self, filters: Sequence[Filter], placeholder: str, *, wide: bool = False) -> None:
        super().__init__()
        self.query = Query()
        self.filters = {one.name: one for one in filters}
        self.combos: dict[str, QComboBox] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(120)
        self.search.addAction(icon("filter", style.FAINT), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search_changed)
        self.search.textChanged.connect(lambda _: self._pause.start())
        for one in filters:
            self.combos[one.name] = self._combo(one)
        self.reset = tool("rotate-ccw", "清除筛选", self.clear)
        self.reset.hide()
        self.stops = (self.search, *self.combos.values(), self.reset)
        """In reading order."""
        if len(filters) > 1 and not wide:
            combos = list(self.combos.values())
            beside = len(combos) - BELOW if len(combos) > BELOW + 1 else 0
            choices = row(*combos[beside:], gap=8)
            for place in range(len(combos) - beside):
                choices.setStretch(place, 1)
            choices.addStretch(0)  # a drop-down that is alone begins at the left, below the search
            top = row(self.search, *combos[:beside], self.reset, gap=8)
            top.setStretch(0, 1)
            self.setLayout(column(top, choices, gap=8))
        else:
            laid = row(self.search, *self.combos.values(), self.reset, gap=8)
            laid.setStretch(0, 1)
            self.setLayout(laid)

    def _combo(self, one: Filter) -> QComboBox:
        made = Combo()
        made.addItem(one.all_label, None)
        made.setAccessibleName(one.all_label)
        made.setMaxVisibleItems(18)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(2 * len(one.all_label))  # counted in Latin letters
        made.setMaximumWidth(260)
        made.currentIndexChanged.connect(lambda _: self._chosen(one.name))
        return made

    def _chosen(self, name: str) -> None:
        self._set(self.query.with_filter(name, self.combos[name].currentData()))

    def _search_changed(self) -> None:
        self._set(
            Query(self.query.sort, self.query.descending, self.search.text().strip(), self.query.filters)
        )

    def _set(self, query: Query) -> None:
        if query != self.query:
            self.query = query
            self.reset.setVisible(bool(query.search or query.filters))
            self.changed.emit(query)

    def set_order(self, sort: str, descending: bool) -> None:
        self._set(Query(sort, descending, self.query.search, self.query.filters))

    def set_search(self, text: str) -> None:
        """Search at once, for a text that comes from elsewhere."""
        self.search.setText(text)
        self._pause.stop()
        self._search_changed()

    def show_only(self, filters: Sequence[tuple[str, object]], search: str = "") -> None:
        """Search and filters at once, for a place that comes from elsewhere; no value is no filter.

        A drop-down whose choices are still to come shows its own when they have come.
        """
        query = Query(self.query.sort, self.query.descending, search.strip())
        for name, value in filters:
            query = query.with_filter(name, value)
        self.search.blockSignals(True)
        self.search.setText(search)
        self.search.blockSignals(False)
        self._pause.stop()
        for name, combo in self.combos.items():
            combo.blockSignals(True)
            combo.setCurrentIndex(_place_of(combo, query.filter(name)))
            combo.blockSignals(False)
        self._set(query)

    def set_choices(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        """Fill a drop-down; what was chosen stays chosen if it is still there."""
        combo = self.combos[name]
        chosen = self.query.filter(name)
        combo.blockSignals(True)
        while combo.count() > 1:
            combo.removeItem(1)
        for text, value in choices:
            combo.addItem(text, value)
        found = _place_of(combo, chosen)
        combo.setCurrentIndex(found)
        combo.blockSignals(False)
        combo.setVisible(bool(choices))
        if chosen is not None and found == 0:
            self._chosen(name)

    def clear(self) -> None:
        for combo in self.combos.values():
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._set(Query(self.query.sort, self.query.descending))


def _place_of(combo: QComboBox, value: object) -> int:
    """Where a value stands in a drop-down; 0, which is all, when it does not."""
    return next((number for number in range(combo.count()) if combo.itemData(number) == value), 0)
