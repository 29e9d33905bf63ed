"""What the screen says when something went wrong, by whose fault it is.

Problems of the input and of the surroundings get a plain panel (code, place, what to do). A bug of ours gets a
dialog with version, what was being done and a trace, to be copied; the same text goes to the log in the data folder.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from app.catalogue.bug_log import account, keep
from app.catalogue.problems import Problem, Refusal, Surroundings


def problems_of(error: BaseException) -> list[Problem] | None:
    """The problems that an error carries for the clerk; None when it is a bug of ours."""
    if isinstance(error, Refusal):
        return list(error.problems)
    if isinstance(error, Surroundings):
        return [error.problem]
    if isinstance(error, OSError):
        from app.catalogue.files import surroundings

        return [surroundings(error, error.filename or "").problem]
    return None


def show_failed_start(error: BaseException, folder: Path) -> None:
    """Say in a box why there will be no window, and wait until it is read."""
    from app.ui.style import speak_chinese

    application = QApplication.instance() or QApplication(["yuanbang"])
    assert isinstance(application, QApplication)
    speak_chinese(application)
    problems = problems_of(error)
    told = "\n".join(map(str, problems)) if problems else f"程序出错：{type(error).__name__}: {error}"
    QMessageBox.critical(None, "援帮没能启动", f"{told}\n\n数据文件夹：{folder}")


class CrashDialog(QDialog):
    """Says that we failed, that stored work is safe, and gives the trace."""

    def __init__(self, text: str, logged: Path | None) -> None:
        super().__init__()
        self.setWindowTitle("程序出错")
        self.resize(680, 440)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        head = QLabel("程序内部出了错，这是软件的问题，不是您的操作问题")
        head.setProperty("role", "title")
        head.setWordWrap(True)
        place = f"详情已记在：{logged}" if logged else "详情没能写入日志，请复制下面的文字保存。"
        said = QLabel(
            f"已保存的数据不受影响，正在填写的内容有草稿。可以继续使用；若反复出现，请把下面的文字发给维护人员。\n{place}"
        )
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trace = QPlainTextEdit(text)
        self.trace.setReadOnly(True)
        self.trace.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        row = QHBoxLayout()
        self.copy = QPushButton("复制详情")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        self.close_button = QPushButton("继续使用")
        self.close_button.setProperty("role", "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.close_button)
        layout.addWidget(head)
        layout.addWidget(said)
        layout.addWidget(self.trace, 1)
        layout.addLayout(row)


class Faults(QObject):
    """Catches what nobody caught, from every thread, and shows it once on the GUI thread.

    ``doing`` says what was being done, the latest last.
    """

    _raised = Signal(object)

    def __init__(
        self,
        folder: Path,
        plain: Callable[[list[Problem]], None],
        doing: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        super().__init__()
        self.folder = folder
        self.doing = doing
        self.plain = plain
        self.dialog: CrashDialog | None = None
        self._raised.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self._hook
        threading.excepthook = lambda told: self._raised.emit(told.exc_value)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._raised.emit(error)

    def show(self, error: BaseException) -> None:
        """Plain words for the clerk's problems, the crash dialog for ours (one at a time)."""
        problems = problems_of(error)
        if problems is not None:
            self.plain(problems)
            return
        text = account(error, f" · PySide6 {PySide6.__version__}", self.doing())
        logged = keep(self.folder, text)
        print(text, file=sys.stderr)  # noqa: T201 - a console, where there is one, is told too
        if self.dialog is None:
            self.dialog = CrashDialog(text, logged)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
