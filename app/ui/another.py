"""The program once more, in a window of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def open_another(folder: Path) -> None:
    """Start the program once more, over another data folder."""
    program = [] if getattr(sys, "frozen", False) else ["-m", "app"]
    QProcess.startDetached(
        sys.executable, [*program, "--data", str(folder)], str(Path(__file__).resolve().parents[2])
    )
