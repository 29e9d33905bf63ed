"""Refusing statements that would change the ledger past the journal."""

from __future__ import annotations

import re
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


def trust(connection: Connection, yes: bool) -> None:
    """Whether the statements that follow are those of a flush, whose changes are journalled."""
    connection.info[_TRUSTED] = yes


def _check(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if connection.info.get(_TRUSTED):
        return
    if _CHANGES.match(statement) or _WITH_CHANGES.match(statement):
        raise Unjournalled(f"not journalled: {statement[:80]}")


def guard(engine: Engine) -> None:
    """Check every statement of this engine."""
    event.listen(engine, "before_cursor_execute", _check)
