"""操作人与数据: whose name stands in the journal, where the data lie, backup and restore."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QMessageBox, QSpinBox, QWidget

from app.catalogue.place import default_folder, portable
from app.ui.another import open_another
from app.ui.desk import Desk
from app.ui.lookups import lookups
from app.ui.widgets.basics import button, card, column, label, row
from app.ui.widgets.choosing import choose_file, choose_folder, choose_target
from app.ui.widgets.room import Rolled
from app.ui.widgets.suggest import SuggestLine

if TYPE_CHECKING:
    from app.operations.results import Outcome

BACKUP_FILES = "备份文件 (*.zip)"
MARGINS = (18, 14, 18, 16)


class DataTab(QWidget):
    """Three cards."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.operator = QLineEdit()
        self.operator.setPlaceholderText("您的姓名")
        self.operator.setAccessibleName("操作人姓名")
        self.operator.setMinimumWidth(160)
        self.operator.editingFinished.connect(lambda: self._keep("operator", self.operator.text()))
        self.unit = SuggestLine(lookups(desk).suggest("unit"))
        self.unit.setPlaceholderText("本单位全称，如 渝北区人民医院")
        self.unit.setAccessibleName("本单位名称")
        self.unit.setMinimumWidth(300)
        self.unit.editingFinished.connect(lambda: self._keep("unit", self.unit.text()))
        self.backups = label("", "soft", wrap=True)
        who = column(
            label("本单位和操作人", "section"),
            label("每一步操作都会记下是哪个单位的谁做的。只在本机使用。", "soft", wrap=True),
            row(label("本单位", "label"), self.unit, label("操作人", "label"), self.operator, 1, gap=10),
            margins=MARGINS,
        )
        where = column(
            label("数据文件夹", "section"),
            label(str(desk.folder), wrap=True),
            label(
                "全部记录、照片和草稿都在这个文件夹里。不要用同步盘同时在两台电脑上打开它。",
                "soft",
                wrap=True,
            ),
            row(button("打开文件夹", self._open_folder, symbol="folder-open"), *self._moving(), 1),
            margins=MARGINS,
        )
        self.box: QMessageBox | None = None
        """The question whether a backup shall replace the data."""
        self.backup_button = button("备份到文件…", self.ask_backup, symbol="archive")
        self.restore_button = button("从备份恢复…", self.ask_restore, symbol="archive-restore")
        safe = column(
            label("备份与恢复", "section"),
            label(
                "每天和每次退出时自动备份在数据文件夹的 backups 里；也可以另存一份到U盘。", "soft", wrap=True
            ),
            self.backups,
            row(self.backup_button, self.restore_button, 1),
            margins=MARGINS,
        )
        self.due = QSpinBox()
        self.due.setRange(1, 28)
        self.due.setValue(5)
        self.due.setSuffix(" 日")
        self.due.setAccessibleName("月报报送日")
        self.due.valueChanged.connect(self._keep_due)
        reports = column(
            label("月报", "section"),
            label("报送情况里过了这一天还没有报来的月报算逾期；按你们的通知改。", "soft", wrap=True),
            row(label("次月", "label"), self.due, label("前报送上月的月报", "label"), 1, gap=8),
            margins=MARGINS,
        )
        cards = QWidget()
        cards.setLayout(column(card(who), card(where), card(safe), card(reports), 1, gap=12))
        self.setLayout(column(Rolled(cards)))
        desk.opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the operator's name and the newest backups."""

        def read(store: Any, progress: Any) -> tuple[str, str, int, list[Path]]:
            from app.operations.board import due_day
            from app.operations.reading import backups

            kept = store.workbench()
            return kept.setting("unit"), kept.setting("operator"), due_day(store), backups(store)

        self.desk.ask("读取设置", read, self._show, owner=self)

    def _show(self, found: tuple[str, str, int, list[Path]]) -> None:
        unit, name, due, backups = found
        self.due.blockSignals(True)
        self.due.setValue(due)
        self.due.blockSignals(False)
        for line, text in ((self.unit, unit), (self.operator, name)):
            if not line.hasFocus():
                line.setText(text)
        if not backups:
            self.backups.setText("还没有自动备份")
            return
        last = datetime.fromtimestamp(backups[0].stat().st_mtime).astimezone()
        self.backups.setText(f"共 {len(backups)} 份自动备份，最近一份：{last:%Y-%m-%d %H:%M}")

    def _keep_due(self, day: int) -> None:
        from app.operations.board import DUE_SETTING

        self.desk.ask(
            "保存设置", lambda store, progress: store.workbench().set_setting(DUE_SETTING, str(day)),
            lambda _: self.desk.noticed.emit(f"月报：次月{day}日前报送"), owner=self, lane="draft",
        )  # fmt: skip

    def _keep(self, setting: str, typed: str) -> None:
        name, called = typed.strip(), {"unit": "本单位", "operator": "操作人"}[setting]
        self.desk.ask(
            "保存设置", lambda store, progress: store.workbench().set_setting(setting, name),
            lambda _: self.desk.noticed.emit(f"{called}：{name}" if name else f"{called}已清空"), owner=self, lane="draft",
        )  # fmt: skip

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.folder)))

    def _moving(self) -> list[QWidget]:
        """The button that moves the data; a folder that the program was told at its start is not moved, nor a portable one's."""
        if portable() or self.desk.folder != default_folder():
            return []
        tip = "例如放到 D 盘：重装系统也不会丢。以前放过的地方也可以选，接着用那里的数据"
        return [button("换一个位置…", self.ask_move, symbol="folder", tip=tip)]

    def ask_move(self) -> None:
        choose_folder(
            self, self.desk.settings, "数据放在哪里（会在里面建一个“援帮数据”文件夹）", self.move_data
        )

    def move_data(self, chosen: Path) -> None:
        """Copy the data there, say so, and start anew over the copy."""

        def work(store: Any, progress: Any) -> Outcome:
            from app.operations.moving import move_data

            return move_data(store, chosen, progress)

        self.desk.act("换数据的位置", work, self._moved, owner=self, quiet=True)

    def _moved(self, outcome: Outcome) -> None:
        box = QMessageBox(self)
        box.setWindowTitle("换数据的位置")
        box.setIcon(QMessageBox.Icon.Information)
        box.setText(outcome.message)
        box.setInformativeText(f"原来的一份没有动，还在 {self.desk.folder}。点“确定”，程序会重新打开。")
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.box = box
        folder = Path(str(outcome.items[0]["folder"]))
        box.finished.connect(lambda _: self._start_anew(folder))
        box.open()

    def _start_anew(self, folder: Path) -> None:
        open_another(folder)
        self.window().close()

    def ask_backup(self) -> None:
        name = f"援帮备份-{datetime.now():%Y%m%d-%H%M}.zip"
        choose_target(self, self.desk.settings, "备份到文件", name, BACKUP_FILES, self.backup)

    def backup(self, target: Path) -> None:
        """Write everything into one file."""
        from app.operations.keeping import backup

        self.desk.act("备份", lambda store, progress: backup(store, target, progress), owner=self)

    def ask_restore(self) -> None:
        choose_file(self, self.desk.settings, "从备份恢复", BACKUP_FILES, self.inspect)

    def inspect(self, source: Path) -> None:
        """Check a backup and ask whether it shall replace the present data."""
        from app.operations.keeping import restore

        folder = self.desk.folder  # the ledger itself may be damaged: its backup is looked at without it
        self.desk.runner.run(
            "检查备份", lambda progress: restore(source, folder, replace=False, progress=progress),
            lambda outcome: self._confirm(source, outcome), owner=self, lane="keep",
        )  # fmt: skip

    def _confirm(self, source: Path, outcome: Outcome) -> None:
        item = outcome.items[0]
        box = QMessageBox(self)
        box.setWindowTitle("从备份恢复")
        box.setIcon(QMessageBox.Icon.Question)
        made = datetime.fromisoformat(str(item["made"])).astimezone()
        told = f"{made:%Y年%m月%d日 %H:%M} 的数据，有 {item['people']} 人"
        box.setText(f"这份备份是 {told}。用它替换现在的数据吗？")
        box.setInformativeText("现在的数据不会丢：会另存在旁边的文件夹里。")
        go = box.addButton("替换", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("不替换", QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.box = box
        go.clicked.connect(lambda: self.restore(source))
        box.open()

    def restore(self, source: Path) -> None:
        """Put the backup in the place of the present data and open it."""
        from app.operations.keeping import restore

        folder = self.desk.folder
        self.desk.reopen("恢复", lambda progress: restore(source, folder, replace=True, progress=progress))
