"""The paper beside a list: which edition, how large, and the storing of what was filled in.

What is typed is a draft within a second. It is stored as one operation when the record is left, by Ctrl+S, or when
the window closes; undo within the paper is the paper's own, undo of the stored step the window's.

What it asks of ``app.ui.paper.view.PaperView``: ``show_document(edition, values)`` puts up a paper; ``values()`` gives
all its values as they stand now; ``edited`` follows each keystroke; ``commit()`` ends the editor of the cell in hand;
``begin()`` puts the keyboard into the first cell; ``zoom``, ``set_zoom(factor)`` and ``fit_width()``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.catalogue.dates import format_partial
from app.catalogue.fields import Value
from app.ui.desk import Desk
from app.ui.drafting import DraftKeeper
from app.ui.lookups import lookups
from app.ui.pages.paper_bar import SUBJECT_LABELS, PaperBar
from app.ui.widgets.basics import column, label

if TYPE_CHECKING:
    from app.forms.edition import Edition
    from app.operations.results import Outcome

UNIT_CELLS = ("enrolment.receiving", "report.receiving_unit", "report.team", "person.unit")
"""Cells in which the names of known units are offered while one types."""
MISSING = {"appraisal": "这位还没有派驻，不能填考核鉴定表。\n请先在“帮扶工作”里登记派驻。"}


_Read = tuple[bytes | None, dict[str, Value], dict[str, Value], str]
"""Key, what is stored, the draft, and why it is closed."""


class PaperPanel(QWidget):
    """One record's paper. ``stored`` gives its key and whether it was new, ``closed`` why it is only to be read.

    ``closed_by`` tells the latter for a record in the store; '' where it may be written on.
    """

    stored = Signal(bytes, bool)
    closed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        subjects: Sequence[str],
        nothing: str,
        closed_by: Callable[[Any, bytes], str] = lambda store, record: "",
    ) -> None:
        super().__init__()
        from app.ui.paper.view import PaperView

        self.desk, self.subjects, self.closed_by = desk, tuple(subjects), closed_by
        self.editions: list[Edition] = self._editions()
        self.record: bytes | None = None
        """The record of the list: an enrolment or a report."""
        self.key: bytes | None = None
        """The record that the paper is about: for an appraisal the person's posting."""
        self.new = False
        self.loaded: dict[str, Value] = {}
        self.view = PaperView()
        units = lookups(desk).suggest("unit")
        self.view.offer(dict.fromkeys(UNIT_CELLS, units))
        self.drafts = DraftKeeper(desk, self.changed, self)
        self.bar = PaperBar(self.editions, self)
        self.empty = label(nothing, "soft", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing = nothing
        full = QWidget()
        body = column(self.bar, self.view, gap=0)
        body.setStretch(1, 1)
        full.setLayout(body)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(full)
        self.setLayout(column(self.stack))
        self._offer(desk.settings.text(self._kept))
        self.bar.switched.connect(self._switched)
        self.bar.zoomed.connect(self.zoom)
        self.bar.fitted.connect(self.fit_width)
        self.bar.printed.connect(self._print)
        self.bar.saved.connect(self.store)
        self.view.edited.connect(self._edited)
        self.view.zoomed.connect(lambda factor: desk.settings.put("paper/zoom", factor))
        desk.changed.connect(self._news)

    def _editions(self) -> list[Edition]:
        from app.operations.own_editions import known_editions

        found = [one for one in known_editions(self.desk.folder).values() if one.subject in self.subjects]
        return sorted(found, key=lambda one: self.subjects.index(one.subject))

    @property
    def _kept(self) -> str:
        """Where the settings keep which edition was chosen last."""
        return f"paper/edition/{'-'.join(self.subjects)}"

    def _offer(self, chosen: str) -> None:
        """Offer the editions there are now, the one of that id at hand; else the first."""
        names = [one.id for one in self.editions]
        self.bar.offer(self.editions, names.index(chosen) if chosen in names else 0)

    # what is shown

    @property
    def edition(self) -> Edition:
        return self.editions[max(0, self.bar.choice.currentIndex())]

    def form_of(self, subject: str) -> str:
        """What several records of a subject print on: the edition at hand where it is one of it, else its first."""
        return self.edition.id if self.edition.subject == subject else subject

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
        """An empty paper of the edition at hand (the first where that is another subject's), or the draft of one begun."""
        self.leave()
        self.record, self.key, self.new = None, None, True
        subject = self.subjects[0]
        if self.edition.subject != subject:
            self._offer("")

        def work(store: Any, progress: Any) -> dict[str, Value]:
            from app.store.drafts import load_draft

            draft = load_draft(store, f"{subject}:new")
            return dict(draft.payload) if draft else {}

        self._close("")
        self.desk.ask("读取草稿", work, lambda draft: self._put_up(None, {}, draft), owner=self)

    def _switched(self) -> None:
        """The clerk chose another edition: it is at hand at the next start too."""
        self.desk.settings.put(self._kept, self.edition.id)
        self._switch()

    def _switch(self) -> None:
        if self.new:
            self.view.commit()
            typed = self.changed()
            if self.edition.subject == self.subjects[0]:
                self._put_up(None, {}, typed, found=False)
            else:
                self._say("新增时先填报名表")
            return
        self.leave()
        if self.record is not None:
            self.key = None
            self._load(fresh=True)

    def _load(self, *, fresh: bool) -> None:
        record, edition, closed_by = self.record, self.edition, self.closed_by
        assert record is not None

        def work(store: Any, progress: Any) -> _Read:
            from app.operations.reading import posting_of
            from app.operations.snapshots import snapshot_of
            from app.store.drafts import load_draft

            key = posting_of(store, record) if edition.subject == "appraisal" else record
            if key is None:
                return None, {}, {}, ""
            draft = load_draft(store, f"{edition.subject}:{key.hex()}") if fresh else None
            values = dict(snapshot_of(store, edition.subject, key).values)
            return key, values, dict(draft.payload) if draft else {}, closed_by(store, record)

        def arrived(found: _Read) -> None:
            if record == self.record and edition is self.edition:
                self._arrived(*found, fresh=fresh)

        self.desk.ask("读取表格内容", work, arrived, failed=self._gone, owner=self)

    def _arrived(
        self, key: bytes | None, values: dict[str, Value], draft: dict[str, Value], why: str, *, fresh: bool
    ) -> None:
        if key is None:
            self._say(MISSING.get(self.edition.subject, self.nothing))
            return
        self._close(why)
        if fresh or not self.changed():
            self._put_up(key, values, {} if why else draft)

    def _close(self, why: str) -> None:
        """Let the paper only be read, and say why; '' lets it be written on."""
        self.view.lock(why)
        self.closed.emit(why)

    def _put_up(
        self, key: bytes | None, values: dict[str, Value], draft: dict[str, Value], *, found: bool = True
    ) -> None:
        """Show a paper; ``found`` says that the draft on it comes from an earlier time."""
        self.key, self.loaded = key, values
        self.view.show_document(self.edition, values | draft)
        self._remembered_zoom()
        title = f"{SUBJECT_LABELS[self.edition.subject]}：{_name_of(values | draft)}"
        of = "" if self.view.locked else f"{self.edition.subject}:{key.hex() if key else 'new'}"
        self.drafts.about(of, title, kept=bool(draft))
        self.stack.setCurrentIndex(1)
        said = "已恢复没存完的填写" if found else "正在填写，草稿会自动保存"
        self.bar.say(said if draft else "", unsaved=bool(draft))
        if draft and found:
            self.desk.noticed.emit(f"已恢复上次没有存完的填写：{title}")

    def _say(self, text: str) -> None:
        self._close("")
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
            if _plain(value) != _plain(self.loaded.get(path))
        }

    def _edited(self) -> None:
        self.drafts.touch()
        self.bar.say("正在填写，草稿会自动保存", unsaved=True)

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

        subject, key, loaded, draft = self.edition.subject, self.key, self.loaded, self.drafts.key
        self.drafts.storing()
        self.loaded = loaded | values
        self.bar.say("正在保存…", unsaved=False)
        self.desk.act(
            f"保存{SUBJECT_LABELS[subject]}",
            lambda store, progress: save_form(store, subject, key, values),
            lambda outcome: self._stored(subject, key, draft, outcome),
            failed=lambda error: self._refused(key, loaded, draft, error),
            owner=self,
        )

    def _stored(self, subject: str, key: bytes | None, draft: str, outcome: Outcome) -> None:
        self.drafts.stored(draft)
        made = bytes.fromhex(str(outcome.items[0]["id"]))
        if key == self.key and not self.changed():
            self.bar.say("已保存", unsaved=False)
            if self.new:
                self.new, self.record, self.key = False, made, made
                self.drafts.about(f"{subject}:{made.hex()}", self.drafts.title)
        self.stored.emit(made, key is None)

    def _refused(self, key: bytes | None, loaded: dict[str, Value], draft: str, error: BaseException) -> None:
        """What was typed stays on the paper and in the draft."""
        self.desk.trouble(error)
        if key == self.key:
            self.loaded = loaded
            self.bar.say("没有存上，填写的内容还在", unsaved=True)
        self.drafts.refused(draft)

    def _news(self, tables: frozenset[str]) -> None:
        if "edition" in tables:
            self._editions_changed()
        if self.record is not None and self.key is not None and tables & TABLES:
            self._load(fresh=False)

    def _editions_changed(self) -> None:
        """The office changed its own editions: the one at hand stays chosen while it is there."""
        shown = self.edition
        self.leave()
        self.editions = self._editions()
        self._offer(shown.id)
        if self.edition != shown and self.stack.currentIndex() == 1:
            self._switch()

    def zoom(self, factor: float) -> None:
        """Larger or smaller; the size is remembered."""
        self.view.set_zoom(self.view.zoom * factor)
        self.desk.settings.put("paper/zoom", self.view.zoom)

    def fit_width(self) -> None:
        """As wide as there is room for, now and at later starts."""
        self.view.fit_width()
        self.desk.settings.put("paper/zoom", 0.0)

    def _remembered_zoom(self) -> None:
        kept = self.desk.settings.number("paper/zoom", 0.0)
        if kept > 0:
            self.view.set_zoom(kept)
        else:
            self.view.fit_width()

    def _print(self) -> None:
        self.leave()
        if self.key is not None:
            self.desk.printing.emit(self.edition.id, [self.key])


TABLES = frozenset(
    {"person", "career_line", "enrolment", "posting", "appraisal", "opinion", "report", "unit", "batch"}
)


def _name_of(values: Mapping[str, Value]) -> str:
    """Whose paper it is, as a list of drafts says it."""
    team, unit, month = (
        str(values.get(f"report.{key}") or "") for key in ("team", "receiving_unit", "month")
    )
    of_team = " ".join(filter(None, (team, unit and f"→ {unit}", format_partial(month, "Y年M月"))))
    return str(values.get("person.name") or "") or of_team or "新的一份"


def _plain(value: Value) -> Value:
    """Empty text is nothing told; 否 is an answer."""
    return None if value == "" else value


def _worth(values: dict[str, Value]) -> bool:
    """A new paper becomes a record once it says whose it is."""
    return bool(
        values.get("person.name") or (values.get("report.team") and values.get("report.receiving_unit"))
    )
