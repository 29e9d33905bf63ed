"""鉴定 driven by mouse and keyboard: a draft from the ledger, phrases, opinions kept, refused and seen on the paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.operations.appraising import state_of
from app.ui.desk import Target


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def tab(open_window, ledger_folder, settled):
    window = open_window(ledger_folder, "support")
    ((posting,),) = window.desk.store.sql("SELECT id FROM posting ORDER BY id LIMIT 1")
    window.go_to(Target("support", "appraisals", bytes(posting)))
    settled(window)
    return window, window.pages["support"].tabs.part("appraisals"), bytes(posting)


def test_a_draft_is_put_into_the_box_and_stored_when_it_is_saved(tab, settled, qtbot):
    window, part, posting = tab
    panel = part.panel
    assert "四级意见已有0级" in panel.head.text()
    panel.summary.setPlainText("我先写一句。")
    qtbot.mouseClick(panel.draft, Qt.MouseButton.LeftButton)
    settled(window)
    assert panel.summary.toPlainText().startswith("我先写一句。\n")
    assert "开展对口支援工作" in panel.summary.toPlainText()
    assert state_of(window.desk.store, posting).summary == ""
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    settled(window)
    assert state_of(window.desk.store, posting).summary.startswith("我先写一句。")


def test_an_opinion_is_made_from_a_phrase_and_kept(tab, settled, qtbot):
    window, part, posting = tab
    box = part.panel.boxes[0]
    assert box.phrases.count() >= 3
    box.phrases.setCurrentIndex(1)
    box.phrases.activated.emit(1)
    box.signer.setText("院长")
    box.date.setText("2021.11.3")
    box.result.setCurrentText("合格")
    qtbot.mouseClick(part.panel.save, Qt.MouseButton.LeftButton)
    settled(window)
    given = state_of(window.desk.store, posting).opinions[0]
    assert (given.signer, given.date, given.result) == ("院长", "2021-11-03", "合格")
    assert "四级意见已有1级" in part.panel.head.text()
    part.faces.setCurrentIndex(1)
    settled(window)
    assert given.text in str(part.paper.view.values()["appraisal.receiving_unit_opinion"])


def test_a_date_that_is_none_is_told_and_the_text_stays(tab, settled, qtbot):
    window, part, posting = tab
    box = part.panel.boxes[1]
    box.text.setPlainText("同意。")
    box.date.setText("下周")
    told = []
    window.desk.faults.show = told.append
    qtbot.mouseClick(part.panel.save, Qt.MouseButton.LeftButton)
    settled(window)
    assert told[0].problem.code == "APR-003"
    assert (box.text.toPlainText(), box.date.text()) == ("同意。", "下周")
    assert part.panel.changed()
    assert state_of(window.desk.store, posting).steps == 0


def test_another_order_is_remarked_on_and_printing_awaits_four_stamps(tab, settled, qtbot):
    window, part, _ = tab
    box = part.panel.boxes[2]
    box.text.setPlainText("同意。")
    box.date.setText("2021.11.3")
    qtbot.mouseClick(part.panel.save, Qt.MouseButton.LeftButton)
    settled(window)
    assert "还没有" in part.panel.said.text()
    qtbot.mouseClick(part.panel.printed, Qt.MouseButton.LeftButton)
    settled(window)
    assert all("等签章" in one.stamp.text() for one in part.panel.boxes)


def test_leaving_for_another_posting_stores_what_was_typed(tab, settled):
    window, part, posting = tab
    part.panel.summary.setPlainText("写到一半")
    other = window.desk.store.sql("SELECT id FROM posting ORDER BY id LIMIT 1 OFFSET 1")[0][0]
    part.list.choose(bytes(other))
    settled(window)
    assert state_of(window.desk.store, posting).summary == "写到一半"
    assert part.panel.posting == bytes(other)


def test_the_numbers_of_a_summary_lead_to_their_records(tab, settled, qtbot):
    from app.operations.ledger import record_activities
    from app.ui.pages.support.progress_dialog import ProgressDialog

    window, part, posting = tab
    store = window.desk.store
    ((name, start),) = store.sql(
        "SELECT p.name, t.start FROM posting t JOIN person p ON p.id = t.person_id WHERE t.id = ?", (posting,)
    )
    record_activities(store, [{"kind": "讲座", "date": start, "person": name, "amount": "2", "people": "40"}])
    qtbot.mouseClick(part.panel.sources, Qt.MouseButton.LeftButton)
    settled(window)
    (dialog,) = part.panel.findChildren(ProgressDialog)
    item = dialog.tree.topLevelItem(0)
    assert (item.text(0), item.text(2), item.text(4)) == ("开展讲座（听课人数40）", "2次", "1")
    item.setExpanded(True)
    settled(window)
    assert item.childCount() == 1 and name in item.child(0).text(0)
    dialog.accept()


def test_what_was_refused_is_there_again_after_leaving_the_posting(tab, settled, open_window, ledger_folder):
    window, part, posting = tab
    ((other,),) = window.desk.store.sql("SELECT id FROM posting ORDER BY id LIMIT 1 OFFSET 1")
    box = part.panel.boxes[1]
    box.text.setPlainText("同意受援单位意见。")
    box.date.setText("下周")
    window.desk.faults.show = lambda error: None
    part.list.choose(bytes(other))
    settled(window)
    assert (box.text.toPlainText(), box.date.text()) == ("", "") and not part.panel.changed()
    part.list.choose(posting)
    settled(window)
    assert (box.text.toPlainText(), box.date.text()) == ("同意受援单位意见。", "下周")
    box.date.setText("2021.11.8")
    part.panel.store()
    settled(window)
    assert state_of(window.desk.store, posting).opinions[1].date == "2021-11-08"
    assert not window.desk.store.workbench().rows("SELECT key FROM draft WHERE key LIKE 'opinions:%'")
    opinions = [column.key for column in part.list.source.columns].index("opinions")
    shown = part.list.model.index(part.list.model.ids.index(posting), opinions)
    assert shown.data() == "1级"


def test_a_summary_is_a_draft_while_it_is_typed(tab, settled, qtbot):
    window, part, posting = tab
    part.panel.summary.setPlainText("断电以前写的一句。")
    part.panel.drafts.keep()
    settled(window)
    ((title,),) = window.desk.store.workbench().rows("SELECT title FROM draft")
    assert title.startswith("鉴定：")
    part.panel.kept = {}  # as at a kill: nothing is stored
    part.panel.show_posting(None)
    part.panel.show_posting(posting)
    settled(window)
    assert part.panel.summary.toPlainText() == "断电以前写的一句。" and part.panel.changed()
