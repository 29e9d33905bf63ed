"""设置: who works here, where the data lie, backups, the history, the papers' editions, and about."""

from __future__ import annotations

from app.ui.desk import Desk, Target
from app.ui.pages.page import Page
from app.ui.pages.settings.about import AboutTab
from app.ui.pages.settings.data import DataTab
from app.ui.pages.settings.editions import EditionsTab
from app.ui.pages.settings.history import HistoryTab
from app.ui.widgets.basics import column
from app.ui.widgets.tabs import LateTabs


class SettingsPage(Page):
    """Tabs ``data``, ``history``, ``editions``, ``about``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = LateTabs()
        self.tabs.add("data", "操作人与数据", lambda: DataTab(desk))
        self.tabs.add("history", "变更记录", lambda: HistoryTab(desk))
        self.tabs.add("editions", "表样", lambda: EditionsTab(desk))
        self.tabs.add("about", "关于", lambda: AboutTab(desk))
        self.setLayout(column(self.tabs))

    @property
    def data(self) -> DataTab:
        """The tab with backups, at the front."""
        made = self.tabs.show_tab("data")
        assert isinstance(made, DataTab)
        return made

    def go_to(self, target: Target) -> None:
        if target.tab:
            self.tabs.show_tab(target.tab)
