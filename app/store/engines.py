"""SQLAlchemy engines over the ledger: one that reads, one that writes."""

from __future__ import annotations

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
    )
    event.listen(engine, "begin", _begin_writing if writing else _begin_reading)
    if writing:
        guard(engine)
    return engine


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
