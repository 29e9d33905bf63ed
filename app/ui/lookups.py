"""Names that editors offer while one types: units and batches, kept at hand; people, looked up as one types."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from app.ui.desk import Desk
from app.ui.widgets.suggest import MOST, Suggest, matching, nothing

GAP = "　"


class Lookups(QObject):
    """One for each window, found by :func:`lookups`. ``batches`` maps a batch's name to its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.units: list[str] = []
        self.batches: dict[str, bytes] = {}
        self._people: dict[str, bytes] = {}
        desk.changed.connect(self._news)
        desk.opened.connect(self.reload)
        self.reload()

    def _news(self, tables: frozenset[str]) -> None:
        if tables & {"unit", "batch"}:
            self.reload()

    def reload(self) -> None:
        self.desk.ask("读取名称", _names, self._loaded, owner=self)

    def _loaded(self, found: tuple[list[str], dict[str, bytes]]) -> None:
        self.units, self.batches = found

    def suggest(self, kind: str) -> Suggest:
        """What to offer in a field of that kind."""
        offers: dict[str, Suggest] = {
            "unit": lambda text: matching(self.units, text),
            "person": self._find_people,
        }
        return offers.get(kind, nothing)

    def _find_people(self, text: str) -> list[str]:
        """People as ``姓名　单位 科室``, whose keys :meth:`person` gives back."""
        light = self.desk.light
        asked = text.partition(GAP)[0].strip()
        if light is None or not asked:
            return []
        from app.store.lists import people_labels
        from app.store.search import search_people

        labels = people_labels(light, search_people(light, asked, MOST))
        self._people.update({label: key for key, label in labels})
        return [label for _, label in labels]

    def person(self, label: str) -> bytes | None:
        """The person whose offered label this is."""
        return self._people.get(label)


def _names(store: Any, progress: Any) -> tuple[list[str], dict[str, bytes]]:
    units = [row[0] for row in store.sql("SELECT name FROM unit ORDER BY name")]
    return units, dict(store.sql("SELECT name, id FROM batch ORDER BY name"))


def lookups(desk: Desk) -> Lookups:
    """The window's lookups, made when first asked for."""
    found = desk.findChild(Lookups)
    return found if isinstance(found, Lookups) else Lookups(desk)
