"""鉴定: postings on the left; their 考核鉴定表, the summary, four opinions and the way through stamps on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from app.ui.desk import Desk, Target
from app.ui.lists import ledger
from app.ui.lists.panel import ListPanel
from app.ui.pages.paper_panel import PaperPanel
from app.ui.pages.promotion import SYMBOL, TIP, TITLE, ask_promotion
from app.ui.pages.support.opinions_panel import OpinionsPanel
from app.ui.widgets.basics import button, card, column, row
from app.ui.widgets.detail import beside

EMPTY = "还没有派驻：导入名册会自动登记，有了派驻才有鉴定"


class AppraisalsTab(QWidget):
    """The paper and the panel show the same posting; what was typed on one is stored before the other is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.list = ListPanel(
            desk,
            "appraisals",
            ledger.appraisals(desk),
            filters=(ledger.batch_filter(desk), ledger.unit_filter(desk, "unit_id", "全部受援单位")),
            placeholder="筛选派驻",
            empty=EMPTY,
            name="鉴定",
        )
        self.paper = PaperPanel(desk, ("appraisal",), "在左边选一次派驻")
        self.panel = OpinionsPanel(desk)
        self.faces = QTabWidget()
        self.faces.setDocumentMode(True)
        self.faces.addTab(self.panel, "总结与意见")
        self.faces.addTab(self.paper, "考核鉴定表")
        self.promotion = button(TITLE, self.ask_promotion, symbol=SYMBOL, tip=TIP)
        self.promotion.setEnabled(False)
        left = QWidget()
        body = column(row(self.promotion, 1), self.list, gap=10)
        body.setStretch(1, 1)
        left.setLayout(body)
        right = card(column(self.faces, margins=(10, 6, 10, 10)))
        self.setLayout(column(beside(desk, "appraisals", left, right, (2, 3))))
        self.list.view.record_chosen.connect(self._chosen)
        self.faces.currentChanged.connect(lambda _: self.leave())
        self.list.add_action(
            "打印考核鉴定表…", "printer",
            lambda: desk.printing.emit(self.paper.form_of("appraisal"), self.list.view.chosen()),
        )  # fmt: skip

        self.list.add_action(TITLE, SYMBOL, self.ask_promotion)
        self.list.view.selectionModel().selectionChanged.connect(
            lambda *_: self.promotion.setEnabled(len(self.list.view.chosen()) == 1)
        )

    def ask_promotion(self) -> None:
        """Ask where to put everything that the chosen posting's person hands in for promotion."""
        self.leave()
        ask_promotion(self, self.desk, "posting", self.list.view.chosen())

    def _chosen(self, key: bytes) -> None:
        self.paper.show_record(key or None)
        self.panel.show_posting(key or None)

    def leave(self) -> None:
        self.paper.leave()
        self.panel.leave()

    def go_to(self, target: Target) -> None:
        if target.record is not None:
            self.list.choose(target.record)
