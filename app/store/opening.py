"""Opening the ledger for reading and writing.

A :class:`Store` may be used from any thread: each reads over a connection of its own, and operations are written one
after another. SQLAlchemy and Alembic are imported when first needed, not here.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Surroundings
from app.catalogue.texts import storable
from app.store.connecting import connect
from app.store.faults import faults_told
from app.store.light import Light, check_schema
from app.store.schema import LEDGER, RESTORING, SCHEMA

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.store.journal import OperationScope


class Store(Light):
    """A data folder open for reading and writing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._writing = threading.RLock()
        self._running = False
        self._engines: dict[str, Engine] = {}
        self._engines_lock = threading.Lock()
        self._station: bytes | None = None
        self._tidying: threading.Thread | None = None
        self.operator: str | None = None
        """Who acts while this store is open; None is whom the workbench remembers."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        """An ORM session that sees one moment of the ledger and can only read."""
        from sqlalchemy.orm import Session

        with faults_told(self.ledger), Session(self._engine("read"), autoflush=False) as session:
            yield session

    @contextmanager
    def operation(
        self, name: str, title: str = "", operator: str | None = None, *, undoes: bytes | None = None
    ) -> Iterator[OperationScope]:
        """One act of a person in one transaction with its journal: all of it is stored, or nothing.

        ``name`` is the act's code, ``title`` what the history shows; ``operator`` is by default the one kept in the
        workbench. An operation that changes nothing is not stored. Raises :class:`Refusal` when a rule of the
        ledger is broken, :class:`Surroundings` when the machine does not let us; operations do not nest.
        """
        from app.store.journal import run_operation

        if operator is None:
            operator = self.operator or self.workbench().setting("operator")
        told = storable(title or name), storable(operator)
        with self.alone(), run_operation(self, name, *told, undoes) as op:
            yield op

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only this thread writes meanwhile. Raises :class:`RuntimeError` when it is writing already."""
        with self._writing:
            if self._running:
                raise RuntimeError("an operation within another one")
            self._running = True
            try:
                yield
            finally:
                self._running = False

    def station(self) -> bytes:
        """This station's id, bound to the folder and the machine; settled before the first write."""
        if self._station is None:
            from app.store.station import station_of

            self._station = station_of(self.folder)
        return self._station

    def writer(self) -> Engine:
        """The engine of operations, which alone writes. Its transactions take the writing lock at once."""
        return self._engine("write")

    def tidy_up(self) -> None:
        """Copy what a bulk wrote from SQLite's log into the ledger, in a thread: it is safe in the log already."""
        self._tidied()
        self._tidying = threading.Thread(target=_checkpoint, args=(self.ledger,), name="tidying")
        self._tidying.start()

    def _tidied(self) -> None:
        if self._tidying is not None:
            self._tidying.join()
            self._tidying = None

    def _engine(self, use: str) -> Engine:
        with self._engines_lock:
            if self._closed:
                raise RuntimeError("the store is closed")
            if use not in self._engines:
                from app.store.engines import make_engine

                self._engines[use] = make_engine(self.ledger, writing=use == "write")
            return self._engines[use]

    def close(self) -> None:
        """Wait for a running operation, then close every connection. Idempotent."""
        with self._writing:
            self._tidied()
            super().close()
            with self._engines_lock:
                for engine in self._engines.values():
                    engine.dispose()
                self._engines.clear()


def open_store(folder: Path, *, create: bool = True) -> Store:
    """Open a data folder; made, mended after an interrupted restore, and migrated (after a backup) where needed.

    Raises :class:`Refusal` STO-001 (written by a newer program) and :class:`Surroundings` (damaged, locked,
    read-only, not there and ``create`` false).
    """
    path = folder / LEDGER
    if create:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise surroundings(error, folder) from error
    if (folder / RESTORING).exists():
        from app.store.restoring import finish

        finish(folder)
    if not path.exists() and not create:
        raise _missing(path)
    if check_schema(path) < SCHEMA:
        from app.store.migrating import migrate

        migrate(folder)
    _check_writable(path)
    return Store(folder)


def _checkpoint(path: Path) -> None:
    """Readers and writers go on meanwhile. What fails here is done by a later commit."""
    with suppress(sqlite3.Error), closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _missing(path: Path) -> Surroundings:
    return Surroundings(Problem("STO-008", "这里没有数据", "请检查数据文件夹的位置", file=str(path.parent)))


def _check_writable(path: Path) -> None:
    """Fail now, not at the first save: take the writing lock once and give it back."""
    with faults_told(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
