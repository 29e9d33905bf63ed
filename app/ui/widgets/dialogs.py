"""Small dialogs: a few fields for a new record, and a question before something is deleted. None blocks the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton, QWidget

from app.catalogue.problems import Problem
from app.ui.lookups import Lookups
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.form import Form
from app.ui.widgets.room import Rolled, room_for

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

Values = dict[str, Any]
MOST_SAID = 6


class FieldsDialog(QDialog):
    """Asks for the values of some specs; ``done`` gets them when they are accepted.

    ``needed`` must be filled. The dialog stays open until ``done`` was called and closes then.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        specs: Sequence[FieldSpec],
        lookups: Lookups | None,
        done: Callable[[Values], object],
        *,
        said: str = "",
        needed: Sequence[str] = (),
        verb: str = "新增",
        columns: int = 1,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460 if columns == 1 else 680)
        self.done_with, self.needed = done, tuple(needed)
        self.form = Form(specs, lookups, columns, needed if len(specs) > 1 else ())
        self.missing = label("", "danger", wrap=True)
        self.missing.hide()
        self.accept_button = button(verb, self.try_accept, role="primary")
        self.accept_button.setDefault(True)
        self.form.beyond = self.accept_button
        cancel = button("取消", lambda: self.done(QDialog.DialogCode.Rejected))
        cancel.setAutoDefault(False)
        parts: list[QWidget] = [label(title, "title")]
        parts += [label(said, "soft", wrap=True)] if said else []
        buttons = row(1, cancel, self.accept_button, gap=10)
        self.area = Rolled(self.form)
        body = column(*parts, self.area, self.missing, buttons, margins=(24, 20, 24, 18), gap=12)
        body.setStretchFactor(self.area, 1)
        self.setLayout(body)
        self.form.show_values({})
        self._first = self._texts()

    def _texts(self) -> dict[str, str]:
        return {key: self.form.text(key) for key in self.form.specs}

    def reject(self) -> None:
        """Escape and the cross ask first when something was typed; 取消 says it already."""
        if self._texts() == self._first:
            super().reject()
        else:
            ask_drop(self, super().reject)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        if not event.spontaneous():
            self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """As large as it takes, so far as the screen reaches."""
        self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(room_for(self)))

    def show_values(self, values: Values) -> None:
        """Begin with these values."""
        for key, value in values.items():
            self.form.set_text(key, self.form.specs[key].shown(value))
        self._first = self._texts()

    def try_accept(self) -> None:
        """Accept when nothing needed is missing."""
        values = {key: spec.stored(self.form.text(key)) for key, spec in self.form.specs.items()}
        missing = [key for key in self.needed if values[key] in (None, "")]
        if missing:
            self.say("还没有填：" + "、".join(self.form.specs[key].label for key in missing), missing[0])
            return
        self.done_with(values)
        self.accept()

    def say(self, text: str, key: str = "") -> None:
        """Say what is wrong above the buttons, and go to the field it is about."""
        self.missing.setText(text)
        self.missing.show()
        self._fit()
        if key:
            self.form.editors[key].setFocus()
            self.area.ensureWidgetVisible(self.form.editors[key])


def ask_delete(
    parent: QWidget,
    what: str,
    go: Callable[[], object],
    said: str = "删除以后可以用“撤销上一步”或在变更记录里恢复。",
) -> QMessageBox:
    """Ask before deleting; ``go`` runs when the answer is yes. ``said`` tells how it comes back."""
    box = _question(parent, "删除", f"删除{what}？")
    box.setInformativeText(said)
    _answer(box, "删除", QMessageBox.ButtonRole.DestructiveRole, go)
    box.setDefaultButton(_way_back(box, "不删除"))
    box.open()
    return box


def ask_drop(parent: QWidget, drop: Callable[[], object]) -> QMessageBox:
    """Ask before a dialog in which something was typed closes without storing it."""
    box = _question(parent, "还没有保存", "填的内容还没有保存，关掉就没有了。")
    _answer(box, "关掉", QMessageBox.ButtonRole.DestructiveRole, drop)
    box.setDefaultButton(_way_back(box, "继续填"))
    box.open()
    return box


def ask_keep(parent: QWidget, keep: Callable[[], object], drop: Callable[[], object]) -> QMessageBox:
    """Ask before a window with changes that are not stored closes; the third answer goes on with it."""
    box = _question(parent, "还没有保存", "改过的内容还没有保存。")
    box.setDefaultButton(_answer(box, "保存", QMessageBox.ButtonRole.AcceptRole, keep))
    _answer(box, "不保存", QMessageBox.ButtonRole.DestructiveRole, drop)
    _way_back(box, "继续改")
    box.open()
    return box


def _question(parent: QWidget, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def _answer(
    box: QMessageBox, text: str, role: QMessageBox.ButtonRole, act: Callable[[], object]
) -> QPushButton:
    made = box.addButton(text, role)
    made.clicked.connect(lambda: void(act()))
    return made


def _way_back(box: QMessageBox, text: str) -> QPushButton:
    """The answer that does nothing, which Esc gives too."""
    made = box.addButton(text, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(made)
    return made


def tell_problems(parent: QWidget, problems: Sequence[Problem]) -> QMessageBox:
    """Say problems over a dialog that hides the window's own panel."""
    box = QMessageBox(parent)
    box.setWindowTitle("没有办成")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(problems[0].message if len(problems) == 1 else f"有 {len(problems)} 处问题")
    several = len(problems) > 1
    lines = [f"{one.message}。{one.remedy}" if several else f"{one.remedy}（{one.code}）" for one in problems]
    box.setInformativeText("\n".join(lines[:MOST_SAID]))
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def void(_: object) -> None:
    """Drop what a callback gives."""
