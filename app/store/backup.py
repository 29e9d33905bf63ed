"""Backups of the whole data folder: when one is made, how long it is kept, and (from ``restoring``) bringing one back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.catalogue.files import surroundings
from app.store.faults import faults_told
from app.store.leftovers import remove_left_over
from app.store.light import Light
from app.store.packing import COPYING, Progress, back_up_folder, manifest_of, stamp, state_of
from app.store.restoring import Inspected, inspect, restore
from app.store.schema import BACKUPS, SCHEMA

__all__ = ["Inspected", "back_up_daily", "backup", "inspect", "kept", "restore", "thin"]

DAILY = "day-"


def backup(store: Light, target: Path, progress: Progress | None = None) -> None:
    """Write the whole data folder into one file.

    Raises :class:`Surroundings` (disk full, target open elsewhere, ledger damaged) and what ``progress`` raises; the
    old target stays then.
    """
    back_up_folder(store.folder, target, progress)


def back_up_daily(store: Light, progress: Progress | None = None) -> Path | None:
    """Back up into the folder's ``backups`` at an exit or on a new day, and thin the old ones.

    None when the newest one holds everything that is stored by now. Drafts alone make no new backup.
    """
    folder = store.folder / BACKUPS
    newest = max(folder.glob(f"{DAILY}*.zip"), default=None)
    if newest is not None and _is_current(newest, store):
        return None
    target = folder / f"{DAILY}{stamp()}.zip"
    backup(store, target, progress)
    thin(folder)
    remove_left_over(folder, f"{COPYING}*", f".{DAILY}*")
    return target


def _is_current(archive: Path, store: Light) -> bool:
    try:
        told = manifest_of(archive)
    except ValueError:
        return False
    with faults_told(store.ledger):
        return told.get("schema") == SCHEMA and told.get("state") == state_of(store.connection())


def thin(folder: Path, today: date | None = None) -> list[Path]:
    """Remove daily backups that :func:`kept` does not keep; which."""
    now = today or datetime.now(UTC).date()
    found = {path: moment for path in folder.glob(f"{DAILY}*.zip") if (moment := _moment(path))}
    keep = kept(found.values(), now)
    gone = [path for path, moment in found.items() if moment not in keep]
    for path in gone:
        try:
            path.unlink()
        except OSError as error:
            raise surroundings(error, path) from error
    return gone


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.removeprefix(DAILY), "%Y%m%dT%H%M%S%fZ")
    except ValueError:
        return None


def kept(moments: Iterable[datetime], today: date) -> set[datetime]:
    """Which of the backups stay: the last three whatever their age; the last of each of the last seven days, of each
    of the last five weeks, of each of the last twelve months, of each year; and the very first."""
    ordered = sorted(moments)
    keep = {*ordered[-3:], *ordered[:1]}
    spans: list[tuple[Callable[[datetime], object], int]] = [
        (lambda moment: moment.date(), 7),
        (lambda moment: moment.isocalendar()[:2], 35),
        (lambda moment: (moment.year, moment.month), 366),
        (lambda moment: moment.year, 36600),
    ]
    for period, days in spans:
        last = {period(moment): moment for moment in ordered if moment.date() > today - timedelta(days=days)}
        keep |= set(last.values())
    return keep
