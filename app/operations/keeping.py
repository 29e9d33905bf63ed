"""Backups of the whole data folder, and bringing one back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.operations.results import Outcome, Progress
from app.store import backup as _backup
from app.store import schema
from app.store.opening import Store


def backup(store: Store, target: Path, progress: Progress | None = None) -> Outcome:
    """Write everything (records, attachments, drafts) into one file."""
    _backup.backup(store, target, progress)
    size = target.stat().st_size
    return Outcome(
        f"已备份到 {target}（{size / 1024 / 1024:.1f} MB）", [{"file": str(target), "bytes": size}]
    )


def back_up_daily(store: Store) -> Path | None:
    """The backup of today, unless it is there; old ones are thinned."""
    return _backup.back_up_daily(store)


def last_backup(folder: Path) -> Path | None:
    """The newest automatic backup of a data folder."""
    return schema.last_backup(folder)


def restore(source: Path, folder: Path, *, replace: bool, progress: Progress | None = None) -> Outcome:
    """Unpack a backup beside the data folder and check it; with ``replace`` put it in the folder's place.

    The present data are kept aside, never overwritten.
    """
    found = _backup.inspect(source, folder, progress)
    item: dict[str, object] = {
        "file": str(source), "made": found.made, "people": found.people, "version": found.version,
    }  # fmt: skip
    if not replace:
        made = datetime.fromisoformat(found.made).astimezone()
        told = f"备份完好：{made:%Y年%m月%d日 %H:%M} 的数据，{found.people}人。加 --yes 才会替换现有数据"
        return Outcome(told, [item])
    kept = _backup.restore(source, folder, progress)
    item["kept"] = str(kept) if kept else ""
    return Outcome("已恢复" + (f"，原来的数据另存在 {kept}" if kept else ""), [item])
