"""One letter: its number and date, what it says otherwise than the records, and its pages beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from app.catalogue.fields import field_of
from app.operations.letter_paths import bears_own_number
from app.ui.desk import Desk
from app.ui.drafting import DraftKeeper
from app.ui.paper.preview import PreviewView
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.dialogs import ask_keep
from app.ui.widgets.fields import FieldSpec, catalogue_field
from app.ui.widgets.form import Form
from app.ui.widgets.room import open_at

if TYPE_CHECKING:
    from app.forms.edition import Edition
    from app.forms.snapshot import Snapshot

WAIT_MS = 350
"""After the last keystroke, before the pages are laid out anew."""
OWN = ("letter.number", "letter.issued_on")
FIGURES_SAID = "每个数字都由记录数出来，点开一行看是哪些记录，双击到那里看；没有记录的不列。"
SAID = "这里改的只写在这一份文书上，台账里的记录和表样都不动。要改记录，请回到列表里改。"


def _typed(form: Form, words: dict[str, Any]) -> dict[str, Any]:
    """What a draft must hold."""
    values = form.changed()
    return {**({"values": values} if values else {}), **({"words": dict(words)} if words else {})}


def draft_key(edition: Edition, record: bytes) -> str:
    """The key of the draft of a letter."""
    return f"letter:{edition.id}/{record.hex()}"


def open_letter(parent: QWidget, desk: Desk, key: str) -> LetterDialog:
    """Go on with the letter of a draft's key, without its ``letter:``. Raises :class:`Refusal` when its edition is gone."""
    from app.operations.own_editions import edition_of

    edition, _, record = key.rpartition("/")
    made = LetterDialog(parent, desk, edition_of(desk.folder, edition), bytes.fromhex(record))
    made.open()
    return made


class LetterDialog(QDialog):
    """A letter of ``edition`` about ``record``; what is typed is kept with the letter when it is stored."""

    def __init__(self, parent: QWidget, desk: Desk, edition: Edition, record: bytes) -> None:
        super().__init__(parent)
        self.desk, self.edition, self.record = desk, edition, record
        self.snapshot: Snapshot | None = None
        self.words: dict[str, Any] = {}
        """The draft of the wording while it is being changed."""
        self.setWindowTitle(f"《{edition.name}》")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 1180, 780)
        self.own = () if bears_own_number(edition) else OWN
        self.form = Form(self._specs(), columns=1)
        self.form.setEnabled(False)
        form, words = self.form, self.words
        self.drafts = DraftKeeper(
            desk, lambda: _typed(form, words), self
        )  # not this dialog: it would hold itself
        self.preview = PreviewView()
        self.store_button = button("保存", lambda: self.store(), symbol="save", role="primary")
        self.number_button = button("编文号", self.give_number, tip="按年顺排，不会重号")
        self.number_button.setVisible(bool(self.own))
        self.print_button = button("打印…", self.print_it, symbol="printer")
        close = button("关闭", self.reject)
        for one in (self.number_button, self.print_button, close):
            one.setAutoDefault(False)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.form)
        self.recovered = label("已恢复上次没有存完的内容。", "soft")
        self.recovered.hide()
        source = f"{edition.source}。" if edition.source else ""
        left = column(
            label(f"《{edition.name}》", "title", wrap=True),
            label(source + SAID, "soft", wrap=True),
            self.recovered,
            area,
            gap=10,
        )
        left.setStretch(3, 1)
        both = row(left, self.preview, gap=16)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        self.figures_button = button("数字的出处", self.show_figures, symbol="target")
        self.figures_button.setAutoDefault(False)
        self.figures_button.setVisible(edition.subject == "yearly")
        self.words_button = button(
            "改文字…", self.change_words, symbol="square-pen", tip="只改这一份，表样不动"
        )
        self.words_button.setAutoDefault(False)
        self.words_button.setVisible(bool(edition.blocks))
        foot = row(
            self.number_button,
            self.words_button,
            self.figures_button,
            1,
            close,
            self.print_button,
            self.store_button,
            gap=10,
        )
        body = column(both, foot, margins=(20, 16, 20, 14), gap=12)
        body.setStretch(0, 1)
        self.setLayout(body)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.lay_out)
        self.form.typed.connect(self._wait.start)
        self.form.typed.connect(self.drafts.touch)
        desk.changed.connect(self._news)
        self.reload()

    def _specs(self) -> list[FieldSpec]:
        """Number and date, then what the paper prints, but no photos and no child lists."""
        from app.operations.letter_paths import single_paths

        told = [one for path in single_paths(self.edition) if path not in OWN and (one := field_of(path))]
        plain = [one.path for one in told if one.kind not in ("photo", "lines", "yesno", "term")]
        return [catalogue_field(path) for path in (*self.own, *plain)]

    def _news(self, tables: frozenset[str]) -> None:
        if "letter" in tables:
            self.reload()

    def reload(self) -> None:
        """Read what the letter says now, and at first what was typed before and not kept."""
        edition, record, key = (
            self.edition.id,
            self.record,
            "" if self.drafts.key else draft_key(self.edition, self.record),
        )

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letters import letter_snapshot
            from app.store.drafts import load_draft

            draft = load_draft(store, key) if key else None
            return letter_snapshot(store, edition, record), draft.payload if draft else {}

        self.desk.ask("读取文书", work, lambda found: self._loaded(*found), owner=self)

    def _take_up(self, draft: dict[str, Any]) -> None:
        """Go on with what was typed and not kept."""
        title = f"《{self.edition.name}》{self.snapshot.name if self.snapshot else ''}"
        self.drafts.about(draft_key(self.edition, self.record), title, kept=bool(draft))
        for name, value in draft.get("values", {}).items():
            if name in self.form.specs:
                self.form.set_text(name, self.form.specs[name].shown(value))
        self.recovered.setVisible(bool(draft))
        if draft.get("words"):
            self.change_words(draft["words"])

    def _loaded(self, snapshot: Snapshot, draft: dict[str, Any]) -> None:
        self.snapshot = snapshot
        if not self.form.changed():
            self.form.show_values(snapshot.values)
        self.form.setEnabled(True)
        self.number_button.setEnabled(not snapshot.values.get("letter.number"))
        if not self.drafts.key:
            self._take_up(draft)
        self.lay_out()

    def lay_out(self) -> None:
        """Lay the pages out as they would print with what is typed now, off the GUI thread."""
        if self.snapshot is None:
            return
        from dataclasses import replace

        edition, shown = self.edition, {**self.snapshot.values, **self.form.changed()}
        paper = replace(self.snapshot, values=shown)

        def work(store: Any, progress: Any) -> Any:
            from app.forms.fonts import faces
            from app.forms.layout import lay_out

            return list(lay_out(edition, paper, faces()))

        self.desk.ask("排版", work, self.preview.show_pages, owner=self)

    def store(self, then: Callable[[], object] | None = None) -> None:
        """Keep what was typed with this letter; ``then`` follows when it is kept (or nothing was typed)."""
        changed = {path: str(value or "") for path, value in self.form.changed().items()}
        if not changed:
            if then is not None:
                then()
            return
        edition, record = self.edition.id, self.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letters import keep_letter, letter_for

            return keep_letter(store, letter_for(store, edition, record), changed)

        self.desk.act("保存文书", work, lambda outcome: self._stored(changed, then), owner=self)

    def _stored(self, changed: dict[str, str], then: Callable[[], object] | None) -> None:
        self.form.taken(changed)
        self.drafts.keep()
        if then is not None:
            then()
        else:
            self.reload()

    def give_number(self) -> None:
        """Give the letter the year's next number."""
        edition, record = self.edition.id, self.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letters import letter_for, number_letter

            return number_letter(store, letter_for(store, edition, record))

        self.desk.act("编文号", work, lambda outcome: self.reload(), owner=self)

    def change_words(self, draft: dict[str, Any] | None = None) -> None:
        """Change the wording of this one letter, from a draft where there is one: also what was typed and could not be kept."""
        from app.forms.letter_text import blocks_of
        from app.ui.pages.support.wording_dialog import WordingDialog

        if self.snapshot is None:
            return
        blocks = self.snapshot.blocks or blocks_of(self.edition)
        draft = draft or dict(self.words)
        self._words_are(draft)
        WordingDialog(
            self, self.edition, blocks, self._keep_words, self._restore_words, self._look_words,
            self._words_typed, draft,
        ).open()  # fmt: skip

    def _words_are(self, draft: Mapping[str, Any]) -> None:
        self.words.clear()
        self.words.update(draft)

    def _words_typed(self, draft: Mapping[str, Any]) -> None:
        self._words_are(draft)
        if draft:
            self.drafts.touch()
        else:
            self.drafts.keep()

    def _look_words(self, blocks: list[dict[str, Any]], done: Callable[[Any], None]) -> None:
        """Lay the letter out with another wording, off the GUI thread."""
        from dataclasses import replace

        if self.snapshot is None:
            return
        edition = self.edition
        paper = replace(
            self.snapshot, values={**self.snapshot.values, **self.form.changed()}, blocks=tuple(blocks)
        )

        def work(store: Any, progress: Any) -> Any:
            from app.forms.fonts import faces
            from app.forms.layout import lay_out

            return list(lay_out(edition, paper, faces()))

        self.desk.ask("排版", work, done, owner=self)

    def _keep_words(self, blocks: list[dict[str, Any]]) -> None:
        edition, record = self.edition.id, self.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letters import keep_wording, letter_for

            return keep_wording(store, letter_for(store, edition, record), blocks)

        def kept(_: Any) -> None:
            self._words_typed({})
            self.reload()

        self.drafts.flush()
        self.desk.act("保存文字", work, kept, owner=self)

    def _restore_words(self) -> None:
        edition, record = self.edition.id, self.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letters import letter_for, restore_wording

            return restore_wording(store, letter_for(store, edition, record))

        self.desk.act("恢复表样原文", work, lambda outcome: self.reload(), owner=self)

    def show_figures(self) -> None:
        """Every figure of a yearly report, each opening into its records."""
        record = self.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.letter_sums import yearly_figures

            return yearly_figures(store, record)

        def show(found: Any) -> None:
            from app.ui.pages.support.progress_dialog import ProgressDialog

            ProgressDialog(self, "数字的出处", found, self.desk, FIGURES_SAID).open()

        self.desk.ask("查找记录", work, show, owner=self)

    def reject(self) -> None:
        """Close; what was typed and not kept is asked about first."""
        if self.form.changed():
            ask_keep(self, lambda: self.store(self.accept), self._throw_away)
        else:
            super().reject()

    def _throw_away(self) -> None:
        self.drafts.forget()
        super().reject()

    def print_it(self) -> None:
        """Store, then over to the print page."""
        self.store(self._print)

    def _print(self) -> None:
        self.accept()
        self.desk.printing.emit(self.edition.id, [self.record])
