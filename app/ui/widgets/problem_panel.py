"""The panel above a page that says what happened, where, and what to do. It blocks nothing and can be copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from app.catalogue.problems import Problem
from app.ui import style
from app.ui.icons import icon
from app.ui.widgets.basics import button, column, label, row, tool

SHOWN = 50
MOST_HEIGHT = 180


def place_of(problem: Problem) -> str:
    """Where it is, as one reads it: file, sheet, row, column and value."""
    parts = [
        problem.file,
        problem.sheet and f"工作表“{problem.sheet}”",
        problem.row and f"第 {problem.row} 行",
    ]
    parts += [problem.column and f"“{problem.column}”", problem.value and f"内容：{problem.value[:60]}"]
    return " · ".join(str(part) for part in parts if part)


class ProblemPanel(QFrame):
    """Shows problems until it is closed or the next ones come."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problems")
        self.problems: list[Problem] = []
        self.head = label("", "danger", wrap=True)
        self.head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark = QLabel()
        mark.setPixmap(icon("circle-alert", style.DANGER).pixmap(20, 20))
        self.copy_button = button("复制", self.copy, symbol="copy", role="link")
        self.close_button = tool("x", "关闭", self.dismiss)
        self.rest = QScrollArea()
        self.rest.setWidgetResizable(True)
        self.rest.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offer_button = button("", self._take_offer, role="primary")
        self.offer_button.hide()
        self._offered: Callable[[], object] | None = None
        head = row(mark, self.head, self.offer_button, self.copy_button, self.close_button, gap=8)
        head.setStretch(1, 1)
        self.setLayout(column(head, self.rest, margins=(14, 6, 8, 8), gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Replace what is shown."""
        self.problems = list(problems)
        self.offer_button.hide()
        if not self.problems:
            self.dismiss()
            return
        one = len(self.problems) == 1
        self.head.setText(self.problems[0].message if one else f"有 {len(self.problems)} 处问题")
        body = QWidget()
        entries = [self._entry(problem, one) for problem in self.problems[:SHOWN]]
        layout = column(*entries, *self._more(), 1, gap=6)
        body.setLayout(layout)
        self.rest.setWidget(body)
        for part in body.findChildren(QLabel):
            part.ensurePolished()  # only then does it know how tall its lines are
        layout.invalidate()
        parent = self.parentWidget()
        width = (parent.width() if parent is not None else 800) - 80
        needed = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.rest.setFixedHeight(min(MOST_HEIGHT, needed + 4))
        self.show()

    def offer(self, text: str, call: Callable[[], object]) -> None:
        """A button beside the problem that does what helps."""
        self._offered = call
        self.offer_button.setText(text)
        self.offer_button.show()

    def _take_offer(self) -> None:
        if self._offered is not None:
            self._offered()

    def _entry(self, problem: Problem, alone: bool) -> QWidget:
        lines = [] if alone else [label(problem.message, wrap=True)]
        place = place_of(problem)
        lines += [label(place, "soft", wrap=True)] if place else []
        said = "  ".join(
            part for part in (problem.remedy and f"怎么办：{problem.remedy}", f"（{problem.code}）") if part
        )
        lines.append(label(said, "soft", wrap=True))
        holder = QWidget()
        holder.setLayout(column(*lines, gap=0, margins=(28, 0, 0, 0)))
        for line in lines:
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        return holder

    def _more(self) -> list[QLabel]:
        hidden = len(self.problems) - SHOWN
        return [label(f"……另有 {hidden} 处，点“复制”可得到全部", "soft")] if hidden > 0 else []

    def text(self) -> str:
        """All problems as plain text, one a line."""
        return "\n".join(map(str, self.problems))

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def moved_on(self) -> None:
        """The clerk went elsewhere: what was said there is over, but for what still offers help."""
        if self.offer_button.isHidden():
            self.dismiss()

    def dismiss(self) -> None:
        self.problems = []
        self.hide()
