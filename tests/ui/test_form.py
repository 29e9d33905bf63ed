"""Forms: what changed when a field is left, the keyboard, and names that are offered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.widgets.basics import column
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.form import Form
from app.ui.widgets.suggest import SuggestLine, matching

SPECS = (
    FieldSpec("name", "单位全称", wide=True),
    FieldSpec("class", "类别", "choice", ("省属薄弱", "民族县")),
    FieldSpec("managed", "托管", "flag"),
    FieldSpec("mode", "方式", "choice", ("", "驻点"), {"": "", "驻点": "stationed"}, strict=True),
    FieldSpec("note", "备注", "text"),
)
UNITS = ["渝北区人民医院", "渝北区中医院", "云阳县人民医院", "资阳市第一人民医院"]


@pytest.fixture
def form(qtbot):
    made = Form(SPECS)
    qtbot.addWidget(made)
    made.show_values({"name": "渝北区人民医院", "managed": True, "mode": "stationed"})
    made.show()
    made.window().activateWindow()
    made.told = []
    made.left.connect(made.told.append)
    return made


def test_nothing_is_changed_at_first(form):
    assert form.changed() == {}
    assert [form.text(key) for key in ("managed", "mode", "class")] == ["是", "驻点", ""]


def test_leaving_a_field_tells_what_changed_in_stored_values(form, qtbot, type_text):
    editor = form.editors["name"]
    editor.setFocus()
    editor.selectAll()
    type_text(editor, "渝北区中医院")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert form.told == [{"name": "渝北区中医院"}]
    assert form.editors["class"].hasFocus() or form.editors["class"].lineEdit().hasFocus()
    form.set_text("managed", "否")
    form.set_text("mode", "")
    assert form.changed() == {"name": "渝北区中医院", "managed": False, "mode": ""}
    form.taken(form.changed())
    assert form.changed() == {}
    form.refused({"managed": False}, {"managed": True})
    assert form.changed() == {"managed": False}


def test_a_text_that_a_closed_choice_does_not_offer_stays_whole(form):
    form.show_values({"mode": "unheard"})
    assert form.text("mode") == "unheard" and form.changed() == {}


def test_text_fields_are_left_by_tab_and_keep_enter(form, qtbot, type_text):
    note = form.editors["note"]
    note.setFocus()
    type_text(note, "甲")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    type_text(note, "乙")
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert form.told[-1] == {"note": "甲\n乙"}


def test_names_are_offered_by_beginning_then_part_then_scattered_characters():
    assert matching(UNITS, "渝北") == UNITS[:2]
    assert matching(UNITS, "人民医院") == [UNITS[0], UNITS[2], UNITS[3]]
    assert matching(UNITS, "资一医院") == [UNITS[3]]
    assert matching(UNITS, "没有") == []


def test_a_name_is_taken_from_the_offers_by_keyboard(qtbot, type_text):
    window = QWidget()
    line, other = SuggestLine(lambda text: matching(UNITS, text)), QLineEdit()
    window.setLayout(column(line, other, 1))
    window.resize(400, 500)
    qtbot.addWidget(window)
    window.show()
    line.setFocus()
    picked = []
    line.picked.connect(picked.append)
    type_text(line, "人民")
    assert line.offers.isVisible() and line.offers.count() == 3
    assert not line.offers.isWindow(), "no popup: it would swallow the input method"
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == UNITS[2] and picked == [UNITS[2]]
    assert not line.offers.isVisible()
    qtbot.keyClicks(line, "x")
    assert not line.offers.isVisible()


def test_enter_in_a_dialogs_last_field_goes_on_to_what_stores_it(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    told = []
    specs = (FieldSpec("month", "月份"), FieldSpec("filled", "先填入台账数", "flag"))
    dialog = FieldsDialog(parent, "新增月报", specs, None, told.append)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.form.editors["month"])
    for _ in range(2):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.accept_button, "not what gives it up"
    qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Return)
    assert told == [{"month": "", "filled": False}]
