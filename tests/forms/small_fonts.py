"""Small invented fonts for tests: squares of a given side, in every container and with every right to embed."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont


def _square(pen, side: int):
    for move, point in (
        (pen.moveTo, (0, 0)),
        (pen.lineTo, (0, side)),
        (pen.lineTo, (side, side)),
        (pen.lineTo, (side, 0)),
    ):
        move(point)
    pen.closePath()


def small_font(
    family: str, characters: str, *, fs_type: int = 0, side: int = 200, cff: bool = False
) -> TTFont:
    """A font of 256 units an em that holds ``characters``, each a square; the last is a composite of the first."""
    names = [".notdef", *(f"u{ord(ch):04X}" for ch in characters)]
    builder = FontBuilder(256, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(ch): f"u{ord(ch):04X}" for ch in characters})
    if cff:
        strings = {}
        for name in names:
            pen = T2CharStringPen(256, None)
            _square(pen, side)
            strings[name] = pen.getCharString()
        builder.setupCFF("Small", {}, strings, {})
    else:
        glyphs = {}
        for number, name in enumerate(names):
            pen = TTGlyphPen(glyphs)
            if number == len(names) - 1 and number > 1:
                pen.addComponent(names[1], (1, 0, 0, 1, 8, 0))
            else:
                _square(pen, side - number)
            glyphs[name] = pen.glyph()
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (256 if number % 2 else 128, 0) for number, name in enumerate(names)}
    )
    builder.setupHorizontalHeader(ascent=220, descent=-36)
    builder.setupNameTable({"familyName": f"Small {side}", "psName": f"Small-{side}"})
    builder.font["name"].setName(family, 1, 3, 1, 0x804)  # as a Chinese maker does
    builder.setupOS2(fsType=fs_type)
    builder.setupPost()
    return builder.font


def save_font(folder: Path, file: str, family: str, characters: str, **how) -> Path:
    """Write such a font; returns its path."""
    path = folder / file
    small_font(family, characters, **how).save(path)
    return path


def save_collection(folder: Path, file: str, fonts: list[TTFont]) -> Path:
    """Write a .ttc of several fonts."""
    path = folder / file
    collection = TTCollection()
    collection.fonts = fonts
    collection.save(path)
    return path
