"""One window for each data folder: a second start brings the first window to the front, with the files it was to open.

A lock file in the folder says who has it (process and machine; one whose process is gone is taken over). The second start
leaves a note beside it, which the first one watches for. Neither is part of the data: backups leave them out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QSysInfo, Signal

from app.catalogue.files import written_beside
from app.catalogue.problems import Problem, Surroundings

LOCK = "window.lock"
NOTES = "window.notes"
"""The folder for notes of second starts; it is watched."""
WAIT_MS = 50
_HELD: set[Path] = set()
"""The folders whose lock this process has."""


class Instance(QObject):
    """``summoned`` follows when somebody started the program again over this folder: the files to open, often none."""

    summoned = Signal(list)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.lock = QLockFile(str(folder / LOCK))
        self.lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> bool:
        """Whether this is the first window over the folder, which it then is until :meth:`release`.

        A folder that cannot be written to has no lock, and opens as it can: what is wrong is said where it is met.
        """
        taken = self.lock.tryLock(WAIT_MS)
        if not taken and self.folder not in _HELD and self._holder()[0] == _own_process():
            # a program that was killed had the number that this one has: Qt takes us for it
            with suppress(OSError):
                (self.folder / LOCK).unlink()
            taken = self.lock.tryLock(WAIT_MS)
        if taken:
            _HELD.add(self.folder)
        return taken or self.lock.error() != QLockFile.LockError.LockFailedError

    def watch(self) -> None:
        """Begin to look out for notes; those that were left before are taken first."""
        notes = self.folder / NOTES
        with suppress(OSError):
            notes.mkdir(parents=True, exist_ok=True)
            self._watcher = QFileSystemWatcher([str(notes)], self)
            self._watcher.directoryChanged.connect(lambda _: self.read_notes())
            self.read_notes()

    def read_notes(self) -> None:
        """Take the notes that lie there."""
        with suppress(OSError):
            for note in sorted(
                (self.folder / NOTES).glob("[!.]*.json")
            ):  # one with a dot is still being written
                try:
                    files = [Path(name) for name in json.loads(note.read_text("utf-8"))]
                except (ValueError, TypeError):
                    files = []
                note.unlink(missing_ok=True)
                self.summoned.emit(files)

    def summon(self, files: Sequence[Path]) -> None:
        """Ask the first window to come to the front and open these files.

        Raises :class:`Surroundings` SYS-050 when the folder is open on another machine, and when no note can be left.
        """
        process, machine = self._holder()
        if machine and _short(machine) != _short(QSysInfo.machineHostName()):
            raise Surroundings(
                Problem(
                    "SYS-050", f"这个数据文件夹正在另一台电脑（{machine}）上打开", "请先在那台电脑上关闭援帮，再在这里打开",
                    file=str(self.folder),
                )
            )  # fmt: skip
        _let_come_to_front(process)
        notes = self.folder / NOTES
        with written_beside(notes / f"{QSysInfo.machineHostName()}-{_own_process()}.json") as note:
            note.write_text(json.dumps([str(one.resolve()) for one in files]), "utf-8")

    def _holder(self) -> tuple[int, str]:
        """Process and machine that hold the lock; nothing is known of one that was let go just now."""
        told: Any = self.lock.getLockInfo()
        return (int(told[0]), str(told[1])) if isinstance(told, tuple) and len(told) == 3 else (0, "")

    def release(self) -> None:
        """Let the folder go."""
        _HELD.discard(self.folder)
        self.lock.unlock()


def _short(machine: str) -> str:
    """A machine's name as comparable: Windows writes its short name, in capitals, into the lock."""
    return machine.partition(".")[0].casefold()[:15]


def _own_process() -> int:
    from PySide6.QtCore import QCoreApplication

    return int(QCoreApplication.applicationPid())


def _let_come_to_front(process: int) -> None:
    """Windows lets only the program in hand bring another one to the front: hand that right over."""
    if sys.platform == "win32" and process:
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)
