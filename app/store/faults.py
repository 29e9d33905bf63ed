"""Faults of the database as sentences that a clerk can act on.

=======  ================================================  ============
code     what                                              raised as
=======  ================================================  ============
STO-001  written by a newer program                        Refusal
STO-002  damaged, or no database                           Surroundings
STO-003  disk full                                         Surroundings
STO-004  locked by another program                         Surroundings
STO-005  read-only                                         Surroundings
STO-006  cannot be opened                                  Surroundings
STO-007  another error of reading or writing               Surroundings
STO-010  a rule of the ledger (unique, reference) broken   Refusal
STO-011  a text with half a character in it                Refusal
STO-012  a damaged workbench, mended (``workbench``)       Surroundings
=======  ================================================  ============
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.catalogue.problems import Problem, Refusal, Surroundings
from app.store.schema import last_backup
from app.store.words import TABLE_LABELS

_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def damaged(path: Path, detail: str = "") -> Surroundings:
    """The file is no whole database; the remedy names the last backup."""
    backup = last_backup(path.parent)
    remedy = f"可用最近的备份恢复：{backup}" if backup else "没有找到备份；请保留原文件，找技术人员修复"
    message = f"数据文件已损坏，无法读取{f'（{detail}）' if detail else ''}"
    return Surroundings(Problem("STO-002", message, remedy, file=str(path)))


def newer(path: Path, theirs: int, ours: int, program: str) -> Refusal:
    """The ledger was written by a newer program, whose version is told where it is known."""
    by = f"（{program} 版）" if program else ""
    message = f"这份数据由更新的程序{by}写成：数据格式为 {theirs}，本程序只认得到 {ours}"
    return Refusal(Problem("STO-001", message, "请安装新版程序后再打开；数据没有被改动", file=str(path)))


def _original(error: BaseException) -> BaseException:
    """SQLAlchemy wraps the driver's error in ``orig``."""
    return getattr(error, "orig", None) or error


def _for_name(name: str, path: Path, error: sqlite3.Error) -> Problem:
    place = str(path)
    if name.startswith("SQLITE_FULL") or name == "SQLITE_IOERR_WRITE" or _disk_full(path, name):
        return Problem(
            "STO-003", "磁盘空间不足，这次没有存上；以前存的都在", "请清理磁盘后再存一次", file=place
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Problem(
            "STO-004", "数据正被另一个程序占用，这次没有存上", "请关闭另一个窗口或同步软件后再试", file=place
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")) or (
        name.startswith("SQLITE_CANTOPEN") and path.exists() and not os.access(path.parent, os.W_OK)
    ):
        return Problem(
            "STO-005", "数据文件夹只能读，不能写", "请检查文件夹的权限，或把数据放到别的位置", file=place
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return Problem("STO-006", "数据文件打不开", "请检查文件夹是否还在、有没有读写权限", file=place)
    return Problem(
        "STO-007", f"读写数据时出错：{error}", "请再试一次；若仍出错，请先备份数据文件夹", file=place
    )


def _disk_full(path: Path, name: str) -> bool:
    """An I/O error of SQLite does not tell why: the disk has less than a page left."""
    if not name.startswith("SQLITE_IOERR"):
        return False
    import shutil

    try:
        return shutil.disk_usage(path.parent).free < 65536
    except OSError:
        return False


def _half_character(error: UnicodeEncodeError) -> Problem:
    """A text copied from elsewhere that was cut within a character beyond U+FFFF."""
    value = error.object.encode("utf-8", "replace").decode("utf-8")[:80]
    remedy = "请删掉这几个字重新输入；输入的内容还在"
    return Problem("STO-011", "文字里有半个字符（可能是从别处复制时断开的），不能保存", remedy, value=value)


def _conflict(said: str) -> Problem:
    """What SQLite says of a broken rule, by the name of the table that it broke in."""
    broken, _, columns = said.partition("UNIQUE constraint failed: ")
    if columns and not broken:
        label = TABLE_LABELS.get(columns.partition(".")[0], "记录")
        return Problem(
            "STO-010",
            f"已有一条同样的{label}，没有存上",
            "请核对是否重名或已经登记过，可在列表里修改原来那条",
        )
    return Problem("STO-010", f"与已有的记录冲突，没有存上（{said}）", "请核对引用的记录是否已被删除")


def is_damage(error: BaseException, path: Path) -> bool:
    """Whether an error of sqlite3 says that the file is no whole database any more."""
    fault = told(error, path)
    return isinstance(fault, Surroundings) and fault.problem.code == "STO-002"


def told(error: BaseException, path: Path) -> Surroundings | Refusal | None:
    """The fault behind an error of sqlite3 or SQLAlchemy; None when it is a bug of ours."""
    original = _original(error)
    if isinstance(original, UnicodeEncodeError) and original.reason == "surrogates not allowed":
        return Refusal(_half_character(original))
    if isinstance(original, sqlite3.IntegrityError):
        return Refusal(_conflict(str(original)))
    if isinstance(original, sqlite3.DatabaseError):
        name = getattr(original, "sqlite_errorname", "") or ""
        if name in _DAMAGED or name.startswith("SQLITE_CORRUPT"):
            return damaged(path, str(original))
        if isinstance(original, sqlite3.OperationalError) and name not in ("", "SQLITE_ERROR"):
            return Surroundings(_for_name(name, path, original))
    if str(original).startswith("Could not decode to UTF-8"):
        return damaged(path, "文字变成了乱码")
    if isinstance(original, sqlite3.DatabaseError | UnicodeDecodeError) and not _is_whole(path):
        return damaged(path, str(original)[:80])
    return None


def _is_whole(path: Path) -> bool:
    """Whether an error that looks like a bug of ours is one: a damaged file has tables, columns and texts go wrong too."""
    if not path.exists():
        return False
    try:
        with closing(
            sqlite3.connect(path, timeout=1)
        ) as connection:  # a path on a share makes no address for SQLite
            connection.execute("PRAGMA query_only=ON")
            texts = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return sound and bool(texts)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turn faults of the database into :class:`Surroundings` or :class:`Refusal`."""
    try:
        yield
    except (Refusal, Surroundings):
        raise
    except Exception as error:
        fault = told(error, path)
        if fault is None:
            raise
        raise fault from error
