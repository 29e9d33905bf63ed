"""A form built from field specs: labels above their editors, two columns; what changed is told when a field is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.lookups import Lookups
from app.ui.widgets.basics import column, label, restyle
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.suggest import SuggestLine, nothing


def choose(combo: QComboBox, text: str) -> None:
    """Set a drop-down to a text; a text that a closed one does not offer is added to it, so that it stays whole."""
    if combo.isEditable():
        combo.setCurrentText(text)
        return
    if combo.findText(text) < 0:
        combo.addItem(text)
    combo.setCurrentIndex(combo.findText(text))


OFFERED = ("unit", "person", "posting", "pairing")
"""Kinds whose names are offered while one types."""
Editor = QLineEdit | QPlainTextEdit | QComboBox
TEXT_HEIGHT = 92
NEEDED = "（必填）"


class Form(QWidget):
    """``left`` gives the keys and stored values that differ from what was shown; ``typed`` follows each keystroke.

    ``restored`` follows when a field is left and every field says again what was shown.
    """

    left = Signal(dict)
    typed = Signal()
    restored = Signal()

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        lookups: Lookups | None = None,
        columns: int = 2,
        needed: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.specs = {spec.key: spec for spec in specs}
        self.editors: dict[str, Editor] = {}
        self._shown: dict[str, str] = {}
        self._cells: dict[str, QVBoxLayout] = {}
        self.marks: dict[str, QLabel] = {}
        """What is wrong with a field, below it, by its key."""
        self._lookups = lookups
        self.beyond: QWidget | None = None
        """Where Enter goes from the last field, if not to whatever Tab would reach."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        place = 0
        for spec in specs:
            span = columns if spec.wide or spec.kind == "text" else 1
            if place % columns and span > 1:
                place += columns - place % columns
            caption = label(spec.label + (NEEDED if spec.key in needed else ""), "label")
            editor = self._editor(spec)
            caption.setBuddy(editor)
            editor.setAccessibleName(spec.label)
            self._cells[spec.key] = column(caption, editor, gap=3)
            top = Qt.AlignmentFlag.AlignTop
            grid.addLayout(self._cells[spec.key], place // columns, place % columns, 1, span, top)
            place += span
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        grid.setRowStretch(place // columns + 1, 1)

    def _editor(self, spec: FieldSpec) -> Editor:
        made: Editor
        if spec.kind == "text":
            made = QPlainTextEdit()
            made.setTabChangesFocus(True)
            made.setFixedHeight(TEXT_HEIGHT)
            made.textChanged.connect(self.typed)
        elif spec.options is not None:
            made = QComboBox()
            made.addItems(spec.options)
            made.setEditable(not spec.closed)
            made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            made.setMaxVisibleItems(16)
            made.currentTextChanged.connect(lambda _: self.typed.emit())
            made.activated.connect(lambda _: self._leave())
        else:
            offered = self._lookups.suggest(spec.kind) if self._lookups is not None else nothing
            made = SuggestLine(offered) if spec.kind in OFFERED else QLineEdit()
            made.setPlaceholderText(spec.hint or ("如 2021.5.1" if spec.kind == "date" else ""))
            made.textEdited.connect(lambda _: self.typed.emit())
        made.installEventFilter(self)
        inner = made.lineEdit() if isinstance(made, QComboBox) else None
        if inner is not None:
            inner.installEventFilter(self)
        self.editors[spec.key] = made
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        elif event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()  # scrolling the page must not change a value under the mouse
            return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            offers = (
                isinstance(watched, SuggestLine) and watched.offers is not None and watched.offers.isVisible()
            )
            if enter and not offers and not isinstance(watched, QPlainTextEdit):
                self._go_on(watched)
                return True
        return super().eventFilter(watched, event)

    def _go_on(self, editor: QObject) -> None:
        """To the next field; from the last to what lies beyond it."""
        last = list(self.editors.values())[-1]
        if self.beyond is not None and editor in (last, last.focusProxy()):
            self.beyond.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextChild()

    def text(self, key: str) -> str:
        editor = self.editors[key]
        if isinstance(editor, QComboBox):
            return editor.currentText()
        return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()

    def set_text(self, key: str, text: str) -> None:
        """Put a text into a field as if typed: it counts as changed."""
        editor = self.editors[key]
        if isinstance(editor, QComboBox):
            self._offer_batches(key, editor)
            choose(editor, text)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        else:
            editor.setText(text)
            editor.setCursorPosition(0)

    def _offer_batches(self, key: str, combo: QComboBox) -> None:
        """A drop-down of batches holds those that there are now."""
        if self.specs[key].kind == "batch" and self._lookups is not None:
            blocked = combo.blockSignals(True)
            combo.clear()
            combo.addItems(["", *self._lookups.batches])
            combo.blockSignals(blocked)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show stored values; fields that are not given are emptied."""
        blocked = self.blockSignals(True)
        for key, spec in self.specs.items():
            text = spec.shown(values.get(key))
            if not (key in self._shown and self._shown[key] == text == self.text(key)):
                self.set_text(key, text)
            self._shown[key] = text
        self.blockSignals(blocked)

    def changed(self) -> dict[str, Any]:
        """Stored values of the fields that no longer say what was shown."""
        return {
            key: spec.stored(self.text(key))
            for key, spec in self.specs.items()
            if self.text(key) != self._shown.get(key, "")
        }

    def taken(self, values: Mapping[str, Any]) -> None:
        """These values are stored now: their fields no longer count as changed."""
        for key in values:
            if key in self.specs:
                self._shown[key] = self.text(key)

    def refused(self, values: Mapping[str, Any], stored: Mapping[str, Any]) -> None:
        """These values were not stored after all: their fields differ again from what is."""
        for key in values:
            if key in self.specs:
                self._shown[key] = self.specs[key].shown(stored.get(key))

    def mark(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong at these fields, and nothing more at the others; keys that are no fields are left out."""
        for key in [key for key in self.marks if key not in wrong]:
            self._cells[key].removeWidget(self.marks[key])
            self.marks.pop(key).deleteLater()
            restyle(self.editors[key], "state", "")
        for key, said in wrong.items():
            if key in self.marks:
                self.marks[key].setText(said)
            elif key in self.editors:
                self.marks[key] = label(said, "danger", wrap=True)
                self._cells[key].addWidget(self.marks[key])
                restyle(self.editors[key], "state", "wrong")

    def _leave(self) -> None:
        changed = self.changed()
        if changed:
            self.left.emit(changed)
        else:
            self.mark({})
            self.restored.emit()
