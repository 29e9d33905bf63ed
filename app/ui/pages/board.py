"""报送情况 on the screen: teams by month and paper, who is out, what is due; a click opens the record or copies the reminder."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QStackedWidget, QVBoxLayout, QWidget

from app.catalogue.dates import format_partial
from app.catalogue.due import APPRAISAL
from app.ui.desk import Desk
from app.ui.lists.ways_out import WaysOut
from app.ui.pages.board_lines import Line, Lines
from app.ui.pages.board_table import BoardTable
from app.ui.widgets.basics import button, card, column, label, restyle, row, tool
from app.ui.widgets.cut import CutLabel

if TYPE_CHECKING:
    from app.operations.board import Board, Cell, Row
    from app.operations.out import Answer, Out
    from app.operations.signoffs import Waiting
    from app.operations.this_week import Soon

HIGH = 600
"""A tab that is lower than this keeps the lists below the table folded until somebody opens them."""
NOBODY_NOW = "这一天往前一年没有派驻，没有要报的材料。"
NOBODY_YET = "还没有派驻：先导入名册，或在“帮扶工作 → 派驻”里登记；有了派驻，这里按月列出谁还欠什么。"
CHOOSE = "点一格，看这份材料；双击打开。✓ 是盖章件已收。"


class Seen(NamedTuple):
    """Everything on the page, read at once."""

    board: Board
    answer: Answer
    counting: str
    """How the answer's way of counting counts, in words."""
    owed: str
    out: list[Out]
    due: list[Soon]
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
        self.names = button("看名单", self.show_names, role="link", tip="数进去的是哪些派驻，怎么数的")
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
        self.nothing = label("正在读取…", "soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.day.dateChanged.connect(lambda _: self.refresh())
        self.table = BoardTable()
        self.only_owed = QCheckBox("只看欠报的")
        self.owed = label("", "soft")
        self.chosen = CutLabel("soft")
        self.chosen.setText(CHOOSE)
        self.open_one = button("打开", self.open_record, symbol="arrow-right")
        self.remind_one = button("复制这条催报", self.copy_one, symbol="copy")
        self.ways_out = WaysOut(self, desk, lambda: self.table.seen(self._name()))
        self.export = tool("download", "导出、复制报送情况", lambda: self.ways_out.show_menu(self.export))
        self.remind_all = button("复制全部催报", self.copy_all, symbol="copy", role="primary")
        self.out, self.due, self.waiting = (
            Lines("现在在外"),
            Lines("到期和本周要办的"),
            Lines("等签字盖章"),
        )
        self._folded: bool | None = None
        """Whether somebody folded the lists or opened them; None while the room decides."""
        self._build()
        desk.opened.connect(self.refresh)
        desk.changed.connect(self._news)

    def _build(self) -> None:
        self.table.currentCellChanged.connect(lambda *_: self._tell())
        self.table.cellActivated.connect(lambda *_: self.open_record())
        self.only_owed.toggled.connect(lambda _: self._fill())
        top = row(
            self.answer, self.names, self.span, self.way, label("截至", "soft"), self.day, self.today, gap=8
        )
        top.setStretch(0, 1)
        said = row(self.owed, self.only_owed, self.chosen, gap=14)
        said.setStretch(2, 1)
        foot = row(said, self.open_one, self.remind_one, self.remind_all, self.export, gap=8)
        foot.setStretch(0, 1)
        empty = QWidget()
        empty.setLayout(column(1, self.nothing, row(1, self.latest, 1), 2, gap=8))
        self.faces = QStackedWidget()
        self.faces.addWidget(empty)
        self.faces.addWidget(self.table)
        grid = column(self.faces, foot, margins=(12, 12, 12, 10), gap=8)
        grid.setStretch(0, 1)
        for one in self._lists:
            one.folding.connect(self.fold)
            one.opened.connect(self._go)
        body = column(
            card(column(top, margins=(18, 6, 14, 6))),
            card(grid),
            row(*self._lists, gap=12),
            gap=10,
        )
        body.setStretch(1, 3)
        body.setStretch(2, 2)
        self.setLayout(body)

    @property
    def _lists(self) -> tuple[Lines, Lines, Lines]:
        return self.out, self.due, self.waiting

    def fold(self) -> None:
        """Fold the lists below the table, or open them: all three, for they share the row."""
        self._folded = not self._is_folded()
        self._lay()

    def _is_folded(self) -> bool:
        return self.height() < HIGH if self._folded is None else self._folded

    def _lay(self) -> None:
        folded = self._is_folded()
        for one in self._lists:
            one.fold(folded)
        body = self.layout()
        assert isinstance(body, QVBoxLayout)
        body.setStretch(2, 0 if folded else 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay()

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
        self.seen = seen
        self.answer.setText(seen.answer.text)
        self.answer.setToolTip(seen.counting)
        self.names.setVisible(bool(seen.answer.records))
        owed = len(seen.board.owed())
        self.owed.setText(seen.owed if seen.board.rows else "")
        restyle(self.owed, "role", "danger" if owed else "soft")
        self.only_owed.setVisible(bool(owed))
        self._fill()
        self.out.fill([_out_line(one) for one in seen.out], "现在没有人在外。")
        self.due.fill([_due_line(one) for one in seen.due], "本周没有到期的事。")
        self.waiting.fill([_waiting_line(one) for one in seen.waiting], "没有等签章的材料。")
        self.remind_all.setEnabled(bool(owed))
        self.export.setEnabled(bool(seen.board.rows))
        self.faces.setCurrentIndex(1 if seen.board.rows else 0)
        self.nothing.setText(NOBODY_NOW if seen.latest else NOBODY_YET)
        self.latest.setVisible(bool(seen.latest))
        if seen.latest:
            self.latest.setText(f"看最近有派驻的一天：{format_partial(seen.latest, 'Y年M月D日')}")

    def _fill(self) -> None:
        """The table's rows; the chosen cell stays chosen."""
        if self.seen is None:
            return
        before = self.table.chosen()
        self.table.fill(
            self.seen.board, only_owed=self.only_owed.isChecked() and self.only_owed.isVisibleTo(self)
        )
        if before is not None:
            self._choose(before[0].team.postings, before[1])
        self._tell()

    def _choose(self, postings: tuple[bytes, ...], paper: str) -> None:
        """Choose a team's paper again, if it is still there."""
        papers = (*self.table.months, APPRAISAL)
        for number, line in enumerate(self.table.rows):
            if line.team.postings == postings and paper in papers:
                self.table.setCurrentCell(number, papers.index(paper))

    def show_names(self) -> None:
        """The postings behind the answer's two numbers, and how they were counted."""
        if self.seen is None:
            return
        from app.operations.progress import Progress
        from app.ui.pages.support.progress_dialog import ProgressDialog

        found = self.seen.answer
        here, whole = found.text.split("，")
        lines = [
            Progress(b"", said, "", "", str(number), None, "posting", keys)
            for said, number, keys in ((here, found.out, found.here), (whole, found.total, found.records))
        ]
        day = format_partial(self.seen.board.as_of, "Y年M月D日")
        ProgressDialog(self, f"在外和累计人数：截至{day}", lines, self.desk, self.seen.counting).open()

    def _name(self) -> str:
        day = format_partial(self.seen.board.as_of, "Y年M月D日") if self.seen is not None else ""
        return f"报送情况（截至{day}）"

    def _go(self, line: Line) -> None:
        page, _, tab = line.place.partition("/")
        self.desk.go(page, tab, line.record)

    def go_to_latest(self) -> None:
        """Look at the latest day that has something to show."""
        if self.seen is not None and self.seen.latest:
            self.day.setDate(QDate.fromString(self.seen.latest, "yyyy-MM-dd"))

    def _tell(self) -> None:
        found = self.table.chosen()
        self.open_one.setEnabled(found is not None)
        self.remind_one.setEnabled(found is not None and found[2].owed)
        if found is None:
            self.chosen.setText(CHOOSE if self.table.rows else "")
            return
        line, paper, cell = found
        what = paper if paper == APPRAISAL else f"{format_partial(paper, 'Y年M月')}月报"
        by = f"，应于{format_partial(cell.due, 'M月D日')}前报送" if cell.due and cell.owed else ""
        stamped = {True: "，盖章件已收", False: "，盖章件未收", None: ""}[cell.stamped]
        self.chosen.setText(f"{line.team.receiving_name}　{what}：{cell.text}{by}{stamped}")

    # what is done

    def open_record(self) -> None:
        """Open the chosen paper's record; a month without a report begins one."""
        found = self.table.chosen()
        if found is None:
            return
        line, paper, cell = found
        if paper == APPRAISAL:
            self.desk.go("support", "appraisals", cell.record)
        elif cell.record is not None:
            self.desk.go("support", "reports", cell.record)
        else:
            self._begin(line, paper)

    def _begin(self, line: Row, month: str) -> None:
        from app.operations.reports import open_report

        team = line.team
        self.desk.act(
            "新建月报",
            lambda store, progress: open_report(store, team.supporting, team.receiving, month),
            lambda outcome: self.desk.go("support", "reports", bytes.fromhex(str(outcome.items[0]["id"]))),
            owner=self,
        )

    def copy_one(self) -> None:
        """Put the reminder for the chosen paper on the clipboard."""
        found = self.table.chosen()
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
    from app.operations.board import board, latest_day, owed_said
    from app.operations.out import SPANS, SPANS_SAID, WAYS, WAYS_SAID, answer, out_now
    from app.operations.signoffs import waiting
    from app.operations.this_week import this_week

    seen, out = board(store, as_of), out_now(store, as_of)
    latest = "" if seen.rows else latest_day(store, as_of)
    return Seen(
        seen,
        answer(store, as_of, span, way),
        f"{SPANS[span]}：{SPANS_SAID[span]}。{WAYS[way]}：{WAYS_SAID[way]}。双击一条到派驻里看。",
        owed_said(seen),
        out,
        this_week(store, seen, out),
        waiting(store, as_of),
        latest if latest != as_of else "",
    )


def _out_line(one: Out) -> Line:
    until = f"到{format_partial(one.until, 'Y年M月D日')}" if one.until else "没有写到何时"
    leave = f"　{one.leave}" if one.leave else ""
    leave += f"到{format_partial(one.leave_until, 'M月D日')}" if one.leave_until else ""
    return Line(f"{one.name}{leave}　{until}　{one.unit}", "support/postings", one.posting)


def _due_line(one: Soon) -> Line:
    return Line(f"{one.when}　{one.text}", one.place, one.record)


def _waiting_line(one: Waiting) -> Line:
    return Line(
        f"{one.stage}{one.days}天　{one.title}　{one.paper}·{one.step_label}", "support/signing", one.sign_off
    )
