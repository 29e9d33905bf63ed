"""工作台: what is there, what is unfinished, what to do first; drafts that were recovered; and where to drop files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.catalogue.sample_mark import is_sample
from app.ui import style
from app.ui.another import open_another
from app.ui.desk import Desk, Target
from app.ui.icons import icon
from app.ui.pages.page import Page
from app.ui.pages.settings.history import local_time
from app.ui.widgets.basics import button, card, column, label, row
from app.ui.widgets.tabs import LateTabs

if TYPE_CHECKING:
    from app.operations.overview import Overview, Todo
    from app.store.drafts import Draft

DRAFT_PLACES = {
    "enrolment": ("people", "papers"),
    "appraisal": ("support", "appraisals"),
    "opinions": ("support", "appraisals"),
    "activity": ("support", "ledger"),
    "report": ("support", "reports"),
    "report_remark": ("support", "reports"),
    "pairing": ("pairings", "pairings"),
    "unit": ("pairings", "units"),
    "batch": ("pairings", "batches"),
    "posting": ("support", "postings"),
    "plan_item": ("support", "plan"),
    "mentorship": ("support", "mentoring"),
    "agreement": ("support", "agreements"),
    **dict.fromkeys(
        (
            "development", "contact", "training", "batch_one", "unit_year", "allowance", "absence", "duty_check", "letter",
        ),
        ("support", "registers"),
    ),
}  # fmt: skip
COUNTS = (
    ("people", "人员", "users", "people", ""),
    ("units", "单位", "building-2", "pairings", "units"),
    ("pairings", "对口关系", "handshake", "pairings", "pairings"),
    ("postings", "派驻", "briefcase-medical", "support", "postings"),
)
MOST_DRAFTS = 6


class CountCard(QFrame):
    """A number that leads to its page."""

    clicked = Signal()

    def __init__(self, title: str, symbol: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)
        mark = label("")
        mark.setPixmap(icon(symbol, style.ACCENT).pixmap(26, 26))
        self.number = label("–", "number")
        self.setLayout(
            row(column(label(title, "soft"), self.number, gap=0), 1, mark, margins=(18, 12, 18, 10))
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.clicked.emit()

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class WorkbenchPage(Page):
    """Refreshes itself when it comes to the front and when anything changes while it is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.counts = {key: CountCard(title, symbol) for key, title, symbol, _, _ in COUNTS}
        for key, _, _, page, tab in COUNTS:
            self.counts[key].clicked.connect(lambda page=page, tab=tab: desk.go(page, tab))
        self._greeted = False
        self.todo = _Lines("要做的事")
        self.drafts = _Lines("没存完的填写（草稿）")
        self.who = self._who()
        self.who.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._busy())
        self.stack.addWidget(self._drop(large=True))
        today = QWidget()
        whole = column(self.who, *((self._sample(),) if is_sample(desk.folder) else ()), self.stack, gap=12)
        whole.setStretch(whole.count() - 1, 1)
        today.setLayout(whole)
        self.tabs = LateTabs()
        self.tabs.add("today", "今天", lambda: today)
        self.tabs.add("own", "队员本月", lambda: _own(desk))
        self.tabs.add("board", "报送情况", lambda: _board(desk))
        self.tabs.add("timeline", "派驻时间线", lambda: _timeline(desk))
        self.tabs.part("today")
        self.setLayout(column(self.tabs))
        desk.opened.connect(self.refresh)
        desk.changed.connect(self.refresh)

    def _busy(self) -> QWidget:
        lower = row(self.todo, self.drafts, gap=12)
        lower.setStretch(0, 3)
        lower.setStretch(1, 2)
        made = QWidget()
        body = column(row(*self.counts.values(), gap=12), lower, self._drop(large=False), gap=12)
        body.setStretch(1, 1)
        made.setLayout(body)
        return made

    def _drop(self, *, large: bool) -> QFrame:
        mark = label("")
        side = 64 if large else 28
        mark.setPixmap(icon("file-down", style.ACCENT).pixmap(side, side))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said = label("把手头的 Excel 名册拖到这里", "title")
        more = label(
            "名册、任务分配表、工作计划、填好的报名表文件夹都可以；先预览，确认后才存入。", "soft", wrap=True
        )
        choose = button("选择文件…", lambda: self.window().choose_import(), symbol="folder-open")  # type: ignore[attr-defined]
        fresh = button("新增人员", lambda: self.desk.go("people", "new"), symbol="plus")
        if large:
            for text in (said, more):
                text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            trial = button("先用样例试一试", self.try_sample, symbol="sparkles", role="link")
            trial.setToolTip("另开一个窗口，里面是虚构的一年；试完可以整个扔掉")
            check = button("自检", self.self_test, symbol="shield-check", role="link")
            check.setToolTip("装好以后看看是否一切正常，约十几秒")
            return card(
                column(
                    1, mark, said, more, row(1, choose, fresh, 1, gap=10), row(1, trial, check, 1), 1, gap=14
                ),
                "dropCard",
            )
        words = column(said, more, gap=2)
        laid = row(mark, words, choose, fresh, gap=14, margins=(20, 12, 20, 12))
        laid.setStretch(1, 1)
        return card(laid, "dropCard")

    def _who(self) -> QFrame:
        self.unit, self.operator = QLineEdit(), QLineEdit()
        for line, hint, wide in ((self.unit, "本单位全称", 240), (self.operator, "您的姓名", 150)):
            line.setPlaceholderText(hint)
            line.setAccessibleName(hint)
            line.setFixedWidth(wide)
            line.returnPressed.connect(self._keep_operator)
        said = label(
            "请问您是哪个单位的哪一位？每一步操作都会记下，只问这一次。"
            f"数据放在 {self.desk.folder}，每天自动备份。以后都可在“设置”里改。",
            wrap=True,
        )
        laid = row(
            said,
            self.unit,
            self.operator,
            button("记住", self._keep_operator, role="primary"),
            margins=(16, 10, 16, 10),
            gap=10,
        )
        laid.setStretch(0, 1)
        return card(laid, "notice")

    def _sample(self) -> QFrame:
        """What a window over sample data says all the time, and how it is thrown away."""
        said = label(
            "这是样例数据，人和事都是虚构的，随便试。您自己的数据在另一个窗口里，互不相干。", wrap=True
        )
        drop = button("扔掉样例", self.ask_throw_away, symbol="trash-2")
        laid = row(said, drop, margins=(16, 10, 16, 10), gap=10)
        laid.setStretch(0, 1)
        return card(laid, "notice")

    def self_test(self) -> None:
        """Let the program test itself and show the report."""
        from app.ui.self_testing import run_self_test

        run_self_test(self.desk, self)

    def try_sample(self) -> None:
        """Play the sample year into a folder of its own, and open it in a window of its own."""
        folder = self.desk.folder

        def work(progress: Any) -> Any:
            from app.operations.sample_folder import make_sample

            return make_sample(folder, progress)

        self.desk.runner.run(
            "准备样例", work, open_another, failed=self.desk.trouble, owner=self, lane="keep"
        )

    def ask_throw_away(self) -> None:
        """Ask, then close this window and delete the sample data."""
        from app.ui.widgets.dialogs import ask_delete

        def go() -> None:
            self.desk.discarding = True
            self.window().close()

        ask_delete(
            self, "全部样例数据，并关闭这个窗口", go, "只删样例；您自己的数据不动。以后还可以再放一份。"
        )

    def entered(self) -> None:
        self.refresh()

    def go_to(self, target: Target) -> None:
        if target.tab in self.tabs.keys:
            self.tabs.show_tab(target.tab)

    def refresh(self) -> None:
        """Read the overview anew, off the GUI thread."""
        self.desk.ask("读取概况", _look, self._show, owner=self)

    def _show(self, found: tuple[Overview, list[Draft], str, bool]) -> None:
        view, drafts, operator, supports = found
        self.who.setVisible(not operator and not is_sample(self.desk.folder))
        if supports and not self._greeted and self.tabs.currentIndex() == 0:
            self.tabs.show_tab("own")  # a supporter comes for his own month; the clerk for what is to be done
        self._greeted = True
        for key, counted in self.counts.items():
            counted.number.setText(f"{getattr(view, key):,}")
        self.todo.fill([self._todo_line(todo) for todo in view.todo], "都做完了，暂时没有要办的事。")
        lines = [self._draft_line(draft) for draft in drafts[:MOST_DRAFTS]]
        if len(drafts) > MOST_DRAFTS:
            lines.append(label(f"……另有 {len(drafts) - MOST_DRAFTS} 份", "soft"))
        self.drafts.fill(lines, "没有草稿。填写时每秒自动保存，断电也不会丢。")
        empty = not drafts and not any(getattr(view, key) for key in self.counts)
        self.stack.setCurrentIndex(1 if empty else 0)

    def _todo_line(self, todo: Todo) -> QWidget:
        go = button(
            "去办",
            lambda: self.desk.go(*_place(todo.page), record=todo.record),
            symbol="arrow-right",
            role="link",
        )
        return _line(todo.title, todo.detail, go)

    def _draft_line(self, draft: Draft) -> QWidget:
        subject, _, key = draft.key.partition(":")
        page, tab = DRAFT_PLACES.get(subject, ("people", "papers"))
        record = bytes.fromhex(key) if key and key != "new" and subject != "letter" else None
        if subject in ("enrolment", "report") and key == "new":
            tab = "new"
        if subject == "letter":
            go = button("继续填写", lambda: self._open_letter(key), symbol="pen-line", role="link")
        else:
            go = button("继续填写", lambda: self.desk.go(page, tab, record), symbol="pen-line", role="link")
        drop = button("丢弃", lambda: self._drop_draft(draft.key), role="link")
        return _line(draft.title or "未命名", f"保存于 {local_time(draft.saved)}", go, drop)

    def _open_letter(self, key: str) -> None:
        from app.catalogue.problems import Refusal
        from app.ui.pages.support.letter_dialog import open_letter

        try:
            open_letter(self.window(), self.desk, key).finished.connect(self.refresh)
        except Refusal as refusal:
            self.desk.say(refusal.problem)

    def _drop_draft(self, key: str) -> None:
        def work(store: Any, progress: Any) -> None:
            from app.store.drafts import drop_draft

            drop_draft(store, key)

        self.desk.ask("丢弃草稿", work, lambda _: self.refresh(), owner=self, lane="draft")

    def _keep_operator(self) -> None:
        name, unit = self.operator.text().strip(), self.unit.text().strip()
        if not name:
            self.operator.setFocus()
            return

        def work(store: Any, progress: Any) -> None:
            store.workbench().set_setting("operator", name)
            if unit:
                store.workbench().set_setting("unit", unit)

        self.desk.ask("保存设置", work, lambda _: self.who.hide(), owner=self, lane="draft")


def _own(desk: Desk) -> QWidget:
    from app.ui.pages.own_work import OwnTab

    return OwnTab(desk)


def _board(desk: Desk) -> QWidget:
    from app.ui.pages.board import BoardTab

    return BoardTab(desk)


def _timeline(desk: Desk) -> QWidget:
    from app.ui.pages.timeline import TimelineTab

    return TimelineTab(desk)


def _look(store: Any, progress: Any) -> tuple[Overview, list[Draft], str, bool]:
    from app.operations.overview import overview
    from app.operations.supporter import person_of
    from app.store.drafts import list_drafts

    operator = store.workbench().setting("operator")
    return overview(store), list_drafts(store), operator, person_of(store, operator) is not None


def _place(page: str) -> tuple[str, str]:
    """A todo's page may name a tab too: ``support/plan``."""
    name, _, tab = page.partition("/")
    return name, tab


def _line(title: str, detail: str, *actions: QWidget) -> QWidget:
    made = QWidget()
    words = column(label(title, wrap=True), gap=0)
    if detail:
        words.addWidget(label(detail, "soft", wrap=True))
    laid = row(words, *actions, gap=6, margins=(0, 4, 0, 4))
    laid.setStretch(0, 1)
    made.setLayout(laid)
    return made


class _Lines(QFrame):
    """A card with a heading and some lines."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setMinimumHeight(96)
        body = column(label(title, "section"), self.area, margins=(18, 14, 10, 10), gap=8)
        body.setStretch(1, 1)
        self.setLayout(body)
        self.lines: list[QWidget] = []
        self.fill([], "正在读取…")

    def fill(self, lines: list[QWidget], nothing: str) -> None:
        """Replace the lines."""
        inner = QWidget()
        laid: QVBoxLayout = column(
            *(lines or [label(nothing, "soft", wrap=True)]), 1, gap=2, margins=(0, 0, 8, 0)
        )
        inner.setLayout(laid)
        self.lines = lines
        self.area.setWidget(inner)
