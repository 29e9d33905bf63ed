"""The board and the report beside the ledger, driven by mouse and keyboard over a played year."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication

from app.operations.reports import open_report
from app.ui.desk import Target
from app.ui.pages.board import FIRST
from app.ui.widgets.dialogs import FieldsDialog

AS_OF = QDate(2021, 11, 20)


@pytest.fixture
def year_folder(played_folder, tmp_path):
    return shutil.copytree(played_folder, tmp_path / "data")


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def board(open_window, year_folder, settled):
    window = open_window(year_folder, "workbench")
    tab = window.pages["workbench"].tabs.show_tab("board")
    tab.day.setDate(AS_OF)
    settled(window)
    return window, tab


@pytest.fixture
def reports(open_window, year_folder, settled):
    window = open_window(year_folder, "help")
    window.go_to(Target("help", "reports"))
    settled(window)
    return window, window.pages["help"].tabs.part("reports")


def test_a_day_without_anybody_out_leads_to_the_latest_one_that_has(board, settled, qtbot):
    window, tab = board
    assert tab.latest.isHidden()
    tab.day.setDate(QDate(2026, 1, 5))
    settled(window)
    assert tab.table.rowCount() == 0 and "没有派驻" in tab.chosen.text()
    assert "2021年11月20日" in tab.latest.text()
    qtbot.mouseClick(tab.latest, Qt.MouseButton.LeftButton)
    settled(window)
    assert (tab.day.date(), tab.table.rowCount(), tab.latest.isHidden()) == (AS_OF, 10, True)


def the_report(window, team, clinic, month):
    ((key,),) = window.desk.store.sql(
        "SELECT r.id FROM report r JOIN unit t ON t.id = r.supporting_unit_id JOIN unit u ON u.id = r.receiving_unit_id"
        " WHERE t.name = ? AND u.name = ? AND r.month = ?",
        (team, clinic, month),
    )
    return bytes(key)


def row_of(tab, person):
    return next(n for n, row in enumerate(tab.seen.board.rows) if person in row.team.people)


def texts(tab, row):
    return [tab.table.item(row, at).text() for at in range(FIRST, tab.table.columnCount())]


def test_the_board_shows_every_team_and_answers_how_many(board):
    _, tab = board
    assert tab.table.rowCount() == 10
    assert tab.answer.text() == "现在在外0人，自然年共11人次"
    assert texts(tab, row_of(tab, "唐一鸣")) == ["已收 ✓"] * 5 + ["逾期15天", "已签2级"]
    assert texts(tab, row_of(tab, "何以宁"))[3] == "零报告 ✓"
    assert len(tab.waiting.texts) == 5


def test_the_way_of_counting_and_the_day_are_chosen(board, settled):
    window, tab = board
    tab.day.setDate(QDate(2021, 8, 10))
    tab.way.setCurrentIndex(tab.way.findText("人"))
    tab.span.setCurrentIndex(tab.span.findText("支援期"))
    settled(window)
    assert tab.answer.text() == "现在在外11人，支援期共11人"
    assert any("何以宁" in text and "病假到2021-08-31" in text for text in tab.out.texts)
    assert texts(tab, row_of(tab, "张䶮"))[-1] == "未到期"


def test_reminders_are_copied_for_one_and_for_all(board, qtbot):
    _, tab = board
    row = row_of(tab, "唐一鸣")
    tab.table.setCurrentCell(row, FIRST + 5)
    assert "逾期15天，应于2021-11-05前报送" in tab.chosen.text()
    qtbot.mouseClick(tab.remind_one, Qt.MouseButton.LeftButton)
    one = QGuiApplication.clipboard().text()
    assert one.startswith("重医大附三院驻云阳县沙市镇中心卫生院（唐一鸣）：2021年10月")
    qtbot.mouseClick(tab.remind_all, Qt.MouseButton.LeftButton)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    tab.table.setCurrentCell(row, FIRST)
    assert not tab.remind_one.isEnabled()


def test_a_cell_opens_its_report_and_a_missing_one_begins_it(board, qtbot, settled):
    window, tab = board
    row = row_of(tab, "唐一鸣")
    tab.table.setCurrentCell(row, FIRST)
    qtbot.mouseClick(tab.open_one, Qt.MouseButton.LeftButton)
    settled(window)
    shown = window.pages["help"].tabs.part("reports")
    assert shown.panel.report == tab.seen.board.rows[row].months["2021-05"].record
    window.show_page("workbench")
    before = window.desk.store.sql("SELECT count(*) FROM report")
    tab.table.setCurrentCell(row, FIRST + 5)
    qtbot.mouseClick(tab.open_one, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.desk.store.sql("SELECT count(*) FROM report") == [(before[0][0] + 1,)]
    assert shown.panel.report == the_report(window, "重医大附三院", "云阳县沙市镇中心卫生院", "2021-10")


def test_the_board_is_fresh_after_a_change(board, settled):
    from app.operations.reports import send_report, take_counted

    window, tab = board
    team = next(row.team for row in tab.seen.board.rows if "唐一鸣" in row.team.people)
    store = window.desk.store
    key = bytes.fromhex(str(open_report(store, team.supporting, team.receiving, "2021-10").items[0]["id"]))
    take_counted(store, key)
    window.desk.announce(send_report(store, key, at="2021-11-19"))
    settled(window)
    assert texts(tab, row_of(tab, "唐一鸣"))[5] == "已报"


def test_the_window_is_not_blocked_by_the_board(open_window, year_folder, settled, watchdog):
    window = open_window(year_folder, "workbench")
    with watchdog(limit=0.1):
        window.pages["workbench"].tabs.show_tab("board")
        settled(window)


def choose(window, tab, settled, team="渝北区人民医院", clinic="云阳县江口镇中心卫生院", month="2021-06"):
    tab.list.choose(the_report(window, team, clinic, month))
    settled(window)
    tab.faces.setCurrentIndex(1)
    settled(window)
    return tab.panel


def test_stated_and_counted_stand_beside_each_other(reports, settled):
    window, tab = reports
    panel = choose(window, tab, settled)
    assert "已收" in panel.said.text()
    assert "退回 2021-07-06 李敏（开展手术例数与附表不符，请核对后重报）" in panel.way.text()
    row = next(n for n, line in enumerate(panel.lines) if line.figure == "report.operations")
    assert [panel.table.item(row, at).text() for at in range(4)] == [
        "开展手术",
        "9",
        "8",
        "含台账外协助本院医生完成的手术",
    ]
    assert [one.isVisible() for one in (panel.send, panel.accept, panel.correct)] == [False, False, True]


def test_a_counted_number_opens_its_records(reports, settled, qtbot):
    window, tab = reports
    panel = choose(window, tab, settled)
    going = []
    window.desk.going.connect(going.append)
    row = next(n for n, line in enumerate(panel.lines) if line.figure == "report.operations")
    rect = panel.table.visualItemRect(panel.table.item(row, 2))
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.waitUntil(lambda: bool(going))
    target = going[0]
    assert (target.page, target.tab, dict(target.filters)["kind"]) == ("help", "ledger", "operations")
    ((kind,),) = window.desk.store.sql("SELECT kind FROM activity WHERE id = ?", (target.record,))
    assert kind == "operations"


def test_a_correction_is_sent_returned_and_accepted_by_the_buttons(reports, settled, qtbot):
    window, tab = reports
    panel = choose(window, tab, settled)

    def press(one):
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
        settled(window)

    press(panel.correct)
    assert "（第2稿）：草稿" in panel.said.text()
    press(panel.take)
    assert not any(line.differs for line in panel.lines)
    press(panel.send)
    assert "已报" in panel.said.text()
    press(panel.give_back)
    (dialog,) = panel.findChildren(FieldsDialog)
    dialog.try_accept()
    assert "还没有填" in dialog.missing.text()
    dialog.show_values({"reason": "再核对一次"})
    dialog.try_accept()
    settled(window)
    assert "再核对一次" in panel.way.text()
    press(panel.send)
    press(panel.accept)
    assert "已收" in panel.said.text()


def test_a_difference_is_explained_in_the_table(reports, settled):
    window, tab = reports
    panel = choose(window, tab, settled)
    row = next(n for n, line in enumerate(panel.lines) if line.figure == "report.rounds")
    panel.table.item(row, 3).setText("含线上查房")
    settled(window)
    assert panel.lines[row].remark == "含线上查房"


def test_the_timeline_opens_the_posting_that_is_clicked(board, settled, qtbot):
    window, _ = board
    tab = window.pages["workbench"].tabs.show_tab("timeline")
    settled(window)
    assert tab.said.text().startswith("8个受援单位，11次派驻")
    rect, bar, _ = next(place for place in tab.line._places if place[1].name == "张䶮")
    before = tab.line.width()
    tab.zoom(1)
    assert tab.line.width() > before
    tab.zoom(-1)
    going = []
    window.desk.going.connect(going.append)
    qtbot.mouseClick(tab.line, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert (going[0].page, going[0].tab, going[0].record) == ("help", "postings", bar.posting)


def test_a_step_is_noted_on_the_day_that_was_told(reports, settled, qtbot):
    window, tab = reports
    key = the_report(window, "重医大附三院", "云阳县凤鸣镇中心卫生院", "2021-09")
    from app.operations.reports import correct_report, steps

    made = bytes.fromhex(str(correct_report(window.desk.store, key).items[0]["id"]))
    tab.list.choose(made)
    tab.faces.setCurrentIndex(1)
    settled(window)
    tab.panel.day.setDate(QDate(2021, 11, 26))
    qtbot.mouseClick(tab.panel.send, Qt.MouseButton.LeftButton)
    settled(window)
    assert steps(window.desk.store, made)[-1]["at"][:10] == "2021-11-26"
    tab.panel.day.setDate(QDate.currentDate())
    assert tab.panel.at == ""


def test_the_due_day_of_the_settings_decides_what_is_late(open_window, year_folder, settled):
    window = open_window(year_folder, "settings")
    settled(window)
    data = window.pages["settings"].data
    assert data.due.value() == 5
    data.due.setValue(12)
    settled(window)
    from app.operations.board import board

    owed = board(window.desk.store, "2021-11-11").owed()
    assert [cell.state for _, month, cell in owed if month == "2021-10"] == ["应报"] * len(
        [1 for _, month, _ in owed if month == "2021-10"]
    )
