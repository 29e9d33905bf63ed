"""The table of the board: a row for each team, whose name stays while the months scroll, and a cell for each paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from app.catalogue.due import APPRAISAL
from app.ui import style
from app.ui.lists.source import Column
from app.ui.lists.ways_out import Rows, Seen
from app.ui.widgets.basics import label

if TYPE_CHECKING:
    from app.operations.board import Board, Cell, Row

TONES = {
    "逾期": (style.DANGER_TINT, style.DANGER),
    "退回": (style.DANGER_TINT, style.DANGER),
    "应报": (style.WARN_TINT, style.WARN),
    "已报": ("#e6eefb", "#1d4f91"),
    "已收": (style.TINT, style.ACCENT_DARK),
    "零报告": (style.TINT, style.ACCENT_DARK),
}
"""Ground and ink of a cell by its state; what is not due yet is plain."""
ROW, NARROW = 44, 82
"""Height of a row (two lines), least width of a month."""
TEAMS, TEAMS_NARROW, ROOMY = 250, 200, 1000
"""Width of the teams' names in a table that is at least so wide, and in a narrower one."""


class BoardTable(QTableWidget):
    """``rows`` are the teams shown, ``months`` the papers' heads; the last column is the appraisal."""

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.rows: list[Row] = []
        self.months: tuple[str, ...] = ()
        self.setAccessibleName("报送情况")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(42 + 3 * ROW + 12)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_Framed(self))
        self.setVerticalHeader(_Teams(self))
        heads = self.horizontalHeader()
        heads.setMinimumSectionSize(NARROW)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        self.corner = label("受援单位 / 支援单位（队员）", "soft")
        self.corner.setParent(self)
        self.corner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.corner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.verticalHeader().setFixedWidth(TEAMS if self.width() >= ROOMY else TEAMS_NARROW)
        super().resizeEvent(event)
        self.corner.setGeometry(
            QRect(1, 1, self.verticalHeader().width(), self.horizontalHeader().height() - 1)
        )

    def fill(self, board: Board, *, only_owed: bool = False) -> None:
        """Show a board, or of it the teams that owe something; other months than before begin with the newest in sight."""
        fresh = board.months != self.months
        self.months = board.months
        self.rows = [line for line in board.rows if not only_owed or _owes(line)]
        self.clear()
        self.setRowCount(len(self.rows))
        self.setColumnCount(len(self.months) + 1 if self.rows else 0)
        self.setHorizontalHeaderLabels([*_heads(self.months), APPRAISAL])
        for number, line in enumerate(self.rows):
            self.setVerticalHeaderItem(number, _head(line))
            for at, month in enumerate(self.months):
                self.setItem(number, at, _item(line.months.get(month)))
            self.setItem(number, len(self.months), _item(line.appraisal))
        self.corner.setVisible(bool(self.rows))
        if fresh:
            self.updateGeometries()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def seen(self, name: str) -> Seen:
        """The table as a list that can be written out: a column each for supporting unit, receiving unit and people."""
        heads = ("支援单位", "受援单位", "队员", *_heads(self.months), APPRAISAL)
        columns = tuple(
            Column(head, head, width) for head, width in zip(heads, _widths(len(heads)), strict=True)
        )
        rows = {str(number).encode(): _texts(line, self.months) for number, line in enumerate(self.rows)}
        return Seen(Rows(columns, rows), list(rows), name)

    def chosen(self) -> tuple[Row, str, Cell] | None:
        """The chosen paper: its team, its month (or 鉴定表) and cell."""
        row, at = self.currentRow(), self.currentColumn()
        if not (0 <= row < len(self.rows) and 0 <= at <= len(self.months)):
            return None
        line = self.rows[row]
        if at == len(self.months):
            return line, APPRAISAL, line.appraisal
        cell = line.months.get(self.months[at])
        return (line, self.months[at], cell) if cell is not None else None


def _widths(count: int) -> list[int]:
    return [150, 220, 160, *([NARROW] * (count - 3))]


def _texts(line: Row, months: tuple[str, ...]) -> list[str]:
    team = line.team
    cells = [*(line.months.get(month) for month in months), line.appraisal]
    said = [" ".join(_said(cell).split("\n")) if cell is not None else "" for cell in cells]
    return [team.supporting_name, team.receiving_name, "、".join(team.people), *said]


def _owes(line: Row) -> bool:
    return line.appraisal.owed or any(cell.owed for cell in line.months.values())


def _heads(months: tuple[str, ...]) -> list[str]:
    """The year stands with the first month and with each January."""
    return [
        f"{month[2:4]}年{int(month[5:7])}月" if not at or month.endswith("-01") else f"{int(month[5:7])}月"
        for at, month in enumerate(months)
    ]


def _head(line: Row) -> QTableWidgetItem:
    team = line.team
    made = QTableWidgetItem(f"{team.receiving_name}\n{team.supporting_name}　{'、'.join(team.people)}")
    made.setToolTip(made.text())
    return made


def _said(cell: Cell) -> str:
    return cell.text + {True: " ✓", False: "\n等盖章", None: ""}[cell.stamped]


def _item(cell: Cell | None) -> QTableWidgetItem:
    if cell is None:
        return QTableWidgetItem("")
    made = QTableWidgetItem(_said(cell))
    made.setToolTip(cell.text + {True: "，盖章件已收", False: "，盖章件未收", None: ""}[cell.stamped])
    made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    ground, ink = TONES.get(cell.state, (style.SURFACE, style.FAINT))
    made.setBackground(QBrush(QColor(ground)))
    made.setForeground(QBrush(QColor(ink)))
    return made


class _Teams(QHeaderView):
    """Two lines a team: where it is, and softer whose people they are; cut with dots, the tip says the whole."""

    def __init__(self, parent: QTableWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(ROW)
        self.setDefaultSectionSize(ROW)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.width(), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's name
        painter.save()
        painter.fillRect(rect, QColor(style.SURFACE))
        painter.setPen(QColor(style.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        text = str(self.model().headerData(logical, Qt.Orientation.Vertical) or "")
        half = rect.height() // 2
        for line, top, ink in zip(
            text.split("\n"), (rect.top() + 2, rect.top() + half), (style.INK, style.SOFT), strict=False
        ):
            box = QRect(rect.left() + 8, top, rect.width() - 12, half - 2)
            painter.setPen(QColor(ink))
            cut = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.restore()


class _Framed(QStyledItemDelegate):
    """The chosen cell gets a frame and keeps its colour: the colour is what it says."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        option.state = state & ~QStyle.StateFlag.State_Selected & ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        if chosen:
            painter.save()
            painter.setPen(QPen(QColor(style.ACCENT), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))  # type: ignore[attr-defined]
            painter.restore()
