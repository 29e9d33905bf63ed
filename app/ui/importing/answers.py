"""The question of a doubtful row with its answers as radio choices; the digits 1 to 9 choose them too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QRadioButton, QScrollArea, QSizePolicy, QWidget

from app.operations.preview import PreviewRow
from app.ui.importing.looks import Option, options
from app.ui.widgets.basics import column, label, row

MOST_HEIGHT = 280


class _Words(QLabel):
    """Words beside a radio button that can be clicked as it is; unlike the button's own they wrap."""

    def __init__(self, option: Option, radio: QRadioButton) -> None:
        super().__init__(option.text)
        self.radio = radio
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.radio.click()


class Answers(QFrame):
    """``answered`` carries a candidate's id, ``new`` or ``skip``."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.question = label("", "section", wrap=True)
        self.reach = label("", "soft", wrap=True)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.options: list[Option] = []
        self.group = QButtonGroup(self)
        self.setLayout(column(self.question, self.area, self.reach, margins=(14, 10, 8, 10), gap=6))
        self.hide()

    def show_row(self, found: PreviewRow, serves: int) -> None:
        """Show the question of a row; ``serves`` is how many rows ask the same."""
        self.question.setText(found.question)
        more = f"这个回答对 {serves:,} 行都有效。" if serves > 1 else ""
        self.reach.setText(f"{more}在列表里按数字键也能选，按回车到下一个待确认。")
        self.options = options(found)
        self.group = QButtonGroup(self)
        body = QWidget()
        lines = [self._line(number, option, found) for number, option in enumerate(self.options)]
        laid = column(*lines, 1, gap=6, margins=(0, 0, 8, 0))
        body.setLayout(laid)
        self.area.setWidget(body)
        self._fit()
        self.show()

    def _line(self, number: int, option: Option, found: PreviewRow) -> QWidget:
        radio = QRadioButton(f"{number + 1}" if number < 9 else "")
        radio.setAccessibleName(f"{option.text} {option.why}")
        radio.setChecked(found.decision == option.decision)
        radio.clicked.connect(lambda: self.answered.emit(option.decision))
        self.group.addButton(radio, number)
        words = column(_Words(option, radio), gap=0)
        if option.why:
            words.addWidget(label(option.why, "soft", wrap=True))
        made = QWidget()
        laid = row(radio, words, gap=8)
        laid.setAlignment(radio, Qt.AlignmentFlag.AlignTop)
        laid.setStretch(1, 1)
        made.setLayout(laid)
        return made

    def _fit(self) -> None:
        laid = self.area.widget().layout()
        assert laid is not None
        width = max(200, self.width() - 34)
        needed = laid.heightForWidth(width) if laid.hasHeightForWidth() else laid.sizeHint().height()
        self.area.setFixedHeight(min(MOST_HEIGHT, needed + 2))

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self.area.widget() is not None:
            self._fit()
