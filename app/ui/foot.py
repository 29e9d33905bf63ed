"""The foot of the window: what was just done on the left, what is going on on the right.

Work that takes longer than a blink shows its progress here with a cancel button; the window stays usable.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy

from app.ui.running import Job, Runner
from app.ui.widgets.basics import button, label, row

PATIENCE = 0.3
TICK_MS = 100
NOTICE_MS = 12_000


class Foot(QFrame):
    """Message and busy bar. ``runner``'s oldest job is the one that is shown."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.runner = runner
        self.message = label("", "soft")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.doing = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.count = label("", "soft")
        self.cancel = button("取消", self._cancel, symbol="x", role="link")
        self.setLayout(
            row(self.message, self.doing, self.bar, self.count, self.cancel, margins=(16, 0, 12, 0), gap=12)
        )
        self.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(lambda: self.message.setText(""))
        runner.started.connect(self._timer.start)
        runner.ended.connect(self.refresh)
        self._show_job(None)

    def say(self, text: str) -> None:
        """A message that goes by itself."""
        self.message.setText(text)
        self.message.setToolTip(text)
        self._forget.start(NOTICE_MS)

    def job(self) -> Job | None:
        """The job to be shown: the oldest one that has taken longer than the patience."""
        late = time.monotonic() - PATIENCE
        return next((job for job in self.runner.jobs if job.since <= late), None)

    def refresh(self) -> None:
        if not self.runner.jobs:
            self._timer.stop()
        self._show_job(self.job())

    def _show_job(self, job: Job | None) -> None:
        for part in (self.doing, self.bar):
            part.setVisible(job is not None)
        self.cancel.setVisible(job is not None and job.cancellable)
        self.count.setVisible(job is not None and job.counted[1] > 0)
        if job is None:
            return
        done, total = job.counted
        self.doing.setText("正在停下…" if job.cancelled else f"{job.title}…")
        self.cancel.setEnabled(not job.cancelled)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(f"{done:,} / {total:,}")

    def _cancel(self) -> None:
        job = self.job()
        if job is not None:
            job.cancel()
            self.refresh()
