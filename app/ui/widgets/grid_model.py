"""Rows of editable texts: the model of a grid. It stores nothing; it tells what was edited, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.ui import style
from app.ui.widgets.fields import FieldSpec

Index = QModelIndex | QPersistentModelIndex
Edit = tuple[int, int, str]
"""Row, column and the new text."""


@dataclass(slots=True)
class GridRow:
    """``key`` None is a row that is not stored yet; ``making`` while its record is being made, ``later`` what waits."""

    key: bytes | None
    values: dict[str, Any] = field(default_factory=dict)
    making: bool = False
    later: dict[str, Any] = field(default_factory=dict)


class GridModel(QAbstractTableModel):
    """``edited`` gives ``{row: {column key: stored value}}`` of one typing, paste, fill or clearing."""

    edited = Signal(object)
    row_type: type[GridRow] = GridRow

    def __init__(
        self, specs: Sequence[FieldSpec], *, growing: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.specs = tuple(specs)
        self.growing = growing
        self.rows: list[GridRow] = []
        self.fixed: frozenset[str] = frozenset()
        """Columns that are shown and not edited."""
        self.remark: Callable[[FieldSpec, Any], str] = lambda spec, value: ""
        """What is odd about a value, '' when nothing is; the cell is tinted and says it."""

    def show_rows(self, rows: Sequence[tuple[bytes | None, Mapping[str, Any]]]) -> None:
        """Put up rows; a growing grid has one more for the next record."""
        self.beginResetModel()
        self.rows = [self.row_type(key, dict(values)) for key, values in rows]
        if self.growing:
            self.rows.append(self.row_type(None))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.specs)

    def text(self, row: int, column: int) -> str:
        spec = self.specs[column]
        return spec.shown(self.rows[row].values.get(spec.key))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.BackgroundRole):
            spec = self.specs[index.column()]
            odd = self.remark(spec, self.rows[index.row()].values.get(spec.key))
            if odd:
                return odd if role == Qt.ItemDataRole.ToolTipRole else QColor(style.WARN_TINT)
            if role == Qt.ItemDataRole.ToolTipRole:
                return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.BackgroundRole and self.specs[index.column()].key in self.fixed:
            return QColor(style.GROUND)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.apply([(index.row(), index.column(), str(value))])
        return True

    def apply(self, edits: Sequence[Edit]) -> None:
        """Take new texts for cells; those that say the same are left out. Rows beyond the last are made if it grows."""
        batch: dict[int, dict[str, Any]] = {}
        for row, column, text in edits:
            if not 0 <= column < len(self.specs) or self.specs[column].key in self.fixed:
                continue
            if row >= len(self.rows) and not self._grow(row):
                continue
            spec = self.specs[column]
            value = spec.stored(text)
            if value != self.rows[row].values.get(spec.key, spec.stored("")):
                self.rows[row].values[spec.key] = value
                batch.setdefault(row, {})[spec.key] = value
        if batch:
            if self.growing and max(batch) == len(self.rows) - 1:
                self._grow(len(self.rows))
            corner = self.index(max(batch), len(self.specs) - 1)
            self.dataChanged.emit(self.index(min(batch), 0), corner)
            self.edited.emit(batch)

    def _grow(self, row: int) -> bool:
        if not self.growing:
            return False
        self.beginInsertRows(QModelIndex(), len(self.rows), row)
        self.rows += [self.row_type(None) for _ in range(row - len(self.rows) + 1)]
        self.endInsertRows()
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole:
            return self.specs[section].label if orientation == Qt.Orientation.Horizontal else section + 1
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.specs[index.column()].key not in self.fixed:
            return base | Qt.ItemFlag.ItemIsEditable
        return base
