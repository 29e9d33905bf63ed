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

_OPERATION = "operation"
_WAITING = "changes of this flush"


class JournalledSession(Session):
    """A session over one connection, each flush of which is journalled into an operation."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, expire_on_commit=False)
        self.connection_held = connection
        trust(connection, False)

    def journal_into(self, op: OperationScope) -> None:
        """Settle into which operation the flushes go, before the first one."""
        self.info[_OPERATION] = op


@event.listens_for(JournalledSession, "before_flush")
def _before(session: JournalledSession, *_: object) -> None:
    """Read the stored rows of what will be changed or deleted; then let the flush write."""
    op: OperationScope = session.info[_OPERATION]
    stored = [(record, "update", _row(op, record)) for record in session.dirty]
    stored += [(record, "delete", _row(op, record)) for record in session.deleted]
    session.info[_WAITING] = stored
    trust(session.connection_held, True)


@event.listens_for(JournalledSession, "after_soft_rollback")
def _rolled_back(session: JournalledSession, *_: object) -> None:
    trust(session.connection_held, False)


def _columns(record: Base) -> Columns:
    return columns_of(type(record))


def _row(op: OperationScope, record: Any) -> tuple[Any, ...]:
    columns = _columns(record)
    key = inspect(record).identity[0]
    if record.id != key:
        raise ValueError(f"the key of a stored {columns.table} cannot change")
    row = op.raw.execute(columns.select, (key,)).fetchone()
    return row if row is not None else ()


@event.listens_for(JournalledSession, "after_flush")
def _after(session: JournalledSession, *_: object) -> None:
    op: OperationScope = session.info[_OPERATION]
    trust(session.connection_held, False)
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
