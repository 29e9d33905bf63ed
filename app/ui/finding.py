"""The search of the window against the ledger's search index."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.catalogue.masking import masked
from app.ui.desk import Desk
from app.ui.search_box import MOST, Finder, Hit

if TYPE_CHECKING:
    from app.store.light import Light

CELLS = ("name", "unit", "department", "receiving_unit", "mobile", "id_number")


def finder(desk: Desk) -> Finder:
    """A finder over enrolments; looking goes on in the reading lane."""

    def find(text: str, show: Callable[[list[Hit]], None]) -> None:
        light = desk.light
        if light is not None:
            desk.runner.run(
                "搜索", lambda progress: hits(light, text), show, lane="read", failed=desk.trouble
            )

    return find


def hits(light: Light, text: str) -> list[Hit]:
    """What a text finds: the person with unit, and the phone or masked ID number where these were asked for."""
    from app.store.lists import list_ids, rows_of

    ids = list_ids(light, "enrolments", search=text)[:MOST]
    rows = rows_of(light, "enrolments", ids, CELLS)
    return [Hit(key, rows[key][0], _detail(text, *rows[key][1:])) for key in ids if key in rows]


def _detail(text: str, unit: str, department: str, receiving: str, mobile: str, id_number: str) -> str:
    parts = []
    if any(character.isdigit() for character in text):
        parts.append(mobile if text in mobile else masked(id_number or ""))
    parts += [" ".join(filter(None, (unit, department))), f"→ {receiving}" if receiving else ""]
    return " · ".join(filter(None, parts))
