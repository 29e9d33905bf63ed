"""帮扶工作: everything that happens between sending somebody and concluding, one tab each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk, Target
from app.ui.pages.page import Page
from app.ui.widgets.basics import column
from app.ui.widgets.tabs import LateTabs


@runtime_checkable
class Tab(Protocol):
    """What the page expects of a tab."""

    def leave(self) -> None:
        """Keep what was typed."""

    def go_to(self, target: Target) -> None:
        """Show a record or a search."""


def _postings(desk: Desk) -> QWidget:
    from app.ui.pages.support.postings import PostingsTab

    return PostingsTab(desk)


def _mentoring(desk: Desk) -> QWidget:
    from app.ui.pages.support.mentoring import MentoringTab

    return MentoringTab(desk)


def _ledger(desk: Desk) -> QWidget:
    from app.ui.pages.support.ledger import WorkTab

    return WorkTab(desk)


def _reports(desk: Desk) -> QWidget:
    from app.ui.pages.support.reports import ReportsTab

    return ReportsTab(desk)


def _appraisals(desk: Desk) -> QWidget:
    from app.ui.pages.support.appraisals import AppraisalsTab

    return AppraisalsTab(desk)


def _signing(desk: Desk) -> QWidget:
    from app.ui.pages.support.signing import SigningTab

    return SigningTab(desk)


def _agreements(desk: Desk) -> QWidget:
    from app.ui.pages.support.agreements import AgreementsTab

    return AgreementsTab(desk)


def _registers(desk: Desk) -> QWidget:
    from app.ui.pages.support.registers import RegistersTab

    return RegistersTab(desk)


def _plan(desk: Desk) -> QWidget:
    from app.ui.pages.support.plan import PlanTab

    return PlanTab(desk)


TABS: tuple[tuple[str, str, Callable[[Desk], QWidget]], ...] = (
    ("postings", "派驻", _postings),
    ("mentoring", "师带徒", _mentoring),
    ("ledger", "台账", _ledger),
    ("reports", "月报", _reports),
    ("appraisals", "鉴定", _appraisals),
    ("signing", "签字盖章", _signing),
    ("agreements", "责任书协议", _agreements),
    ("registers", "登记簿", _registers),
    ("plan", "工作计划", _plan),
)
"""Key, title and maker of each tab in the order of the year; a tab's module is imported when it is first shown."""


WITHIN = {"new": "reports", "register": "ledger"}
"""Places within a tab that are asked for like a tab."""


class SupportPage(Page):
    """The tabs of :data:`TABS`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = LateTabs()
        for key, title, make in TABS:
            self.tabs.add(key, title, lambda make=make: make(desk))  # type: ignore[misc]
        self.setLayout(column(self.tabs))

    def leaving(self) -> None:
        for part in self.tabs.parts.values():
            if isinstance(part, Tab):
                part.leave()

    def go_to(self, target: Target) -> None:
        part = self.tabs.show_tab(WITHIN.get(target.tab, target.tab or "postings"))
        if isinstance(part, Tab):
            part.go_to(target)
