"""签字盖章: every paper that was printed and where it is, the longest waiting first; scans that come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.catalogue.dates import format_partial
from app.ui.desk import Desk, Target
from app.ui.lists import ledger, year
from app.ui.lists.panel import ListPanel
from app.ui.lookups import lookups
from app.ui.pages.support.scan_view import PIXELS, ScanView, as_qimage
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.detail import Detail, beside
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.storing_dialog import StoringDialog

EMPTY = "还没有打印出去等签章的材料。\n在“打印”页打印以后点“记下已打印”，就会列在这里。"
SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png)"
DAY = FieldSpec("day", "日期", "date", hint="不填就是今天")
TO = FieldSpec("to", "送给谁", hint="如 江口镇卫生院院办")
PLACES = {
    "appraisal": ("support", "appraisals"), "report": ("support", "reports"), "mentorship": ("support", "mentoring"),
    "agreement": ("support", "agreements"), "posting": ("support", "postings"), "enrolment": ("people", ""),
    "goals": ("support", "postings"), "replacement": ("support", "postings"),
}  # fmt: skip
"""Page and tab where a paper's record is, by its subject."""


class SigningTab(QWidget):
    """Several steps can be chosen and noted at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.paper: Any = None
        self.list = ListPanel(
            desk,
            "signing",
            year.sign_offs(desk),
            filters=(*year.signing_filters(desk), ledger.unit_filter(desk, "unit_id", "全部受援单位")),
            placeholder="姓名、单位、送给谁",
            empty=EMPTY,
            name="签字盖章",
        )
        self.read = button("读扫描件…", self.ask_scans, symbol="image", role="primary")
        self.read.setToolTip("选一个文件夹，印有二维码的扫描件自动归位，没有的在旁边一点就附上")
        self.hand = button("送出…", self.ask_hand, symbol="arrow-right")
        self.stamp = button("已签章…", self.ask_stamp, symbol="circle-check")
        self.back = button("还没签章", self.unstamp, tip="记错了：退回等签章")
        self.attach = button("附扫描件…", self.ask_attach, symbol="upload")
        actions = row(self.hand, self.stamp, self.attach, self.back, 1, self.read, gap=8)
        left = QWidget()
        left_body = column(actions, self.list, gap=10)
        left_body.setStretch(1, 1)
        left.setLayout(left_body)
        self.detail = self._detail()
        self.setLayout(column(beside(desk, "signing", left, self.detail, (3, 2))))
        self.list.view.record_chosen.connect(self._chosen)
        self.list.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.list.loaded.connect(self._enable)
        self.list.add_action("送出…", "arrow-right", self.ask_hand)
        self.list.add_action("已签章…", "circle-check", self.ask_stamp)
        self.list.add_action("附扫描件…", "upload", self.ask_attach)
        desk.changed.connect(lambda tables: self._look() if "sign_off" in tables else None)
        self._enable()

    def _detail(self) -> Detail:
        self.steps = label("", wrap=True)
        self.changed = label(
            "打印以后记录改过：纸上写的和现在的不一样。要以现在的为准，请重新打印。", "warn", wrap=True
        )
        self.view = ScanView("还没有扫描件")
        self.open_scan = button("打开扫描件", self.show_scan, symbol="eye")
        self.save_scan = button("另存…", self.ask_save, symbol="file-down")
        self.open_record = button("打开记录", self.go_to_record, symbol="arrow-right", role="link")
        body = column(
            self.steps, self.changed, self.view, row(self.open_scan, self.save_scan, 1), gap=10, margins=(0, 0, 8, 8)
        )  # fmt: skip
        body.setStretch(2, 1)
        return Detail(body, "在左边选一份材料", self.open_record)

    # what is chosen

    def _enable(self) -> None:
        chosen = bool(self.list.view.selectionModel().hasSelection())
        for one in (self.hand, self.stamp, self.back, self.attach):
            one.setEnabled(chosen)

    def _chosen(self, key: bytes) -> None:
        if key:
            self._look()
        else:
            self.paper = None
            self.detail.show_nothing()

    def _look(self) -> None:
        """Read the chosen paper and its scan, off the GUI thread."""
        key = self.list.view.current_record()
        if not key:
            return

        def arrived(found: tuple[Any, Any]) -> None:
            if key == self.list.view.current_record():
                self._show(*found)

        self.desk.ask("读取签章情况", lambda store, progress: _read(store, key), arrived, owner=self)

    def _show(self, paper: Any, image: Any) -> None:
        self.paper = paper
        name = year.edition_names(self.desk).get(paper.edition, paper.edition)
        self.detail.show_heading(paper.title, name)
        self.steps.setText("\n".join(_step_said(one) for one in paper.steps))
        self.changed.setVisible(paper.changed)
        attached = any(one["attachment"] for one in paper.steps)
        self.view.show_image(image, "扫描件打不开，可以另存出来看" if attached else "")
        self.open_scan.setEnabled(attached)
        self.save_scan.setEnabled(attached)
        self.open_record.setVisible(paper.subject in PLACES)

    def go_to_record(self) -> None:
        """Show the record that the paper is about."""
        if self.paper is not None and self.paper.subject in PLACES:
            page, tab = PLACES[self.paper.subject]
            self.desk.go(page, tab, self.paper.record)

    # noting

    def ask_hand(self) -> FieldsDialog:
        """Ask to whom and when; the day of today is meant when none is told."""
        from app.operations.signoffs import mark_handed

        return self._ask(
            "送出", (TO, DAY), lambda store, keys, told: mark_handed(store, keys, told["to"], told["day"])
        )

    def ask_stamp(self) -> FieldsDialog:
        """Ask when they were stamped."""
        from app.operations.signoffs import mark_stamped

        return self._ask("已签章", (DAY,), lambda store, keys, told: mark_stamped(store, keys, told["day"]))

    def _ask(
        self,
        title: str,
        specs: tuple[FieldSpec, ...],
        work: Callable[[Any, list[bytes], dict[str, str]], Any],
    ) -> FieldsDialog:
        keys = self.list.view.chosen()

        def storing(values: dict[str, Any]) -> Any:
            told = {key: str(value or "") for key, value in values.items()}
            return lambda store, progress: work(store, keys, told)

        dialog = StoringDialog(
            self,
            self.desk,
            f"{title}：{len(keys)} 份",
            specs,
            lookups(self.desk),
            storing,
            lambda _: None,
            verb="记下",
        )
        dialog.open()
        return dialog

    def unstamp(self) -> None:
        """The chosen ones are not stamped after all."""
        from app.operations.signoffs import unmark_stamped

        keys = self.list.view.chosen()
        self.desk.act("取消签章", lambda store, progress: unmark_stamped(store, keys), owner=self)

    # scans

    def ask_attach(self) -> None:
        """Ask for the scan of the chosen steps of one paper."""
        from app.ui.widgets.choosing import choose_file

        choose_file(self, self.desk.settings, "选择扫描件", SCANS, self.attach_file)

    def attach_file(self, path: Path) -> None:
        """Attach all pages of a file to the chosen steps."""
        keys = self.list.view.chosen()

        def work(store: Any, progress: Any) -> Any:
            from app.forms.scanned import read_pages
            from app.operations.scans import attach_pages

            pages = []
            for page in read_pages(path):
                pages.append(page)
                progress(len(pages), page.of)
            return attach_pages(store, keys, pages)

        self.desk.act("附上扫描件", work, owner=self)

    def ask_scans(self) -> None:
        """Ask for the folder with scans."""
        from app.ui.widgets.choosing import choose_folder

        choose_folder(self, self.desk.settings, "选择存放扫描件的文件夹", self.read_scans)

    def read_scans(self, folder: Path) -> None:
        """Read a folder of scans, off the GUI thread, and show what was found."""

        def work(store: Any, progress: Any) -> Any:
            from app.operations.scans import read_scans

            return read_scans(store, folder, progress)

        self.desk.ask("读扫描件", work, self.show_reading, owner=self)

    def show_reading(self, reading: Any) -> None:
        """Show what a folder of scans held."""
        from app.ui.pages.support.scans_dialog import ScansDialog

        ScansDialog(self, self.desk, reading).open()

    def _scan(self, done: Callable[[bytes, str], None]) -> None:
        """The bytes of the paper's scan, and a name for it."""
        paper = self.paper
        told = next((one["attachment"] for one in paper.steps if one["attachment"]), "") if paper else ""
        if not told:
            return

        def work(store: Any, progress: Any) -> bytes | None:
            from app.operations.signoffs import scan_kept

            return scan_kept(store, told)

        def arrived(data: bytes | None) -> None:
            if data:
                done(data, paper.title)

        self.desk.ask("读取扫描件", work, arrived, owner=self)

    def show_scan(self) -> None:
        """Open the scan with the system's own viewer."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from app.ui.lists.export import passing_file

        def opening(data: bytes, title: str) -> None:
            target = passing_file(f"{_plain(title)}{_suffix(data)}")
            target.write_bytes(data)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

        self._scan(opening)

    def ask_save(self) -> None:
        """Ask where to write the scan."""
        from app.ui.widgets.choosing import choose_target

        def asking(data: bytes, title: str) -> None:
            suffix = _suffix(data)
            choose_target(
                self, self.desk.settings, "另存扫描件", f"{_plain(title)}{suffix}", f"扫描件 (*{suffix})",
                lambda target: self._write(target, data),
            )  # fmt: skip

        self._scan(asking)

    def _write(self, target: Path, data: bytes) -> None:
        from app.catalogue.files import written_beside

        def work(store: Any, progress: Any) -> None:
            with written_beside(target) as beside:
                beside.write_bytes(data)

        self.desk.ask(
            "另存扫描件",
            work,
            lambda _: self.desk.noticed.emit(f"已另存到 {target}"),
            owner=self,
            lane="keep",
        )

    def leave(self) -> None:
        """Nothing is typed here."""

    def go_to(self, target: Target) -> None:
        if target.filters or target.search:
            self.list.show_only(target.filters, target.record, target.search)
        elif target.record is not None:
            self.list.choose(target.record)


def _read(store: Any, key: bytes) -> tuple[Any, Any]:
    from app.catalogue.problems import Refusal
    from app.forms.scanned import page_image
    from app.operations.signoffs import paper_of, scan_kept

    paper = paper_of(store, key)
    chosen = next(one for one in paper.steps if one["id"] == key)
    told = chosen["attachment"] or next((one["attachment"] for one in paper.steps if one["attachment"]), "")
    data = scan_kept(store, told)
    if not data:
        return paper, None
    try:
        return paper, as_qimage(page_image(data, 1, PIXELS, colour=True))
    except Refusal:
        return paper, None


def _step_said(one: dict[str, Any]) -> str:
    day = {name: format_partial(one[name], "Y.M.D") for name in ("printed_on", "handed_on", "stamped_on")}
    told = [f"{day['printed_on']} 打印"] if one["printed_on"] else []
    told += (
        [f"{day['handed_on']} 送出{'给' + one['handed_to'] if one['handed_to'] else ''}"]
        if one["handed_on"]
        else []
    )
    told += [f"{day['stamped_on']} 签章"] if one["stamped_on"] else []
    told += ["扫描件已附"] if one["attachment"] else []
    return f"{one['label']}：{'，'.join(told) or '还没有打印'}"


def _suffix(data: bytes) -> str:
    kinds = {b"%PDF": ".pdf", b"\x89PNG": ".png"}
    return kinds.get(data[:4], ".jpg")


def _plain(title: str) -> str:
    return "".join(character for character in title if character not in '\\/:*?"<>|')
