"""The records that belong to another one (contacts, goals, stays) as a small grid under a heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk
from app.ui.lookups import Lookups
from app.ui.records import Record, parted, read_children
from app.ui.widgets.basics import column, label, row, tool
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.grid import ROW_HEIGHT, Grid
from app.ui.widgets.grid_model import GridModel
from app.ui.widgets.grid_storing import Edited, GridStoring

if TYPE_CHECKING:
    from app.operations.results import Outcome

LEAST_ROWS, MOST_ROWS = 2, 7


class ChildGrid(QWidget):
    """Rows of ``table`` whose ``parent`` column is the shown record. The last row is always free for the next one."""

    def __init__(
        self, desk: Desk, table: str, parent: str, title: str, specs: Sequence[FieldSpec], lookups: Lookups
    ) -> None:
        super().__init__()
        self.desk, self.table, self.parent_column, self.specs = desk, table, parent, tuple(specs)
        self.lookups = lookups
        self.record: bytes | None = None
        self.model = GridModel(specs, growing=True, parent=self)
        self.grid = Grid(self.model, lookups)
        self.grid.setAccessibleName(title)
        self.remove = tool("trash-2", f"删除所选的{title}（Ctrl+-）", self.delete)
        self.head = row(label(title, "section"), 1, self.remove, gap=4)
        """The line above the grid; an act of its own may stand in it."""
        self.setLayout(column(self.head, self.grid, gap=4))
        self.storing = GridStoring(self.model, self._send, desk.trouble)
        self.grid.deleting.connect(self.delete)
        desk.changed.connect(self._news)
        self._fit()

    def show_record(self, key: bytes | None) -> None:
        """Show the rows of another parent."""
        self.record = key
        self.model.show_rows([])
        self.setEnabled(key is not None)
        self.reload()

    def reload(self) -> None:
        key, table, parent, specs = self.record, self.table, self.parent_column, self.specs
        if key is not None:
            self.desk.ask(
                "读取记录", lambda store, progress: read_children(store, table, parent, key, specs),
                lambda rows: self._loaded(key, rows), owner=self,
            )  # fmt: skip

    def _loaded(self, key: bytes, rows: list[tuple[bytes, Record]]) -> None:
        if key != self.record or self.storing.busy:
            return
        now = self.grid.currentIndex()
        if self.grid.state() != Grid.State.EditingState:
            self.model.show_rows(rows)
            self.grid.setCurrentIndex(self.model.index(now.row(), now.column()))
        self._fit()

    def _fit(self) -> None:
        shown = max(LEAST_ROWS, min(MOST_ROWS, self.model.rowCount()))
        self.grid.setFixedHeight(self.grid.horizontalHeader().sizeHint().height() + shown * ROW_HEIGHT + 16)

    def _send(
        self, edited: Edited, done: Callable[[Outcome], None], failed: Callable[[BaseException], None]
    ) -> None:
        from app.operations.grids import RowChange, save_rows

        lookups = self.lookups
        rows = [RowChange(line.key, *parted(values, self.specs, lookups)) for line, values in edited]
        table, fixed = self.table, {self.parent_column: self.record}
        ordered = self.parent_column if table in ORDERED else ""
        self.desk.act(
            "保存", lambda store, progress: save_rows(store, table, rows, fixed, ordered),
            done, failed=failed, owner=self,
        )  # fmt: skip

    def delete(self) -> None:
        """Delete the selected rows."""
        keys = [
            key for number in self.grid.selected_rows() if (key := self.model.rows[number].key) is not None
        ]
        if keys:
            from app.operations.editing import delete_records

            table = self.table
            self.desk.act("删除", lambda store, progress: delete_records(store, table, keys), owner=self)

    def _news(self, tables: frozenset[str]) -> None:
        if self.table in tables:
            self.reload()


ORDERED = frozenset(
    {
        "unit_contact",
        "unit_department",
        "pairing_department",
        "posting_goal",
        "mentorship_step",
        "agreement_party",
        "agreement_task",
    }
)
"""Tables whose records have a position within their parent's list."""
