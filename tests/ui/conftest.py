"""For all tests of the window: offscreen, dressed as the program is, and a watchdog over the event loop."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from foreground import bring_to_front
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from app.ui.window import Window

TICK = 0.005


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The program's application. Off screen the clipboard outlives Python, so what Python put there must go before."""
    from app.ui.start import application

    made = application()
    yield made
    made.clipboard().clear()


@pytest.fixture
def type_text(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """Type as a Chinese input method does: key clicks know only ASCII."""

    def typing(widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return typing


def _waited() -> float:
    """Seconds that this process's threads stood ready while the machine ran others; 0 where that cannot be told.

    All threads, for one that is put aside while it holds the interpreter holds the window up too.
    """
    waited = 0
    for told in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(OSError, IndexError, ValueError):  # a thread that has just ended
            waited += int(told.read_text().split()[1])
    return waited / 1e9


class Watchdog:
    """Beats in the event loop; the longest time between two beats is how long the window was blocked.

    What the machine took for other processes in between is not counted: it is no fault of the program.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.longest = 0.0
        self.stack = ""
        self._last, self._waited = time.monotonic(), _waited()
        self._on = True
        self._gui = threading.get_ident()
        self._timer = QTimer()
        self._timer.setInterval(int(TICK * 1000))
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _beat(self) -> None:
        now, waited = time.monotonic(), _waited()
        others = max(0.0, waited - self._waited)  # less, when a thread has ended
        self.longest = max(self.longest, now - self._last - others)
        self._last, self._waited = now, waited

    def _watch(self) -> None:
        while self._on:
            time.sleep(self.limit / 4)  # not a wait for something: this thread samples where the window hangs
            if time.monotonic() - self._last > self.limit and not self.stack:
                frame = sys._current_frames().get(self._gui)
                self.stack = "".join(traceback.format_stack(frame)[-8:]) if frame else ""

    def stop(self) -> None:
        self._on = False
        self._timer.stop()
        self._watcher.join()


@pytest.fixture
def watchdog(qapp: QApplication) -> Callable[..., AbstractContextManager[Watchdog]]:
    """``with watchdog(limit=0.1):`` fails when the event loop stood still for longer than ``limit`` seconds within."""

    @contextmanager
    def watching(limit: float = 0.1) -> Iterator[Watchdog]:
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the windows of the test before go now
        qapp.processEvents()
        gc.freeze()  # what earlier tests left in this process is no part of the program's own heap
        dog = Watchdog(limit)
        try:
            yield dog
            qapp.processEvents()
        finally:
            dog.stop()
            gc.unfreeze()
        assert dog.longest <= limit, f"the window was blocked for {dog.longest * 1000:.0f} ms\n{dog.stack}"

    return watching


@pytest.fixture(scope="session")
def _ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with twelve invented people, made once."""
    from ledger_maker import make_ledger

    folder = tmp_path_factory.mktemp("ledger") / "data"
    make_ledger(folder, 12)
    return folder


@pytest.fixture
def ledger_folder(_ledger: Path, tmp_path: Path) -> Path:
    """A copy of that folder for one test."""
    return Path(shutil.copytree(_ledger, tmp_path / "data"))


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[..., Window]]:
    """``open_window(folder, page)`` shows the program's window with the ledger open; closed after the test."""
    from app.ui.start import make_window

    made = []

    def opening(folder: Path, page: str = "people") -> Window:
        window = make_window(folder)
        made.append(window)
        window.show_page(page)
        bring_to_front(qtbot, window)
        window.desk.open()
        qtbot.waitUntil(lambda: window.desk.store is not None, timeout=10_000)
        settle(qtbot, window)
        return window

    yield opening
    for window in made:
        window.close()
        window.desk.close()
        window.deleteLater()


def settle(qtbot: QtBot, window: Window) -> None:
    """Wait until nothing runs off the GUI thread any more."""
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
