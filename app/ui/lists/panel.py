"""A list with its bar, its count and what to do with it: the left half of most pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.ui.desk import Desk
from app.ui.lists.model import ListModel
from app.ui.lists.source import Filter, Query, Source
from app.ui.lists.view import ListView
from app.ui.lists.ways_out import Seen, WaysOut
from app.ui.widgets.basics import column, label, row, tab_through, tool

if TYPE_CHECKING:
    from app.ui.lists.filters import FilterBar

BAR = 35
"""Height kept for each row of the bar until the bar itself is there, so that the list does not jump."""


class ListPanel(QWidget):
    """Shows a source, keeps itself fresh. ``loaded`` follows each time rows were put up."""

    loaded = Signal()

    def __init__(
        self,
        desk: Desk,
        key: str,
        source: Source,
        *,
        filters: Sequence[Filter] = (),
        placeholder: str = "筛选",
        empty: str = "还没有记录",
        name: str = "",
    ) -> None:
        super().__init__()
        self.desk = desk
        self.name = name or key
        self.source = source
        self.model = ListModel(source, self)
        self.view = ListView(self.model)
        self.view.setAccessibleName(self.name)
        self.filters = {one.name: one for one in filters}
        self._placeholder = placeholder
        self._bar: FilterBar | None = None
        self._above = QWidget()
        self._above.setLayout(column())
        self._above.setMinimumHeight(2 * BAR + 8 if len(filters) > 1 else BAR)
        self.count = label("", "soft")
        self.out = WaysOut(self, desk, lambda: Seen(self.source, list(self.model.ids), self.name))
        self.export = tool("download", "导出、复制这个列表", lambda: self.out.show_menu(self.export))
        self.empty = _empty(empty)
        self._asked = 0
        self._awaited = b""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        foot = row(self.count, 1, self.export, gap=4)
        body = column(self._above, self._stack, foot, gap=8)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.view.sorted_by.connect(lambda sort, descending: self.bar.set_order(sort, descending))
        desk.settings.watch_header(f"list/{key}", self.view.horizontalHeader())
        desk.changed.connect(self._news)
        desk.opened.connect(self.reload_all)
        desk.later(self.reload_all)

    @property
    def bar(self) -> FilterBar:
        """Search and drop-downs, built when first asked for: the first paint does without."""
        if self._bar is None:
            from app.ui.lists.filters import FilterBar

            self._bar = FilterBar(list(self.filters.values()), self._placeholder)
            self._bar.changed.connect(lambda _: self.reload())
            self._above.setMinimumHeight(0)
            self._above.layout().addWidget(self._bar)  # type: ignore[union-attr]
            tab_through(self._above, *self._bar.stops)
        return self._bar

    @property
    def query(self) -> Query:
        return self.bar.query

    def reload_all(self) -> None:
        """Rows and the choices of the drop-downs."""
        self.reload()
        for one in self.filters.values():
            self._load_choices(one)

    def _load_choices(self, one: Filter) -> None:
        self.desk.runner.run(
            "读取筛选项", lambda progress: one.choices(), lambda found: self.bar.set_choices(one.name, found),
            owner=self, lane="read", failed=self.desk.trouble,
        )  # fmt: skip

    def reload(self) -> None:
        """Ask for the ids anew, off the GUI thread; only the latest question is answered."""
        self._asked += 1
        asked, query = self._asked, self.query
        self.desk.runner.run(
            f"读取{self.name}", lambda progress: self.source.ids(query), lambda ids: self._arrived(asked, ids),
            owner=self, lane="read", failed=self.desk.trouble,
        )  # fmt: skip

    def show_first(self, ids: Sequence[bytes]) -> None:
        """Put up the first rows while all of them are still being asked for, so that the first paint has them."""
        if ids and not self.model.ids:
            self.view.show_records(ids)
            self._stack.setCurrentIndex(0)

    def _arrived(self, asked: int, ids: Sequence[bytes]) -> None:
        if asked != self._asked:
            return
        self.view.show_records(ids)
        narrowed = bool(self.query.search or self.query.filters)
        self.empty.setText("没有符合筛选条件的记录" if narrowed else self.empty.property("said"))
        self._stack.setCurrentIndex(0 if ids else 1)
        self.count.setText(f"共 {len(ids):,} 条" + ("（已筛选）" if narrowed else ""))
        awaited, self._awaited = self._awaited, b""
        if awaited:
            self.view.choose(awaited)
        self.loaded.emit()

    def choose(self, record: bytes) -> None:
        """Make a record the current one, now or when the rows have come; a filter that hides it is taken off."""
        if self.view.choose(record):
            return
        self._awaited = record
        if self.query.search or self.query.filters:
            self.bar.clear()
        else:
            self.reload()

    def show_only(
        self, filters: Sequence[tuple[str, object]], record: bytes | None = None, search: str = ""
    ) -> None:
        """Narrow the list to what another place speaks of, and make one of its records the current one."""
        self._awaited = record or b""
        before = self.query
        self.bar.show_only(filters, search)
        if self.query == before:
            self.reload()

    def _news(self, tables: frozenset[str]) -> None:
        if tables & self.source.tables:
            self.reload()
        for one in self.filters.values():
            if tables & one.tables:
                self._load_choices(one)

    def add_action(self, text: str, symbol: str, called: Callable[[], object]) -> None:
        """An entry of the rows' menu."""
        self.view.menu_items.append((text, symbol, called))


def _empty(text: str) -> QLabel:
    made = label(text, "soft", wrap=True)
    made.setObjectName("card")
    made.setStyleSheet(
        "QLabel { background: white; border: 1px solid #e1e7e5; border-radius: 8px; padding: 24px; }"
    )
    made.setProperty("said", text)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
