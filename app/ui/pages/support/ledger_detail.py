"""What belongs to one entry of the ledger: 帮带对象 who were present, and the file that proves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.ui.desk import Desk
from app.ui.widgets.basics import LIST_ROW, button, column, label, list_item, row

if TYPE_CHECKING:
    from app.operations.ledger_detail import Detail

MOST_SHOWN = 6
TABLES = frozenset({"activity", "activity_mentee", "mentorship", "attachment", "person"})
_KEY = Qt.ItemDataRole.UserRole


class DetailPanel(QWidget):
    """Follows one entry; ticking a 帮带对象 stores it at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.record: bytes | None = None
        self._showing = False
        self.mentees = QListWidget()
        self.mentees.setAccessibleName("在场的帮带对象")
        self.none = label("这个单位还没有签师带徒协议的帮带对象", "soft", wrap=True)
        self.file = label("", "soft", wrap=True)
        self.open_button = button("打开", self.open_file, symbol="eye")
        evidence = row(
            self.file, self.open_button, button("附上文件…", self.ask_file, symbol="upload"), gap=8
        )
        evidence.setStretch(0, 1)
        self.setLayout(
            column(
                label("在场的帮带对象", "section"), self.mentees, self.none, label("佐证文件", "section"), evidence,
                margins=(0, 8, 0, 0),
            )
        )  # fmt: skip
        self.mentees.itemChanged.connect(self._ticked)
        desk.changed.connect(lambda tables: self.reload() if tables & TABLES else None)

    def show_record(self, key: bytes | None) -> None:
        """Show what belongs to another entry."""
        if key != self.record:
            self.record = key
            self.reload()

    def reload(self) -> None:
        key = self.record
        if key is None:
            return

        def work(store: Any, progress: Any) -> Detail:
            from app.operations.ledger_detail import detail_of

            return detail_of(store, key)

        self.desk.ask("读取佐证", work, lambda found: self._loaded(key, found), owner=self)

    def _loaded(self, key: bytes, found: Detail) -> None:
        if key != self.record:
            return
        self._showing = True
        self.mentees.clear()
        for one in found.mentees:
            item = list_item(f"{one.name}　导师 {one.mentor}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.present else Qt.CheckState.Unchecked)
            item.setData(_KEY, one.mentorship)
            self.mentees.addItem(item)
        self._showing = False
        self.mentees.setVisible(bool(found.mentees))
        self.none.setVisible(not found.mentees)
        self.mentees.setFixedHeight(min(MOST_SHOWN, len(found.mentees)) * LIST_ROW + 12)
        size = f"（{max(1, found.size // 1024):,} KB）" if found.file else ""
        self.file.setText(f"{found.file}{size}" if found.file else "还没有附上照片或文件")
        self.open_button.setVisible(bool(found.file))

    def _ticked(self, _: QListWidgetItem) -> None:
        if self._showing or self.record is None:
            return
        items = (self.mentees.item(number) for number in range(self.mentees.count()))
        present = [bytes(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]
        key = self.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.ledger_detail import set_present

            return set_present(store, key, present)

        self.desk.act("在场的帮带对象", work, owner=self)

    # the file

    def ask_file(self) -> None:
        """Ask which file proves the entry."""
        from app.ui.widgets.choosing import choose_file

        kinds = "照片和文件 (*.jpg *.jpeg *.png *.pdf *.docx *.xlsx);;所有文件 (*)"
        choose_file(self, self.desk.settings, "附上佐证文件", kinds, self.attach)

    def attach(self, path: Path) -> None:
        """Keep a file with the entry."""
        key = self.record
        if key is None:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.ledger_detail import attach_file

            return attach_file(store, key, path)

        self.desk.act("附上佐证", work, owner=self)

    def open_file(self) -> None:
        """Show the file in the program that the system has for it."""
        key = self.record
        if key is None:
            return

        def work(store: Any, progress: Any) -> Path:
            from app.operations.ledger_detail import evidence_of
            from app.ui.lists.export import passing_file

            name, data = evidence_of(store, key)
            target = passing_file(name)
            target.write_bytes(data)
            return target

        self.desk.ask("取出佐证", work, _open, owner=self)


def _open(path: Path) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
