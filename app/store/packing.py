"""Packing a data folder into one ``.zip``: the SQLite files and a manifest that says what they are.

Files are copied by SQLite's backup API: a plain copy of a file in WAL mode loses what was stored last. The station's
id is left out, so a restored folder writes under a new one.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from app import version
from app.catalogue.files import surroundings, written_beside
from app.catalogue.problems import Surroundings
from app.store.connecting import connect
from app.store.faults import damaged, faults_told
from app.store.schema import EDITIONS, KEPT_FILES, LEDGER, WORKBENCH
from app.store.workbench import salvage

Progress = Callable[[int, int], None]
"""Called with (done, total) in pages; raises :class:`app.catalogue.problems.Cancelled` to stop."""

MANIFEST = "manifest.json"
SPOILT = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, KeyError, ValueError, RuntimeError)
"""What reading an archive raises that is damaged, locked or made by another program (most are a RuntimeError)."""
_MADE = re.compile(r"\d{8}T\d{6}\d*Z")
COPYING = ".copying-"
"""How the folder begins that holds the copies while they are packed; a kill leaves it behind."""
_PAGES = 2000


def stamp() -> str:
    """This moment for a backup's name; names with it sort by time."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def back_up_folder(folder: Path, target: Path, progress: Progress | None = None) -> None:
    """Write a data folder into one file; it may be open, and others may go on writing meanwhile.

    Raises :class:`Surroundings` (disk full, target open elsewhere, a file damaged) and what ``progress`` raises; an
    old target stays then.
    """
    found = [name for name in KEPT_FILES if (folder / name).exists()]
    with (
        written_beside(target) as beside,
        # a virus scanner that holds a copy keeps nobody from his backup; what it leaves is removed by a later one
        tempfile.TemporaryDirectory(prefix=COPYING, dir=target.parent, ignore_cleanup_errors=True) as place,
    ):
        manifest: dict[str, object] = {"program": version(), "made": stamp(), "schema": 0, "files": {}}
        sums: dict[str, str] = {}
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in found:
                copied = Path(place) / name
                _copy_or_salvage(folder / name, copied, progress)
                if name == LEDGER:
                    manifest |= _told(copied)
                sums[name] = sha256_of(copied)
                archive.write(copied, name)
                with suppress(OSError):
                    copied.unlink()
            for path in sorted((folder / EDITIONS).glob("*.toml")):
                name = f"{EDITIONS}/{path.name}"
                sums[name] = sha256_of(path)
                archive.write(path, name)
            archive.writestr(MANIFEST, json.dumps({**manifest, "files": sums}, ensure_ascii=False, indent=1))


def _copy_or_salvage(source: Path, target: Path, progress: Progress | None) -> None:
    """Copy a file; of damaged drafts what can be read, so that they do not keep the ledger out of its backup."""
    try:
        _copy(source, target, progress)
    except Surroundings as fault:
        if source.name != WORKBENCH or fault.problem.code != "STO-002":
            raise
        target.unlink(missing_ok=True)
        salvage(source, target)
        with closing(sqlite3.connect(target)) as new:
            new.execute("PRAGMA journal_mode=DELETE")


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    def told(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    with (
        faults_told(source),
        closing(connect(source, read_only=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        check_whole(old, source)
        old.backup(new, pages=_PAGES, progress=told)
        new.execute("PRAGMA journal_mode=DELETE")


def check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Raises :class:`Surroundings` STO-002 when SQLite finds the file damaged."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, str(found))


def _told(ledger: Path) -> dict[str, object]:
    with closing(connect(ledger, read_only=True)) as connection:
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
        return {
            "schema": schema,
            "people": connection.execute("SELECT count(*) FROM person").fetchone()[0] if schema else 0,
            "state": state_of(connection) if schema else [],
        }


def state_of(connection: sqlite3.Connection) -> list[object]:
    """What tells whether anything was stored since: the last operation of each station."""
    query = "SELECT lower(hex(id)), number FROM station WHERE number > 0 ORDER BY id"
    return [list(row) for row in connection.execute(query)]


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_of(archive: Path) -> dict[str, object]:
    """A backup's manifest. Raises :class:`ValueError` when the file is no backup."""
    try:
        with zipfile.ZipFile(archive) as opened:
            told = json.loads(opened.read(MANIFEST))
    except SPOILT as error:
        raise ValueError(str(error)) from error
    except OSError as error:
        raise surroundings(error, archive) from error
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict) or LEDGER not in told["files"]:
        raise ValueError("no manifest of ours")
    if not isinstance(told.get("made"), str) or not _MADE.fullmatch(told["made"]):
        raise ValueError("no moment in the manifest")
    return told
