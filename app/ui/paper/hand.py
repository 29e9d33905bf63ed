"""The cell in hand: its editor over the paper, and storing in the document what was typed.

A cell of text has its editor open as long as it is in hand. Photo and yes/no cells have none: they answer to keys
(:mod:`app.ui.paper.keys`) and clicks themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent
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
_TYPE_SIZE = 10.5
_IN_LINE = 12.0
"""Points that an editor within a line has at most: a title's size would hide what stands beside it."""
_LEAST = 9.0
"""Points that an editor has at least, however small the type that a full cell is printed in."""
_EDGE = 4
_CURSOR = 2
_AWAY = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""The keyboard comes back from there: what is typed stays in the editor."""


class Hand(QObject):
    """``moved`` follows when another cell is in hand (or none), ``edited`` each keystroke and change, ``opened`` names
    a new editor; ``photo_asked`` names a photo cell that wants a picture."""

    moved = Signal()
    edited = Signal()
    opened = Signal(object)
    photo_asked = Signal(object)

    def __init__(self, area: PaperArea, document: PaperDocument) -> None:
        super().__init__(area)
        self.area, self.document = area, document
        self.editor: editors.Editor | None = None
        self.fresh = False
        """The cell was entered by keyboard and nothing was done in it yet: arrow keys still lead to other cells."""
        self.offers: Mapping[str, Suggest] = {}
        """By path, what to offer while one types: names of units."""
        self.locked = ""
        """Why nothing can be written on this paper; '' where one may."""
        self._begun = ""
        self._stepped = ""
        area.pressed.connect(self._pressed)
        area.scaled.connect(self.place_editor)
        document.relaid.connect(self._relaid)
        document.stepped.connect(self._note_step)

    @property
    def cell(self) -> Cell | None:
        """The cell in hand."""
        return self.document.cell(self.area.current) if self.area.current else None

    @property
    def has_keyboard(self) -> bool:
        """Whether what is typed now goes to the paper."""
        return self.area.hasFocus() or (self.editor is not None and self.editor.hasFocus())

    # taking a cell in hand and leaving it

    def take(self, cell: Cell, at: QPoint | None = None) -> None:
        """Put the keyboard into a cell; ``at`` is where it was clicked, in the viewport."""
        self.commit()
        found = self.document.cell(cell.path)
        if found is None or self.locked:
            return
        self._close()
        self.area.current = found.path
        self.fresh = at is None
        self.area.show_cell(editors.typed_at(found))
        if found.kind in WITHOUT_EDITOR:
            self.area.setFocus()
        else:
            self._open(found, at)
        self.area.viewport().update()
        self.moved.emit()

    def _open(self, cell: Cell, at: QPoint | None) -> None:
        text = self.document.text(cell.path)
        made = editors.make_editor(
            cell, text, self.area.font(), self.offers.get(cell.path), self.area.viewport()
        )
        self.editor, self._begun = made, text
        made.installEventFilter(self)
        editors.when_typed(made, self._typing)
        self.place_editor()
        made.show()
        made.setFocus()
        if at is not None and text:
            editors.place_cursor(made, made.mapFrom(self.area.viewport(), at))
        elif cell.kind in TALL:
            editors.to_end(made)
        else:
            editors.select_all(made)
        self.opened.emit(made)

    def _typing(self) -> None:
        self.fresh = False
        self.place_editor()
        self.edited.emit()

    def _close(self) -> None:
        if self.editor is not None:
            gone, self.editor = self.editor, None
            self.area.overlay = None
            gone.removeEventFilter(self)
            gone.blockSignals(True)
            gone.hide()
            gone.deleteLater()

    # where the editor lies

    def place_editor(self) -> None:
        """Lay the editor over its cell where that now is, in its present size, larger where the text needs it."""
        cell, editor = self.cell, self.editor
        if editor is None or cell is None:
            return
        text = editors.text_in(editor)
        size = cell.box.size or _TYPE_SIZE
        size = max(_LEAST, size if cell.box.ruled else min(size, _IN_LINE)) * MM * self.area.places.scale
        style = "fangsong" if cell.box.ruled else "song"
        faces = [face for face, _ in self.document.faces.runs(style, "国" + text)]
        font = editor_font(list(dict.fromkeys(faces)), size)
        if font != editor.font():
            editor.setFont(font)
        rect = self._large_enough(editor, text, cell)
        if rect != editor.geometry():
            editor.setGeometry(rect)
            if editors.offering(editor):
                editors.offer(editor)
        self.area.overlay = rect
        self.area.viewport().update()

    def _large_enough(self, editor: editors.Editor, text: str, cell: Cell) -> QRect:
        """The cell's rectangle, or more of the paper below it or beside it for a text that does not fit in."""
        place = editors.typed_at(cell)
        rect, page = self.area.rect_of(place), self.area.page_rect(cell.page)
        metrics = editor.fontMetrics()
        least = metrics.height() + 2
        if isinstance(editor, QPlainTextEdit):
            editor.resize(rect.size())
            lines = round(editor.document().size().height())
            rect.setHeight(max(rect.height(), lines * metrics.lineSpacing() + 2 * _EDGE + 2))
            port = self.area.viewport().height() - _EDGE
            if rect.bottom() > port:
                rect.setBottom(max(port, rect.top() + 3 * least))
            return rect
        if rect.height() < least:
            rect.setTop(rect.bottom() - least)
        wanted = metrics.horizontalAdvance(text) + 2 * editors.INSET + _CURSOR
        if place is not cell:
            rect.setRight(rect.right() + 1 + editors.INSET)
            rect.setLeft(min(rect.left(), rect.right() - wanted))
        elif not cell.box.ruled:  # what stands before it on the line stays to be seen, and what comes after
            scale = self.area.places.scale
            rect.setLeft(rect.left() + round((cell.box.x - cell.x) * scale) - 1 - editors.INSET)
            rect.setWidth(max(wanted, round((cell.box.w if cell.box.text else cell.w) * scale)))
        else:
            wanted += 2 * _EDGE
        lacking = wanted - rect.width()
        if lacking > 0:
            right = min(lacking, max(0, page.right() - _EDGE - rect.right()))
            left = min(lacking - right, max(0, rect.left() - page.left() - _EDGE))
            rect.adjust(-left, 0, right, 0)
        return rect

    # storing

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

    def set(self, cell: Cell, value: Value) -> None:
        """Give a cell without editor its value."""
        if self.document.change(cell.path, {cell.path: value}):
            self.edited.emit()

    def toggle(self, cell: Cell) -> None:
        """是 → 否 → empty."""
        turn: dict[object, Value] = {True: False, False: None}
        self.set(cell, turn.get(self.document.values.get(cell.path), True))

    def restore(self) -> None:
        """Take back what was typed in the cell."""
        if self.editor is not None:
            editors.put_text(self.editor, self._begun)
            editors.select_all(self.editor)
            self.fresh = True

    def leave(self) -> None:
        """No cell is in hand any more."""
        self.commit()
        self.drop()
        self.area.viewport().update()

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
                editors.put_text(self.editor, now)
            self._begun = now
            self.place_editor()

    def _note_step(self, path: str) -> None:
        self._stepped = path

    def step_back(self) -> bool:
        """Take the last change of a cell back and go there; False when there is none."""
        return self._step(self.document.steps.canUndo(), self.document.steps.undo)

    def step_again(self) -> bool:
        """Do again what was taken back; False when there is nothing."""
        return self._step(self.document.steps.canRedo(), self.document.steps.redo)

    def _step(self, can: bool, step: Callable[[], None]) -> bool:
        if can and not self.locked:
            step()
            cell = self.document.cell(self._stepped)
            if cell is not None:
                self.take(cell)
            self.edited.emit()
        return can

    # moving

    def go(self, step: int) -> bool:
        """The next (1) or previous (-1) cell in reading order; False behind the last and before the first."""
        self.commit()
        paths = [cell.path for cell in self.document.cells]
        here = (
            paths.index(self.area.current) if self.area.current in paths else -1 if step > 0 else len(paths)
        )
        found = 0 <= here + step < len(paths)
        if found:
            self.take(self.document.cells[here + step])
        return found

    def beside(self, dx: int, dy: int) -> bool:
        """The nearest cell in a direction; False at the edge of the paper."""
        found = neighbour(self.document.cells, self.area.current, dx, dy)
        if found is not None:
            self.take(found)
        return found is not None

    def _pressed(self, cell: Cell | None, at: QPoint) -> None:
        if cell is None or self.locked:
            self.leave()
            self.area.setFocus()
            return
        again = cell.path == self.area.current
        self.take(cell, at)
        if cell.kind == "yesno":
            self.toggle(cell)
        elif cell.kind == "photo" and (again or not self.document.values.get(cell.path)):
            self.photo_asked.emit(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        gone = event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent)
        if gone and watched is self.editor and event.reason() not in _AWAY:  # type: ignore[attr-defined]
            self.commit()
        return False
