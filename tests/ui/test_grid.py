"""The editable grid: typing, pasting from a spreadsheet, filling down, clearing, and rows that become records."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.operations.results import Outcome
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.grid import Grid
from app.ui.widgets.grid_model import GridModel
from app.ui.widgets.grid_storing import GridStoring

SPECS = (
    FieldSpec("name", "姓名"),
    FieldSpec("sex", "性别", "choice", ("男", "女")),
    FieldSpec("subsidised", "财政补助", "yesno"),
    FieldSpec(
        "mode",
        "派驻方式",
        "choice",
        ("驻点", "间隔去"),
        {"驻点": "stationed", "间隔去": "interval"},
        strict=True,
    ),
)
ROWS = [
    (bytes([n]) * 16, {"name": f"张{n}", "sex": "男", "subsidised": None, "mode": ""}) for n in range(1, 5)
]


@pytest.fixture
def grid(qtbot):
    model = GridModel(SPECS, growing=True)
    model.show_rows(ROWS)
    made = Grid(model)
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    made.edits = []
    model.edited.connect(made.edits.append)
    return made


def at(grid, row, column):
    grid.setCurrentIndex(grid.grid.index(row, column))


def texts(grid):
    return [[grid.grid.text(row, column) for column in range(4)] for row in range(grid.grid.rowCount())]


def test_typing_replaces_a_cell_and_enter_goes_down(grid, qtbot, type_text):
    at(grid, 0, 0)
    type_text(grid, "李")
    editor = grid.findChild(QLineEdit)
    type_text(editor, "四")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(grid.edits))
    assert texts(grid)[0][0] == "李四"
    assert grid.edits == [{0: {"name": "李四"}}]
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)


def test_a_letter_typed_on_a_choice_begins_anew_too(grid, qtbot):
    at(grid, 0, 1)
    qtbot.keyClicks(grid, "n")
    combo = grid.findChild(QComboBox)
    assert combo.currentText() == "n"
    qtbot.keyClick(combo, Qt.Key.Key_Escape)
    assert texts(grid)[0][1] == "男"


def test_rows_from_a_spreadsheet_are_pasted_from_the_current_cell_on_and_grow_the_grid(grid, qtbot):
    at(grid, 3, 0)
    QGuiApplication.clipboard().setText("王一\t女\t是\t驻点\r\n王二\t男\t否\t间隔去\r\n王三\t女\r\n")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert texts(grid)[3:] == [
        ["王一", "女", "是", "驻点"],
        ["王二", "男", "否", "间隔去"],
        ["王三", "女", "", ""],
        [""] * 4,
    ]
    assert len(grid.edits) == 1, "one paste is one step"
    assert grid.edits[0][4] == {"name": "王二", "subsidised": False, "mode": "interval", "sex": "男"}


def test_one_copied_value_fills_the_selection_and_ctrl_d_fills_down(grid, qtbot):
    grid.setCurrentIndex(grid.grid.index(0, 1))
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().setText("女")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row[1] for row in texts(grid)] == ["女", "女", "女", "男", ""]
    at(grid, 0, 0)
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in texts(grid)][:3] == ["张1", "张1", "张3"]


def test_a_whole_column_is_filled_down_to_its_last_record(grid, qtbot):
    at(grid, 0, 0)
    for _ in range(4):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in texts(grid)] == ["张1"] * 4 + [""], "the free row stays free"


def test_delete_clears_and_copy_gives_tab_separated_text(grid, qtbot):
    at(grid, 1, 0)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "张2\t男"
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert texts(grid)[1] == ["", "", "", ""]
    assert grid.edits == [{1: {"name": "", "sex": ""}}]


def test_what_says_the_same_is_no_edit(grid, qtbot):
    at(grid, 0, 0)
    QGuiApplication.clipboard().setText("张1\t男\t\t")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert grid.edits == []


def test_remarks_tint_the_cell_and_say_why(grid):
    grid.grid.remark = lambda spec, value: "不像" if value == "张2" else ""
    odd = grid.grid.index(1, 0)
    assert odd.data(Qt.ItemDataRole.ToolTipRole) == "不像"
    assert odd.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert grid.grid.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is None


class Storage:
    """Takes what a grid sends and answers when the test says so."""

    def __init__(self) -> None:
        self.sent = []
        self.open = []

    def send(self, edited, done, failed):
        self.sent.append([(line.key, dict(values)) for line, values in edited])
        self.open.append((edited, done, failed))

    def answer(self):
        edited, done, _ = self.open.pop(0)
        keys = [line.key or bytes([100 + number]) * 16 for number, (line, _) in enumerate(edited)]
        done(Outcome("", [{"id": key.hex()} for key in keys]))


def test_a_new_row_typed_cell_by_cell_becomes_one_record(grid):
    storage = Storage()
    storing = GridStoring(grid.grid, storage.send, lambda error: None)
    grid.grid.apply([(4, 0, "赵六")])
    grid.grid.apply([(4, 1, "女")])
    assert storage.sent == [[(None, {"name": "赵六"})]] and storing.busy
    storage.answer()
    made = bytes([100]) * 16
    assert storage.sent[1] == [(made, {"sex": "女"})]
    storage.answer()
    assert not storing.busy and grid.grid.rows[4].key == made


def test_a_refused_new_row_keeps_its_text_and_is_sent_whole_again(grid):
    storage, refused = Storage(), []
    GridStoring(grid.grid, storage.send, refused.append)
    grid.grid.apply([(4, 1, "女")])
    storage.open.pop()[2](ValueError("没有姓名"))
    assert len(refused) == 1 and texts(grid)[4][1] == "女"
    grid.grid.apply([(4, 0, "赵六")])
    assert storage.sent[1] == [(None, {"name": "赵六", "sex": "女"})]
