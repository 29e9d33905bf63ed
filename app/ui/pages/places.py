"""The places of the navigation in their order. Each page's module is imported when the page is first shown."""

from __future__ import annotations

from app.ui.desk import Desk
from app.ui.pages.page import Page, PageSpec


def _workbench(desk: Desk) -> Page:
    from app.ui.pages.workbench import WorkbenchPage

    return WorkbenchPage(desk)


def _people(desk: Desk) -> Page:
    from app.ui.pages.people.page import PeoplePage

    return PeoplePage(desk)


def _pairings(desk: Desk) -> Page:
    from app.ui.pages.pairings.page import PairingsPage

    return PairingsPage(desk)


def _support(desk: Desk) -> Page:
    from app.ui.pages.support.page import SupportPage

    return SupportPage(desk)


def _printing(desk: Desk) -> Page:
    from app.ui.pages.printing.page import PrintingPage

    return PrintingPage(desk)


def _settings(desk: Desk) -> Page:
    from app.ui.pages.settings.page import SettingsPage

    return SettingsPage(desk)


PLACES = (
    PageSpec("workbench", "工作台", "layout-dashboard", _workbench),
    PageSpec("people", "人员", "users", _people),
    PageSpec("pairings", "对口关系", "handshake", _pairings),
    PageSpec("support", "帮扶工作", "briefcase-medical", _support),
    PageSpec("print", "打印", "printer", _printing),
    PageSpec("settings", "设置", "settings", _settings),
)
