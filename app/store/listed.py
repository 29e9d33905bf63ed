"""The people's list as a table of its own (``enrolment_row``): its orders and filters need no joins.

Joining 100,000 enrolments to their people by 16-byte keys, and then sorting them, costs five times what reading an
index in its order does. The rows are derived: made anew at the end of an operation that touched what they show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence, Set

WATCHED: Mapping[str, frozenset[str]] = {
    "enrolment": frozenset({"person_id", "receiving_unit_id", "batch_id", "position"}),
    "person": frozenset({"name", "unit_id", "title", "mobile", "id_number"}),
    "unit": frozenset({"name"}),
    "batch": frozenset({"name"}),
}
"""What the rows show or are sorted by, of which table."""

_TOUCHED = {
    "person": ("SELECT id FROM enrolment WHERE person_id IN ({keys})",),
    "unit": (
        "SELECT id FROM enrolment WHERE receiving_unit_id IN ({keys})",
        "SELECT e.id FROM person p JOIN enrolment e ON e.person_id = p.id WHERE p.unit_id IN ({keys})",
    ),
    "batch": ("SELECT id FROM enrolment WHERE batch_id IN ({keys})",),
}
"""The enrolments whose rows show a record of that table."""

_CHUNK = 5000
"""Keys in one statement: SQLite allows 32,766."""
_FILL = (
    "INSERT INTO enrolment_row (id, person_id, unit_id, receiving_unit_id, batch_id, position, name, pinyin, unit,"
    " title, receiving_unit, mobile, id_number, batch)"
    " SELECT r.id, r.person_id, p.unit_id, r.receiving_unit_id, r.batch_id, r.position, p.name, s.pinyin,"
    " coalesce(u.name, ''), p.title, coalesce(v.name, ''), p.mobile, p.id_number, coalesce(b.name, '')"
    " FROM enrolment r JOIN person p ON p.id = r.person_id JOIN person_search s ON s.person_id = r.person_id"
    " LEFT JOIN unit u ON u.id = p.unit_id LEFT JOIN unit v ON v.id = r.receiving_unit_id"
    " LEFT JOIN batch b ON b.id = r.batch_id"
)


def _groups(keys: Sequence[bytes]) -> Iterator[tuple[str, Sequence[bytes]]]:
    for start in range(0, len(keys), _CHUNK):
        group = keys[start : start + _CHUNK]
        yield ", ".join("?" * len(group)), group


def refresh(ledger: sqlite3.Connection, touched: Mapping[str, Set[bytes]]) -> None:
    """Bring the rows up to date after records (keys by table) changed, within the caller's transaction.

    The search index must be up to date: the rows take their pinyin from it. People who are new need not be among the
    touched: whatever enrols them was touched itself.
    """
    stale = set(touched.get("enrolment", ()))
    for table, queries in _TOUCHED.items():
        for marks, group in _groups(list(touched.get(table, ()))):
            for query in queries:
                stale.update(key for (key,) in ledger.execute(query.format(keys=marks), group))
    for marks, group in _groups(sorted(stale)):
        ledger.execute(f"DELETE FROM enrolment_row WHERE id IN ({marks})", group)
        ledger.execute(f"{_FILL} WHERE r.id IN ({marks})", group)


def rebuild(ledger: sqlite3.Connection) -> None:
    """Make all rows anew, within the caller's transaction."""
    ledger.execute("DELETE FROM enrolment_row")
    ledger.execute(_FILL)
