"""Running numbers of papers within a year, ``2021-007``: never given twice, not even after a deletion.

A number that was once on paper stays with that paper: deleting a record or undoing an operation does not free it, for
undo may bring the record back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from app.store.journal import OperationScope

_REMOVED = (
    "SELECT c.fields FROM operation o JOIN change c ON c.operation_id = o.id"
    " WHERE o.name IN ('delete', 'undo') AND c.kind = 'delete' AND c.table_name = ?"
)
Execute = Callable[..., Iterable[tuple[Any, ...]]]
"""A statement with its values → its rows."""
_RUNNING = re.compile(r"(\d{4})-(\d{3,6})")


def used_numbers(execute: Execute, table: str, column: str) -> list[str]:
    """Every number of the column that is kept, and of records that were removed."""
    kept = [row[0] for row in execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")]
    for (fields,) in execute(_REMOVED, (table,)):
        old = (json.loads(fields).get(column) or [""])[0]
        if isinstance(old, str):
            kept.append(old)
    return kept


def numbers_from(used: Iterable[str], year: str) -> Iterator[str]:
    """The numbers ``YYYY-NNN`` of a year that come after those used."""
    found = (_RUNNING.fullmatch(number) for number in used)
    last = max((int(one[2]) for one in found if one and one[1] == year), default=0)
    for number in count(last + 1):
        yield f"{year}-{number:03d}"


def next_number(op: OperationScope, table: str, column: str, year: str) -> str:
    """The next number ``YYYY-NNN`` of that column in that year, within the operation that writes it."""
    op.session.flush()
    return next(numbers_from(used_numbers(op.raw.execute, table, column), year))


def taken(op: OperationScope, table: str, column: str, number: str, record: bytes) -> bool:
    """Whether another record of the table bears that number now."""
    op.session.flush()
    query = f"SELECT 1 FROM {table} WHERE {column} = ? AND id <> ? LIMIT 1"
    return op.raw.execute(query, (number, record)).fetchone() is not None
