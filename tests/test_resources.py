"""The shipped data files: faces, icons and the program's mark are what their notes say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
FACES = ("NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "HanaMinB")
ON_PAPER = "张䶮㛃蔈草镇·△〔〕①②③④⑤⑥⑦⑧⑨⑩，。；：、！？（）《》「」“”…—～％　□√0123456789ABCXYZabcxyz()-/.@"


@pytest.fixture(scope="module")
def held() -> dict[str, set[int]]:
    maps = {}
    for face in FACES:
        with TTFont(RESOURCES / "fonts" / f"{face}.ttf", lazy=True) as font:
            assert "glyf" in font, f"{face} has no TrueType outlines: the PDF face cannot embed it"
            maps[face] = set(font.getBestCmap())
    return maps


def lacking(held: Iterable[set[int]], characters: Iterable[int]) -> set[int]:
    return set(characters).difference(*held)


def test_each_serif_and_sans_face_holds_what_stands_on_the_papers(held):
    for face in FACES[:3]:
        assert not lacking([held[face]], map(ord, ON_PAPER)), face


@pytest.mark.parametrize(
    ("first", "last", "missing"),
    [
        (0x4E00, 0x9FFF, set()),
        (0x3400, 0x4DBF, set()),
        (0x20000, 0x2A6DF, set(range(0x2A6D7, 0x2A6E0))),
        (0x2A700, 0x2B739, set(range(0x2B735, 0x2B73A))),
        (0x2B740, 0x2B81D, set()),
        (0x2B820, 0x2CEA1, set()),
        (0x2CEB0, 0x2EBE0, set()),
    ],
)
def test_the_faces_together_hold_the_blocks_that_the_note_names(held, first, last, missing):
    assert lacking(held.values(), range(first, last + 1)) == missing


def test_two_byte_gb18030_is_held_but_for_one_sign(held):
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF) if low != 0x7F)
    letters = {ord(letter) for pair in pairs if len(letter := pair.decode("gb18030", "ignore")) == 1}
    letters = {code for code in letters if not 0xE000 <= code <= 0xF8FF}
    assert lacking(held.values(), letters) == {ord("≒")}


def test_every_face_has_its_licence():
    for face in FACES:
        licence = RESOURCES / "fonts" / f"LICENSE-{face.partition('-')[0]}.txt"
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()


def test_line_icons_take_a_colour_and_can_be_drawn(qapp):
    icons = sorted((RESOURCES / "icons").glob("*.svg"))
    assert len(icons) > 60
    for path in icons:
        assert QSvgRenderer(str(path)).isValid(), path.name
        if path.stem != "yuanbang":
            assert 'stroke="currentColor"' in path.read_text(encoding="utf-8"), path.name
    assert (RESOURCES / "icons" / "LICENSE").read_text(encoding="utf-8").startswith("ISC License")


def test_the_mark_has_all_sizes_that_windows_asks_for():
    with Image.open(RESOURCES / "icons" / "yuanbang.ico") as mark:
        sizes = mark.info["sizes"]
    assert {(side, side) for side in (16, 20, 24, 32, 40, 48, 64, 128, 256)} == set(sizes)
