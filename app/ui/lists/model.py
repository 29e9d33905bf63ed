"""The lazy table model: an array of keys, and the cells of the rows that were looked at lately."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ui.lists.source import Source

BLOCK = 64
BLOCKS_KEPT = 64
_HEAD_ROLES = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole})
"""Heads are asked for eight roles each, many times while a window is laid out."""
Index = QModelIndex | QPersistentModelIndex


class ListModel(QAbstractTableModel):
    """Rows of a :class:`Source`. The delegate reads :meth:`texts` once a row rather than a role at a time."""

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.ids: Sequence[bytes] = ()
        self._blocks: OrderedDict[int, Mapping[bytes, Sequence[object]]] = OrderedDict()

    def reset_ids(self, ids: Sequence[bytes]) -> None:
        """Show these records. Their cells are read when they come into view."""
        self.beginResetModel()
        self.ids = ids
        self._blocks.clear()
        self.endResetModel()

    def forget_cells(self) -> None:
        """Read cells anew: the records are the same, their values may not be."""
        self._blocks.clear()
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.source.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.source.columns)

    def values(self, row: int) -> Sequence[object]:
        """The cells of one row as the source gives them; empty when the record has gone meanwhile."""
        number = row // BLOCK
        block = self._blocks.get(number)
        if block is None:
            block = self.source.rows(self.ids[number * BLOCK : (number + 1) * BLOCK])
            self._blocks[number] = block
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block.get(self.ids[row], ())

    def text(self, row: int, column: int) -> str:
        cells = self.values(row)
        return self.source.columns[column].shown(cells[column]) if column < len(cells) else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.UserRole:
            return self.ids[index.row()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: N802
        if role not in _HEAD_ROLES:
            return None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.source.columns[section].head
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.source.columns[section].right
            return (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        return None

    def row_of(self, record: bytes) -> int:
        """Where a record stands in the list, -1 when it is not in it."""
        try:
            return self.ids.index(record)
        except ValueError:
            return -1
