"""A number on a page of the played year is pressed: what opens are the records that were counted for it by hand."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest
import sample_counts as hand
from PySide6.QtCore import Qt

from app.ui.desk import Target
from app.ui.pages.support.letter_dialog import LetterDialog
from app.ui.pages.support.progress_dialog import ProgressDialog
from app.ui.pages.workbench import COUNTS


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def window(open_window, played_folder, tmp_path, settled):
    made = open_window(shutil.copytree(played_folder, tmp_path / "data"), "workbench")
    settled(made)
    return made


def listed(window):
    """What the ledger's list shows: day, unit, person and amount of each row."""
    keys = list(window.pages["support"].tabs.part("ledger").list.list.model.ids)
    rows = window.desk.store.sql(
        "SELECT a.date, u.name, p.name, a.topic FROM activity a JOIN unit u ON u.id = a.unit_id"
        f" JOIN person p ON p.id = a.person_id WHERE a.id IN ({', '.join('?' * len(keys))})",
        keys,
    )
    return Counter(rows)


def by_hand(entries):
    return Counter((one.day, one.unit, one.person, one.topic) for one in entries)


def pressed(qtbot, view, rect):
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_the_first_pages_numbers_are_those_of_the_lists_they_lead_to(window, settled, qtbot):
    from app.ui.lists.view import ListView

    work = window.pages["workbench"]
    told = {key: int(work.counts[key].number.text()) for key, *_ in COUNTS}
    teams = {unit for pair in hand.teams() for unit in pair}
    assert told == {"people": 11, "units": len(teams), "pairings": len(hand.teams()), "postings": 11}
    for key, _, _, page, _ in COUNTS:
        qtbot.mouseClick(work.counts[key], Qt.MouseButton.LeftButton)
        settled(window)
        (shown,) = [view for view in window.pages[page].findChildren(ListView) if view.isVisible()]
        assert len(shown.list.ids) == told[key], key
        window.show_page("workbench")


def test_each_counted_figure_of_a_report_opens_its_entries(window, settled, qtbot):
    team, month = ("渝北区中医院", "云阳县江口镇中心卫生院"), "2021-06"
    names = hand.teams()[team]
    window.go_to(Target("support", "reports"))
    settled(window)
    tab = window.pages["support"].tabs.part("reports")
    ((key,),) = window.desk.store.sql(
        "SELECT r.id FROM report r JOIN unit s ON s.id = r.supporting_unit_id JOIN unit u ON u.id = r.receiving_unit_id"
        " WHERE s.name = ? AND u.name = ? AND r.month = ?", (*team, month),
    )  # fmt: skip
    tab.list.choose(bytes(key))
    tab.faces.setCurrentIndex(1)
    settled(window)
    opened = 0
    for number, line in enumerate(tab.panel.lines):
        assert tab.panel.table.item(number, 2).text() == hand.counted(line.figure, names, [month])
        if not line.counted.records:
            continue
        window.show_page("support")
        window.pages["support"].tabs.show_tab("reports")
        pressed(qtbot, tab.panel.table, tab.panel.table.visualItemRect(tab.panel.table.item(number, 2)))
        settled(window)
        if line.figure in hand.BUILT:
            shown = window.pages["support"].tabs.part("registers")
            assert shown.isVisible()
            ((name,),) = window.desk.store.sql(
                "SELECT name FROM development WHERE id = ?",
                (shown.stack.currentWidget().list.view.current_record(),),
            )
            assert [name] == [one["name"] for one in hand.built(hand.BUILT[line.figure], names, [month])]
        else:
            assert listed(window) == by_hand(hand.behind(line.figure, names, [month])), line.figure
        opened += 1
    assert opened >= 8


def test_each_row_of_a_supporters_month_opens_its_entries(window, settled, qtbot):
    tab = window.pages["workbench"].tabs.show_tab("own")
    tab.who.setText("孟钰珵")
    tab.who.returnPressed.emit()
    settled(window)
    tab.month.setCurrentIndex(tab.month.findText("2021年8月"))
    tab.month.activated.emit(tab.month.currentIndex())
    settled(window)
    done = list(tab.view.done)
    assert {one.label for one in done if one.table == "activity"} == {
        one.label for one in hand.of(["孟钰珵"], ["2021-08"])
    }
    for number, one in enumerate(done):
        window.show_page("workbench")
        settled(window)
        pressed(qtbot, tab.work, tab.work.visualItemRect(tab.work.topLevelItem(number)))
        settled(window)
        if one.table == "activity":
            assert listed(window) == by_hand(hand.of(["孟钰珵"], ["2021-08"], [one.label])), one.label
    assert [one.label for one in done if one.table == "development"] == ["适宜技术"]


def test_each_sum_below_the_ledger_leads_to_its_entries(window, settled):
    window.go_to(Target("support", "ledger"))
    settled(window)
    work = window.pages["support"].tabs.part("ledger").list
    text = work.sums.text().replace("\N{WORD JOINER}", "")
    for label in {one.label for one in hand.entries()}:
        told = (
            f"{int(hand.total(hand.of(labels=[label]))):,}"
            if "援助" not in label
            else hand.total(hand.of(labels=[label]))
        )
        assert f"{label}</a>&nbsp;<b>{told}</b>" in text, label
    work.sums.linkActivated.emit("free_clinics")
    settled(window)
    assert listed(window) == by_hand(hand.of(labels=["义诊"]))


def test_each_figure_of_the_yearly_report_opens_into_its_records(window, settled, qtbot):
    window.go_to(Target("support", "registers"))
    settled(window)
    from app.operations.own_editions import edition_of

    ((key,),) = window.desk.store.sql("SELECT id FROM letter WHERE edition = 'yuanbang-yearly'")
    dialog = LetterDialog(window, window.desk, edition_of(window.desk.folder, "yuanbang-yearly"), bytes(key))
    dialog.open()
    settled(window)
    dialog.show_figures()
    settled(window)
    (figures,) = dialog.findChildren(ProgressDialog)
    seen = {}
    for number in range(figures.tree.topLevelItemCount()):
        item = figures.tree.topLevelItem(number)
        item.setExpanded(True)
        settled(window)
        seen[item.text(0)] = item.text(2)
        assert item.childCount() == int(item.text(4)), item.text(0)
    for label in {one.label for one in hand.entries()}:
        assert [told for head, told in seen.items() if label in head] == [
            hand.total(hand.of(labels=[label]))
        ], label
    first = next(
        figures.tree.topLevelItem(n)
        for n in range(figures.tree.topLevelItemCount())
        if "义诊" in figures.tree.topLevelItem(n).text(0)
    )
    figures.tree.itemActivated.emit(first.child(0), 0)
    settled(window)
    shown = window.pages["support"].tabs.part("ledger").list.list
    assert shown.isVisible()
    ((day,),) = window.desk.store.sql(
        "SELECT date FROM activity WHERE id = ?", (shown.view.current_record(),)
    )
    assert day in {one.day for one in hand.of(labels=["义诊"])}
