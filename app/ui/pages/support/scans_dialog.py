"""What a folder of scans held: papers known by their codes, to be attached at once; and pages to be placed by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QSplitter,
    QTreeWidgetItem,
    QWidget,
)

from app.catalogue.problems import Problem
from app.operations.scans import FoundPaper, Reading, every_step
from app.operations.signoffs import SUBJECT_OWNERS, Waiting, step_label
from app.ui import style
from app.ui.desk import Desk
from app.ui.pages.support.scan_view import PIXELS, ScanView, as_qimage
from app.ui.widgets.basics import button, column, label, list_item, row
from app.ui.widgets.room import open_at
from app.ui.widgets.tree import tree

KNOWN_HEADS = ("关于", "材料", "页", "附到", "说明")
WAITING_HEADS = ("关于", "材料", "签章", "状态")
_ROLE = Qt.ItemDataRole.UserRole
_UNTOLD = "送出没有回来的"


class ScansDialog(QDialog):
    """Nothing is stored until one of its buttons is pressed; files stay where they are."""

    def __init__(self, parent: QWidget, desk: Desk, reading: Reading) -> None:
        super().__init__(parent)
        self.desk = desk
        self.papers: list[FoundPaper] = list(reading.papers)
        self.loose = list(reading.loose)
        self.waiting: list[Waiting] = []
        self.setWindowTitle("读扫描件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 1180, 780)
        parts = [f"读了 {reading.pages} 页，认出 {len(self.papers)} 份"]
        parts += [f"{len(self.loose)} 页要手工归位"] if self.loose else []
        parts += [f"{len(reading.refused)} 个文件读不了"] if reading.refused else []
        self.said = label("；".join(parts), "section", wrap=True)
        self.refused = label("\n".join(map(_said, reading.refused)), "danger", wrap=True)
        self.refused.setVisible(bool(reading.refused))
        self.known = self._known()
        self.by_hand = self._by_hand()
        close = button("关闭", self.reject)
        close.setAutoDefault(False)
        note = label(
            "关掉也不要紧：文件都还在原来的文件夹里，可以再读一次，附过的不会重复。", "soft", wrap=True
        )
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.known)
        splitter.addWidget(self.by_hand)
        splitter.setSizes([260, 460])
        self.known.setVisible(bool(self.papers))
        self.by_hand.setVisible(bool(self.loose))
        foot = row(note, close, gap=10)
        foot.setStretch(0, 1)
        body = column(self.said, self.refused, splitter, foot, margins=(20, 16, 20, 14), gap=10)
        body.setStretch(2, 1)
        self.setLayout(body)
        self._fill_known()
        self._fill_loose()
        desk.changed.connect(self._news)
        self._load_waiting()

    def _news(self, tables: frozenset[str]) -> None:
        if "sign_off" in tables:
            self._load_waiting()

    # papers known by their codes

    def _known(self) -> QWidget:
        self.tree = tree(KNOWN_HEADS, (380, 160, 80, 190, 220), "认出的材料", flat=True)
        self.tree.itemChanged.connect(lambda *_: self._count())
        self.attach_button = button("附上", self.attach, role="primary", symbol="check")
        self.again = button("已附过的也勾上，换成这次扫的", self.tick_attached, role="link")
        made = QWidget()
        body = column(
            self.tree, row(label("印有二维码的已经认出，点右边一次附上。", "soft"), self.again, 1, self.attach_button), gap=8
        )  # fmt: skip
        body.setStretch(0, 1)
        made.setLayout(body)
        return made

    def _fill_known(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        for paper in self.papers:
            said, tone = _remark(paper)
            pages = "、".join(str(page.mark.page) for page in paper.pages if page.mark)
            item = QTreeWidgetItem([paper.title, paper.edition_name, f"第{pages}页", "", said])
            item.setCheckState(0, Qt.CheckState.Unchecked if paper.attached else Qt.CheckState.Checked)
            for place in (0, 1, 4):
                item.setToolTip(place, item.text(place))
            item.setToolTip(2, "\n".join(page.name for page in paper.pages))
            item.setForeground(4, QColor(tone))
            steps = self._steps_of(paper)
            item.setSizeHint(3, steps.sizeHint() + QSize(0, 4))
            self.tree.addTopLevelItem(item)
            self.tree.setItemWidget(item, 3, steps)
        self.tree.blockSignals(False)
        self.again.setVisible(any(paper.attached for paper in self.papers))
        self._count()

    def _steps_of(self, paper: FoundPaper) -> QComboBox:
        """Which stamps the scan is for."""
        made = QComboBox()
        every = every_step(paper.subject)
        if len(every) > 1:
            made.addItem(_UNTOLD, paper.steps)
            made.addItem("全部各栏", every)
        owner = SUBJECT_OWNERS[paper.subject]
        for step in every:
            made.addItem(step_label(owner, step), (step,))
        made.setAccessibleName("附到")
        return made

    def _ticked(self) -> list[FoundPaper]:
        found = []
        for number, paper in enumerate(self.papers):
            item = self.tree.topLevelItem(number)
            choice = self.tree.itemWidget(item, 3) if item is not None else None
            if (
                item is not None
                and item.checkState(0) == Qt.CheckState.Checked
                and isinstance(choice, QComboBox)
            ):
                found.append(replace(paper, steps=tuple(choice.currentData())))
        return found

    def _count(self) -> None:
        count = len(self._ticked())
        self.attach_button.setText(f"附上 {count} 份" if count else "附上")
        self.attach_button.setEnabled(bool(count))

    def tick_attached(self) -> None:
        """Scans that are attached already are replaced too."""
        for number, paper in enumerate(self.papers):
            item = self.tree.topLevelItem(number)
            if paper.attached and item is not None:
                item.setCheckState(0, Qt.CheckState.Checked)

    def attach(self) -> None:
        """Attach what is ticked, as one step that can be undone; it then leaves the list."""
        chosen = self._ticked()
        if not chosen:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.scans import attach_papers

            return attach_papers(store, chosen, again=True, progress=progress)

        done = {(paper.record, paper.edition) for paper in chosen}

        def attached(outcome: Any) -> None:
            self.papers = [paper for paper in self.papers if (paper.record, paper.edition) not in done]
            self._fill_known()
            self.known.setVisible(bool(self.papers))
            self._end(outcome.message)

        self.desk.act("附上扫描件", work, attached, owner=self)

    # pages to be placed by hand

    def _by_hand(self) -> QWidget:
        self.pages = QListWidget()
        self.pages.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.pages.setAccessibleName("要手工归位的页")
        self.pages.currentRowChanged.connect(self._show_page)
        self.pages.itemSelectionChanged.connect(self._enable)
        self.why = label("", "soft", wrap=True)
        self.view = ScanView("在左边选一页")
        self.sieve = QLineEdit()
        self.sieve.setPlaceholderText("筛选：姓名、单位")
        self.sieve.setAccessibleName("筛选没有扫描件的材料")
        self.sieve.setClearButtonEnabled(True)
        self.sieve.textChanged.connect(lambda _: self._fill_waiting())
        self.awaited = tree(WAITING_HEADS, (234, 96, 112, 90), "没有扫描件的材料", flat=True)
        self.awaited.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.awaited.itemSelectionChanged.connect(self._enable)
        self.awaited.itemDoubleClicked.connect(lambda *_: self.place())
        self.place_button = button("附上", self.place, symbol="check", role="primary")
        left = column(label("要手工归位的页（可多选）", "label"), self.pages, self.why, gap=6)
        left.setStretch(1, 1)
        right = column(
            label("是哪一份？（同一份的几栏可多选）", "label"), self.sieve, self.awaited, row(1, self.place_button), gap=6
        )  # fmt: skip
        right.setStretch(2, 1)
        body = row(left, self.view, right, gap=12)
        for place, share in enumerate((3, 4, 8)):
            body.setStretch(place, share)
        made = QWidget()
        made.setLayout(body)
        return made

    def _fill_loose(self) -> None:
        self.pages.clear()
        for page, _ in self.loose:
            item = list_item(page.name)
            item.setToolTip(str(page.file))
            self.pages.addItem(item)
        if self.loose:
            self.pages.setCurrentRow(0)
        else:
            self.view.show_image(None)
            self.why.setText("")
        self._enable()

    def _show_page(self, number: int) -> None:
        """Read a page as a picture when it is looked at."""
        if not 0 <= number < len(self.loose):
            return
        page, problem = self.loose[number]
        self.why.setText(problem.said)

        def work(store: Any, progress: Any) -> Any:
            from app.forms.scanned import page_image

            return as_qimage(page_image(page.file, page.number, PIXELS, colour=True))

        def arrived(image: Any) -> None:
            if self.pages.currentRow() == number:
                self.view.show_image(image)

        self.desk.ask("打开扫描件", work, arrived, owner=self)

    def _load_waiting(self) -> None:
        def work(store: Any, progress: Any) -> list[Waiting]:
            from app.operations.signoffs import waiting

            return waiting(store, progress=progress, unscanned=True)

        def arrived(found: list[Waiting]) -> None:
            self.waiting = found
            self._fill_waiting()

        if self.loose:
            self.desk.ask("读取没有扫描件的材料", work, arrived, owner=self)

    def _fill_waiting(self) -> None:
        self.awaited.clear()
        wanted = self.sieve.text().strip()
        for one in self.waiting:
            if wanted in f"{one.title} {one.paper} {one.step_label} {one.handed_to}":
                item = QTreeWidgetItem([one.title, one.paper, one.step_label, _stage(one)])
                item.setData(0, _ROLE, one.sign_off)
                item.setToolTip(0, one.title)
                self.awaited.addTopLevelItem(item)
        self._enable()

    def _enable(self) -> None:
        pages, steps = len(self.pages.selectedItems()), len(self.awaited.selectedItems())
        self.place_button.setEnabled(bool(pages and steps))
        self.place_button.setText(f"把 {pages} 页附上" if pages else "附上")

    def place(self) -> None:
        """Attach the chosen pages to the chosen steps."""
        rows = sorted(self.pages.row(item) for item in self.pages.selectedItems())
        steps = [bytes(item.data(0, _ROLE)) for item in self.awaited.selectedItems()]
        chosen = [self.loose[number] for number in rows]
        if not chosen or not steps:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.scans import attach_pages

            return attach_pages(store, steps, [page for page, _ in chosen])

        def placed(outcome: Any) -> None:
            self.loose = [one for one in self.loose if one not in chosen]
            self._fill_loose()
            self.by_hand.setVisible(bool(self.loose))
            self._end(outcome.message)

        self.desk.act("附上扫描件", work, placed, owner=self)

    def _end(self, message: str) -> None:
        """Say what was done and what is left; all is placed: there is nothing left to be asked."""
        left = [f"还有 {len(self.papers)} 份没有附"] if self.papers else []
        left += [f"还有 {len(self.loose)} 页要手工归位"] if self.loose else []
        self.said.setText("；".join((message, *left)))
        if not self.loose and not any(not paper.attached for paper in self.papers):
            self.accept()


def _said(problem: Problem) -> str:
    return f"{Path(problem.file).name}：{problem.said}"


def _stage(one: Waiting) -> str:
    return one.stage if one.stage == "已签章" else f"{one.stage} {one.days} 天"


def _remark(paper: FoundPaper) -> tuple[str, str]:
    said = ["扫描件早已附上"] if paper.attached else []
    said += ["打印以后记录改过"] if paper.changed else []
    said += [problem.message for problem in paper.remarks]
    return "；".join(said), style.WARN if said else style.SOFT
