"""One operation: everything that a person's act changes, and its journal, in one transaction.

``with store.operation("save", "修改人员") as op:`` gives an :class:`OperationScope`. What its ``session`` adds, changes
and deletes is journalled as it is flushed; bulk goes through ``insert_many``, ``update_many`` and ``delete_many``.
Any other statement that would change the ledger is refused with :class:`Unjournalled`: that is a bug of ours.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.catalogue.texts import storable
from app.models.base import Base, new_id, new_ids
from app.store import flushing, listed, search
from app.store.beside import Beside
from app.store.changes import Changed, Changes, Kind
from app.store.connecting import LOG_PAGES
from app.store.engines import driver_of
from app.store.faults import faults_told
from app.store.guarding import Unjournalled
from app.store.records import Columns, Row, columns_of, in_groups, whole_rows

if TYPE_CHECKING:
    from app.store.opening import Store

__all__ = ["OperationScope", "Unjournalled", "run_operation"]

_INSERT_OPERATION = (
    "INSERT INTO operation (id, station_id, number, at, operator, name, title, seen, undoes_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UNIT = "unit"
"""The workbench's setting that says which unit works here."""
_CHUNK = 5000
_DERIVED = {**listed.WATCHED, search.SOURCE: search.COLUMNS | listed.WATCHED[search.SOURCE]}
"""Columns by table that the search index or the people's list is derived from."""
_FOLLOWED = frozenset({search.SOURCE, "enrolment"})
"""Tables whose records bring and take rows of these; units and batches only lend their names."""


@dataclass
class OperationScope:
    """An operation under way. ``changed`` lists what it did so far; ``id`` is its key once something is stored.

    Set ``title`` before the end when only the work tells what it was about.
    """

    folder: Path
    session: Session
    raw: sqlite3.Connection
    key: bytes
    name: str
    title: str
    operator: str
    undoes: bytes | None = None
    keep: bool = False
    """Store the operation even if it changed no record (the erasing of a journal's value does not)."""
    _changes: Changes = field(init=False)
    _touched: dict[str, set[bytes]] = field(default_factory=dict)
    """Keys by table of the records that the search index or the people's list is derived from."""
    _fresh: dict[bytes, search.Person] = field(default_factory=dict)
    """People made in this operation and untouched since: what is derived from them need not be read back."""

    def __post_init__(self) -> None:
        self._changes = Changes(self.key, self.raw)

    @property
    def changed(self) -> list[Changed]:
        """What it did so far: (table, record's key, insert/update/delete), in order."""
        return self._changes.told

    @property
    def id(self) -> bytes | None:
        """The operation's key; None as long as nothing was changed (such an operation is not stored)."""
        return self.key if self.changed or self.keep else None

    @property
    def result(self) -> list[Changed]:
        """What was changed: (table, record's key, insert/update/delete), in order."""
        return self.changed

    def insert_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[bytes]:
        """Insert records in bulk, journalled; their keys in the order given.

        Rows are by attribute or column name; what they leave out takes its default, a missing ``id`` a new key.
        Raises :class:`TypeError` for a name that the table does not have.
        """
        columns = columns_of(model)
        self.session.flush()
        keys: list[bytes] = []
        spare = [] if all(row.get("id") for row in rows) else new_ids(len(rows))
        for start in range(0, len(rows), _CHUNK):
            end = start + _CHUNK
            whole = whole_rows(columns, rows[start:end], spare[start:end] or repeat(b""))
            self.raw.executemany(columns.insert, whole)
            self.note_whole(columns, whole, "insert")
            keys += [row[0] for row in whole]
        return keys

    def update_many(self, model: type[Base], changes: Sequence[tuple[bytes, Mapping[str, Any]]]) -> int:
        """Set columns of records by key, journalled; how many records really changed. Missing records are left out."""
        columns = columns_of(model)
        self.session.flush()
        stored = {row[0]: row for row in self._stored(columns, [key for key, _ in changes])}
        count = 0
        for key, values in changes:
            if key not in stored:
                continue
            old = dict(zip(columns.names, stored[key], strict=True))
            told = {columns.name_of(attribute): value for attribute, value in values.items()}
            fields = {name: (old[name], value) for name, value in told.items() if old[name] != value}
            if not fields:
                continue
            sets = ", ".join(f'"{name}" = ?' for name in fields)
            self.raw.execute(columns.update.format(columns=sets), (*(new for _, new in fields.values()), key))
            self.note(columns.table, key, "update", fields)
            stored[key] = tuple({**old, **told}.values())
            count += 1
        flushing.forget(self.session, model, stored)
        return count

    def delete_many(self, model: type[Base], keys: Collection[bytes]) -> int:
        """Delete records by key, journalled whole; how many there were. What refers to them is the caller's care."""
        columns = columns_of(model)
        self.session.flush()
        rows = self._stored(columns, list(keys))
        self.raw.executemany(columns.delete, [(row[0],) for row in rows])
        self.note_whole(columns, rows, "delete")
        flushing.forget(self.session, model, [row[0] for row in rows])
        return len(rows)

    def note(self, table: str, key: bytes, kind: Kind, fields: Mapping[str, tuple[Any, Any]]) -> None:
        """Write one change to the journal. ``fields`` is ``{column: (old, new)}``."""
        if not _DERIVED.get(table, frozenset()).isdisjoint(fields):
            self._touch(table, key)
        self._changes.note(table, key, kind, fields)

    def note_whole(self, columns: Columns, rows: Sequence[Row], kind: Kind) -> None:
        """Journal whole records: every column but the key that differs from its default."""
        self._follow(columns, rows, kind)
        self._changes.note_whole(columns, rows, kind)

    def _touch(self, table: str, *keys: bytes) -> None:
        self._touched.setdefault(table, set()).update(keys)
        for key in keys if self._fresh else ():
            self._fresh.pop(key, None)

    def _follow(self, columns: Columns, rows: Sequence[Row], kind: Kind) -> None:
        """Remember records of which rows are derived; those of people who are new, with their values."""
        if columns.table == search.SOURCE and kind == "insert":
            known = self._touched.get(search.SOURCE, set())
            values = itemgetter(*map(columns.names.index, search.VALUES))
            made = {row[0]: (row[0], *map(str, values(row))) for row in rows}
            if known.isdisjoint(made) and self._fresh.keys().isdisjoint(made):
                self._fresh |= made
                return
        if columns.table in _FOLLOWED:
            self._touch(columns.table, *(row[0] for row in rows))

    def write_changes(self) -> None:
        """Write the journal's waiting rows, for who reads them before the end."""
        with Beside() as beside:
            self._changes.write(beside)

    def finish(self, station: bytes) -> None:
        """Store the journal, and bring up to date what is derived from the changed records."""
        self.session.flush()
        if self.id is None:
            return
        _record_operation(self, station)
        with Beside() as beside:
            search.refresh(self.raw, self._touched.get(search.SOURCE, ()), list(self._fresh.values()), beside)
            beside.run(sum(map(len, self._touched.values())), listed.refresh, self.raw, self._touched)
            self._changes.write(beside)

    def _stored(self, columns: Columns, keys: Sequence[bytes]) -> list[Row]:
        """The stored rows of those keys, as SQLite has them, in the order of the keys."""
        found: dict[bytes, Row] = {}
        for group in in_groups(list(dict.fromkeys(keys))):
            query = columns.select.replace("id = ?", f"id IN ({', '.join('?' * len(group))})")
            found |= {row[0]: row for row in self.raw.execute(query, group)}
        return [found[key] for key in dict.fromkeys(keys) if key in found]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _record_operation(op: OperationScope, station: bytes) -> None:
    """Write the operation's own row: the station's next number, and what it had seen of all others."""
    numbers: dict[bytes, int] = dict(op.raw.execute("SELECT id, number FROM station"))
    at = _now()
    if station not in numbers:
        op.raw.execute(
            "INSERT INTO station (id, name, since, number, note) VALUES (?, '', ?, 0, '')", (station, at)
        )
    number = numbers.pop(station, 0) + 1
    seen = json.dumps({key.hex(): last for key, last in numbers.items() if last}, sort_keys=True)
    op.raw.execute("UPDATE station SET number = ? WHERE id = ?", (number, station))
    op.raw.execute(
        _INSERT_OPERATION, (op.key, station, number, at, op.operator, op.name, op.title, seen, op.undoes)
    )


def _name_station(raw: sqlite3.Connection, station: bytes, unit: str) -> None:
    """A station is called after the unit that the office said it is; what was once told stays."""
    if unit:
        raw.execute("UPDATE station SET name = ?1 WHERE id = ?2 AND name <> ?1", (unit, station))


@contextmanager
def run_operation(
    store: Store, name: str, title: str, operator: str, undoes: bytes | None = None
) -> Iterator[OperationScope]:
    """See :meth:`app.store.opening.Store.operation`, which holds the store's writing lock around this."""
    unit = storable(store.workbench().setting(UNIT))
    with faults_told(store.ledger), store.writer().connect() as connection:
        station, raw = store.station(), driver_of(connection)
        bulk = False
        try:
            with connection.begin(), flushing.JournalledSession(connection) as session:
                op = OperationScope(store.folder, session, raw, new_id(), name, title, operator, undoes)
                session.journal_into(op)
                yield op
                op.finish(station)
                _name_station(raw, station, unit)
                bulk = len(op.changed) >= _CHUNK
                if bulk:  # its commit need not wait until the log is copied too
                    raw.execute("PRAGMA wal_autocheckpoint=0")
        finally:
            if bulk:
                raw.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
        if bulk:
            store.tidy_up()
