"""半年汇总 in the window over a played year: chosen team, months and records behind a number, files."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from app.ui.desk import Target
from app.ui.pages.support.sums_dialog import SumsDialog


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def sums(open_window, played_folder, tmp_path, settled, qtbot):
    """The dialog for 唐一鸣's team, whose report of October never came."""
    window = open_window(shutil.copytree(played_folder, tmp_path / "data"), "support")
    window.go_to(Target("support", "reports"))
    settled(window)
    tab = window.pages["support"].tabs.part("reports")
    ((key,),) = window.desk.store.sql(
        "SELECT r.id FROM report r JOIN unit u ON u.id = r.receiving_unit_id WHERE u.name LIKE '%沙市镇%'"
        " AND r.month = '2021-08'"
    )
    tab.list.choose(bytes(key))
    settled(window)
    qtbot.mouseClick(tab.sums, Qt.MouseButton.LeftButton)
    settled(window)
    (dialog,) = tab.findChildren(SumsDialog)
    settled(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    yield window, dialog
    dialog.reject()


def line(dialog, text):
    return dialog.tree.findItems(text, Qt.MatchFlag.MatchExactly)[0]


def test_the_chosen_reports_team_and_half_year_are_summed(sums):
    _, dialog = sums
    assert dialog.teams.currentText() == "重医大附三院 → 云阳县沙市镇中心卫生院（唐一鸣）"
    assert dialog.part.currentText() == "下半年"
    assert dialog.missing.text() == "缺1个月，没有算进填报数：10月（没有月报）"
    item = line(dialog, "教学查房")
    assert (item.text(1), item.text(2)) == ("13", "17")
    assert item.child(3).text(1) == "缺"


def test_another_span_and_team_are_summed(sums, settled):
    window, dialog = sums
    dialog.part.setCurrentIndex(dialog.part.findData("h1"))
    dialog.part.activated.emit(dialog.part.currentIndex())
    settled(window)
    assert dialog.missing.isHidden()
    assert [line(dialog, "教学查房").child(n).text(0) for n in range(2)] == ["2021年5月", "2021年6月"]
    dialog.teams.setCurrentIndex(0)
    dialog.teams.activated.emit(0)
    settled(window)
    assert dialog.found.name.startswith(dialog.teams.currentText().partition("（")[0])


def test_a_month_opens_into_its_records_and_these_into_the_ledger(sums, settled):
    window, dialog = sums
    month = line(dialog, "教学查房").child(1)
    line(dialog, "教学查房").setExpanded(True)
    month.setExpanded(True)
    settled(window)
    assert month.childCount() == 4
    going = []
    window.desk.going.connect(going.append)
    dialog.go_behind(month.child(2), 0)
    settled(window)
    target = going[0]
    assert (target.page, target.tab, dict(target.filters)["month"]) == ("support", "ledger", "2021-08")
    ((kind, day),) = window.desk.store.sql("SELECT kind, date FROM activity WHERE id = ?", (target.record,))
    assert (kind, day) == ("rounds", "2021-08-18")
    assert dialog.isHidden()


def test_a_stated_number_opens_its_report(sums, settled):
    window, dialog = sums
    going = []
    window.desk.going.connect(going.append)
    month = line(dialog, "教学查房").child(0)
    dialog.go_behind(line(dialog, "教学查房").child(3), 1)  # no report: nowhere to go
    dialog.go_behind(month, 1)
    settled(window)
    assert [(one.page, one.tab) for one in going] == [("support", "reports")]
    ((shown,),) = window.desk.store.sql("SELECT month FROM report WHERE id = ?", (going[0].record,))
    assert shown == "2021-07"


def test_the_copy_is_written_and_printed(sums, settled, tmp_path):
    from app.operations.own_editions import edition_of
    from app.ui.paper.printing import printer_for

    window, dialog = sums
    dialog.save(tmp_path / "sum.xlsx")
    settled(window)
    assert (tmp_path / "sum.xlsx").exists()
    printer = printer_for(edition_of(window.desk.folder, "yubei-2021-workload"))
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    said = []
    window.desk.noticed.connect(said.append)
    dialog.print_on(printer)
    settled(window)
    assert (tmp_path / "printed.pdf").exists()
    assert said == ["已送去打印 1 页"]
