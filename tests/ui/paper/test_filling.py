"""Filling a paper in by keyboard and mouse: reading order, what is typed as values, steps back, checks in place."""

from __future__ import annotations

import pytest
from foreground import bring_to_front
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.forms.boxes import RULE
from app.forms.editions import editions
from app.forms.layout import lay_out
from app.forms.snapshot import Snapshot
from app.ui.paper.checks import check_values
from app.ui.widgets.basics import column

Key = Qt.Key
TYPED = (
    ("person.name", "张䶮"),
    ("person.sex", "男"),
    ("person.birth", "1980年5月"),
    ("person.photo", None),
    ("person.ethnicity", "汉族"),
    ("person.party", "中共党员"),
    ("person.education", "本科"),
    ("person.degree", "学士"),
    ("person.work_start", "2003.8"),
    ("person.school", "医科大学"),
    ("person.graduated", "200307"),
    ("person.unit_duty_title", "渝北区中医院骨科主任/主治医师"),
    ("person.specialty_since", "2003-08"),
    ("enrolment.receiving", "云阳县蔈草镇卫生院（骨科）"),
    ("person.id_number", "51990119800517019x"),
    ("person.office_phone", "023-60000000"),
    ("person.mobile_im", "13800000201、zy_2021"),
    ("person.career", "1998.09-2003.07　医科大学\n2003.08至今　渝北区中医院"),
    ("enrolment.recommended", True),
    ("enrolment.leader_post", "业务副院长"),
    ("enrolment.unit_opinion", "同意推荐。"),
    ("enrolment.unit_opinion_date", "2018.3.20"),
)
"""A whole 报名表 in reading order, as a clerk types it."""


def shown(paper, path):
    return paper.document.cell(path).box.text


def test_a_whole_form_is_typed_in_reading_order_without_the_mouse(paper, qtbot, type_text):
    edits = []
    paper.edited.connect(lambda: edits.append(paper.values().get("person.name")))
    paper.begin()
    for path, text in TYPED:
        assert paper.hand.cell.path == path
        if text is None:
            qtbot.keyClick(paper.area, Key.Key_Tab)
        elif text is True:
            qtbot.keyClick(paper.area, Key.Key_Space)
            qtbot.keyClick(paper.area, Key.Key_Return)
        else:
            editor = paper.hand.editor
            assert editor.hasFocus() and editor.accessibleName() == paper.hand.cell.label
            type_text(editor, text)
            tall = isinstance(editor, QPlainTextEdit)
            qtbot.keyClick(
                editor,
                Key.Key_Return,
                Qt.KeyboardModifier.ControlModifier if tall else Qt.KeyboardModifier.NoModifier,
            )
    assert paper.hand.cell is None, "behind the last cell nothing is in hand"
    values = paper.values()
    assert edits[0] == "张䶮" and len(edits) >= len(TYPED) - 1
    assert {path: values[path] for path in (
        "person.name", "person.birth", "person.work_start", "person.graduated", "person.unit", "person.duty",
        "person.title", "person.specialty_since", "enrolment.receiving_unit", "enrolment.receiving_department",
        "person.mobile", "person.im", "enrolment.recommended", "enrolment.unit_opinion_date",
    )} == {
        "person.name": "张䶮",
        "person.birth": "1980-05",
        "person.work_start": "2003-08",
        "person.graduated": "2003-07",
        "person.unit": "渝北区中医院",
        "person.duty": "骨科主任",
        "person.title": "主治医师",
        "person.specialty_since": "2003-08",
        "enrolment.receiving_unit": "云阳县蔈草镇卫生院",
        "enrolment.receiving_department": "骨科",
        "person.mobile": "13800000201",
        "person.im": "zy_2021",
        "enrolment.recommended": True,
        "enrolment.unit_opinion_date": "2018-03-20",
    }  # fmt: skip
    assert shown(paper, "person.birth") == "1980.05" and shown(paper, "person.graduated") == "2003.07"
    assert shown(paper, "enrolment.unit_opinion_date") == "2018年3月20日"
    assert shown(paper, "person.unit_duty_title") == "渝北区中医院骨科主任/主治医师"
    assert shown(paper, "enrolment.recommended") == "是"


def test_the_paper_shows_the_very_boxes_of_the_layout(paper, enter, enrolment):
    enter("person.name", "张䶮")
    enter("person.career", "2001.01　某院\n" * 4)
    paper.commit()
    again = lay_out(enrolment, Snapshot(paper.values()), paper.document.faces)
    assert paper.document.pages == again
    for zoom in (0.5, 1.0, 3.0):
        paper.set_zoom(zoom)
        scale = paper.area.places.scale
        assert paper.zoom == zoom
        for cell in paper.document.cells:
            rect = paper.area.places.cell(cell)
            page = paper.area.places.pages[cell.page]
            assert (rect.x() - page.x()) / scale == pytest.approx(cell.x)
            assert (rect.y() - page.y()) / scale == pytest.approx(cell.y)
            if cell.box.ruled and not any(box.foot_of == cell.path for box in again[cell.page].boxes):
                assert (cell.x, cell.y, cell.w, cell.h) == (cell.box.x, cell.box.y, cell.box.w, cell.box.h)
                assert rect.width() / scale == pytest.approx(cell.box.w) and cell.w > 5 * RULE


@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.5, 3.0])
def test_the_editor_lies_over_its_cell_at_any_zoom(paper, enter, zoom):
    enter("person.school", "医科大学")
    paper.set_zoom(zoom)
    cell, editor = paper.hand.cell, paper.hand.editor
    assert editor.geometry() == paper.area.rect_of(cell)
    assert editor.parentWidget() is paper.area.viewport() and not editor.isWindow()
    assert editor.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert editor.font().pixelSize() == round(cell.box.size * 25.4 / 72 * paper.area.places.scale)
    assert paper.area.viewport().rect().intersects(editor.geometry())


def test_zoom_keeps_within_bounds_and_the_wheel_changes_it(paper, qtbot):
    paper.set_zoom(50)
    assert paper.zoom <= 4
    paper.set_zoom(0)
    assert paper.zoom >= 0.3
    paper.fit_width()
    page = paper.area.places.pages[0]
    assert paper.area.viewport().width() - page.width() < 60
    paper.resize(700, 500)
    assert paper.area.places.pages[0].width() <= paper.area.viewport().width()


def test_what_is_typed_counts_before_the_cell_is_left(paper, enter):
    enter("person.name", "欧阳见山")
    assert paper.values()["person.name"] == "欧阳见山"
    assert shown(paper, "person.name") == ""
    paper.commit()
    assert shown(paper, "person.name") == "欧阳见山" and paper.hand.editor is not None


def test_a_date_that_is_none_is_kept_and_remarked_on(paper, enter, qtbot):
    enter("person.birth", "属猴那年")
    qtbot.keyClick(paper.hand.editor, Key.Key_Return)
    assert paper.values()["person.birth"] == "属猴那年" == shown(paper, "person.birth")
    assert paper.document.notes["person.birth"].problem.code == "CHK-001"


def test_escape_takes_back_what_was_typed_in_the_cell(paper, enter, qtbot, type_text):
    enter("person.name", "张三")
    qtbot.keyClick(paper.hand.editor, Key.Key_Tab)
    qtbot.keyClick(paper.area.viewport() if paper.hand.editor is None else paper.hand.editor, Key.Key_Backtab)
    assert paper.hand.editor.selectedText() == "张三"
    type_text(paper.hand.editor, "李四")
    qtbot.keyClick(paper.hand.editor, Key.Key_Escape)
    assert paper.hand.editor.text() == "张三" and paper.values()["person.name"] == "张三"


def test_steps_back_go_through_the_editor_first_and_then_from_cell_to_cell(paper, enter, qtbot, type_text):
    control = Qt.KeyboardModifier.ControlModifier
    enter("person.name", "张三")
    enter("person.ethnicity", "汉族")
    enter("person.school", "医科大学")
    type_text(paper.hand.editor, "分校")
    qtbot.keyClick(paper.hand.editor, Key.Key_Z, control)
    assert "分校" not in paper.hand.editor.text()
    while paper.hand.editor.isUndoAvailable():
        qtbot.keyClick(paper.hand.editor, Key.Key_Z, control)
    qtbot.keyClick(paper.hand.editor, Key.Key_Z, control)
    assert paper.hand.cell.path == "person.ethnicity", "a step back leads to the cell that it changes"
    assert not paper.values()["person.ethnicity"] and paper.values()["person.name"] == "张三"
    qtbot.keyClick(paper.hand.editor, Key.Key_Z, control)
    assert not paper.values()["person.name"]
    qtbot.keyClick(paper.hand.editor, Key.Key_Y, control)
    qtbot.keyClick(paper.hand.editor, Key.Key_Y, control)
    assert (paper.values()["person.name"], paper.values()["person.ethnicity"]) == ("张三", "汉族")


def test_choices_are_reached_by_arrow_keys_in_a_list_that_is_no_popup(paper, qtbot):
    paper.hand.take(paper.document.cell("person.party"))
    editor = paper.hand.editor
    qtbot.keyClick(editor, Key.Key_Down)
    assert editor.offers.isVisible() and not editor.offers.isWindow()
    assert editor.offers.count() == 13, "all of them; the list scrolls"
    qtbot.keyClick(editor, Key.Key_Down)
    qtbot.keyClick(editor, Key.Key_Down)
    qtbot.keyClick(editor, Key.Key_Return)
    assert paper.values()["person.party"] == "共青团员"
    assert paper.hand.cell.path == "person.education" and not editor.offers.isVisible()
    qtbot.keyClick(paper.hand.editor, Key.Key_Up)
    assert paper.hand.editor.offers.isVisible()
    qtbot.keyClick(paper.hand.editor, Key.Key_Escape)
    assert not paper.hand.editor.offers.isVisible() and not paper.values().get("person.education")


def test_a_negative_figure_is_doubted_at_its_cell():
    told = {"report.operations": "-5", "report.rounds": "许多", "report.lectures": "0"}
    notes = {note.path: (note.problem.code, note.level) for note in check_values(told, list(told))}
    assert notes == {"report.operations": ("CHK-009", "doubt"), "report.rounds": ("CHK-006", "remark")}


def test_a_choice_may_be_written_otherwise_and_is_remarked_on(paper, enter, qtbot):
    enter("person.education", "博士后")
    qtbot.keyClick(paper.hand.editor, Key.Key_Return)
    note = paper.document.notes["person.education"]
    assert (note.problem.code, note.level) == ("CHK-007", "remark")
    assert paper.values()["person.education"] == "博士后"


def test_yes_or_no_is_turned_by_space_and_by_clicks(paper, click, qtbot):
    told = []
    for _ in range(4):
        click("enrolment.recommended")
        told.append(paper.values().get("enrolment.recommended"))
    assert told == [True, False, None, True]
    qtbot.keyClick(paper.area, Key.Key_Space)
    assert paper.values()["enrolment.recommended"] is False
    qtbot.keyClick(paper.area, Key.Key_Delete)
    assert paper.values()["enrolment.recommended"] is None
    qtbot.keyClick(paper.area, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert paper.values()["enrolment.recommended"] is False


def test_a_click_puts_the_cursor_where_it_fell(paper, enter, qtbot, click):
    enter("person.school", "渝州医科大学")
    click("person.major" if paper.document.cell("person.major") else "person.name")
    cell = paper.document.cell("person.school")
    run = cell.box.lines[0].runs[0]
    scale = paper.area.places.scale
    corner = paper.area.rect_of(cell).topLeft()
    x = corner.x() + round((run.x - cell.x + run.width * 0.34) * scale)
    point = QPoint(x, paper.area.rect_of(cell).center().y())
    qtbot.mouseClick(paper.area.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert paper.hand.cell.path == "person.school" and paper.hand.editor.cursorPosition() == 2


def test_arrows_lead_from_cell_to_cell_until_text_is_touched(paper, enter, qtbot):
    enter("person.name", "张三")
    paper.begin()
    qtbot.keyClick(paper.hand.editor, Key.Key_Right)
    assert paper.hand.cell.path == "person.sex"
    qtbot.keyClick(paper.hand.editor, Key.Key_Left)
    assert paper.hand.cell.path == "person.name"
    qtbot.keyClick(paper.hand.editor, Key.Key_F2)
    qtbot.keyClick(paper.hand.editor, Key.Key_Left)
    assert paper.hand.cell.path == "person.name" and paper.hand.editor.cursorPosition() == 1
    qtbot.keyClick(paper.hand.editor, Key.Key_Down)
    assert paper.hand.cell.path == "person.ethnicity"


def test_enter_is_a_new_line_in_a_text_and_ctrl_enter_goes_on(paper, enter, qtbot, type_text):
    enter("person.career", "第一段")
    qtbot.keyClick(paper.hand.editor, Key.Key_Return)
    type_text(paper.hand.editor, "第二段")
    qtbot.keyClick(paper.hand.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert paper.hand.cell.path == "enrolment.recommended"
    assert paper.values()["person.career"] == "第一段\n第二段"


def test_tab_behind_the_last_cell_leaves_the_paper_and_comes_back(qtbot, paper):
    window, after = QWidget(), QLineEdit()
    window.setLayout(column(paper, after))
    window.resize(900, 800)
    qtbot.addWidget(window)
    bring_to_front(qtbot, window)
    paper.hand.take(paper.document.cells[-1])
    qtbot.keyClick(paper.hand.editor, Key.Key_Tab)
    assert after.hasFocus() and paper.hand.cell is None
    qtbot.keyClick(after, Key.Key_Backtab)
    assert paper.hand.cell == paper.document.cells[-1]
    paper.setParent(None)


def test_leaving_for_another_widget_puts_the_text_onto_the_paper(qtbot, paper, enter):
    other = QLineEdit(paper)
    other.show()
    enter("person.name", "张三")
    other.setFocus()
    assert shown(paper, "person.name") == "张三"


def test_a_long_text_goes_on_on_a_continuation_page_and_comes_back(paper, enter, qtbot):
    assert len(paper.document.pages) == 1
    enter("person.career", "2001.01-2002.01　在渝北区中医院骨科任住院医师，参加巡回医疗。\n" * 60)
    editor = paper.hand.editor
    assert editor.height() > paper.area.rect_of(paper.hand.cell).height() or editor.height() >= 300
    assert editor.geometry().bottom() <= paper.area.viewport().height(), (
        "the editor never goes below what is seen"
    )
    qtbot.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(paper.document.pages) > 1 and paper.document.pages[-1].continuation
    assert len(paper.area.places.pages) == len(paper.document.pages)
    paper.hand.step_back()
    assert len(paper.document.pages) == 1


def test_a_very_long_text_is_laid_out_without_holding_the_window_up(paper, enter, qtbot, watchdog):
    enter("person.name", "张三")
    paper.commit()
    with watchdog(0.1):
        paper.show_document(
            paper.document.edition, {"person.career": "在渝北区中医院骨科任副主任医师。" * 4000}
        )
        qtbot.waitUntil(lambda: len(paper.document.pages) > 10, timeout=20_000)
    assert paper.values()["person.career"].startswith("在渝北区")


def test_the_id_number_is_checked_where_it_stands_and_the_strip_says_what_to_do(paper, enter, qtbot):
    enter("person.id_number", "519901198005170019")
    qtbot.keyClick(paper.hand.editor, Key.Key_Return)
    note = paper.document.notes["person.id_number"]
    assert note.level == "doubt" and note.problem.code.startswith("IDN-")
    paper.hand.take(paper.document.cell("person.id_number"))
    assert note.problem.message in paper.strip.said.text() and note.problem.remedy in paper.strip.said.text()
    assert paper.strip.property("level") == "doubt"
    paper.hand.editor.selectAll()
    enter("person.id_number", "51990119800517019x")
    paper.commit()
    assert "person.id_number" not in paper.document.notes
    assert paper.values()["person.id_number"] == "51990119800517019X"
    assert paper.strip.property("level") == ""


def test_birth_and_sex_are_compared_with_the_id_number(paper, enter):
    enter("person.id_number", "51990119800517019X")
    enter("person.birth", "1981.05")
    enter("person.sex", "女")
    paper.commit()
    codes = {path: note.problem.code for path, note in paper.document.notes.items()}
    assert codes == {"person.birth": "CHK-002", "person.sex": "CHK-003"}


def test_the_strip_tells_how_to_write_in_the_cell(paper):
    paper.begin()
    assert paper.strip.name.text() == "姓名" and "Enter" in paper.strip.said.text()
    paper.hand.take(paper.document.cell("person.birth"))
    assert "1980.05" in paper.strip.said.text()


def test_copying_a_cell_copies_its_text(paper, enter, qtbot):
    control = Qt.KeyboardModifier.ControlModifier
    enter("person.school", "医科大学")
    qtbot.keyClick(paper.hand.editor, Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "医科大学"
    paper.hand.take(paper.document.cell("enrolment.recommended"))
    qtbot.keyClick(paper.area, Key.Key_Space)
    qtbot.keyClick(paper.area, Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "是"


def test_an_input_method_composes_in_the_editor(paper):
    paper.begin()
    editor = paper.hand.editor
    QApplication.sendEvent(editor, QInputMethodEvent("zhang", []))
    assert not paper.values().get("person.name"), "what is being composed is not typed yet"
    event = QInputMethodEvent()
    event.setCommitString("章")
    QApplication.sendEvent(editor, event)
    assert paper.values()["person.name"] == "章"


def test_a_rare_character_is_shown_by_a_face_that_has_it_while_it_is_typed(paper, enter):
    enter("person.name", "赵𡉃")
    wanted = [face for face, _ in paper.document.faces.runs("fangsong", "国赵𡉃")]
    assert len({face.key for face in wanted}) == 2
    assert len(paper.hand.editor.font().families()) == 2


def test_the_same_paper_once_more_leaves_the_typing_alone(paper, enter, enrolment):
    enter("person.name", "张三")
    paper.commit()
    editor = paper.hand.editor
    paper.show_document(enrolment, paper.values() | {"person.note": None})
    assert paper.hand.editor is editor and paper.document.steps.canUndo()
    paper.show_document(enrolment, paper.values() | {"person.school": "医科大学"})
    assert paper.hand.cell.path == "person.name" and paper.hand.editor.hasFocus()
    paper.show_document(editions()["yubei-2021-workload"], {"report.month": "2021-05"})
    assert paper.hand.cell is None


def test_the_month_of_a_report_is_typed_with_or_without_its_year(paper, enter, qtbot):
    paper.show_document(editions()["yubei-2021-workload"], {"report.team": "渝北区中医院"})
    for text, value in (
        ("5", "2021-05"),
        ("6月", "2021-06"),
        ("2021.7", "2021-07"),
        ("2021年8月", "2021-08"),
    ):
        enter("report.month", text)
        paper.commit()
        assert paper.values()["report.month"] == value
    assert shown(paper, "report.month") == "8"


def test_a_key_that_an_editor_has_no_use_for_scrolls_the_paper(paper, enter, qtbot):
    paper.resize(700, 400)
    enter("person.school", "医科大学")
    before = paper.area.verticalScrollBar().value()
    qtbot.keyClick(paper.hand.editor, Key.Key_PageDown)
    assert paper.area.verticalScrollBar().value() > before
    assert paper.values()["person.school"] == "医科大学"
