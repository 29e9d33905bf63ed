"""打印: a form and records on the left, every page on the right, and what becomes of them below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QSplitter, QWidget

from app.catalogue.problems import Cancelled, Problem
from app.forms.qr import bears_code
from app.ui.desk import Desk, Target
from app.ui.pages.page import Page
from app.ui.pages.printing.chooser import Chooser
from app.ui.pages.printing.overprint import OverprintBar
from app.ui.widgets.basics import button, card, column, label, row
from app.ui.widgets.room import Roomy

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.forms.boxes import Page as Sheet
    from app.forms.edition import Edition
    from app.operations.results import Outcome

FILTERS = {".pdf": "PDF 文件 (*.pdf)", ".xlsx": "工作簿 (*.xlsx)", ".docx": "Word 文档 (*.docx)"}
ORDER = (
    "enrolment", "appraisal", "report", "roster", "allocation", "plan", "mentorship", "agreement", "goals", "experience",
    "duty", "replacement", "allowance", "yearly", "contact", "inspection", "training", "guidance", "free_clinic", "five_ones",
)  # fmt: skip
"""The forms as the year needs them; those printed most come first."""
CHUNK = 40
"""Pages that the preview gets at a time."""


class Made(QFrame):
    """The line that says what was made; the file can be dragged out of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.files: list[Path] = []
        self.said = label("", wrap=True)
        self.open_file = button("打开", lambda: self._open(self.files[0]), role="link")
        self.open_folder = button("所在文件夹", lambda: self._open(self.files[0].parent), role="link")
        self.marked = button("记下已打印", self._mark, symbol="check", role="link")
        self.marked.setToolTip("从此列在“签字盖章”里等签章，工作台会数等了几天")
        self.marking: Callable[[], object] | None = None
        self.copy = button("复制为文件", self.put_on_clipboard, symbol="copy", role="link")
        self.copy.setToolTip("复制后在聊天窗口里按 Ctrl+V 就能发出去；也可以按住这一行拖过去")
        laid = row(
            self.said, self.marked, self.open_file, self.open_folder, self.copy, margins=(14, 6, 10, 6), gap=6
        )  # fmt: skip
        laid.setStretch(0, 1)
        self.setLayout(laid)
        self.hide()

    def tell(self, text: str, files: Sequence[Path], marking: Callable[[], object] | None = None) -> None:
        """Say what was done; ``files`` may be none (paper came out). ``marking`` notes that papers were printed."""
        self.said.setText(text)
        self.marking = marking
        self.marked.setVisible(marking is not None)
        self.files = list(files)
        for one in (self.open_file, self.open_folder, self.copy):
            one.setVisible(bool(files))
        self.setCursor(Qt.CursorShape.OpenHandCursor if files else Qt.CursorShape.ArrowCursor)
        self.show()

    def _mark(self) -> None:
        """Note it once: printing again is offered anew."""
        marking, self.marking = self.marking, None
        self.marked.hide()
        if marking is not None:
            marking()

    def _mime(self) -> QMimeData:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in self.files])
        return data

    def put_on_clipboard(self) -> None:
        """The files as the file manager would copy them."""
        QGuiApplication.clipboard().setMimeData(self._mime())

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.files and event.buttons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self)
            drag.setMimeData(self._mime())
            drag.exec(Qt.DropAction.CopyAction)


class PrintingPage(Page):
    """``came`` carries pages from the worker that lays them out: the job's number, then the pages."""

    came = Signal(int, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        from app.operations.own_editions import known_editions
        from app.ui.paper.preview import PreviewView

        known = sorted(
            known_editions(desk.folder).values(), key=lambda one: (ORDER.index(one.subject), one.id)
        )
        self.chooser = Chooser(desk, known)
        self.preview = PreviewView()
        self.note = label("", "warn", wrap=True)
        self.note.hide()
        self.made = Made()
        self.each = QCheckBox("每份一个文件")
        self.coded = QCheckBox("印二维码")
        self.coded.setToolTip("每页角上印一个小二维码（不含个人信息），签完扫描回来自动归位；每种表分别记住")
        self.overprint = OverprintBar(desk, self)
        self._job = 0
        self._build()
        self.chooser.chosen.connect(self._chosen)
        self.coded.clicked.connect(self._coded_clicked)
        self.overprint.changed.connect(self.look)
        self.came.connect(self._came)
        desk.changed.connect(self._news)

    def _editions(self) -> list[Edition]:
        from app.operations.own_editions import known_editions

        known = known_editions(self.desk.folder).values()
        return sorted(known, key=lambda one: (ORDER.index(one.subject), one.id))

    def _news(self, tables: frozenset[str]) -> None:
        if "edition" in tables:
            self.chooser.offer(self._editions())

    def _build(self) -> None:
        self.print = button("打印…", self.ask_print, symbol="printer", role="primary", key="Ctrl+P")
        self.save_pdf = button("存为 PDF…", lambda: self.ask_save(".pdf"))
        self.save_book = button("工作簿…", lambda: self.ask_save(".xlsx"))
        self.save_word = button("Word…", lambda: self.ask_save(".docx"))
        self.copy = button("复制为文件", self.copy_as_file, symbol="copy")
        self.copy.setToolTip("做成 PDF 放到剪贴板，到聊天窗口里按 Ctrl+V")
        self.original = button("填原件…", self.ask_original)
        self.original.setToolTip("把上级发来的 Word 原件（.docx）按选中的一个人填好，版式不动")
        actions = row(
            self.print,
            self.save_pdf,
            self.save_book,
            self.save_word,
            self.copy,
            self.original,
            1,
            self.overprint,
            self.coded,
            self.each,
            gap=8,
        )
        left = card(column(self.chooser, margins=(14, 14, 14, 12)))
        inner = column(self.note, self.preview, gap=0)
        inner.setStretch(1, 1)
        right = card(inner)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 5)
        splitter.setSizes([380, 760])
        splitter.setChildrenCollapsible(False)
        self.desk.settings.watch_splitter("printing", splitter)
        inside = QWidget()
        body = column(splitter, self.made, actions, gap=10)
        body.setStretch(0, 1)
        inside.setLayout(body)
        self.setLayout(column(Roomy(inside)))
        self._buttons: tuple[QWidget, ...] = (
            self.print, self.save_pdf, self.save_book, self.save_word, self.copy, self.original
        )  # fmt: skip
        self._enable()

    def entered(self) -> None:
        if not self.chooser.model.records:
            self.chooser.reload()

    def go_to(self, target: Target) -> None:
        if target.record is not None:
            self.take(target.tab, [target.record])

    def take(self, subject: str, ids: Sequence[bytes]) -> None:
        """Show the papers of these records, as another page asks."""
        self.chooser.take(subject, ids)

    def _enable(self) -> None:
        for one in self._buttons:
            one.setEnabled(not self.chooser.empty)
        self.original.setEnabled(not self.chooser.empty and self._one_record() is not None)

    # looking

    def _chosen(self) -> None:
        """Codes are offered where a paper can bear them, and on where they were on the last time."""
        from app.operations.printing import bears_codes

        edition = self.chooser.edition
        able = bears_codes(edition) and not self.chooser.blank.isChecked()
        self.coded.setVisible(able)
        self.coded.setChecked(able and self.desk.settings.text(f"qr/{edition.id}", "") == "on")
        self.overprint.offer(edition.kind == "certificate" and not self.chooser.blank.isChecked())
        self.look()

    def _coded_clicked(self, on: bool) -> None:
        self.desk.settings.put(f"qr/{self.chooser.edition.id}", "on" if on else "")
        self.look()

    def look(self) -> None:
        """Lay the chosen papers out, off the GUI thread; they arrive in the preview as they are made."""
        self._job += 1
        job, edition, selection = self._job, self.chooser.edition.id, self.chooser.selection()
        coded, overprint = self.coded.isChecked(), self.overprint.offset
        self._enable()
        self.note.hide()
        self.preview.show_pages([])
        if self.chooser.empty:
            return

        def work(store: Any, progress: Any) -> list[tuple[str, str]]:
            from app.operations.printing import pages_for, unprintable

            batch: list[Sheet] = []
            for number, page in enumerate(
                pages_for(store, edition, selection, coded=coded, overprint=overprint)
            ):
                if job != self._job:
                    raise Cancelled
                batch.append(page)
                if len(batch) == CHUNK or number == 0:
                    progress(number, 0)
                    self.came.emit(job, batch)
                    batch = []
            self.came.emit(job, batch)
            return unprintable(store, edition, selection) if selection is not None else []

        self.desk.ask(
            "排版预览",
            work,
            lambda missing: self._missing(job, missing),
            failed=self._not_laid_out,
            owner=self,
        )

    def _came(self, job: int, pages: list[Sheet]) -> None:
        if job != self._job or not pages:
            return
        self.preview.add_pages(pages)
        if self.coded.isChecked() and not all(bears_code(page) for page in pages):
            self._note("有的页四角没有空处，印不下二维码：这些页的扫描件要手工归位。")

    def _not_laid_out(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self.desk.trouble(error)

    def _missing(self, job: int, missing: list[tuple[str, str]]) -> None:
        if job == self._job and missing:
            named = "、".join(f"{character}（{name}）" for name, character in missing[:12])
            more = f"等 {len(missing)} 处" if len(missing) > 12 else ""
            self._note(
                f"没有字体能印出这些字：{named}{more}。打印时以〓代替，请安装含这些字的字体或手写补上。"
            )

    def _note(self, text: str) -> None:
        """Say something above the pages; what was said of them before stays."""
        before = self.note.text() + "\n" if self.note.isVisible() and text not in self.note.text() else ""
        self.note.setText(before + text)
        self.note.setContentsMargins(14, 8, 14, 8)
        self.note.show()

    # files

    def _name(self) -> str:
        edition = self.chooser.edition
        records = [r for r in self.chooser.model.records if r.id not in self.chooser.model.left_out]
        if self.chooser.blank.isChecked():
            return f"{edition.name}（空白）"
        return f"{edition.name}_{records[0].name}" if len(records) == 1 else edition.name

    def ask_save(self, suffix: str) -> None:
        """Ask where, then write one file, or one for each record beside it."""
        from app.ui.widgets.choosing import choose_target

        name = "".join(character for character in self._name() if character not in '\\/:*?"<>|')
        choose_target(self, self.desk.settings, "存为", name + suffix, FILTERS[suffix], self.save)

    def save(self, target: Path) -> None:
        """Write the chosen papers to a file; its suffix tells the face."""
        self._write(target, self.each.isChecked(), self._saved)

    def _write(self, target: Path, each: bool, done: Any) -> None:
        edition, selection = self.chooser.edition.id, self.chooser.selection()
        coded, overprint = self.coded.isChecked(), self.overprint.offset

        def work(store: Any, progress: Any) -> Outcome:
            from app.operations.printing import print_forms

            return print_forms(
                store,
                edition,
                selection,
                target,
                each=each,
                coded=coded,
                overprint=overprint,
                progress=progress,
            )

        self.desk.act(f"生成{self.chooser.edition.name}", work, done, owner=self, quiet=True)

    def _saved(self, outcome: Outcome) -> None:
        item = outcome.items[0]
        files = [Path(str(name)) for name in item["files"]]  # type: ignore[attr-defined]
        where = files[0].name if len(files) == 1 else f"{len(files)} 个文件，在 {files[0].parent}"
        faces = item.get("faces")
        pages = f"，{item['pages']} 页" if item.get("pages") else ""
        used = f"；字体：{'、'.join(str(face) for face in faces)}" if isinstance(faces, list) else ""
        self.made.tell(f"已存 {item['documents']} 份{pages}：{where}{used}", files, self._marking())

    def _marking(self) -> Callable[[], object] | None:
        """What notes that the chosen papers were printed; None for papers whose stamps nobody tracks."""
        from app.operations.signoffs import SUBJECT_OWNERS, papers_printed

        edition, ids = self.chooser.edition, self.chooser.model.chosen()
        if self.chooser.blank.isChecked() or edition.subject not in SUBJECT_OWNERS or not ids:
            return None
        return lambda: self.desk.act(
            "记下已打印",
            lambda store, progress: papers_printed(
                store, edition.subject, ids, edition.id, progress=progress
            ),
            owner=self,
        )

    def copy_as_file(self) -> None:
        """A PDF of the chosen papers onto the clipboard, to be pasted into a chat or a folder."""
        from app.ui.lists.export import passing_file

        name = "".join(character for character in self._name() if character not in '\\/:*?"<>|')
        self._write(passing_file(f"{name}.pdf"), False, self._copied)

    def _copied(self, outcome: Outcome) -> None:
        self._saved(outcome)
        self.made.put_on_clipboard()
        self.desk.noticed.emit("已复制为文件，可以到聊天窗口里按 Ctrl+V")

    # the bureau's own file

    def _one_record(self) -> bytes | None:
        chosen = () if self.chooser.blank.isChecked() else self.chooser.model.chosen()
        sheet = self.chooser.edition.kind == "sheet"
        return chosen[0] if sheet and len(chosen) == 1 else None

    def ask_original(self) -> None:
        """Ask for the bureau's Word file, then where to write it filled in."""
        from app.ui.widgets.choosing import choose_file, choose_target

        def chosen(source: Path) -> None:
            name = f"{source.stem}_{self._name().rpartition('_')[2]}.docx"
            choose_target(
                self, self.desk.settings, "填好的原件存为", name, FILTERS[".docx"],
                lambda target: self.fill_original(source, target),
            )  # fmt: skip

        choose_file(self, self.desk.settings, "选择上级发来的 Word 原件", FILTERS[".docx"], chosen)

    def fill_original(self, source: Path, target: Path) -> None:
        """Fill the bureau's own file for the one chosen record."""
        record, subject = self._one_record(), self.chooser.edition.subject
        if record is None:
            self.desk.say(Problem("PRN-006", "填原件一次填一个人", "请在左边只选一位", column="记录"))
            return

        def work(store: Any, progress: Any) -> Outcome:
            from app.operations.printing import fill_original

            return fill_original(store, source, record, target, subject)

        def done(outcome: Outcome) -> None:
            lacking = outcome.items[0].get("not_found")
            more = (
                f"；原件里没有找到：{'、'.join(_labels(lacking))}"
                if isinstance(lacking, list) and lacking
                else ""
            )
            self.made.tell(f"{outcome.message}：{target.name}{more}", [target])

        self.desk.act("填原件", work, done, owner=self, quiet=True)

    # paper

    def ask_print(self) -> None:
        """The system's dialog, set as the form suggests; then the pages go to the printer."""
        from app.ui.paper.printing import ask_printer, printer_for

        printer = printer_for(self.chooser.edition)
        self.overprint.prefer(printer)
        if ask_printer(printer, self, len(self.preview.pages)):
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the chosen papers on a printer, off the GUI thread."""
        edition, selection = self.chooser.edition.id, self.chooser.selection()
        coded, marking = self.coded.isChecked(), self._marking()
        overprint = self.overprint.offset_of(printer.printerName())
        total, first, last = len(self.preview.pages), printer.fromPage(), printer.toPage()
        faces = self.preview.area.faces

        def work(store: Any, progress: Any) -> int:
            from itertools import islice

            from app.operations.printing import pages_for
            from app.ui.paper.printing import print_pages

            pages = pages_for(store, edition, selection, coded=coded, overprint=overprint)
            chosen = islice(pages, first - 1, last or None) if first else pages
            return print_pages(printer, chosen, faces, progress, total)

        self.desk.ask("打印", work, lambda count: self._printed(count, printer, marking), owner=self)

    def _printed(self, count: int, printer: QPrinter, marking: Callable[[], object] | None) -> None:
        named = printer.printerName() or printer.outputFileName()
        self.made.tell(f"已送去打印 {count} 页（{named}）", [], marking)


def _labels(paths: list[Any]) -> list[str]:
    from app.catalogue.fields import label_of

    return [label_of(str(path)) for path in paths]
