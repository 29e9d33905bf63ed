"""The table of a list: header sort, several rows chosen, a menu, rows copied as tab-separated text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.ui.icons import icon
from app.ui.lists.delegate import ListDelegate
from app.ui.lists.model import ListModel

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QMenu

ROW_HEIGHT = 36
COPY_LIMIT = 200_000


class ListView(QTableView):
    """``record_chosen`` tells the current record's id (or b'' for none), ``opened`` a double click or Enter."""

    record_chosen = Signal(bytes)
    opened = Signal(bytes)
    sorted_by = Signal(str, bool)

    def __init__(self, model: ListModel) -> None:
        super().__init__()
        self.list = model
        self.menu_items: list[tuple[str, str, Callable[[], object]]] = []
        self.setModel(model)
        self.painter_of_cells = ListDelegate(self)
        self.setItemDelegate(self.painter_of_cells)
        self.setMinimumHeight(4 * ROW_HEIGHT)  # its head and a few rows; what has less room than that scrolls
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        # The header asks its selection model whether whole columns are selected, cell by cell: give it an empty one.
        heads.setSelectionModel(QItemSelectionModel(model, heads))
        heads.setSectionsMovable(True)
        heads.setSectionsClickable(True)
        heads.setStretchLastSection(True)
        heads.setMinimumSectionSize(48)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setSortIndicatorShown(True)
        heads.sortIndicatorChanged.connect(self._sort)
        for number, column in enumerate(model.source.columns):
            self.setColumnWidth(number, column.width)
        self._quiet = False
        self.selectionModel().currentRowChanged.connect(self._moved)

    # what is chosen

    def current_record(self) -> bytes:
        row = self.currentIndex().row()
        return self.list.ids[row] if 0 <= row < len(self.list.ids) else b""

    def chosen_rows(self) -> list[int]:
        """The numbers of the selected rows, from the top; by ranges, so that choosing all of 100,000 is quick."""
        ranges = [(part.top(), part.bottom()) for part in self.selectionModel().selection().toList()]
        return sorted({row for top, bottom in ranges for row in range(top, bottom + 1)})

    def chosen(self) -> list[bytes]:
        """The ids of the selected rows, from the top."""
        return [self.list.ids[row] for row in self.chosen_rows()]

    def show_records(self, ids: Sequence[bytes]) -> None:
        """Show these records; what was chosen stays chosen where it still is."""
        current, chosen = self.current_record(), set(self.chosen())
        offset = self.verticalScrollBar().value()
        self._quiet = True
        self.list.reset_ids(ids)
        if chosen and len(chosen) <= 1000:
            self._choose_again(chosen)
        row = self.list.row_of(current) if current else -1
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.list.index(row, 0), flag)
            self.verticalScrollBar().setValue(offset)
        self._quiet = False
        if row < 0 and current:
            self.record_chosen.emit(b"")

    def _choose_again(self, chosen: set[bytes]) -> None:
        selection = QItemSelection()
        last = len(self.list.source.columns) - 1
        for row, record in enumerate(self.list.ids):
            if record in chosen:
                selection.select(self.list.index(row, 0), self.list.index(row, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    def choose(self, record: bytes) -> bool:
        """Make a record the current one and bring it into view; False when the list does not have it."""
        row = self.list.row_of(record)
        if row < 0:
            return False
        # Said in full: the view's own way asks which modifier keys are held.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.list.index(row, 0), flags)
        self.scrollTo(self.list.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def let_go(self) -> None:
        """Nothing is chosen and no record is current."""
        self._quiet = True
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())
        self._quiet = False

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.record_chosen.emit(self.list.ids[now.row()])

    # order

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        columns = self.list.source.columns
        if 0 <= section < len(columns) and columns[section].sortable:
            self.sorted_by.emit(columns[section].key, order == Qt.SortOrder.DescendingOrder)
        else:
            self.sorted_by.emit("", False)

    # copying and the menu

    def rows_text(self) -> str:
        """The selected rows with their heads, cells parted by tabs, in the order of the columns on the screen."""
        heads = self.horizontalHeader()
        order = [heads.logicalIndex(place) for place in range(heads.count())]
        order = [number for number in order if not heads.isSectionHidden(number)]
        lines = ["\t".join(self.list.source.columns[number].head for number in order)]
        for row in self.chosen_rows()[:COPY_LIMIT]:
            lines.append("\t".join(_one_line(self.list.text(row, number)) for number in order))
        return "\n".join(lines)

    def copy_rows(self) -> None:
        if self.selectionModel().hasSelection():
            QGuiApplication.clipboard().setText(self.rows_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_record():
            self.opened.emit(self.current_record())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid() and self.current_record():
            self.opened.emit(self.current_record())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The menu of the chosen rows: the page's own items, then copying."""
        from PySide6.QtGui import QAction
        from PySide6.QtWidgets import QMenu

        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, symbol, called in (*self.menu_items, ("复制所选行", "copy", self.copy_rows)):
            action = QAction(icon(symbol), text, made)
            action.triggered.connect(called)
            action.setEnabled(self.selectionModel().hasSelection())
            made.addAction(action)
        return made

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Coming by keyboard, the first record is chosen where none is; Qt would make it current without a sign.

        Coming by mouse, the click chooses.
        """
        if self.currentIndex().isValid() or not self.list.ids:
            super().focusInEvent(event)
        elif event.reason() == Qt.FocusReason.MouseFocusReason:
            self._quiet = True
            super().focusInEvent(event)
            self.selectionModel().clearCurrentIndex()
            self._quiet = False
        else:
            self.choose(self.list.ids[0])
            super().focusInEvent(event)

    # the row under the mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def _hover(self, place: QPoint) -> None:
        row = self.indexAt(place).row()
        if row != self.painter_of_cells.hovered:
            self.painter_of_cells.hovered = row
            self.viewport().update()


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ")
