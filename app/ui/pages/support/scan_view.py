"""A scanned page on the screen, as large as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.ui import style

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 1400
"""The longer side of what is read: enough to read a stamp on a screen at 150 %."""


def as_qimage(image: Image) -> QImage:
    """A picture as Qt shows it, with bytes of its own."""
    data = image.convert("RGB").tobytes()
    made = QImage(data, image.width, image.height, image.width * 3, QImage.Format.Format_RGB888)
    return made.copy()


class ScanView(QFrame):
    """Shows a picture, or a sentence while there is none."""

    def __init__(self, nothing: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.nothing = nothing
        self.said = nothing
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 260)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(360, 300)

    def show_image(self, image: QImage | None, said: str = "") -> None:
        """Show this picture, or nothing and why."""
        self.image, self.said = image, said or self.nothing
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        inner = self.contentsRect().adjusted(10, 10, -10, -10)
        if self.image is None:
            painter.setPen(QColor(style.SOFT))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.said)
            painter.end()
            return
        size = self.image.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(
            inner.x() + (inner.width() - size.width()) // 2,
            inner.y() + (inner.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.image)
        painter.setPen(QColor(style.LINE))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()
