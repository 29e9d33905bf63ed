"""Names of files and sheets made from people's names: safe for Windows and for a workbook, and never twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from app.forms.snapshot import Snapshot
from app.forms.wording import xml_text

_NOT_IN_FILES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_NOT_IN_SHEETS = re.compile(r"[\x00-\x1f\[\]:*?/\\]+")
_SHEET_LENGTH = 31
_FILE_LENGTH = 80


def _unique(name: str, used: set[str], length: int) -> str:
    number, candidate = 1, name[:length]
    while candidate.casefold() in used:
        number += 1
        tail = f"-{number}"
        candidate = name[: length - len(tail)] + tail
    used.add(candidate.casefold())
    return candidate


def sheet_name(name: str, used: set[str]) -> str:
    """A sheet's name of at most 31 characters, not in ``used`` (case-insensitive), which it joins."""
    safe = _NOT_IN_SHEETS.sub(" ", xml_text(name)).strip().strip("'") or "表"
    return _unique(safe, used, _SHEET_LENGTH)


def file_beside(target: Path, name: str, used: set[str]) -> Path:
    """The path of one person's file when each has its own: ``报名表.xlsx`` and 张三 → ``报名表-张三.xlsx``."""
    safe = _NOT_IN_FILES.sub(" ", xml_text(name)).strip(" .") or "空白"
    return target.with_name(_unique(f"{target.stem}-{safe}", used, _FILE_LENGTH) + target.suffix)


def write_each(
    papers: Iterable[Snapshot], target: Path, write_one: Callable[[Snapshot, Path, int], object]
) -> list[Path]:
    """Call ``write_one(snapshot, path, number)`` for every paper with a file of its own; the files in order."""
    used: set[str] = set()
    files = []
    for number, paper in enumerate(papers):
        files.append(file_beside(target, paper.name, used))
        write_one(paper, files[-1], number)
    return files
