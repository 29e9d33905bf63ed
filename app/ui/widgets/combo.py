"""A drop-down whose text ends in … where it is cut, instead of in half a character."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

_BESIDE = 28
"""Pixels beside the words of an entry: its margins and the scroll bar."""


class Combo(QComboBox):
    """Open, it is as wide as its longest entry needs; closed, its tip says what is cut."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        whole = self.currentText()
        cut = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room.width())
        option.currentText = cut  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        tip = whole if cut != whole else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        view, screen = self.view(), self.screen().availableGeometry().width()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + _BESIDE, screen // 2))
        super().showPopup()
