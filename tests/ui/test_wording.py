"""Changing the words of one letter: kept with it, checked, taken back; the edition untouched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.forms.editions import editions
from app.forms.letter_text import blocks_of
from app.ui.pages.help.wording_dialog import WordingDialog


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


def test_words_are_changed_added_and_left_out(dialog, qtbot):
    made, kept, _ = dialog
    before = made.table.rowCount()
    made.table.item(row_of(made, "帮带期限"), 1).setText("学习期限")
    made.table.setCurrentCell(row_of(made, "考核"), 1)
    made.drop()
    made.table.setCurrentCell(2, 1)
    made.add()
    made.table.item(3, 1).setText("双方另外约定：{mentorship.notes}。")
    assert made.table.rowCount() == before
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    (blocks,) = kept
    texts = [block.get("text", "") for block in blocks]
    assert "学习期限" in texts
    assert texts[3] == "双方另外约定：{mentorship.notes}。"
    assert "考核" not in texts
    assert blocks[-1]["parties"][0]["lines"][0] == "甲方（签字）："
    assert "帮带期限" in [block.text for block in editions()["yuanbang-mentoring-agreement"].blocks]


def test_what_is_not_sound_is_said_and_stays(dialog, qtbot):
    made, kept, _ = dialog
    made.table.item(row_of(made, "帮带期限"), 1).setText("期限{没有这一栏}")
    qtbot.mouseClick(made.keep_button, Qt.MouseButton.LeftButton)
    assert "FRM-" in made.problem.text()
    assert kept == []
    assert row_of(made, "期限{没有这一栏}") >= 0


def test_tables_and_signatures_are_not_typed_over(dialog):
    made, _, restored = dialog
    last = made.table.item(made.table.rowCount() - 1, 1)
    assert last.text() == "（落款）"
    assert not last.flags() & Qt.ItemFlag.ItemIsEditable
    made._restore(lambda: restored.append(True))
    assert restored == [True]
