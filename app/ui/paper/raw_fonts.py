"""The very font files of the papers as Qt draws them: glyph by glyph, without shaping, hinting or substitution.

A raw font belongs to the thread that made it (Qt's rule), so every thread keeps its own. A font out of a collection
(.ttc) is cut out into a file image of its own first: Qt opens only the first of a collection.
"""

from __future__ import annotations

import struct
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QRawFont

if TYPE_CHECKING:
    from app.forms.fonts import Face

_SIZES = 96
_kept = threading.local()


def out_of_collection(data: bytes, index: int) -> bytes:
    """One font of a TrueType collection as a file of its own (OpenType 1.9, "TTC header"); other data as they are."""
    if data[:4] != b"ttcf":
        return data
    (start,) = struct.unpack_from(">L", data, 12 + 4 * index)
    (count,) = struct.unpack_from(">H", data, start + 4)
    entries = [struct.unpack_from(">4sLLL", data, start + 12 + 16 * number) for number in range(count)]
    head = bytearray(data[start : start + 12])
    tables = bytearray()
    place = 12 + 16 * count
    for tag, check, at, length in entries:
        head += struct.pack(">4sLLL", tag, check, place + len(tables), length)
        tables += data[at : at + length] + b"\0" * (-length % 4)
    return bytes(head + tables)


def _collected(face: Face) -> bool:
    return face.index > 0 or face.path.suffix.lower() in (".ttc", ".otc")


def _open(face: Face) -> QRawFont:
    hinting = QFont.HintingPreference.PreferNoHinting
    if _collected(face):
        return QRawFont(QByteArray(out_of_collection(face.path.read_bytes(), face.index)), 16.0, hinting)
    return QRawFont(str(face.path), 16.0, hinting)


def raw_font(face: Face, pixels: float) -> QRawFont:
    """The face at a size in pixels (a printer's dots when painting on one), kept for this thread."""
    if not hasattr(_kept, "opened"):
        _kept.opened, _kept.sized = {}, {}
    key = (face.path, face.index)
    sized = (key, round(pixels, 3))
    found: QRawFont | None = _kept.sized.get(sized)
    if found is None:
        if key not in _kept.opened:
            _kept.opened[key] = _open(face)
        found = QRawFont(_kept.opened[key])
        found.setPixelSize(pixels)
        if len(_kept.sized) >= _SIZES:
            _kept.sized.clear()
        _kept.sized[sized] = found
    return found


@cache
def _family(path: Path, index: int) -> str:
    """The family under which Qt's editors know the face; '' when Qt cannot open it."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return families[min(index, len(families) - 1)] if families else ""


def editor_font(faces: list[Face], pixels: float) -> QFont:
    """A font for an editor that shows text in these faces, the first one before the others."""
    font = QFont([family for face in faces if (family := _family(face.path, face.index))])
    font.setPixelSize(max(1, round(pixels)))
    if faces and "Bold" in faces[0].key:
        font.setBold(True)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def warm(faces: list[Face]) -> None:
    """Read the files once, in a worker, so that opening them in the window does not wait for the disk."""
    for face in faces:
        with face.path.open("rb") as source:
            while source.read(1 << 20):
                pass
