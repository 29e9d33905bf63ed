"""The import of one source from reading to storing: its state, and the work on it off the GUI thread.

States: ``waiting`` → ``reading`` → ``preview`` (or ``refused``) → ``storing`` → ``done``. While something is under way
``doing`` tells how far it is and can be cancelled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from app.catalogue.problems import Cancelled, Problem
from app.operations.preview import Preview, PreviewRow, Status
from app.ui.desk import Desk
from app.ui.importing.doing import Doing, Progress
from app.ui.importing.sources import Source, raw_rows, read_source

if TYPE_CHECKING:
    from app.operations.imports import Decision
    from app.operations.results import Outcome

State = Literal["waiting", "reading", "preview", "refused", "storing", "done"]
NO_HEADS = "IMP-008"
FIRST_KIND = "roster"
"""What a table is taken for whose heads are named by hand before its kind is."""
PAUSE_MS = 250
"""Answers given one after another are planned again together."""


class Sitting(QObject):
    """``changed`` tells that anything of it is to be shown anew, ``rows_changed`` that rows are."""

    changed = Signal()
    rows_changed = Signal()

    def __init__(self, desk: Desk, source: Source, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.source = desk, source
        self.state: State = "waiting"
        self.preview: Preview | None = None
        self.problems: list[Problem] = []
        """What is wrong with the source as a whole, or what stood in the way of the last step."""
        self.outcome: Outcome | None = None
        self.counts: Counter[Status] = Counter()
        self.undone = False
        self.notice = ""
        self.doing: Doing | None = None
        self.answered = False
        """Whether answers were given that no import has used yet."""
        self._stale = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.replan)
        desk.changed.connect(self._ledger_changed)

    # reading

    @property
    def kind(self) -> str:
        """The kind as told, else as found out; '' while nobody knows."""
        return self.source.kind or (self.preview.kind if self.preview is not None else "")

    def read(self) -> None:
        """Read the source (again). Nothing is stored."""
        self.preview, self.outcome, self.problems, self.answered, self.undone = None, None, [], False, False
        self._stale = False
        self._pause.stop()
        self._ask("正在读取", lambda store, progress: read_source(store, self.source, progress), self._read)
        self._turn("reading")

    def _read(self, preview: Preview) -> None:
        self.preview = preview
        self.desk.met.emit("".join(row.title for row in preview.rows))
        self._turn("preview")
        self._count()
        if self._stale:
            self.replan()

    def set_kind(self, kind: str) -> None:
        if kind != self.kind:
            self.source.kind = kind
            self.read()

    def set_photos(self, folder: Path | None) -> None:
        self.source.photos = folder
        self.read()

    @property
    def without_heads(self) -> bool:
        """Whether it is a table whose heads nobody knows: they can be named by hand."""
        return self.state == "refused" and any(problem.code == NO_HEADS for problem in self.problems)

    def look_at_rows(self, shown: Callable[[list[list[str]]], None]) -> None:
        """Read the first rows as they stand, for naming the heads by hand, as heads of a kind that is shown."""
        self.source.kind = self.kind or FIRST_KIND
        self._ask("正在读取", lambda store, progress: raw_rows(self.source), shown)

    def set_mapping(self, mapping: dict[str, str]) -> None:
        """Remember what these heads mean for this kind of table, and read again."""
        kind = self.source.kind = self.kind or FIRST_KIND

        def work(store: Any, progress: Progress) -> Preview:
            from app.operations.imports import remember_mapping

            remember_mapping(store, kind, mapping)
            return read_source(store, self.source, progress)

        self.preview, self.problems = None, []
        self._ask("正在重新读取", work, self._read)
        self._turn("reading")

    # deciding

    def waiting(self) -> list[PreviewRow]:
        """Doubtful rows that nobody has decided yet, in order."""
        rows = self.preview.rows if self.preview is not None else []
        return [row for row in rows if row.status == "doubtful" and row.decision is None]

    def decide(self, row: PreviewRow, decision: Decision) -> None:
        """Answer a row's question (and that of all rows that ask the same); planned again a moment later."""
        from app.operations.imports import decide

        assert self.preview is not None
        decide(self.preview, row, decision)
        self.answered = True
        self._pause.start()
        self._count()

    def settle(self, choice: Literal["skip", "new", "same"]) -> None:
        """Decide all doubtful rows alike."""
        preview = self._preview()
        self.answered = True

        def work(store: Any, progress: Progress) -> None:
            from app.operations.imports import settle_all

            settle_all(store, preview, choice)

        self._ask("正在核对", work, lambda _: self._count())

    def ask_again(self) -> None:
        """Take back every answer."""
        from app.operations.imports import ask_again

        ask_again(self._preview())
        self.answered = False
        self.replan()

    def replan(self) -> None:
        """Say again what each row would become; waits while something is under way."""
        if self.preview is None or self.state != "preview":
            return
        if self.doing is not None:
            self._pause.start()
            return
        self._stale = False
        self._pause.stop()
        preview = self.preview

        def work(store: Any, progress: Progress) -> None:
            from app.operations.imports import replan_preview

            replan_preview(store, preview, progress)

        self._ask("正在核对", work, lambda _: self._count())

    @property
    def settled(self) -> bool:
        """Whether what is shown is what would be stored: nothing under way and no answer waiting to be planned."""
        return self.doing is None and not self._pause.isActive()

    def _ledger_changed(self, _: object) -> None:
        if self.state in ("reading", "preview"):
            self._stale = True
            if self.state == "preview" and self.doing is None:
                self._pause.start()

    def _count(self) -> None:
        self.counts = Counter(row.status for row in self._preview().rows)
        self.rows_changed.emit()
        self.changed.emit()

    def _preview(self) -> Preview:
        assert self.preview is not None
        return self.preview

    # storing

    @property
    def to_store(self) -> int:
        """How many rows the import would store."""
        return self.counts["new"] + self.counts["changed"]

    def store(self) -> None:
        """Import: one operation, off the GUI thread, told to the pages when it is done."""
        preview, told = self._preview(), Doing("正在导入")
        whole: list[Outcome] = []

        def work(store: Any, progress: Progress) -> Outcome:
            from app.operations.imports import apply_preview

            outcome = apply_preview(store, preview, told.watched(progress))
            whole.append(outcome)
            return replace(outcome, refused=[])  # they stand in this dialog, with what to do about them

        def done(_: object) -> None:
            if shiboken6.isValid(self):
                self.doing, self.outcome, self.answered = None, whole[0], False
                self.counts = Counter(row.status for row in preview.rows)
                self._turn("done")

        self.problems, self.notice, self.undone = [], "", False
        self.doing = told
        self._turn("storing")
        self.desk.act("导入", work, done, failed=self._failed)

    def undo(self) -> None:
        """Take the import back whole."""
        assert self.outcome is not None
        operation, told = self.outcome.operation, Doing("正在撤销")

        def work(store: Any, progress: Progress) -> Outcome:
            from app.operations.history import undo_operation

            return undo_operation(store, operation)

        def done(_: object) -> None:
            if shiboken6.isValid(self):
                self.doing, self.undone, self.problems = None, True, []
                self.changed.emit()

        self.doing = told
        self.changed.emit()
        self.desk.act("撤销导入", work, done, failed=self._failed)

    def back_to_preview(self) -> None:
        """Show the rows again as they now stand against the ledger."""
        self.outcome, self.undone, self.problems, self.notice = None, False, [], ""
        self._turn("preview")
        self.replan()

    def save_refused(self, target: Path) -> None:
        """Write refused and undecided rows to a workbook to be mended."""
        preview = self._preview()

        def work(store: Any, progress: Progress) -> int:
            from app.operations.imports import refused_workbook

            return refused_workbook(preview, target)

        def done(count: int) -> None:
            self.problems = []
            self.notice = f"已把 {count:,} 行存到 {target}，改好以后可以直接再导入这个文件"
            self.changed.emit()

        self._ask("正在写文件", work, done)

    # the work itself

    def _ask(self, title: str, work: Callable[[Any, Progress], Any], done: Callable[[Any], None]) -> None:
        told = Doing(title)

        def finished(result: Any) -> None:
            if self.doing is not told:
                return
            if told.cancelled and self.state == "reading":
                self._failed(Cancelled())  # it did not count, and so could not stop by itself
            else:
                self.doing = None
                done(result)
                self.changed.emit()

        def failed(error: BaseException) -> None:
            if self.doing is told:
                self._failed(error)

        self.doing = told
        self.changed.emit()
        self.desk.ask(
            "导入预览",
            lambda store, progress: work(store, told.watched(progress)),
            finished,
            failed=failed,
            owner=self,
        )

    def _failed(self, error: BaseException) -> None:
        """Back to where it stood, with what is wrong; a bug of ours is shown by the desk."""
        from app.ui.faults import problems_of

        if not shiboken6.isValid(self):
            self.desk.trouble(error)
            return
        self.doing = None
        cancelled = isinstance(error, Cancelled)
        self.problems = problems_of(error) or []
        self.notice = "已取消，没有存入任何内容" if cancelled else ""
        if not cancelled and not self.problems:
            self.desk.trouble(error)
        if self.state == "reading":
            self._turn("refused")
        elif self.state == "storing":
            self._turn("preview")
        else:
            self.changed.emit()

    def cancel(self) -> None:
        """Stop what is under way, where it can be stopped."""
        if self.doing is not None:
            self.doing.cancel()
            self.changed.emit()

    def _turn(self, state: State) -> None:
        self.state = state
        self.changed.emit()
