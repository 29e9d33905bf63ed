"""Drop-downs and headings with more words than room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.forms.editions import editions
from app.ui.pages.paper_bar import PaperBar
from app.ui.widgets.combo import Combo
from app.ui.widgets.cut import CutLabel

LONG = "对口支援人员报名表　川卫办发〔2017〕122号 附件2"


def picture(combo: Combo) -> bytes:
    image = combo.grab().toImage()
    return bytes(image.constBits())


def test_a_cut_text_ends_in_dots_and_is_told_whole_by_the_tip(qtbot):
    combo = Combo()
    qtbot.addWidget(combo)
    combo.addItems([LONG, "短"])
    combo.resize(200, 34)
    combo.show()
    cut = picture(combo)
    assert combo.toolTip() == LONG
    room = 0
    for room in range(1, len(LONG)):  # the text that is seen is the start of the whole, and dots
        combo.setItemText(0, LONG[:room] + "…")
        if picture(combo) == cut:
            break
    assert 4 < room < len(LONG) - 1
    combo.setItemText(0, LONG)
    combo.resize(600, 34)
    whole = picture(combo)
    assert combo.toolTip() == "" and len(whole) > len(cut)
    combo.setCurrentIndex(1)
    combo.resize(200, 34)
    combo.grab()
    assert combo.toolTip() == ""


def test_the_open_list_shows_its_longest_entry_whole(qtbot):
    combo = Combo()
    qtbot.addWidget(combo)
    combo.addItems([LONG, "短"])
    combo.resize(160, 34)
    combo.show()
    combo.showPopup()
    assert combo.view().width() >= combo.view().sizeHintForColumn(0)
    combo.hidePopup()


def test_a_long_heading_is_cut_with_dots_and_takes_no_more_room_than_there_is(qtbot):
    made = CutLabel("title")
    qtbot.addWidget(made)
    made.setText(LONG)
    made.resize(160, 30)
    assert made.minimumSizeHint().width() == 0
    assert made.seen.endswith("…") and LONG.startswith(made.seen[:-1]) and len(made.seen) > 3
    assert (made.text(), made.toolTip()) == (LONG, LONG)
    narrow = made.grab().toImage()
    made.setText(made.seen)
    assert made.grab().toImage() == narrow
    made.setText(LONG)
    made.resize(900, 30)
    assert made.seen == LONG


@pytest.mark.parametrize("width", [440, 650, 1100])
def test_the_bar_over_a_paper_keeps_the_forms_name_in_a_narrow_window(qtbot, width):
    known = [one for one in editions().values() if one.subject == "enrolment"]
    over = QWidget()
    qtbot.addWidget(over)
    bar = PaperBar(known, over)
    bar.setParent(over)
    bar.resize(width, 56)
    over.resize(width, 60)
    over.show()
    bar.say("正在填写，草稿会自动保存", unsaved=True)
    qtbot.waitUntil(lambda: bar.save.geometry().right() > width - 20)
    assert bar.minimumSizeHint().width() <= 440
    bar.choice.grab()
    if width > 1000:
        qtbot.waitUntil(lambda: bar.state.seen == bar.state.text())
        assert bar.choice.toolTip() == ""
    else:
        assert bar.choice.width() >= 124 and bar.choice.toolTip() == bar.choice.currentText()
