"""Names that editors offer while one types: units and batches, kept at hand; people, looked up as one types."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from app.ui.desk import Desk
from app.ui.widgets.suggest import GAP, MOST, Suggest, matching, nothing


class Lookups(QObject):
    """One for each window, found by :func:`lookups`. ``batches`` maps a batch's name to its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.units: list[str] = []
        self._whole: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        self.batches: dict[str, bytes] = {}
        self._people: dict[str, bytes] = {}
        self._found: dict[str, bytes] = {}
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
        self._whole = {name: name for name in self.units}

    def whole_unit(self, text: str) -> str:
        """The name of the only known unit that the text is a part of (江口镇); any other text as it is."""
        if text not in self._whole:
            fitting = [name for name in self.units if text in name] if len(text) > 1 else []
            self._whole[text] = fitting[0] if len(fitting) == 1 else text
        return self._whole[text]

    def suggest(self, kind: str) -> Suggest:
        """What to offer in a field of that kind."""
        offers: dict[str, Suggest] = {
            "unit": self._find_units,
            "person": self._find_people,
            "posting": lambda text: self._find_list("postings", text),
            "pairing": lambda text: self._find_list("pairings", text),
        }
        return offers.get(kind, nothing)

    def _find_units(self, text: str) -> list[str]:
        """Units by a part of their name, or by the initials of its pinyin (``jkz``)."""
        found, asked = matching(self.units, text), text.strip().lower()
        if len(found) < MOST and asked.isascii() and asked.isalpha():
            for name in self.units:
                if name not in self._initials:
                    from app.store.search import initials_of

                    self._initials[name] = initials_of(name)
            found += [name for name in self.units if asked in self._initials[name] and name not in found]
        return found[:MOST]

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
        """The person whose offered label this is, or the only one who bears this very name."""
        if label in self._people or not label.strip() or self.desk.light is None:
            return self._people.get(label)
        bearers = self.desk.light.sql("SELECT id FROM person WHERE name = ? LIMIT 2", (label.strip(),))
        return bytes(bearers[0][0]) if len(bearers) == 1 else None

    def picked_person(self, label: str) -> bytes | None:
        """The person who was picked from the offers; None for a name that was merely typed."""
        return self._people.get(label)

    def short_person(self, label: str) -> str:
        """The name alone of an offered person whom nobody shares it with; otherwise the label."""
        name = label.partition(GAP)[0]
        key = self.picked_person(label)
        return name if key is not None and self.person(name) == key else label

    def recall_person(self, label: str) -> None:
        """Know again the person of a label that was picked at an earlier start."""
        if GAP in label and label not in self._people:
            self._find_people(label)

    def know_person(self, label: str, key: bytes) -> None:
        """A person whom the window already shows under this label: it is as good as picked."""
        self._people[label] = key

    def know(self, label: str, key: bytes | None) -> None:
        """A posting or pairing that a form already shows under this label."""
        if label and key is not None:
            self._found[label] = key

    def _find_list(self, name: str, text: str) -> list[str]:
        """Postings or pairings as one line each, whose keys :meth:`found` gives back."""
        light = self.desk.light
        if light is None:
            return []
        from app.store.lists import list_ids
        from app.store.lists_year import labels_of

        ids = list_ids(light, name, search=text.partition(GAP)[0].partition(" → ")[0])[:MOST]
        labels = labels_of(light, name, ids)
        self._found.update({label: key for key, label in labels})
        return [label for _, label in labels]

    def found(self, label: str) -> bytes | None:
        """The posting or pairing whose offered label this is, or the only one that was offered for this text."""
        if label in self._found or not label.strip():
            return self._found.get(label)
        fitting = [key for offered, key in self._found.items() if offered.startswith(label.strip())]
        return fitting[0] if len(fitting) == 1 else None


def _names(store: Any, progress: Any) -> tuple[list[str], dict[str, bytes]]:
    units = [row[0] for row in store.sql("SELECT name FROM unit ORDER BY name")]
    return units, dict(store.sql("SELECT name, id FROM batch ORDER BY name"))


def lookups(desk: Desk) -> Lookups:
    """The window's lookups, made when first asked for."""
    found = desk.findChild(Lookups)
    return found if isinstance(found, Lookups) else Lookups(desk)
