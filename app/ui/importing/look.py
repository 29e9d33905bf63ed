"""The preview: counts that filter, what is wrong with the file, the rows and the chosen one in full."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from app.catalogue.fields import label_of
from app.catalogue.problems import Problem
from app.operations.preview import Preview, PreviewRow, Status
from app.ui.desk import Desk
from app.ui.importing.chips import Chips
from app.ui.importing.detail import RowDetail
from app.ui.importing.looks import options
from app.ui.importing.rows import RowsModel, RowsView
from app.ui.importing.sitting import Sitting
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.detail import beside
from app.ui.widgets.problem_panel import ProblemPanel

_HEADS_NAMED = 6


class HeadsStrip(QFrame):
    """Says that columns were not known."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problems")
        self.setProperty("tone", "warn")
        self.said = label("", wrap=True)
        self.ask_button = button("指定各列…", self.asked.emit, symbol="table-2")
        laid = row(self.said, self.ask_button, margins=(14, 8, 10, 8), gap=12)
        laid.setStretch(0, 1)
        self.setLayout(laid)
        self.hide()

    def show_sitting(self, sitting: Sitting) -> None:
        unknown = sitting.preview.unknown if sitting.preview is not None else []
        self.setVisible(bool(unknown))
        if not unknown:
            return
        named = []
        for one in unknown[:_HEADS_NAMED]:
            like = f"（像是“{label_of(one.suggestions[0])}”）" if one.suggestions else ""
            named.append(f"“{one.head}”{like}")
        more = "等" if len(unknown) > _HEADS_NAMED else ""
        self.said.setText(f"有 {len(unknown)} 列不认识，没有读取：{'、'.join(named)}{more}")


class PreviewPage(QWidget):
    """``finished``: the last question is answered; ``heads_asked``: the columns are to be looked at."""

    heads_asked = Signal()
    finished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.sitting: Sitting | None = None
        self._told: Preview | None = None
        self._failed: list[Problem] = []
        """What the panels were told; closed by the clerk they stay closed until there is something else."""
        self.chips = Chips()
        self.settle_button = self._settle_button()
        self.heads = HeadsStrip()
        self.problems = ProblemPanel()
        self.problems.setProperty("tone", "warn")
        self.failures = ProblemPanel()
        self.rows = RowsView(RowsModel(self))
        self.detail = RowDetail()
        split = beside(desk, "import", self.rows, self.detail, (3, 2))
        top = row(self.chips, self.settle_button, gap=10)
        top.setStretch(0, 1)
        whole = column(self.failures, self.heads, self.problems, top, split, gap=10)
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self.chips.chosen.connect(self._filter)
        self.heads.asked.connect(self.heads_asked)
        self.rows.row_chosen.connect(self._show_row)
        self.rows.answered.connect(self._answer_number)
        self.rows.next_asked.connect(self.next_question)
        self.detail.answered.connect(self._answer)

    def _settle_button(self) -> QPushButton:
        made = QPushButton("一起处理待确认…")
        made.setStyleSheet("QPushButton::menu-indicator { image: none; width: 0; }")
        menu = QMenu(made)
        for text, choice in (
            ("全部按相同处理（只有一个候选的）", "same"),
            ("全部新增", "new"),
            ("全部先不导入", "skip"),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, choice=choice: self._settle(choice))
        menu.addSeparator()
        menu.addAction("收回所有回答，重新确认").triggered.connect(self._ask_again)
        made.setMenu(menu)
        return made

    # showing

    def show_sitting(self, sitting: Sitting) -> None:
        """Show the rows of this sitting anew; the chosen filter and row stay where they can."""
        if sitting.preview is not self._told:
            self._told = sitting.preview
            self.problems.show_problems(sitting.preview.problems if sitting.preview is not None else [])
        if sitting is not self.sitting:
            self.sitting = sitting
            self.chips.choose(None)
        self.heads.show_sitting(sitting)
        if self.chips.status is not None and not sitting.counts[self.chips.status]:
            self.chips.choose(None)
        total = len(sitting.preview.rows) if sitting.preview is not None else 0
        self.chips.show_counts(sitting.counts, total)
        with QSignalBlocker(self.rows):  # shown once below, whatever the view tells on the way
            self.rows.show_rows(sitting.preview, self.chips.status)
        self._show_row(self.rows.current())
        self.show_state(sitting)

    def forget(self) -> None:
        """Let go of the rows."""
        self.sitting = self._told = None
        with QSignalBlocker(self.rows):
            self.rows.rows.show(None, None)
        self.detail.row = None

    def show_state(self, sitting: Sitting) -> None:
        """Show what may be done now."""
        still = sitting.state == "preview"
        self.settle_button.setVisible(sitting.counts["doubtful"] > 0 or sitting.answered)
        self.settle_button.setEnabled(still and sitting.doing is None)
        self.detail.answers.setEnabled(still)
        if sitting.problems is not self._failed:
            self._failed = sitting.problems
            self.failures.show_problems(sitting.problems)

    def _filter(self, status: Status | None) -> None:
        if self.sitting is not None:
            self.rows.show_rows(self.sitting.preview, status)
            self._show_row(self.rows.current())

    def _show_row(self, found: PreviewRow | None) -> None:
        self.detail.show_row(found, self.sitting.preview if self.sitting is not None else None)

    # answering

    def _answer_number(self, number: int) -> None:
        """The digit of an answer was pressed on the current row."""
        found = self.rows.current()
        asked = (
            found is not None and found.doubt and (found.status == "doubtful" or found.decision is not None)
        )
        if found is not None and asked and number <= len(options(found)):
            self._answer(options(found)[number - 1].decision)

    def _answer(self, decision: object) -> None:
        found = self.rows.current()
        if found is not None and self.sitting is not None and self.sitting.state == "preview":
            self.sitting.decide(found, decision)  # type: ignore[arg-type]

    def next_question(self) -> None:
        """Go to the next row that waits for an answer, from here downwards and on from the top."""
        current, shown = self.rows.currentIndex().row(), self.rows.rows.shown
        for place in (*range(current + 1, len(shown)), *range(max(0, current + 1))):
            if shown[place].status == "doubtful" and shown[place].decision is None:
                self.rows.choose(place)
                return
        self.finished.emit()

    def _settle(self, choice: str) -> None:
        if self.sitting is not None:
            self.sitting.settle(choice)  # type: ignore[arg-type]

    def _ask_again(self) -> None:
        if self.sitting is not None:
            self.sitting.ask_again()
