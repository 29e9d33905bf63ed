"""The paper beside a list: which edition, how large, and the storing of what was filled in.

What is typed is a draft within a second. It is stored as one operation when the record is left, by Ctrl+S, or when
the window closes; undo within the paper is the paper's own, undo of the stored step the window's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.catalogue.fields import Value
from app.ui.desk import Desk
from app.ui.drafting import DraftKeeper
from app.ui.widgets.basics import button, column, label, row, tool

if TYPE_CHECKING:
    from app.forms.edition import Edition
    from app.operations.results import Outcome

SUBJECT_LABELS = {"enrolment": "报名表", "appraisal": "考核鉴定表", "report": "工作量月报"}
MISSING = {"appraisal": "这位还没有派驻，不能填考核鉴定表。\n请先在“帮扶工作”里登记派驻。"}


class PaperPanel(QWidget):
    """One record's paper. ``stored`` gives its key and whether it was new."""

    stored = Signal(bytes, bool)

    def __init__(self, desk: Desk, subjects: Sequence[str], nothing: str) -> None:
        super().__init__()
        from app.forms.editions import editions
        from app.ui.paper.view import PaperView

        self.desk = desk
        self.editions: list[Edition] = [one for one in editions().values() if one.subject in subjects]
        self.editions.sort(key=lambda one: subjects.index(one.subject))
        self.record: bytes | None = None
        """The record of the list: an enrolment or a report."""
        self.key: bytes | None = None
        """The record that the paper is about: for an appraisal the person's posting."""
        self.new = False
        self.loaded: dict[str, Value] = {}
        self.view = PaperView()
        self.drafts = DraftKeeper(desk, self.changed, self)
        self.choice = QComboBox()
        self.choice.addItems([self._title(one) for one in self.editions])
        self.choice.setAccessibleName("表样")
        self.choice.setMinimumContentsLength(12)
        self.state = label("", "soft")
        self.save_button = button("保存", self.store, symbol="save", key="Ctrl+S")
        self.empty = label(nothing, "soft", wrap=True)
        self.nothing = nothing
        self._build()
        self.choice.currentIndexChanged.connect(lambda _: self._switch())
        self.view.edited.connect(self._edited)
        desk.changed.connect(self._news)

    def _title(self, edition: Edition) -> str:
        return f"{SUBJECT_LABELS[edition.subject]}　{edition.source}"

    def _build(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = row(
            self.choice,
            self.state,
            1,
            tool("zoom-out", "缩小（Ctrl+-）", lambda: self.zoom(1 / 1.15)),
            tool("zoom-in", "放大（Ctrl++）", lambda: self.zoom(1.15)),
            tool("maximize", "适合宽度（Ctrl+0）", self.view.fit_width),
            tool("printer", "打印这一份", self._print),
            self.save_button,
            margins=(14, 10, 12, 6),
            gap=6,
        )
        full = QWidget()
        body = column(bar, self.view, gap=0)
        body.setStretch(1, 1)
        full.setLayout(body)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(full)
        self.setLayout(column(self.stack))

    # what is shown

    @property
    def edition(self) -> Edition:
        return self.editions[max(0, self.choice.currentIndex())]

    def show_record(self, record: bytes | None) -> None:
        """Show another record's paper; what was typed on the present one is stored first."""
        if record is not None and record == self.record:
            return
        self.leave()
        self.record, self.key, self.new = record, None, False
        if record is None:
            self._say(self.nothing)
        else:
            self._load(fresh=True)

    def show_new(self) -> None:
        """An empty paper of the first edition, or the draft of one that was begun."""
        self.leave()
        self.record, self.key, self.new = None, None, True
        self.choice.setCurrentIndex(0)
        subject = self.edition.subject

        def work(store: Any, progress: Any) -> dict[str, Value]:
            from app.store.drafts import load_draft

            draft = load_draft(store, f"{subject}:new")
            return dict(draft.payload) if draft else {}

        self.desk.ask("读取草稿", work, lambda draft: self._put_up(None, {}, draft), owner=self)

    def _switch(self) -> None:
        if self.new:
            self.show_new() if self.edition.subject == self.editions[0].subject else self._say(
                "新增时先填报名表"
            )
            return
        self.leave()
        if self.record is not None:
            self.key = None
            self._load(fresh=True)

    def _load(self, *, fresh: bool) -> None:
        record, edition = self.record, self.edition
        assert record is not None

        def work(store: Any, progress: Any) -> tuple[bytes | None, dict[str, Value], dict[str, Value]]:
            from app.operations.snapshots import snapshot_of
            from app.store.drafts import load_draft

            key = _subject_key(store, edition.subject, record)
            if key is None:
                return None, {}, {}
            draft = load_draft(store, f"{edition.subject}:{key.hex()}") if fresh else None
            values = dict(snapshot_of(store, edition.subject, key).values)
            return key, values, dict(draft.payload) if draft else {}

        def arrived(found: tuple[bytes | None, dict[str, Value], dict[str, Value]]) -> None:
            if record == self.record and edition is self.edition:
                self._arrived(*found, fresh=fresh)

        self.desk.ask("读取表格内容", work, arrived, failed=self._gone, owner=self)

    def _arrived(
        self, key: bytes | None, values: dict[str, Value], draft: dict[str, Value], *, fresh: bool
    ) -> None:
        if key is None:
            self._say(MISSING.get(self.edition.subject, self.nothing))
        elif fresh or not self.changed():
            self._put_up(key, values, draft)

    def _put_up(self, key: bytes | None, values: dict[str, Value], draft: dict[str, Value]) -> None:
        self.key, self.loaded = key, values
        self.view.show_document(self.edition, values | draft)
        name = str((values | draft).get("person.name") or "") or "新的一份"
        title = f"{SUBJECT_LABELS[self.edition.subject]}：{name}"
        self.drafts.about(f"{self.edition.subject}:{key.hex() if key else 'new'}", title, kept=bool(draft))
        self.stack.setCurrentIndex(1)
        self.state.setText("已恢复没存完的填写" if draft else "")
        self.save_button.setEnabled(bool(draft))
        if draft:
            self.desk.noticed.emit(f"已恢复上次没有存完的填写：{title}")

    def _say(self, text: str) -> None:
        self.drafts.about("", "")
        self.loaded = {}
        self.empty.setText(text)
        self.stack.setCurrentIndex(0)

    def _gone(self, error: BaseException) -> None:
        if isinstance(error, KeyError):
            self.record = None
            self._say(self.nothing)
        else:
            self.desk.trouble(error)

    # what is typed

    def begin(self) -> None:
        """Put the keyboard into the paper's first cell."""
        if self.stack.currentIndex() == 1:
            self.view.begin()

    def changed(self) -> dict[str, Value]:
        """The values that differ from what is stored."""
        if self.stack.currentIndex() == 0:
            return {}
        return {
            path: value
            for path, value in self.view.values().items()
            if (value or None) != (self.loaded.get(path) or None)
        }

    def _edited(self) -> None:
        self.drafts.touch()
        self.state.setText("正在填写，草稿会自动保存")
        self.save_button.setEnabled(True)

    def leave(self) -> None:
        """Store what was typed; the paper goes to another record, or to the back."""
        if self.stack.currentIndex() == 1:
            self.view.commit()
            if self.changed():
                self.store()
        self.drafts.flush()

    def store(self) -> None:
        """Store what differs as one operation."""
        self.view.commit()
        values = self.changed()
        if not values or (self.new and not _worth(values)):
            return
        from app.operations.saving import save_form

        subject, key, loaded = self.edition.subject, self.key, self.loaded
        self.loaded = loaded | values
        self.state.setText("正在保存…")
        self.desk.act(
            f"保存{SUBJECT_LABELS[subject]}",
            lambda store, progress: save_form(store, subject, key, values),
            lambda outcome: self._stored(subject, key, outcome),
            failed=lambda error: self._refused(key, loaded, error),
            owner=self,
        )

    def _stored(self, subject: str, key: bytes | None, outcome: Outcome) -> None:
        self._forget_draft(f"{subject}:{key.hex() if key else 'new'}")
        made = bytes.fromhex(str(outcome.items[0]["id"]))
        if key == self.key and not self.changed():
            self.state.setText("已保存")
            self.save_button.setEnabled(False)
            if self.new:
                self.new, self.record, self.key = False, made, made
                self.drafts.about(f"{subject}:{made.hex()}", self.drafts.title)
        self.stored.emit(made, key is None)

    def _forget_draft(self, name: str) -> None:
        if name == self.drafts.key:
            self.drafts.drop()
            return

        def work(store: Any, progress: Any) -> None:
            from app.store.drafts import drop_draft

            drop_draft(store, name)

        self.desk.ask("清理草稿", work, lambda _: None, lane="draft")

    def _refused(self, key: bytes | None, loaded: dict[str, Value], error: BaseException) -> None:
        """What was typed stays on the paper and in the draft."""
        self.desk.trouble(error)
        if key == self.key:
            self.loaded = loaded
            self.state.setText("没有存上，填写的内容还在")
            self.save_button.setEnabled(True)
            self.drafts.touch()

    def _news(self, tables: frozenset[str]) -> None:
        if self.record is not None and self.key is not None and tables & TABLES:
            self._load(fresh=False)

    def zoom(self, factor: float) -> None:
        self.view.set_zoom(self.view.zoom * factor)

    def _print(self) -> None:
        self.leave()
        if self.key is not None:
            self.desk.printing.emit(self.edition.subject, [self.key])


TABLES = frozenset(
    {"person", "career_line", "enrolment", "posting", "appraisal", "opinion", "report", "unit", "batch"}
)


def _worth(values: dict[str, Value]) -> bool:
    """A new paper becomes a record once it says whose it is."""
    return bool(
        values.get("person.name") or (values.get("report.team") and values.get("report.receiving_unit"))
    )


def _subject_key(store: Any, subject: str, record: bytes) -> bytes | None:
    """The record that the subject's paper is about: an appraisal is about the latest posting of the enrolment."""
    if subject != "appraisal":
        return record
    query = (
        "SELECT p.id FROM posting p JOIN enrolment e ON e.person_id = p.person_id WHERE e.id = ?"
        " ORDER BY p.enrolment_id = e.id DESC, p.id DESC LIMIT 1"
    )
    found = store.sql(query, (record,))
    return bytes(found[0][0]) if found else None
