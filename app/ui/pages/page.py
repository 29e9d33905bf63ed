"""What the window expects of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk, Target


class Page(QWidget):
    """One place of the window. It is built when it is first shown; refreshing is its own affair (``desk.changed``)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk

    def entered(self) -> None:
        """The page has just come to the front."""

    def leaving(self) -> None:
        """The page goes to the back, or the window closes: keep what was typed."""

    def go_to(self, target: Target) -> None:
        """Show a tab, a record or a search of this page."""


class PageSpec(NamedTuple):
    """A place in the navigation: ``make`` builds it late, so that the first window imports only the first page."""

    key: str
    title: str
    symbol: str
    make: Callable[[Desk], Page]
