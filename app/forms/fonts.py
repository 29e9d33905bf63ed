"""The faces of the papers, chosen character by character: the machine's official ones first, the shipped ones after.

A chain of faces for each style ends in 思源宋体 and 花园明朝 (Extensions B to F), so that a rare name is printed in any
style. What no face has is drawn as a geta mark 〓 and named by :meth:`FaceSet.missing` before anything is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from app.catalogue.problems import Problem, Surroundings
from app.forms.edition import Style
from app.forms.system_fonts import Found, system_faces
from app.forms.truetype import TrueType, open_truetype

FOLDER = Path(__file__).parents[2] / "resources" / "fonts"
GETA = "〓"
"""Stands for a character that no face has, as in a printer's proof."""
SHIPPED = {
    "NotoSerifSC-Regular": "思源宋体",
    "NotoSerifSC-Bold": "思源宋体 粗体",
    "NotoSansSC-Regular": "思源黑体",
    "HanaMinB": "花园明朝 B",
}
_CHAINS: dict[Style, tuple[str, ...]] = {
    "title": ("NotoSerifSC-Bold", "NotoSerifSC-Regular", "HanaMinB"),
    "song": ("NotoSerifSC-Regular", "HanaMinB"),
    "fangsong": ("NotoSerifSC-Regular", "HanaMinB"),
    "hei": ("NotoSansSC-Regular", "NotoSerifSC-Regular", "HanaMinB"),
    "kai": ("NotoSerifSC-Regular", "HanaMinB"),
}
_UNSEEN = frozenset(
    map(
        chr,
        (
            *range(0x20),
            *range(0x7F, 0xA0),
            *range(0x200B, 0x2010),
            *range(0x2028, 0x202F),
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
            *(0xAD, 0x34F, 0x61C, 0xFEFF),
        ),
    )
)
"""Controls, joiners and variation selectors: they have no width and no ink, but are copied like any character."""


class Drawn(NamedTuple):
    """How a face draws a character: ``lacking`` when by the 〓. ``width`` is in thousandths of an em, ``utf16`` the
    character in hexadecimal digits of UTF-16BE."""

    glyph: int
    width: float
    lacking: bool
    utf16: str


class Face:
    """One face of one file, opened when the first character is asked of it. ``key`` names it in runs."""

    def __init__(
        self, key: str, path: Path, index: int = 0, name: str = "", font: TrueType | None = None
    ) -> None:
        self.key, self.path, self.index, self.name = key, path, index, name or key
        self._font = font
        self._glyphs: dict[str, int] = {}
        self._advances: dict[str, float] = {}
        self._drawn: dict[str, Drawn] = {}

    def __repr__(self) -> str:
        return f"Face({self.key!r})"

    @property
    def font(self) -> TrueType:
        """The opened file. Raises :class:`Surroundings` SYS-020 when it is gone or damaged."""
        if self._font is None:
            try:
                self._font = open_truetype(self.path, self.index)
            except (OSError, ValueError) as error:
                raise Surroundings(
                    Problem(
                        "SYS-020",
                        f"字体“{self.name}”打不开：文件不见了或已损坏",
                        "请重新安装本程序",
                        file=str(self.path),
                    )
                ) from error
        return self._font

    def _own(self, ch: str) -> int:
        glyph = self._glyphs.get(ch)
        if glyph is None:
            glyph = self._glyphs[ch] = self.font.glyph_of(ord(ch))
        return glyph

    def has(self, ch: str) -> bool:
        """Whether the face has the character itself."""
        return self._own(ch) != 0

    def glyph(self, ch: str) -> int:
        """The glyph to draw: the character's own, none (a space's) for controls, else 〓's."""
        return (self._own(" ") if ch in _UNSEEN else 0) or self._own(ch) or self._own(GETA)

    def advance(self, ch: str) -> float:
        """How far to go on after the character, in em."""
        known = self._advances.get(ch)
        if known is None:
            known = self._advances[ch] = 0.0 if ch in _UNSEEN else self.font.advance(self.glyph(ch))
        return known

    def drawn(self, ch: str) -> Drawn:
        """All that a document needs to know of a character, remembered for the next one."""
        known = self._drawn.get(ch)
        if known is None:
            width = round(self.advance(ch) * 1000, 2)
            utf16 = ch.encode("utf-16-be", "surrogatepass").hex().upper()
            lacking = ch not in _UNSEEN and not self.has(ch)
            known = self._drawn[ch] = Drawn(self.glyph(ch), width, lacking, utf16)
        return known


class FaceSet:
    """The faces by style. Every style asks all of them in the end, so what is missing is missing in every style."""

    def __init__(self, chains: Mapping[str, tuple[Face, ...]]) -> None:
        self.chains = chains
        self._by_key = {face.key: face for chain in chains.values() for face in chain}
        self._picked: dict[str, dict[str, Face | None]] = {style: {} for style in chains}

    def pick(self, style: str, ch: str) -> Face | None:
        """The face that draws ``ch`` in a style; None when none has it."""
        picked = self._picked[style]
        if ch not in picked:
            chain = self.chains[style]
            picked[ch] = chain[0] if ch in _UNSEEN else next((face for face in chain if face.has(ch)), None)
        return picked[ch]

    def _drawer(self, style: str, ch: str) -> Face:
        return self.pick(style, ch) or self.pick(style, GETA) or self.chains[style][0]

    def runs(self, style: str, text: str) -> list[tuple[Face, str]]:
        """``text`` parted where the face changes, in its order; what none has goes to the face of the 〓."""
        if len(text) == 1:
            return [(self._drawer(style, text), text)]
        parts = groupby(text, lambda ch: self._drawer(style, ch))
        return [(face, "".join(part)) for face, part in parts]

    def by_key(self, key: str) -> Face:
        """The face that a run names. Raises KeyError for one that is not of this set."""
        return self._by_key[key]

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` that no face has, each once, in order of appearance."""
        return [ch for ch in dict.fromkeys(text) if self.pick("song", ch) is None]


@cache
def _shipped(key: str) -> Face:
    return Face(key, FOLDER / f"{key}.ttf", name=SHIPPED[key])


def _face(found: Found) -> Face:
    names = found.font.names(6) or [f"{found.path.stem}-{found.index}"]
    return Face(names[-1], found.path, found.index, found.font.names(1, 4)[0], found.font)


def _chains(own: dict[Style, list[Found]], rare: list[Found]) -> dict[str, tuple[Face, ...]]:
    known: dict[tuple[Path, int], Face] = {}
    for found in (*(f for faces in own.values() for f in faces), *rare):
        known.setdefault((found.path, found.index), _face(found))

    def of(faces: Sequence[Found]) -> list[Face]:
        return [known[face.path, face.index] for face in faces]

    chains: dict[str, tuple[Face, ...]] = {}
    for style, shipped in _CHAINS.items():
        first = [*of(own.get(style, [])[:1]), *map(_shipped, shipped), *of(rare)]
        others = [*known.values(), *map(_shipped, SHIPPED)]
        chains[style] = tuple({face.key: face for face in [*first, *others]}.values())
    return chains


def faces_with(folders: Sequence[Path] | None) -> FaceSet:
    """The shipped faces with those of some font folders before them; None looks where this machine keeps its fonts."""
    return FaceSet(_chains(*system_faces(folders)))


@lru_cache(maxsize=2)
def faces(system: bool = True) -> FaceSet:
    """The face set of this machine, or with ``system`` False of the shipped faces alone; made once."""
    return faces_with(None if system else ())
