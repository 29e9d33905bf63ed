"""登记簿: the registers beside the ledger of work, one at a time by a chooser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.ui.desk import Desk, Target
from app.ui.lists import ledger, year
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.pages.support import register_specs as specs
from app.ui.records import Record, parted
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.storing_dialog import StoringDialog

if TYPE_CHECKING:
    from app.operations.results import Outcome

YEARLY = (
    FieldSpec("year", "年度", "number", hint="如 2021"),
    FieldSpec("unit_id", "报告单位", "unit", hint="不填是全部；填医院、卫生院，只算它的"),
)
MONTHLY = (
    FieldSpec("month", "月份", hint="如 2021-05"),
    FieldSpec("rate", "每天（元）", "number"),
    FieldSpec("subsidised", "只算财政补助的派驻", "flag"),
)


class Posted(LedgerTab):
    """A register of postings: whose it is, is told when it is made and stays."""

    def __init__(self, desk: Desk, spec: Any, source: Any, extra: tuple[QWidget, ...] = ()) -> None:
        super().__init__(desk, spec, source, (ledger.unit_filter(desk, "unit_id", "全部受援单位"),), extra)
        self.editor.form.editors["posting_id"].setEnabled(False)

    def storing(self, values: Record) -> Any:
        from app.operations.editing import save_record
        from app.operations.registers import posting_told

        plain, _ = parted(values, self.spec.specs, self.lookups)
        table, key = self.spec.table, plain.pop("posting_id")
        return lambda store, progress: save_record(
            store, table, None, {"posting_id": posting_told(key), **plain}
        )


class Trainings(LedgerTab):
    """进修: somebody who is not known yet is made at the unit he comes from."""

    def storing(self, values: Record) -> Any:
        from app.operations.registers import add_training

        name = str(values["person_id"])
        person = self.lookups.picked_person(name) or name
        told = {**values, "from_unit": values["from_unit_id"], "unit": values["unit_id"]}
        return lambda store, progress: add_training(store, person, told)


class FiveOnes(LedgerTab):
    """五个一: the five of a batch are listed at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, specs.BATCH_ONES, year.batch_ones(desk), (ledger.batch_filter(desk),))
        self.new_button.setText("列出一个批次的五个一")

    def storing(self, values: Record) -> Any:
        from app.operations.registers import begin_five_ones

        batch = self.lookups.batches.get(str(values["batch_id"] or ""), b"")
        return lambda store, progress: begin_five_ones(store, batch)


class Allowances(Posted):
    """补贴: a month's for everybody at once, days less leave."""

    def __init__(self, desk: Desk) -> None:
        self.monthly = button("按月计算…", self.ask_month, symbol="calendar-days")
        super().__init__(desk, specs.ALLOWANCES, year.allowances(desk), (self.monthly,))

    def ask_month(self) -> FieldsDialog:
        """Ask month and rate, then compute the allowances of all who were away."""
        from app.operations.registers import make_allowances

        dialog = StoringDialog(
            self, self.desk, "按月计算补贴", MONTHLY, self.lookups,
            lambda values: lambda store, progress: make_allowances(
                store, str(values["month"]), str(values["rate"]), subsidised=bool(values["subsidised"])
            ),
            self.made, needed=("month", "rate"), verb="计算",
            said="这个月在外的人每人一条；有驻点时段的按时段，没有的按派驻起止，请假的日子扣除。算过的不重复。",
        )  # fmt: skip
        ended = date.today().replace(day=1) - timedelta(days=1)
        dialog.show_values({"month": f"{ended:%Y-%m}"})
        dialog.open()
        return dialog


class Letters(LedgerTab):
    """文书: what is kept of letters; yearly reports are begun here."""

    def __init__(self, desk: Desk) -> None:
        self.look_button = button("看、改文字…", self.look, symbol="pen-line")
        self.look_button.setEnabled(False)
        super().__init__(desk, specs.LETTERS, year.letters(desk), (), (self.look_button,))
        self.new_button.setText("写年度报告")
        self.editor.shown.connect(lambda values: self.look_button.setEnabled(True))
        self.editor.gone.connect(lambda: self.look_button.setEnabled(False))
        self.list.view.opened.connect(lambda _: self.look())

    def ask_new(self) -> FieldsDialog:
        dialog = StoringDialog(
            self, self.desk, "写年度报告", YEARLY, self.lookups, self.storing, self.begun, needed=("year",), verb="写报告",
            said="报告里的数字都由台账数出来；一年（一个单位）一份，写过的会打开原来的那一份。",
        )  # fmt: skip
        dialog.show_values({"year": str(date.today().year)})
        dialog.open()
        return dialog

    def storing(self, values: Record) -> Any:
        from app.operations.letters import begin_yearly

        told, unit = str(values["year"]).removesuffix("年"), str(values["unit_id"] or "")
        return lambda store, progress: begin_yearly(store, told, unit)

    def begun(self, outcome: Outcome) -> None:
        """Show the report that was begun, with its pages."""
        self.made(outcome)
        self.open_letter(bytes.fromhex(str(outcome.items[0]["id"])))

    def look(self) -> None:
        """Open the chosen letter with its pages."""
        if self.editor.record is not None:
            self.open_letter(self.editor.record)

    def open_letter(self, key: bytes) -> None:
        """Open a kept letter with its pages."""

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letters import about
            from app.operations.own_editions import edition_of

            edition, record = about(store, key)
            return edition_of(store.folder, edition), record

        self.desk.ask("读取文书", work, self._look, owner=self)

    def _look(self, found: Any) -> None:
        from app.ui.pages.support.letter_dialog import LetterDialog

        LetterDialog(self, self.desk, *found).open()


def _units(desk: Desk) -> tuple[Any, ...]:
    return (ledger.unit_filter(desk, "unit_id", "全部受援单位"),)


REGISTERS: tuple[tuple[str, str, Callable[[Desk], LedgerTab]], ...] = (
    (
        "developments",
        "学科与技术（特色科室、适宜技术、制度）",
        lambda d: LedgerTab(d, specs.DEVELOPMENTS, year.developments(d), _units(d)),
    ),
    (
        "contacts",
        "沟通交流（电话、视频、互访、会议、督导）",
        lambda d: LedgerTab(d, specs.CONTACTS, year.contacts(d), _units(d)),
    ),
    ("trainings", "进修人员", lambda d: Trainings(d, specs.TRAININGS, year.trainings(d), _units(d))),
    ("batch_ones", "五个一", FiveOnes),
    (
        "unit_years",
        "单位年度数据（县域内就诊率、转诊）",
        lambda d: LedgerTab(
            d, specs.UNIT_YEARS, year.unit_years(d), (*_units(d), year.year_filter(d, "unit_years"))
        ),
    ),
    ("allowances", "补贴", Allowances),
    ("absences", "请假", lambda d: Posted(d, specs.ABSENCES, year.absences(d))),
    ("letters", "文书", Letters),
    ("duty_checks", "履职考核", lambda d: Posted(d, specs.DUTY_CHECKS, year.duty_checks(d))),
)
"""Key, title and maker of each register."""


TABLES = {
    spec.key: spec.table
    for spec in (
        specs.DEVELOPMENTS, specs.CONTACTS, specs.TRAININGS, specs.BATCH_ONES, specs.UNIT_YEARS, specs.ALLOWANCES,
        specs.ABSENCES, specs.LETTERS, specs.DUTY_CHECKS,
    )
}  # fmt: skip
"""The table of each register."""


class RegistersTab(QWidget):
    """A chooser above the register that is shown; each is built when first chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.parts: dict[str, LedgerTab] = {}
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("登记簿")
        self.chooser.setMinimumWidth(320)
        for key, title, _ in REGISTERS:
            self.chooser.addItem(title, key)
        self.stack = QStackedWidget()
        self.ledger_button = button(
            "义诊、捐赠、宣传报道和每天的工作记在“台账”", lambda: desk.go("support", "ledger"), role="link"
        )
        above = row(label("登记簿", "section"), self.chooser, 1, self.ledger_button, gap=10)
        body = column(above, self.stack, gap=10)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.chooser.currentIndexChanged.connect(lambda _: self.show_register(self.chooser.currentData()))
        self.show_register(REGISTERS[0][0])

    def show_register(self, key: str) -> LedgerTab:
        """Bring a register to the front."""
        if key not in self.parts:
            self.parts[key] = next(make for known, _, make in REGISTERS if known == key)(self.desk)
            self.stack.addWidget(self.parts[key])
        self.stack.setCurrentWidget(self.parts[key])
        self.chooser.setCurrentIndex(self.chooser.findData(key))
        return self.parts[key]

    def leave(self) -> None:
        for part in self.parts.values():
            part.leave()

    def go_to(self, target: Target) -> None:
        """``search`` may name a register (``absences``) or be a search in the one that is shown."""
        if any(key == target.search for key, _, _ in REGISTERS):
            self.show_register(target.search).go_to(target._replace(search=""))
        elif target.record is not None:
            self._find(target.record)
        else:
            self.parts[self.chooser.currentData()].go_to(target)

    def _find(self, record: bytes) -> None:
        """Show a record in the register that holds it."""

        def work(store: Any, progress: Any) -> str:
            held = (
                k
                for k, table in TABLES.items()
                if store.sql(f"SELECT 1 FROM {table} WHERE id = ?", (record,))
            )
            return next(held, "")

        def found(key: str) -> None:
            if key:
                self.show_register(key).go_to(Target("support", "registers", record))

        self.desk.ask("查找记录", work, found, owner=self)
