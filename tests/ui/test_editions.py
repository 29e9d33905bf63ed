"""表样 in the settings, driven by mouse and keyboard: copied, changed, refused, taken back, and offered elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.operations.own_editions import edition_of, known_editions
from app.ui.desk import Target
from app.ui.pages.paper_panel import PaperPanel
from app.ui.pages.support.wording_dialog import WordingDialog

OWN = "sichuan-2018-enrolment-own-1"


@pytest.fixture
def tab(open_window, ledger_folder, settled):
    window = open_window(ledger_folder, "settings")
    window.go_to(Target("settings", "editions"))
    settled(window)
    return window, window.pages["settings"].tabs.part("editions")


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def own(tab, settled):
    """The 报名表 copied for the next year, its editor open."""
    window, part = tab
    part.list.choose(b"sichuan-2018-enrolment")
    settled(window)
    part.copy_to("sichuan-2018-enrolment", {"name": "2019年报名表", "year": "2019"})
    settled(window)
    return window, part


def row_of(editor, text):
    return next(n for n, caption in enumerate(editor._captions) if caption.text == text)


def test_a_copy_opens_its_editor_and_is_seen_on_the_paper(own):
    _, part = own
    assert part.left.currentIndex() == 1
    assert part.editor.title.toPlainText().startswith("2019年四川省")
    assert part.title.text().startswith("2019年四川省")
    assert part.chosen is not None
    assert part.chosen.id == OWN
    assert part.edit.isVisible()


def test_shipped_ones_offer_no_change(tab, settled):
    window, part = tab
    part.list.choose(b"yubei-2021-workload")
    settled(window)
    assert (part.copy.isVisible(), part.edit.isVisible(), part.remove.isVisible()) == (True, False, False)


def test_the_dialog_proposes_the_next_year(tab, settled, qtbot):
    window, part = tab
    part.list.choose(b"yubei-2021-workload")
    settled(window)
    part.ask_copy()
    from app.ui.widgets.dialogs import FieldsDialog

    (dialog,) = part.findChildren(FieldsDialog)
    assert dialog.form.text("year") == "2022"
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert "2022年" in edition_of(window.desk.folder, "yubei-2021-workload-own-1").title[0].text


def test_a_caption_typed_in_the_table_is_on_the_paper_and_taken_back(own, qtbot, settled):
    window, part = own
    editor = part.editor
    at = row_of(editor, "党派")
    editor.table.item(at, 1).setText("政治面貌")
    settled(window)
    assert row_of(editor, "政治面貌") == at
    qtbot.mouseClick(editor.take_back, Qt.MouseButton.LeftButton)
    settled(window)
    assert row_of(editor, "党派") == at
    assert not editor.take_back.isEnabled()


def test_a_title_is_kept_when_the_keyboard_leaves_it(own, settled):
    window, part = own
    part.editor.title.setFocus()
    part.editor.title.setPlainText("2019年对口支援人员报名表\n（试用）")
    part.editor.name.setFocus()
    settled(window)
    assert [line.text for line in edition_of(window.desk.folder, OWN).title] == [
        "2019年对口支援人员报名表",
        "（试用）",
    ]


def test_a_row_is_hidden_and_one_of_the_offices_own_added(own, qtbot, settled):
    window, part = own
    editor = part.editor
    editor.table.setCurrentCell(row_of(editor, "民族"), 1)
    qtbot.mouseClick(editor.hide_one, Qt.MouseButton.LeftButton)
    settled(window)
    assert "民族" not in {caption.text for caption in editor._captions}
    editor.add_row({"label": "开放床位", "field": "自设栏（名称同栏名）"})
    settled(window)
    fields = {cell.field for row in edition_of(window.desk.folder, OWN).rows for cell in row.cells}
    assert "free.开放床位" in fields
    assert "person.ethnicity" not in fields


def test_what_is_not_sound_is_told_and_the_typed_text_stays(own, settled):
    window, part = own
    editor = part.editor
    editor.title.setFocus()
    editor.title.setPlainText("标题{没有这一栏}")
    editor.name.setFocus()
    settled(window)
    assert "FRM-" in editor.problem.text()
    assert editor.title.toPlainText() == "标题{没有这一栏}"
    assert edition_of(window.desk.folder, OWN).title[0].text.startswith("2019年")


def test_the_other_pages_offer_the_copy_at_once(tab, settled):
    window, part = tab
    window.go_to(Target("people", "papers"))
    settled(window)
    window.show_page("print")
    settled(window)
    part.copy_to("sichuan-2018-enrolment", {"name": "2019年报名表", "year": "2019"})
    settled(window)
    chooser = window.pages["print"].chooser
    assert "2019年报名表" in [chooser.form.itemText(n) for n in range(chooser.form.count())]
    choice = window.pages["people"].tabs.part("papers").paper.bar.choice
    assert any("2019年报名表" in choice.itemText(n) for n in range(choice.count()))
    assert choice.currentIndex() == 0


def test_a_new_person_is_filled_in_on_the_copy_and_printed_on_it(tab, settled):
    window, part = tab
    part.copy_to("sichuan-2018-enrolment", {"name": "", "year": "2019"})
    settled(window)
    window.go_to(Target("people", "papers"))
    settled(window)
    paper = window.pages["people"].tabs.part("papers").paper
    paper.show_new()
    assert paper.edition.id == "sichuan-2018-enrolment"
    names = [one.id for one in paper.editions]
    settled(window)
    paper.view.document.change("person.name", {"person.name": "钱小满"})
    paper.bar.choice.setCurrentIndex(names.index(OWN))
    settled(window)
    assert paper.edition.id == OWN and paper.new, "another form stays chosen for somebody new"
    assert paper.view.values()["person.name"] == "钱小满", "what was typed goes over to it"
    assert window.desk.store.sql("SELECT count(*) FROM person WHERE name = '钱小满'") == [(0,)]
    assert paper.bar.choice.currentText().startswith("对口支援人员报名表（2019年）")
    paper.store()
    settled(window)
    paper.show_new()
    settled(window)
    assert paper.edition.id == OWN
    again = PaperPanel(window.desk, paper.subjects, "")
    assert again.edition.id == OWN, "it is at hand the next time too"
    again.deleteLater()
    asked = []
    window.desk.printing.disconnect()
    window.desk.printing.connect(lambda subject, ids: asked.append(subject))
    key = bytes(window.desk.store.sql("SELECT id FROM enrolment LIMIT 1")[0][0])
    paper.show_record(key)
    settled(window)
    paper.bar.printed.emit()
    window.pages["people"].tabs.part("papers").print_chosen()
    settled(window)
    assert asked == [OWN, OWN]


def test_the_clauses_of_a_letter_of_ones_own_are_changed_in_words(tab, settled):
    window, part = tab
    part.copy_to("yuanbang-responsibility", {"name": "本院责任书"})
    settled(window)
    editor, own = part.editor, "yuanbang-responsibility-own-1"
    assert editor.words.isVisible() and not editor.table.isVisible() and not editor.hide_one.isVisible()
    before = edition_of(window.desk.folder, own)
    editor.words.click()
    settled(window)
    (dialog,) = editor.findChildren(WordingDialog)
    assert "{协议编号}" in dialog.table.item(0, 1).text() and dialog.preview.pages
    dialog.table.setCurrentCell(0, 1)
    dialog.text.setPlainText("合同编号：{协议编号}")
    dialog.table.setCurrentCell(dialog.table.rowCount() - 2, 1)
    dialog.add()
    dialog.text.setPlainText("本责任书一式三份。")
    dialog.keep()
    settled(window)
    after = edition_of(window.desk.folder, own)
    assert after.blocks[0].text == "合同编号：{agreement.number}"
    assert len(after.blocks) == len(before.blocks) + 1
    assert after.blocks[1:3] == before.blocks[1:3] and after.blocks[-1] == before.blocks[-1]
    editor.undo()
    settled(window)
    assert edition_of(window.desk.folder, own).blocks == before.blocks


def test_what_a_title_fills_in_stands_there_by_its_name(tab, settled):
    window, part = tab
    part.copy_to("yubei-2021-workload", {"name": "", "year": "2027"})
    settled(window)
    own, editor = "yubei-2021-workload-own-1", part.editor
    assert "{" not in part.title.text()
    text = editor.title.toPlainText()
    assert "{月份|M}" in text and "report.month" not in text
    before = edition_of(window.desk.folder, own).title
    editor.title.setPlainText(text.replace("2027年重庆市", "2027年度重庆市"))
    editor.leave()
    settled(window)
    after = edition_of(window.desk.folder, own).title
    assert [line.text for line in after] == [
        line.text.replace("2027年重庆市", "2027年度重庆市") for line in before
    ]


def test_deleted_exported_and_imported(own, qtbot, settled, tmp_path):
    window, part = own
    part.editor.leave()
    from app.operations.own_editions import export_edition

    export_edition(window.desk.folder, OWN, tmp_path / "x.toml")
    part.ask_remove()
    (box,) = part.findChildren(QMessageBox)
    assert "editions" in box.informativeText()
    part.delete(OWN)
    box.close()
    settled(window)
    assert OWN not in known_editions(window.desk.folder)
    part.import_file(tmp_path / "x.toml")
    settled(window)
    assert OWN in known_editions(window.desk.folder)
    (tmp_path / "bad.toml").write_text("x", "utf-8")
    told = []
    window.desk.faults.show = told.append
    part.import_file(Path(tmp_path / "bad.toml"))
    settled(window)
    assert [error.problem.code for error in told] == ["FRM-002"]
