"""签字盖章 driven as a clerk would: printed, handed over, stamped, scanned back by folder and by hand."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.forms.qr import bears_code
from app.operations.printing import print_forms
from app.operations.selection import Selection
from app.operations.signoffs import papers_printed, waiting
from app.ui.desk import Target
from app.ui.pages.support.scans_dialog import ScansDialog

APPRAISAL = "yubei-2021-appraisal"


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def opened(open_window, ledger_folder, settled):
    window = open_window(ledger_folder, "support")
    postings = [bytes(key) for (key,) in window.desk.store.sql("SELECT id FROM posting ORDER BY id LIMIT 3")]
    papers_printed(window.desk.store, "appraisal", postings, APPRAISAL, day="2021-11-01")
    window.go_to(Target("support", "signing"))
    settled(window)
    return window, window.pages["support"].tabs.part("signing"), postings


def click(qtbot, one):
    qtbot.mouseClick(one, Qt.MouseButton.LeftButton)


def states(part):
    column = next(n for n, one in enumerate(part.list.source.columns) if one.key == "state")
    return [part.list.model.text(row, column) for row in range(len(part.list.model.ids))]


def test_several_papers_are_handed_over_and_stamped_at_once_and_taken_back(opened, settled, qtbot):
    window, part, _ = opened
    assert states(part) == ["已打印"] * 12
    assert not part.hand.isEnabled()
    part.list.view.selectAll()
    dialog = part.ask_hand()
    dialog.form.set_text("to", "江口镇卫生院院办")
    dialog.form.set_text("day", "下周")
    click(qtbot, dialog.accept_button)
    settled(window)
    assert dialog.isVisible() and "看不出是哪一天" in dialog.missing.text(), "what was typed stays"
    dialog.form.set_text("day", "2021.11.3")
    click(qtbot, dialog.accept_button)
    settled(window)
    assert states(part) == ["已送出"] * 12
    part.list.choose(part.list.model.ids[0])
    settled(window)
    assert "送出给江口镇卫生院院办" in part.steps.text()
    click(qtbot, part.ask_stamp().accept_button)
    settled(window)
    assert sorted(states(part)) == sorted(["已送出"] * 11 + ["已签章"])
    click(qtbot, part.back)
    settled(window)
    assert states(part) == ["已送出"] * 12


def test_a_folder_of_scans_is_read_and_attached(opened, settled, qtbot, tmp_path):
    window, part, postings = opened
    print_forms(
        window.desk.store,
        APPRAISAL,
        Selection(ids=tuple(postings[:2])),
        tmp_path / "扫描" / "a.pdf",
        coded=True,
    )
    Image.new("RGB", (500, 700), "white").save(tmp_path / "扫描" / "无码.png")
    part.read_scans(tmp_path / "扫描")
    settled(window)
    (dialog,) = part.findChildren(ScansDialog)
    qtbot.waitExposed(dialog)
    assert "认出 2 份；1 页要手工归位" in dialog.said.text()
    choice = dialog.tree.itemWidget(dialog.tree.topLevelItem(0), 3)
    assert isinstance(choice, QComboBox) and choice.count() == 6
    choice.setCurrentIndex(2)
    dialog.tree.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.attach_button.text() == "附上 1 份"
    click(qtbot, dialog.attach_button)
    settled(window)
    assert len(waiting(window.desk.store)) == 11, "one of four stamps of one paper"
    assert dialog.tree.topLevelItemCount() == 1
    assert dialog.said.text() == "已附上1份扫描件；还有 1 份没有附；还有 1 页要手工归位"
    assert dialog.why.text().endswith("（SCN-009）")
    dialog.sieve.setText("派出单位")
    assert dialog.awaited.topLevelItemCount() == 3
    dialog.sieve.setText("")
    dialog.awaited.topLevelItem(0).setSelected(True)
    dialog.awaited.topLevelItem(1).setSelected(True)
    assert dialog.place_button.text() == "把 1 页附上"
    click(qtbot, dialog.place_button)
    settled(window)
    assert len(waiting(window.desk.store)) == 9
    assert dialog.by_hand.isHidden() and dialog.said.text() == "已附上1页扫描件；还有 1 份没有附"
    dialog.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):  # all is placed
        click(qtbot, dialog.attach_button)
    settled(window)
    assert sorted(set(states(part))) == ["已打印", "扫描件已附"]
    part.list.choose(
        next(one for one in part.list.model.ids if states(part)[part.list.model.row_of(one)] == "扫描件已附")
    )
    settled(window)
    assert part.view.image is not None and part.save_scan.isEnabled()
    part.read_scans(tmp_path / "扫描")
    settled(window)
    (again,) = [one for one in part.findChildren(ScansDialog) if one.isVisible()]
    assert not again.attach_button.isEnabled(), "what is attached is not ticked"
    click(qtbot, again.again)
    assert again.attach_button.text() == "附上 2 份"


def test_a_record_changed_after_printing_is_told_beside_its_paper(opened, settled):
    from app.operations.saving import save_form

    window, part, postings = opened
    part.list.choose(part.list.model.ids[0])
    settled(window)
    assert part.changed.isHidden()
    for posting in postings:
        save_form(window.desk.store, "appraisal", posting, {"appraisal.summary": "改了"})
    part._look()
    settled(window)
    assert not part.changed.isHidden()


def test_printing_offers_codes_where_there_can_be_any_and_notes_what_was_printed(
    open_window, ledger_folder, settled, qtbot, tmp_path
):
    window = open_window(ledger_folder, "print")
    page = window.pages["print"]
    ((posting,),) = window.desk.store.sql("SELECT id FROM posting ORDER BY id LIMIT 1")
    page.take("appraisal", [bytes(posting)])
    qtbot.waitUntil(lambda: len(page.chooser.model.chosen()) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: bool(page.preview.pages) and not window.desk.runner.jobs, timeout=10_000)
    assert page.coded.isVisible() and not page.coded.isChecked()
    assert not any(bears_code(one) for one in page.preview.pages)
    click(qtbot, page.coded)
    qtbot.waitUntil(lambda: bool(page.preview.pages) and not window.desk.runner.jobs, timeout=10_000)
    assert all(bears_code(one) for one in page.preview.pages)
    assert page.note.isHidden()
    page.save(tmp_path / "a.pdf")
    settled(window)
    assert not page.made.marked.isHidden()
    click(qtbot, page.made.marked)
    settled(window)
    assert len(waiting(window.desk.store)) == 4
    assert page.made.marked.isHidden()
    page.take("roster", [bytes(posting)])
    qtbot.waitUntil(
        lambda: page.chooser.edition.subject == "roster" and not window.desk.runner.jobs, timeout=10_000
    )
    assert page.coded.isHidden()
    page.take("appraisal", [bytes(posting)])
    qtbot.waitUntil(
        lambda: page.chooser.edition.subject == "appraisal" and page.coded.isChecked(), timeout=10_000
    )
