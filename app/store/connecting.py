"""Connections to the data folder's SQLite files, configured alike."""

from __future__ import annotations

import sqlite3
from pathlib import Path

BUSY_SECONDS = 5.0
"""How long a connection waits for another program's lock."""
LOG_PAGES = 1000
"""Pages of the log after which a commit copies them into the file: SQLite's own measure."""


# For every key and every None among a statement's parameters sqlite3 looks for an adapter, and asks the value for its
# methods when there is none: that took an eighth of the time of a bulk insert. These adapt them to themselves.
sqlite3.register_adapter(bytes, memoryview)
sqlite3.register_adapter(type(None), {None: None}.get)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode (transactions are begun by hand): references checked, each commit on disk."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-32000")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection
