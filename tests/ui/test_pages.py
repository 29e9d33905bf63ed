"""The pages over a real ledger, driven by mouse and keyboard: what is typed is stored, undone, deleted, replaced."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_maker import BATCH, LONG_NAME, RECEIVING, SUPPORTING
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox

from app.operations.editing import save_record
from app.operations.history import history
from app.store.drafts import list_drafts, save_draft
from app.ui.desk import Target
from app.ui.pages.people.bulk import BulkDialog


@pytest.fixture
def settle(qtbot):
    """Wait until nothing runs off the GUI thread and nothing waits to be looked at."""

    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def tab(open_window, ledger_folder, settle):
    """``tab("pairings", "units")`` opens the window there and gives (window, the tab)."""

    def opening(page, key):
        window = open_window(ledger_folder, page)
        window.go_to(Target(page, key))
        settle(window)
        return window, window.pages[page].tabs.part(key)

    return opening


def sql(window, query, *values):
    return window.desk.store.sql(query, values)


def titles(window):
    return [item.title for item in history(window.desk.store, 50)]


def type_over(qtbot, form, key, text, type_text):
    editor = form.editors[key]
    editor.setFocus()
    editor.selectAll()
    type_text(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


# 对口关系


def test_a_field_of_a_unit_is_stored_when_it_is_left_and_undone(tab, qtbot, settle, type_text):
    window, units = tab("pairings", "units")
    key = sql(window, "SELECT id FROM unit WHERE name = ?", RECEIVING[0])[0][0]
    units.list.choose(key)
    settle(window)
    assert units.detail.heading.text() == RECEIVING[0]
    assert units.editor.form.text("class") == "县属薄弱"
    type_over(qtbot, units.editor.form, "region", "重庆市云阳县", type_text)
    settle(window)
    assert sql(window, "SELECT region FROM unit WHERE id = ?", key) == [("重庆市云阳县",)]
    assert list_drafts(window.desk.store) == []
    window.undo.undo()
    settle(window)
    assert sql(window, "SELECT region FROM unit WHERE id = ?", key) == [("云阳县",)]
    assert units.editor.form.text("region") == "云阳县", "the form follows the undo"


def test_contacts_are_typed_into_the_grid_as_one_record_and_deleted(tab, qtbot, settle):
    window, units = tab("pairings", "units")
    units.list.choose(sql(window, "SELECT id FROM unit WHERE name = ?", RECEIVING[0])[0][0])
    settle(window)
    contacts = units.children_grids[0]
    assert contacts.model.text(0, 1) == "陈主任"
    contacts.model.apply([(1, 0, "骨科")])
    contacts.model.apply([(1, 1, "李医生")])
    settle(window)
    assert sql(window, "SELECT department, name, position FROM unit_contact ORDER BY position") == [
        ("", "陈主任", 1),
        ("骨科", "李医生", 2),
    ]
    contacts.grid.setCurrentIndex(contacts.model.index(0, 1))
    contacts.remove.click()
    settle(window)
    assert [contacts.model.text(row, 1) for row in range(contacts.model.rowCount())] == ["李医生", ""]


def test_a_pairing_shows_both_sides_and_a_new_one_makes_its_unit(tab, qtbot, settle, type_text):
    window, pairings = tab("pairings", "pairings")
    pairings.list.view.choose(pairings.list.model.ids[0])
    settle(window)
    assert pairings.detail.heading.text() == f"{SUPPORTING[0]} → {RECEIVING[0]}"
    departments, _, receiving = pairings.children_grids
    assert departments.model.text(0, 0) == "妇儿科" and receiving.model.text(0, 1) == "陈主任"
    dialog = pairings.ask_new()
    marks = [one.text() for one in dialog.findChildren(QLabel) if one.text().endswith("（必填）")]
    assert marks == ["支援单位（必填）", "受援单位（必填）"]
    dialog.try_accept()
    assert dialog.missing.text() == "还没有填：支援单位、受援单位"
    dialog.form.set_text("supporting_id", SUPPORTING[2])
    dialog.form.set_text("receiving_id", "云阳县泥溪镇卫生院")
    dialog.try_accept()
    settle(window)
    assert pairings.list.model.rowCount() == 4
    assert pairings.detail.heading.text() == f"{SUPPORTING[2]} → 云阳县泥溪镇卫生院"
    assert sql(window, "SELECT kind FROM unit WHERE name = '云阳县泥溪镇卫生院'") == [("乡镇卫生院",)]


def test_what_is_refused_stays_in_its_field_and_is_told(tab, qtbot, settle, type_text):
    window, units = tab("pairings", "units")
    key = sql(window, "SELECT id FROM unit WHERE name = ?", RECEIVING[0])[0][0]
    units.list.choose(key)
    settle(window)
    type_over(qtbot, units.editor.form, "name", RECEIVING[1], type_text)
    settle(window)
    assert [problem.code for problem in window.problems.problems] == ["STO-010"]
    assert units.editor.form.text("name") == RECEIVING[1], "nothing typed is lost"
    assert sql(window, "SELECT name FROM unit WHERE id = ?", key) == [(RECEIVING[0],)]
    window.pages["pairings"].tabs.show_tab("pairings")
    assert window.problems.isHidden(), "what was said there is not carried to the next tab"


def test_units_are_offered_by_their_pinyin_and_never_made_of_it(tab, settle):
    window, pairings = tab("pairings", "pairings")
    offer, clinic = pairings.lookups.suggest("unit"), "云阳县泥溪镇卫生院"
    save_record(window.desk.store, "unit", None, {"name": clinic})
    pairings.lookups.reload()
    settle(window)
    assert clinic in offer("nxz") and clinic in pairings.lookups.suggest("unit")("泥溪")
    dialog = pairings.ask_new()
    dialog.form.set_text("supporting_id", SUPPORTING[2])
    dialog.form.set_text("receiving_id", "nxz")
    dialog.try_accept()
    settle(window)
    assert dialog.isVisible() and "没有叫“nxz”的单位" in dialog.missing.text()
    assert sql(window, "SELECT count(*) FROM unit WHERE name = 'nxz'") == [(0,)]


def test_a_new_record_that_is_refused_stays_in_its_dialog(tab, settle):
    window, units = tab("pairings", "units")
    dialog = units.ask_new()
    dialog.form.set_text("name", RECEIVING[0])
    dialog.form.set_text("region", "云阳县")
    dialog.try_accept()
    settle(window)
    assert dialog.isVisible() and "已有一条同样的单位" in dialog.missing.text()
    assert dialog.form.text("region") == "云阳县"
    dialog.form.set_text("name", "云阳县双江街道卫生院")
    dialog.try_accept()
    settle(window)
    assert units.detail.heading.text() == "云阳县双江街道卫生院"


def test_deleting_what_others_need_is_refused_with_a_sentence(tab, settle):
    window, units = tab("pairings", "units")
    key = sql(window, "SELECT id FROM unit WHERE name = ?", RECEIVING[0])[0][0]
    units.delete([key])
    settle(window)
    assert window.problems.isVisible() and window.problems.problems[0].remedy
    assert len(sql(window, "SELECT id FROM unit")) == 6


def test_a_draft_of_a_form_is_recovered_with_a_note(tab, settle):
    window, units = tab("pairings", "units")
    key = sql(window, "SELECT id FROM unit WHERE name = ?", RECEIVING[1])[0][0]
    save_draft(window.desk.store, f"unit:{bytes(key).hex()}", {"address": "镇政府旁"}, "单位")
    units.list.choose(key)
    settle(window)
    assert units.editor.form.text("address") == "镇政府旁"
    assert "已恢复" in window.foot.message.text()
    units.leave()
    settle(window)
    assert sql(window, "SELECT address FROM unit WHERE id = ?", key) == [("镇政府旁",)]
    assert list_drafts(window.desk.store) == []


def test_typing_is_a_draft_within_a_second(tab, qtbot, settle, type_text):
    window, units = tab("pairings", "units")
    units.list.view.choose(units.list.model.ids[0])
    settle(window)
    editor = units.editor.form.editors["address"]
    editor.setFocus()
    type_text(editor, "县城")
    qtbot.waitUntil(lambda: bool(list_drafts(window.desk.store)), timeout=1000)
    assert list_drafts(window.desk.store)[0].payload == {"address": "县城"}


# 帮扶工作


def test_a_posting_is_made_for_a_person_found_by_pinyin(tab, qtbot, settle):
    window, postings = tab("support", "postings")
    dialog = postings.ask_new()
    person = dialog.form.editors["person_id"]
    person.setFocus()
    qtbot.keyClicks(person, "liwei")
    assert person.offers.item(0).text().startswith("李伟")
    qtbot.keyClick(person, Qt.Key.Key_Down)
    qtbot.keyClick(person, Qt.Key.Key_Return)
    dialog.form.set_text("mode", "间隔去")
    dialog.form.set_text("start", "2021.11.1")
    dialog.try_accept()
    settle(window)
    assert titles(window)[0] == "登记派驻：李伟"
    stored = sql(window, "SELECT mode, start, unit_id FROM posting ORDER BY id DESC LIMIT 1")[0]
    enrolled = sql(
        window,
        "SELECT receiving_unit_id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.name = '李伟'",
    )
    assert stored == ("interval", "2021-11-01", enrolled[0][0]), "the unit enrolled for is taken over"
    assert postings.detail.heading.text() == f"李伟 → {RECEIVING[1]}"


def test_replacing_needs_both_approvals_and_ends_the_old_posting(tab, settle):
    window, postings = tab("support", "postings")
    key = sql(window, "SELECT id FROM posting WHERE state = 'active' ORDER BY position LIMIT 1")[0][0]
    postings.list.choose(key)
    settle(window)
    assert postings.replace_button.isEnabled()
    dialog = postings.ask_replace()
    dialog.form.set_text("person_id", postings.lookups._find_people("liwei")[0])
    dialog.form.set_text("start", "2020.8.1")
    dialog.form.set_text("replacement_reason", "生病")
    dialog.form.set_text("approved_by_unit", "院办 7.20")
    dialog.try_accept()
    assert dialog.missing.text() == "还没有填：卫生健康行政部门批准"
    dialog.form.set_text("approved_by_bureau", "县卫健委 7.25")
    dialog.try_accept()
    settle(window)
    assert dialog.isVisible() and "不在原派驻的起止时间里" in dialog.missing.text(), "what was typed stays"
    dialog.form.set_text("start", "2021.8.1")
    dialog.try_accept()
    settle(window)
    assert "时间重叠" in dialog.missing.text() and "理由" in dialog.missing.text()
    dialog.form.set_text("overlap", "两处兼顾")
    dialog.try_accept()
    settle(window)
    assert sql(window, 'SELECT state, "end" FROM posting WHERE id = ?', key) == [("replaced", "2021-08-01")]
    new = sql(
        window, 'SELECT state, start, "end", approved_by_bureau FROM posting WHERE replaces_id = ?', key
    )
    assert new == [("active", "2021-08-01", "2021-10-31", "县卫健委 7.25")]
    assert titles(window)[0] == "更换队员：王伟换为李伟"


def test_goals_and_stays_are_kept_with_their_posting(tab, settle):
    window, postings = tab("support", "postings")
    postings.list.view.choose(postings.list.model.ids[0])
    settle(window)
    goals, stays, *_ = postings.children_grids
    goals.model.apply([(0, 0, "讲座"), (0, 1, "开展讲座（次）"), (0, 2, "5"), (0, 3, "2021.10")])
    stays.model.apply([(0, 0, "2021.5.1"), (1, 0, "2021.7.1")])
    settle(window)
    assert sql(window, "SELECT text, kind, target, due FROM posting_goal") == [
        ("讲座", "lectures", "5", "2021-10")
    ]
    assert sql(window, "SELECT arrive FROM stay ORDER BY arrive") == [("2021-05-01",), ("2021-07-01",)]


def test_a_new_plan_item_goes_to_the_plan_that_is_there(tab, settle):
    window, plan = tab("support", "plan")
    dialog = plan.ask_new()
    dialog.form.set_text("goal", "年终总结")
    dialog.try_accept()
    settle(window)
    assert sql(window, "SELECT goal, position FROM plan_item ORDER BY position DESC LIMIT 1") == [
        ("年终总结", 7)
    ]
    assert len(sql(window, "SELECT id FROM plan")) == 1


# 人员


def test_the_grid_stores_a_paste_as_one_step_and_makes_new_people(tab, qtbot, settle):
    window, grid = tab("people", "grid")
    assert grid.model.text(2, 0) == LONG_NAME
    grid.grid.setCurrentIndex(grid.model.index(11, 3))
    QGuiApplication.clipboard().setText("土家族\t中共党员")
    qtbot.keyClick(grid.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    grid.grid.setCurrentIndex(grid.model.index(12, 0))
    QGuiApplication.clipboard().setText("张䶮\t男\t1985.3\n赵𬭎\t女\t1990年1月")
    qtbot.keyClick(grid.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert sql(window, "SELECT count(*) FROM enrolment") == [(14,)]
    assert sql(window, "SELECT name, birth FROM person ORDER BY id DESC LIMIT 2") == [
        ("赵𬭎", "1990-01"),
        ("张䶮", "1985-03"),
    ]
    assert sql(window, "SELECT count(*) FROM person WHERE ethnicity = '土家族' AND party = '中共党员'") == [
        (1,)
    ]
    assert titles(window)[:2] == ["表格编辑：2条", "表格编辑：1条"]


def test_bulk_change_counts_before_and_is_one_undoable_step(tab, qtbot, settle):
    window, papers = tab("people", "papers")
    papers.list.view.selectAll()
    papers.bulk_button.click()
    dialog = papers.findChild(BulkDialog)
    settle(window)
    dialog.field.setCurrentIndex(dialog.field.findText("职称"))
    dialog.forms[dialog.field.currentIndex()].set_text("person.title", "主治医师")
    qtbot.waitUntil(lambda: dialog.apply_button.text() == "改 6 人")
    assert dialog.count.text() == "将改 6 人，其中 6 人原来填了别的内容；6 人已经是这样。"
    dialog.apply_button.click()
    settle(window)
    assert sql(window, "SELECT DISTINCT title FROM person") == [("主治医师",)]
    window.undo.undo()
    settle(window)
    assert sql(window, "SELECT count(*) FROM person WHERE title = '副主任医师'") == [(6,)]


def test_deleting_people_asks_first_and_can_be_undone(tab, qtbot, settle):
    window, papers = tab("people", "papers")
    papers.list.view.choose(papers.list.model.ids[0])
    papers.delete_button.click()
    box = papers.findChild(QMessageBox)
    yes = next(button for button in box.buttons() if button.text() == "删除")
    yes.click()
    settle(window)
    assert papers.list.model.rowCount() == 11
    assert sql(window, "SELECT count(*) FROM posting") == [(11,)]
    window.undo.undo()
    settle(window)
    assert papers.list.model.rowCount() == 12


def test_filters_narrow_people_by_batch(tab, qtbot, settle):
    window, papers = tab("people", "papers")
    combo = papers.list.bar.combos["batch_id"]
    assert combo.findText(BATCH) > 0
    papers.list.bar.set_search(RECEIVING[1])
    settle(window)
    assert papers.list.model.rowCount() == 4


# 设置


def test_history_undoes_any_step_and_settings_keep_the_operator(tab, qtbot, settle):
    window, tab_history = tab("settings", "history")
    view = tab_history.list.view
    view.choose(tab_history.list.model.ids[0])
    assert tab_history.undo_button.isEnabled()
    tab_history.undo_button.click()
    settle(window)
    assert tab_history.list.model.text(0, 1).startswith("撤销")
    assert tab_history.list.model.text(1, 4) == "已撤销"
    data = window.pages["settings"].tabs.show_tab("data")
    settle(window)
    data.operator.setText("王干事")
    data.operator.editingFinished.emit()
    settle(window)
    assert window.desk.store.workbench().setting("operator") == "王干事"


def test_backup_and_restore_bring_the_data_back(tab, tmp_path, settle, qtbot):
    window, data = tab("settings", "data")
    target = tmp_path / "备份.zip"
    data.backup(target)
    settle(window)
    assert target.exists() and "已备份" in window.foot.message.text()
    window.undo.undo()
    settle(window)
    assert sql(window, "SELECT count(*) FROM person") == [(0,)]
    data.inspect(target)
    settle(window)
    box = data.findChild(QMessageBox)
    assert "12 人" in box.text() and f"{date.today():%Y年%m月%d日}" in box.text()
    assert box.defaultButton().text() == "不替换"
    next(button for button in box.buttons() if button.text() == "替换").click()
    qtbot.waitUntil(lambda: window.desk.store is not None and not window.desk.runner.jobs, timeout=10_000)
    assert sql(window, "SELECT count(*) FROM person") == [(12,)]
