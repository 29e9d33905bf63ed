"""What a list shows: columns, and a source that knows ids in order and the cells of a few of them.

Sorting and filtering are the source's (SQL's) work. A list of 100,000 rows is 100,000 keys and the cells of the rows
that are on the screen.

Named tuples, as elsewhere on the way to the first paint: a frozen dataclass takes six times as long to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol


class Column(NamedTuple):
    """A column: ``key`` names it for sorting, ``width`` in pixels at 100 %, ``tag`` paints its text as a label.

    ``tags`` says the tone of a tag by its text: accent, warn, danger; others are plain.
    """

    key: str
    head: str
    width: int
    sortable: bool = True
    tag: bool = False
    tags: Mapping[str, str] = MappingProxyType({})
    right: bool = False
    strong: bool = False
    shown: Callable[[object], str] = lambda value: "" if value is None else str(value)


class Query(NamedTuple):
    """How the list is asked for: order, filters by name, search text."""

    sort: str = ""
    descending: bool = False
    search: str = ""
    filters: tuple[tuple[str, object], ...] = ()

    def with_filter(self, name: str, value: object) -> Query:
        """The same query with one filter set, or taken away when ``value`` is None or ''."""
        rest = tuple(pair for pair in self.filters if pair[0] != name)
        return self._replace(filters=rest if value in (None, "") else (*rest, (name, value)))

    def filter(self, name: str) -> object:
        return dict(self.filters).get(name)


class Filter(NamedTuple):
    """One drop-down: ``name`` in the query, what it says when nothing is chosen, and its choices (label, value).

    ``choices`` runs on a worker; it is asked anew when one of ``tables`` changes.
    """

    name: str
    all_label: str
    choices: Callable[[], Sequence[tuple[str, object]]]
    tables: frozenset[str] = frozenset()


class Source(Protocol):
    """Where a list's rows come from; called on the GUI thread for cells and on a worker for ids."""

    @property
    def columns(self) -> tuple[Column, ...]: ...

    @property
    def tables(self) -> frozenset[str]:
        """Tables by whose change the list is asked anew."""

    def ids(self, query: Query) -> Sequence[bytes]:
        """Keys in order."""

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        """Cells of a few records, in the order of ``columns``; a record that has gone is left out."""
