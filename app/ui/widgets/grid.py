"""A grid of editable cells as in a spreadsheet: type over, paste rows from WPS, fill down, clear, Enter to the next."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.lookups import Lookups
from app.ui.widgets.form import choose
from app.ui.widgets.grid_model import GridModel, Index
from app.ui.widgets.suggest import SuggestLine, nothing

ROW_HEIGHT = 36


def _line_of(editor: QWidget) -> QLineEdit | None:
    """Where one types in an editor; None for a choice that is closed."""
    line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    return line if isinstance(line, QLineEdit) else None


_FILLED = "filled"
"""The property of an editor that has its cell's text already."""


class CellDelegate(QStyledItemDelegate):
    """An editor by the column's kind. A choice that is not strict may be typed over.

    ``typing``: the text of the cell in hand is another, or there is none in hand any more.
    """

    typing = Signal()

    def __init__(self, lookups: Lookups | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.lookups = lookups
        self.editor: QWidget | None = None
        """The editor opened last."""
        self._at = QPersistentModelIndex()
        self.closeEditor.connect(lambda *_: self.typing.emit())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        self.editor, self._at = self._make(parent, index), QPersistentModelIndex(index)
        line = _line_of(self.editor)
        if line is not None:
            line.textEdited.connect(lambda _: self.typing.emit())
        return self.editor

    def in_hand(self) -> tuple[int, int, str] | None:
        """Row, column and text of the cell that is being typed into; None when none is."""
        editor = self.editor
        if (
            editor is None
            or not shiboken6.isValid(editor)
            or not editor.isVisible()
            or not self._at.isValid()
        ):
            return None
        line = _line_of(editor)
        return None if line is None else (self._at.row(), self._at.column(), line.text())

    def _make(self, parent: QWidget, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)
        spec = model.specs[index.column()]
        if spec.options is not None:
            combo = QComboBox(parent)
            combo.addItems(spec.options)
            if spec.kind == "batch" and self.lookups is not None:
                combo.addItems(list(self.lookups.batches))
            combo.setEditable(not spec.closed or spec.kind == "batch")
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            combo.setMaxVisibleItems(16)
            return combo
        offered = self.lookups.suggest(spec.kind) if self.lookups is not None else nothing
        made = SuggestLine(offered, parent) if spec.kind in ("unit", "person") else QLineEdit(parent)
        made.setStyleSheet("border-radius: 0; padding: 0 6px; min-height: 0;")
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Once for each editor: Qt asks again whenever cells round it change, and would put back the stored text."""
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            choose(editor, text)
            line = editor.lineEdit()
            if line is not None:  # what is typed then replaces it, as in every other cell
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(
        self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:  # noqa: N802
        assert isinstance(model, GridModel)
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        model.setData(index, editor.text() if isinstance(editor, QLineEdit) else text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]


class Grid(QTableView):
    """``deleting`` asks for the selected rows to be deleted (Ctrl+-)."""

    deleting = Signal()

    def __init__(self, model: GridModel, lookups: Lookups | None = None) -> None:
        super().__init__()
        self.setObjectName("grid")
        self.grid = model
        self.setModel(model)
        self.cells = CellDelegate(lookups, self)
        self._set_out = (-1, 0)
        """Row and column that Tab set out from: Enter in that row goes below it, as in a spreadsheet."""
        self.setItemDelegate(self.cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        for number, spec in enumerate(model.specs):
            self.setColumnWidth(number, spec.width)

    def selected_rows(self) -> list[int]:
        """The rows that have a selected cell, from the top."""
        return sorted(
            {
                row
                for part in self.selectionModel().selection().toList()
                for row in range(part.top(), part.bottom() + 1)
            }
        )

    def event(self, event: QEvent) -> bool:
        """Pasting is the grid's here, not the window's import."""
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and event.matches(QKeySequence.StandardKey.Paste):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif control and event.key() == Qt.Key.Key_D:
            self.fill_down()
        elif control and event.key() == Qt.Key.Key_Minus:
            self.deleting.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:  # the editor's own Enter closes it first
                self._enter()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """The first syllable typed on a cell opens its editor and goes on in it; Qt alone would lose it."""
        index = self.currentIndex()
        begins = bool(event.preeditString() or event.commitString())
        if not begins or not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            super().inputMethodEvent(event)
            return
        self.edit(index)
        editor = self.cells.editor
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, QLineEdit):
            line.clear()
            QApplication.sendEvent(line, event)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:  # noqa: N802
        super().closeEditor(editor, hint)
        if hint == QStyledItemDelegate.EndEditHint.SubmitModelCache:
            self._enter()

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        now = self.currentIndex()
        if action != QAbstractItemView.CursorAction.MoveNext:
            self._set_out = (-1, 0)
        elif now.row() != self._set_out[0]:
            self._set_out = (now.row(), now.column())
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._set_out = (-1, 0)
        super().mousePressEvent(event)

    def _enter(self) -> None:
        """Go down, to the column where Tab set out from, as in a spreadsheet."""
        now = self.currentIndex()
        row, first = self._set_out
        self._set_out = (-1, 0)
        below = self.grid.index(now.row() + 1, first if row == now.row() else now.column())
        if below.isValid():
            self.setCurrentIndex(below)

    def _cells(self) -> tuple[int, int, int, int] | None:
        """Top, left, bottom, right of the selection, or of the current cell. A whole column ends above the free row."""
        parts = self.selectionModel().selection()
        if parts.isEmpty():
            now = self.currentIndex()
            return (now.row(), now.column(), now.row(), now.column()) if now.isValid() else None
        part, last = parts.at(0), self.grid.rowCount() - 1
        whole = self.grid.growing and part.top() == 0 and part.bottom() == last > 0
        return part.top(), part.left(), part.bottom() - whole, part.right()

    def copy(self) -> None:
        """The selected cells as tab-separated text."""
        found = self._cells()
        if found is not None:
            top, left, bottom, right = found
            lines = (
                "\t".join(self.grid.text(row, col) for col in range(left, right + 1))
                for row in range(top, bottom + 1)
            )
            QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Rows of the clipboard from the current cell on; one value fills the whole selection."""
        found = self._cells()
        if found is None:
            return
        top, left, bottom, right = found
        lines = QGuiApplication.clipboard().text().rstrip("\r\n").split("\n")
        cells = [line.rstrip("\r").split("\t") for line in lines]
        if len(cells) == 1 and len(cells[0]) == 1:
            text = cells[0][0]
            self.grid.apply([(r, c, text) for r in range(top, bottom + 1) for c in range(left, right + 1)])
        else:
            self.grid.apply(
                [(top + r, left + c, text) for r, line in enumerate(cells) for c, text in enumerate(line)]
            )

    def fill_down(self) -> None:
        """The top cells of the selection into all below them; from a single cell, the one above into it."""
        found = self._cells()
        if found is None:
            return
        top, left, bottom, right = found
        source = top if bottom > top else top - 1
        if source >= 0:
            self.grid.apply(
                [
                    (r, c, self.grid.text(source, c))
                    for r in range(source + 1, bottom + 1)
                    for c in range(left, right + 1)
                ]
            )

    def clear_cells(self) -> None:
        found = self._cells()
        if found is not None:
            top, left, bottom, right = found
            self.grid.apply([(r, c, "") for r in range(top, bottom + 1) for c in range(left, right + 1)])
