"""变更记录: every operation, newest first, with undo of any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk
from app.ui.lists.panel import ListPanel
from app.ui.lists.source import Column, Query
from app.ui.widgets.basics import button, column, label, row

if TYPE_CHECKING:
    from app.operations.history import HistoryItem

LIMIT = 5000


def local_time(moment: str) -> str:
    """A moment in UTC (ISO) as the clock on the wall showed it."""
    try:
        return (
            datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        )
    except ValueError:
        return moment


class HistorySource:
    """The latest operations. They are few enough to be read whole."""

    columns: tuple[Column, ...] = (
        Column("at", "时间", 180, sortable=False, shown=lambda value: local_time(str(value))),
        Column("title", "做了什么", 360, sortable=False, strong=True),
        Column("operator", "操作人", 120, sortable=False),
        Column("changes", "改动", 70, sortable=False, right=True),
        Column("state", "状态", 100, sortable=False, tag=True, tags={"已撤销": "warn"}),
        Column("station", "单位端", 120, sortable=False),
    )
    tables = frozenset({"operation"})

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.items: dict[bytes, HistoryItem] = {}

    def ids(self, query: Query) -> Sequence[bytes]:
        store = self.desk.store
        if store is None:
            return []
        from app.operations.history import history

        found = history(store, LIMIT)
        self.items = {item.id: item for item in found}
        asked = query.search.lower()
        return [item.id for item in found if asked in f"{item.title} {item.operator}".lower()]

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        found = {}
        for key in ids:
            item = self.items.get(key)
            if item is not None:
                state = "已撤销" if item.undone else "撤销操作" if item.undoes else ""
                found[key] = (item.at, item.title, item.operator, item.changes, state, item.station)
        return found


class HistoryTab(QWidget):
    """The list with its button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.source = HistorySource(desk)
        self.list = ListPanel(
            desk, "history", self.source, placeholder="筛选操作", empty="还没有任何操作", name="变更记录"
        )
        self.undo_button = button(
            "撤销这一步", self.undo, symbol="undo-2", tip="把选中的整个操作撤销；撤销也会记入变更记录"
        )
        self.undo_button.setEnabled(False)
        said = label("每一步都可以撤销；后来又改过同一处的，会说明是哪一步挡着。", "soft", wrap=True)
        top = row(said, self.undo_button, gap=12)
        top.setStretch(0, 1)
        body = column(top, self.list, gap=10)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.list.view.record_chosen.connect(lambda _: self._enable())
        self.list.loaded.connect(self._enable)
        desk.changed.connect(lambda _: self.list.reload())

    def _chosen(self) -> HistoryItem | None:
        return self.source.items.get(self.list.view.current_record())

    def _enable(self) -> None:
        item = self._chosen()
        self.undo_button.setEnabled(item is not None and not item.undone)

    def undo(self) -> None:
        """Take back the chosen operation."""
        item = self._chosen()
        if item is not None:
            from app.operations.history import undo_operation

            key = item.id
            self.desk.act("撤销", lambda store, progress: undo_operation(store, key), owner=self)
