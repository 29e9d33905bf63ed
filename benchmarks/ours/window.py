"""The program's window on its list of 100,000 people; the process ends at the first paint that has rows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands.window import load_window
from benchmarks.figures import tell
from benchmarks.places import LEDGER

start = load_window()

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402 - after the program's own order of imports

if TYPE_CHECKING:
    from app.ui.lists.view import ListView


class Watch(QObject):
    def __init__(self, view: ListView) -> None:
        super().__init__()
        self.view = view
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.view.list.rowCount():
            QTimer.singleShot(0, tell)
        return False


if __name__ == "__main__":
    app = start.undressed_application()
    window = start.make_window(LEDGER)
    page = window.show_page("people")
    watch = Watch(page.papers.list.view)
    start.FirstPaint(window, window.desk.open)
    start.dress(app)
    window.show()
    app.exec()
