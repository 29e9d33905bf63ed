"""报名表录入: the people on the left, the chosen one's paper on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from app.ui.desk import Desk, Target
from app.ui.lists import ledger
from app.ui.lists.panel import BAR, ListPanel
from app.ui.widgets.basics import button, column, row, tab_through
from app.ui.widgets.detail import beside

if TYPE_CHECKING:
    from app.ui.pages.paper_panel import PaperPanel

FIRST_ROWS = 60
EMPTY = "还没有人员：把名册拖到窗口里导入，或点“新增人员”直接在报名表上填写"


class PapersTab(QWidget):
    """The paper is built after the first paint: it brings fonts and layout with it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        source = ledger.people(desk)
        self.list = ListPanel(
            desk,
            "people",
            source,
            filters=(ledger.batch_filter(desk), ledger.unit_filter(desk)),
            placeholder="姓名 / 拼音 / 身份证号 / 电话 / 单位",
            empty=EMPTY,
            name="人员",
        )
        self.list.show_first(source.first(FIRST_ROWS))
        self._acts = QWidget()
        self._acts.setMinimumHeight(BAR)
        left = QWidget()
        body = column(self._acts, self.list, gap=10)
        body.setStretch(1, 1)
        left.setLayout(body)
        self.place = QFrame()
        self.place.setObjectName("card")
        self.place.setLayout(column())
        self.setLayout(column(beside(desk, "people", left, self.place, (2, 3))))
        self.paper: PaperPanel | None = None
        self.list.view.record_chosen.connect(self._chosen)
        self.list.view.opened.connect(lambda _: self.panel().begin())
        self.list.add_action("批量改…", "list-checks", self.ask_bulk)
        self.list.add_action("打印报名表…", "printer", self.print_chosen)
        self.list.add_action("登记派驻…", "briefcase-medical", self.post_chosen)
        self.list.add_action("晋升材料包…", "layers", self.ask_promotion)
        self.list.add_action("删除人员", "trash-2", self.ask_delete)
        desk.later(self._furnish)
        desk.later(self.panel)

    def _furnish(self) -> None:
        """The buttons above the list: the first paint does without."""
        self.new_button = button("新增人员", self.new_person, symbol="plus", role="primary", key="Ctrl+N")
        self.bulk_button = button(
            "批量改…", self.ask_bulk, symbol="list-checks", tip="给选中的人员改同一个项目"
        )
        self.delete_button = button("删除", self.ask_delete, symbol="trash-2", role="danger")
        self._acts.setLayout(row(self.new_button, self.bulk_button, 1, self.delete_button))
        tab_through(self._acts, self.new_button, self.bulk_button, self.delete_button)
        self.list.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._enable()

    def panel(self) -> PaperPanel:
        """The paper's side, built when first needed."""
        if self.paper is None:
            from app.ui.pages.paper_panel import PaperPanel

            self.paper = PaperPanel(self.desk, ("enrolment", "appraisal"), "在左边选一位，或点“新增人员”")
            self.paper.stored.connect(self._stored)
            self.place.layout().addWidget(self.paper)  # type: ignore[union-attr]
        return self.paper

    def _enable(self) -> None:
        chosen = self.list.view.selectionModel().hasSelection()
        for part in (self.bulk_button, self.delete_button):
            part.setEnabled(chosen)

    def _chosen(self, key: bytes) -> None:
        self.desk.later(lambda: self.panel().show_record(key or None))

    def _stored(self, key: bytes, new: bool) -> None:
        if new:
            self.list.choose(key)

    def new_person(self) -> None:
        """An empty 报名表; it becomes a record when it is stored."""
        self.list.view.let_go()
        self.panel().show_new()

    def go_to(self, target: Target) -> None:
        if target.tab == "new":
            self.new_person()
        elif target.record is not None:
            self.list.choose(target.record)
        elif target.search:
            self.list.bar.set_search(target.search)

    def leave(self) -> None:
        """Keep what was typed."""
        if self.paper is not None:
            self.paper.leave()

    # several at once

    def ask_bulk(self) -> None:
        ids = self.list.view.chosen()
        if ids:
            from app.ui.pages.people.bulk import BulkDialog

            self.leave()
            BulkDialog(self, self.desk, ids).open()

    def print_chosen(self) -> None:
        self.desk.printing.emit(self.panel().form_of("enrolment"), self.list.view.chosen())

    def ask_promotion(self) -> None:
        """Ask where to put everything that the chosen person hands in for promotion."""
        from app.ui.pages.promotion import ask_promotion

        self.leave()
        ask_promotion(self, self.desk, "enrolment", self.list.view.chosen())

    def ask_delete(self) -> None:
        ids = self.list.view.chosen()
        if ids:
            from app.ui.widgets.dialogs import ask_delete

            ask_delete(self, f"这 {len(ids):,} 人" if len(ids) > 1 else "这位人员", lambda: self.delete(ids))

    def delete(self, ids: list[bytes]) -> None:
        """Delete people with their enrolments; one undoable step."""
        from app.operations.editing import delete_enrolments

        self.desk.act("删除", lambda store, progress: delete_enrolments(store, ids, progress), owner=self)

    def post_chosen(self) -> None:
        """Register postings for the chosen people at the units they enrolled for."""
        ids = self.list.view.chosen()

        def work(store: Any, progress: Any) -> Any:
            from app.operations.posting import post_enrolled

            return post_enrolled(store, ids, progress)

        self.desk.act("登记派驻", work, owner=self)
