"""Reading a TrueType file as little as printing needs: which glyph a character has, how wide it is, its outline.

The file is mapped into memory and only the tables asked for are touched, so that opening a face of 15 MB costs next
to nothing (OpenType 1.9: cmap, head, hhea, hmtx, loca, maxp, name, OS/2). Faces with CFF outlines are not TrueType
and are refused with ``ValueError``, like anything that is no font.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_U16, _I16, _U32 = struct.Struct(">H"), struct.Struct(">h"), struct.Struct(">L")
_ENTRY = struct.Struct(">4sLLL")
_NEEDED = (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")
_RESTRICTED, _WHOLE_ONLY, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200
"""fsType bits (OpenType, OS/2): no embedding, no subsetting, bitmaps only."""


@dataclass(eq=False)
class TrueType:
    """One font of a file. ``tables`` gives offset and length by tag; ``upm`` the units of one em."""

    data: mmap.mmap
    tables: dict[bytes, tuple[int, int]]

    def __post_init__(self) -> None:
        head, hhea = self.tables[b"head"][0], self.tables[b"hhea"][0]
        self.upm = self.u16(head + 18)
        self.long_loca = self.u16(head + 50) == 1
        self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", self.data, head + 36)
        self.ascent, self.descent = struct.unpack_from(">2h", self.data, hhea + 4)
        self.metrics = self.u16(hhea + 34)
        self.count = self.u16(self.tables[b"maxp"][0] + 4)
        if not (self.upm and self.metrics and self.count):
            raise ValueError("empty font")

    def u16(self, at: int) -> int:
        return int(_U16.unpack_from(self.data, at)[0])

    def u32(self, at: int) -> int:
        return int(_U32.unpack_from(self.data, at)[0])

    def table(self, tag: bytes) -> bytes:
        """The bytes of a whole table; b'' when there is none."""
        at, size = self.tables.get(tag, (0, 0))
        return self.data[at : at + size]

    @cached_property
    def glyph_of(self) -> Callable[[int], int]:
        """Code point → glyph number, 0 for what the font does not have. The cmap is read when first asked."""
        return _character_map(self)

    def metric(self, glyph: int) -> bytes:
        """Advance and left side bearing of a glyph as they stand in hmtx (four bytes)."""
        at = self.tables[b"hmtx"][0]
        if glyph < self.metrics:
            return self.data[at + 4 * glyph : at + 4 * glyph + 4]
        bearing = at + 4 * self.metrics + 2 * (glyph - self.metrics)
        last = at + 4 * self.metrics - 4
        return self.data[last : last + 2] + self.data[bearing : bearing + 2]

    def advance(self, glyph: int) -> float:
        """Advance of a glyph in em."""
        return self.u16(self.tables[b"hmtx"][0] + 4 * min(glyph, self.metrics - 1)) / self.upm

    def outline(self, glyph: int) -> bytes:
        """The glyph's entry of glyf; b'' for an empty glyph."""
        loca, glyf = self.tables[b"loca"][0], self.tables[b"glyf"][0]
        if self.long_loca:
            start, end = struct.unpack_from(">2L", self.data, loca + 4 * glyph)
        else:
            start, end = (2 * half for half in struct.unpack_from(">2H", self.data, loca + 2 * glyph))
        return self.data[glyf + start : glyf + end]

    @property
    def embeddable(self) -> bool:
        """Whether its maker lets parts of it be put into a document (fsType of OS/2)."""
        at, size = self.tables.get(b"OS/2", (0, 0))
        use = self.u16(at + 8) if size >= 10 else 0
        return not use & (_WHOLE_ONLY | _BITMAP_ONLY) and use & 0x000F != _RESTRICTED

    def names(self, *numbers: int) -> list[str]:
        """The names of these kinds (1 family, 4 full, 6 PostScript, 16 typographic family), Chinese ones first."""
        return [text for _, _, text in sorted(_names(self, numbers))]


def _names(font: TrueType, numbers: tuple[int, ...]) -> Iterator[tuple[bool, int, str]]:
    at, size = font.tables.get(b"name", (0, 0))
    if size < 6:
        return
    count, strings = font.u16(at + 2), at + font.u16(at + 4)
    for record in range(at + 6, at + 6 + 12 * count, 12):
        platform, _, language, number, length, offset = struct.unpack_from(">6H", font.data, record)
        if number in numbers and platform in (0, 3):
            text = font.data[strings + offset : strings + offset + length].decode("utf-16-be", "replace")
            yield language != 0x804, numbers.index(number), text.strip("\0 ")


def _array(data: mmap.mmap, kind: str, at: int, count: int) -> array[int]:
    values = array(kind)
    values.frombytes(data[at : at + count * values.itemsize])
    if sys.byteorder == "little":
        values.byteswap()
    return values


def _character_map(font: TrueType) -> Callable[[int], int]:
    """The best Unicode subtable: format 12 (all planes) before format 4 (U+FFFF at most)."""
    start = font.tables[b"cmap"][0]
    found: dict[int, int] = {}
    for number in range(font.u16(start + 2)):
        platform, encoding, offset = struct.unpack_from(">2HL", font.data, start + 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            found.setdefault(font.u16(start + offset), start + offset)
    if 12 in found:
        return _groups(font, found[12])
    if 4 in found:
        return _segments(font, found[4])
    raise ValueError("no Unicode cmap")


def _groups(font: TrueType, at: int) -> Callable[[int], int]:
    every = _array(font.data, "I", at + 16, 3 * font.u32(at + 12))
    starts, ends, glyphs = every[0::3], every[1::3], every[2::3]

    def glyph(code: int) -> int:
        number = bisect_right(starts, code) - 1
        return glyphs[number] + code - starts[number] if number >= 0 and code <= ends[number] else 0

    return glyph


def _segments(font: TrueType, at: int) -> Callable[[int], int]:
    count = font.u16(at + 6) // 2
    every = _array(font.data, "H", at + 14, (font.u16(at + 2) - 14) // 2)
    if len(every) < 4 * count + 1:
        raise ValueError("short cmap")
    ends = every[:count]
    starts = every[count + 1 : 2 * count + 1]
    deltas = every[2 * count + 1 : 3 * count + 1]
    offsets = every[3 * count + 1 : 4 * count + 1]

    def glyph(code: int) -> int:
        number = bisect_left(ends, code)
        if number >= count or code < starts[number]:
            return 0
        if not offsets[number]:
            return (code + deltas[number]) & 0xFFFF
        place = 3 * count + 1 + number + offsets[number] // 2 + code - starts[number]
        found = every[place] if place < len(every) else 0
        return (found + deltas[number]) & 0xFFFF if found else 0

    return glyph


def open_truetype(path: Path, index: int = 0) -> TrueType:
    """Open font number ``index`` of a .ttf or .ttc. Raises OSError, or ValueError when it is no TrueType font."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        start = _start(data, index)
        count = _U16.unpack_from(data, start + 4)[0]
        entries = (_ENTRY.unpack_from(data, start + 12 + 16 * number) for number in range(count))
        font = TrueType(data, {tag: (at, size) for tag, _, at, size in entries})
        if missing := [tag for tag in _NEEDED if tag not in font.tables]:
            raise ValueError(f"no {missing[0].decode()} table")
        if any(at + size > len(data) for at, size in font.tables.values()):
            raise ValueError("cut off")
    except (struct.error, KeyError, IndexError) as error:
        data.close()
        raise ValueError(f"not a TrueType font: {error}") from error
    except ValueError:
        data.close()
        raise
    return font


def _start(data: mmap.mmap, index: int) -> int:
    if data[:4] == b"ttcf":
        if index >= _U32.unpack_from(data, 8)[0]:
            raise ValueError("no such font in the collection")
        return int(_U32.unpack_from(data, 12 + 4 * index)[0])
    if data[:4] not in (b"\0\1\0\0", b"true") or index:
        raise ValueError("not a TrueType font")
    return 0


def fonts_in(path: Path) -> int:
    """How many fonts a file holds: those of a collection, else 1."""
    with path.open("rb") as file:
        head = file.read(12)
    return int(_U32.unpack_from(head, 8)[0]) if head[:4] == b"ttcf" and len(head) == 12 else 1
