"""One operation: everything that a person's act changes, and its journal, in one transaction.

``with store.operation("save", "修改人员") as op:`` gives an :class:`OperationScope`. What its ``session`` adds, changes
and deletes is journalled as it is flushed; bulk goes through ``insert_many``, ``update_many`` and ``delete_many``.
Any other statement that would change the ledger is refused with :class:`Unjournalled`: that is a bug of ours.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.models.base import Base, new_id, new_ids
from app.store import flushing, search
from app.store.faults import faults_told
from app.store.guarding import Unjournalled, trusted
from app.store.records import Columns, columns_of, in_groups
from app.store.sealing import SECRET_BYTES, encode, head_of, seal

if TYPE_CHECKING:
    from app.store.opening import Store

__all__ = ["OperationScope", "Unjournalled", "run_operation"]

Kind = Literal["insert", "update", "delete"]
Changed = tuple[str, bytes, Kind]
"""A table's name, a record's key and what happened to it."""

_INSERT_CHANGE = (
    "INSERT INTO change (operation_id, position, table_name, record_id, kind, fields, secret, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_OPERATION = (
    "INSERT INTO operation (id, station_id, number, at, operator, name, title, seen, undoes_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHUNK = 5000


@dataclass
class OperationScope:
    """An operation under way. ``changed`` lists what it did so far; ``id`` is its key once something is stored.

    Set ``title`` before the end when only the work tells what it was about.
    """

    folder: Path
    session: Session
    connection: Connection
    key: bytes
    name: str
    title: str
    operator: str
    undoes: bytes | None = None
    changed: list[Changed] = field(default_factory=list)
    keep: bool = False
    """Store the operation even if it changed no record (the erasing of a journal's value does not)."""
    _changes: list[tuple[Any, ...]] = field(default_factory=list)

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
        known = frozenset(columns.attributes) | frozenset(columns.names)
        keys = new_ids(len(rows))
        for start in range(0, len(rows), _CHUNK):
            whole = []
            for number, row in enumerate(rows[start : start + _CHUNK], start):
                if not row.keys() <= known:
                    raise TypeError(f"{columns.table} has no {sorted(row.keys() - known)}")
                keys[number] = row.get("id") or keys[number]
                whole.append(columns.row(keys[number], row))
            self._execute_many(columns.insert, whole)
            self._note_whole(columns, whole, "insert")
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
            self._execute(columns.update.format(columns=sets), (*(new for _, new in fields.values()), key))
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
        self._execute_many(columns.delete, [(row[0],) for row in rows])
        self._note_whole(columns, rows, "delete")
        flushing.forget(self.session, model, [row[0] for row in rows])
        return len(rows)

    def note(self, table: str, key: bytes, kind: Kind, fields: Mapping[str, tuple[Any, Any]]) -> None:
        """Write one change to the journal. ``fields`` is ``{column: (old, new)}``."""
        pieces = [(name, f"[{encode(old)},{encode(new)}]") for name, (old, new) in fields.items()]
        self._journal(table, key, kind, pieces, os.urandom(SECRET_BYTES))
        self._write_changes()

    def _journal(
        self, table: str, key: bytes, kind: Kind, pieces: list[tuple[str, str]], secret: bytes
    ) -> None:
        self.changed.append((table, key, kind))
        position = len(self.changed)
        text, digest = seal(head_of(self.key, position, table, key, kind), pieces, secret)
        self._changes.append((self.key, position, table, key, kind, text, secret, digest))

    def _note_whole(self, columns: Columns, rows: Sequence[tuple[Any, ...]], kind: Kind) -> None:
        """Journal whole records: every column but the key that differs from its default."""
        secrets = os.urandom(SECRET_BYTES * len(rows))
        before, after = ("[null,", "]") if kind == "insert" else ("[", ",null]")
        names, defaults = columns.names[1:], columns.defaults[1:]
        for number, row in enumerate(rows):
            pieces = [
                (name, before + encode(value) + after)
                for name, value, default in zip(names, row[1:], defaults, strict=True)
                if value != default
            ]
            start = number * SECRET_BYTES
            self._journal(columns.table, row[0], kind, pieces, secrets[start : start + SECRET_BYTES])
        self._write_changes()

    def _write_changes(self, least: int = _CHUNK) -> None:
        if len(self._changes) >= least:
            self._execute_many(_INSERT_CHANGE, self._changes)
            self._changes = []

    def _stored(self, columns: Columns, keys: Sequence[bytes]) -> list[tuple[Any, ...]]:
        """The stored rows of those keys, as SQLite has them, in the order of the keys."""
        found = {}
        for group in in_groups(list(dict.fromkeys(keys))):
            query = columns.select.replace("id = ?", f"id IN ({', '.join('?' * len(group))})")
            for row in self.connection.exec_driver_sql(query, tuple(group)):
                found[row[0]] = tuple(row)
        return [found[key] for key in dict.fromkeys(keys) if key in found]

    def _execute(self, statement: str, row: tuple[Any, ...]) -> None:
        with trusted(self.connection):
            self.connection.exec_driver_sql(statement, row)

    def _execute_many(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            with trusted(self.connection):
                self.connection.exec_driver_sql(statement, list(rows))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _record_operation(op: OperationScope, station: bytes) -> None:
    """Write the operation's own row: the station's next number, and what it had seen of all others."""
    numbers: dict[bytes, int] = {
        key: number for key, number in op.connection.exec_driver_sql("SELECT id, number FROM station").all()
    }
    at = _now()
    if station not in numbers:
        op._execute(
            "INSERT INTO station (id, name, since, number, note) VALUES (?, '', ?, 0, '')", (station, at)
        )
    number = numbers.pop(station, 0) + 1
    seen = json.dumps({key.hex(): last for key, last in numbers.items() if last}, sort_keys=True)
    op._execute("UPDATE station SET number = ? WHERE id = ?", (number, station))
    op._execute(
        _INSERT_OPERATION, (op.key, station, number, at, op.operator, op.name, op.title, seen, op.undoes)
    )


def _finish(op: OperationScope, station: bytes) -> None:
    op.session.flush()
    op._write_changes(least=1)
    if op.id is None:
        return
    people = {key for table, key, _ in op.changed if table == "person"}
    if people:
        with trusted(op.connection):
            search.refresh(op.connection.exec_driver_sql, people)
    _record_operation(op, station)


@contextmanager
def run_operation(
    store: Store, name: str, title: str, operator: str, undoes: bytes | None = None
) -> Iterator[OperationScope]:
    """See :meth:`app.store.opening.Store.operation`, which holds the store's writing lock around this."""
    with faults_told(store.ledger), store.writer().connect() as connection:
        station = store.station()
        with connection.begin(), Session(connection, expire_on_commit=False) as session:
            op = OperationScope(store.folder, session, connection, new_id(), name, title, operator, undoes)
            flushing.watch(session, op)
            yield op
            _finish(op, station)
