"""帮扶工作: postings, the plan, and the monthly reports."""

from __future__ import annotations

from app.ui.desk import Desk, Target
from app.ui.pages.help.plan import PlanTab
from app.ui.pages.help.postings import PostingsTab
from app.ui.pages.help.reports import ReportsTab
from app.ui.pages.page import Page
from app.ui.widgets.basics import column
from app.ui.widgets.tabs import LateTabs


class HelpPage(Page):
    """Tabs ``postings``, ``plan``, ``reports``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = LateTabs()
        self.tabs.add("postings", "派驻", lambda: PostingsTab(desk))
        self.tabs.add("plan", "工作计划", lambda: PlanTab(desk))
        self.tabs.add("reports", "月报", lambda: ReportsTab(desk))
        self.setLayout(column(self.tabs))

    def leaving(self) -> None:
        for part in self.tabs.parts.values():
            if isinstance(part, PostingsTab | PlanTab | ReportsTab):
                part.leave()

    def go_to(self, target: Target) -> None:
        part = self.tabs.show_tab("reports" if target.tab == "new" else target.tab or "postings")
        if isinstance(part, PostingsTab | PlanTab | ReportsTab):
            part.go_to(target)
