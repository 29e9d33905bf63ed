"""The search of the window against the ledger's search index."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.desk import Desk
from app.ui.search_box import MOST, Finder, Hit


def finder(desk: Desk) -> Finder:
    """A finder over people; looking goes on in the reading lane."""

    def find(text: str, show: Callable[[list[Hit]], None]) -> None:
        light = desk.light
        if light is None:
            return
        desk.runner.run("搜索", lambda progress: _hits(desk, text), show, lane="read", failed=desk.trouble)

    return find


def _hits(desk: Desk, text: str) -> list[Hit]:
    raise NotImplementedError
