"""Cutting fonts down: the outlines stay, numbers and copies are as asked, and fontTools finds nothing wrong."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from small_fonts import save_font

from app.forms.fonts import SHIPPED, faces
from app.forms.subset import subset
from app.forms.truetype import open_truetype


def _opened(data: bytes) -> TTFont:
    return TTFont(BytesIO(data), checkChecksums=2)


def _outline(font: TTFont, number: int):
    glyf = font["glyf"]
    return glyf[font.getGlyphOrder()[number]].getCoordinates(glyf)[0].array.tolist()


@pytest.mark.parametrize("key", SHIPPED)
def test_outlines_and_advances_stay(key):
    face = faces(system=False).by_key(key)
    numbers = [0, *(face.font.glyph_of(ord(ch)) for ch in "一丁七万0Aé，、·")]
    with _opened(subset(face.font, numbers)) as cut, TTFont(face.path, lazy=True) as whole:
        for new, old in enumerate(numbers):
            assert _outline(cut, new) == _outline(whole, old)
        ours, theirs = (font["hmtx"].metrics for font in (cut, whole))
        assert [ours[name] for name in cut.getGlyphOrder()[: len(numbers)]] == [
            theirs[whole.getGlyphOrder()[old]] for old in numbers
        ]


def test_parts_of_composites_follow_and_copies_are_numbered_apart(tmp_path):
    font = open_truetype(save_font(tmp_path, "a.ttf", "甲", "一二三"))
    composite, first = font.glyph_of(ord("三")), font.glyph_of(ord("一"))
    with _opened(subset(font, [0, composite, composite])) as cut, TTFont(tmp_path / "a.ttf") as whole:
        assert cut["maxp"].numGlyphs == 4
        assert _outline(cut, 1) == _outline(cut, 2) == _outline(whole, composite)
        assert _outline(cut, 3) == _outline(whole, first)


def test_a_face_of_thirty_megabytes_is_cut_at_once():
    face = faces(system=False).by_key("HanaMinB")
    numbers = [0, *(face.font.glyph_of(code) for code in range(0x20000, 0x20400))]
    start = time.process_time()
    data = subset(face.font, numbers)
    assert time.process_time() - start < 0.25
    assert 200_000 < len(data) < 2_000_000
