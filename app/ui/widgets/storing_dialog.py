"""A dialog of fields that stays until what was typed is stored: a refusal is said in it, beside what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.catalogue.problems import Refusal
from app.ui.desk import Desk, StoreWork
from app.ui.lookups import Lookups
from app.ui.widgets.dialogs import FieldsDialog, Values
from app.ui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from app.operations.results import Outcome


class StoringDialog(FieldsDialog):
    """``work_of(values)`` gives the operation; ``stored`` gets its outcome after the dialog has closed."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        title: str,
        specs: Sequence[FieldSpec],
        lookups: Lookups,
        work_of: Callable[[Values], StoreWork],
        stored: Callable[[Outcome], object],
        **more: Any,
    ) -> None:
        super().__init__(parent, title, specs, lookups, lambda values: None, **more)
        self.desk, self.work_of, self.stored_with = desk, work_of, stored

    def try_accept(self) -> None:
        """Send what was typed; the dialog closes when it is stored."""
        values = {key: spec.stored(self.form.text(key)) for key, spec in self.form.specs.items()}
        missing = [key for key in self.needed if values[key] in (None, "")]
        if missing:
            self.say("还没有填：" + "、".join(self.form.specs[key].label for key in missing), missing[0])
            return
        self.missing.hide()
        self.accept_button.setEnabled(False)
        self.desk.act(self.windowTitle(), self.work_of(values), self._stored, failed=self._failed, owner=self)

    def _stored(self, outcome: Outcome) -> None:
        stored = self.stored_with
        self.accept()
        stored(outcome)

    def _failed(self, error: BaseException) -> None:
        self.accept_button.setEnabled(True)
        if not isinstance(error, Refusal):
            self.desk.trouble(error)
            return
        problem = error.problem
        about = [
            key for key, spec in self.form.specs.items() if problem.column and spec.label == problem.column
        ]
        self.say(problem.said, about[0] if about else "")
