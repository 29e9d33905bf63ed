"""Where the data lie unless the program is told: the usual folder of the system, the folder that a note there leads to, or beside
a portable program.

The start imports this before anything else; it imports next to nothing. Code: SYS-060, the folder that the note names is gone.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

PORTABLE = "portable.txt"
"""Beside the built program it means: the data lie beside it too, on the same USB stick."""
NOTE = "数据位置.txt"
"""In the usual folder: its one line names the folder that has the data."""


def portable() -> bool:
    """Whether the program keeps its data beside itself."""
    return bool(getattr(sys, "frozen", False)) and (Path(sys.executable).parent / PORTABLE).exists()


def usual_folder() -> Path:
    """``%LOCALAPPDATA%\\Yuanbang`` or ``~/.local/share/yuanbang``."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home())
        return Path(base) / "Yuanbang"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "yuanbang"


def default_folder() -> Path:
    """Where the data lie unless told. A folder that the note names may not be there: see :func:`expect`."""
    if portable():
        return Path(sys.executable).parent / "data"
    usual = usual_folder()
    with suppress(OSError, ValueError):
        told = (usual / NOTE).read_text("utf-8-sig").strip()
        if told and Path(told).is_absolute():
            return Path(told)
    return usual


def expect(folder: Path) -> None:
    """Raise :class:`Surroundings` when the note leads to this folder and it is not there: an empty one would look like a loss."""
    if folder.exists() or portable() or folder == usual_folder():
        return
    from app.catalogue.problems import Problem, Surroundings  # noqa: PLC0415 - only for a refusal

    raise Surroundings(
        Problem(
            "SYS-060",
            "放数据的文件夹不在了",
            f"请插好U盘或接上那个盘再打开；数据真的搬走了，就删掉 {usual_folder() / NOTE}，再到“设置”里指给程序看",
            file=str(folder),
        )
    )


def lead_to(folder: Path) -> None:
    """Let the program use this folder from its next start on. Raises :class:`Surroundings` when it cannot be noted."""
    from app.catalogue.files import written_beside  # noqa: PLC0415 - not at the start

    with written_beside(usual_folder() / NOTE) as beside:
        beside.write_text(f"{folder}\n", "utf-8")
