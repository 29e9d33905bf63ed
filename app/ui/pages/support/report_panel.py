"""A report beside the ledger: 填报数 and 台账数 figure by figure, its way from draft to accepted, and what may be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.catalogue.dates import day_here
from app.ui import style
from app.ui.desk import Desk
from app.ui.drafting import DraftKeeper
from app.ui.lookups import lookups
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.dialogs import FieldsDialog, Values
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.grid_model import Index

if TYPE_CHECKING:
    from app.operations.reports import Line

HEADS = ("项目", "填报数", "台账数", "差异说明")
REMARK = 3
FOOT = "点台账数，打开算进去的每一条记录；两数不同的，双击“差异说明”写原因。两个数各是各的，不会自动改。"
REASON = FieldSpec("reason", "原因", "text")


class Remarks(QStyledItemDelegate):
    """Types a remark. What is stored is put in once: a refresh in the midst of typing must not put it back.

    ``typing``: what is typed is another, or nothing is typed any more.
    """

    typing = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor: QLineEdit | None = None
        self.row = -1
        self.closeEditor.connect(lambda *_: self.typing.emit())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802 - Qt's name
        self.editor, self.row = QLineEdit(str(index.data() or ""), parent), index.row()
        self.editor.setStyleSheet("border-radius: 0; padding: 0 6px; min-height: 0;")
        self.editor.selectAll()
        self.editor.textEdited.connect(lambda _: self.typing.emit())
        return self.editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        pass

    def in_hand(self) -> tuple[int, str] | None:
        """Row and text of the remark that is being typed."""
        editor = self.editor
        if editor is None or not shiboken6.isValid(editor) or not editor.isVisible():
            return None
        return self.row, editor.text()


class ReportPanel(QWidget):
    """``figure_opened`` asks for the records behind a counted figure: its field path and the report's key."""

    figure_opened = Signal(str, bytes)
    corrected = Signal(bytes)
    returned = Signal(str)
    """Why the shown report was given back; '' where it was not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.report: bytes | None = None
        self.state, self.zero = "", False
        self.lines: list[Line] = []
        self.said = label("", "section", wrap=True)
        self.way = label("", "soft", wrap=True)
        self.take = button("填入台账数", self.take_counted, symbol="list-checks")
        self.send = button(
            "上报", lambda: self._step("send_report", "上报月报"), symbol="upload", role="primary"
        )
        self.accept = button(
            "收下", lambda: self._step("accept_report", "收下月报"), symbol="check", role="primary"
        )
        self.give_back = button("退回…", self.ask_return, symbol="undo-2")
        self.nothing = button("零报告", self.state_zero)
        self.correct = button("更正", self.make_correction, symbol="square-pen")
        self.keep = button("留这一份…", self.ask_settle, symbol="shield-check")
        self.day = QDateEdit(QDate.currentDate())
        self.day.setAccessibleName("办理日期")
        self.day.setDisplayFormat("yyyy年M月d日")
        self._today = QDate()
        self._follow_today()
        self.day.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self.day.setFixedWidth(150)
        self.day.setToolTip("补登以前收到、退回的，先把日期改过来；一直用到您再改")
        self.table = QTableWidget(0, len(HEADS))
        self.table.setAccessibleName("填报数与台账数")
        self.remarks = Remarks(self.table)
        self.table.setItemDelegateForColumn(REMARK, self.remarks)
        self.drafts = DraftKeeper(desk, self._in_hand, self)
        self.remarks.typing.connect(self.drafts.touch)
        self._build()
        self.show_report(None)

    def _build(self) -> None:
        self.table.setHorizontalHeaderLabels(HEADS)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.table.horizontalHeader()
        for number, width in enumerate((140, 84, 84)):
            self.table.setColumnWidth(number, width)
        head.setSectionResizeMode(REMARK, QHeaderView.ResizeMode.Stretch)
        self.table.setWordWrap(True)
        self.table.setStyleSheet("QTableWidget::item { padding: 5px 8px; }")
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        buttons = row(
            self.send, self.accept, self.keep, self.give_back, self.take, self.nothing, self.correct, 1, gap=8
        )
        way = row(self.way, label("办理日期", "soft"), self.day, gap=8)
        way.setStretch(0, 1)
        body = column(
            self.said, way, buttons, self.table,
            label(FOOT, "soft", wrap=True),
            gap=10, margins=(14, 12, 14, 12),
        )  # fmt: skip
        body.setStretch(3, 1)
        self.setLayout(body)
        self.table.cellClicked.connect(self._clicked)
        self.table.cellActivated.connect(self._entered)
        self.table.itemChanged.connect(self._typed)
        self.desk.changed.connect(self._news)

    # what is shown

    def show_report(self, report: bytes | None) -> None:
        """Show a report, or nothing."""
        self.report = report
        self._follow_today()
        self.drafts.about("", "")
        if report is None:
            self._arrived(None)
        else:
            self.refresh()

    def refresh(self) -> None:
        """Read the report anew, off the GUI thread."""
        report = self.report
        if report is None:
            return

        def arrived(found: Any) -> None:
            if report == self.report:
                self._arrived(found)
                self._take_up(report, found)

        self.desk.ask(
            "对照台账", lambda store, progress: _read(store, report), arrived, owner=self, failed=self._gone
        )

    def _gone(self, error: BaseException) -> None:
        from app.catalogue.problems import Refusal

        if isinstance(error, Refusal):
            self.show_report(None)
        else:
            self.desk.trouble(error)

    def _news(self, tables: frozenset[str]) -> None:
        if tables & {"report", "report_step", "report_remark", "activity", "development"}:
            self.refresh()

    def _arrived(self, found: Any) -> None:
        from app.operations.reports import STATES

        self.lines = found["lines"] if found else []
        self.state, self.zero = (found["state"], found["zero"]) if found else ("", False)
        revision = f"（第{found['revision']}稿）" if found and found["revision"] > 1 else ""
        zero = "，零报告" if self.zero else ""
        doubled = bool(found and found["doubled"])
        twice = "；这个月收下了两份，请留一份" if doubled else ""
        self.said.setText(
            f"{found['name']}{revision}：{STATES[self.state]}{zero}{twice}" if found else "还没有选月报"
        )
        self.way.setText(" → ".join(map(_step_text, found["steps"])) if found else "")
        open_ = self.state in ("draft", "returned")
        for one, shown in (
            (self.send, open_), (self.take, open_), (self.nothing, open_ and not self.zero),
            (self.accept, self.state == "sent"), (self.give_back, self.state == "sent"),
            (self.correct, self.state == "accepted"), (self.keep, doubled),
        ):  # fmt: skip
            one.setVisible(shown)
        self.returned.emit(str(found["steps"][-1]["reason"]) if self.state == "returned" else "")
        self._fill()

    def _in_hand(self) -> dict[str, str]:
        """What a draft must hold: the remark that is being typed."""
        hand = self.remarks.in_hand()
        return {self.lines[hand[0]].figure: hand[1]} if hand and hand[0] < len(self.lines) else {}

    def _take_up(self, report: bytes, found: Any) -> None:
        """Keep the remark that was typed before and not kept, once for each report that is shown."""
        if self.drafts.key:
            return
        self.drafts.about(draft_key(report), f"差异说明：{found['name']}", kept=bool(found["draft"]))
        for number, line in enumerate(self.lines):
            text = found["draft"].get(line.figure)
            if text is not None:
                self._item(number, REMARK).setText(text)
                self.desk.noticed.emit("已恢复上次没有写完的差异说明")

    def _item(self, number: int, at: int) -> QTableWidgetItem:
        found = self.table.item(number, at)
        assert found is not None
        return found

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.lines))
        for number, line in enumerate(self.lines):
            texts = (line.label, line.stated, line.counted.text, line.remark)
            for at, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if at != REMARK:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if at == 2 and line.counted.records:
                    item.setForeground(QBrush(QColor(style.ACCENT)))
                    item.setToolTip(f"由{line.counted.records}条记录算出，点开查看")
                if line.differs and at in (1, 2):
                    item.setBackground(QBrush(QColor(style.WARN_TINT)))
                    font = QFont(self.table.font())
                    font.setBold(True)
                    item.setFont(font)
                self.table.setItem(number, at, item)
        self.table.blockSignals(False)
        self.table.resizeRowsToContents()

    # what is done

    def _clicked(self, number: int, at: int) -> None:
        line = self.lines[number]
        if at == 2 and line.counted.records and self.report is not None:
            self.figure_opened.emit(line.figure, self.report)

    def _entered(self, number: int, at: int) -> None:
        """Enter does what the mouse does: open the records of a number, write why two numbers differ."""
        item = self.table.item(number, at)
        if at == REMARK and item is not None:
            self.table.editItem(item)
        else:
            self._clicked(number, at)

    def _typed(self, item: QTableWidgetItem) -> None:
        from app.operations.reports import remark

        report, line = self.report, self.lines[item.row()]
        text = item.text()
        if report is None or item.column() != REMARK:
            return
        if text.strip() == line.remark:
            self.drafts.touch()
            return
        key = draft_key(report)
        self.drafts.storing()
        self.desk.act(
            "保存说明",
            lambda store, progress: remark(store, report, line.figure, text),
            lambda _: self.drafts.stored(key),
            failed=lambda error: self._refused(key, error),
            owner=self,
            quiet=True,
        )

    def _refused(self, key: str, error: BaseException) -> None:
        self.drafts.refused(key)
        self.desk.trouble(error)

    def _act(self, title: str, work: Any) -> None:
        report = self.report
        if report is not None:
            self.desk.act(title, lambda store, progress: work(store, report), owner=self)

    def _step(self, name: str, title: str) -> None:
        from app.operations import report_steps

        step, at = getattr(report_steps, name), self.at
        self._act(title, lambda store, report: step(store, report, at=at))

    def _follow_today(self) -> None:
        """A window that stays open over midnight goes on with the new day, unless the clerk chose another."""
        today = QDate.currentDate()
        chosen = self._today.isValid() and self.day.date() != self._today
        self.day.setMaximumDate(today)
        if not chosen:
            self.day.setDate(today)
        self._today = today

    @property
    def at(self) -> str:
        """The day on which a step is said to have been done, ISO; '' is this moment."""
        self._follow_today()
        day = self.day.date()
        return "" if day == QDate.currentDate() else day.toString("yyyy-MM-dd")

    def take_counted(self) -> None:
        """Put the counted figures into the stated ones."""
        from app.operations.reports import take_counted

        self._act("填入台账数", take_counted)

    def state_zero(self) -> None:
        """State that there was nothing; where the ledger has work, why is asked."""
        from app.operations.reports import state_zero

        if any(line.counted.records for line in self.lines):
            self._ask(
                "零报告", "台账里这个月有工作。确实不报，请写明原因。", "零报告",
                lambda store, report, reason: state_zero(store, report, reason=reason),
            )  # fmt: skip
        else:
            self._act("零报告", state_zero)

    def ask_return(self) -> None:
        """Ask why the report goes back."""
        from app.operations.report_steps import return_report

        at = self.at
        self._ask(
            "退回月报", "写明要改什么，对方才知道怎么改。", "退回",
            lambda store, report, reason: return_report(store, report, reason, at=at),
        )  # fmt: skip

    def ask_settle(self) -> None:
        """Ask why this one of two accepted reports is kept."""
        from app.operations.report_steps import settle

        self._ask(
            "留这一份", "同一队、同一月收下了两份：留这一份，另一份连同原因退回。", "留下",
            lambda store, report, reason: settle(store, report, reason=reason),
        )  # fmt: skip

    def _ask(self, title: str, said: str, verb: str, work: Any) -> None:
        report = self.report
        if report is None:
            return

        def done(values: Values) -> None:
            reason = str(values["reason"])
            self.desk.act(title, lambda store, progress: work(store, report, reason), owner=self)

        FieldsDialog(
            self, title, (REASON,), lookups(self.desk), done, said=said, needed=("reason",), verb=verb
        ).open()

    def make_correction(self) -> None:
        """A new revision of an accepted report; it is shown when it is there."""
        from app.operations.report_steps import correct_report

        report = self.report
        if report is not None:
            self.desk.act(
                "更正月报",
                lambda store, progress: correct_report(store, report),
                lambda outcome: self.corrected.emit(bytes.fromhex(str(outcome.items[0]["id"]))),
                owner=self,
            )


def draft_key(report: bytes) -> str:
    """The key of the draft of a report's remark."""
    return f"report_remark:{report.hex()}"


def _step_text(step: dict[str, Any]) -> str:
    day = day_here(str(step["at"]))
    reason = f"（{step['reason']}）" if step["reason"] else ""
    return f"{step['state']} {day} {step['by']}{reason}".rstrip()


def _read(store: Any, report: bytes) -> dict[str, Any]:
    from app.operations.report_steps import conflicts, steps
    from app.operations.reports import compare, team_name
    from app.store.drafts import load_draft

    draft = load_draft(store, draft_key(report))
    lines = compare(store, report)
    ((state, zero, revision),) = store.sql("SELECT state, zero, revision FROM report WHERE id = ?", (report,))
    return {
        "lines": lines, "state": state, "zero": bool(zero), "revision": revision, "steps": steps(store, report),
        "name": team_name(store, report), "draft": draft.payload if draft else {},
        "doubled": state == "accepted" and any(report in keys for keys in conflicts(store)),
    }  # fmt: skip
