"""The records that a print job may take, each with a box to tick: a list that stays quick over many thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal

from app.operations.selection import Selected
from app.ui.widgets.basics import LIST_ROW

Index = QModelIndex | QPersistentModelIndex
_CHECKED = Qt.CheckState.Checked
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class RecordsModel(QAbstractListModel):
    """``ticked`` follows when another set of records is chosen."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.records: list[Selected] = []
        self.left_out: set[bytes] = set()

    def put(self, records: Sequence[Selected]) -> None:
        """Show these records, all of them chosen."""
        self.beginResetModel()
        self.records, self.left_out = list(records), set()
        self.endResetModel()

    def chosen(self) -> tuple[bytes, ...]:
        """The keys of the chosen records, in their order."""
        return tuple(record.id for record in self.records if record.id not in self.left_out)

    def tick_all(self, on: bool) -> None:
        """Choose all, or none."""
        self.left_out = set() if on else {record.id for record in self.records}
        if self.records:
            last = self.index(len(self.records) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.records[index.row()]
        if role in _ROLES:
            return f"{record.name}　{record.detail}" if record.detail else record.name
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, LIST_ROW)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if record.id in self.left_out else _CHECKED
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        key = self.records[index.row()].id
        if Qt.CheckState(value) == _CHECKED:
            self.left_out.discard(key)
        else:
            self.left_out.add(key)
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable
