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
from app.ui.paper.aside import aside
from app.ui.paper.cells import Cell, cells_of
from app.ui.paper.checks import CellNote, check_values
from app.ui.paper.typed import formats, text_of, values_of, year_of

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet


LIGHT = 4000
"""Characters up to which a paper is laid out at once (some 15 ms); a longer one is laid out off the GUI thread."""
Laid = tuple[list[Page], list[Cell]]


def _weight(values: Values, rows: Sequence[Values]) -> int:
    whole = sum(len(value) for value in values.values() if isinstance(value, str))
    return whole + sum(len(value) for row in rows for value in row.values() if isinstance(value, str))


def _laid_out(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> Laid:
    pages = lay_out(edition, snapshot, faces)
    return pages, [] if edition.kind == "list" else cells_of(pages)


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
        self._turn = 0

    def show(self, edition: Edition, values: Values, rows: Sequence[Values] = ()) -> None:
        """Put up another paper; what could be taken back of the one before cannot any more."""
        if edition is not self.edition:
            self._formats = formats(edition)
        self.edition, self.values, self.rows = edition, dict(values), rows
        self.steps.clear()
        if _weight(self.values, rows) > LIGHT:
            self._take(([], []))  # nobody types on the paper of before until this one is laid out
        self._lay_out()

    def cell(self, path: str) -> Cell | None:
        """The cell of a path."""
        return self._by_path.get(path)

    def text(self, path: str) -> str:
        """The text with which a cell's editor opens."""
        printed = year_of(self.edition, path) if self.edition else ""
        return text_of(path, self.values, self._formats.get(path, ""), printed)

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
        edition, faces, snapshot = self.edition, self.faces, Snapshot(dict(self.values), self.rows)
        self._turn += 1
        turn = self._turn
        if _weight(self.values, self.rows) <= LIGHT:
            self._take(_laid_out(edition, snapshot, faces))
        else:
            aside(self, lambda: _laid_out(edition, snapshot, faces), lambda laid: self._arrived(turn, laid))

    def _arrived(self, turn: int, laid: Laid) -> None:
        if turn == self._turn:
            self._take(laid)

    def _take(self, laid: Laid) -> None:
        self.pages, self.cells = laid
        self._by_path = {cell.path: cell for cell in self.cells}
        notes = check_values(self.values, list(self._by_path))
        fresh = {note.path: note for note in notes}
        if fresh != self.notes:
            self.notes = fresh
            self.problems_changed.emit(notes)
        self.relaid.emit()
