"""One import dialog for a window: what is dropped, chosen or pasted opens it, or is added to the one that is open."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6

from app.ui.importing.dialog import ImportDialog

if TYPE_CHECKING:
    from app.ui.window import Window


def begin(window: Window, paths: Sequence[Path] = (), text: str = "") -> ImportDialog:
    """Begin an import of files and folders, or of pasted rows."""
    dialog = window.importing
    if dialog is None or not shiboken6.isValid(dialog):
        dialog = window.importing = ImportDialog(window, window.desk)
        dialog.finished.connect(lambda _: _gone(window))
        dialog.open()
    if paths:
        dialog.add_paths(paths)
    if text:
        dialog.add_text(text)
    return dialog


def _gone(window: Window) -> None:
    """Let the rows go at once, and let the collector see again what it set aside while they were there."""
    if window.importing is not None:
        window.importing.drop()
    window.importing = None
    gc.unfreeze()
