"""Files dropped anywhere on the window, and rows or files of the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from app.ui import style
from app.ui.icons import icon
from app.ui.widgets.basics import column, label


def local_files(data: QMimeData) -> list[Path]:
    """The files and folders of this machine that a drop or the clipboard names."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def files_of_clipboard() -> list[Path]:
    return local_files(QGuiApplication.clipboard().mimeData())


def rows_of_clipboard() -> str:
    """Text of the clipboard that looks like rows of a spreadsheet: cells parted by tabs, or several lines."""
    text = QGuiApplication.clipboard().text()
    return text if "\t" in text else ""


class DropArea(QObject):
    """Takes drops for the whole window and says so while the mouse hovers with files.

    Children that take drops themselves (a photo onto the paper) come first: Qt asks the innermost widget.
    """

    def __init__(self, window: QWidget, dropped: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(window)
        self.window = window
        self.dropped = dropped
        self.veil = QFrame(window)
        self.veil.setObjectName("dropCard")
        self.veil.setProperty("over", True)
        mark = label("")
        mark.setPixmap(icon("file-down", style.ACCENT).pixmap(56, 56))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said = label("松开鼠标，导入这些文件", "title")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.veil.setLayout(column(1, mark, said, 1, gap=12))
        self.veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.veil.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.veil.hide()
            files = local_files(event.mimeData())
            if files:
                event.acceptProposedAction()
                self.dropped(files)
                return True
        elif isinstance(event, QDragEnterEvent) and local_files(event.mimeData()):
            event.acceptProposedAction()
            self.veil.setGeometry(self.window.rect().adjusted(12, 12, -12, -12))
            self.veil.show()
            self.veil.raise_()
            return True
        elif event.type() == QEvent.Type.DragLeave:
            self.veil.hide()
        return super().eventFilter(watched, event)
