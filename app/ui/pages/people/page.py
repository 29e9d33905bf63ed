"""人员: everyone's papers, filled in on the paper itself, and a grid for many at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk, Target
from app.ui.pages.page import Page
from app.ui.pages.people.papers import PapersTab
from app.ui.widgets.basics import column
from app.ui.widgets.tabs import LateTabs


class PeoplePage(Page):
    """Tabs ``papers`` (报名表录入) and ``grid`` (表格编辑); going to ``new`` begins a new person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = LateTabs()
        self.tabs.add("papers", "报名表录入", lambda: PapersTab(desk))
        self.tabs.add("grid", "表格编辑", self._grid)
        self.setLayout(column(self.tabs))

    def _grid(self) -> QWidget:
        from app.ui.pages.people.grid_tab import GridTab

        return GridTab(self.desk)

    @property
    def papers(self) -> PapersTab:
        made = self.tabs.part("papers")
        assert isinstance(made, PapersTab)
        return made

    def leaving(self) -> None:
        self.papers.leave()

    def go_to(self, target: Target) -> None:
        if target.tab == "grid":
            self.tabs.show_tab("grid")
            return
        self.tabs.show_tab("papers")
        self.papers.go_to(target)
