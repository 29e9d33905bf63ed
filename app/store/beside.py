"""Long statements in a thread of their own, while this one computes what the next will store.

SQLite works without the interpreter's lock for the whole of a statement, so that a bulk's rows can be sealed while those
before are written: storing a roster of 10,000 takes a quarter less time where there is a second core.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_TURN: Final = 0.0005
"""Seconds for which one thread may keep the interpreter from the other: both hand it over around every statement."""
LARGE: Final = 500
"""Records that are worth another thread."""


class Beside:
    """Work in the order in which it is given; use it in ``with``, and :meth:`wait` before the connection is used again.

    When a piece of work fails, what follows is left undone: after a full disk SQLite may have rolled back already, and
    the rest would be stored outside of the transaction.
    """

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._given: list[Future[None]] = []
        self._failed = False
        self._turn = sys.getswitchinterval()

    def run(self, records: int, work: Callable[..., object], *told: Any) -> None:
        """Do a piece of work after those before. What concerns few records is done at once, unless something runs."""
        if records < LARGE and not self._given:
            work(*told)
            return
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - saving one record needs none

            self._thread = ThreadPoolExecutor(1, "beside")
            sys.setswitchinterval(_TURN)
        self._given.append(self._thread.submit(self._do, work, told))

    def _do(self, work: Callable[..., object], told: tuple[Any, ...]) -> None:
        if self._failed:
            return
        try:
            work(*told)
        except BaseException:
            self._failed = True
            raise

    def wait(self) -> None:
        """Return when all is done. Raises what the first failing piece of work raised."""
        given, self._given = self._given, []
        for work in given:
            work.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.wait()
        finally:
            if self._thread is not None:
                self._thread.shutdown(wait=True)
                sys.setswitchinterval(self._turn)
