"""Windows on a small screen: what does not fit scrolls, the buttons stay within reach."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from app.ui.widgets import room
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.fields import FieldSpec

SPECS = [FieldSpec(f"f{number}", f"第{number}栏", hint="如 2021.5.1") for number in range(1, 25)]


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def shown(parent, specs, **more):
    dialog = FieldsDialog(parent, "登记", specs, None, lambda values: None, **more)
    dialog.show()
    return dialog


def test_a_long_dialog_stays_on_the_screen_with_its_buttons(parent):
    dialog = shown(parent, SPECS, needed=("f24",))
    assert dialog.height() <= room.room_for(dialog).height() < dialog.form.sizeHint().height()
    below = dialog.accept_button.mapTo(dialog, QPoint(0, dialog.accept_button.height())).y()
    assert below <= dialog.height()
    dialog.try_accept()
    assert dialog.missing.isVisible() and dialog.missing.text() == "还没有填：第24栏"
    area = dialog.area.viewport()
    asked = dialog.form.editors["f24"]
    assert 0 <= asked.mapTo(area, QPoint(0, 0)).y() <= area.height() - asked.height(), "it is scrolled to"


def test_a_short_dialog_is_as_tall_as_its_fields(parent):
    dialog = shown(parent, SPECS[:3])
    assert not dialog.area.verticalScrollBar().isVisible()
    assert dialog.form.height() == dialog.area.viewport().height()


def test_no_window_opens_larger_than_its_screen(parent):
    room.open_at(parent, 3000, 500)
    assert parent.width() == room.room_for(parent).width() and parent.height() == 500
