"""A photo for a paper: read from a file, the clipboard or a drop, cut to its cell's shape, made small enough to keep.

Codes: PHO-001 no picture, PHO-002 too large to be opened. Reading and cutting run off the GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from app.catalogue.problems import Problem, Refusal

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff")
MOST_BYTES = 120_000_000
SEEN = 1600
"""Pixels of the longer side that a picture is brought to before it is cut: more than any printer shows of a photo."""
WIDE = 480
"""Pixels across that are kept of a photo: 2.5 cm at 480 dots an inch."""
KEPT_AS_IS = 300_000
_ALIKE = 0.02
_QUALITY = 92


def _no_picture(name: str) -> Refusal:
    return Refusal(
        Problem("PHO-001", "这不是能打开的照片，或照片已损坏", "请换一张 JPG 或 PNG 照片", file=name)
    )


def read_photo(source: Path | bytes) -> QImage:
    """The picture upright, at most :data:`SEEN` pixels long. Raises :class:`Refusal`, :class:`OSError`."""
    name = str(source) if isinstance(source, Path) else ""
    data = source
    if isinstance(source, Path):
        if source.stat().st_size > MOST_BYTES:
            raise Refusal(
                Problem(
                    "PHO-002", "照片文件太大", "请用手机或看图软件缩小后再放进来（5 MB 以内最好）", file=name
                )
            )
        data = source.read_bytes()
    assert isinstance(data, bytes)
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SEEN:
        reader.setScaledSize(size.scaled(SEEN, SEEN, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise _no_picture(name)
    return image


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
    ground.save(buffer, b"JPEG", _QUALITY)
    return bytes(held.data())


def as_is(source: Path | QImage, image: QImage) -> bytes | None:
    """The file's own bytes when they are a small JPEG or PNG already; None when it has to be made anew."""
    if not isinstance(source, Path) or source.stat().st_size > KEPT_AS_IS or image.width() > 2 * WIDE:
        return None
    data = source.read_bytes()
    return data if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) else None
