"""The main window: navigation, head with search, undo and import, the pages, and the foot.

``window.add_page(spec)`` adds a place; ``import_asked`` and ``paste_asked`` say what the clerk dropped, chose or pasted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QStackedWidget, QWidget

from app.catalogue.sample_mark import is_sample
from app.ui.desk import Desk, Target
from app.ui.navigation import Navigation
from app.ui.pages.page import Page, PageSpec
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.room import open_at
from app.ui.widgets.tabs import LateTabs

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from app.catalogue.problems import Problem
    from app.ui.importing.dialog import ImportDialog
    from app.ui.widgets.problem_panel import ProblemPanel

HEAD, FOOT = 60, 40
LOW_HEAD, LOW_FOOT = 48, 30
"""Their heights in a low window."""
NARROW, LOW = 1120, 640
"""A window that is narrower, or lower, gives the pages what its own parts can do without."""
LEAST, USUAL = QSize(980, 620), QSize(1280, 820)
DAMAGED = "STO-002"
"""The ledger cannot be read any more: the last backup is offered."""


class Window(QMainWindow):
    """One window over one data folder."""

    import_asked = Signal(list)
    """Paths (of files or folders) to be imported, ``list[Path]``."""
    paste_asked = Signal(str)
    """Rows pasted from a spreadsheet, as tab-separated text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.specs: dict[str, PageSpec] = {}
        self.pages: dict[str, Page] = {}
        self.current = ""
        self.importing: ImportDialog | None = None
        self._problems: ProblemPanel | None = None
        self.setWindowTitle("样例数据" if is_sample(desk.folder) else "援帮")
        self.setMinimumSize(LEAST)
        self.navigation = Navigation()
        self.stack = QStackedWidget()
        self.title = label("")
        self.title.setObjectName("pageTitle")
        self._head = row(self.title, 1, gap=10)
        self._foot = column()
        self._build()
        self.navigation.chosen.connect(self.show_page)
        self.import_asked.connect(lambda paths: self._begin_import(paths))
        self.paste_asked.connect(lambda text: self._begin_import((), text))
        desk.going.connect(self.go_to)
        desk.printing.connect(self._print)
        desk.troubled.connect(self._show_problems)
        desk.corrected.connect(self._corrected)
        if not desk.settings.restore_window(self):
            open_at(self, 1280, 820)
        desk.later(self._furnish)

    def _build(self) -> None:
        self._top, self._bottom = QFrame(), QWidget()
        self._top.setObjectName("head")
        self._top.setLayout(self._head)
        self._bottom.setLayout(self._foot)
        holder = QWidget()
        self._middle = column(self.stack, gap=10)
        self._middle.setStretch(0, 1)
        holder.setLayout(self._middle)
        content = column(self._top, holder, self._bottom, gap=0)
        content.setStretch(1, 1)
        outer = row(self.navigation, content, gap=0)
        outer.setStretch(1, 1)
        body = QWidget()
        body.setObjectName("content")
        body.setLayout(outer)
        self.setCentralWidget(body)

    def fit_screen(self, room: QSize) -> None:
        """Never be larger than the ``room`` on the screen; where the usual size has none, fill the screen."""
        self.setMinimumSize(LEAST.boundedTo(room))
        if USUAL.boundedTo(room) != USUAL:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share out the room between the window's own parts and the pages."""
        narrow, low = self.width() < NARROW, self.height() < LOW
        side, top, bottom = (10 if narrow else 20), (4 if low else 14), (4 if low else 12)
        self.navigation.fit(narrow=narrow, low=low)
        self._top.setFixedHeight(LOW_HEAD if low else HEAD)
        self._bottom.setFixedHeight(LOW_FOOT if low else FOOT)
        self._head.setContentsMargins(side + 2, 0, side - 2, 0)
        self._middle.setContentsMargins(side, top, side, bottom)

    def _furnish(self) -> None:
        """What the first paint can do without: search, undo, import, the foot, and taking drops."""
        from PySide6.QtGui import QKeySequence, QShortcut

        from app.ui.dropping import DropArea
        from app.ui.finding import finder
        from app.ui.foot import Foot
        from app.ui.search_box import SearchBox
        from app.ui.undoing import UndoButton

        self.search = SearchBox(finder(self.desk), self.centralWidget())
        self.undo = UndoButton(self.desk)
        tip = "导入 Excel 名册、分配表、计划或报名表文件夹"
        chosen = button("导入…", self.choose_import, symbol="file-down", tip=tip, key="Ctrl+O")
        for part in (self.search, self.undo, chosen):
            self._head.addWidget(part)
        self.foot = Foot(self.desk.runner)
        self._foot.addWidget(self.foot)
        self.drop = DropArea(self, self.import_paths)
        self.desk.noticed.connect(self.foot.say)
        self.search.found.connect(lambda record: self.go_to(Target("people", "papers", bytes(record))))
        self.search.listed.connect(lambda text: self.go_to(Target("people", "papers", search=text)))
        for keys, called in (
            (QKeySequence.StandardKey.Find, self.focus_search),
            (QKeySequence.StandardKey.Undo, self.undo.undo),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(called)

    @property
    def problems(self) -> ProblemPanel:
        """The panel above the page, made when there is first something to say."""
        if self._problems is None:
            from app.ui.widgets.problem_panel import ProblemPanel

            self._problems = ProblemPanel()
            self._middle.insertWidget(0, self._problems)
        return self._problems

    def _corrected(self, problems: Sequence[Problem]) -> None:
        if self._problems is not None and self._problems.problems == list(problems):
            self._problems.dismiss()

    def _moved_on(self) -> None:
        if self._problems is not None:
            self._problems.moved_on()

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems.show_problems(problems)
        above = QApplication.activeModalWidget()
        if problems and above is not None and above is not self:
            from app.ui.widgets.dialogs import tell_problems

            tell_problems(above, problems)
        if any(problem.code == DAMAGED for problem in problems):
            from app.operations.keeping import last_backup

            backup = last_backup(self.desk.folder)
            if backup is not None:
                self.problems.offer("用最近的备份恢复…", lambda: self._restore(backup))

    def _restore(self, backup: Path) -> None:
        from app.ui.pages.settings.page import SettingsPage

        page = self.show_page("settings")
        assert isinstance(page, SettingsPage)
        page.data.inspect(backup)

    def add_page(self, spec: PageSpec) -> None:
        """Add a place at the end of the navigation; it is built when it is first shown."""
        self.specs[spec.key] = spec
        self.navigation.add(spec.key, spec.title, spec.symbol)

    def page(self, key: str) -> Page:
        """The page, built now when it is not yet there."""
        if key not in self.pages:
            self.pages[key] = self.specs[key].make(self.desk)
            self.stack.addWidget(self.pages[key])
            for tabs in self.pages[key].findChildren(LateTabs):
                tabs.currentChanged.connect(lambda _: self._moved_on())
        return self.pages[key]

    def show_page(self, key: str) -> Page:
        page = self.page(key)
        if self.current != key:
            if self.current:
                self.pages[self.current].leaving()
            self.current = key
            self._moved_on()
            self.title.setText(self.specs[key].title)
            self.navigation.mark(key)
            self.stack.setCurrentWidget(page)
            page.entered()
            self.desk.later(self._focus_page)
        return page

    def _focus_page(self) -> None:
        """The keyboard goes to the page's first list: after the first paint, for it chooses a record there."""
        from app.ui.lists.view import ListView

        page = self.pages[self.current]
        (page.findChild(ListView) or page).setFocus()

    def go_to(self, target: Target) -> None:
        self.show_page(target.page).go_to(target)

    def _print(self, subject: str, ids: Sequence[bytes]) -> None:
        from app.ui.pages.printing.page import PrintingPage

        page = self.show_page("print")
        assert isinstance(page, PrintingPage)
        page.take(subject, ids)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def import_path(self, path: Path) -> None:
        """Begin the import of one file or folder."""
        self.import_paths([path])

    def import_paths(self, paths: Sequence[Path]) -> None:
        if paths:
            self.import_asked.emit(list(paths))

    def choose_import(self) -> None:
        from app.ui.widgets.choosing import choose_files

        choose_files(self, self.desk.settings, self.import_paths)

    def _begin_import(self, paths: Sequence[Path], text: str = "") -> None:
        from app.ui.importing.opening import begin

        begin(self, paths, text)

    def paste(self) -> None:
        """Ctrl+V outside an editor: files or rows of the clipboard are an import."""
        from app.ui.dropping import files_of_clipboard, rows_of_clipboard

        files = files_of_clipboard()
        text = rows_of_clipboard()
        if files:
            self.import_paths(files)
        elif text:
            self.paste_asked.emit(text)
        else:
            self.desk.noticed.emit("剪贴板里没有表格行或文件：请先在 WPS/Excel 里选中几行（连同表头）复制")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        for page in self.pages.values():
            page.leaving()
        self.desk.settings.keep_window(self)
        self.desk.settings.put("window/page", self.current)
        super().closeEvent(event)
