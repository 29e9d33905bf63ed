"""Choosing the part of a photo that its cell shows: a fixed frame of the cell's shape over a picture that is moved."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QSlider, QWidget

from app.ui import style
from app.ui.paper.photo import middle
from app.ui.widgets.basics import column, label, row

TALL = 340
STEP = 0.04


class CropView(QWidget):
    """The picture with its frame. ``zoom`` 1 shows as much as the frame can; moving keeps the frame full.

    ``magnified`` follows another zoom.
    """

    magnified = Signal(float)

    def __init__(self, image: QImage, ratio: float) -> None:
        super().__init__()
        self.image, self.ratio = image, ratio
        self.zoom = 1.0
        start = middle(image.size(), ratio)
        self.centre = QPointF(start.center())
        self._from: QPointF | None = None
        self.setFixedSize(QSize(round(TALL * ratio) + 160, TALL + 40))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setAccessibleName("照片裁剪")

    def part(self) -> QRect:
        """The part of the picture within the frame, in its pixels."""
        whole = middle(self.image.size(), self.ratio)
        wide, tall = whole.width() / self.zoom, whole.height() / self.zoom
        x = min(max(self.centre.x(), wide / 2), self.image.width() - wide / 2)
        y = min(max(self.centre.y(), tall / 2), self.image.height() - tall / 2)
        self.centre = QPointF(x, y)
        return QRectF(x - wide / 2, y - tall / 2, wide, tall).toRect().intersected(self.image.rect())

    def _frame(self) -> QRectF:
        wide = TALL * self.ratio
        return QRectF((self.width() - wide) / 2, (self.height() - TALL) / 2, wide, TALL)

    def magnify(self, zoom: float) -> None:
        """Show the picture larger or smaller, 1 to 5 times."""
        self.zoom = min(5.0, max(1.0, zoom))
        self.magnified.emit(self.zoom)
        self.update()

    def move_by(self, dx: float, dy: float) -> None:
        """Move the picture by pixels of the screen."""
        scale = self.part().height() / TALL
        self.centre -= QPointF(dx * scale, dy * scale)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#20282b"))
        frame, part = self._frame(), QRectF(self.part())
        scale = frame.height() / max(1.0, part.height())
        corner = frame.topLeft() - part.topLeft() * scale
        whole = QRectF(corner.x(), corner.y(), self.image.width() * scale, self.image.height() * scale)
        painter.drawImage(whole, self.image)
        shade = QColor(20, 26, 28, 150)
        for side in (
            QRectF(0, 0, self.width(), frame.top()),
            QRectF(0, frame.bottom(), self.width(), self.height() - frame.bottom()),
            QRectF(0, frame.top(), frame.left(), frame.height()),
            QRectF(frame.right(), frame.top(), self.width() - frame.right(), frame.height()),
        ):
            painter.fillRect(side, shade)
        painter.setPen(QPen(QColor("#ffffff"), 2))
        painter.drawRect(frame)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._from is not None:
            moved = event.position() - self._from
            self._from = event.position()
            self.move_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._from = None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        self.magnify(self.zoom * (1 + STEP * event.angleDelta().y() / 120))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        moves = {
            Qt.Key.Key_Left: (-6, 0),
            Qt.Key.Key_Right: (6, 0),
            Qt.Key.Key_Up: (0, -6),
            Qt.Key.Key_Down: (0, 6),
        }
        move = moves.get(Qt.Key(event.key()))
        if move:
            self.move_by(*move)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.magnify(self.zoom + STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.magnify(self.zoom - STEP)
        else:
            super().keyPressEvent(event)


class CropDialog(QDialog):
    """``accepted`` follows when the part was chosen: :attr:`view` tells it."""

    def __init__(self, image: QImage, ratio: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("裁剪照片")
        self.view = CropView(image, ratio)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(100, 500)
        self.slider.setAccessibleName("放大")
        self.view.magnified.connect(lambda zoom: self.slider.setValue(round(zoom * 100)))
        self.slider.valueChanged.connect(lambda value: self.view.magnify(value / 100))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("用这张照片")
        buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("role", "primary")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("取消")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        said = label(
            "拖动照片，滚轮或滑块放大；也可用方向键和 + −。框里的部分就是表上的照片。", "soft", wrap=True
        )
        laid = column(self.view, row(label("放大", "soft"), self.slider, gap=8), said, buttons, gap=12)
        laid.setContentsMargins(18, 18, 18, 16)
        self.setLayout(laid)
        self.setStyleSheet(f"QDialog {{ background: {style.GROUND}; }}")
        self.view.setFocus()
