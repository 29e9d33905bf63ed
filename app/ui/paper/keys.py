"""The keyboard on the paper: from cell to cell, within the cell in hand, and a step back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from app.ui.paper import editors
from app.ui.paper.cells import Cell
from app.ui.paper.hand import Hand
from app.ui.paper.typed import TALL

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AWAY = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_Keys = QKeySequence.StandardKey


def _plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class Keys(QObject):
    """``pasted`` names a photo cell that Ctrl+V was pressed on."""

    pasted = Signal(object)

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.hand, self.area = hand, hand.area
        self.area.installEventFilter(self)
        hand.opened.connect(lambda editor: editor.installEventFilter(self))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QFocusEvent) and watched is self.area and event.type() == QEvent.Type.FocusIn:
            self._come(event.reason())
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self.hand.cell is not None and self._ours(event, in_editor=watched is not self.area):
                event.accept()
                return True
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        return self._in_area(event) if watched is self.area else self._in_editor(event)

    def _come(self, reason: Qt.FocusReason) -> None:
        """Tab from outside leads into the first cell, Shift+Tab into the last."""
        cells = self.hand.document.cells
        if cells and self.hand.cell is None:
            if reason == Qt.FocusReason.TabFocusReason:
                self.hand.take(cells[0])
            elif reason == Qt.FocusReason.BacktabFocusReason:
                self.hand.take(cells[-1])

    def _ours(self, event: QKeyEvent, *, in_editor: bool) -> bool:
        """Keys that the window has a use for too, but not while a cell is in hand."""
        keys = (_Keys.Undo, _Keys.Redo) if in_editor else (
            _Keys.Undo, _Keys.Redo, _Keys.Copy, _Keys.Paste, _Keys.Delete
        )  # fmt: skip
        return any(event.matches(key) for key in keys)

    # from cell to cell

    def _on(self, step: int, *, out: bool) -> None:
        """The next cell; behind the last one Tab goes ``out`` of the paper, Enter puts the pen down."""
        if self.hand.go(step):
            return
        self.hand.leave()
        self.area.setFocus()
        if out:
            self.area.focusNextPrevChild(step > 0)

    def _tab(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        back = key == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self._on(-1 if back else 1, out=True)
        return True

    def _step(self, event: QKeyEvent, editor: editors.Editor | None) -> bool:
        """Ctrl+Z and Ctrl+Y: the editor's own steps first, then those of the paper."""
        if event.matches(_Keys.Undo):
            if editor is not None and editors.can_undo(editor):
                return False
            self.hand.step_back()
            return True
        if event.matches(_Keys.Redo) or QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+Y"):
            if editor is not None and editors.can_redo(editor):
                return False
            self.hand.step_again()
            return True
        return False

    # in an editor

    def _in_editor(self, event: QKeyEvent) -> bool:
        editor, cell = self.hand.editor, self.hand.cell
        if editor is None or cell is None:
            return False
        key = Qt.Key(event.key())
        if self._tab(event) or self._enter(event, editor, cell):
            return True
        if key == Qt.Key.Key_Escape and not editors.offering(editor):
            self.hand.restore()
            return True
        if key == Qt.Key.Key_F2:
            self.hand.fresh = False
            editors.to_end(editor)
            return True
        if event.matches(_Keys.Copy) and not editors.selected(editor):
            QGuiApplication.clipboard().setText(editors.text_in(editor))
            return True
        if _plain(event) and key in _AWAY and self._arrow(editor, cell, *_AWAY[key]):
            return True
        if self._step(event, editor):
            return True
        if key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self.hand.fresh = False
        return False

    def _enter(self, event: QKeyEvent, editor: editors.Editor, cell: Cell) -> bool:
        if event.key() not in _ENTER:
            return False
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not control and (cell.kind in TALL or not _plain(event)):
            return False
        if editors.picking(editor):
            editors.pick(editor)
        self._on(1, out=False)
        return True

    def _arrow(self, editor: editors.Editor, cell: Cell, dx: int, dy: int) -> bool:
        if editors.offering(editor):
            return False
        if dx:
            ready = self.hand.fresh or not editors.text_in(editor)
            return ready and isinstance(editor, QLineEdit) and self.hand.beside(dx, 0)
        if cell.kind == "choice":
            editors.offer(editor)
            return editors.offering(editor)
        return editors.at_edge(editor, dy) and self.hand.beside(0, dy)

    # on the paper itself: nothing in hand, or a photo or yes/no cell

    def _in_area(self, event: QKeyEvent) -> bool:
        key, cell = Qt.Key(event.key()), self.hand.cell
        if self.hand.editor is not None:
            return False  # a key that the editor had no use for: PageDown scrolls
        if self._step(event, None) or self._tab(event):
            return True
        if cell is None:
            begins = key in _ENTER or key == Qt.Key.Key_F2
            return begins and self.hand.go(1)
        if _plain(event) and key in _AWAY:
            return self.hand.beside(*_AWAY[key])
        if key == Qt.Key.Key_Escape:
            self.hand.leave()
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.hand.set(cell, None)
            return True
        return self._photo(event, cell) if cell.kind == "photo" else self._yesno(event, cell)

    def _yesno(self, event: QKeyEvent, cell: Cell) -> bool:
        if event.key() in _ENTER:
            self._on(1, out=False)
        elif event.key() == Qt.Key.Key_Space:
            self.hand.toggle(cell)
        elif event.matches(_Keys.Copy):
            QGuiApplication.clipboard().setText(self.hand.document.text(cell.path))
        elif event.text().lower() in ("y", "1"):
            self.hand.set(cell, True)
        elif event.text().lower() in ("n", "0"):
            self.hand.set(cell, False)
        else:
            return False
        return True

    def _photo(self, event: QKeyEvent, cell: Cell) -> bool:
        if event.matches(_Keys.Paste):
            self.pasted.emit(cell)
        elif event.matches(_Keys.Copy):
            data = self.hand.document.values.get(cell.path)
            if isinstance(data, bytes):
                QGuiApplication.clipboard().setImage(QImage.fromData(data))
        elif event.key() in _ENTER or event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.hand.photo_asked.emit(cell)
        else:
            return False
        return True
