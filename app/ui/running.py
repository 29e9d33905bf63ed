"""Operations off the GUI thread: one mechanism with progress, cancel, result and error.

Lanes, each a thread that takes one job after the other: ``write`` for everything that stores (so that two acts
never race each other), ``read`` for what lists and previews ask, ``draft`` for what is typed, which waits for no one,
``keep`` for backups.
Work gets a ``progress(done, total)`` to call; that call is also where a cancelled job stops. Results and errors arrive
on the GUI thread, through one queued signal.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from app.catalogue.problems import Cancelled
from app.ui.collecting import Collector

Lane = Literal["write", "read", "draft", "keep"]
Work = Callable[[Callable[[int, int], None]], Any]

LATEST = 8
SWITCH_SECONDS = 0.0005
"""How long a busy worker may hold the interpreter before the window gets it: Python's 5 ms would make painting stutter."""


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work. ``counted`` is (done, total) as last told; total 0 means nobody knows."""

    title: str
    work: Work
    done: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    owner: QObject | None
    lane: Lane
    cancellable: bool
    counted: tuple[int, int] = (0, 0)
    since: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int) -> None:
        """Called by the work. Raises :class:`Cancelled` once the clerk asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.counted = (done, total)

    def cancel(self) -> None:
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()


class _Lane(threading.Thread):
    """Takes jobs in order until it is told to end."""

    def __init__(self, name: str, report: Callable[[Job, Any, BaseException | None], None]) -> None:
        super().__init__(name=f"lane-{name}", daemon=True)
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.report = report
        self.start()

    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            result: Any = None
            error: BaseException | None = None
            try:
                if job.cancelled:
                    raise Cancelled
                result = job.work(job.progress)
            except BaseException as raised:  # noqa: BLE001 - every error is delivered, none is swallowed
                error = raised
            self.report(job, result, error)
            del job, result, error


class Runner(QObject):
    """Runs jobs and delivers what becomes of them. ``failed`` carries errors that a job's own handler did not take."""

    started = Signal(object)
    ended = Signal(object)
    failed = Signal(object, object)
    _arrived = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        self.jobs: list[Job] = []
        self.latest: deque[str] = deque(maxlen=LATEST)
        """Titles of what was begun last: a fault's account tells them."""
        self._ending = False
        self._lanes: dict[str, _Lane] = {}
        self._collector = Collector(lambda: not self.jobs, self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        title: str,
        work: Work,
        done: Callable[[Any], None] | None = None,
        *,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        lane: Lane = "write",
        cancellable: bool = True,
    ) -> Job:
        """Start ``work(progress)``; ``done(result)`` is called on this thread unless ``owner`` has gone by then."""
        job = Job(title, work, done, failed, owner, lane, cancellable, since=time.monotonic())
        if self._ending and lane == "read":
            return job
        self.jobs.append(job)
        if lane != "draft":
            self.latest.append(title)
        if lane not in self._lanes:
            self._lanes[lane] = _Lane(lane, self._arrived.emit)
        self.started.emit(job)
        self._lanes[lane].jobs.put(job)
        return job

    @Slot(object, object, object)
    def _deliver(self, job: Job, result: Any, error: BaseException | None) -> None:
        self.jobs.remove(job)
        self.ended.emit(job)
        if job.owner is not None and not shiboken6.isValid(job.owner):
            return
        if error is None:
            if job.done is not None:
                job.done(result)
        elif job.failed is not None:
            job.failed(error)
        else:
            self.failed.emit(job, error)

    def stop(self, seconds: float = 120.0) -> None:
        """Give up what only reads, let everything that stores end, and wait for it: nothing typed is left behind.

        What the work gave is delivered too, and what that begins (a stored paper drops its draft) is waited for; new
        reading is not begun any more.
        """
        self._ending = True
        for job in self.jobs:
            if job.cancellable and job.lane != "write":
                job.cancel()
        while self._lanes:
            lanes = list(self._lanes.values())
            self._lanes.clear()
            for lane in lanes:
                lane.jobs.put(None)
            for lane in lanes:
                lane.join(seconds)
            QCoreApplication.sendPostedEvents(self)
        self._collector.stop()
