"""The grid in which support work is typed or pasted: texts stay as typed, checked in place, until they are registered.

It knows nothing of the ledger: whoever owns it checks its rows and says what is wrong with which cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from app.catalogue.ledger_fields import LEDGER
from app.catalogue.problems import Problem
from app.catalogue.work import MODES, WORKS
from app.ui import style
from app.ui.lookups import Lookups
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.grid import CellDelegate, Grid
from app.ui.widgets.grid_model import Edit, GridModel, GridRow, Index
from app.ui.widgets.suggest import SuggestLine, matching

FROM_CHAT = "text"
COLUMNS = (
    FieldSpec("date", "日期", width=104),
    FieldSpec("person", "人员", "person", width=124),
    FieldSpec("unit", "受援单位", "unit", width=190),
    FieldSpec("kind", "工作类别", "choice", tuple(work.label for work in WORKS.values()), width=150),
    FieldSpec("amount", "数量", width=72),
    FieldSpec("people", "人数", width=64),
    FieldSpec("topic", "主题", width=180),
    FieldSpec("audience", "对象", width=110),
    FieldSpec("mode", "方式", "choice", tuple(filter(None, MODES.values())), width=80),
    FieldSpec("department", "科室", width=90),
    FieldSpec("supporting_unit", "派出单位", "unit", width=150),
    FieldSpec("evidence", "佐证", width=120),
    FieldSpec("note", "备注", width=120),
    FieldSpec("reason", "原因（补记、派驻外）", width=160),
    FieldSpec(FROM_CHAT, "读自", width=240),
)
"""All are texts as typed; what they mean is found when they are checked."""
PLACES = {spec.key: number for number, spec in enumerate(COLUMNS)}
CUT = ("date", "person", "unit", "supporting_unit")
"""The columns in which people write less than the whole."""
MOST_AT_ONCE = 500
"""Pasted rows beyond this are parted off the GUI thread."""
STEPS_KEPT = 100
PAD = 8


@dataclass(slots=True)
class EntryRow(GridRow):
    """``problems`` by column; ``version`` grows with each edit, so that a late check is told from a fresh one."""

    problems: dict[str, Problem] = field(default_factory=dict)
    version: int = 0

    @property
    def filled(self) -> bool:
        return any(self.values.values())


class EntryModel(GridModel):
    """``fresh`` gives the rows whose texts changed. Each typing, paste, fill or removal can be taken back."""

    fresh = Signal(list)
    row_type = EntryRow
    rows: list[EntryRow]  # type: ignore[assignment]

    def __init__(self, parent: Any = None) -> None:
        super().__init__(COLUMNS, growing=True, parent=parent)
        self.fixed = frozenset({FROM_CHAT})
        self.typing = -1
        """The row in hand: what it still lacks is not marked while it is being typed."""
        self.meant: Callable[[str, str], str] = lambda key, text: text
        """The whole of what a text cuts short, by its column: a day without its year, a part of a unit's name."""
        self.usual: Callable[[], Mapping[str, str]] = dict
        """What a row that is begun says where it says nothing of its own: the person and the unit of the session."""
        self._steps: list[Callable[[], None]] = []
        self.edited.connect(self._edited)
        self.show_rows([])

    def filled(self) -> list[EntryRow]:
        """The rows that say anything, from the top."""
        return [row for row in self.rows if row.filled]

    # editing, and taking it back

    def apply(self, edits: Sequence[Edit]) -> None:
        edits = [edit for edit in edits if edit[1] < len(self.specs)]
        edits += self._begun(edits)
        edits = [(row, column, self._whole(self.specs[column].key, text)) for row, column, text in edits]
        back = [
            (row, column, self.text(row, column) if row < len(self.rows) else "") for row, column, _ in edits
        ]
        changes = any(text.strip() != old for (_, _, text), (_, _, old) in zip(edits, back, strict=True))
        super().apply(edits)
        if changes:
            self._remember(lambda: GridModel.apply(self, back))

    def _begun(self, edits: Sequence[Edit]) -> list[Edit]:
        """The usual person and unit for the rows that these edits begin."""
        begun: dict[int, dict[str, str]] = {}
        for row, column, text in edits:
            if text.strip() and (row >= len(self.rows) or not self.rows[row].filled):
                begun.setdefault(row, {})[self.specs[column].key] = text
        usual = self.usual()
        return [
            (row, PLACES[key], text)
            for row, told in begun.items()
            for key, text in _lacking(told, usual).items()
        ]

    def _whole(self, key: str, text: str) -> str:
        text = text.strip()
        return self.meant(key, text) if text else text

    def put_rows(self, rows: Sequence[EntryRow]) -> None:
        """Add rows below those that say anything, as one step; what they lack is filled in as for those begun."""
        usual = self.usual()
        for row in rows:
            row.values.update(_lacking(row.values, usual))
            row.values.update((key, self._whole(key, row.values[key])) for key in CUT if row.values.get(key))
        self._replace([*self.filled(), *rows])
        self.fresh.emit(list(rows))

    def remove(self, rows: Sequence[EntryRow]) -> None:
        """Take rows out, as one step."""
        gone = set(map(id, rows))
        self._replace([row for row in self.rows if id(row) not in gone])

    def let_go(self, rows: Sequence[EntryRow]) -> None:
        """Rows that are in the ledger now leave the grid; taking that back is the ledger's."""
        self.remove(rows)
        self._steps.clear()

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        if not self._steps:
            return False
        self._steps.pop()()
        return True

    @property
    def can_undo(self) -> bool:
        return bool(self._steps)

    def _replace(self, rows: list[EntryRow]) -> None:
        before = list(self.rows)
        self._put(rows)
        self._remember(lambda: self._put_back(before))

    def _put_back(self, rows: list[EntryRow]) -> None:
        self._put(rows)
        self.fresh.emit(self.filled())

    def _put(self, rows: list[EntryRow]) -> None:
        self.beginResetModel()
        self.rows = rows if rows and not rows[-1].filled else [*rows, EntryRow(None)]
        self.endResetModel()

    def _remember(self, step: Callable[[], None]) -> None:
        self._steps.append(step)
        del self._steps[:-STEPS_KEPT]

    def _edited(self, batch: Mapping[int, Mapping[str, Any]]) -> None:
        found = [self.rows[number] for number in batch]
        for row in found:
            row.version += 1
        self.fresh.emit(found)

    # checks in place

    def tell(self, found: Sequence[tuple[EntryRow, int, Sequence[Problem]]]) -> None:
        """What is wrong with rows as they were at a version; later ones wait for their own check."""
        for row, version, problems in found:
            if row.version == version and (problems or row.problems):
                row.problems = {}
                for problem in problems:
                    key = _KEYS.get(problem.column, "kind")
                    row.problems.setdefault(key, problem)
        if self.rows:
            corner = self.index(len(self.rows) - 1, len(self.specs) - 1)
            self.dataChanged.emit(self.index(0, 0), corner, [Qt.ItemDataRole.BackgroundRole])

    def problem(self, row: int, column: int) -> Problem | None:
        """What is wrong with a cell and shown at it."""
        found = self.rows[row].problems
        if not found:
            return None
        key = self.specs[column].key
        waits = row == self.typing and not self.rows[row].values.get(key)
        return None if waits else found.get(key)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].values.get(self.specs[index.column()].key, "")
        if role in (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ToolTipRole) and index.isValid():
            problem = self.problem(index.row(), index.column())
            if problem is not None:
                return problem.said if role == Qt.ItemDataRole.ToolTipRole else QColor(style.DANGER_TINT)
        if role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.BackgroundRole):
            return super().data(index, role)
        return None


def _lacking(told: Mapping[str, Any], usual: Mapping[str, str]) -> dict[str, str]:
    """The usual texts that a row does not say itself. Who names a team means no one person."""
    own = {key for key, text in told.items() if text}
    return {
        key: text
        for key, text in usual.items()
        if text and key not in own and not (key == "person" and "supporting_unit" in own)
    }


_KEYS = {one.label: one.path.partition(".")[2] for one in LEDGER if one.path.startswith("activity.")}


class EntryDelegate(CellDelegate):
    """Paints a cell in one call: the stock delegate asks the model for eight roles a cell through Python."""

    def __init__(self, lookups: Lookups, view: Grid) -> None:
        super().__init__(lookups, view)
        self.view = view
        self._ink, self._tint = QColor(style.INK), QColor(style.TINT)
        self._wrong, self._focus = QColor(style.DANGER_TINT), QPen(QColor(style.ACCENT))
        self._sides = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

    def _make(self, parent: QWidget, index: Index) -> QWidget:
        """A kind of work is offered by any part of its name or of another word for it."""
        made = super()._make(parent, index)
        if isinstance(made, QComboBox) and index.column() == PLACES["kind"]:
            line = SuggestLine(kinds_like, made)
            line.setStyleSheet("border: none; padding: 0;")
            made.setLineEdit(line)
            made.setCompleter(None)  # type: ignore[arg-type]
        return made

    def setModelData(  # noqa: N802 - Qt's name
        self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, SuggestLine):
            line.settle()
        super().setModelData(editor, model, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, rect = self.view.model(), option.rect  # type: ignore[attr-defined]
        assert isinstance(model, EntryModel)
        row, column = index.row(), index.column()
        if self.view.selectionModel().isSelected(index):
            painter.fillRect(rect, self._tint)
        elif model.problem(row, column) is not None:
            painter.fillRect(rect, self._wrong)
        text = str(model.rows[row].values.get(model.specs[column].key) or "")
        if text:
            inner = rect.adjusted(PAD, 0, -PAD, 0)
            metrics = option.fontMetrics  # type: ignore[attr-defined]
            if len(text) * metrics.height() > inner.width():  # no character is wider than the line is high
                text = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, inner.width())
            painter.setPen(self._ink)
            painter.drawText(inner, self._sides, text)
        if index == self.view.currentIndex() and self.view.hasFocus():
            painter.setPen(self._focus)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


def kinds_like(text: str) -> list[str]:
    """Kinds of work whose name, or another word for them, holds the text."""
    asked = text.strip()
    others = [work.label for work in WORKS.values() if asked and any(asked in word for word in work.synonyms)]
    return list(dict.fromkeys([*matching([work.label for work in WORKS.values()], asked), *others]))


class EntryGrid(Grid):
    """``pasted`` gives a long or headed text to be parted off the GUI thread; short ones go into the cells at once."""

    pasted = Signal(str)

    def __init__(self, model: EntryModel, lookups: Lookups) -> None:
        super().__init__(model, lookups)
        self.entries = model
        self.cells = EntryDelegate(lookups, self)
        self.setItemDelegate(self.cells)
        self.setAccessibleName("帮扶工作登记表格")
        self.setColumnHidden(PLACES[FROM_CHAT], True)
        self.selectionModel().currentChanged.connect(self._current)
        model.modelReset.connect(self._show_chat)

    def _show_chat(self) -> None:
        """Where rows were read from a chat is a column only while there are such rows."""
        told = any(row.values.get(FROM_CHAT) for row in self.entries.rows)
        self.setColumnHidden(PLACES[FROM_CHAT], not told)

    def _current(self, now: QModelIndex, before: QModelIndex) -> None:
        self.entries.typing = now.row()
        if before.isValid() and before.row() != now.row():
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the grid's while it has steps of its own, then the window's."""
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and event.matches(QKeySequence.StandardKey.Undo) and self.entries.can_undo:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Undo) and self.entries.can_undo:
            self.entries.undo()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Rows with heads go to the columns that the heads name, below what is there."""
        text = QGuiApplication.clipboard().text()
        first = text.partition("\n")[0].rstrip("\r").split("\t")
        if text.count("\n") > MOST_AT_ONCE or heads_of(first):
            self.pasted.emit(text)
        else:
            super().paste()


@cache
def _heads() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in LEDGER:
        subject, _, key = one.path.partition(".")
        for word in (one.label, *one.synonyms):
            found.setdefault(word, key if subject == "activity" else f"work.{key}")
    return found


def heads_of(cells: Sequence[str]) -> list[str]:
    """The keys that a row of heads names, '' for a cell that names none; empty when it is no row of heads."""
    found = [_heads().get(cell.strip(), "") for cell in cells]
    named = [key for key in found if key]
    return found if len(named) >= 3 and 2 * len(named) > sum(map(bool, map(str.strip, cells))) else []


def is_wide(keys: Sequence[str]) -> bool:
    """Whether heads are those of a table with a column for each kind of work, which an import reads."""
    return "kind" not in keys and any(key.startswith("work.") for key in keys)


def made(rows: Iterable[Mapping[str, str]]) -> list[EntryRow]:
    """Rows of texts as rows of the grid."""
    return [EntryRow(None, dict(row)) for row in rows]


def rows_of(text: str, first: int) -> list[EntryRow]:
    """Pasted rows by column: by their heads where they have some, else from the column ``first`` on."""
    from app.tables.texts import rows_of_text

    lines = [[str(cell or "") for cell in line] for line in rows_of_text(text, "\t")]
    keys = heads_of(lines[0]) if lines else []
    if keys:
        del lines[0]
    else:
        keys = [spec.key for spec in COLUMNS[first:-1]]
    rows = ({key: cell for key, cell in zip(keys, line, strict=False) if key in PLACES} for line in lines)
    return made(row for row in rows if any(row.values()))
