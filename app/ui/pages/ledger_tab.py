"""A tab over one table of the ledger: list on the left, the chosen record's form and what belongs to it on the right.

What differs between units, pairings, batches, postings and plan items is data: a :class:`TabSpec`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk, StoreWork, Target
from app.ui.lists.filters import Filter
from app.ui.lists.panel import ListPanel
from app.ui.lists.source import Source
from app.ui.lookups import lookups
from app.ui.pages.support.papers_menu import papers_button
from app.ui.records import Record, parted, refusing, unknown
from app.ui.widgets.basics import button, column, row
from app.ui.widgets.child_grid import ChildGrid
from app.ui.widgets.detail import Detail, beside
from app.ui.widgets.dialogs import FieldsDialog, ask_delete
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.record_editor import RecordEditor
from app.ui.widgets.storing_dialog import StoringDialog

if TYPE_CHECKING:
    from app.operations.results import Outcome


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """A grid of belonging records. ``of`` names the column whose unit is the parent; '' is the record itself."""

    table: str
    parent: str
    title: str
    specs: tuple[FieldSpec, ...]
    of: str = ""


@dataclass(frozen=True, slots=True)
class TabSpec:
    """``label`` is what one record is called; ``new`` the columns asked for a new one, ``needed`` of them required."""

    key: str
    table: str
    label: str
    specs: tuple[FieldSpec, ...]
    new: tuple[str, ...]
    needed: tuple[str, ...]
    heading: Callable[[Record], tuple[str, str]]
    children: tuple[ChildSpec, ...] = ()
    empty: str = ""
    parts: tuple[int, int] = (3, 4)
    said: str = ""
    """What the dialog for a new record says."""
    first: Callable[[], Record] = dict
    """What a new record most often has, to be changed in its dialog."""
    papers: tuple[str, ...] = ()
    """Subjects of the papers that can be printed of the records."""


class LedgerTab(QWidget):
    """``extra`` buttons stand beside 新增 and 删除."""

    def __init__(
        self,
        desk: Desk,
        spec: TabSpec,
        source: Source,
        filters: Sequence[Filter] = (),
        extra: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.desk, self.spec = desk, spec
        self.lookups = lookups(desk)
        self.list = ListPanel(
            desk,
            spec.key,
            source,
            filters=filters,
            placeholder=f"筛选{spec.label}",
            empty=spec.empty,
            name=spec.label,
        )
        if spec.papers:
            extra = (*extra, papers_button(desk, spec.papers, lambda: self.list.view.chosen()))
        self.new_button = button(f"新增{spec.label}", self.ask_new, symbol="plus", role="primary")
        self.delete_button = button("删除", self.ask_delete, symbol="trash-2", role="danger")
        self.delete_button.setEnabled(False)
        self.editor = self.make_editor()
        self.children_grids = [
            ChildGrid(desk, child.table, child.parent, child.title, child.specs, self.lookups)
            for child in spec.children
        ]
        self.detail = Detail(
            column(self.editor, *self.children_grids, 1, gap=16, margins=(0, 0, 10, 8)),
            f"在左边选一条{spec.label}，这里就能看到和修改",
        )
        left = QWidget()
        body = column(row(self.new_button, *extra, 1, self.delete_button), self.list, gap=10)
        body.setStretch(1, 1)
        left.setLayout(body)
        self.setLayout(column(beside(desk, spec.key, left, self.detail, spec.parts)))
        self.list.view.record_chosen.connect(self._chosen)
        self.list.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.list.add_action(f"删除{spec.label}", "trash-2", self.ask_delete)
        self.list.view.opened.connect(lambda _: self._edit())
        self.editor.shown.connect(self._shown)
        self.editor.gone.connect(self.detail.show_nothing)

    def make_editor(self) -> RecordEditor:
        """The form of the chosen record."""
        spec = self.spec
        return RecordEditor(
            self.desk, spec.table, spec.specs, self.lookups, title=lambda v: spec.heading(v)[0]
        )

    def _enable(self) -> None:
        self.delete_button.setEnabled(self.list.view.selectionModel().hasSelection())

    def _chosen(self, key: bytes) -> None:
        self.editor.show_record(key or None)
        if not key:
            self.detail.show_nothing()

    def _shown(self, values: Record) -> None:
        self.detail.show_heading(*self.spec.heading(values))
        for child, grid in zip(self.spec.children, self.children_grids, strict=True):
            parent = values.get(f"{child.of}:id") if child.of else self.editor.record
            if grid.record != parent:
                grid.show_record(parent)

    def _edit(self) -> None:
        first = self.editor.form.editors[self.spec.specs[0].key]
        first.setFocus()

    def leave(self) -> None:
        """Keep what was typed and not yet left."""
        self.editor.leave()

    def go_to(self, target: Target) -> None:
        if target.filters:
            self.list.show_only(target.filters, target.record, target.search)
        elif target.record is not None:
            self.list.choose(target.record)
        elif target.search:
            self.list.bar.set_search(target.search)

    # new and gone

    def ask_new(self) -> FieldsDialog:
        """Ask for what a new record needs; the dialog stays until that is stored."""
        known = {spec.key: spec for spec in self.spec.specs}
        dialog = StoringDialog(
            self, self.desk, f"新增{self.spec.label}", [known[key] for key in self.spec.new], self.lookups,
            self.storing, lambda outcome: self.made(outcome), needed=self.spec.needed,
            said=self.spec.said,
        )  # fmt: skip
        dialog.show_values(self.spec.first())
        dialog.open()
        return dialog

    def storing(self, values: Record) -> StoreWork:
        """The operation that makes a record of what was typed."""
        from app.operations.editing import save_record

        problem = unknown(values, self.spec.specs, self.lookups)
        if problem is not None:
            return refusing(problem)
        plain, units = parted(values, self.spec.specs, self.lookups)
        table = self.spec.table
        return lambda store, progress: save_record(store, table, None, plain, units)

    def made(self, outcome: Outcome) -> None:
        """Show the record that was made."""
        if outcome.items:
            self.list.choose(bytes.fromhex(str(outcome.items[0]["id"])))

    def ask_delete(self) -> None:
        """Ask, then delete the chosen records."""
        ids = self.list.view.chosen()
        if ids:
            ask_delete(
                self,
                f"这 {len(ids)} 条{self.spec.label}" if len(ids) > 1 else f"这条{self.spec.label}",
                lambda: self.delete(ids),
            )

    def delete(self, ids: Sequence[bytes]) -> None:
        from app.operations.editing import delete_records

        table = self.spec.table
        self.desk.act("删除", lambda store, progress: delete_records(store, table, ids, progress), owner=self)
