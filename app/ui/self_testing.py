"""自检 from the window: the program is started once more to test itself, away from the data, and its report is shown."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.ui.desk import Desk
from app.ui.widgets.basics import button, column, label, row

SECONDS = 180
_PROJECT = Path(__file__).resolve().parents[2]


def run_self_test(desk: Desk, parent: QWidget) -> None:
    """Test off the GUI thread, then show the report."""
    desk.runner.run(
        "自检", lambda progress: tested(), lambda told: ReportDialog(parent, *told).open(),
        failed=desk.trouble, owner=parent, lane="keep", cancellable=False,
    )  # fmt: skip


def tested() -> tuple[bool, str]:
    """Whether all is well, and the report. Raises what starting a program or reading a file raises."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
    no_console = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows has it
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report = Path(folder) / "自检.txt"
        done = subprocess.run(
            [*program, "self-test", "--report", str(report)],
            cwd=_PROJECT, capture_output=True, timeout=SECONDS, check=False, creationflags=no_console,
        )  # fmt: skip
        if report.exists():
            return done.returncode == 0, report.read_text("utf-8")
    return False, f"自检没能做完（{done.returncode}）\n{done.stdout.decode('utf-8', 'replace')}"


class ReportDialog(QDialog):
    """The report, to be read and copied."""

    def __init__(self, parent: QWidget, well: bool, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("自检")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 460)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("自检报告")
        said = (
            "一切正常。"
            if well
            else "有的不正常：请复制这份报告发给维护的人，必要时重新安装程序。您的数据不受影响。"
        )
        close = button("关闭", self.accept, role="primary")
        copy = button("复制", lambda: QGuiApplication.clipboard().setText(text), symbol="copy")
        copy.setAutoDefault(False)
        body = column(
            label("自检", "title"), label(said, "" if well else "danger", wrap=True), self.text, row(copy, 1, close),
            margins=(22, 18, 22, 16), gap=12,
        )  # fmt: skip
        body.setStretch(2, 1)
        self.setLayout(body)
