"""Copies that a killed program left behind: they fill the disk, and they hold the ledger."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

_OLD = 24 * 3600.0
"""Seconds after which nobody is still at work on a copy."""


def remove_left_over(folder: Path, *patterns: str) -> list[Path]:
    """Remove what matches in ``folder`` and was not touched for a day; which. What cannot be removed stays."""
    removed = []
    for pattern in patterns:
        for path in folder.glob(pattern):
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime < _OLD:
                    continue
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                removed.append(path)
    return removed
