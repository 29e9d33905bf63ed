"""半年、全年汇总: a team's monthly reports summed, each number opening into its months and their records, and the copy for
医政科 as paper or workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidgetItem, QWidget

from app.ui import style
from app.ui.desk import Desk
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.choosing import choose_target
from app.ui.widgets.combo import Combo
from app.ui.widgets.room import open_at
from app.ui.widgets.tree import tree

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.operations.report_sums import FigureSum, Month, TeamSum

HEADS = ("项目、月份、记录", "填报数", "台账数", "记录")
SAID = (
    "填报数只加已收下的月报，没有收下的月份列出来，不当作0。点开一项看各月，再点开看是哪些记录；"
    "双击一个月的填报数打开那份月报，双击记录到台账里看。"
)
FILTERS = {".pdf": "PDF 文件 (*.pdf)", ".xlsx": "工作簿 (*.xlsx)", ".docx": "Word 文档 (*.docx)"}
_WAITING = "…"
_MONTH = Qt.ItemDataRole.UserRole
"""What a row stands for: a :class:`Month` with its figure, or a record's key with its table."""


class SumsDialog(QDialog):
    """``team`` (supporting, receiving) and ``year`` are what is chosen at first."""

    def __init__(
        self, parent: QWidget, desk: Desk, team: tuple[bytes, bytes] | None = None, year: str = "", part: str = "h1"
    ) -> None:  # fmt: skip
        super().__init__(parent)
        from app.operations.own_editions import known_editions
        from app.operations.report_sums import PARTS

        self.desk = desk
        self.found: TeamSum | None = None
        """What is shown: the sum of the chosen team and span."""
        self._first = team
        self.setWindowTitle("半年、全年汇总")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 940, 720)
        self.years, self.teams, self.part, self.edition = Combo(), Combo(), Combo(), Combo()
        for combo, called in (
            (self.years, "哪一年"), (self.teams, "哪支队伍"), (self.part, "哪一段"), (self.edition, "用哪种表样"),
        ):  # fmt: skip
            combo.setAccessibleName(called)
        for key, (name, _, _) in PARTS.items():
            self.part.addItem(name, key)
        self.part.setCurrentIndex(max(0, self.part.findData(part)))
        for one in known_editions(desk.folder).values():
            if one.subject == "report":
                self.edition.addItem(one.name, one.id)
        self.missing = label("", "warn", wrap=True)
        self.tree = tree(HEADS, (), "汇总")
        self.print_button = button("打印…", self.ask_print, symbol="printer")
        self.book_button = button("存为工作簿…", lambda: self.ask_save(".xlsx"), symbol="file-spreadsheet")
        self.pdf_button = button(
            "存为 PDF…", lambda: self.ask_save(".pdf"), symbol="file-down", role="primary"
        )
        self._build()
        self._year = year
        self.desk.ask("读取年份", _years, self._years_came, owner=self)

    def _build(self) -> None:
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, width in enumerate((116, 116, 66), start=1):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            self.tree.setColumnWidth(at, width)
        _right(self.tree.headerItem())
        self.tree.itemExpanded.connect(self._open)
        self.tree.itemDoubleClicked.connect(self.go_behind)
        choose = row(self.teams, self.years, self.part, gap=8)
        choose.setStretch(0, 1)
        self.teams.setMinimumWidth(300)
        self.teams.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        close = button("关闭", self.accept)
        close.setAutoDefault(False)
        several = self.edition.count() > 1
        self.edition.setVisible(several)
        foot = row(
            close, 1, *((self.edition,) if several else ()), self.print_button, self.book_button, self.pdf_button, gap=10
        )  # fmt: skip
        body = column(
            label("月报的半年、全年汇总", "title"), label(SAID, "soft", wrap=True), choose, self.missing, self.tree, foot,
            margins=(22, 18, 22, 16), gap=12,
        )  # fmt: skip
        body.setStretch(4, 1)
        self.setLayout(body)
        self.years.activated.connect(lambda _: self._read_teams())
        self.teams.activated.connect(lambda _: self.refresh())
        self.part.activated.connect(lambda _: self.refresh())
        self._enable()

    # what is shown

    def _years_came(self, years: list[str]) -> None:
        for year in years:
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(max(0, self.years.findData(self._year)))
        if years:
            self._read_teams()
        else:
            self.missing.setText("还没有派驻，也就没有可以汇总的月报。")

    def _read_teams(self) -> None:
        year = str(self.years.currentData())

        def work(store: Any, progress: Any) -> Any:
            from app.operations.report_sums import teams_of

            return teams_of(store, year)

        self.desk.ask("读取队伍", work, self._teams_came, owner=self)

    def _teams_came(self, found: list[Any]) -> None:
        chosen = self.teams.currentData() or self._first
        self.teams.clear()
        at = 0
        for number, team in enumerate(found):
            key = (team.supporting, team.receiving)
            people = "、".join(team.people)
            self.teams.addItem(f"{team.supporting_name} → {team.receiving_name}（{people}）", key)
            at = number if key == chosen else at
        self.teams.setCurrentIndex(at)
        self.refresh()

    def refresh(self) -> None:
        """Sum what is chosen now, off the GUI thread."""
        team = self.teams.currentData()
        year, part = str(self.years.currentData()), str(self.part.currentData())
        if team is None:
            self._show(None)
            return

        def work(store: Any, progress: Any) -> TeamSum:
            from app.operations.report_sums import span_of, team_sum

            first, last = span_of(store, team[0], team[1], year, part)
            return team_sum(store, team[0], team[1], first, last)

        self.desk.ask("汇总月报", work, self._show, owner=self)

    def _show(self, found: TeamSum | None) -> None:
        from app.operations.report_sums import missing_said

        self.found = found
        self.tree.clear()
        self.missing.setText(missing_said(found) if found else "这一年没有派驻的队伍。")
        self.missing.setVisible(bool(self.missing.text()))
        if found is not None:
            self.tree.addTopLevelItems([_figure_item(line) for line in found.lines])
        self._enable()

    def _enable(self) -> None:
        summed = self.found is not None and any(
            month.report is not None for line in self.found.lines for month in line.months
        )
        for one in (self.print_button, self.book_button, self.pdf_button):
            one.setEnabled(summed and self.edition.count() > 0)

    # behind a number

    def _open(self, item: QTreeWidgetItem) -> None:
        """Read the records of a month when it is first opened."""
        told = item.data(0, _MONTH)
        if self.found is None or told is None or item.childCount() != 1 or item.child(0).text(0) != _WAITING:
            return
        found, (figure, month) = self.found, told

        def work(store: Any, progress: Any) -> Any:
            from app.operations.records_said import records_said
            from app.operations.report_sums import month_records

            table, keys, _ = month_records(store, found, figure, month.month)
            return records_said(store, table, keys)

        def shown(lines: Any) -> None:
            if found is not self.found:
                return  # another team is shown by now
            item.takeChildren()
            for line in lines:
                child = QTreeWidgetItem([line.text, "", line.amount, ""])
                child.setToolTip(0, line.text)
                _right(child)
                item.addChild(child)

        self.desk.ask("读取记录", work, shown, owner=self)

    def go_behind(self, item: QTreeWidgetItem, at: int) -> None:
        """A month's stated number leads to its report, the counted one and a record to the ledger."""
        told = item.data(0, _MONTH)
        record = told is None
        if record and self.tree.indexOfTopLevelItem(item) < 0:
            told = item.parent().data(0, _MONTH)
        if self.found is None or told is None:
            return
        figure, month = told
        if at == 1 and not record and month.report is not None:
            self.desk.go("support", "reports", month.report)
            self.accept()
        elif at != 1 and month.counted.records:
            self._to_ledger(figure, month, item.parent().indexOfChild(item) if record else 0)

    def _to_ledger(self, figure: str, month: Month, number: int) -> None:
        found = self.found
        assert found is not None

        def work(store: Any, progress: Any) -> Any:
            from app.operations.report_sums import month_records

            return month_records(store, found, figure, month.month)

        def arrived(told: Any) -> None:
            table, keys, filters = told
            if table == "development":
                self.desk.go("support", "registers", keys[number])
            else:
                self.desk.go("support", "ledger", keys[number], filters=tuple(filters.items()))
            self.accept()

        self.desk.ask("查找记录", work, arrived, owner=self)

    # out

    def _name(self) -> str:
        assert self.found is not None
        return f"{self.edition.currentText()}_{self.found.paper.name}".replace(" ", "_").replace("/", "")

    def ask_save(self, suffix: str) -> None:
        """Ask where, then write the paper."""
        name = f"{self._name()}{suffix}"
        choose_target(self, self.desk.settings, "存为", name, FILTERS[suffix], self.save)

    def save(self, target: Path) -> None:
        """Write the sum to a file; its suffix tells the face."""
        found, edition = self.found, str(self.edition.currentData())
        if found is None:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.report_sums import write_sum

            return write_sum(store, edition, found, target)

        self.desk.act("汇总月报", work, owner=self)

    def ask_print(self) -> None:
        """The system's dialog, then the paper goes to the printer."""
        from app.operations.own_editions import edition_of
        from app.ui.paper.printing import ask_printer, printer_for

        printer = printer_for(edition_of(self.desk.folder, str(self.edition.currentData())))
        if ask_printer(printer, self):
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the sum, off the GUI thread."""
        found, edition, folder = self.found, str(self.edition.currentData()), self.desk.folder
        if found is None:
            return

        def work(store: Any, progress: Any) -> int:
            from app.forms.fonts import faces
            from app.forms.layout import lay_out
            from app.operations.own_editions import edition_of
            from app.ui.paper.printing import print_pages

            return print_pages(
                printer, lay_out(edition_of(folder, edition), found.paper, faces()), faces(), progress
            )

        self.desk.ask(
            "打印", work, lambda count: self.desk.noticed.emit(f"已送去打印 {count} 页"), owner=self
        )


def _figure_item(line: FigureSum) -> QTreeWidgetItem:
    item = QTreeWidgetItem(
        [line.label, line.stated, line.counted.text, str(line.counted.records or "")]
    )  # fmt: skip
    for at in (0, 1, 2):
        item.setToolTip(at, item.text(at))
    font = item.font(1)
    font.setBold(True)
    item.setFont(1, font)
    item.setFont(2, font)
    _right(item)
    item.addChildren([_month_item(line, month) for month in line.months])
    return item


def _month_item(line: FigureSum, month: Month) -> QTreeWidgetItem:
    stated = month.stated or ("没有填" if month.report is not None else "缺")
    counted = month.counted
    texts = [
        f"{int(month.month[:4])}年{int(month.month[5:7])}月", stated, counted.text or "0",
        f"{counted.records}条" if counted.records else "",
    ]  # fmt: skip
    item = QTreeWidgetItem(texts)
    for at in (1, 2):
        item.setToolTip(at, texts[at])
    item.setData(0, _MONTH, (line.figure, month))
    if month.report is not None:
        item.setForeground(1, QBrush(QColor(style.ACCENT)))
    else:
        item.setForeground(1, QBrush(QColor(style.DANGER)))
    if counted.records:
        item.setForeground(2, QBrush(QColor(style.ACCENT)))
        item.addChild(QTreeWidgetItem([_WAITING]))
    _right(item)
    return item


def _right(item: QTreeWidgetItem) -> None:
    for at in range(1, len(HEADS)):
        item.setTextAlignment(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _years(store: Any, progress: Any) -> list[str]:
    from app.operations.report_sums import years_of

    return years_of(store)
