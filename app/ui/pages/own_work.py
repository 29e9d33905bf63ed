"""队员本月: one supporter's month by kind, how far the goals are, when the report is due, and 本月填报."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QComboBox, QHeaderView, QProgressBar, QScrollArea, QTreeWidgetItem, QWidget

from app.ui import style
from app.ui.desk import Desk
from app.ui.lookups import GAP, lookups
from app.ui.widgets.basics import button, card, column, label, restyle, row
from app.ui.widgets.suggest import SuggestLine
from app.ui.widgets.tree import tree

if TYPE_CHECKING:
    from app.operations.supporter import Done, Goal, View

KEPT = "workbench/person"
"""The setting that remembers who was picked last on this machine, as the key's hex."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
HEADS = ("工作类别", "数量", "人数", "记录")
NOBODY = "选一位队员，看他本月做了什么、目标完成多少。操作人是队员本人的，会自动选好。"


class OwnTab(QWidget):
    """Shows the operator where he is a supporter, else who was picked last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.view: View | None = None
        self.person: bytes | None = None
        self.label = ""
        """The person as the lookups offer it: name, unit, department."""
        self.lookups = lookups(desk)
        self.who = SuggestLine(self.lookups.suggest("person"))
        self.who.setPlaceholderText("姓名、拼音或电话")
        self.who.setAccessibleName("看哪位队员")
        self.who.setFixedWidth(250)
        self.month = QComboBox()
        self.month.setAccessibleName("看哪个月")
        self.register = button("本月填报", self.begin_entry, symbol="pen-line", role="primary")
        self.report = button("月报", self.open_report, symbol="file-text")
        self.name = label("", "section", wrap=True)
        self.due = label(NOBODY, "soft", wrap=True)
        self.work = tree(HEADS, (), "本月工作", flat=True)
        self.work_said = label("", "soft", wrap=True)
        self.goals = QScrollArea()
        self.goal_lines: list[QWidget] = []
        self._build()
        self.who.picked.connect(self._picked)
        self.who.returnPressed.connect(self._entered)
        self.month.activated.connect(lambda _: self.refresh())
        self.work.itemActivated.connect(lambda item, _: self.open_work(item))
        self.work.itemClicked.connect(lambda item, _: self.open_work(item))
        desk.opened.connect(self.refresh)
        desk.changed.connect(self._news)
        self._show(None)

    def _build(self) -> None:
        head = self.work.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in range(1, len(HEADS)):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
            self.work.headerItem().setTextAlignment(at, RIGHT)
        self.work.setStyleSheet("QTreeWidget::item { padding: 5px 8px; }")
        self.work.setMinimumHeight(150)
        self.work.setCursor(Qt.CursorShape.PointingHandCursor)
        self.goals.setWidgetResizable(True)
        self.goals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.month.setMinimumContentsLength(10)
        top = row(
            label("队员", "label"), self.who, label("月份", "label"), self.month, 1, self.report, self.register, gap=8
        )  # fmt: skip
        left = column(label("本月工作", "section"), self.work, self.work_said, margins=(16, 12, 14, 12))
        left.setStretch(1, 1)
        right = column(label("目标完成", "section"), self.goals, margins=(16, 12, 8, 12))
        right.setStretch(1, 1)
        both = row(card(left), card(right), gap=12)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        head_card = card(column(top, self.name, self.due, margins=(18, 12, 14, 12), gap=8))
        body = column(head_card, both, gap=12)
        body.setStretch(1, 1)
        self.setLayout(body)

    # what is shown

    def _news(self, _: object) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the view anew, off the GUI thread."""
        kept = self.desk.settings.text(KEPT)
        person, month = self.person, str(self.month.currentData() or "")

        def work(store: Any, progress: Any) -> Any:
            return _look(store, person, kept, month)

        self.desk.ask("读取队员本月工作", work, self._arrived, owner=self)

    def _entered(self) -> None:
        """Enter takes the one whom pinyin, digits or a name stand for."""
        self.who.settle()
        self._picked(self.who.text())

    def _picked(self, text: str) -> None:
        key = self.lookups.person(text)
        if key is None:
            if text.strip():
                self.desk.noticed.emit(f"没有找到“{text.strip()}”，请从列出的名字里选")
            return
        self.desk.settings.put(KEPT, key.hex())
        self.show_person(key)

    def show_person(self, person: bytes) -> None:
        """Show this supporter's latest month."""
        self.person = person
        self.month.clear()
        self.refresh()

    def _arrived(self, found: tuple[View | None, bytes | None, str]) -> None:
        view, person, text = found
        self.person = person
        if not self.who.hasFocus():
            self.who.setText(text)
            self.who.home(False)
        if person is not None:
            self.lookups.know_person(text, person)
        self.label = text
        self._show(view)
        if view is None and person is not None:
            self.due.setText(f"{text.partition(GAP)[0]}还没有派驻，先在“帮扶工作”里登记派驻。")

    def _show(self, view: View | None) -> None:
        self.view = view
        for one in (self.register, self.report, self.month):
            one.setEnabled(view is not None)
        self.month.clear()
        self.name.setVisible(view is not None)
        self.work.clear()
        if view is None:
            self.due.setText(NOBODY)
            self.work_said.setText("")
            self._show_goals(())
            return
        from app.catalogue.dates import format_term
        from app.operations.supporter import report_said

        for month in reversed(view.months or (view.month,)):
            self.month.addItem(f"{int(month[:4])}年{int(month[5:7])}月", month)
        self.month.setCurrentIndex(max(0, self.month.findData(view.month)))
        term = format_term(f"{view.start}/{view.end}") if view.end else f"{view.start}起"
        self.name.setText(f"{view.name}　{view.supporting_name} → {view.unit_name}　{term}")
        self.due.setText(report_said(view.report))
        late = view.report is not None and view.report.days < 0
        restyle(self.due, "role", "danger" if late else "soft")
        self.work.addTopLevelItems([_work_item(done) for done in view.done])
        count = sum(done.count for done in view.done)
        self.work_said.setText(
            f"共{count}条记录，点一行看是哪些。" if count else "这个月还没有记录，点“本月填报”登记。"
        )
        self._show_goals(view.goals)

    def _show_goals(self, goals: tuple[Goal, ...]) -> None:
        self.goal_lines = [self._goal_line(one) for one in goals]
        nothing = [] if goals else [label("没有可看的目标。", "soft", wrap=True)]
        inner = QWidget()
        inner.setLayout(column(*self.goal_lines, *nothing, 1, gap=14, margins=(0, 0, 10, 0)))
        self.goals.setWidget(inner)

    def _goal_line(self, goal: Goal) -> QWidget:
        made = QWidget()
        one = goal.progress
        ratio = button(
            one.ratio or {True: "已完成", False: "未完成", None: "待评定"}[one.met],
            lambda: self.open_goal(goal),
            role="link",
            tip="看算进去的记录" if one.records else "",
        )
        ratio.setEnabled(bool(one.records))
        laid = row(label(one.text, wrap=True), ratio, gap=8)
        laid.setStretch(0, 1)
        parts: list[Any] = [laid]
        if goal.part is not None:
            bar = QProgressBar()
            bar.setRange(0, 100)
            bar.setValue(round(goal.part * 100))
            bar.setTextVisible(False)
            bar.setAccessibleName(f"{one.text} {one.ratio}")
            parts.append(bar)
        if goal.source:
            parts.append(label("；".join(filter(None, (goal.source, goal.reading))), "soft", wrap=True))
        made.setLayout(column(*parts, gap=4))
        return made

    # what is done

    def open_work(self, item: QTreeWidgetItem) -> None:
        """Open the month's records of a kind where they are kept."""
        if self.view is None:
            return
        done: Done = self.view.done[self.work.indexOfTopLevelItem(item)]
        if done.table == "development":
            self.desk.go("support", "registers", done.first)
            return
        filters = (("month", self.view.month), ("kind", done.kind), ("person_id", self.view.person))
        self.desk.go("support", "ledger", filters=filters)

    def open_goal(self, goal: Goal) -> None:
        """The records behind a goal's number."""
        from app.ui.pages.support.progress_dialog import ProgressDialog

        title = f"目标完成情况：{self.view.name if self.view else ''}"
        ProgressDialog(self, title, [goal.progress], self.desk).open()

    def open_report(self) -> None:
        """Open the report that waits, else the list of reports; one that is not there yet is begun."""
        from app.operations.reports import open_report

        view = self.view
        if view is None:
            return
        report, team = view.report, view.supporting
        if report is None or (report.record is None and team is None):
            self.desk.go("support", "reports")
        elif report.record is not None:
            self.desk.go("support", "reports", report.record)
        elif team is not None:
            month = report.month
            self.desk.act(
                "新建月报",
                lambda store, progress: open_report(store, team, view.unit, month),
                lambda outcome: self.desk.go(
                    "support", "reports", bytes.fromhex(str(outcome.items[0]["id"]))
                ),
                owner=self,
            )

    def begin_entry(self) -> None:
        """Register this month's work: the grid, with the person and the unit filled in."""
        if self.view is not None:
            plain = self.view.name
            alone = self.lookups.person(plain) == self.person  # namesakes are told by unit and department
            told = (("person", plain if alone else self.label), ("unit", self.view.unit_name))
            self.desk.go("support", "register", filters=told)


def _work_item(one: Done) -> QTreeWidgetItem:
    made = QTreeWidgetItem([one.label, one.text, str(one.people or ""), f"{one.count}条"])
    for at in range(1, len(HEADS)):
        made.setTextAlignment(at, RIGHT)
    made.setForeground(1, QBrush(QColor(style.ACCENT)))
    return made


def _look(store: Any, person: bytes | None, kept: str, month: str) -> tuple[Any, bytes | None, str]:
    from app.operations.supporter import person_of, view_of
    from app.store.lists import people_labels

    if person is None:
        person = person_of(store, store.workbench().setting("operator"))
    if person is None and re.fullmatch("[0-9a-f]{32}", kept):
        person = bytes.fromhex(kept)
    labels = people_labels(store, [person]) if person is not None else []
    if not labels:
        return None, None, ""
    return view_of(store, labels[0][0], month=month), labels[0][0], labels[0][1]
