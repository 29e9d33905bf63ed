"""How the columns of a table travel between records, SQL and the journal: prepared once for each table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice, repeat
from operator import itemgetter
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

    def plan(self, told: Collection[str]) -> list[tuple[str | None, Any]]:
        """For each column the name under which rows with these names tell it, or None, and its default.

        Raises :class:`TypeError` for a name that the table does not have.
        """
        known = {*self.attributes, *self.names}
        if not known.issuperset(told):
            raise TypeError(f"{self.table} has no {sorted(set(told) - known)}")
        return [
            (attribute if attribute in told else name if name in told else None, default)
            for attribute, name, default in zip(self.attributes, self.names, self.defaults, strict=True)
        ]


def _default(table: Table, name: str) -> Any:
    default = table.columns[name].default
    return getattr(default, "arg", None) if default is not None and default.is_scalar else None


def whole_rows(columns: Columns, rows: Iterable[Mapping[str, Any]], keys: Iterable[bytes]) -> list[Row]:
    """Whole rows in the columns' order from what is told by attribute or column; ``id`` from the row or ``keys``.

    ``keys`` has one for each row at least. Rows that tell the same columns are turned column by column.
    """
    whole: list[Row] = []
    spare = iter(keys)
    for names, group in groupby(rows, key=tuple):
        alike = list(group)
        plan = columns.plan(names)
        cells: list[Iterable[Any]] = [
            repeat(default) if name is None else map(itemgetter(name), alike) for name, default in plan
        ]
        cells[0] = [key or another for key, another in zip(islice(cells[0], len(alike)), spare, strict=False)]
        whole += zip(*cells, strict=False)
    return whole


@cache
def columns_of(model: type[Base]) -> Columns:
    """The columns of a journalled class. Raises :class:`TypeError` for a table that the journal does not cover."""
    mapper = inspect(model)
    table = mapper.local_table
    if not isinstance(table, Table) or table.name in UNJOURNALLED:
        raise TypeError(f"{model.__name__} is not journalled")
    names = tuple(str(column.name) for column in table.columns)
    quoted = ", ".join(f'"{name}"' for name in names)
    return Columns(
        table=str(table.name),
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
