"""Cutting a TrueType font down to the glyphs that a document uses, numbered anew in the order they are given.

Only glyf, loca, hmtx and what rendering needs beside them are made (ISO 32000-1, 9.9: a CIDFontType2 needs no cmap).
Outlines are taken from the mapped file as they are; parts of composite glyphs follow at the end.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence

from app.forms.truetype import TrueType

_WORDS, _SCALE, _MORE, _SCALES, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
"""Flags of a composite glyph's parts (OpenType, glyf)."""
_COPIED = (b"cvt ", b"fpgm", b"prep")


def _checksum(data: bytes) -> int:
    words = array("I", data + b"\0" * (-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _renumbered(outline: bytes, numbers: dict[int, int], order: list[int]) -> bytes:
    """A composite outline whose parts bear their new numbers; parts not yet known are added to ``order``."""
    data, at = bytearray(outline), 10
    while True:
        flags, part = struct.unpack_from(">2H", data, at)
        if part not in numbers:
            numbers[part] = len(order)
            order.append(part)
        struct.pack_into(">H", data, at + 2, numbers[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _SCALES else 8 if flags & _MATRIX else 0
        if not flags & _MORE:
            return bytes(data)


def _glyphs(font: TrueType, glyphs: Sequence[int]) -> tuple[list[int], list[bytes]]:
    order, outlines = list(glyphs), []
    numbers = {glyph: number for number, glyph in reversed(list(enumerate(order)))}
    at = 0
    while at < len(order):  # grows while parts are found
        outline = font.outline(order[at])
        if len(outline) > 10 and outline[0] & 0x80:
            outline = _renumbered(outline, numbers, order)
        outlines.append(outline + b"\0" * (-len(outline) % 4))
        at += 1
    return order, outlines


def _packed(kind: str, values: Sequence[int]) -> bytes:
    packed = array(kind, values)
    if sys.byteorder == "little":
        packed.byteswap()
    return packed.tobytes()


def subset(font: TrueType, glyphs: Sequence[int]) -> bytes:
    """A font file whose glyph number n is glyph ``glyphs[n]`` of ``font``; ``glyphs[0]`` must be 0 (.notdef).

    A glyph may be given twice: characters that share one keep numbers, and so copies, of their own.
    """
    order, outlines = _glyphs(font, glyphs)
    places = [0]
    for outline in outlines:
        places.append(places[-1] + len(outline))
    head, hhea, maxp = (font.table(tag) for tag in (b"head", b"hhea", b"maxp"))
    count = struct.pack(">H", len(order))
    tables = {
        b"head": head[:8] + b"\0\0\0\0" + head[12:50] + b"\0\1" + head[52:54],
        b"hhea": hhea[:34] + count,
        b"maxp": maxp[:4] + count + maxp[6:],
        b"hmtx": b"".join(map(font.metric, order)),
        b"loca": _packed("I", places),
        b"glyf": b"".join(outlines),
    }
    tables.update((tag, font.table(tag)) for tag in _COPIED if tag in font.tables)
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    """Tables as a font file with its directory and checksums (OpenType, font file); head has its own still at 0."""
    count = len(tables)
    power = count.bit_length() - 1
    entries = [struct.pack(">L4H", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))]
    at, whole = 12 + 16 * count, 0
    for tag, data in sorted(tables.items()):
        own = _checksum(data)
        entries.append(struct.pack(">4s3L", tag, own, at, len(data)))
        at += len(data) + -len(data) % 4
        whole += own
    directory = b"".join(entries)
    left = (0xB1B0AFBA - whole - _checksum(directory)) & 0xFFFFFFFF
    head = tables[b"head"]
    tables = {**tables, b"head": head[:8] + struct.pack(">L", left) + head[12:]}
    return directory + b"".join(data + b"\0" * (-len(data) % 4) for _, data in sorted(tables.items()))
