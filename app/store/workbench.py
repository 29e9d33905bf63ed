"""The workbench file: drafts, remembered column mappings, settings. Not journalled, and never behind an import's lock.

Each call is one small transaction that is on the disk when it returns.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.store.connecting import connect
from app.store.faults import faults_told
from app.store.schema import WORKBENCH

_TABLES = """
PRAGMA journal_mode=WAL;
CREATE TABLE IF NOT EXISTS draft (
    key TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT '', saved TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mapping (
    kind TEXT NOT NULL, header TEXT NOT NULL, saved TEXT NOT NULL, columns TEXT NOT NULL, PRIMARY KEY (kind, header));
CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Workbench:
    """The file of one data folder. May be used from any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / WORKBENCH
        self._lock = threading.Lock()
        with faults_told(self.path):
            self._connection: sqlite3.Connection | None = connect(self.path)
            self._connection.executescript(_TABLES)

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows. Raises :class:`Surroundings` (disk full, locked, damaged)."""
        with self._lock, faults_told(self.path):
            if self._connection is None:
                raise RuntimeError("the workbench is closed")
            return self._connection.execute(statement, params).fetchall()

    def setting(self, key: str, default: str = "") -> str:
        """A remembered setting as text."""
        found = self.rows("SELECT value FROM setting WHERE key = ?", (key,))
        return str(found[0][0]) if found else default

    def set_setting(self, key: str, value: str) -> None:
        """Remember a setting; ``operator`` is the name written into every operation."""
        self.rows("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def mapping(self, kind: str, header: Sequence[str]) -> dict[str, str] | None:
        """How the columns of such a header were mapped by hand before: ``{caption: field path}``."""
        found = self.rows(
            "SELECT columns FROM mapping WHERE kind = ? AND header = ?", (kind, _header(header))
        )
        return json.loads(found[0][0]) if found else None

    def remember_mapping(self, kind: str, header: Sequence[str], columns: dict[str, str]) -> None:
        """Remember a mapping made by hand for tables of that kind with exactly that header."""
        told = json.dumps(columns, ensure_ascii=False)
        self.rows(
            "INSERT OR REPLACE INTO mapping VALUES (?, ?, datetime('now'), ?)", (kind, _header(header), told)
        )

    def close(self) -> None:
        """Close the file. Idempotent."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _header(header: Sequence[str]) -> str:
    return json.dumps(list(header), ensure_ascii=False)
