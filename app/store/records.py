"""How the columns of a table travel between records, SQL and the journal: prepared once for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table, inspect

from app.models import MODELS, UNJOURNALLED
from app.models.base import Base

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A journalled table's columns in their order, ``id`` first.

    ``attributes`` are the class's names for them (``class_`` for the column ``class``); ``defaults`` what an
    untold value is. The journal leaves out what equals the default, so that a person of whom four things are
    known takes four fields.
    """

    table: str
    names: tuple[str, ...]
    attributes: tuple[str, ...]
    defaults: tuple[Any, ...]
    select: str
    insert: str
    update: str
    delete: str

    def name_of(self, attribute: str) -> str:
        """The column behind a class's attribute, or a column's own name. Raises :class:`KeyError`."""
        if attribute in self.attributes:
            return self.names[self.attributes.index(attribute)]
        if attribute in self.names:
            return attribute
        raise KeyError(f"{self.table} has no {attribute}")

    def row(self, key: bytes, values: Mapping[str, Any]) -> Row:
        """A whole row from what is told by attribute or column, defaults for the rest."""
        get = values.get
        told = [
            get(attribute, default) if attribute in values else get(name, default)
            for attribute, name, default in zip(self.attributes, self.names, self.defaults, strict=True)
        ]
        told[0] = key
        return tuple(told)


def _default(table: Table, name: str) -> Any:
    default = table.columns[name].default
    return getattr(default, "arg", None) if default is not None and default.is_scalar else None


@cache
def columns_of(model: type[Base]) -> Columns:
    """The columns of a journalled class. Raises :class:`TypeError` for a table that the journal does not cover."""
    mapper = inspect(model)
    table = mapper.local_table
    if not isinstance(table, Table) or table.name in UNJOURNALLED:
        raise TypeError(f"{model.__name__} is not journalled")
    names = tuple(column.name for column in table.columns)
    quoted = ", ".join(f'"{name}"' for name in names)
    return Columns(
        table=table.name,
        names=names,
        attributes=tuple(mapper.get_property_by_column(column).key for column in table.columns),
        defaults=tuple(_default(table, name) for name in names),
        select=f"SELECT {quoted} FROM {table.name} WHERE id = ?",
        insert=f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join('?' * len(names))})",
        update=f"UPDATE {table.name} SET {{columns}} WHERE id = ?",
        delete=f"DELETE FROM {table.name} WHERE id = ?",
    )


def columns_of_table(table: str) -> Columns:
    """The same by the table's name."""
    return columns_of(MODELS[table])


def in_groups(values: Sequence[Any], size: int = 500) -> list[Sequence[Any]]:
    """Slices small enough for one statement's parameters."""
    return [values[start : start + size] for start in range(0, len(values), size)]
