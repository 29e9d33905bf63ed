"""Windows that a test types into must be the active one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def bring_to_front(qtbot: QtBot, window: QWidget) -> None:
    """Show it and wait until it is active; asked for again while a window that is just going takes that away."""

    def in_front() -> bool:
        if not window.isActiveWindow():
            window.activateWindow()
        return window.isActiveWindow()

    window.show()
    qtbot.waitUntil(in_front)
