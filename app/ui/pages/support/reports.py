"""月报: a team's month at a receiving unit, filled in on the paper itself."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.ui.desk import Desk, StoreWork, Target
from app.ui.lists import ledger
from app.ui.lists.panel import ListPanel
from app.ui.lists.year import month_filter
from app.ui.lookups import lookups
from app.ui.pages.paper_panel import PaperPanel
from app.ui.pages.support.report_panel import ReportPanel
from app.ui.widgets.basics import button, card, column, label, row
from app.ui.widgets.choosing import choose_target
from app.ui.widgets.detail import beside
from app.ui.widgets.dialogs import Values, ask_delete
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.storing_dialog import StoringDialog

if TYPE_CHECKING:
    from app.operations.results import Outcome

EMPTY = "还没有月报：点“新增月报”，写哪支队伍、在哪里、哪个月"
SENT, ACCEPTED = "sent", "accepted"
LOCKED = {SENT: "已经上报，等对方收下；要改请先退回", ACCEPTED: "已经收下，不能直接改；要改就开一份更正稿"}
"""Why a report in that state is not written on."""
NEW = (
    FieldSpec("team", "支援单位", "unit", hint="支援医疗团队，写几个字从列出的里选"),
    FieldSpec("unit", "受援单位", "unit", hint="受援乡镇卫生院"),
    FieldSpec("month", "月份", "date", hint="如 2021-06"),
    FieldSpec("filled", "先填入台账数", "flag"),
)


class ReportsTab(QWidget):
    """List on the left, 工作量月统计报告表 on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.list = ListPanel(
            desk,
            "reports",
            ledger.reports(desk),
            filters=(
                month_filter(desk, "reports"),
                ledger.report_state_filter(),
                ledger.unit_filter(desk, "receiving_unit_id", "全部受援单位"),
            ),
            placeholder="筛选月报",
            empty=EMPTY,
            name="月报",
        )
        self.paper = PaperPanel(desk, ("report",), "在左边选一份月报，或点“新增月报”", _closed_by)
        new = button("新增月报", self.ask_new, symbol="plus", role="primary")
        self.delete_button = button("删除", self.ask_delete, symbol="trash-2", role="danger")
        self.delete_button.setEnabled(False)
        self.panel = ReportPanel(desk)
        self.faces = QTabWidget()
        self.faces.setDocumentMode(True)
        self.why = label("", "warn", wrap=True)
        self.correct = button("更正", self.panel.make_correction, symbol="square-pen")
        self.give_back = button("退回…", self.panel.ask_return, symbol="undo-2")
        self.closed = QWidget()
        closed = row(self.why, self.correct, self.give_back, margins=(14, 8, 12, 0), gap=10)
        closed.setStretch(0, 1)
        self.closed.setLayout(closed)
        self.closed.hide()
        self.back = label("", "warn", wrap=True)
        self.back.setContentsMargins(14, 8, 12, 0)
        self.back.hide()
        sheet = QWidget()
        on_sheet = column(self.closed, self.back, self.paper, gap=0)
        on_sheet.setStretch(2, 1)
        sheet.setLayout(on_sheet)
        self.faces.addTab(sheet, "报表")
        self.faces.addTab(self.panel, "核对与上报")
        left = QWidget()
        self.yearly = button("年度报送…", self.ask_year, tip="一年里每支队伍的数，带出处的工作簿")
        self.sums = button("半年汇总…", self.ask_sums, tip="一支队伍上半年、下半年、全年的合计")
        body = column(row(new, self.sums, self.yearly, 1, self.delete_button), self.list, gap=10)
        body.setStretch(1, 1)
        left.setLayout(body)
        self.setLayout(
            column(beside(desk, "reports", left, card(column(self.faces, margins=(10, 6, 10, 10))), (2, 3)))
        )
        self.list.view.record_chosen.connect(self._chosen)
        self.faces.currentChanged.connect(self._faced)
        self.paper.closed.connect(self._closed)
        self.panel.returned.connect(self._returned)
        self.panel.figure_opened.connect(self._open_figure)
        self.panel.corrected.connect(lambda key: self.list.choose(key))
        self.list.view.opened.connect(lambda _: self.paper.begin())
        self.list.view.selectionModel().selectionChanged.connect(
            lambda *_: self.delete_button.setEnabled(self.list.view.selectionModel().hasSelection())
        )
        self.list.add_action(
            "打印月报…", "printer",
            lambda: desk.printing.emit(self.paper.form_of("report"), self.list.view.chosen()),
        )  # fmt: skip
        self.list.add_action("删除月报", "trash-2", self.ask_delete)
        self.paper.stored.connect(lambda key, new: self.list.choose(key) if new else None)

    def _chosen(self, key: bytes) -> None:
        self.paper.show_record(key or None)
        self.panel.show_report(key or None)

    def _closed(self, why: str) -> None:
        """A report that was sent or accepted is read, not written on."""
        self.why.setText(why)
        self.closed.setVisible(bool(why))
        self.correct.setVisible(why == LOCKED[ACCEPTED])
        self.give_back.setVisible(why == LOCKED[SENT])

    def _returned(self, reason: str) -> None:
        """Why the report was given back stands above the paper on which it is mended."""
        self.back.setText(f"退回原因：{reason}")
        self.back.setVisible(bool(reason))

    def _faced(self, _: int) -> None:
        """What was typed on the paper is stored before it is compared."""
        self.paper.leave()
        self.panel.refresh()

    def _open_figure(self, figure: str, report: bytes) -> None:
        """Show the records that a figure counts, where they are kept."""

        def work(store: Any, progress: Any) -> Any:
            return behind(store, figure, report)

        def arrived(target: Target | None) -> None:
            if target is not None:
                self.desk.going.emit(target)

        self.desk.ask("查找记录", work, arrived, owner=self)

    def ask_sums(self) -> None:
        """The half-year and year sums of the chosen report's team, else of the first."""
        chosen = self.list.view.current_record()

        def work(store: Any, progress: Any) -> Any:
            return store.sql(
                "SELECT supporting_unit_id, receiving_unit_id, month FROM report WHERE id = ?", (chosen,)
            )

        def show(rows: Any) -> None:
            from app.ui.pages.support.sums_dialog import SumsDialog

            team, month = (
                (None, "") if not rows else ((bytes(rows[0][0]), bytes(rows[0][1])), str(rows[0][2]))
            )
            part = "h2" if month[5:] > "06" else "h1"
            SumsDialog(self, self.desk, team, month[:4], part).open()

        self.desk.ask("查找队伍", work, show, owner=self)

    def ask_year(self) -> None:
        """Ask for which year the return is, then where to write it."""
        from app.ui.widgets.dialogs import FieldsDialog

        def chosen(values: Values) -> None:
            year = str(values["year"]).strip().removesuffix("年")
            choose_target(
                self, self.desk.settings, "年度报送", f"{year}年度报送.xlsx", "工作簿 (*.xlsx)",
                lambda target: self.write_year(year, target),
            )  # fmt: skip

        specs = (FieldSpec("year", "年份", hint="如 2021"),)
        said = "各队一年的填报数和台账数，另有一页写明每个台账数由哪些记录算出。"
        dialog = FieldsDialog(
            self, "年度报送", specs, lookups(self.desk), chosen, said=said, needed=("year",), verb="下一步"
        )
        dialog.show_values({"year": str(date.today().year)})
        dialog.open()

    def write_year(self, year: str, target: Path) -> None:
        """Write the year's return."""
        from app.operations.yearly import yearly_return

        self.desk.act(
            "年度报送", lambda store, progress: yearly_return(store, year, target, progress), owner=self
        )

    def ask_new(self) -> StoringDialog:
        """Ask whose month it is; a report that is there already is opened."""
        dialog = StoringDialog(
            self, self.desk, "新增月报", NEW, lookups(self.desk), _begin, self._begun,
            needed=("team", "unit", "month"), verb="新增", said="已有这个月的，会打开原来的那一份。",
        )  # fmt: skip
        dialog.show_values({"month": last_month(date.today()), "filled": False})
        dialog.open()
        return dialog

    def _begun(self, outcome: Outcome) -> None:
        self.faces.setCurrentIndex(0)
        self.list.choose(bytes.fromhex(str(outcome.items[0]["id"])))

    def new_report(self) -> None:
        """An empty paper, or the one that was begun; it becomes a record when it is stored."""
        self.faces.setCurrentIndex(0)
        self.list.view.let_go()
        self.panel.show_report(None)
        self.paper.show_new()

    def ask_delete(self) -> None:
        ids = self.list.view.chosen()
        if ids:
            ask_delete(
                self, f"这 {len(ids)} 份月报" if len(ids) > 1 else "这份月报", lambda: self.delete(ids)
            )

    def delete(self, ids: list[bytes]) -> None:
        from app.operations.editing import delete_records

        self.desk.act(
            "删除", lambda store, progress: delete_records(store, "report", ids, progress), owner=self
        )

    def leave(self) -> None:
        self.paper.leave()

    def go_to(self, target: Target) -> None:
        if target.tab == "new":
            self.new_report()
        elif target.record is not None:
            self.list.choose(target.record)


def last_month(day: date) -> str:
    """The month before a day's, as ISO: the one that is reported now."""
    return (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _closed_by(store: Any, report: bytes) -> str:
    rows = store.sql("SELECT state FROM report WHERE id = ?", (report,))
    return LOCKED.get(str(rows[0][0]), "") if rows else ""


def _begin(values: Values) -> StoreWork:
    team, unit, month = (str(values[key]) for key in ("team", "unit", "month"))

    def work(store: Any, progress: Any) -> Outcome:
        from app.operations.reports import open_report
        from app.operations.select import find_unit, read_month

        found = find_unit(store, team), find_unit(store, unit)
        return open_report(store, *found, read_month(month), filled=bool(values["filled"]))

    return work


def behind(store: Any, figure: str, report: bytes) -> Target | None:
    """Where the records behind a report's figure are shown: the ledger with its filters, or the register."""
    from app.operations.reports import records_of

    table, keys, filters = records_of(store, report, figure)
    if not keys:
        return None
    if table == "development":
        return Target("support", "registers", keys[0])
    return Target("support", "ledger", keys[0], filters=tuple(filters.items()))
