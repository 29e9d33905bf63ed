"""Names and numbers that the light path and the migrations share; imports nothing heavy."""

from __future__ import annotations

from pathlib import Path

SCHEMA = 2
"""The schema that this program reads and writes: SQLite's ``user_version``, and the number of the last migration."""

LEDGER = "ledger.sqlite"
ATTACHMENTS = "attachments.sqlite"
WORKBENCH = "workbench.sqlite"
STATION = "station.json"
BACKUPS = "backups"
RESTORING = "restoring.json"
EDITIONS = "editions"
"""The folder of the office's own editions (表样), one ``.toml`` file each."""

KEPT_FILES = (LEDGER, ATTACHMENTS, WORKBENCH)
"""What a backup holds."""


def revision(schema: int) -> str:
    """The migration that makes that schema (``0001``)."""
    return f"{schema:04d}"


def backups(folder: Path) -> list[Path]:
    """The finished backups in a data folder, the newest first by the moment in its name.

    One that is being written has a hidden name until it is whole.
    """
    found = (path for path in (folder / BACKUPS).glob("*.zip") if not path.name.startswith("."))
    return sorted(found, key=lambda path: path.stem.rpartition("-")[2], reverse=True)


def last_backup(folder: Path) -> Path | None:
    """The newest finished backup in a data folder; None when there is none."""
    return next(iter(backups(folder)), None)
