"""Journalling what a session flushes: new, changed and deleted records, with the values that were stored before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from app.models.base import Base
from app.store.guarding import trust
from app.store.records import columns_of

if TYPE_CHECKING:
    from app.store.journal import OperationScope

_WAITING = "changes of this flush"


def watch(session: Session, op: OperationScope) -> None:
    """Journal every flush of ``session`` into ``op``."""
    event.listen(session, "before_flush", lambda s, *_: _before(s, op))
    event.listen(session, "after_flush", lambda s, *_: _after(s, op))
    event.listen(session, "after_soft_rollback", lambda *_: trust(op.connection, False))


def _before(session: Session, op: OperationScope) -> None:
    """Read the stored rows of what will be changed or deleted; then let the flush write."""
    stored = []
    for record in session.dirty:
        if session.is_modified(record):
            stored.append((record, "update", _row(op, record)))
    for record in session.deleted:
        stored.append((record, "delete", _row(op, record)))
    session.info[_WAITING] = stored
    trust(op.connection, True)


def _row(op: OperationScope, record: Any) -> tuple[Any, ...]:
    columns = columns_of(type(record))
    key = inspect(record).identity[0]
    if record.id != key:
        raise ValueError(f"the key of a stored {columns.table} cannot change")
    row = op.connection.exec_driver_sql(columns.select, (key,)).fetchone()
    return tuple(row) if row is not None else ()


def _after(session: Session, op: OperationScope) -> None:
    trust(op.connection, False)
    for record in session.new:
        columns = columns_of(type(record))
        row = columns.row(record.id, vars(record))
        op._note_whole(columns, [row], "insert")
    for record, kind, row in session.info.pop(_WAITING):
        columns = columns_of(type(record))
        if kind == "delete":
            op._note_whole(columns, [row] if row else [], "delete")
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
