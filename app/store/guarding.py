"""Refusing statements that would change the ledger past the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

_CHANGES = re.compile(r"\s*(insert|update|delete|replace|create|drop|alter)\b", re.IGNORECASE)
_WITH_CHANGES = re.compile(
    r"\s*with\b.*\b(insert\s+into|update|delete\s+from|replace\s+into)\b", re.IGNORECASE | re.DOTALL
)
_TRUSTED = "journalled"


class Unjournalled(RuntimeError):
    """A statement would have changed the ledger without the journal knowing: a mistake in the program.

    Use the operation's session record by record, or ``insert_many``, ``update_many``, ``delete_many``.
    """


@contextmanager
def trusted(connection: Connection) -> Iterator[None]:
    """Statements within are those whose changes are journalled."""
    before = connection.info.get(_TRUSTED, False)
    connection.info[_TRUSTED] = True
    try:
        yield
    finally:
        connection.info[_TRUSTED] = before


def trust(connection: Connection, yes: bool) -> None:
    """The same for a stretch that begins and ends in two events (a flush of the session)."""
    connection.info[_TRUSTED] = yes


def _check(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
    if connection.info.get(_TRUSTED):
        return
    if _CHANGES.match(statement) or _WITH_CHANGES.match(statement):
        raise Unjournalled(f"not journalled: {statement[:80]}")


def guard(engine: Engine) -> None:
    """Check every statement of this engine."""
    event.listen(engine, "before_cursor_execute", _check)
