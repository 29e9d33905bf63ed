"""The one editor that lies over the cell in hand: a line, a line with offers, or a text of several lines.

Each is a plain child of the paper, never a popup or a proxy, so that Chinese input methods work in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from app.catalogue.fields import field_of
from app.ui.paper.cells import Cell
from app.ui.paper.typed import TALL
from app.ui.widgets.suggest import Suggest, SuggestLine, matching

Editor = QLineEdit | QPlainTextEdit
_ALL = 60
INSET = 4
"""Pixels from the edge of a line's editor to its text: the margin set here and Qt's own two."""

_DATE = 40.0
"""mm that the editor of a date below an opinion is wide: that cell is wider than any date."""


def _choices(choices: Sequence[str]) -> Suggest:
    """All of a field's choices while nothing is typed or a whole one stands there, else those that match."""

    def offered(text: str) -> Sequence[str]:
        plain = text.strip()
        return list(choices) if not plain or plain in choices else matching(choices, plain, len(choices))

    return offered


def make_editor(cell: Cell, text: str, font: QFont, suggest: Suggest | None, parent: QWidget) -> Editor:
    """The editor for a cell with the text that stands there; it is not shown yet."""
    known = field_of(cell.path)
    made: Editor
    if cell.kind in TALL:
        made = _text_editor(text, parent)
    else:
        offers = suggest or (_choices(known.choices) if known and known.choices else None)
        made = SuggestLine(offers, parent, _ALL) if offers else QLineEdit(parent)
        made.setText(text)
        made.setFrame(False)
        made.setTextMargins(INSET - 2, 0, INSET - 2, 0)
        made.setAlignment(_alignment(cell))
    made.setObjectName("paperEditor")
    made.setFont(font)
    made.setAccessibleName(cell.label)
    return made


def _alignment(cell: Cell) -> Qt.AlignmentFlag:
    """Typed where it will be printed: in the middle, unless the paper sets the value at the left or the right."""
    if not cell.box.ruled and not cell.box.foot_of:
        return Qt.AlignmentFlag.AlignLeft
    lines = cell.box.lines
    runs = lines[0].runs if lines else ()
    if not runs:
        return Qt.AlignmentFlag.AlignCenter
    left = runs[0].x - cell.box.x
    right = cell.box.x + cell.box.w - runs[-1].x - runs[-1].width
    if right < 0.3 * left:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignCenter if left > 0.7 * right else Qt.AlignmentFlag.AlignLeft


def typed_at(cell: Cell) -> Cell:
    """The part of a cell that its editor lies over: a date below an opinion ends where it will be printed."""
    if not cell.box.foot_of or not _alignment(cell) & Qt.AlignmentFlag.AlignRight:
        return cell
    last = cell.box.lines[0].runs[-1]
    end = last.x + last.width
    start = max(cell.x, end - _DATE)
    return replace(cell, x=start, w=end - start)


def _text_editor(text: str, parent: QWidget) -> QPlainTextEdit:
    made = QPlainTextEdit(parent)
    made.setPlainText(text)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setTabChangesFocus(True)
    return made


def text_in(editor: Editor) -> str:
    """What stands in the editor."""
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def put_text(editor: Editor, text: str) -> None:
    """Replace the editor's text; its own undo forgets what was before."""
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    else:
        editor.setPlainText(text)


def select_all(editor: Editor) -> None:
    editor.selectAll()


def to_end(editor: Editor) -> None:
    """The cursor behind the last character."""
    if isinstance(editor, QLineEdit):
        editor.end(False)
    else:
        editor.moveCursor(QTextCursor.MoveOperation.End)


def place_cursor(editor: Editor, point: QPoint) -> None:
    """The cursor at a point of the editor."""
    if isinstance(editor, QLineEdit):
        editor.repaint()  # only painting tells a line where its centred text begins
        editor.setCursorPosition(editor.cursorPositionAt(point))
    else:
        editor.setTextCursor(editor.cursorForPosition(point))


def can_undo(editor: Editor) -> bool:
    """Whether the editor's own undo has something to take back."""
    return editor.isUndoAvailable() if isinstance(editor, QLineEdit) else editor.document().isUndoAvailable()


def can_redo(editor: Editor) -> bool:
    return editor.isRedoAvailable() if isinstance(editor, QLineEdit) else editor.document().isRedoAvailable()


def offering(editor: Editor) -> bool:
    """Whether a list of offers stands open below the line."""
    return isinstance(editor, SuggestLine) and editor.offers is not None and editor.offers.isVisible()


def offer(editor: Editor) -> None:
    """Open the list of offers below the line, at the word that stands there."""
    if isinstance(editor, SuggestLine):
        editor.offer()
        offers = editor.offers
        if offers is not None and offers.isVisible():
            words = [offers.item(row).text() for row in range(offers.count())]
            now = editor.text().strip()
            offers.setCurrentRow(words.index(now) if now in words else 0)


def pick(editor: Editor) -> None:
    """Take the offer that the list stands at."""
    if isinstance(editor, SuggestLine) and picking(editor):
        editor.take_current()


def selected(editor: Editor) -> str:
    """What is marked in the editor."""
    return editor.selectedText() if isinstance(editor, QLineEdit) else editor.textCursor().selectedText()


def picking(editor: Editor) -> bool:
    """Whether Enter would take an offer of that list."""
    return (
        isinstance(editor, SuggestLine)
        and editor.offers is not None
        and editor.offers.isVisible()
        and editor.offers.currentItem() is not None
    )


def at_edge(editor: Editor, step: int) -> bool:
    """Whether ↑ (``step`` -1) or ↓ (1) leaves the editor: a line always, a text from its first or last line."""
    if isinstance(editor, QLineEdit):
        return True
    move = QTextCursor.MoveOperation.Up if step < 0 else QTextCursor.MoveOperation.Down
    return not editor.textCursor().movePosition(move)


def when_typed(editor: Editor, call: Callable[[], object]) -> None:
    """Call at each change of the text."""
    editor.textChanged.connect(lambda *_: call())
