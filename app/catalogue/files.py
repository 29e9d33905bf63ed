"""Writing a file so that a crash, a full disk or an open target never leaves half of it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.catalogue.problems import Problem, Surroundings

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


def surroundings(error: OSError, path: Path | str) -> Surroundings:
    """An operating system's error as a fault that the clerk can act on."""
    name = str(path)
    if error.errno in _FULL:
        return Surroundings(
            Problem("SYS-001", "磁盘空间不足，文件没有写成", "请清理磁盘或换一个位置再试", file=name)
        )
    if isinstance(error, PermissionError):
        return Surroundings(
            Problem(
                "SYS-002",
                "文件写不进去：可能正被别的程序打开，或没有写入权限",
                "请关闭打开它的程序，或另存为别的名字",
                file=name,
            )
        )
    if isinstance(error, FileNotFoundError):
        return Surroundings(
            Problem("SYS-003", "找不到文件或文件夹", "请检查路径是否正确、U盘是否插好", file=name)
        )
    return Surroundings(
        Problem("SYS-004", f"读写文件出错：{error.strerror or error}", "请换一个位置再试", file=name)
    )


@contextmanager
def written_beside(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder; on success sync it and rename it over ``target``.

    On any failure the temporary file goes and the old target stays as it was.
    Raises :class:`Surroundings` for errors of the disk or of a target that is open elsewhere.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem[:20]}-", suffix=target.suffix, dir=target.parent
        )
    except OSError as error:
        raise surroundings(error, target) from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(beside, target)
    except OSError as error:
        raise surroundings(error, target) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
