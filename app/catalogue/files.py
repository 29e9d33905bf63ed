"""Writing a file so that a crash, a full disk or an open target never leaves half of it."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.catalogue.problems import Problem, Surroundings

_UMASK = os.umask(0o077)
os.umask(_UMASK)  # it can only be read by setting it: once, before there are threads
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
LONGEST = 259 if os.name == "nt" else None
"""Characters that a whole path may have: Windows says of a longer one that it is not found, unless a PC is set otherwise."""
_PATIENCE = (0.02, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()
"""Seconds to wait before each further try: on Windows virus scanners and indexers hold a file that was just written."""


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
    if error.errno == errno.EROFS:
        message, remedy = "这个位置只能读，不能写（光盘、写保护的U盘或只读的共享）", "请换一个位置再试"
        return Surroundings(Problem("SYS-002", message, remedy, file=name))
    if isinstance(error, IsADirectoryError):
        message, remedy = "这里有一个同名的文件夹", "请换一个名字，或选择文件而不是文件夹"
        return Surroundings(Problem("SYS-006", message, remedy, file=name))
    if isinstance(error, FileExistsError | NotADirectoryError):
        message, remedy = "这里已有一个同名的文件，不是文件夹", "请换一个位置，或把那个文件改名"
        return Surroundings(Problem("SYS-008", message, remedy, file=name))
    if error.errno == errno.ENAMETOOLONG or (
        isinstance(error, FileNotFoundError) and LONGEST is not None and len(name) > LONGEST
    ):
        message, remedy = "文件名连同文件夹太长", "请换一个短些的名字，或放到浅一些的文件夹里（例如桌面）"
        return Surroundings(Problem("SYS-007", message, remedy, file=name))
    if isinstance(error, FileNotFoundError):
        return Surroundings(
            Problem("SYS-003", "找不到文件或文件夹", "请检查路径是否正确、U盘是否插好", file=name)
        )
    return Surroundings(
        Problem("SYS-004", f"读写文件出错：{error.strerror or error}", "请换一个位置再试", file=name)
    )


def _mode_of(target: Path) -> int:
    """The permissions of the file at ``target``, or those of a new file: temporary ones are the owner's alone."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o666 & ~_UMASK


def moved(source: Path, target: Path) -> None:
    """Rename over ``target``, a file or a folder. Raises :class:`OSError`, on Windows only when it fails for most of a second."""
    for seconds in _PATIENCE:
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    os.replace(source, target)


@contextmanager
def written_beside(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder; on success sync it and rename it over ``target``.

    The file may be read and written by whom the replaced one could, a new one by whom the system lets by default.
    On any failure the temporary file goes and the old target stays as it was.
    Raises :class:`Surroundings` for errors of the disk or of a target that is open elsewhere.
    """
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem[:20]}-", suffix=target.suffix, dir=target.parent
        )
    except OSError as error:
        raise surroundings(error, target) from error
    os.close(handle)
    allowed = _mode_of(target)
    beside = Path(name)
    try:
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.chmod(allowed)
        moved(beside, target)
    except OSError as error:
        raise surroundings(error, target) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
