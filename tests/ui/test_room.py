"""Windows on a small screen: what does not fit scrolls, the buttons stay within reach."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QMessageBox, QPushButton, QWidget

from app.ui import settings as ui_settings
from app.ui.desk import Target
from app.ui.pages.support.page import TABS
from app.ui.settings import Settings
from app.ui.widgets import room
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.room import Roomy

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


def test_escape_asks_before_it_drops_what_was_typed(parent, qtbot):
    dialog = shown(parent, SPECS[:3])
    dialog.show_values({"f1": "2021.5.1"})
    dialog.form.set_text("f2", "院长")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    (box,) = dialog.findChildren(QMessageBox)
    {one.text(): one for one in box.buttons()}["继续填"].click()
    assert dialog.isVisible() and dialog.form.text("f2") == "院长"
    {one.text(): one for one in dialog.findChildren(QPushButton)}["取消"].click()
    assert not dialog.isVisible()


def test_escape_closes_a_dialog_in_which_nothing_was_typed(parent, qtbot):
    dialog = shown(parent, SPECS[:3])
    dialog.show_values({"f1": "2021.5.1"})
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not dialog.findChildren(QMessageBox)


def test_no_window_opens_larger_than_its_screen(parent):
    room.open_at(parent, 3000, 500)
    assert parent.width() == room.room_for(parent).width() and parent.height() == 500


def test_a_narrow_low_window_gives_its_room_to_the_pages(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder, "support")
    window.setMinimumSize(300, 300)
    window.resize(1280, 820)
    qtbot.waitUntil(lambda: window.stack.width() == 1280 - 176 - 40)
    window.resize(911, 450)
    qtbot.waitUntil(lambda: window.stack.width() > 800)
    assert window.navigation.width() < 80
    assert window.stack.height() > 350
    assert [one.text() for one in window.navigation.buttons.values()][:2] == ["工作台", "人员"]
    window.resize(1280, 820)
    qtbot.waitUntil(lambda: window.stack.width() == 1280 - 176 - 40)


@pytest.mark.parametrize(
    "place", [("workbench", "board"), ("workbench", "own"), ("support", "mentoring"), ("print", "")]
)
def test_lists_get_lower_before_a_page_is_scrolled(open_window, ledger_folder, qtbot, place):
    window = open_window(ledger_folder, place[0])
    window.resize(1280, 650)
    window.go_to(Target(*place))
    qtbot.waitUntil(lambda: not window.desk.runner.jobs)
    (area,) = [one for one in window.pages[place[0]].findChildren(Roomy) if one.isVisible()]
    qtbot.waitUntil(lambda: area.viewport().height() > 450)
    assert area.verticalScrollBar().maximum() == area.horizontalScrollBar().maximum() == 0


def test_a_window_that_was_large_on_another_screen_is_brought_back_no_larger_than_this_one(
    qtbot, tmp_path, monkeypatch
):
    large, late = QMainWindow(), QMainWindow()
    for window in (large, late):
        qtbot.addWidget(window)
    large.resize(780, 580)
    settings = Settings(tmp_path)
    settings.keep_window(large)
    monkeypatch.setattr(ui_settings, "room_for", lambda _: QSize(600, 400))
    assert settings.restore_window(late)
    assert (late.width(), late.height()) == (600, 400)


def test_a_window_is_never_larger_than_a_small_screen(open_window, ledger_folder):
    window = open_window(ledger_folder)
    window.fit_screen(QSize(1900, 1000))
    assert (window.minimumSize(), window.isMaximized()) == (QSize(980, 620), False)
    window.fit_screen(QSize(890, 464))  # 1366 × 768 at 150 %, less the task bar
    assert (window.minimumSize(), window.isMaximized()) == (QSize(890, 464), True)


@pytest.mark.parametrize("tab", [key for key, _, _ in TABS])
def test_what_does_not_fit_in_a_small_window_is_scrolled_to_and_not_cut(
    open_window, ledger_folder, qtbot, tab
):
    window = open_window(ledger_folder, "support")
    window.setMinimumSize(300, 300)
    window.resize(911, 450)
    part = window.pages["support"].tabs.show_tab(tab)
    qtbot.waitUntil(lambda: not window.desk.runner.jobs)
    need = part.minimumSizeHint()
    assert part.width() >= need.width() and part.height() >= need.height()
    area = next(one for one in window.findChildren(Roomy) if one.inner is part)
    assert area.horizontalScrollBar().maximum() == max(0, part.width() - area.viewport().width())
    for made in part.findChildren(QPushButton):
        if made.isVisible():
            assert made.width() >= made.minimumSizeHint().width(), made.text()
