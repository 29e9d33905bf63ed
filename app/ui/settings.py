"""What the window remembers between two starts: places, widths, zoom. Kept beside the data, never journalled.

A damaged or unwritable settings file costs the remembered sizes and nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSettings, Qt

from app.ui.widgets.room import room_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter

FILE = "window.ini"


class Settings:
    """Remembered values by key (``list/people/header``)."""

    def __init__(self, folder: Path) -> None:
        self._kept = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        value = self._kept.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        try:
            return float(str(self._kept.value(key, default)))
        except ValueError:
            return default

    def put(self, key: str, value: Any) -> None:
        self._kept.setValue(key, value)

    def _bytes(self, key: str) -> QByteArray:
        value = self._kept.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def restore_window(self, window: QMainWindow) -> bool:
        """Put the window where it was, no larger than the screen is now; False when nothing (sensible) was kept."""
        kept = self._bytes("window/geometry")
        if kept.isEmpty() or not window.restoreGeometry(kept):
            return False
        if not window.isMaximized():
            window.resize(window.size().boundedTo(room_for(window)))
        return True

    def keep_window(self, window: QMainWindow) -> None:
        self.put("window/geometry", window.saveGeometry())

    def watch_splitter(self, key: str, splitter: QSplitter) -> None:
        """Restore a splitter's sizes now and keep them whenever they are dragged."""
        kept = self._bytes(f"splitter/{key}")
        if not kept.isEmpty():
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(lambda *_: self.put(f"splitter/{key}", splitter.saveState()))

    def watch_header(self, key: str, header: QHeaderView) -> bool:
        """Restore a list's column widths and places (not its sorting) now, keep them when changed; True when some were."""
        kept = self._bytes(f"header/{key}")
        restored = not kept.isEmpty() and header.restoreState(kept)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionResized.connect(lambda *_: self.put(f"header/{key}", header.saveState()))
        header.sectionMoved.connect(lambda *_: self.put(f"header/{key}", header.saveState()))
        return restored

    def sync(self) -> None:
        self._kept.sync()
