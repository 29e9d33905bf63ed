"""An empty window with an empty table; the process ends at the first paint, so its whole time is the wait for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from benchmarks.figures import tell


class Watch(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, tell)
        return False


if __name__ == "__main__":
    app = QApplication([])
    window, view, watch = QMainWindow(), QTableView(), Watch()
    window.resize(1280, 820)
    window.setCentralWidget(view)
    view.viewport().installEventFilter(watch)
    window.show()
    app.exec()
