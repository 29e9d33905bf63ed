"""The journal's rows of one operation: gathered while things change, sealed and written in order at its end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from json.encoder import encode_basestring
from typing import Any, Literal

from app.store.beside import Beside
from app.store.records import Columns, Row
from app.store.sealing import ERASABLE, SECRET_BYTES, column_texts, field_text, head_of, seal

Kind = Literal["insert", "update", "delete"]
Changed = tuple[str, bytes, Kind]
"""A table's name, a record's key and what happened to it."""

_INSERT = (
    "INSERT INTO change (operation_id, position, table_name, record_id, kind, fields, secret, hash)"
    " SELECT ?1, ?2 + key, ?3, substr(?4, key * 16 + 1, 16), ?5, value,"
    f" substr(?6, key * {SECRET_BYTES + 1} + 1, {SECRET_BYTES + 1}), substr(?7, key * 32 + 1, 32) FROM json_each(?8)"
)
"""All changes of one kind to one table: the keys, secrets and hashes one after the other, the fields as a JSON array.

Less than half the time of one statement for each change, and SQLite is not interrupted.
"""
_MOST = 50_000
"""Changes that are kept waiting."""


@dataclass(slots=True)
class _Batch:
    """Changes of one kind to one table, one after the other: whole records, or told field by field."""

    table: str
    kind: Kind
    first: int
    keys: list[bytes]
    whole: tuple[Columns, Sequence[Row]] | None = None
    own: list[list[str]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


class Changes:
    """``told`` are the operation's changes so far, in order."""

    def __init__(self, operation: bytes, raw: sqlite3.Connection) -> None:
        self._operation, self._raw = operation, raw
        self.told: list[Changed] = []
        self._waiting: list[_Batch] = []
        self._written = 0

    def note(self, table: str, key: bytes, kind: Kind, fields: Mapping[str, tuple[Any, Any]]) -> None:
        """Take up one change. ``fields`` is ``{column: (old, new)}``."""
        own, shared = [
            [
                field_text(name, old, new)
                for name, (old, new) in fields.items()
                if (name in ERASABLE) is erasable
            ]
            for erasable in (True, False)
        ]
        last = self._waiting[-1] if self._waiting else None
        if last is None or last.whole is not None or (last.table, last.kind) != (table, kind):
            last = _Batch(table, kind, len(self.told) + 1, [])
            self._waiting.append(last)
        last.keys.append(key)
        last.own.append(own)
        last.rest.append(",".join(shared))
        self._tell(table, kind, [key])

    def note_whole(self, columns: Columns, rows: Sequence[Row], kind: Kind) -> None:
        """Take up whole records: every column but the key that differs from its default."""
        if rows:
            keys = [row[0] for row in rows]
            self._waiting.append(_Batch(columns.table, kind, len(self.told) + 1, keys, (columns, rows)))
            self._tell(columns.table, kind, keys)

    def _tell(self, table: str, kind: Kind, keys: Sequence[bytes]) -> None:
        self.told += [(table, key, kind) for key in keys]
        if len(self.told) - self._written >= _MOST:
            with Beside() as beside:
                self.write(beside)

    def write(self, beside: Beside) -> None:
        """Seal and write what is waiting; the last of it may still be under way."""
        for batch in self._waiting:
            params = self._sealed(batch)
            beside.run(len(batch.keys), self._raw.execute, _INSERT, params)
        self._waiting = []
        self._written = len(self.told)

    def _sealed(self, batch: _Batch) -> tuple[object, ...]:
        """What :data:`_INSERT` asks for."""
        own, rest = (batch.own, batch.rest) if batch.whole is None else _texts(*batch.whole, batch.kind)
        random = os.urandom(SECRET_BYTES * len(batch.keys))
        starts = range(0, len(random), SECRET_BYTES)
        fields, secrets, hashes = zip(
            *[
                seal(
                    head_of(self._operation, position, batch.table, key, batch.kind),
                    texts,
                    others,
                    random[start : start + SECRET_BYTES],
                )
                for position, (key, texts, others, start) in enumerate(
                    zip(batch.keys, own, rest, starts, strict=True), batch.first
                )
            ],
            strict=True,
        )
        array = f"[{','.join(map(encode_basestring, fields))}]"
        return (
            self._operation,
            batch.first,
            batch.table,
            b"".join(batch.keys),
            batch.kind,
            b"".join(secrets),
            b"".join(hashes),
            array,
        )


def _texts(columns: Columns, rows: Sequence[Row], kind: Kind) -> tuple[list[list[str]], list[str]]:
    """For each record the texts of its erasable fields, and the others with commas between."""
    own: list[list[str]] = []
    shared: list[list[str]] = []
    told = zip(columns.names, columns.defaults, zip(*rows, strict=True), strict=True)
    for name, default, cells in islice(told, 1, None):
        texts = column_texts(name, cells, default, kind == "insert")
        if texts is not None:
            (own if name in ERASABLE else shared).append(texts)
    return list(_across(own, len(rows))), [",".join(texts) for texts in _across(shared, len(rows))]


def _across(columns: Sequence[Sequence[str]], count: int) -> Iterable[list[str]]:
    """Columns of texts as ``count`` rows, empty texts left out."""
    return [list(filter(None, row)) for row in zip(*columns, strict=True)] if columns else [[]] * count
