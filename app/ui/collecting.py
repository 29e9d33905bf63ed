"""Python's cycle collector, kept to the GUI thread.

It runs in whichever thread happens to allocate; in a worker it could take apart a widget's wrapper there, and Qt's
objects must die in the thread that they live in. So the automatic one is off while jobs may run in threads, and a timer
collects instead: the young often, everything only while no job runs, so that a long import's data are not walked
again and again in the middle of it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

TICK_MS = 400
MANY = 50_000
"""So many young objects are a job's data. Walking them would keep the window waiting, and data have no cycles."""
_holding = 0


class Collector(QObject):
    """Collects in the thread that made it. ``idle`` tells whether a whole collection may take its time."""

    def __init__(self, idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        global _holding  # noqa: PLW0603 - the collector is one for the process
        _holding += 1
        gc.disable()
        self._idle = idle
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what is due by the usual thresholds."""
        due = [count > threshold for count, threshold in zip(gc.get_count(), self._thresholds, strict=True)]
        if gc.get_count()[0] > MANY:
            if self._idle():
                gc.freeze()  # what the job left alive is not walked again; who shows it thaws it when it goes
        elif due[2] and self._idle():
            gc.collect(2)
        elif due[1]:
            gc.collect(1)
        elif due[0]:
            gc.collect(0)

    def stop(self) -> None:
        """Give the automatic collector back once nobody holds it any more. Idempotent."""
        global _holding  # noqa: PLW0603 - the collector is one for the process
        if self._timer.isActive():
            self._timer.stop()
            _holding -= 1
            if _holding == 0:
                gc.enable()
