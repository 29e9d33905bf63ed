"""Photos on the painted paper: decoded small, cropped to their cell as in the PDF, heavy ones off the GUI thread."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from app.ui.paper.aside import aside

HEAVY = 400_000
"""Bytes above which a photo is decoded in a worker: a small JPEG takes a few milliseconds."""
_KEPT = 96
_FALLBACK = QColor("#dfe5e3")
Key = tuple[bytes, int, int]


def decoded(data: bytes, wide: int, tall: int) -> QImage:
    """The picture filling ``wide`` by ``tall`` device pixels, upright, cut at both sides alike; null when unreadable."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    turned = bool(reader.transformation().value & 4)
    size = reader.size()
    if size.isValid() and not size.isEmpty():
        wanted = QSize(tall, wide) if turned else QSize(wide, tall)
        filling = size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if filling.width() < size.width():
            reader.setScaledSize(filling)  # a JPEG is decoded at a half, a quarter, an eighth
    image = reader.read()
    if image.isNull():
        return image
    image = image.scaled(
        wide, tall, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    return image.copy((image.width() - wide) // 2, (image.height() - tall) // 2, wide, tall)


class Pictures(QObject):
    """Decoded photos by content and size. ``ready`` follows when a heavy one has been decoded."""

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._begun: set[Key] = set()

    def image(self, data: bytes, wide: int, tall: int) -> QImage | None:
        """The photo at this size; None while a worker still decodes it."""
        key = (hashlib.blake2b(data, digest_size=16).digest(), wide, tall)
        found = self._images.get(key)
        if found is not None:
            self._images.move_to_end(key)
            return found
        if len(data) <= HEAVY:
            return self._keep(key, decoded(data, wide, tall))
        if key not in self._begun:
            self._begun.add(key)
            aside(self, lambda: decoded(data, wide, tall), lambda image: self._arrived(key, image))
        return None

    def _keep(self, key: Key, image: QImage) -> QImage:
        self._images[key] = image
        if len(self._images) > _KEPT:
            self._images.popitem(last=False)
        return image

    def _arrived(self, key: Key, image: QImage) -> None:
        self._begun.discard(key)
        self._keep(key, image)
        self.ready.emit()


def show_picture(
    painter: QPainter, data: bytes, target: QRectF, ratio: float, pictures: Pictures | None
) -> None:
    """Draw a photo into ``target`` (px); a grey field stands for one that cannot be read or is still being decoded."""
    wide, tall = max(1, round(target.width() * ratio)), max(1, round(target.height() * ratio))
    image = pictures.image(data, wide, tall) if pictures else decoded(data, wide, tall)
    if image is None or image.isNull():
        painter.fillRect(target, _FALLBACK)
    else:
        painter.drawImage(target, image)
