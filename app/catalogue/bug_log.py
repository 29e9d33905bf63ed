"""The account of a fault of ours: what the crash dialog shows, what the log keeps, and what neither may hold.

The log lies in the data folder: two files of a megabyte at most. No ID number and no telephone number goes into it, not even
as part of a message.
"""

from __future__ import annotations

import platform
import re
import traceback
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

LOG, BEFORE = "errors.log", "errors.1.log"
LOG_LIMIT = 1_000_000
"""Bytes after which the log becomes the one before, and a new one is begun."""
_ID_NUMBER = re.compile(r"(?<!\d)\d{6}(?:18|19|20|21)\d{9}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")


def without_numbers(text: str) -> str:
    """The text with the numbers of people struck out."""
    return _PHONE.sub("〔电话〕", _ID_NUMBER.sub("〔证件号〕", text))


def account(error: BaseException, made_of: str = "", doing: Iterable[str] = ()) -> str:
    """A fault as it can be copied and sent: version and machine, what was being done (the latest last), the trace."""
    from app import version

    done = list(doing)
    lines = [
        f"援帮 {version()} · Python {platform.python_version()}{made_of} · {platform.platform()}",
        datetime.now().astimezone().isoformat(timespec="seconds"),
        *([f"做过的事：{' → '.join(done)}"] if done else []),
        "".join(traceback.format_exception(error)),
    ]
    return without_numbers("\n".join(lines))


def keep(folder: Path, text: str) -> Path | None:
    """Put an account into the log of a data folder; None when the surroundings do not let us."""
    target = folder / LOG
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.stat().st_size > LOG_LIMIT:
            target.replace(folder / BEFORE)
        with target.open("a", encoding="utf-8") as out:
            out.write(text.rstrip("\n") + "\n\n")
        return target
    return None
