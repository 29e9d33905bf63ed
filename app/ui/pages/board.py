"""报送情况 on the screen: teams by month and paper, who is out, what is due; a click opens the record or copies the reminder."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QFrame,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.catalogue.dates import format_partial
from app.catalogue.due import APPRAISAL
from app.ui import style
from app.ui.desk import Desk
from app.ui.widgets.basics import button, card, column, label, row

if TYPE_CHECKING:
    from app.operations.board import Board, Cell, Out, Row
    from app.operations.plans import Due
    from app.operations.signoffs import Waiting

TONES = {
    "逾期": (style.DANGER_TINT, style.DANGER),
    "退回": (style.DANGER_TINT, style.DANGER),
    "应报": (style.WARN_TINT, style.WARN),
    "已报": ("#e6eefb", "#1d4f91"),
    "已收": (style.TINT, style.ACCENT_DARK),
    "零报告": (style.TINT, style.ACCENT_DARK),
}
"""Ground and ink of a cell by its state; what is not due yet is plain."""
FIRST = 2
"""Columns before the months: 支援单位 and 受援单位 with the people."""
_NARROW, _WIDE = 86, 196


class Seen(NamedTuple):
    """Everything on the page, read at once."""

    board: Board
    answer: str
    out: list[Out]
    due: list[Due]
    waiting: list[Waiting]
    latest: str = ""
    """A day on which there is something to show, where there is nothing today; else ''."""


class BoardTab(QWidget):
    """Refreshes itself when anything changes while it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.seen: Seen | None = None
        self.answer = label("", "section", wrap=True)
        self.span, self.way = QComboBox(), QComboBox()
        for combo, choices, called in (
            (self.span, (("自然年", "year"), ("支援期", "term"), ("累计", "all")), "统计范围"),
            (self.way, (("人次", "times"), ("人", "people"), ("批次", "batches")), "统计单位"),
        ):
            combo.setAccessibleName(called)
            for text, code in choices:
                combo.addItem(text, code)
            combo.currentIndexChanged.connect(lambda _: self.refresh())
        self.day = QDateEdit(QDate.currentDate())
        self.day.setAccessibleName("截至哪一天")
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self.today = button("今天", lambda: self.day.setDate(QDate.currentDate()), role="link")
        self.latest = button("", self.go_to_latest, role="link")
        self.latest.hide()
        self.day.dateChanged.connect(lambda _: self.refresh())
        self.table = QTableWidget(0, FIRST)
        self.chosen = label("点一格，看这份材料；双击打开。", "soft", wrap=True)
        self.open_one = button("打开", self.open_record, symbol="arrow-right")
        self.remind_one = button("复制这一条催报", self.copy_one, symbol="copy")
        self.remind_all = button("复制全部催报", self.copy_all, symbol="copy", role="primary")
        self.out, self.due, self.waiting = (
            Lines("现在在外"),
            Lines("到期和本周要办的计划"),
            Lines("等签字盖章"),
        )
        self._build()
        desk.opened.connect(self.refresh)
        desk.changed.connect(self._news)

    def _build(self) -> None:
        self.table.setAccessibleName("报送情况")
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setWordWrap(True)
        self.table.setItemDelegate(_Framed(self.table))
        self.table.currentCellChanged.connect(lambda *_: self._tell())
        self.table.cellDoubleClicked.connect(lambda *_: self.open_record())
        top = row(self.answer, self.span, self.way, label("截至", "soft"), self.day, self.today, gap=8)
        top.setStretch(0, 1)
        foot = row(self.chosen, self.latest, self.open_one, self.remind_one, self.remind_all, gap=8)
        foot.setStretch(0, 1)
        grid = column(self.table, foot, margins=(12, 12, 12, 10), gap=8)
        grid.setStretch(0, 1)
        lists = row(self.out, self.due, self.waiting, gap=12)
        body = column(
            card(column(top, margins=(18, 10, 14, 10))),
            card(grid),
            lists,
            gap=12,
        )
        body.setStretch(1, 3)
        body.setStretch(2, 2)
        self.setLayout(body)

    # what is shown

    def _news(self, _: object) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read all of it anew, off the GUI thread."""
        day = self.day.date().toPython()
        as_of = day.isoformat() if isinstance(day, date) else ""
        span, way = self.span.currentData(), self.way.currentData()
        self.desk.ask(
            "读取报送情况", lambda store, progress: _look(store, as_of, span, way), self.show_seen, owner=self
        )

    def show_seen(self, seen: Seen) -> None:
        """Put up what was read; the chosen cell stays chosen."""
        at = (self.table.currentRow(), self.table.currentColumn())
        self.seen = seen
        self.answer.setText(seen.answer)
        self._fill(seen.board)
        if 0 <= at[0] < self.table.rowCount():
            self.table.setCurrentCell(*at)
        self.out.fill([_out_line(one) for one in seen.out], "现在没有人在外。")
        self.due.fill([f"{one.goal}　{one.state}" for one in seen.due], "没有到期的计划。")
        self.waiting.fill(
            [f"{one.title}　{one.paper}·{one.step_label}　{one.stage}{one.days}天" for one in seen.waiting],
            "没有等签章的材料。",
        )
        self.remind_all.setEnabled(bool(seen.board.owed()))
        self.latest.setVisible(bool(seen.latest))
        if seen.latest:
            self.latest.setText(f"看最近有派驻的一天：{format_partial(seen.latest, 'Y年M月D日')}")
        self._tell()

    def go_to_latest(self) -> None:
        """Look at the latest day that has something to show."""
        if self.seen is not None and self.seen.latest:
            self.day.setDate(QDate.fromString(self.seen.latest, "yyyy-MM-dd"))

    def _fill(self, board: Board) -> None:
        months = board.months
        self.table.clear()
        self.table.setRowCount(len(board.rows))
        self.table.setColumnCount(FIRST + len(months) + 1)
        self.table.setHorizontalHeaderLabels(
            ["支援单位", "受援单位（队员）", *(f"{int(month[5:7])}月" for month in months), APPRAISAL]
        )
        for number, line in enumerate(board.rows):
            team = line.team
            self.table.setItem(number, 0, _text(team.supporting_name))
            self.table.setItem(number, 1, _text(f"{team.receiving_name}\n{'、'.join(team.people)}"))
            for at, month in enumerate(months):
                self.table.setItem(number, FIRST + at, _item(line.months.get(month)))
            self.table.setItem(number, FIRST + len(months), _item(line.appraisal))
        head = self.table.horizontalHeader()
        for at in range(self.table.columnCount()):
            self.table.setColumnWidth(at, _NARROW if at >= FIRST else _WIDE - 60 * (at == 0))
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.resizeRowsToContents()

    def _at(self) -> tuple[Row, str, Cell] | None:
        """The chosen paper: its team, its month (or 鉴定表) and cell."""
        if self.seen is None or not 0 <= self.table.currentRow() < len(self.seen.board.rows):
            return None
        line, at = self.seen.board.rows[self.table.currentRow()], self.table.currentColumn() - FIRST
        months = self.seen.board.months
        if at == len(months):
            return line, APPRAISAL, line.appraisal
        cell = line.months.get(months[at]) if 0 <= at < len(months) else None
        return (line, months[at], cell) if cell is not None else None

    def _tell(self) -> None:
        found = self._at()
        self.open_one.setEnabled(found is not None)
        self.remind_one.setEnabled(found is not None and found[2].owed)
        if found is None:
            empty = self.seen is not None and not self.seen.board.rows
            nothing = "这一天往前一年没有派驻，没有要报的材料。"
            self.chosen.setText(nothing if empty else "点一格，看这份材料；双击打开。")
            return
        line, paper, cell = found
        by = f"，应于{cell.due}前报送" if cell.due else ""
        stamped = (
            {True: "，盖章件已收", False: "，盖章件未收"}.get(cell.stamped)
            if cell.stamped is not None
            else ""
        )
        self.chosen.setText(
            f"{line.team.supporting_name} → {line.team.receiving_name}　{paper}：{cell.text}{by}{stamped or ''}"
        )

    # what is done

    def open_record(self) -> None:
        """Open the chosen paper's record; a month without a report begins one."""
        found = self._at()
        if found is None:
            return
        line, paper, cell = found
        if paper == APPRAISAL:
            self.desk.go("help", "appraisals", cell.record)
        elif cell.record is not None:
            self.desk.go("help", "reports", cell.record)
        else:
            self._begin(line, paper)

    def _begin(self, line: Row, month: str) -> None:
        from app.operations.reports import open_report

        team = line.team
        self.desk.act(
            "新建月报",
            lambda store, progress: open_report(store, team.supporting, team.receiving, month),
            lambda outcome: self.desk.go("help", "reports", bytes.fromhex(str(outcome.items[0]["id"]))),
            owner=self,
        )

    def copy_one(self) -> None:
        """Put the reminder for the chosen paper on the clipboard."""
        found = self._at()
        if found is not None:
            self._copy([found])

    def copy_all(self) -> None:
        """Put the reminders for everything that is owed on the clipboard."""
        if self.seen is not None:
            self._copy(self.seen.board.owed())

    def _copy(self, cells: list[tuple[Row, str, Cell]]) -> None:
        from app.operations.board import reminder

        QGuiApplication.clipboard().setText(reminder(cells))
        self.desk.noticed.emit(f"已复制{len(cells)}条催报，可以到聊天窗口里按 Ctrl+V")


def _look(store: Any, as_of: str, span: Any, way: Any) -> Seen:
    from app.operations.board import answer, board, latest_day, out_now
    from app.operations.plans import due_this_week
    from app.operations.signoffs import waiting

    seen = board(store, as_of)
    latest = "" if seen.rows else latest_day(store, as_of)
    return Seen(
        seen,
        answer(store, as_of, span, way).text,
        out_now(store, as_of),
        due_this_week(store, as_of),
        waiting(store, as_of),
        latest if latest != as_of else "",
    )


def _text(text: str) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setToolTip(text)
    return made


def _item(cell: Cell | None) -> QTableWidgetItem:
    if cell is None:
        return QTableWidgetItem("")
    made = QTableWidgetItem(cell.text + (" ✓" if cell.stamped else ""))
    made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    ground, ink = TONES.get(cell.state, (style.SURFACE, style.FAINT))
    made.setBackground(QBrush(QColor(ground)))
    made.setForeground(QBrush(QColor(ink)))
    return made


def _out_line(one: Out) -> str:
    until = f"到{one.until}" if one.until else "没有写到何时"
    leave = f"　{one.leave}" + (f"到{one.leave_until}" if one.leave_until else "") if one.leave else ""
    return f"{one.name}　{one.unit}　{until}{leave}"


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


class Lines(QFrame):
    """A card with a heading, a count and lines of text."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = title
        self.head = label(title, "section")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = column(self.head, self.area, margins=(16, 12, 8, 8), gap=6)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.texts: list[str] = []
        self.fill([], "正在读取…")

    def fill(self, texts: list[str], nothing: str) -> None:
        """Replace the lines."""
        self.texts = texts
        self.head.setText(f"{self.title}　{len(texts)}" if texts else self.title)
        inner = QWidget()
        words = [label(text, wrap=True) for text in texts] or [label(nothing, "soft", wrap=True)]
        inner.setLayout(column(*words, 1, gap=4, margins=(0, 0, 8, 0)))
        self.area.setWidget(inner)
