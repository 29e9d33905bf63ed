"""The first start: which unit, who, where the data lie; and sample data that can be tried and thrown away."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.catalogue import place
from app.catalogue.problems import Cancelled
from app.catalogue.sample_mark import MARK, is_sample
from app.operations import sample_folder
from app.operations.editing import save_record
from app.operations.history import history
from app.operations.sample_folder import make_sample, sample_folder_of, throw_away
from app.ui.pages import workbench
from app.ui.pages.settings import data
from app.ui.self_testing import ReportDialog


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=30_000)

    return settling


def test_unit_and_operator_are_asked_once_and_stand_in_the_history(open_window, tmp_path, settled, qtbot):
    window = open_window(tmp_path / "data", "workbench")
    page = window.pages["workbench"]
    assert page.who.isVisible() and str(tmp_path / "data") in page.who.layout().itemAt(0).widget().text()
    qtbot.keyClick(page.operator, Qt.Key.Key_Return)
    assert page.operator.hasFocus() and page.who.isVisible(), "a name is needed"
    page.unit.setText("渝北区人民医院")
    page.operator.setText("李敏")
    qtbot.keyClick(page.operator, Qt.Key.Key_Return)
    settled(window)
    assert page.who.isHidden()
    store = window.desk.store
    assert (store.workbench().setting("unit"), store.workbench().setting("operator")) == (
        "渝北区人民医院",
        "李敏",
    )
    save_record(store, "unit", None, {"name": "云阳县泥溪镇卫生院"})
    (last, *_) = history(store)
    assert (last.operator, last.station) == ("李敏", "渝北区人民医院")


def test_the_data_are_put_elsewhere_and_the_program_starts_anew_over_them(
    open_window, tmp_path, settled, qtbot, monkeypatch
):
    monkeypatch.setattr(place, "usual_folder", lambda: tmp_path / "data")
    begun = []
    monkeypatch.setattr(data, "open_another", begun.append)
    window = open_window(tmp_path / "data", "settings")
    tab = window.page("settings").data
    assert "换一个位置…" in {one.text() for one in tab.findChildren(QPushButton)}
    tab.move_data(tmp_path / "D")
    qtbot.waitUntil(lambda: tab.box is not None)
    assert (
        str(tmp_path / "D" / "援帮数据") in tab.box.text()
        and str(tmp_path / "data") in tab.box.informativeText()
    )
    tab.box.accept()
    assert begun == [tmp_path / "D" / "援帮数据"] and not window.isVisible()


def test_a_folder_that_was_told_at_the_start_is_not_moved(open_window, tmp_path):
    window = open_window(tmp_path / "data", "settings")
    assert "换一个位置…" not in {one.text() for one in window.page("settings").data.findChildren(QPushButton)}


def test_without_a_unit_the_history_says_that_it_was_here(open_window, ledger_folder):
    window = open_window(ledger_folder)
    store = window.desk.store
    save_record(store, "unit", None, {"name": "云阳县泥溪镇卫生院"})
    assert history(store)[0].station == "本机"


def test_sample_data_are_made_beside_the_data_and_only_they_can_be_thrown_away(tmp_path):
    own = tmp_path / "Yuanbang"
    own.mkdir()
    made = make_sample(own)
    assert made == sample_folder_of(own) == tmp_path / "Yuanbang-样例"
    assert is_sample(made) and list(own.iterdir()) == []
    (made / "mine.txt").touch()
    assert make_sample(own) == made and (made / "mine.txt").exists(), "what was tried in it stays"
    assert not throw_away(own) and own.exists()
    assert throw_away(made) and not made.exists()


def test_sample_data_that_were_cancelled_leave_nothing(tmp_path):
    def stop(done, of):
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_sample(tmp_path / "data", stop)
    assert not sample_folder_of(tmp_path / "data").exists()


def test_a_clerk_tries_the_sample_in_a_window_of_its_own_and_throws_it_away(
    open_window, tmp_path, settled, qtbot, monkeypatch, played_folder
):
    def played(folder, progress):
        target = sample_folder_of(folder)
        shutil.copytree(played_folder, target)
        (target / MARK).touch()
        return target

    begun = []
    monkeypatch.setattr(sample_folder, "make_sample", played)
    monkeypatch.setattr(workbench, "open_another", begun.append)
    window = open_window(tmp_path / "data", "workbench")
    window.pages["workbench"].try_sample()
    settled(window)
    assert begun == [tmp_path / "data-样例"]
    trial = open_window(begun[0], "workbench")
    assert trial.windowTitle() == "样例数据" and window.windowTitle() == "援帮"
    page = trial.pages["workbench"]
    page.ask_throw_away()
    (box,) = page.findChildren(QMessageBox)
    yes = next(one for one in box.buttons() if one.text() == "删除")
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: trial.isHidden(), timeout=5_000)
    assert trial.desk.discarding


def test_the_program_tests_itself_from_the_start_page_and_shows_the_report(open_window, tmp_path, qtbot):
    window = open_window(tmp_path / "data", "workbench")
    page = window.pages["workbench"]
    page.self_test()
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=120_000)
    (dialog,) = page.findChildren(ReportDialog)
    assert "自检通过：9/9项正常" in dialog.text.toPlainText()
    dialog.accept()
