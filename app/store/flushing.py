"""Journalling what a session flushes: new, changed and deleted records, with the values that were stored before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from app.models.base import Base
from app.store.guarding import trust
from app.store.records import Columns, columns_of

if TYPE_CHECKING:
    from app.store.journal import OperationScope

_WAITING = "changes of this flush"


def watch(session: Session, connection: Connection, op: OperationScope) -> None:
    """Journal every flush of ``session``, which works over ``connection``, into ``op``."""
    trust(connection, False)
    event.listen(session, "before_flush", lambda *_: _before(session, connection, op))
    event.listen(session, "after_flush", lambda *_: _after(session, connection, op))
    event.listen(session, "after_soft_rollback", lambda *_: trust(connection, False))


def _before(session: Session, connection: Connection, op: OperationScope) -> None:
    """Read the stored rows of what will be changed or deleted; then let the flush write."""
    stored = []
    for record in session.dirty:
        if session.is_modified(record):
            stored.append((record, "update", _row(op, record)))
    for record in session.deleted:
        stored.append((record, "delete", _row(op, record)))
    session.info[_WAITING] = stored
    trust(connection, True)


def _columns(record: Base) -> Columns:
    return columns_of(type(record))


def _row(op: OperationScope, record: Any) -> tuple[Any, ...]:
    columns = _columns(record)
    key = inspect(record).identity[0]
    if record.id != key:
        raise ValueError(f"the key of a stored {columns.table} cannot change")
    row = op.raw.execute(columns.select, (key,)).fetchone()
    return row if row is not None else ()


def _after(session: Session, connection: Connection, op: OperationScope) -> None:
    trust(connection, False)
    for record in session.new:
        columns = _columns(record)
        now = vars(record)
        row = [
            now.get(name, default) for name, default in zip(columns.attributes, columns.defaults, strict=True)
        ]
        op.note_whole(columns, [tuple(row)], "insert")
    for record, kind, row in session.info.pop(_WAITING):
        columns = _columns(record)
        if kind == "delete":
            op.note_whole(columns, [row] if row else [], "delete")
            continue
        now = vars(record)
        fields = {
            name: (old, now[attribute])
            for name, attribute, old in zip(columns.names, columns.attributes, row, strict=True)
            if attribute in now and now[attribute] != old
        }
        if fields:
            op.note(columns.table, row[0], "update", fields)


def forget(session: Session, model: type[Base], keys: Iterable[bytes]) -> None:
    """Let the session read records anew that were changed beside it; deleted ones leave it."""
    if not session.identity_map:
        return
    for key in keys:
        held = session.identity_map.get(identity_key(model, (key,)))
        if held is not None:
            session.expunge(held)
