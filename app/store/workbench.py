"""The workbench file: drafts, remembered column mappings, settings. Not journalled, and never behind an import's lock.

Each call is one small transaction that is on the disk when it returns.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Surroundings
from app.store.connecting import connect
from app.store.faults import faults_told, is_damage
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
        self._connection: sqlite3.Connection | None = None
        try:
            with faults_told(self.path), self._mended():
                self._connection = _opened(self.path)
        except BaseException:
            self.close()
            raise

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows. Raises :class:`Surroundings` (disk full, locked, damaged)."""
        with self._lock, faults_told(self.path), self._mended():
            if self._connection is None:
                raise RuntimeError("the workbench is closed")
            return self._connection.execute(statement, params).fetchall()

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Begin a damaged file anew with what can still be read of it, and say so once: no ledger need go back for it.

        Raises :class:`Surroundings` STO-012 after mending; what was to be done then can be done again.
        """
        try:
            yield
        except sqlite3.DatabaseError as error:
            if not is_damage(error, self.path):
                raise
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            aside = begin_anew(self.path)
            self._connection = _opened(self.path)
            raise Surroundings(_mended_told(aside)) from error

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


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    try:
        connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def begin_anew(path: Path) -> Path:
    """Put a damaged workbench aside and make a new one of what is left of it; where the old one is."""
    aside = path.with_name(f"damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{path.name}")
    try:
        for ending in ("-wal", "-shm", ""):
            if path.with_name(path.name + ending).exists():
                path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    except OSError as error:
        raise surroundings(error, path) from error
    salvage(aside, path)
    return aside


def salvage(source: Path, target: Path) -> None:
    """Make a workbench with every row of a damaged one that can still be read."""
    with closing(_opened(target)) as new:
        for table, width in (("draft", 4), ("mapping", 4), ("setting", 2)):
            for row in _readable(source, table):
                with suppress(sqlite3.Error):
                    new.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * width)})", row)


def _readable(path: Path, table: str) -> list[tuple[Any, ...]]:
    """The rows of a damaged file up to where it cannot be read, from both ends."""
    rows: dict[int, tuple[Any, ...]] = {}
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(path)) as old:
            old.execute("PRAGMA writable_schema=ON")  # lets a file be read that was cut off
            for number, *row in old.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid {order}"):
                rows[number] = tuple(row)
    return list(rows.values())


def _mended_told(aside: Path) -> Problem:
    message = "草稿文件已损坏；还能读出来的草稿和设置都留下了，坏的文件另存在旁边"
    remedy = "请再做一次刚才的操作；正式保存过的数据不受影响，不用恢复备份"
    return Problem("STO-012", message, remedy, file=str(aside))


def _header(header: Sequence[str]) -> str:
    return json.dumps(list(header), ensure_ascii=False)
