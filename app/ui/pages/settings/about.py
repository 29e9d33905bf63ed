"""关于: version, what the program is made of and under which licences."""

from __future__ import annotations

import platform
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QSplitter, QWidget

from app import version
from app.ui.desk import Desk
from app.ui.resources import RESOURCES
from app.ui.self_testing import run_self_test
from app.ui.widgets.basics import button, card, column, label, list_item, row

LICENCE_NAMES = ("LICENSE", "LICENCE", "OFL", "COPYING")


def licences() -> list[tuple[str, Path]]:
    """The licence texts shipped with fonts and icons: (what they are for, file)."""
    found = [
        path
        for path in sorted(RESOURCES.rglob("*"))
        if path.is_file() and path.name.upper().startswith(LICENCE_NAMES)
    ]
    return [(_title(path), path) for path in found]


def _title(path: Path) -> str:
    folder = {"fonts": "字体", "icons": "图标（Lucide）"}.get(path.parent.name, path.parent.name)
    rest = (
        path.stem.partition("-")[2] or path.suffix.lstrip(".")
        if path.suffix != ".txt"
        else path.stem.partition("-")[2]
    )
    return f"{folder} {rest}".strip()


class AboutTab(QWidget):
    """Version and licences."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.test_button = button("自检", lambda: run_self_test(desk, self), symbol="shield-check")
        self.test_button.setToolTip("另起一个程序检查文件、字体、数据库、打印、备份，不碰您的数据，约十几秒")
        made = (
            f"Python {platform.python_version()} · Qt {PySide6.__version__}（PySide6，LGPL v3）· SQLite · "
            "SQLAlchemy、Alembic、openpyxl、python-calamine、python-docx、rustpy-xlsxwriter、pypinyin、tomlkit（MIT）· "
            "lxml、segno（BSD）· pypdfium2（BSD、Apache 2.0）· zxing-cpp（Apache 2.0）· Pillow（MIT-CMU）"
        )
        head = card(
            column(
                row(label(f"援帮 {version()}", "title"), 1, self.test_button),
                label("对口支援台账：离线保存，表样打印，每一步可撤销", "soft"),
                label(made, "soft", wrap=True),
                label(f"数据文件夹：{desk.folder}", "soft", wrap=True),
                margins=(18, 14, 18, 14),
                gap=6,
            )
        )
        self.names = QListWidget()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self._files = licences()
        for name, _ in self._files:
            self.names.addItem(list_item(name))
        self.names.currentRowChanged.connect(self._show)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.names)
        splitter.addWidget(self.text)
        splitter.setSizes([260, 700])
        body = column(head, label("许可证", "section"), splitter, gap=10)
        body.setStretch(2, 1)
        self.setLayout(body)
        self.names.setCurrentRow(0)

    def _show(self, number: int) -> None:
        if 0 <= number < len(self._files):
            self.text.setPlainText(self._files[number][1].read_text(encoding="utf-8", errors="replace"))
