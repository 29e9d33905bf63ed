"""Records in words, a line each: what stands behind a number that somebody asks about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.catalogue.dates import format_partial, format_term
from app.catalogue.work import CONTACTS, DEVELOPMENTS, WORKS, shown
from app.store.opening import Store

_CHUNK = 500


class Said(NamedTuple):
    """A record's key, what it is, and the amount that it counts with ('1' where each counts one)."""

    key: bytes
    text: str
    amount: str


_QUERIES = {
    "activity": (
        "SELECT r.id, r.date, '', u.name, p.name, r.topic, r.kind, r.amount FROM activity r JOIN unit u ON u.id = r.unit_id"
        " LEFT JOIN person p ON p.id = r.person_id"
    ),
    "development": (
        "SELECT r.id, r.began, '', u.name, p.name, r.name, r.kind, 1 FROM development r JOIN unit u ON u.id = r.unit_id"
        " LEFT JOIN person p ON p.id = r.person_id"
    ),
    "posting": (
        "SELECT r.id, r.start, r.\"end\", u.name, p.name, r.department, '', 1 FROM posting r JOIN unit u ON u.id = r.unit_id"
        " JOIN person p ON p.id = r.person_id"
    ),
    "person": (
        "SELECT r.id, '', '', u.name, r.name, r.department, '', 1 FROM person r LEFT JOIN unit u ON u.id = r.unit_id"
    ),
    "unit": "SELECT r.id, '', '', r.name, '', r.region, '', 1 FROM unit r",
    "mentorship": (
        "SELECT r.id, r.start, r.\"end\", u.name, p.name || '带' || m.name, r.number, '', 1 FROM mentorship r"
        " JOIN posting g ON g.id = r.posting_id JOIN person p ON p.id = g.person_id JOIN person m ON m.id = r.mentee_id"
        " JOIN unit u ON u.id = g.unit_id"
    ),
    "training": (
        "SELECT r.id, r.start, r.\"end\", u.name, p.name, r.specialty, '', 1 FROM training r JOIN unit u ON u.id = r.unit_id"
        " JOIN person p ON p.id = r.person_id"
    ),
    "contact": (
        "SELECT r.id, r.date, '', u.name, r.participants, r.topic, r.kind, 1 FROM contact r"
        " LEFT JOIN unit u ON u.id = r.unit_id"
    ),
    "agreement": "SELECT r.id, r.signed_on, '', '', r.title, r.number, '', 1 FROM agreement r",
}
"""By table: key, day, last day, unit, who, what, kind, amount."""
TABLES = frozenset(_QUERIES)


def records_said(store: Store, table: str, keys: Sequence[bytes]) -> list[Said]:
    """The records in the order of their keys, gone ones left out. Raises :class:`KeyError` for a table not in TABLES."""
    found: dict[bytes, Said] = {}
    for start in range(0, len(keys), _CHUNK):
        group = keys[start : start + _CHUNK]
        rows = store.sql(f"{_QUERIES[table]} WHERE r.id IN ({', '.join('?' * len(group))})", group)
        found |= {bytes(row[0]): _said(table, *row) for row in rows}
    return [found[key] for key in keys if key in found]


def _said(
    table: str,
    key: bytes,
    start: str,
    end: str,
    unit: str | None,
    who: str | None,
    what: str | None,
    kind: str,
    amount: int,
) -> Said:
    day = format_term(f"{start}/{end}") if end else format_partial(start, "Y.M.D")
    text = "　".join(filter(None, (day, unit, who, _kind(table, kind), what)))
    return Said(
        bytes(key), text, shown(WORKS[kind], amount) if table == "activity" and kind in WORKS else str(amount)
    )


def _kind(table: str, kind: str) -> str:
    if table == "development":
        return DEVELOPMENTS[kind][0] if kind in DEVELOPMENTS else kind
    return CONTACTS.get(kind, kind) if table == "contact" else ""
