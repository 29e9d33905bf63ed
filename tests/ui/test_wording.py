"""Changing the words of one letter: kept with it, checked, taken back; the edition untouched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMessageBox

from app.catalogue.problems import Refusal
from app.forms.block_text import changed, names_of, said
from app.forms.editions import editions
from app.forms.letter_text import blocks_of, with_blocks
from app.ui.pages.support.wording_dialog import WordingDialog


@pytest.fixture
def dialog(qtbot):
    kept, restored = [], []
    edition = editions()["yuanbang-mentoring-agreement"]
    made = WordingDialog(None, edition, blocks_of(edition), kept.append, lambda: restored.append(True))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made, kept, restored


def row_of(dialog, text):
    return next(n for n in range(dialog.table.rowCount()) if dialog.table.item(n, 1).text() == text)


def rewrite(dialog, row, text):
    dialog.table.setCurrentCell(row, 1)
    dialog.text.setPlainText(text)


def test_the_rule_that_a_clause_serves_is_told(dialog):
    made, _, _ = dialog
    made.table.setCurrentCell(row_of(made, "不在现场时，通过电话、视频等方式继续指导并作记录。"), 1)
    assert made.hint.text().startswith("这一段的依据：川卫办发〔2017〕122号 二（一）（二）。")
    made.table.setCurrentCell(row_of(made, "考核"), 1)
    assert "依据" not in made.hint.text()


def test_words_are_changed_added_moved_and_left_out(dialog, qtbot):
    made, kept, _ = dialog
    before = made.table.rowCount()
    rewrite(made, row_of(made, "帮带期限"), "学习期限")
    made.table.setCurrentCell(row_of(made, "考核"), 1)
    made.drop()
    made.table.setCurrentCell(2, 1)
    made.add()
    made.text.setPlainText("双方另外约定：")
    made.text.moveCursor(QTextCursor.MoveOperation.End)
    made.fields.setCurrentText("帮带对象")
    made.fields.activated.emit(made.fields.currentIndex())
    made.level.setCurrentIndex(2)
    made.level.activated.emit(2)
    assert made.table.rowCount() == before
    assert [made.table.item(3, n).text() for n in (0, 1)] == ["（一）", "双方另外约定：{帮带对象}"]
    made.move_by(-1)
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    (blocks,) = kept
    texts = [block.get("text", "") for block in blocks]
    assert "学习期限" in texts
    assert (texts[2], blocks[2]["level"]) == ("双方另外约定：{mentorship.mentee}", 2)
    assert "考核" not in texts
    assert blocks[-1]["parties"][0]["lines"][0] == "甲方（签字）："
    assert "帮带期限" in [block.text for block in editions()["yuanbang-mentoring-agreement"].blocks]


def test_what_is_not_sound_is_said_and_stays(dialog, qtbot):
    made, kept, _ = dialog
    rewrite(made, row_of(made, "帮带期限"), "期限{没有这一栏}")
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    assert "FRM-" in made.problem.text() and not made.problem.isHidden()
    assert kept == []
    assert row_of(made, "期限{没有这一栏}") >= 0
    made.text.setPlainText("期限")
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    assert len(kept) == 1


def test_who_signs_is_changed_line_by_line_and_never_to_nobody(dialog, qtbot):
    made, kept, restored = dialog
    last = made.table.rowCount() - 1
    assert made.table.item(last, 0).text() == "落款"
    made.table.setCurrentCell(last, 1)
    parts = made.text.toPlainText().split("\n\n")
    made.text.setPlainText("")
    assert "FRM-021" in made.problem.text()
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    assert kept == []
    made.text.setPlainText("\n\n".join([*parts, "见证方（盖章）：\n\u3000\u3000年\u3000月\u3000日"]))
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    assert [len(party["lines"]) for party in kept[0][-1]["parties"]][-1] == 2
    made.restore()
    assert restored == [True]


def test_the_heads_of_a_table_are_changed_but_not_their_number():
    edition = editions()["yuanbang-yearly"]
    block = next(one for one in blocks_of(edition) if one.get("rows"))
    names = names_of(edition)
    heads = said(block, names).split("\n")
    told = changed(block, "\n".join(["工作项目", *heads[1:]]), names)
    assert [one["head"] for one in told["columns"]] == ["工作项目", *heads[1:]]
    assert with_blocks(edition, [told]).blocks[0].columns[0].field == block["columns"][0]["field"]
    with pytest.raises(Refusal) as refused:
        changed(block, "\n".join(heads[1:]), names)
    assert refused.value.problem.code == "FRM-021"


@pytest.mark.parametrize("name", [one.id for one in editions().values() if one.kind == "letter"])
def test_every_letter_reads_the_same_after_it_was_shown_and_not_changed(name):
    edition = editions()[name]
    names = names_of(edition)
    for block in blocks_of(edition):
        assert (
            changed(block, said(block, names), names) == {"text": "", **block}
            or changed(block, said(block, names), names) == block
        )
    assert (
        with_blocks(edition, [changed(one, said(one, names), names) for one in blocks_of(edition)]) == edition
    )


def asked(dialog):
    (box,) = [one for one in dialog.findChildren(QMessageBox) if one.isVisible()]
    return {one.text(): one for one in box.buttons()}


def test_closing_asks_about_words_that_are_not_kept(dialog, qtbot):
    made, kept, _ = dialog
    rewrite(made, row_of(made, "帮带期限"), "学习期限")
    made.reject()
    asked(made)["继续改"].click()
    assert made.isVisible() and kept == []
    qtbot.waitUntil(lambda: not [one for one in made.findChildren(QMessageBox) if one.isVisible()])
    made.reject()
    asked(made)["保存"].click()
    assert not made.isVisible() and "学习期限" in [block.get("text") for block in kept[0]]


def test_closing_asks_nothing_when_nothing_was_changed(dialog):
    made, kept, _ = dialog
    made.reject()
    assert not made.isVisible() and kept == []
