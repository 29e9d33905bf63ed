"""派驻: who is where for which term, with goals and stays; posting a person and replacing one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.ui.desk import Desk, StoreWork
from app.ui.lists import ledger
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.pages.support.papers_menu import papers_button
from app.ui.pages.support.specs import OVERLAP, POSTINGS, REPLACEMENT
from app.ui.records import Record
from app.ui.widgets.basics import button
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.storing_dialog import StoringDialog

if TYPE_CHECKING:
    from app.forms.edition import Edition

REASON_SAID = "中途更换要经单位领导和卫生健康行政部门同意（川卫办发〔2017〕122号）。原派驻记为“已更换”，新队员接替余下的时间。"


class PostingsTab(LedgerTab):
    """The ledger's tab with its own ways of making and replacing."""

    def __init__(self, desk: Desk) -> None:
        self.replace_button = button("更换队员…", self.ask_replace, symbol="refresh-cw")
        self.replace_button.setEnabled(False)
        papers = papers_button(
            desk, ("goals", "replacement"), lambda: self.list.view.chosen(), fits=self._fits
        )
        self.goals_button = button("目标完成情况", self.ask_goals, symbol="target")
        self.goals_button.setEnabled(False)
        filters = (
            ledger.batch_filter(desk),
            ledger.unit_filter(desk, "unit_id", "全部受援单位"),
            ledger.state_filter(),
        )
        super().__init__(
            desk, POSTINGS, ledger.postings(desk), filters, (self.replace_button, self.goals_button, papers)
        )
        person = self.editor.form.editors["person_id"]
        person.setEnabled(False)
        self.editor.shown.connect(
            lambda values: self.replace_button.setEnabled(values["state"] in ("planned", "active"))
        )
        self.editor.gone.connect(lambda: self.replace_button.setEnabled(False))
        self.editor.shown.connect(lambda values: self.goals_button.setEnabled(True))
        self.editor.gone.connect(lambda: self.goals_button.setEnabled(False))

    def _fits(self, edition: Edition) -> bool:
        """The paper about a replacement is for one who replaces somebody."""
        return edition.subject != "replacement" or bool(self.editor.values.get("replacement_reason"))

    def ask_new(self) -> FieldsDialog:
        """Ask whom to post where; the dialog stays until that is stored."""
        known = {spec.key: spec for spec in POSTINGS.specs}
        dialog = StoringDialog(
            self, self.desk, "新增派驻", [*(known[key] for key in POSTINGS.new), OVERLAP], self.lookups, self._posting,
            lambda outcome: self.list.choose(bytes.fromhex(str(outcome.items[0]["id"]))), needed=POSTINGS.needed,
        )  # fmt: skip
        dialog.open()
        return dialog

    def _posting(self, values: Record) -> Any:
        from app.operations.posting import post_person

        person = self.lookups.person(str(values.pop("person_id") or ""))
        unit, reason = str(values.pop("unit_id") or ""), str(values.pop("overlap") or "")
        return lambda store, progress: post_person(store, person, unit, values, reason=reason)

    def ask_replace(self) -> FieldsDialog | None:
        """Ask who replaces the chosen person, why, and who approved."""
        posting = self.editor.record
        if posting is None:
            return None
        dialog = StoringDialog(
            self, self.desk, f"更换队员：{self.editor.values['person_id']}", REPLACEMENT, self.lookups,
            lambda values: self._replacing(posting, values), lambda outcome: self.made(outcome), said=REASON_SAID,
            needed=("person_id", "start", "replacement_reason", "approved_by_unit", "approved_by_bureau"), verb="更换",
        )  # fmt: skip
        dialog.show_values({"start": date.today().isoformat()})
        dialog.open()
        return dialog

    def _replacing(self, posting: bytes, values: Record) -> StoreWork:
        """What stores the replacement; the new posting is shown then."""
        from app.operations.posting import replace_posting

        person = self.lookups.person(str(values["person_id"]))
        return lambda store, progress: replace_posting(
            store, posting, person, start=values["start"], reason=values["replacement_reason"],
            approved_by_unit=values["approved_by_unit"], approved_by_bureau=values["approved_by_bureau"],
            overlap=str(values["overlap"] or ""),
        )  # fmt: skip

    def ask_goals(self) -> None:
        """Count the goals of the chosen posting in the ledger."""
        posting = self.editor.record
        if posting is None:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.progress import goals

            return goals(store, posting)

        def show(found: Any) -> None:
            from app.ui.pages.support.progress_dialog import ProgressDialog

            ProgressDialog(self, f"目标完成情况：{self.editor.values['person_id']}", found, self.desk).open()

        self.desk.ask("统计目标完成情况", work, show, owner=self)
