"""Which records refer to which: read once from the models' foreign keys and unique constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import UniqueConstraint

from app.models import TABLES, UNJOURNALLED
from app.store.records import in_groups

Execute = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """``table.column`` refers to a record of ``target``."""

    table: str
    column: str
    target: str


@cache
def references() -> tuple[Reference, ...]:
    """Every reference between kept records."""
    return tuple(
        Reference(table.name, key.parent.name, key.column.table.name)
        for table in TABLES.values()
        if table.name not in UNJOURNALLED
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
    )


def references_to(target: str) -> list[Reference]:
    """The references that point to a table."""
    return [reference for reference in references() if reference.target == target]


def references_from(table: str) -> list[Reference]:
    """The references that a table holds."""
    return [reference for reference in references() if reference.table == table]


def referring(execute: Execute, reference: Reference, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """``(referring record, record referred to)`` for those of ``keys`` that something refers to."""
    found = []
    for group in in_groups(list(keys)):
        marks = ", ".join("?" * len(group))
        query = f"SELECT id, {reference.column} FROM {reference.table} WHERE {reference.column} IN ({marks})"
        found += [(row[0], row[1]) for row in execute(query, tuple(group))]
    return found


def existing(execute: Execute, table: str, keys: Iterable[bytes]) -> set[bytes]:
    """Those of the keys that are in the table."""
    found: set[bytes] = set()
    for group in in_groups(list(dict.fromkeys(keys))):
        marks = ", ".join("?" * len(group))
        found |= {row[0] for row in execute(f"SELECT id FROM {table} WHERE id IN ({marks})", tuple(group))}
    return found


@cache
def unique_columns(table: str) -> tuple[tuple[str, ...], ...]:
    """The columns, set by set, of which no two records of a table may agree."""
    return tuple(
        sorted(
            tuple(column.name for column in constraint.columns)
            for constraint in TABLES[table].constraints
            if isinstance(constraint, UniqueConstraint)
        )
    )
