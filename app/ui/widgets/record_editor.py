"""A form over one record: loaded when chosen, stored when a field is left, drafted while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.catalogue.problems import Problem, Refusal
from app.ui.desk import Desk, StoreWork
from app.ui.drafting import DraftKeeper
from app.ui.lookups import Lookups
from app.ui.records import Record, parted, read_record, refusing, unknown
from app.ui.widgets.basics import column
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.form import Form


class RecordEditor(QWidget):
    """``shown`` follows when a record's values are up; ``gone`` when it is no longer there."""

    shown = Signal(dict)
    gone = Signal()

    def __init__(
        self,
        desk: Desk,
        table: str,
        specs: Sequence[FieldSpec],
        lookups: Lookups,
        *,
        title: Callable[[Record], str] = lambda values: "",
        columns: int = 2,
    ) -> None:
        super().__init__()
        self.desk, self.table, self.specs, self.title = desk, table, tuple(specs), title
        self.record: bytes | None = None
        self.values: Record = {}
        self._storing = 0
        self._refusal: tuple[Problem, ...] = ()
        self.lookups = lookups
        self.form = Form(specs, lookups, columns)
        self.form.setEnabled(False)
        self.drafts = DraftKeeper(desk, self.form.changed, self)
        self.setLayout(column(self.form))
        self.form.typed.connect(self.drafts.touch)
        self.form.left.connect(self.save)
        self.form.restored.connect(self._corrected)
        desk.changed.connect(self._news)

    def show_record(self, key: bytes | None) -> None:
        """Show another record; what was typed for the present one is stored first."""
        if key == self.record and key is not None:
            return
        self.leave()
        self.record, self.values = key, {}
        self.form.setEnabled(False)
        self.drafts.about("", "")
        self.form.mark({})
        self._refusal = ()
        self.form.show_values({})
        if key is not None:
            self._load(key, fresh=True)

    def leave(self) -> None:
        """Store what was typed and not yet left."""
        changed = self.form.changed()
        if self.record is not None and changed and self.form.isEnabled():
            self.save(changed)

    def _load(self, key: bytes, *, fresh: bool) -> None:
        table = self.table

        def work(store: Any, progress: Any) -> tuple[Record | None, dict[str, Any]]:
            from app.store.drafts import load_draft

            draft = load_draft(store, f"{table}:{key.hex()}") if fresh else None
            return self.read(store, key), draft.payload if draft else {}

        self.desk.ask("读取记录", work, lambda found: self._loaded(key, *found), owner=self)

    def _loaded(self, key: bytes, values: Record | None, draft: Record) -> None:
        if key != self.record:
            return
        if values is None:
            self.record = None
            self.form.setEnabled(False)
            self.form.show_values({})
            self.gone.emit()
            return
        self.values = values
        if not self.form.isEnabled() or not (self._storing or self.form.changed()):
            self.form.show_values(values)
        self.form.setEnabled(True)
        self.drafts.about(f"{self.table}:{key.hex()}", self.title(values), kept=bool(draft))
        for name, value in draft.items():
            if name in self.form.specs:
                self.form.set_text(name, self.form.specs[name].shown(value))
        if draft:
            self.desk.noticed.emit("已恢复上次没有存完的填写内容")
        self.shown.emit(values)

    def save(self, changed: Record) -> None:
        """Store these values of the present record as one operation."""
        key = self.record
        if key is None:
            return
        self.drafts.storing()
        self.form.taken(changed)
        self.form.mark({})
        self._storing += 1
        self.desk.act(
            "保存", self.operation(key, changed),
            lambda outcome: self._stored(key), failed=lambda error: self._refused(key, changed, error), owner=self,
        )  # fmt: skip

    def read(self, store: Any, key: bytes) -> Record | None:
        """The values of a record; on a worker."""
        return read_record(store, self.table, key, self.specs)

    def operation(self, key: bytes, changed: Record) -> StoreWork:
        """What stores changed values of a record."""
        from app.operations.editing import save_record

        problem = unknown(changed, self.specs, self.lookups)
        if problem is not None:
            return refusing(problem)
        plain, units = parted(changed, self.specs, self.lookups)
        table = self.table
        return lambda store, progress: save_record(store, table, key, plain, units)

    def _corrected(self) -> None:
        """What was refused has been put right or taken back."""
        told, self._refusal = self._refusal, ()
        if told:
            self.desk.corrected.emit(told)

    def field_of(self, problem: Problem) -> str:
        """The field that a problem belongs to, by its caption; '' when it is none of this form."""
        return next((spec.key for spec in self.specs if problem.column in (spec.label, spec.key)), "")

    def _stored(self, key: bytes) -> None:
        self._storing -= 1
        self._corrected()
        self.drafts.stored(f"{self.table}:{key.hex()}")

    def _refused(self, key: bytes, changed: Record, error: BaseException) -> None:
        """The typed text stays in its field and in the draft; it is tried again when the field is next left."""
        self._storing -= 1
        self.desk.trouble(error)
        if key == self.record:
            self.form.refused(changed, self.values)
            if isinstance(error, Refusal):
                self._refusal = error.problems
                self.form.mark({self.field_of(one): one.said for one in reversed(error.problems)})
        self.drafts.refused(f"{self.table}:{key.hex()}")

    def _news(self, tables: frozenset[str]) -> None:
        if self.record is not None and self.table in tables | ({self.table} if "unit" in tables else set()):
            self._load(self.record, fresh=False)
