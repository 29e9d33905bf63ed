"""The code on a printed paper: what it tells, and that it stands where nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from app.forms.editions import editions
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.qr import LETTERS, NotOurs, PaperMark, bears_code, edition_code, read_text, text_of
from app.forms.snapshot import Snapshot
from app.ui.paper.painter import page_image

APPRAISAL = "yubei-2021-appraisal"
MARK = PaperMark("appraisal", bytes(range(16)), edition_code(APPRAISAL), "0A1B2C3D")


def test_a_code_tells_a_page_and_nothing_else():
    mark = replace(MARK, page=2, of=3)
    text = text_of(mark)
    assert read_text(text) == mark
    assert len(text) <= 61, "it no longer fits the small size of code"
    assert not set(text) - set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    for said, why in (
        ("https://example.org/YB1", "foreign"),
        (text.replace("YB1", "YB2"), "newer"),
        (text[:-1] + ("0" if text[-1] != "0" else "1"), "damaged"),
        (text.replace(".2-3.", ".1-3."), "damaged"),
    ):
        with pytest.raises(NotOurs) as refused:
            read_text(said)
        assert str(refused.value) == why


@pytest.mark.parametrize(
    "edition", [one for one in editions().values() if one.subject in LETTERS], ids=lambda one: one.id
)
def test_every_paper_of_one_record_has_room_for_its_code(edition):
    plain = lay_out(edition, Snapshot({}), faces())
    coded = lay_out(edition, Snapshot({}, code=MARK), faces())
    if edition.kind != "certificate":
        assert all(bears_code(page) for page in coded)
    for before, after in zip(plain, coded, strict=True):
        assert [box for box in after.boxes if box.kind != "code"] == list(before.boxes), (
            "a code moves nothing"
        )


@pytest.mark.parametrize("dots", [150, 200, 300])
def test_the_code_is_read_from_what_qt_draws_for_screen_and_printer(dots, qapp):
    (_, page) = lay_out(editions()[APPRAISAL], Snapshot({}, code=MARK), faces())
    image = page_image(page, faces(), dots / 25.4).convertToFormat(QImage.Format.Format_Grayscale8)
    (found,) = zxingcpp.read_barcodes(image)
    assert read_text(found.text) == replace(MARK, page=2, of=2)
