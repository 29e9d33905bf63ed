"""SQLAlchemy engines over the ledger: one that reads, one that writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from app.store.connecting import connect
from app.store.guarding import guard


def make_engine(path: Path, *, writing: bool) -> Engine:
    """An engine whose transactions are begun by us: ``BEGIN IMMEDIATE`` for writing, a snapshot for reading.

    References are checked at the end of an operation, so that the order of its changes does not matter.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, read_only=not writing),
        poolclass=QueuePool,
        pool_size=1 if writing else 4,
        max_overflow=0 if writing else -1,
        hide_parameters=True,  # a fault's trace goes into the log: it names no record's values
    )
    event.listen(engine, "begin", _begin_writing if writing else _begin_reading)
    if writing:
        guard(engine)
    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for statements that need nothing of SQLAlchemy."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _begin_writing(connection: Connection) -> None:
    raw = driver_of(connection)
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("PRAGMA defer_foreign_keys=ON")


def _begin_reading(connection: Connection) -> None:
    driver_of(connection).execute("BEGIN")
