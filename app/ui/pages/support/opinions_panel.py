"""The summary and the four opinions of one appraisal, with phrases to choose, and where its paper is among the stamps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QWidget

from app.catalogue.dates import format_partial
from app.ui.desk import Desk
from app.ui.drafting import DraftKeeper
from app.ui.widgets.basics import button, card, column, label, row
from app.ui.widgets.room import Upright

RESULTS = ("", "优秀", "合格", "基本合格", "不合格")
_LINES = 3
FIGURES_SAID = (
    "“按台账起草”的每个数字都由这些记录数出来，点开一行看是哪些，双击到那里看。自己改过的数字以写的为准。"
)


class OpinionBox(QFrame):
    """One of the four opinions. ``typed`` follows each keystroke and choice."""

    typed = Signal()

    def __init__(self, step: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self.step = step
        self.title = label("", "section", wrap=True)
        self.phrases = QComboBox()
        self.phrases.setAccessibleName("常用语")
        self.phrases.setMinimumContentsLength(14)
        self.phrases.activated.connect(self._take)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_LINES * self.text.fontMetrics().lineSpacing() + 20)
        self.signer, self.date, self.result = QLineEdit(), QLineEdit(), QComboBox()
        self.signer.setPlaceholderText("签字人")
        self.date.setPlaceholderText("日期，如 2021.11.3")
        self.result.addItems(RESULTS)
        for widget, called in (
            (self.text, "意见"),
            (self.signer, "签字人"),
            (self.date, "日期"),
            (self.result, "结果"),
        ):
            widget.setAccessibleName(called)
        self.result.setItemText(0, "考核结果")
        self.text.textChanged.connect(self.typed)
        self.signer.textEdited.connect(lambda _: self.typed.emit())
        self.date.textEdited.connect(lambda _: self.typed.emit())
        self.result.activated.connect(lambda _: self.typed.emit())
        self.stamp = label("", "soft", wrap=True)
        top = row(self.title, self.phrases, gap=8)
        top.setStretch(0, 1)
        last = row(self.signer, self.date, self.result, gap=8)
        self.setLayout(column(top, self.text, last, self.stamp, margins=(14, 10, 14, 10), gap=6))

    def _take(self, number: int) -> None:
        """A phrase comes behind what is typed."""
        if number > 0:
            before = self.text.toPlainText().strip()
            self.text.setPlainText(f"{before}{self.phrases.itemText(number)}")
            self.phrases.setCurrentIndex(0)

    def show_opinion(self, given: Any, phrases: list[str], stamp: str) -> None:
        """Show what is kept."""
        self.title.setText(given.label)
        day = format_partial(given.date, "Y.M.D")
        self.put({"text": given.text, "signer": given.signer, "date": day, "result": given.result})
        self.phrases.clear()
        self.phrases.addItems(["常用语…", *phrases])
        self.stamp.setText(stamp)
        self.stamp.setVisible(bool(stamp))

    def put(self, told: Mapping[str, str]) -> None:
        """Put texts in, as :meth:`told` gives them."""
        self.text.setPlainText(told["text"])
        self.signer.setText(told["signer"])
        self.date.setText(told["date"])
        self.result.setCurrentIndex(max(0, RESULTS.index(told["result"]) if told["result"] in RESULTS else 0))

    def told(self) -> dict[str, str]:
        """What is typed."""
        return {
            "text": self.text.toPlainText().strip(),
            "signer": self.signer.text().strip(),
            "date": self.date.text().strip(),
            "result": RESULTS[self.result.currentIndex()],
        }


class OpinionsPanel(QWidget):
    """What is typed is a draft within a second, stored by 保存 or when the posting is left; what was refused stays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.posting: bytes | None = None
        self.kept: dict[int, dict[str, str]] = {}
        self.summary_kept = ""
        self.head = label("", "section", wrap=True)
        self.said = label("", "warn", wrap=True)
        self.summary = QPlainTextEdit()
        self.summary.setAccessibleName("本人对口支援工作总结")
        self.summary.setTabChangesFocus(True)
        self.summary.setMinimumHeight(150)
        self.draft = button("按台账起草", self.ask_draft, symbol="sparkles")
        self.sources = button("数字的出处", self.show_figures, symbol="target")
        self.save = button("保存", self.store, symbol="save", role="primary", key="Ctrl+S")
        self.printed = button("记下已打印", self.mark_printed, symbol="printer")
        self.boxes = [OpinionBox(step) for step in (1, 2, 3, 4)]
        self.drafts = DraftKeeper(desk, self._payload, self)
        self._storing = 0
        self._refusals = False
        inner = QWidget()
        whole = column(
            row(label("本人对口支援工作总结", "section"), 1, self.sources, self.draft, gap=8),
            self.summary,
            *self.boxes,
            1,
            gap=10,
            margins=(2, 2, 10, 2),
        )
        inner.setLayout(whole)
        self.area = area = Upright(inner)
        top = row(self.head, self.printed, self.save, gap=8)
        top.setStretch(0, 1)
        body = column(top, self.said, area, gap=8, margins=(8, 10, 4, 4))
        body.setStretch(2, 1_000)
        body.addStretch(1)  # the head stands at the top while nothing is below it
        self.setLayout(column(card(body, "plain")))
        self.summary.textChanged.connect(self.drafts.touch)
        for box in self.boxes:
            box.typed.connect(self.drafts.touch)
        desk.changed.connect(self._news)
        self.show_posting(None)

    def show_posting(self, posting: bytes | None) -> None:
        """Show another posting; what was typed for the present one is stored first."""
        self.store()
        self.drafts.about("", "")
        self.posting, self.kept = posting, {}
        for part in (self.area, self.printed, self.save):
            part.setVisible(posting is not None)
        if posting is None:
            self.head.setText("在左边选一次派驻，这里写总结和四级意见")
            self.said.hide()
        else:
            self.refresh(fresh=True)

    def _news(self, tables: frozenset[str]) -> None:
        if (
            self.posting is not None
            and tables & {"appraisal", "opinion", "sign_off", "posting"}
            and not self.changed()
        ):
            self.refresh()

    def refresh(self, *, fresh: bool = False) -> None:
        """Read the appraisal anew, off the GUI thread; ``fresh`` with what was typed and never stored."""
        posting = self.posting
        if posting is None:
            return

        def arrived(found: Any) -> None:
            if posting == self.posting and (fresh or not self.changed()):
                self._arrived(*found)
                if fresh:
                    self._recover(posting, *found)

        self.desk.ask("读取鉴定", lambda store, progress: _read(store, posting), arrived, owner=self)

    def _recover(self, posting: bytes, state: Any, *rest: Any) -> None:
        draft, title = rest[-1], f"鉴定：{state.name}"
        self.drafts.about(_draft_key(posting), title, kept=bool(draft))
        if "0" in draft:
            self.summary.setPlainText(draft["0"]["text"])
        for box in self.boxes:
            if str(box.step) in draft:
                box.put(draft[str(box.step)])
        if self.changed():
            self.desk.noticed.emit(f"已恢复上次没有存完的填写：{title}")

    def _payload(self) -> dict[str, Any]:
        return {str(step): told for step, told in self.changed().items()}

    def _arrived(
        self, state: Any, phrases: dict[int, list[str]], stamps: dict[int, str], draft: dict[str, Any]
    ) -> None:
        self.head.setText(f"{state.name}：四级意见已有{state.steps}级")
        self.said.setText("；".join(state.remarks))
        self.said.setVisible(bool(state.remarks))
        self.summary.setPlainText(state.summary)
        self.summary_kept = state.summary
        for box, given in zip(self.boxes, state.opinions, strict=True):
            box.show_opinion(given, phrases[given.step], stamps.get(given.step, ""))
            self.kept[given.step] = box.told()

    def changed(self) -> dict[int, dict[str, str]]:
        """Opinions that read otherwise than they are kept, by step; 0 stands for the summary."""
        if self.posting is None or not self.kept:
            return {}
        found = {box.step: box.told() for box in self.boxes if box.told() != self.kept.get(box.step)}
        if self.summary.toPlainText() != self.summary_kept:
            found[0] = {"text": self.summary.toPlainText()}
        return found

    def store(self) -> None:
        """Store what differs, each as an act of its own."""
        posting, changed = self.posting, self.changed()
        if posting is None or not changed:
            return
        self.drafts.storing()
        self._storing, self._refusals = len(changed), False
        for step, told in changed.items():
            if step == 0:
                before = {"text": self.summary_kept}
                self.summary_kept = told["text"]
            else:
                before = self.kept.get(step, {})
                self.kept[step] = told
            self._keep(posting, step, told, before)

    def leave(self) -> None:
        """Store what was typed; the page goes to the back, or the window closes."""
        self.store()
        self.drafts.flush()

    def _keep(self, posting: bytes, step: int, told: dict[str, str], before: dict[str, str]) -> None:
        from app.operations.appraising import give_opinion, keep_summary

        def work(store: Any, progress: Any) -> Any:
            return (
                give_opinion(store, posting, step, **told)
                if step
                else keep_summary(store, posting, told["text"])
            )

        self.desk.act(
            "保存意见" if step else "保存工作总结",
            work,
            lambda _: self._answered(posting),
            failed=lambda error: self._refused(error, posting, step, before),
            owner=self,
        )

    def _refused(self, error: BaseException, posting: bytes, step: int, kept: dict[str, str]) -> None:
        """What was typed stays as it is, or in the draft if the posting was left, and is still to be stored."""
        if posting == self.posting:
            if step:
                self.kept[step] = kept
            else:
                self.summary_kept = kept["text"]
        self.desk.trouble(error)
        self._refusals = True
        self._answered(posting)

    def _answered(self, posting: bytes) -> None:
        """After the last of what was to be stored, its draft goes, unless some of it was refused."""
        self._storing -= 1
        if not self._storing:
            key = _draft_key(posting)
            self.drafts.refused(key) if self._refusals else self.drafts.stored(key)

    def ask_draft(self) -> None:
        """Put a draft from the ledger into the box; typed text goes before it, never away."""
        posting = self.posting
        if posting is None:
            return

        def arrived(text: str) -> None:
            before = self.summary.toPlainText().strip()
            self.summary.setPlainText(f"{before}\n{text}" if before and before != text else text)

        def work(store: Any, progress: Any) -> str:
            from app.operations.appraising import draft_summary

            return draft_summary(store, posting)

        self.desk.ask("按台账起草", work, arrived, owner=self)

    def show_figures(self) -> None:
        """Every number that the ledger has of this posting, each opening into its records."""
        posting = self.posting
        if posting is None:
            return

        def work(store: Any, progress: Any) -> Any:
            from app.operations.appraising import figures

            return figures(store, posting)

        def show(found: Any) -> None:
            from app.ui.pages.support.progress_dialog import ProgressDialog

            ProgressDialog(self, "工作总结里数字的出处", found, self.desk, FIGURES_SAID).open()

        self.desk.ask("查找记录", work, show, owner=self)

    def mark_printed(self) -> None:
        """The paper was printed: its four stamps are awaited from now on."""
        from app.operations.signoffs import papers_printed
        from app.ui.pages.support.papers_menu import papers_of

        posting, edition = self.posting, papers_of(self.desk, ("appraisal",))[0].id
        if posting is not None:
            self.desk.act(
                "记下已打印",
                lambda store, progress: papers_printed(store, "appraisal", [posting], edition),
                owner=self,
            )


def _draft_key(posting: bytes) -> str:
    return f"opinions:{posting.hex()}"


def _read(store: Any, posting: bytes) -> Any:
    from app.operations.appraising import phrases, state_of
    from app.operations.signoffs import steps_of
    from app.store.drafts import load_draft

    draft = load_draft(store, _draft_key(posting))
    state = state_of(store, posting)
    stamps: dict[int, str] = {}
    for (sheet,) in store.sql("SELECT id FROM appraisal WHERE posting_id = ?", (posting,)):
        for one in steps_of(store, "appraisal", sheet):
            where = (
                f"已签章 {one['stamped_on']}" if one["stamped_on"]
                else f"已送出 {one['handed_on']} {one['handed_to']}" if one["handed_on"]
                else f"已打印 {one['printed_on']}，等签章"
            )  # fmt: skip
            stamps[one["step"]] = where + ("，扫描件已附" if one["attachment"] else "")
    return (
        state,
        {step: phrases(store, step) for step in (1, 2, 3, 4)},
        stamps,
        draft.payload if draft else {},
    )
