"""The account of a fault of ours: what the crash dialog shows, what the log keeps, and what neither may hold.

The log lies in the data folder: two files of a megabyte at most. No ID number, no telephone number and no name goes into it,
not even as part of a message: what an error says in Chinese is a value of somebody's record, for our own errors speak English.
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
_ID_NUMBER = re.compile(r"(?<!\d)\d{6}[ -]?(?:18|19|20|21)\d{6}[ -]?\d{3}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_PHONE = re.compile(
    r"(?:\+86[ -]?|(?<!\d)(?:0086|86)[ -]?)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)
_WORDS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")


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
        _trace(error),
    ]
    return without_numbers("\n".join(lines))


def _trace(error: BaseException) -> str:
    """The trace with what errors say in Chinese struck out; lines of our own code stay as they are."""
    told, seen, at = "".join(traceback.format_exception(error)), set[int](), [error]
    while at:
        one = at.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for said in (str(one), *map(repr, one.args)):
            if _WORDS.search(said):
                told = told.replace(said, _WORDS.sub("〔文字〕", said))
        at += [follows for follows in (one.__cause__, one.__context__) if follows is not None]
    return told


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
