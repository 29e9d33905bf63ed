"""The board and the report beside the ledger, driven by mouse and keyboard over a played year."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.operations.editing import save_record
from app.operations.reports import open_report
from app.store.drafts import list_drafts, save_draft
from app.ui.desk import Target
from app.ui.pages.support.progress_dialog import ProgressDialog
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
    window = open_window(year_folder, "support")
    window.go_to(Target("support", "reports"))
    settled(window)
    return window, window.pages["support"].tabs.part("reports")


def test_a_day_without_anybody_out_leads_to_the_latest_one_that_has(board, settled, qtbot):
    window, tab = board
    assert tab.latest.isHidden()
    tab.day.setDate(QDate(2026, 1, 5))
    settled(window)
    assert tab.table.rowCount() == 0 and tab.nothing.isVisible() and "没有派驻" in tab.nothing.text()
    assert "2021年11月20日" in tab.latest.text()
    qtbot.mouseClick(tab.latest, Qt.MouseButton.LeftButton)
    settled(window)
    assert (tab.day.date(), tab.table.rowCount(), tab.latest.isHidden()) == (AS_OF, 10, True)


def test_an_empty_ledger_is_told_what_will_stand_here(open_window, tmp_path, settled):
    window = open_window(tmp_path / "data", "workbench")
    tab = window.pages["workbench"].tabs.show_tab("board")
    settled(window)
    assert "还没有派驻：先导入名册" in tab.nothing.text() and tab.nothing.isVisible()
    assert tab.latest.isHidden() and not tab.remind_all.isEnabled() and not tab.export.isEnabled()


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
    return [tab.table.item(row, at).text() for at in range(tab.table.columnCount())]


def test_the_board_shows_every_team_and_answers_how_many(board):
    _, tab = board
    assert tab.table.rowCount() == 10
    assert tab.answer.text() == "现在在外0人，自然年共11人次"
    assert tab.owed.text() == "欠2份：逾期2"
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
    assert any("何以宁　病假到8月31日　到2021年10月31日" in text for text in tab.out.texts)
    assert texts(tab, row_of(tab, "张䶮"))[-1] == "未到期"


def test_reminders_are_copied_for_one_and_for_all(board, qtbot):
    _, tab = board
    row = row_of(tab, "唐一鸣")
    tab.table.setCurrentCell(row, 5)
    assert "2021年10月月报：逾期15天，应于11月5日前报送" in tab.chosen.text()
    qtbot.mouseClick(tab.remind_one, Qt.MouseButton.LeftButton)
    one = QGuiApplication.clipboard().text()
    assert one.startswith("重医大附三院驻云阳县沙市镇中心卫生院（唐一鸣）：2021年10月")
    qtbot.mouseClick(tab.remind_all, Qt.MouseButton.LeftButton)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    tab.table.setCurrentCell(row, 0)
    assert not tab.remind_one.isEnabled()


def test_only_the_teams_that_owe_something_are_shown_when_asked(board, qtbot):
    _, tab = board
    tab.table.setCurrentCell(row_of(tab, "唐一鸣"), 5)
    qtbot.mouseClick(tab.only_owed, Qt.MouseButton.LeftButton)
    assert [row.team.people for row in tab.table.rows] == [("唐一鸣",), ("阿依古丽·买买提",)]
    assert "沙市镇" in tab.chosen.text() and "逾期15天" in tab.chosen.text()  # the chosen paper stays chosen
    qtbot.mouseClick(tab.only_owed, Qt.MouseButton.LeftButton)
    assert tab.table.rowCount() == 10


def test_the_board_goes_out_as_a_workbook_and_as_a_picture(board, settled, tmp_path):
    window, tab = board
    tab.ways_out.write_export(tmp_path / "报送.xlsx")
    settled(window)
    rows = list(load_workbook(tmp_path / "报送.xlsx").worksheets[0].iter_rows(values_only=True))
    assert tab.ways_out.told().name == "报送情况（截至2021年11月20日）"
    assert rows[0][:4] == ("支援单位", "受援单位", "队员", "21年5月")
    mine = next(row for row in rows if row[2] == "唐一鸣")
    assert mine[:2] == ("重医大附三院", "云阳县沙市镇中心卫生院")
    assert (mine[3], mine[8], mine[9]) == ("已收 ✓", "逾期15天", "已签2级")
    tab.ways_out.copy_picture()
    settled(window)
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1000 and image.height() > 10 * 60
    tab.only_owed.setChecked(True)
    tab.ways_out.write_export(tmp_path / "欠报.xlsx")
    settled(window)
    assert len(list(load_workbook(tmp_path / "欠报.xlsx").worksheets[0].iter_rows())) == 1 + 2


def test_the_keyboard_alone_opens_a_paper(board, settled, qtbot):
    window, tab = board
    tab.table.setFocus()
    tab.table.setCurrentCell(0, 0)
    qtbot.keyClick(tab.table, Qt.Key.Key_Right)
    assert "2021年6月月报：已收" in tab.chosen.text()
    going = []
    window.desk.going.connect(going.append)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert [(one.page, one.tab) for one in going] == [("support", "reports")]


def test_the_months_tell_their_year_and_the_newest_is_in_sight(board, settled):
    window, tab = board
    heads = [tab.table.horizontalHeaderItem(at).text() for at in range(7)]
    assert heads == ["21年5月", "6月", "7月", "8月", "9月", "10月", "鉴定表"]
    window.setMinimumSize(300, 300)
    window.resize(720, 620)
    tab.table.months = ()
    tab.refresh()
    settled(window)
    bar = tab.table.horizontalScrollBar()
    assert bar.maximum() > 0 and bar.value() == bar.maximum()


def test_the_answer_opens_the_names_that_it_counts(board, settled, qtbot):
    window, tab = board
    tab.day.setDate(QDate(2021, 8, 10))
    settled(window)
    qtbot.mouseClick(tab.names, Qt.MouseButton.LeftButton)
    (dialog,) = tab.findChildren(ProgressDialog)
    whole = dialog.tree.topLevelItem(1)
    assert (whole.text(0), whole.text(2)) == ("自然年共11人次", "11")
    whole.setExpanded(True)
    settled(window)
    said = {whole.child(n).text(0) for n in range(whole.childCount())}
    assert len(said) == 11 and "2021.5.1-2021.10.31　云阳县江口镇中心卫生院　张䶮" in said
    dialog.accept()


def test_the_lines_below_lead_to_their_records(board, settled, qtbot):
    window, tab = board
    tab.day.setDate(QDate(2021, 11, 3))
    settled(window)
    window.resize(1280, 900)
    going = []
    window.desk.going.connect(going.append)
    for lines in (tab.due, tab.waiting):
        place = lines.list.visualItemRect(lines.list.item(0)).center()
        qtbot.mouseClick(lines.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        window.show_page("workbench")
    assert [(one.page, one.tab, one.record) for one in going] == [
        ("support", "plan", tab.due.lines[0].record),
        ("support", "signing", tab.waiting.lines[0].record),
    ]
    assert "10月月报还有10支队伍没有报" in tab.due.texts[-1]


def test_a_low_window_folds_the_lists_and_a_click_opens_them(board, qtbot):
    window, tab = board
    window.resize(1280, 650)
    qtbot.waitUntil(lambda: not tab.out.list.isVisible())
    assert tab.waiting.head.text() == "等签字盖章　5"
    qtbot.mouseClick(tab.waiting.head, Qt.MouseButton.LeftButton)
    assert tab.out.list.isVisible() and tab.waiting.list.isVisible()
    window.resize(1280, 900)
    qtbot.mouseClick(tab.waiting.head, Qt.MouseButton.LeftButton)
    assert not tab.out.list.isVisible()


def test_a_cell_opens_its_report_and_a_missing_one_begins_it(board, qtbot, settled):
    window, tab = board
    row = row_of(tab, "唐一鸣")
    tab.table.setCurrentCell(row, 0)
    qtbot.mouseClick(tab.open_one, Qt.MouseButton.LeftButton)
    settled(window)
    shown = window.pages["support"].tabs.part("reports")
    assert shown.panel.report == tab.seen.board.rows[row].months["2021-05"].record
    window.show_page("workbench")
    before = window.desk.store.sql("SELECT count(*) FROM report")
    tab.table.setCurrentCell(row, 5)
    qtbot.mouseClick(tab.open_one, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.desk.store.sql("SELECT count(*) FROM report") == [(before[0][0] + 1,)]
    assert shown.panel.report == the_report(window, "重医大附三院", "云阳县沙市镇中心卫生院", "2021-10")


def test_the_board_is_fresh_after_a_change(board, settled):
    from app.operations.report_steps import send_report
    from app.operations.reports import take_counted

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
    assert (target.page, target.tab, dict(target.filters)["kind"]) == ("support", "ledger", "operations")
    ((kind,),) = window.desk.store.sql("SELECT kind FROM activity WHERE id = ?", (target.record,))
    assert kind == "operations"


def test_the_keyboard_opens_a_numbers_records_and_writes_why_it_differs(reports, settled, qtbot):
    window, tab = reports
    panel = choose(window, tab, settled)
    going = []
    window.desk.going.connect(going.append)
    row = next(n for n, line in enumerate(panel.lines) if line.figure == "report.operations")
    panel.table.setCurrentCell(row, 3)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    (editor,) = panel.table.viewport().findChildren(QLineEdit)
    editor.setText("含电话指导的一例")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled(window)
    qtbot.waitUntil(lambda: panel.lines[row].remark == "含电话指导的一例")
    panel.table.setCurrentCell(row, 2)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(going))
    assert dict(going[0].filters)["kind"] == "operations"


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
    assert (going[0].page, going[0].tab, going[0].record) == ("support", "postings", bar.posting)


def test_the_units_names_stay_while_the_time_scrolls(board, settled, qtbot):
    window, _ = board
    ((unit, team, person),) = window.desk.store.sql(
        "SELECT t.unit_id, t.supporting_unit_id, t.person_id FROM posting t JOIN person p ON p.id = t.person_id"
        " WHERE p.name = '唐一鸣'"
    )
    where = {"unit_id": unit, "supporting_unit_id": team, "person_id": person}
    outcome = save_record(
        window.desk.store, "posting", None, {**where, "start": "2023-01-01", "end": "2023-06-30"}
    )
    window.desk.announce(outcome)
    tab = window.pages["workbench"].tabs.show_tab("timeline")
    settled(window)
    assert "有1段没有人（斜线）。浅黄是请假，点一条打开派驻" in tab.said.text()
    bar = tab.area.horizontalScrollBar()
    assert bar.maximum() > 0 and tab.line.left == bar.value() > 0  # the latest is in sight
    going = []
    window.desk.going.connect(going.append)
    rect = next(place for place in tab.line._places if place[1].start.year == 2023)[0]
    qtbot.mouseClick(tab.line, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert len(going) == 1
    window.show_page("workbench")
    under = QPoint(int(tab.line.left) + 20, int(rect.center().y()))
    first = next(place for place in tab.line._places if place[1].name == "唐一鸣")[0]
    bar.setValue(int(first.left()) - 10)
    under.setX(int(tab.line.left) + 20)
    assert first.contains(under.toPointF())
    qtbot.mouseClick(tab.line, Qt.MouseButton.LeftButton, pos=under)
    assert len(going) == 1


def test_a_step_is_noted_on_the_day_that_was_told(reports, settled, qtbot):
    window, tab = reports
    key = the_report(window, "重医大附三院", "云阳县凤鸣镇中心卫生院", "2021-09")
    from app.operations.report_steps import correct_report, steps

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
    yesterday = QDate.currentDate().addDays(
        -1
    )  # as the panel of a window stands that was opened the evening before
    tab.panel._today = yesterday
    tab.panel.day.setDate(yesterday)
    tab.panel.day.setMaximumDate(yesterday)
    assert tab.panel.at == "" and tab.panel.day.maximumDate() == QDate.currentDate()


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


def test_an_accepted_report_is_read_and_corrected_from_its_paper(reports, settled, qtbot):
    window, tab = reports
    choose(window, tab, settled)
    tab.faces.setCurrentIndex(0)
    settled(window)
    view = tab.paper.view
    assert tab.closed.isVisible() and tab.correct.isVisible() and not tab.give_back.isVisible()
    view.begin()
    assert view.hand.editor is None, "nothing is written on it"
    assert "更正稿" in view.strip.said.text()
    qtbot.mouseClick(tab.correct, Qt.MouseButton.LeftButton)
    settled(window)
    assert tab.panel.state == "draft" and tab.closed.isHidden()
    state = [column.key for column in tab.list.source.columns].index("state")
    assert tab.list.model.index(tab.list.model.ids.index(tab.panel.report), state).data() == "更正稿"
    view.begin()
    assert view.hand.editor is not None and view.strip.said.text() != tab.why.text()


def test_a_report_is_begun_with_what_the_ledger_counts_and_found_by_month_and_state(reports, settled, qtbot):
    window, tab = reports
    dialog = tab.ask_new()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.form.editors["team"])  # one types at once
    dialog.form.set_text("team", "没有的医院")
    dialog.form.set_text("unit", "沙市")
    dialog.form.set_text("month", "2021年10月")
    dialog.form.set_text("filled", "是")
    dialog.try_accept()
    settled(window)
    assert (
        dialog.isVisible()
        and "没有叫“没有的医院”的单位" in dialog.missing.text()
        and "（SEL-001）" in dialog.missing.text()
    )
    assert dialog.form.text("unit") == "沙市", "what was typed stays"
    dialog.form.set_text("team", "重医大附三院")
    dialog.try_accept()
    settled(window)
    key = the_report(window, "重医大附三院", "云阳县沙市镇中心卫生院", "2021-10")
    assert tab.panel.report == key and tab.paper.key == key
    assert tab.panel.lines and not any(line.differs for line in tab.panel.lines)
    assert tab.panel.lines[0].stated == tab.panel.lines[0].counted.text != ""
    tab.list.show_only((("state", "draft"), ("month", "2021-10")))
    settled(window)
    assert tab.list.model.ids == [key]
    again = tab.ask_new()
    for name, text in (("team", "重医大附三院"), ("unit", "沙市"), ("month", "2021-10")):
        again.form.set_text(name, text)
    again.try_accept()
    settled(window)
    assert window.desk.store.sql(
        "SELECT count(*) FROM report WHERE month = '2021-10' AND state = 'draft'"
    ) == [(1,)]


def test_a_report_not_stored_is_told_by_team_unit_and_month(reports, settled):
    window, tab = reports
    key = bytes.fromhex(str(open_report_of_october(window).items[0]["id"]))
    tab.list.choose(key)
    settled(window)
    assert tab.paper.drafts.title == "工作量月报：重医大附三院 → 云阳县沙市镇中心卫生院 2021年10月"


def open_report_of_october(window):
    ((team, unit),) = window.desk.store.sql(
        "SELECT t.id, u.id FROM unit t, unit u WHERE t.name = '重医大附三院' AND u.name = '云阳县沙市镇中心卫生院'"
    )
    return open_report(window.desk.store, bytes(team), bytes(unit), "2021-10")


def test_why_a_report_was_given_back_stands_above_its_paper(reports, settled):
    from app.operations.report_steps import return_report, send_report
    from app.operations.reports import take_counted

    window, tab = reports
    store = window.desk.store
    key = bytes.fromhex(str(open_report_of_october(window).items[0]["id"]))
    take_counted(store, key)
    send_report(store, key)
    window.desk.announce(return_report(store, key, "诊疗人次与门诊日志不符"))
    tab.list.choose(key)
    settled(window)
    assert tab.back.isVisible() and tab.back.text() == "退回原因：诊疗人次与门诊日志不符"
    assert tab.closed.isHidden()
    tab.list.choose(the_report(window, "渝北区人民医院", "云阳县江口镇中心卫生院", "2021-06"))
    settled(window)
    assert tab.back.isHidden() and tab.closed.isVisible()


def test_of_two_accepted_reports_one_is_kept_and_why(reports, settled):
    from app.models import Report, ReportStep

    window, tab = reports
    store = window.desk.store
    first = the_report(window, "渝北区人民医院", "云阳县江口镇中心卫生院", "2021-07")
    with store.operation("test", "另一台电脑上收下的一份") as op:
        one = op.session.get(Report, first)
        told = {
            name: getattr(one, name)
            for name in ("supporting_unit_id", "receiving_unit_id", "month", "outpatients")
        }
        other = Report(state="accepted", **told)
        op.session.add(other)
        op.session.flush()
        second = bytes(other.id)
        op.session.add(ReportStep(report_id=second, position=1, state="accepted", at="2021-08-09", by="李敏"))
    tab.list.choose(first)
    settled(window)
    tab.faces.setCurrentIndex(1)
    settled(window)
    assert "收下了两份，请留一份" in tab.panel.said.text() and tab.panel.keep.isVisible()
    tab.panel.ask_settle()
    (dialog,) = [one for one in tab.panel.findChildren(FieldsDialog) if one.isVisible()]
    dialog.try_accept()
    assert "还没有填" in dialog.missing.text()
    dialog.form.set_text("reason", "另一份少了两天的数")
    dialog.try_accept()
    settled(window)
    assert "请留一份" not in tab.panel.said.text()
    tab.list.choose(second)
    settled(window)
    assert tab.back.text() == "退回原因：另一份少了两天的数"


def test_a_remark_in_hand_outlives_a_refresh_and_a_power_cut(reports, settled, qtbot):
    window, tab = reports
    key = the_report(window, "重医大附三院", "云阳县凤鸣镇中心卫生院", "2021-09")
    tab.list.choose(key)
    tab.faces.setCurrentIndex(1)
    settled(window)
    panel = tab.panel
    panel.table.editItem(panel.table.item(2, 3))
    qtbot.keyClicks(panel.remarks.editor, "online too")
    window.desk.changed.emit(frozenset({"activity"}))
    settled(window)
    assert panel.remarks.editor.text() == "online too"

    def kept():
        return [(one.key, one.payload) for one in list_drafts(window.desk.light)]

    held = [(f"report_remark:{key.hex()}", {panel.lines[2].figure: "online too"})]
    qtbot.waitUntil(lambda: kept() == held, timeout=5_000)
    qtbot.keyClick(panel.remarks.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.lines[2].remark == "online too", timeout=5_000)
    qtbot.waitUntil(lambda: kept() == [], timeout=5_000)

    panel.show_report(None)
    save_draft(window.desk.light, held[0][0], dict.fromkeys(held[0][1], "only half of it"))
    panel.show_report(key)
    settled(window)
    assert panel.lines[2].remark == "only half of it"
    qtbot.waitUntil(lambda: kept() == [], timeout=5_000)
