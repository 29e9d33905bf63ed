"""The list of rows: where each stands, what it is about, what would become of it. Any number of rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.operations.preview import Preview, PreviewRow, Status
from app.ui import style
from app.ui.icons import renderer
from app.ui.importing.looks import line_of, look_of, status_text, title_of

HEADS = ("位置", "内容", "结果", "会怎样")
PLACE, TITLE, STATUS, LINE = range(4)
WIDTHS = (112, 176, 118)
TITLE_SHARE = 0.42
"""Of what place and status leave, how much the title gets; the rest says what would happen."""
ROW_HEIGHT = 36
PAD, MARK = 8, 14
Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """The rows of a preview that have a status, all of them for None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preview: Preview | None = None
        self.status: Status | None = None
        self.shown: list[PreviewRow] = []

    def show(self, preview: Preview | None, status: Status | None) -> None:
        """Show these rows of this preview, read anew."""
        self.beginResetModel()
        self.preview, self.status = preview, status
        rows = preview.rows if preview is not None else []
        self.shown = [row for row in rows if row.status == status] if status is not None else rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(HEADS)

    def text(self, row: int, column: int) -> str:
        found = self.shown[row]
        if column == PLACE:
            return found.place
        if column == TITLE:
            return title_of(found)
        return status_text(found) if column == STATUS else line_of(found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
        ):  # fmt: skip
            return self.text(index.row(), index.column())
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def repaint(self) -> None:
        """The rows are the same, what is said of them may not be."""
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, len(HEADS) - 1))

    def place_of(self, number: int) -> int:
        """Where the row of that number stands among those shown: it, or else the next one; -1 when there is none."""
        for place, row in enumerate(self.shown):
            if row.number >= number:
                return place
        return len(self.shown) - 1


class RowsDelegate(QStyledItemDelegate):
    """Paints a cell in one call; the status as icon, word and colour together."""

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self.view = view
        self._line = QPen(QColor(style.LINE))
        self._ink, self._soft, self._tint = QColor(style.INK), QColor(style.SOFT), QColor(style.TINT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect  # type: ignore[attr-defined]
        chosen = self.view.selectionModel().isSelected(index)
        if chosen:
            painter.fillRect(rect, self._tint)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index.column() == STATUS:
            self._status(painter, option, self.view.rows.shown[index.row()], chosen)
            return
        font = QFont(option.font)  # type: ignore[attr-defined]
        if index.column() == TITLE:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._soft if index.column() == PLACE else self._ink)
        box = rect.adjusted(PAD, 0, -PAD, -1)
        text = self.view.rows.text(index.row(), index.column()).replace("\n", " ")
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)

    def _status(self, painter: QPainter, option: QStyleOptionViewItem, row: PreviewRow, chosen: bool) -> None:
        rect = option.rect.adjusted(PAD, 0, -PAD, 0)  # type: ignore[attr-defined]
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        look, height = look_of(row), metrics.height() + 4
        text = metrics.elidedText(status_text(row), Qt.TextElideMode.ElideRight, rect.width() - MARK - 20)
        width = metrics.horizontalAdvance(text) + MARK + 20
        box = QRectF(rect.x(), rect.center().y() - height / 2, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.SURFACE if chosen else look.ground))
        painter.drawRoundedRect(box, 5, 5)
        mark = QRectF(box.x() + 7, box.center().y() - MARK / 2, MARK, MARK)
        renderer(look.symbol, look.ink).render(painter, mark)
        painter.setPen(QColor(look.ink))
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.drawText(box.adjusted(MARK + 12, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(80, ROW_HEIGHT)


class RowsView(QTableView):
    """``row_chosen`` tells the current row (None for none); digits answer its question, Enter goes to the next."""

    row_chosen = Signal(object)
    answered = Signal(int)
    next_asked = Signal()

    def __init__(self, model: RowsModel) -> None:
        super().__init__()
        self.rows = model
        self.setModel(model)
        self.setItemDelegate(RowsDelegate(self))
        self.setAccessibleName("要导入的行")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(ROW_HEIGHT)
        side.setDefaultSectionSize(ROW_HEIGHT)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSelectionModel(QItemSelectionModel(model, heads))
        heads.setStretchLastSection(True)
        heads.setMinimumSectionSize(90)
        for number, width in enumerate(WIDTHS):
            self.setColumnWidth(number, width)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.row_chosen.emit(self.current()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        rest = self.viewport().width() - self.columnWidth(PLACE) - self.columnWidth(STATUS)
        self.setColumnWidth(TITLE, max(110, int(rest * TITLE_SHARE)))

    def current(self) -> PreviewRow | None:
        row = self.currentIndex().row()
        return self.rows.shown[row] if 0 <= row < len(self.rows.shown) else None

    def show_rows(self, preview: Preview | None, status: Status | None) -> None:
        """Show rows; the current one stays, or the next to it becomes current."""
        before, offset = self.current(), self.verticalScrollBar().value()
        again = preview is self.rows.preview and status == self.rows.status
        self.rows.show(preview, status)
        place = self.rows.place_of(before.number if before is not None and preview is not None else 0)
        if place >= 0:
            self.choose(place, into_view=not again)
            if again:
                self.verticalScrollBar().setValue(offset)
                self.scrollTo(self.currentIndex())
        else:
            self.row_chosen.emit(None)

    def choose(self, place: int, *, into_view: bool = True) -> None:
        """Make the row at that place the current one."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        index = self.rows.index(place, 0)
        self.selectionModel().setCurrentIndex(index, flags)
        if into_view:
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        digit = event.key() - Qt.Key.Key_0
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and 1 <= digit <= 9:
            self.answered.emit(digit)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.next_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_row()
        else:
            super().keyPressEvent(event)

    def copy_row(self) -> None:
        place = self.currentIndex().row()
        if 0 <= place < len(self.rows.shown):
            texts = (self.rows.text(place, column) for column in range(len(HEADS)))
            QGuiApplication.clipboard().setText("\t".join(text.replace("\n", " ") for text in texts))
