"""Pages without rows: a source that was refused as a whole, and what an import did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QWidget

from app.catalogue.problems import Problem
from app.operations.preview import STATUS_LABELS
from app.ui import style
from app.ui.icons import icon
from app.ui.importing.detail import problem_html
from app.ui.importing.looks import LOOKS
from app.ui.importing.sitting import Sitting
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.problem_panel import ProblemPanel

SHOWN = 200
_STOPPED = "已取消读取"
_BUG = "这是程序的问题，不是文件的问题：详情见弹出的窗口。可以重试，或换一种格式另存后再试。"


def problems_html(problems: Sequence[Problem]) -> str:
    """Problems one under the other, the first ones of very many."""
    more = len(problems) - SHOWN
    rest = f"<p>……另有 {more:,} 处，存为工作簿可以看到全部</p>" if more > 0 else ""
    return "".join(map(problem_html, problems[:SHOWN])) + rest


def _browser(name: str) -> QTextBrowser:
    made = QTextBrowser()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setStyleSheet("QTextBrowser { border: 0; padding: 0; }")
    made.setAccessibleName(name)
    return made


class _Mark(QLabel):
    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_icon(self, symbol: str, colour: str) -> None:
        self.setPixmap(icon(symbol, colour).pixmap(36, 36))


class RefusedPage(QFrame):
    """Says why a source could not be read, where, and what to do."""

    again = Signal()
    heads_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.mark = _Mark()
        self.heading = label("", "title", wrap=True)
        self.text = _browser("为什么没有读取")
        self.again_button = button("再读一次", self.again.emit, symbol="refresh-cw")
        self.heads_button = button("手工指定表头…", self.heads_asked.emit, symbol="table-2")
        ways = row(self.heads_button, self.again_button, 1, gap=10)
        words = column(self.heading, self.text, ways, gap=10)
        words.setStretch(1, 1)
        whole = row(self.mark, words, gap=16, margins=(28, 26, 24, 20))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_sitting(self, sitting: Sitting) -> None:
        self.heads_button.setVisible(sitting.without_heads)
        if sitting.notice:
            self.mark.show_icon("info", style.SOFT)
            self.heading.setText(_STOPPED)
            self.text.setHtml("<p>没有存入任何内容。</p>")
            return
        self.mark.show_icon("circle-alert", style.DANGER)
        self.heading.setText(f"“{sitting.source.title}”没有读取，账里没有任何改变")
        self.text.setHtml(problems_html(sitting.problems) if sitting.problems else f"<p>{_BUG}</p>")


class ResultPage(QFrame):
    """Counts of an import, what was left out, and the ways on from here."""

    undo_asked = Signal()
    save_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.mark = _Mark()
        self.heading = label("", "title", wrap=True)
        self.counts = label("", wrap=True)
        self.notice = label("", "soft", wrap=True)
        self.left_head = label("", "section")
        self.text = _browser("没有导入的行")
        self.undo_button = button("撤销这次导入", self.undo_asked.emit, symbol="undo-2")
        self.save_button = button("把退回的行存为工作簿…", self.save_asked.emit, symbol="file-spreadsheet")
        self.back_button = button("回到预览", self.back_asked.emit, symbol="chevron-left")
        ways = row(self.undo_button, self.save_button, self.back_button, 1, gap=10)
        self.failures = ProblemPanel()
        self.rest = QWidget()
        parts = (
            self.heading,
            self.counts,
            ways,
            self.failures,
            self.notice,
            self.left_head,
            self.text,
            self.rest,
        )
        words = column(*parts, gap=12)
        for last in (self.text, self.rest):
            words.setStretchFactor(last, 1)
        whole = row(self.mark, words, gap=16, margins=(28, 26, 24, 20))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_sitting(self, sitting: Sitting) -> None:
        outcome, counts, undone = sitting.outcome, sitting.counts, sitting.undone
        if outcome is None:
            return
        stored = sitting.to_store if outcome.operation is not None else 0
        left = counts["doubtful"] + counts["refused"]
        if undone:
            self.mark.show_icon("undo-2", style.SOFT)
            self.heading.setText("这次导入已撤销，账里和导入前一样")
        elif stored:
            self.mark.show_icon("circle-check", style.ACCENT)
            self.heading.setText(f"已导入 {stored:,} 行")
        else:
            self.mark.show_icon("info", style.SOFT)
            self.heading.setText("没有要导入的内容，账里没有改变")
        said = "，".join(f"{STATUS_LABELS[status]} {counts[status]:,}" for status in LOOKS if counts[status])
        self.counts.setText(said)
        self.counts.setVisible(not undone)
        self.undo_button.setVisible(outcome.operation is not None and not undone)
        self.undo_button.setEnabled(sitting.doing is None)
        self.save_button.setVisible(left > 0)
        self.save_button.setEnabled(sitting.doing is None)
        self.back_button.setText("继续确认" if counts["doubtful"] and not undone else "回到预览")
        self.failures.show_problems(sitting.problems)
        self.notice.setText(sitting.notice)
        self.notice.setVisible(bool(sitting.notice))
        self.left_head.setText(f"没有导入的 {left:,} 行")
        self.left_head.setVisible(left > 0)
        self.text.setVisible(left > 0)
        self.rest.setVisible(left == 0)
        self.text.setHtml(problems_html(outcome.refused))
