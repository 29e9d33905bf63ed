"""A photo for a paper: read from a file, the clipboard or a drop, cut to its cell's shape, made small enough to keep.

Codes: PHO-001 no picture, PHO-002 too large to be opened. Reading runs off the GUI thread.
"""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from app.catalogue.problems import Problem, Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff")
MOST_BYTES = 32_000_000
MOST_PIXELS = {"JPEG": 120_000_000}
MOST_OTHERWISE = 40_000_000
"""Pixels: a JPEG can be decoded small, other kinds only as a whole."""
SEEN = 1600
"""Pixels of the longer side that a picture is brought to before it is cut: more than any printer shows of a photo."""
WIDE = 600
"""Pixels across that are kept of a photo: 2.5 cm at 600 dots an inch."""
KEPT_AS_IS = 300_000
_ALIKE = 0.02
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture upright; ``own`` are the file's own bytes where they may be kept as they are."""

    image: QImage
    own: bytes | None = None


def _no_picture(name: str) -> Refusal:
    return Refusal(
        Problem("PHO-001", "这不是能打开的照片，或照片已损坏", "请换一张 JPG 或 PNG 照片", file=name)
    )


def _too_large(name: str, message: str) -> Refusal:
    remedy = "请先用手机或看图软件缩小，或截取人像后再放进来（5 MB 以内最好）"
    return Refusal(Problem("PHO-002", message, remedy, file=name))


def read_photo(source: Path | QImage) -> Photo:
    """The picture, at most :data:`SEEN` pixels long. Raises :class:`Refusal`, :class:`OSError`. Slow: for a worker."""
    if isinstance(source, QImage):
        return Photo(_shrunk(source))
    size = source.stat().st_size
    if size > MOST_BYTES:
        raise _too_large(source.name, f"照片文件太大（{size / 1e6:.0f} MB）")
    data = source.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what is odd in a picture that can be shown is of no interest here
            return _read(data, source.name)
    except (OSError, ValueError, SyntaxError, struct.error, EOFError) as error:
        raise _no_picture(source.name) from error


def _read(data: bytes, name: str) -> Photo:
    import PIL.Image
    from PIL import ImageOps

    try:
        opened = PIL.Image.open(BytesIO(data))
    except PIL.Image.DecompressionBombError as error:
        raise _too_large(name, "照片的像素太多") from error
    with opened:
        if opened.width * opened.height > MOST_PIXELS.get(opened.format or "", MOST_OTHERWISE):
            raise _too_large(name, f"照片的像素太多（{opened.width} × {opened.height}）")
        small = len(data) <= KEPT_AS_IS and max(opened.size) <= 2 * WIDE
        plain = opened.format in ("JPEG", "PNG") and opened.mode in ("L", "RGB") and not opened.getexif()
        opened.draft("RGB", (SEEN, SEEN))  # a JPEG is decoded at a half, a quarter, an eighth
        turned: Image = ImageOps.exif_transpose(opened)
        turned.thumbnail((SEEN, SEEN))
        layered = turned.convert("RGBA")
    pixels = layered.tobytes()
    image = QImage(pixels, layered.width, layered.height, 4 * layered.width, QImage.Format.Format_RGBA8888)
    return Photo(image.copy(), data if small and plain else None)  # copy: Qt does not own the bytes


def _shrunk(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= SEEN:
        return image
    return image.scaled(
        SEEN, SEEN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def photo_of(data: QMimeData) -> Path | QImage | None:
    """The picture that a drop or the clipboard carries: a file of this machine, or an image itself."""
    for url in data.urls():
        path = Path(url.toLocalFile()) if url.isLocalFile() else None
        if path is not None and path.suffix.lower() in SUFFIXES:
            return path
    if data.hasImage():
        image = QImage(data.imageData())
        return None if image.isNull() else image
    return None


def middle(size: QSize, ratio: float) -> QRect:
    """The largest part of a picture with ``ratio`` of width to height, in its middle, a little above for a face."""
    wide = min(size.width(), round(size.height() * ratio))
    tall = min(size.height(), round(wide / ratio))
    return QRect((size.width() - wide) // 2, (size.height() - tall) // 3, wide, tall)


def fits(size: QSize, ratio: float) -> bool:
    """Whether a picture has its cell's shape as it is."""
    return abs(size.width() / max(1, size.height()) / ratio - 1) < _ALIKE


def cut(image: QImage, part: QRect) -> bytes:
    """The part as JPEG, :data:`WIDE` pixels across at most; what is transparent becomes white."""
    piece = image.copy(part)
    if piece.width() > WIDE:
        piece = piece.scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation)
    ground = QImage(piece.size(), QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, piece)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"JPEG"))
    writer.setQuality(_QUALITY)
    writer.write(ground)
    return bytes(held.data())
