"""Reading the ledger by plain SQL, before and beside the ORM. Importing this imports no SQLAlchemy.

The first window opens this way and paints; the full :class:`app.store.opening.Store` is a :class:`Light` that can
also write. Each thread has a connection of its own; reading never blocks writing, nor the other way round.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from app.store.connecting import connect
from app.store.faults import damaged, faults_told, newer
from app.store.schema import LEDGER, RESTORING, SCHEMA, STATION

if TYPE_CHECKING:
    from app.store.workbench import Workbench


_MOST = 9999
"""Greater schema numbers are no program's: the file's head is damaged."""


class _Held:
    """A connection that is closed when its thread ends and lets go of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


def schema_of(connection: sqlite3.Connection) -> int:
    """The schema's number in the file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def program_of(connection: sqlite3.Connection) -> str:
    """The version of the program that last brought the file to its schema, '' when it does not say."""
    try:
        row = connection.execute("SELECT value FROM meta WHERE id = 'program'").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


class Light:
    """A data folder open for reading. Close it, or use it in ``with``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / LEDGER
        self._local = threading.local()
        self._held: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._closed = False
        self._workbench: Workbench | None = None
        self._opening = threading.Lock()

    def workbench(self) -> Workbench:
        """Drafts, remembered mappings and settings of this folder, in a file of their own."""
        with self._opening:
            if self._workbench is None:
                from app.store.workbench import Workbench

                self._workbench = Workbench(self.folder)
            return self._workbench

    def connection(self) -> sqlite3.Connection:
        """This thread's reading connection."""
        held = getattr(self._local, "held", None)
        if held is None:
            if self._closed:
                raise RuntimeError("the store is closed")
            held = _Held(connect(self.ledger, read_only=True))
            self._local.held = held
            self._held.add(held)
        return held.connection

    def sql(self, query: str, params: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a plain SELECT. Raises :class:`Surroundings` for faults of the file."""
        with faults_told(self.ledger):
            return self.connection().execute(query, params).fetchall()

    def close(self) -> None:
        """Close every thread's connection. Idempotent."""
        self._closed = True
        for held in list(self._held):
            held.connection.close()
        self._local = threading.local()
        if self._workbench is not None:
            self._workbench.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_schema(path: Path) -> int:
    """The schema of an existing ledger. Raises :class:`Refusal` STO-001 when it is newer than this program."""
    with faults_told(path), closing(connect(path)) as connection:
        return _checked(path, connection)


def _checked(path: Path, connection: sqlite3.Connection) -> int:
    found = schema_of(connection)
    if not 0 <= found <= _MOST:
        raise damaged(path, f"user_version {found}")
    if found == 0 and (path.parent / STATION).exists():
        raise damaged(path, "文件是空的")  # a station is named before the first write: there was something
    if found > SCHEMA:
        raise newer(path, found, SCHEMA, program_of(connection))
    return found


def open_light(folder: Path) -> Light | None:
    """Open for reading; None when there is no ledger yet, or one that has to be migrated (or mended) first.

    Raises :class:`Refusal` (newer) and :class:`Surroundings` (damaged, locked, unreadable).
    """
    path = folder / LEDGER
    if not path.exists() or (folder / RESTORING).exists():
        return None
    light = Light(folder)
    try:
        with faults_told(path):
            present = _checked(path, light.connection()) == SCHEMA
    except BaseException:
        light.close()
        raise
    if present:
        return light
    light.close()
    return None


LightStore = Light
