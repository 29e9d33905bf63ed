"""Attachments: photos and files by the SHA-256 of their bytes, in a SQLite file beside the ledger.

The bytes are stored first and by their hash, so an operation that fails afterwards leaves at most bytes that nobody
refers to; the ledger's journal holds the hash and thereby the history.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from app.store.connecting import connect
from app.store.faults import faults_told
from app.store.light import Light
from app.store.schema import ATTACHMENTS

if TYPE_CHECKING:
    from pathlib import Path

    from app.store.journal import OperationScope

_TABLE = "CREATE TABLE IF NOT EXISTS blob (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)"


def _open(folder: Path) -> sqlite3.Connection:
    connection = connect(folder / ATTACHMENTS)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'blob'").fetchone():
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


def put_attachment(op: OperationScope, data: bytes, name: str = "", mime: str = "") -> str:
    """Keep a file's bytes and note it in the ledger; its SHA-256 in hex. The same bytes are kept once.

    Raises :class:`Surroundings` when the disk is full or the file locked.
    """
    from sqlalchemy import select

    from app.models import Attachment

    sha256 = hashlib.sha256(data).hexdigest()
    with faults_told(op.folder / ATTACHMENTS), closing(_open(op.folder)) as connection:
        connection.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (sha256, data))
    if op.session.scalar(select(Attachment.id).where(Attachment.sha256 == sha256)) is None:
        op.session.add(Attachment(sha256=sha256, name=name, mime=mime, size=len(data)))
        op.session.flush()
    return sha256


def get_attachment(store: Light, sha256: str) -> bytes | None:
    """The bytes of that hash; None when nothing is kept under it (also for '')."""
    path = store.folder / ATTACHMENTS
    if not sha256 or not path.exists():
        return None
    with faults_told(path), closing(_open(store.folder)) as connection:
        row = connection.execute("SELECT data FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
    return row[0] if row else None
