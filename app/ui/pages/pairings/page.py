"""对口关系: who supports whom, the units, and the batches."""

from __future__ import annotations

from app.ui.desk import Desk, Target
from app.ui.lists import ledger
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.pages.page import Page
from app.ui.pages.pairings.specs import BATCHES, PAIRINGS, UNITS
from app.ui.widgets.basics import column
from app.ui.widgets.tabs import LateTabs


class PairingsPage(Page):
    """Tabs ``pairings``, ``units``, ``batches``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = LateTabs()
        self.tabs.add("pairings", "对口关系", self._pairings)
        self.tabs.add("units", "单位", lambda: LedgerTab(desk, UNITS, ledger.units(desk)))
        self.tabs.add("batches", "批次", lambda: LedgerTab(desk, BATCHES, ledger.batches(desk)))
        self.setLayout(column(self.tabs))

    def _pairings(self) -> LedgerTab:
        filters = (
            ledger.batch_filter(self.desk),
            ledger.unit_filter(self.desk, "supporting_id", "全部支援单位"),
            ledger.unit_filter(self.desk, "receiving_id", "全部受援单位"),
        )
        return LedgerTab(self.desk, PAIRINGS, ledger.pairings(self.desk), filters)

    def leaving(self) -> None:
        for part in self.tabs.parts.values():
            if isinstance(part, LedgerTab):
                part.leave()

    def go_to(self, target: Target) -> None:
        part = self.tabs.show_tab(target.tab or "pairings")
        if isinstance(part, LedgerTab):
            part.go_to(target)
