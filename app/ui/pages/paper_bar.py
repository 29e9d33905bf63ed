"""The bar above a paper: which edition, whether it is stored, how large, print and save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.widgets.basics import button, row, tool
from app.ui.widgets.combo import Combo
from app.ui.widgets.cut import CutLabel

if TYPE_CHECKING:
    from app.forms.edition import Edition

SUBJECT_LABELS = {"enrolment": "报名表", "appraisal": "考核鉴定表", "report": "工作量月报"}
STEP = 1.15
LEAST_CHOICE = 124
"""Pixels that the drop-down of editions keeps in the narrowest window."""
_ROUND_TEXT = 64
"""Pixels round a drop-down's text: its margins and arrow."""


class PaperBar(QWidget):
    """``over`` is the widget within which the keys for zoom work."""

    switched = Signal()
    zoomed = Signal(float)
    fitted = Signal()
    printed = Signal()
    saved = Signal()

    def __init__(self, editions: Sequence[Edition], over: QWidget) -> None:
        super().__init__()
        self.choice = Combo()
        self.offer(editions, 0)
        self.choice.setAccessibleName("表样")
        self.choice.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumWidth(LEAST_CHOICE)
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice.currentIndexChanged.connect(lambda _: self.switched.emit())
        self.state = CutLabel("soft")
        self.state.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.save = button("保存", self.saved.emit, symbol="save", key="Ctrl+S")
        laid = row(
            self.choice,
            self.state,
            1,
            tool("zoom-out", "缩小（Ctrl+-）", lambda: self.zoomed.emit(1 / STEP)),
            tool("zoom-in", "放大（Ctrl++）", lambda: self.zoomed.emit(STEP)),
            tool("maximize", "适合宽度（Ctrl+0）", self.fitted.emit),
            tool("printer", "打印这一份", self.printed.emit),
            self.save,
            margins=(14, 10, 12, 6),
            gap=6,
        )
        laid.setStretch(0, 100)  # the notice it comes from, as far as there is room
        self.setLayout(laid)
        for keys, called in (
            ("Ctrl+=", lambda: self.zoomed.emit(STEP)),
            ("Ctrl++", lambda: self.zoomed.emit(STEP)),
            ("Ctrl+-", lambda: self.zoomed.emit(1 / STEP)),
            ("Ctrl+0", self.fitted.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), over)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(called)

    def offer(self, editions: Sequence[Edition], chosen: int) -> None:
        """Offer these editions; ``chosen`` is the number of the one at hand."""
        self.choice.blockSignals(True)
        self.choice.clear()
        texts = [f"{one.name}　{one.source}" for one in editions]
        self.choice.addItems(texts)
        metrics = self.choice.fontMetrics()
        self.choice.setMaximumWidth(max(map(metrics.horizontalAdvance, texts), default=0) + _ROUND_TEXT)
        longest = max((len(one.name) for one in editions), default=0)
        self.choice.setMinimumContentsLength(2 * longest)  # counted in Latin letters
        self.choice.setCurrentIndex(chosen)
        self.choice.blockSignals(False)

    def say(self, text: str, *, unsaved: bool) -> None:
        """What became of the typing, and whether there is something to save."""
        self.state.setText(text)
        self.save.setEnabled(unsaved)
