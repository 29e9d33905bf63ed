"""Bringing a backup back: unpacked beside the data folder, proved there, and only then put in its place.

The present files are moved aside, never overwritten. Which moves are to be made is written down first, so that a
restore that was cut off half-way is finished at the next opening.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.files import moved, surroundings, written_beside
from app.catalogue.problems import Problem, Refusal, Surroundings
from app.store.connecting import connect
from app.store.faults import faults_told, newer
from app.store.leftovers import remove_left_over
from app.store.light import program_of, schema_of
from app.store.packing import MANIFEST, SPOILT, Progress, check_whole, manifest_of, sha256_of, stamp
from app.store.schema import BACKUPS, EDITIONS, KEPT_FILES, LEDGER, RESTORING, SCHEMA, STATION

_MOVED = (
    *KEPT_FILES,
    *(f"{name}{ending}" for name in KEPT_FILES for ending in ("-wal", "-shm")),
    STATION,
    EDITIONS,
)
_COPY, _ASIDE = re.compile(r"\.restoring-[\w-]+"), re.compile(r"replaced-[\w-]+")
_EDITION = re.compile(rf"{EDITIONS}/[^/\\]+\.toml")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A backup that was found whole: when it was ``made`` (UTC, ISO), by which ``version``, how many people."""

    made: str
    people: int
    version: str
    schema: int


def inspect(archive: Path, folder: Path, progress: Progress | None = None) -> Inspected:
    """Unpack a backup beside ``folder``, prove it, and throw the copy away.

    Raises :class:`Refusal` STO-040 (no backup, or damaged) and STO-001 (of a newer program), or :class:`Surroundings`.
    """
    copy = _copy_beside(folder)
    try:
        return _unpack(archive, copy, progress)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def restore(archive: Path, folder: Path, progress: Progress | None = None) -> Path | None:
    """Put a backup in the place of a data folder that is not open; where the present files were put, if any.

    The restored folder takes a new station id before its first write. Raises as :func:`inspect`, and
    :class:`Surroundings` STO-004 when the folder is still open somewhere.
    """
    copy = _copy_beside(folder)
    try:
        _unpack(archive, copy, progress)
        _check_closed(folder)
        aside = folder / BACKUPS / f"replaced-{stamp()}"
        with written_beside(folder / RESTORING) as beside:
            files = [name for name in (*KEPT_FILES, EDITIONS) if (copy / name).exists()]
            beside.write_text(json.dumps({"from": copy.name, "aside": aside.name, "files": files}), "utf-8")
        finish(folder)
    except BaseException:
        if not (folder / RESTORING).exists():
            shutil.rmtree(copy, ignore_errors=True)
        raise
    if any(aside.iterdir()):
        return aside
    aside.rmdir()
    return None


def finish(folder: Path) -> None:
    """Make the moves that were written down, those that are still to be made. Raises :class:`Surroundings`."""
    marker = folder / RESTORING
    try:
        copy, aside, files = _written_down(folder, marker.read_bytes())
        aside.mkdir(parents=True, exist_ok=True)
        for name in _MOVED:
            replaced = name in files and not (copy / name).exists()
            if (folder / name).exists() and not replaced:
                moved(folder / name, aside / name)
        for name in files:
            if (copy / name).exists():
                moved(copy / name, folder / name)
        marker.unlink()
        shutil.rmtree(copy, ignore_errors=True)
    except OSError as error:
        raise surroundings(error, folder) from error


def _written_down(folder: Path, content: bytes) -> tuple[Path, Path, list[str]]:
    """The copy, where the present files go, and the names to move. Only what :func:`restore` wrote is believed."""
    try:
        told = json.loads(content)
        copy, aside, files = told["from"], told["aside"], told["files"]
        if _COPY.fullmatch(copy) and _ASIDE.fullmatch(aside) and {*files} <= {*KEPT_FILES, EDITIONS}:
            return folder / copy, folder / BACKUPS / aside, list(files)
    except (ValueError, KeyError, TypeError):
        pass
    raise Surroundings(
        Problem(
            "STO-041",
            "上次恢复没有做完，它的记录又读不出来",
            "数据没有丢：请保留整个数据文件夹，找技术人员看“.restoring-”和“backups”里的文件",
            file=str(folder / RESTORING),
        )
    )


def _copy_beside(folder: Path) -> Path:
    copy = folder / f".restoring-{stamp()}"
    try:
        copy.mkdir(parents=True)
        if not (folder / RESTORING).exists():
            remove_left_over(folder, ".restoring-*")
    except OSError as error:
        raise surroundings(error, folder) from error
    return copy


def _unpack(archive: Path, copy: Path, progress: Progress | None) -> Inspected:
    try:
        told = manifest_of(archive)
        sums = told["files"]
        assert isinstance(sums, dict)
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in sums if name in KEPT_FILES or _EDITION.fullmatch(name)]
            for done, name in enumerate(names):
                if progress is not None:
                    progress(done, len(names))
                opened.extract(name, copy)
                if sha256_of(copy / name) != sums[name]:
                    raise ValueError(f"{name} is not what {MANIFEST} says")
                with (copy / name).open("rb+") as whole:
                    os.fsync(whole.fileno())  # on the disk before it takes the place of what is there
    except SPOILT as error:
        raise _no_backup(archive) from error
    except OSError as error:
        raise surroundings(error, copy) from error
    return _proved(archive, copy / LEDGER, str(told["made"]))


def _proved(archive: Path, ledger: Path, made: str) -> Inspected:
    with faults_told(ledger), closing(connect(ledger, read_only=True)) as connection:
        schema = schema_of(connection)
        if schema > SCHEMA:
            raise newer(archive, schema, SCHEMA, program_of(connection))
        check_whole(connection, ledger)
        if schema < 1 or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise _no_backup(archive)
        people = connection.execute("SELECT count(*) FROM person").fetchone()[0]
        moment = f"{made[:4]}-{made[4:6]}-{made[6:8]}T{made[9:11]}:{made[11:13]}:{made[13:15]}Z"
        return Inspected(moment, people, program_of(connection), schema)


def _no_backup(archive: Path) -> Refusal:
    return Refusal(Problem("STO-040", "这个文件不是完好的备份", "请换一个备份文件", file=str(archive)))


def _check_closed(folder: Path) -> None:
    """Only a file that nobody has open lets its write-ahead log be folded in and removed."""
    ledger = folder / LEDGER
    if not ledger.exists():
        return
    try:
        with closing(sqlite3.connect(ledger, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        message = "数据还开着，不能替换"
        raise Surroundings(
            Problem("STO-004", message, "请先关闭程序的其他窗口再恢复", file=str(folder))
        ) from error
    except sqlite3.DatabaseError:
        return  # a damaged ledger is what one restores for
