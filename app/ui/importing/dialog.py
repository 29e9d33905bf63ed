"""The import dialog: one or several sources, each looked at first, decided, imported, and taken back if need be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QListWidget, QMessageBox, QPushButton, QStackedWidget, QWidget

from app.ui.desk import Desk
from app.ui.importing.bars import Foot, Head
from app.ui.importing.ending import RefusedPage, ResultPage
from app.ui.importing.heads import HeadsPanel, columns_of
from app.ui.importing.look import PreviewPage
from app.ui.importing.sitting import FIRST_KIND, Sitting
from app.ui.importing.sources import Source, pasted, sort_sources
from app.ui.widgets.basics import column, label, list_item, row

TICK_MS = 100
_SYMBOLS = {
    "waiting": "file", "reading": "clock", "preview": "eye", "refused": "circle-alert", "storing": "clock",
    "done": "circle-check",
}  # fmt: skip


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields that a table of that kind may have, by path."""
    from app.tables.vocabulary import KINDS, PATHS

    return PATHS[next(known for known in KINDS if known == kind)]


class ImportDialog(QDialog):
    """Opened with :meth:`add_paths` or :meth:`add_text`; more can be added while it is open."""

    sorted = Signal()

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self.sittings: list[Sitting] = []
        self.sitting: Sitting | None = None
        self.setWindowTitle("导入")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setMinimumSize(860, 540)
        self.files = QListWidget()
        self.files.setAccessibleName("要导入的文件")
        self.files.setFixedWidth(200)
        self.files.hide()
        self.head, self.foot = Head(), Foot()
        self.preview_page, self.heads_page = PreviewPage(desk), HeadsPanel()
        self.refused_page, self.result_page = RefusedPage(), ResultPage()
        self.busy_page = label("正在查看文件…", "soft")
        self.busy_page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        for page in (self.busy_page, self.preview_page, self.heads_page, self.refused_page, self.result_page):
            self.pages.addWidget(page)
        right = column(self.head, self.pages, self.foot, gap=12)
        right.setStretch(1, 1)
        whole = row(self.files, right, gap=14, margins=(20, 16, 20, 14))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        for one in self.findChildren(QPushButton):
            one.setAutoDefault(False)
        self._connect()
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)
        width = desk.settings.number("import/width", parent.width() * 0.94)
        height = desk.settings.number("import/height", parent.height() * 0.94)
        self.resize(int(width), int(height))

    def _connect(self) -> None:
        self.files.currentRowChanged.connect(self._pick)
        self.head.kind_chosen.connect(lambda kind: self._now().set_kind(kind))
        self.head.photos_chosen.connect(self._choose_photos)
        self.head.heads_asked.connect(self.show_heads)
        self.preview_page.heads_asked.connect(self.show_heads)
        self.preview_page.finished.connect(self.foot.import_button.setFocus)
        self.heads_page.applied.connect(self._apply_heads)
        self.heads_page.left.connect(self._show)
        self.refused_page.heads_asked.connect(self.show_raw_heads)
        self.refused_page.again.connect(lambda: self._now().read())
        self.result_page.undo_asked.connect(lambda: self._now().undo())
        self.result_page.back_asked.connect(lambda: self._now().back_to_preview())
        self.result_page.save_asked.connect(self._choose_refused)
        self.foot.import_asked.connect(self.start_import)
        self.foot.cancel_asked.connect(lambda: self._now().cancel())
        self.foot.next_asked.connect(self.show_next)
        self.foot.close_asked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.start_import)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self._paste)
        self._drop: Any = None

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._drop is None:
            from app.ui.dropping import DropArea

            self._drop = DropArea(self, self.add_paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the focus and never another one: an import is not begun by chance."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
        else:
            super().keyPressEvent(event)

    # sources

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders; they are looked at off the GUI thread."""
        chosen = list(paths)
        self.desk.ask("查看文件", lambda store, progress: sort_sources(chosen), self._add, owner=self)

    def add_text(self, text: str) -> None:
        """Add rows pasted from a spreadsheet."""
        self._add([pasted(text)])

    def _add(self, sources: Sequence[Source]) -> None:
        first = len(self.sittings)
        for source in sources:
            sitting = Sitting(self.desk, source, self)
            sitting.changed.connect(lambda sitting=sitting: self._changed(sitting))
            sitting.rows_changed.connect(lambda sitting=sitting: self._rows_changed(sitting))
            self.sittings.append(sitting)
            entry = list_item(source.title, _SYMBOLS["waiting"])
            entry.setToolTip(str(source.paths[0]) if source.paths else source.title)
            self.files.addItem(entry)
        self.files.setVisible(len(self.sittings) > 1)
        if self.sitting is None or self.sitting.state == "done":
            self.files.setCurrentRow(first)
        self._show()
        self.sorted.emit()

    def _paste(self) -> None:
        from app.ui.dropping import files_of_clipboard, rows_of_clipboard

        files, text = files_of_clipboard(), rows_of_clipboard()
        if files:
            self.add_paths(files)
        elif text:
            self.add_text(text)

    def _pick(self, number: int) -> None:
        if 0 <= number < len(self.sittings):
            self.sitting = self.sittings[number]
            if self.sitting.state == "waiting":
                self.sitting.read()
            self._rows_changed(self.sitting)
            self._show()

    def _now(self) -> Sitting:
        assert self.sitting is not None
        return self.sitting

    def show_next(self) -> None:
        """Go to the next source that is not imported yet."""
        place = self.sittings.index(self._now())
        order = [*range(place + 1, len(self.sittings)), *range(place)]
        following = next((n for n in order if self.sittings[n].state not in ("done", "refused")), None)
        if following is not None:
            self.files.setCurrentRow(following)

    @property
    def others_left(self) -> int:
        """How many other sources wait to be imported."""
        return sum(
            one is not self.sitting and one.state in ("waiting", "reading", "preview")
            for one in self.sittings
        )

    # showing

    def _changed(self, sitting: Sitting) -> None:
        number = self.sittings.index(sitting)
        from app.ui.icons import icon

        self.files.item(number).setIcon(icon(_SYMBOLS[sitting.state]))
        if sitting is self.sitting:
            self._show()
        if sitting.doing is not None:
            self._ticking.start()

    def _rows_changed(self, sitting: Sitting) -> None:
        if sitting is self.sitting:
            self.preview_page.show_sitting(sitting)

    def _show(self) -> None:
        sitting = self.sitting
        if sitting is None:
            return
        self.head.show_sitting(sitting)
        self.foot.show_sitting(sitting, self.others_left)
        if sitting.state in ("waiting", "reading"):
            self.busy_page.setText(f"正在读取“{sitting.source.title}”…")
            page: QWidget = self.busy_page
        elif sitting.state == "refused":
            self.refused_page.show_sitting(sitting)
            page = self.refused_page
        elif sitting.state == "done":
            self.result_page.show_sitting(sitting)
            page = self.result_page
        else:
            self.preview_page.show_state(sitting)
            page = self.preview_page
        came = self.pages.currentWidget() is not page
        self.pages.setCurrentWidget(page)
        if came and page is self.preview_page:
            self.preview_page.rows.setFocus()
        elif came and page is self.result_page:
            self.foot.focus_way_on()

    def _tick(self) -> None:
        sitting = self.sitting
        if sitting is not None:
            self.foot.show_progress(sitting.doing)
        if not any(one.doing is not None for one in self.sittings):
            self._ticking.stop()

    def show_heads(self) -> None:
        """Show what each column is taken for."""
        preview = self._now().preview
        if preview is not None and preview.tables:
            self.heads_page.show_columns(columns_of(preview), fields_of(preview.kind))
            self.pages.setCurrentWidget(self.heads_page)
            self.foot.import_button.hide()  # what it would do depends on what is being set here

    def show_raw_heads(self) -> None:
        """Let the heads of a table that nobody knows be named by hand."""
        sitting = self._now()
        sitting.look_at_rows(self._show_rows)

    def _show_rows(self, rows: list[list[str]]) -> None:
        if rows:
            self.heads_page.show_rows(rows, fields_of(self._now().kind or FIRST_KIND))
            QTimer.singleShot(0, self, lambda: self.pages.setCurrentWidget(self.heads_page))

    def _apply_heads(self, mapping: dict[str, str]) -> None:
        self._now().set_mapping(mapping)

    # acting

    def start_import(self) -> None:
        """Import what the button says."""
        if self.foot.import_button.isEnabled() and self.foot.import_button.isVisible():
            self._now().store()

    def _choose_photos(self) -> None:
        from app.ui.widgets.choosing import choose_folder

        choose_folder(
            self, self.desk.settings, "选照片文件夹（文件名为姓名或身份证号）", self._now().set_photos
        )

    def _choose_refused(self) -> None:
        from app.ui.widgets.choosing import choose_target

        sitting = self._now()
        name = f"{Path(sitting.source.title).stem}-退回.xlsx"
        choose_target(
            self, self.desk.settings, "把退回的行存为工作簿", name, "工作簿 (*.xlsx)", sitting.save_refused
        )

    def reject(self) -> None:
        """Close, unless something is being stored; answers that would be lost are asked about first."""
        if any(one.state == "storing" for one in self.sittings):
            self.foot.say("正在存入，请等它做完，或点“取消”停下")
            return
        answered = any(one.answered and one.state == "preview" for one in self.sittings)
        if not answered:
            self._leave()
            return
        box = QMessageBox(self)
        box.setWindowTitle("还没有导入")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText("还没有导入，现在关闭吗？")
        box.setInformativeText("已经回答的待确认问题不会保留，下次要重新回答。")
        close = box.addButton("不导入，关闭", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("继续看", QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close.clicked.connect(self._leave)
        box.open()

    def drop(self) -> None:
        """Forget the rows: a table of 10,000 is not to wait for the last reference to the dialog."""
        self.preview_page.forget()
        for one in self.sittings:
            one.preview = None

    def _leave(self) -> None:
        for one in self.sittings:
            one.cancel()
        if not self.isMaximized():
            self.desk.settings.put("import/width", self.width())
            self.desk.settings.put("import/height", self.height())
        super().reject()
