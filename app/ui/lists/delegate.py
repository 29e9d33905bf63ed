"""Paints a list's cell in one call: text cut with an ellipsis, tags as small labels, the chosen row tinted.

The stock delegate asks the model for eight roles a cell through Python; this one asks once.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui import style
from app.ui.lists.model import ListModel

PAD = 8
TONES = {
    "accent": (QColor(style.TINT), QColor(style.ACCENT_DARK)),
    "warn": (QColor(style.WARN_TINT), QColor(style.WARN)),
    "danger": (QColor(style.DANGER_TINT), QColor(style.DANGER)),
    "": (QColor("#eceff0"), QColor(style.SOFT)),
}


class ListDelegate(QStyledItemDelegate):
    """For a :class:`ListModel` only. ``hovered`` is the row under the mouse."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.view = view
        self.hovered = -1
        self._line = QPen(QColor(style.LINE))
        self._ink, self._tint, self._hover = QColor(style.INK), QColor(style.TINT), QColor(style.HOVER)
        self._surface = QColor(style.SURFACE)
        self._focus = QPen(QColor(style.ACCENT))
        self._heavy: tuple[QFont, QFont, QFontMetrics] | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, ListModel)
        row, number = index.row(), index.column()
        rect = option.rect  # type: ignore[attr-defined]
        chosen = self.view.selectionModel().isSelected(index)
        if chosen:
            painter.fillRect(rect, self._tint)
        elif row == self.hovered:
            painter.fillRect(rect, self._hover)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = model.text(row, number)
        if text:
            column = model.source.columns[number]
            if column.tag:
                self._tag(painter, option, text, column.tags.get(text, ""), chosen)
            else:
                self._text(painter, option, text, strong=column.strong, right=column.right)
        if index == self.view.currentIndex() and self.view.hasFocus():
            painter.setPen(self._focus)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _text(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, *, strong: bool, right: bool
    ) -> None:
        rect = option.rect.adjusted(PAD, 0, -PAD, -1)  # type: ignore[attr-defined]
        font = option.font  # type: ignore[attr-defined]
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        if strong:
            font, metrics = self._strong(font)
        painter.setFont(font)
        painter.setPen(self._ink)
        if "\n" in text:
            text = text.replace("\n", " ")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        if len(text) * metrics.height() > rect.width():  # no character is wider than the line is high
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _strong(self, font: QFont) -> tuple[QFont, QFontMetrics]:
        """The heavier face of a font; kept, for it is asked for at every row."""
        if self._heavy is None or self._heavy[0] != font:
            made = QFont(font)
            made.setWeight(QFont.Weight.DemiBold)
            self._heavy = QFont(font), made, QFontMetrics(made)
        return self._heavy[1:]

    def _tag(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, tone: str, chosen: bool
    ) -> None:
        rect = option.rect.adjusted(PAD, 0, -PAD, 0)  # type: ignore[attr-defined]
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        ground, ink = TONES[tone]
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 14)
        height = metrics.height() + 2
        box = QRectF(rect.x(), rect.center().y() - height / 2, metrics.horizontalAdvance(text) + 14, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._surface if chosen else ground)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(ink)
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(80, 34)
