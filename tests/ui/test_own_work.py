"""队员本月 in the window, driven by mouse and keyboard over a played year."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.operations.supporter import person_of
from app.store.opening import open_store
from app.ui.pages.support.progress_dialog import ProgressDialog


@pytest.fixture
def year_folder(played_folder, tmp_path):
    return shutil.copytree(played_folder, tmp_path / "data")


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def own(open_window, year_folder, settled):
    window = open_window(year_folder, "workbench")
    tab = window.pages["workbench"].tabs.show_tab("own")
    settled(window)
    return window, tab


def pick(window, tab, settled, name):
    tab.who.setText(name)
    tab.who.returnPressed.emit()
    settled(window)


def month(window, tab, settled, text):
    tab.month.setCurrentIndex(tab.month.findText(text))
    tab.month.activated.emit(tab.month.currentIndex())
    settled(window)


def test_a_supporter_is_met_by_his_own_month(open_window, year_folder, settled):
    with open_store(year_folder) as store:
        store.workbench().set_setting("operator", "唐一鸣")
    window = open_window(year_folder, "workbench")
    settled(window)
    tabs = window.pages["workbench"].tabs
    assert tabs.keys[tabs.currentIndex()] == "own"
    tab = tabs.part("own")
    assert tab.name.text().startswith("唐一鸣　重医大附三院 → 云阳县沙市镇中心卫生院")
    assert tab.due.text().startswith("2021年10月月报应于11月5日前报送，已逾期")


def test_the_clerk_stays_with_what_is_to_be_done(open_window, year_folder, settled):
    window = open_window(year_folder, "workbench")
    settled(window)
    assert window.pages["workbench"].tabs.currentIndex() == 0


def test_a_picked_person_is_shown_and_remembered(own, settled):
    window, tab = own
    assert tab.view is None
    assert not tab.register.isEnabled()
    pick(window, tab, settled, "张䶮")
    assert tab.who.text() == "张䶮　渝北区中医院 骨科"
    assert [line.findChildren(QPushButton)[0].text() for line in tab.goal_lines] == ["6/5", "25/20", "1/1"]
    assert window.desk.settings.text("workbench/person") == tab.person.hex()
    pick(window, tab, settled, "没有这个人")
    assert tab.view.name == "张䶮"


def test_pinyin_and_enter_are_enough(own, settled, qtbot):
    window, tab = own
    qtbot.keyClicks(tab.who, "tangyiming")
    qtbot.keyClick(tab.who, Qt.Key.Key_Return)
    settled(window)
    assert (tab.view.name, tab.who.text()) == ("唐一鸣", "唐一鸣　重医大附三院 神经内科")
    told = []
    window.desk.noticed.connect(told.append)
    tab.who.setText("无名氏")
    qtbot.keyClick(tab.who, Qt.Key.Key_Return)
    assert told == ["没有找到“无名氏”，请从列出的名字里选"] and tab.view.name == "唐一鸣"


def test_a_row_opens_the_records_of_that_month_and_kind(own, settled, qtbot):
    window, tab = own
    pick(window, tab, settled, "张䶮")
    month(window, tab, settled, "2021年6月")
    number, count = next((n, one.count) for n, one in enumerate(tab.view.done) if one.kind == "rounds")
    item = tab.work.topLevelItem(number)
    rect = tab.work.visualItemRect(item)
    qtbot.mouseClick(tab.work.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    settled(window)
    ledger = window.pages["support"].tabs.part("ledger")
    assert dict(ledger.list.list.query.filters) == {
        "month": "2021-06",
        "kind": "rounds",
        "person_id": tab.person,
    }
    assert ledger.list.list.model.rowCount() == count


def test_a_goal_opens_into_its_records(own, settled, qtbot):
    window, tab = own
    pick(window, tab, settled, "张䶮")
    qtbot.mouseClick(tab.goal_lines[0].findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    (dialog,) = tab.findChildren(ProgressDialog)
    assert dialog.tree.topLevelItem(0).text(2) == "6"
    dialog.accept()


def test_this_month_is_registered_for_that_person_and_unit(own, settled, qtbot):
    window, tab = own
    pick(window, tab, settled, "唐一鸣")
    qtbot.mouseClick(tab.register, Qt.MouseButton.LeftButton)
    settled(window)
    ledger = window.pages["support"].tabs.part("ledger")
    assert ledger.currentWidget() is ledger.entry
    assert (ledger.entry.person.text(), ledger.entry.unit.text()) == ("唐一鸣", "云阳县沙市镇中心卫生院")


def test_a_namesake_is_told_by_unit_and_department(own, settled, qtbot):
    from app.operations.editing import save_record

    window, tab = own
    save_record(window.desk.store, "person", None, {"name": "唐一鸣"})
    person = person_of(window.desk.store, "唐一鸣")
    tab.show_person(person)
    settled(window)
    tab.begin_entry()
    entry = window.pages["support"].tabs.part("ledger").entry
    assert entry.person.text() == "唐一鸣　重医大附三院 神经内科"
    assert entry.lookups.picked_person(entry.person.text()) == person


def test_the_report_that_is_not_there_is_begun(own, settled, qtbot):
    window, tab = own
    pick(window, tab, settled, "唐一鸣")
    ((before,),) = window.desk.store.sql("SELECT count(*) FROM report")
    qtbot.mouseClick(tab.report, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.desk.store.sql("SELECT count(*) FROM report") == [(before + 1,)]
    ((shown,),) = window.desk.store.sql(
        "SELECT month FROM report WHERE id = ?", (window.pages["support"].tabs.part("reports").panel.report,)
    )
    assert shown == "2021-10"
