"""责任书协议: agreements with their parties and yearly tasks, how far the ledger has come with each, and their wording."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.catalogue.due import years_of
from app.operations.letter_paths import kind_not_for
from app.ui.desk import Desk
from app.ui.lists import ledger, year
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.pages.support.papers_menu import papers_button
from app.ui.pages.support.specs_year import AGREEMENTS, NEW_AGREEMENT
from app.ui.records import Record
from app.ui.widgets.basics import button
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.storing_dialog import StoringDialog

if TYPE_CHECKING:
    from app.forms.edition import Edition
    from app.operations.results import Outcome

NEW_SAID = "三方（或两方）和国家方案要求的年度任务会先拟好，建立以后逐格修改。"


class AgreementsTab(LedgerTab):
    """The ledger's tab with agreements proposed from a pairing, and the count of their tasks."""

    def __init__(self, desk: Desk) -> None:
        self.progress_button = button("任务完成情况", self.ask_progress, symbol="target")
        papers = papers_button(desk, ("agreement",), lambda: self.list.view.chosen(), fits=self._fits)
        filters = (ledger.unit_filter(desk, "unit_id", "全部单位"),)
        super().__init__(desk, AGREEMENTS, year.agreements(desk), filters, (self.progress_button, papers))
        self.new_button.setText("新增")
        self.progress_button.setEnabled(False)
        self.editor.shown.connect(lambda values: self.progress_button.setEnabled(True))
        self.editor.gone.connect(lambda: self.progress_button.setEnabled(False))

    def _fits(self, edition: Edition) -> bool:
        """Whether a paper is for agreements of the chosen one's kind."""
        return kind_not_for(edition) != (self.editor.values.get("kind") or "?")

    def ask_new(self) -> FieldsDialog:
        """Ask which kind for which pairing; parties and tasks are proposed."""
        dialog = StoringDialog(
            self, self.desk, "新增责任书、协议", NEW_AGREEMENT, self.lookups, self._making, self._made,
            said=NEW_SAID, needed=("kind", "pairing_id"), verb="建立", columns=2,
        )  # fmt: skip
        today = date.today()
        dialog.show_values({"kind": "责任书", "years": str(today.year), "signed_on": today.isoformat()})
        dialog.open()
        return dialog

    def _making(self, values: Record) -> Any:
        from app.operations.agreements import make_agreement, propose

        pairing = self.lookups.found(str(values["pairing_id"]))
        kind, government = str(values["kind"]), str(values["government"] or "")
        told = {key: values[key] for key in ("signed_on", "start", "end") if values[key]}

        def work(store: Any, progress: Any) -> Outcome:
            offer = propose(store, kind, pairing or b"", years_of(str(values["years"] or "")))
            parties = offer["parties"]
            if government and len(parties) == 3:
                parties[0]["name"] = government
            return make_agreement(
                store, kind, offer["values"] | told, parties, offer["tasks"], pairing=pairing
            )

        return work

    def _made(self, outcome: Outcome) -> None:
        self.list.choose(bytes.fromhex(str(outcome.items[0]["id"])))

    def ask_progress(self) -> None:
        """Count the tasks of the chosen agreement in the ledger."""
        key = self.editor.record
        if key is None:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.progress import tasks

            return tasks(store, key)

        self.desk.ask("统计任务完成情况", work, self._show_progress, owner=self)

    def _show_progress(self, found: Any) -> None:
        from app.ui.pages.support.progress_dialog import ProgressDialog

        ProgressDialog(self, f"任务完成情况：{self.editor.values.get('title', '')}", found, self.desk).open()
