"""Something under way, seen from the dialog: how far it is, and a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.catalogue.problems import Cancelled

Progress = Callable[[int, int], None]


class Doing:
    """Something under way. ``counted`` is (done, total); cancelling takes effect where the work counts."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.counted = (0, 0)
        self._stop = threading.Event()

    def watched(self, progress: Progress) -> Progress:
        """The work's ``progress``, which also listens to this cancel."""

        def told(done: int, total: int) -> None:
            if self._stop.is_set():
                raise Cancelled
            self.counted = (done, total)
            progress(done, total)

        return told

    def cancel(self) -> None:
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()
