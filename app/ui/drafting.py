"""What is being typed, on the disk within a second: one keeper for each thing that is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.ui.desk import Desk

IDLE_MS = 400
LONGEST_MS = 900


class DraftKeeper(QObject):
    """Saves ``payload()`` as the draft of a key soon after :meth:`touch`: when typing pauses, or at last after 0.9 s.

    A draft that could not be written is told once; typing goes on. What is being stored keeps its draft until it is
    stored: the ledger may be busy with an import for a minute, locked or full, and the clerk may have gone on.
    """

    def __init__(self, desk: Desk, payload: Callable[[], Mapping[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.payload = payload
        self.key = ""
        self.title = ""
        self._told = False
        self._kept = False
        self._held: list[tuple[str, dict[str, Any]]] = []
        """Key and values of each storing under way, in order."""
        self._idle = self._timer(IDLE_MS)
        self._longest = self._timer(LONGEST_MS)

    def _timer(self, milliseconds: int) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(self.keep)
        return made

    def about(self, key: str, title: str, *, kept: bool = False) -> None:
        """From now on the draft is of ``key``; what was pending for another key is written first."""
        self.flush()
        self.key, self.title, self._kept = key, title, kept

    def touch(self) -> None:
        """Something was typed."""
        if self.key:
            self._idle.start()
            if not self._longest.isActive():
                self._longest.start()

    def flush(self) -> None:
        if self._idle.isActive():
            self.keep()

    def keep(self) -> None:
        """Write the draft now, off the GUI thread."""
        self._stop()
        light = self.desk.light
        if light is None or not self.key:
            return
        from app.store.drafts import save_draft

        key, title, payload = self.key, self.title, self._being_stored() | dict(self.payload())
        if payload:
            self._kept = True
            self._run(lambda progress: save_draft(light, key, payload, title))
        elif self._kept:
            self._kept = False
            self._drop(key)

    def _being_stored(self) -> dict[str, Any]:
        return {path: value for key, held in self._held if key == self.key for path, value in held.items()}

    def forget(self) -> None:
        """What was typed is thrown away by who typed it."""
        self._stop()
        key, self.key = self.key, ""
        if key and self._kept:
            self._drop(key)

    def storing(self) -> None:
        """What is typed by now is about to be stored; call this before ``payload()`` leaves it out."""
        payload = dict(self.payload())
        if self.key and payload:
            self.keep()
            self._held.append((self.key, payload))

    def stored(self, key: str) -> None:
        """The first storing of that key is done: its draft goes, unless more was typed since."""
        self._let_go(key)
        if key == self.key:
            self._kept = True
            self.keep()
        elif not any(held == key for held, _ in self._held):
            self._drop(key)

    def refused(self, key: str) -> None:
        """The first storing of that key failed: its draft stays."""
        self._let_go(key)
        if key == self.key:
            self.touch()

    def _let_go(self, key: str) -> None:
        found = next((place for place, (held, _) in enumerate(self._held) if held == key), None)
        if found is not None:
            del self._held[found]

    def _drop(self, key: str) -> None:
        light = self.desk.light
        if light is not None:
            from app.store.drafts import drop_draft

            self._run(lambda progress: drop_draft(light, key))

    def _run(self, work: Callable[[Callable[[int, int], None]], None]) -> None:
        self.desk.runner.run("保存草稿", work, lane="draft", cancellable=False, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        if not self._told:
            self._told = True
            self.desk.trouble(error)

    def _stop(self) -> None:
        self._idle.stop()
        self._longest.stop()
