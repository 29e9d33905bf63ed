"""Pictures of the window's main pages, for a machine without a display and for the README."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.desk import Target
from app.ui.lists.view import ListView
from app.ui.pages.board import BoardTab
from app.ui.start import application, make_window
from app.ui.window import Window

SIZE = (1360, 860)
SCREENS = (
    ("1-workbench", Target("workbench")),
    ("2-people-paper", Target("people", "papers")),
    ("3-people-grid", Target("people", "grid")),
    ("4-pairings", Target("pairings", "pairings")),
    ("5-units", Target("pairings", "units")),
    ("6-postings", Target("support", "postings")),
    ("7-reports", Target("support", "reports")),
    ("8-plan", Target("support", "plan")),
    ("9-print", Target("print")),
    ("10-history", Target("settings", "history")),
)
SCREENS_YEAR = (
    ("11-board", Target("workbench", "board")),
    ("12-timeline", Target("workbench", "timeline")),
    ("13-mentoring", Target("support", "mentoring")),
    ("14-ledger", Target("support", "ledger")),
    ("15-report", Target("support", "reports")),
    ("16-appraisals", Target("support", "appraisals")),
    ("17-signing", Target("support", "signing")),
    ("18-agreements", Target("support", "agreements")),
    ("19-registers", Target("support", "registers")),
)
"""What the played year has to show."""
Screens = Sequence[tuple[str, Target]]
QUIET_MS, LONGEST_MS = 250, 20_000


def save_screens(
    folder: Path, target: Path, screens: Screens = SCREENS, size: tuple[int, int] = SIZE
) -> Iterator[Path]:
    """Open the window over ``folder``, visit the pages, and yield each picture's file once it is written."""
    target.mkdir(parents=True, exist_ok=True)
    application()
    window = make_window(folder)
    window.resize(*size)
    window.show_page(screens[0][1].page)
    window.show()
    window.desk.open()
    settle(window)
    try:
        for name, place in screens:
            window.go_to(place)
            settle(window)
            if _choose_first(window) or _look_back(window):
                settle(window)
            picture = target / f"{name}.png"
            window.grab().save(str(picture))
            yield picture
    finally:
        window.close()
        window.desk.runner.stop()
        window.desk.close()


def _choose_first(window: Window) -> bool:
    """Choose the first record of the list that is seen, so that its paper or its values show."""
    for view in window.findChildren(ListView):
        if view.isVisible() and view.list.ids and not view.current_record():
            return view.choose(view.list.ids[0])
    return False


def _look_back(window: Window) -> bool:
    """Let a board without anybody out show the latest day that has something to show."""
    for board in window.findChildren(BoardTab):
        if board.isVisible() and board.seen is not None and board.seen.latest:
            board.go_to_latest()
            return True
    return False


def settle(window: Window) -> None:
    """Run the event loop until nothing has been under way for a moment."""
    deadline, quiet = QDeadlineTimer(LONGEST_MS), QDeadlineTimer(QUIET_MS)
    while not deadline.hasExpired() and not quiet.hasExpired():
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()
        if window.desk.store is None or window.desk.runner.jobs:
            quiet = QDeadlineTimer(QUIET_MS)
    QApplication.sendPostedEvents()
