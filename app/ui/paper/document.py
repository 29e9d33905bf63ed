"""One paper being filled in: its values, its pages, what looks wrong on it, and taking steps back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.catalogue.fields import COMPOSITES, Value, label_of
from app.forms.boxes import Page
from app.forms.edition import Edition
from app.forms.layout import lay_out
from app.forms.snapshot import Snapshot, Values
from app.ui.paper.cells import Cell, cells_of
from app.ui.paper.checks import CellNote, check_values
from app.ui.paper.typed import formats, text_of, values_of, year_of

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet


class _Step(QUndoCommand):
    """A cell was changed: the values before and after it."""

    def __init__(self, document: PaperDocument, path: str, old: Values, new: Values) -> None:
        super().__init__(f"填写{label_of(path)}")
        self.document, self.path, self.old, self.new = document, path, old, new

    def redo(self) -> None:
        self.document.put(self.new, self.path)

    def undo(self) -> None:
        self.document.put(self.old, self.path)


class PaperDocument(QObject):
    """``relaid`` follows when the pages changed, ``changed`` for each value, ``stepped`` names the cell of a step."""

    relaid = Signal()
    changed = Signal(str, object)
    stepped = Signal(str)
    problems_changed = Signal(object)

    def __init__(self, faces: FaceSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.faces = faces
        self.edition: Edition | None = None
        self.values: dict[str, Value] = {}
        self.rows: Sequence[Values] = ()
        self.pages: list[Page] = []
        self.cells: list[Cell] = []
        self.notes: dict[str, CellNote] = {}
        self.steps = QUndoStack(self)
        self._formats: dict[str, str] = {}
        self._by_path: dict[str, Cell] = {}

    def show(self, edition: Edition, values: Values, rows: Sequence[Values] = ()) -> None:
        """Put up another paper; what could be taken back of the one before cannot any more."""
        if edition is not self.edition:
            self._formats = formats(edition)
        self.edition, self.values, self.rows = edition, dict(values), rows
        self.steps.clear()
        self._lay_out()

    def cell(self, path: str) -> Cell | None:
        """The cell of a path."""
        return self._by_path.get(path)

    def text(self, path: str) -> str:
        """The text with which a cell's editor opens."""
        return text_of(path, self.values, self._formats.get(path, ""))

    def typed(self, path: str, text: str) -> dict[str, Value]:
        """What a cell's text stands for; nothing when it is the text that stands there already."""
        if text == self.text(path):
            return {}
        told: dict[str, Value] = values_of(path, text, self._year(path))
        if path in COMPOSITES and self.values.get(path):
            told[path] = None
        return told

    def _year(self, path: str) -> str:
        if self._formats.get(path) != "M" or self.edition is None:
            return ""
        value = self.values.get(path)
        known = value[:4] if isinstance(value, str) and value[:4].isdigit() else ""
        return known or year_of(self.edition, path)

    def change(self, path: str, values: Mapping[str, Value]) -> bool:
        """Change values at a cell as one step that can be taken back; False when nothing differs."""
        new = {
            key: value
            for key, value in values.items()
            if (value if value != "" else None)
            != (self.values.get(key) if self.values.get(key) != "" else None)
        }
        if not new:
            return False
        self.steps.push(_Step(self, path, {key: self.values.get(key) for key in new}, new))
        return True

    def put(self, values: Values, path: str) -> None:
        """Set values without a step of their own."""
        self.values.update(values)
        self._lay_out()
        for key, value in values.items():
            self.changed.emit(key, value)
        self.stepped.emit(path)

    def _lay_out(self) -> None:
        assert self.edition is not None
        self.pages = lay_out(self.edition, Snapshot(self.values, self.rows), self.faces)
        self.cells = [] if self.edition.kind == "list" else cells_of(self.pages)
        self._by_path = {cell.path: cell for cell in self.cells}
        notes = check_values(self.values, list(self._by_path))
        fresh = {note.path: note for note in notes}
        if fresh != self.notes:
            self.notes = fresh
            self.problems_changed.emit(notes)
        self.relaid.emit()
