"""The cell in hand: its editor, the keys that lead from cell to cell, and storing what was typed in the document.

A cell of text has its editor open as long as it is in hand. Photo and yes/no cells have none: they answer to keys and
clicks themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

from app.catalogue.fields import Value
from app.ui.paper import editors
from app.ui.paper.area import PaperArea
from app.ui.paper.cells import Cell, neighbour
from app.ui.paper.document import PaperDocument
from app.ui.paper.painter import MM
from app.ui.paper.raw_fonts import editor_font
from app.ui.paper.typed import TALL
from app.ui.widgets.suggest import Suggest

WITHOUT_EDITOR = ("photo", "yesno")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TYPE_SIZE = 10.5


class Hand(QObject):
    """``moved`` follows when another cell is in hand (or none), ``edited`` each keystroke; ``photo_asked`` names a
    photo cell that wants a picture, ``photo_pasted`` one that Ctrl+V was pressed on."""

    moved = Signal()
    edited = Signal()
    photo_asked = Signal(object)
    photo_pasted = Signal(object)

    def __init__(self, area: PaperArea, document: PaperDocument) -> None:
        super().__init__(area)
        self.area, self.document = area, document
        self.editor: editors.Editor | None = None
        self.offers: Mapping[str, Suggest] = {}
        """By path, what to offer while one types: names of units."""
        self._begun = ""
        area.installEventFilter(self)
        area.pressed.connect(self._pressed)
        area.scaled.connect(self.place_editor)
        document.relaid.connect(self._relaid)

    @property
    def cell(self) -> Cell | None:
        """The cell in hand."""
        return self.document.cell(self.area.current) if self.area.current else None

    # taking a cell in hand and leaving it

    def take(self, cell: Cell, at: QPoint | None = None) -> None:
        """Put the keyboard into a cell; ``at`` is where it was clicked, in the viewport."""
        self.commit()
        found = self.document.cell(cell.path)
        if found is None:
            return
        self._close()
        self.area.current = found.path
        self.area.show_cell(found)
        if found.kind in WITHOUT_EDITOR:
            self.area.setFocus()
        else:
            self._open(found, at)
        self.area.viewport().update()
        self.moved.emit()

    def _open(self, cell: Cell, at: QPoint | None) -> None:
        text = self.document.text(cell.path)
        faces = [face for face, _ in self.document.faces.runs("song", text or "国")]
        size = (cell.box.size or _TYPE_SIZE) * MM * self.area.places.scale
        made = editors.make_editor(
            cell, text, editor_font(faces, size), self.offers.get(cell.path), self.area.viewport()
        )
        self.editor, self._begun = made, text
        made.installEventFilter(self)
        editors.when_typed(made, self.edited.emit)
        self.place_editor()
        made.show()
        made.setFocus()
        if at is not None and text:
            editors.place_cursor(made, made.mapFrom(self.area.viewport(), at))
        elif cell.kind in TALL:
            editors.to_end(made)
        else:
            editors.select_all(made)

    def place_editor(self) -> None:
        """Lay the editor over its cell where that now is, in its present size."""
        cell = self.cell
        if self.editor is None or cell is None:
            return
        rect = self.area.rect_of(cell)
        font = self.editor.font()
        font.setPixelSize(max(1, round((cell.box.size or _TYPE_SIZE) * MM * self.area.places.scale)))
        self.editor.setFont(font)
        least = self.editor.fontMetrics().height() + 2
        if rect.height() < least:
            rect.setTop(rect.bottom() - least)
        if isinstance(self.editor, QPlainTextEdit) and cell.box.hidden:
            rect.setBottom(min(rect.bottom(), self.area.viewport().height() - 4))
        self.editor.setGeometry(rect)

    def _close(self) -> None:
        if self.editor is not None:
            gone, self.editor = self.editor, None
            gone.removeEventFilter(self)
            gone.hide()
            gone.deleteLater()

    def typed(self) -> dict[str, Value]:
        """What the open editor's text stands for, if it differs from what the paper has."""
        cell = self.cell
        if self.editor is None or cell is None:
            return {}
        return self.document.typed(cell.path, editors.text_in(self.editor))

    def commit(self) -> None:
        """What stands in the editor goes onto the paper; the editor stays open."""
        cell, told = self.cell, self.typed()
        if cell is not None and told:
            self.document.change(cell.path, told)

    def leave(self) -> None:
        """No cell is in hand any more."""
        self.commit()
        self._close()
        self.area.current = ""
        self.area.viewport().update()
        self.moved.emit()

    def drop(self) -> None:
        """Close the editor without looking at it: the paper below it is another one."""
        self._close()
        self.area.current = ""
        self.moved.emit()

    def _relaid(self) -> None:
        """After a step was stored or taken back: the editor shows what its cell now has."""
        cell = self.cell
        if cell is None:
            if self.area.current:
                self.drop()
            return
        if self.editor is not None:
            now = self.document.text(cell.path)
            if now != self._begun and now != editors.text_in(self.editor):
                self._begun = now
                editors.put_text(self.editor, now)
            self.place_editor()

    # moving

    def go(self, step: int) -> None:
        """The next (1) or previous (-1) cell in reading order, round at the ends."""
        self.commit()
        cells = self.document.cells
        if not cells:
            return
        paths = [cell.path for cell in cells]
        here = paths.index(self.area.current) if self.area.current in paths else (-1 if step > 0 else 0)
        self.take(cells[(here + step) % len(cells)])

    def _beside(self, dx: int, dy: int) -> bool:
        found = neighbour(self.document.cells, self.area.current, dx, dy)
        if found is not None:
            self.take(found)
        return found is not None

    def _pressed(self, cell: Cell | None, at: QPoint) -> None:
        if cell is None:
            self.leave()
            self.area.setFocus()
            return
        again = cell.path == self.area.current
        self.take(cell, at)
        if cell.kind == "yesno" and again:
            self._toggle()
        elif cell.kind == "photo" and (again or not self.document.values.get(cell.path)):
            self.photo_asked.emit(cell)

    def _toggle(self) -> None:
        """是 → 否 → empty."""
        path = self.area.current
        turn: dict[object, Value] = {None: True, True: False, False: None}
        if self.document.change(path, {path: turn.get(self.document.values.get(path), True)}):
            self.edited.emit()

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.area.current and (watched is self.area or self._is_step(event)) and self._ours(event):
                event.accept()
                return True
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._key_in_editor(event) if watched is self.editor else self._key_in_area(event)

    def _is_step(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)

    def _ours(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        return any(event.matches(key) for key in (keys.Undo, keys.Redo, keys.Copy, keys.Paste, keys.Delete))

    def _key_in_editor(self, event: QKeyEvent) -> bool:
        editor, cell = self.editor, self.cell
        if editor is None or cell is None:
            return False
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and not control):
            self.go(-1 if key == Qt.Key.Key_Backtab or not plain else 1)
            return True
        if key in _ENTER and (control or (plain and cell.kind not in TALL and not editors.picking(editor))):
            self.go(1)
            return True
        if key == Qt.Key.Key_Escape and not editors.offering(editor):
            editors.put_text(editor, self._begun)
            editors.select_all(editor)
            return True
        if key == Qt.Key.Key_F2:
            editors.to_end(editor)
            return True
        if plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._up_or_down(editor, cell, -1 if key == Qt.Key.Key_Up else 1)
        return self._step_key(event, editor)

    def _up_or_down(self, editor: editors.Editor, cell: Cell, step: int) -> bool:
        if editors.offering(editor) or (cell.kind == "choice" and step > 0):
            return False
        return editors.at_edge(editor, step) and self._beside(0, step)

    def _step_key(self, event: QKeyEvent, editor: editors.Editor | None) -> bool:
        """Ctrl+Z and Ctrl+Y: the editor's own steps first, then those of the paper."""
        steps = self.document.steps
        if event.matches(QKeySequence.StandardKey.Undo):
            if editor is not None and editors.can_undo(editor):
                return False
            if steps.canUndo():
                steps.undo()
                self.edited.emit()
            return True
        if event.matches(QKeySequence.StandardKey.Redo):
            if editor is not None and editors.can_redo(editor):
                return False
            if steps.canRedo():
                steps.redo()
                self.edited.emit()
            return True
        return False

    def _key_in_area(self, event: QKeyEvent) -> bool:
        key, cell = Qt.Key(event.key()), self.cell
        if self._step_key(event, None):
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.go(1 if key == Qt.Key.Key_Tab else -1)
            return True
        if cell is None:
            if key in _ENTER or key == Qt.Key.Key_F2:
                self.go(1)
                return True
            return False
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in moves:
            return self._beside(*moves[key])
        if key == Qt.Key.Key_Escape:
            self.leave()
            return True
        return self._photo_key(event, cell) if cell.kind == "photo" else self._yesno_key(event, cell)

    def _yesno_key(self, event: QKeyEvent, cell: Cell) -> bool:
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.go(1)
        elif key == Qt.Key.Key_Space:
            self._toggle()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set(cell, None)
        elif event.text() in ("y", "Y", "是", "1"):
            self._set(cell, True)
        elif event.text() in ("n", "N", "否", "0"):
            self._set(cell, False)
        else:
            return False
        return True

    def _photo_key(self, event: QKeyEvent, cell: Cell) -> bool:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.photo_pasted.emit(cell)
        elif event.matches(QKeySequence.StandardKey.Copy):
            data = self.document.values.get(cell.path)
            if isinstance(data, bytes):
                from PySide6.QtGui import QImage

                QGuiApplication.clipboard().setImage(QImage.fromData(data))
        elif key in _ENTER or key == Qt.Key.Key_Space:
            self.photo_asked.emit(cell)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set(cell, None)
        else:
            return False
        return True

    def _set(self, cell: Cell, value: Value) -> None:
        if self.document.change(cell.path, {cell.path: value}):
            self.edited.emit()
