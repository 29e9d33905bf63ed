"""Line icons from ``resources/icons`` (Lucide, ISC licence), drawn in the colour that the place wants.

The SVG says ``currentColor``; it is replaced before rendering, so that one file serves every state.
Icons are rendered when first painted at the size and scale asked for, so they stay sharp at 125–200 %.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui import style
from app.ui.resources import RESOURCES


@cache
def _svg(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def renderer(name: str, colour: str) -> QSvgRenderer:
    """The drawing of one icon in one colour (``#rrggbb``)."""
    return QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))


class _LineIcon(QIconEngine):
    """Draws the icon in ``colour``, in ``active`` when the button is on, pale when it is disabled."""

    def __init__(self, name: str, colour: str, active: str) -> None:
        super().__init__()
        self.name, self.colour, self.active = name, colour, active

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self.active if state == QIcon.State.On else self.colour
        if mode == QIcon.Mode.Disabled:
            colour = style.FAINT
        side = min(rect.width(), rect.height())
        # In a wider rectangle the icon stands left: the rest is the gap between it and a button's words.
        box = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        renderer(self.name, colour).render(painter, box)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _LineIcon(self.name, self.colour, self.active)


_kept: dict[tuple[str, str, str], QIcon] = {}


def icon(name: str, colour: str = "", active: str = "") -> QIcon:
    """A line icon by its file name; ``active`` is the colour while a checkable button is on."""
    key = (name, colour or style.SOFT, active or colour or style.SOFT)
    if key not in _kept:
        _kept[key] = QIcon(_LineIcon(*key))
    return _kept[key]
