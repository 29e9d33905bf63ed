"""表格编辑: many people at once in a grid; typing, pasting and filling down are each one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk, Target
from app.ui.lists import ledger
from app.ui.lists.filters import Filter, FilterBar
from app.ui.lists.source import Source
from app.ui.lookups import lookups
from app.ui.pages.people.columns import COLUMNS, odd
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.dialogs import ask_delete
from app.ui.widgets.grid import Grid
from app.ui.widgets.grid_model import GridModel
from app.ui.widgets.grid_storing import Edited, GridStoring

if TYPE_CHECKING:
    from app.operations.results import Outcome

MOST = 2000
HELP = "直接输入或从 WPS/Excel 粘贴；Enter 向下，Tab 向右，Ctrl+D 向下填充，Delete 清空，最后一行可以接着录新人。"
TABLES = frozenset({"person", "enrolment", "unit", "batch"})


class GridTab(QWidget):
    """The people of the bar's filter, at most :data:`MOST` of them, and one free row."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.source: Source = ledger.people(desk)
        self.model = GridModel(COLUMNS, growing=True, parent=self)
        self.model.remark = odd
        self.grid = Grid(self.model, lookups(desk))
        self.grid.setAccessibleName("人员表格")
        self.storing = GridStoring(self.model, self._send, desk.trouble)
        self._filters = (ledger.batch_filter(desk), ledger.unit_filter(desk))
        self.bar = FilterBar(self._filters, "筛选人员", wide=True)
        self.bar.changed.connect(lambda _: self.reload())
        self.count = label("", "soft")
        self._asked = 0
        top = row(
            self.bar,
            button(
                "删除所选",
                self.ask_delete,
                symbol="trash-2",
                role="danger",
                tip="删除所选各行的人员（Ctrl+-）",
            ),
        )
        top.setStretch(0, 1)
        foot = row(self.count, 1, label(HELP, "soft"))
        body = column(top, self.grid, foot, gap=10)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.grid.deleting.connect(self.ask_delete)
        desk.settings.watch_header("grid/people", self.grid.horizontalHeader())
        desk.changed.connect(self._news)
        desk.opened.connect(self.reload)
        self.reload()
        for one in self._filters:
            self._load_choices(one)

    def _load_choices(self, one: Filter) -> None:
        """Fill a drop-down of the bar."""
        self.desk.ask(
            "读取筛选项", lambda store, progress: one.choices(),
            lambda found: self.bar.set_choices(one.name, found), owner=self,
        )  # fmt: skip

    def reload(self) -> None:
        """Read the rows of the filter anew."""
        self._asked += 1
        asked, query, source = self._asked, self.bar.query, self.source

        def work(store: Any, progress: Any) -> tuple[int, list[Any]]:
            from app.operations.grids import people_rows

            ids = source.ids(query)
            return len(ids), people_rows(store, ids[:MOST], progress)

        self.desk.ask("读取人员", work, lambda found: self._loaded(asked, *found), owner=self)

    def _loaded(self, asked: int, total: int, rows: list[tuple[bytes, dict[str, Any]]]) -> None:
        if asked != self._asked or self.storing.busy or self.grid.state() == Grid.State.EditingState:
            return
        now = self.grid.currentIndex()
        across, down = self.grid.horizontalScrollBar().value(), self.grid.verticalScrollBar().value()
        self.model.show_rows(rows)
        self.grid.setCurrentIndex(self.model.index(max(0, now.row()), max(0, now.column())))
        self.grid.horizontalScrollBar().setValue(across)
        self.grid.verticalScrollBar().setValue(down)
        self.count.setText(f"共 {total:,} 人" + (f"，只显示前 {MOST:,} 人，请先筛选" if total > MOST else ""))

    def _news(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self.reload()
        for one in self._filters:
            if tables & one.tables:
                self._load_choices(one)

    def _send(
        self, edited: Edited, done: Callable[[Outcome], None], failed: Callable[[BaseException], None]
    ) -> None:
        from app.operations.grids import change_each

        changes = [(line.key, values) for line, values in edited]
        self.desk.act(
            "保存", lambda store, progress: change_each(store, "enrolment", changes, progress),
            done, failed=failed, owner=self,
        )  # fmt: skip

    def ask_delete(self) -> None:
        """Ask, then delete the people of the selected rows."""
        keys = [
            key for number in self.grid.selected_rows() if (key := self.model.rows[number].key) is not None
        ]
        if keys:
            ask_delete(self, f"这 {len(keys)} 人", lambda: self.delete(keys))

    def delete(self, keys: list[bytes]) -> None:
        from app.operations.editing import delete_enrolments

        self.desk.act("删除", lambda store, progress: delete_enrolments(store, keys, progress), owner=self)

    def go_to(self, target: Target) -> None:
        if target.search:
            self.bar.set_search(target.search)
