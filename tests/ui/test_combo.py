"""A drop-down with more words than room."""

from __future__ import annotations

from app.ui.widgets.combo import Combo

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
