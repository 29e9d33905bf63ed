"""An empty window with an empty table: from the first line to the first paint."""

from __future__ import annotations

from benchmarks.figures import stopwatch, tell

passed = stopwatch()

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


class Watch(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: tell(painted_s=passed()))
        return False


if __name__ == "__main__":
    app = QApplication([])
    window, view, watch = QMainWindow(), QTableView(), Watch()
    window.resize(1280, 800)
    window.setCentralWidget(view)
    view.viewport().installEventFilter(watch)
    window.show()
    app.exec()
