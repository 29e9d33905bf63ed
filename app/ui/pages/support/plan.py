"""工作计划: the items of the plan, in the order of the official list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.catalogue.due import years_of
from app.ui.desk import Desk, StoreWork
from app.ui.lists import ledger
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.pages.support.specs import PLAN_ITEMS
from app.ui.records import Record
from app.ui.widgets.basics import button
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.fields import FieldSpec


class PlanTab(LedgerTab):
    """A new item goes to the plan of the chosen one, else to the first plan, else a plan is begun."""

    def __init__(self, desk: Desk) -> None:
        self.dates_button = button(
            "排出日期", self.make_dates, symbol="calendar-days", tip="每年都做的，按时期排出各年的日期"
        )
        self.due_button = button("看到期的", self.ask_due, symbol="clock")
        super().__init__(
            desk, PLAN_ITEMS, ledger.plan_items(desk), extra=(self.dates_button, self.due_button)
        )
        self.dates_button.setEnabled(False)
        self.editor.shown.connect(lambda values: self.dates_button.setEnabled(True))
        self.editor.gone.connect(lambda: self.dates_button.setEnabled(False))

    def make_dates(self) -> None:
        """The occurrences of the chosen item; its years are asked when its period tells none."""
        key = self.editor.record
        if key is None:
            return
        if years_of(str(self.editor.values.get("period") or "")):
            self._dates(key, None)
            return
        dialog = FieldsDialog(
            self, "排出日期", (FieldSpec("years", "哪几年", hint="如 2021 或 2021-2023"),), self.lookups,
            lambda values: self._dates(key, years_of(str(values["years"]))), needed=("years",), verb="排出",
        )  # fmt: skip
        dialog.open()

    def _dates(self, key: bytes, years: list[str] | None) -> None:
        from app.operations.plans import make_occurrences

        self.desk.act("排出日期", lambda store, progress: make_occurrences(store, key, years), owner=self)

    def ask_due(self) -> None:
        """What is overdue or due within a month, the earliest first; a double click goes there."""
        until = (date.today() + timedelta(days=30)).isoformat()

        def work(store: Any, progress: Any) -> Any:
            from app.operations.plans import due_items

            return due_items(store, until)

        self.desk.ask("读取到期的计划", work, self._show_due, owner=self)

    def _show_due(self, found: Any) -> None:
        from app.ui.pages.support.plan_dialog import DueDialog

        dialog = DueDialog(self, found, self.desk)
        dialog.chosen.connect(self.list.choose)
        dialog.open()

    def storing(self, values: Record) -> StoreWork:
        from app.operations.plans import add_item

        beside = self.editor.record
        return lambda store, progress: add_item(store, values, beside)
