"""For all tests of the window: offscreen, dressed as the program is, and a watchdog over the event loop."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

TICK = 0.005


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    from app.ui.start import application

    return application()


@pytest.fixture
def type_text(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """Type as a Chinese input method does: key clicks know only ASCII."""

    def typing(widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return typing


class Watchdog:
    """Beats in the event loop; the longest time between two beats is how long the window was blocked."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.longest = 0.0
        self.stack = ""
        self._last = time.monotonic()
        self._on = True
        self._gui = threading.get_ident()
        self._timer = QTimer()
        self._timer.setInterval(int(TICK * 1000))
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now

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
        qapp.processEvents()
        dog = Watchdog(limit)
        try:
            yield dog
            qapp.processEvents()
        finally:
            dog.stop()
        assert dog.longest <= limit, f"the window was blocked for {dog.longest * 1000:.0f} ms\n{dog.stack}"

    return watching
