"""Photos of the papers: JPEG files go into the PDF as they are, everything else is turned into one.

A photo is never stretched: it fills its cell and what does not fit is cropped at both sides alike, as on the screen.
"""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from app.catalogue.problems import Problem, Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_PIXELS = 120_000_000
"""More pixels than any camera of an office makes: such a file is made to exhaust the machine."""
_HEAVY = 300_000
"""Bytes above which a photo with more pixels than print can show is made smaller."""
_ENOUGH = 1200
"""Pixels of the longer side that print can show: 100 mm at 300 dpi."""
_QUALITY = 92
_PLAIN = frozenset((0xC0, 0xC1, 0xC2))
_SPACES = {1: b"/DeviceGray", 3: b"/DeviceRGB"}


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A JPEG that a PDF can hold as it is: size in pixels, ``space`` its colour space."""

    data: bytes
    width: int
    height: int
    space: bytes


@dataclass(frozen=True, slots=True)
class _Frame:
    process: int
    depth: int
    width: int
    height: int
    colours: int
    turned: bool


def _turned(segment: bytes) -> bool:
    """Whether EXIF says that the picture must be turned or mirrored (tag 0x0112 is not 1)."""
    if segment[:6] != b"Exif\0\0":
        return False
    tiff = segment[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(order + "L", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(order + "2HLH", tiff, start + 2 + 12 * number)
            if tag == 0x0112:
                return bool(value != 1)
    except struct.error:
        return False
    return False


def _frame(data: bytes) -> _Frame | None:
    """What the header of a JPEG tells; None for anything else (ITU-T T.81, B.1)."""
    if data[:3] != b"\xff\xd8\xff" or data.rfind(b"\xff\xd9", -4096) < 0:
        return None
    at, turned, adobe = 2, False, False
    while at + 9 < len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if mark == 0xE1:
            turned = turned or _turned(body)
        elif mark == 0xEE and body[:5] == b"Adobe":
            adobe = len(body) > 11 and body[11] == 0  # three colours that are RGB, not YCbCr
        elif 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC) and len(body) >= 6:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
            return _Frame(mark, body[0], width, height, body[5], turned or adobe)
        at += 2 + length
    return None


def _too_large() -> Refusal:
    remedy = "请换一张普通照片，或先用看图软件缩小"
    return Refusal(Problem("FRM-101", f"照片的像素超过{LARGEST_PIXELS // 10_000}万，没有印上", remedy))


def _unreadable() -> Refusal:
    return Refusal(Problem("FRM-102", "照片文件打不开或已损坏，没有印上", "请换一张照片（JPEG 或 PNG）"))


def jpeg_of(data: bytes) -> Jpeg:
    """The photo for a PDF, upright. Raises :class:`Refusal` FRM-101 for a bomb, FRM-102 for what is no picture."""
    frame = _frame(data)
    if frame and frame.width * frame.height > LARGEST_PIXELS:
        raise _too_large()
    plain = frame and frame.process in _PLAIN and frame.depth == 8 and not frame.turned
    light = len(data) <= _HEAVY or (frame and max(frame.width, frame.height) <= _ENOUGH)
    if frame and plain and light and frame.colours in _SPACES and frame.width and frame.height:
        return Jpeg(data, frame.width, frame.height, _SPACES[frame.colours])
    return _converted(data)


def _converted(data: bytes) -> Jpeg:
    import PIL.Image
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            picture = PIL.Image.open(BytesIO(data))
        with picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise _too_large()
            picture.draft("RGB", (_ENOUGH, _ENOUGH))  # a JPEG is decoded at a half, a quarter, an eighth
            made: Image = ImageOps.exif_transpose(picture)
            if made.mode not in ("L", "RGB"):
                made = on_white(made)
            made.thumbnail((_ENOUGH, _ENOUGH))
            out = BytesIO()
            made.save(out, "JPEG", quality=_QUALITY, subsampling=0)
            return Jpeg(out.getvalue(), made.width, made.height, _SPACES[1 if made.mode == "L" else 3])
    except PIL.Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise _unreadable() from error


def on_white(picture: Image) -> Image:
    """The picture in plain colours, white behind what is transparent."""
    import PIL.Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = PIL.Image.new("RGBA", layered.size, "white")
    return PIL.Image.alpha_composite(paper, layered).convert("RGB")


def placed(jpeg: Jpeg, x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the whole picture so that it fills the cell, its middle in the middle."""
    scale = max(w / jpeg.width, h / jpeg.height)
    wide, tall = jpeg.width * scale, jpeg.height * scale
    return x - (wide - w) / 2, y - (tall - h) / 2, wide, tall
