"""Small work off the GUI thread for widgets that stand alone: decoding a photo, laying pages out.

Operations on the ledger go through the desk's runner; this needs neither desk nor ledger. Results arrive on the GUI
thread, and only while their owner lives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot


class _Post(QObject):
    """Carries results home. One for the process, made on the GUI thread by the first call of :func:`aside`."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        call()


_post: list[_Post] = []


def aside(
    owner: QObject,
    work: Callable[[], Any],
    done: Callable[[Any], None],
    failed: Callable[[BaseException], None] | None = None,
) -> None:
    """Run ``work`` in a thread of its own, then ``done(result)`` or ``failed(error)`` here. Call on the GUI thread.

    Without ``failed`` an error is raised again on the GUI thread, where the window shows it.
    """
    if not _post or not shiboken6.isValid(_post[0]):
        _post[:] = [_Post()]
    post = _post[0]

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - it is delivered, not swallowed
            said = error
            post.arrived.emit(lambda: _deliver_error(owner, said, failed))
        else:
            post.arrived.emit(lambda: done(result) if shiboken6.isValid(owner) else None)

    threading.Thread(target=run, name="aside", daemon=True).start()


def _deliver_error(
    owner: QObject, error: BaseException, failed: Callable[[BaseException], None] | None
) -> None:
    if not shiboken6.isValid(owner):
        return
    if failed is None:
        raise error
    failed(error)
