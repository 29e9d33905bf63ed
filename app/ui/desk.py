"""What every page shares: the open ledger, the runner of operations, and the news of what changed.

A page never calls the store on the GUI thread. It says ``desk.act("保存", lambda store, progress: …)`` for what
stores and ``desk.ask(…)`` for what reads; the desk runs it, shows errors, tells the outcome and announces the tables
that changed, by which lists and papers refresh themselves. Acts asked for before the ledger is open wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from app.catalogue.problems import Cancelled, Problem, Refusal, Surroundings
from app.ui.running import Job, Lane, Runner
from app.ui.settings import Settings

if TYPE_CHECKING:
    from app.operations.results import Outcome
    from app.store.light import Light
    from app.store.opening import Store
    from app.ui.faults import Faults

Progress = Callable[[int, int], None]
StoreWork = Callable[["Store", Progress], Any]


class Target(NamedTuple):
    """A place to go: a page, there a tab, there a record (16 bytes), a search, or filters of its list (name, value)."""

    page: str
    tab: str = ""
    record: bytes | None = None
    search: str = ""
    filters: tuple[tuple[str, object], ...] = ()


class Desk(QObject):
    """The shared state of one window over one data folder."""

    opened = Signal()
    changed = Signal(object)
    noticed = Signal(str)
    troubled = Signal(object)
    corrected = Signal(object)
    """Problems that were told and are no more: they need not be shown any longer."""
    going = Signal(object)
    met = Signal(str)
    """Names that are about to be shown and may not be in the ledger yet, run together."""
    printing = Signal(str, object)
    """A subject and ids of its records that are to be printed: the print page takes them."""

    def __init__(self, folder: Path, settings: Settings, runner: Runner) -> None:
        super().__init__()
        self.folder = folder
        self.settings = settings
        self.runner = runner
        self.store: Store | None = None
        self.light: Light | None = None
        self._faults: Faults | None = None
        self.discarding = False
        """Whether the folder, of sample data, goes when its window closes."""
        self.painted = True
        """False until the window was first painted: what can wait then waits (see :meth:`later`)."""
        self._waiting: list[Callable[[], None]] = []
        self._later: list[Callable[[], object]] = []
        runner.failed.connect(self._failed)

    @property
    def faults(self) -> Faults:
        """What shows errors by whose fault they are."""
        if self._faults is None:
            from app.ui.faults import Faults

            self._faults = Faults(self.folder, self.troubled.emit, lambda: self.runner.latest)
        return self._faults

    def faults_from_now(self) -> None:
        """Catch what nobody catches. Before this an error ends the start with a trace, for there is no window yet."""
        self.faults.install()

    def later(self, start: Callable[[], object]) -> None:
        """Do this now, or after the first paint when that is still to come."""
        if self.painted:
            start()
        else:
            self._later.append(start)

    def look(self) -> None:
        """Open the ledger for reading by plain SQL, if it is there and of this program's schema.

        A fault (damaged, locked, newer) is not told here: opening for writing meets and tells it.
        """
        from app.store.light import open_light

        with suppress(Refusal, Surroundings):
            self.light = open_light(self.folder)

    def open(self) -> None:
        """Open the ledger for writing (this imports the ORM and may migrate), off the GUI thread.

        The window is on the screen by then: what has waited for that begins too.
        """
        self.painted = True
        started, self._later = self._later, []
        for start in started:
            start()
        self.runner.run("打开数据", self._open_store, self._store_opened, cancellable=False)

    def _open_store(self, progress: Progress) -> Store:
        from app.store.opening import open_store

        return open_store(self.folder)

    def reopen(self, title: str, work: Callable[[Progress], Outcome]) -> None:
        """Close the ledger, do ``work`` on its files (bringing back a backup), and open it again whatever came of it."""
        store, light = self.store, self.light
        self.store = self.light = None

        def closed(progress: Progress) -> Outcome:
            for kept in (light, store):
                if kept is not None:
                    kept.close()
            return work(progress)

        def failed(error: BaseException) -> None:
            self.trouble(error)
            self.open()

        def done(outcome: Outcome) -> None:
            self.announce(outcome)
            self.open()

        self.runner.run(title, closed, done, failed=failed, cancellable=False)

    def _store_opened(self, store: Store) -> None:
        self.store = store
        if self.light is None:
            self.light = store
        waiting, self._waiting = self._waiting, []
        self.opened.emit()
        for start in waiting:
            start()
        self.back_up()

    def act(
        self,
        title: str,
        work: StoreWork,
        done: Callable[[Any], None] | None = None,
        *,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        quiet: bool = False,
    ) -> None:
        """Do what stores something: ``work(store, progress)`` gives an Outcome, which is announced.

        ``done`` gets the outcome after the announcement; ``quiet`` leaves out the message at the window's foot.
        """

        def finished(outcome: Outcome) -> None:
            self.announce(outcome, quiet=quiet)
            if done is not None:
                done(outcome)

        self._start(title, work, finished, failed, owner, "write")

    def ask(
        self,
        title: str,
        work: StoreWork,
        done: Callable[[Any], None],
        *,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        lane: Lane = "read",
    ) -> None:
        """Do what only reads; ``done`` gets what ``work`` gives."""
        self._start(title, work, done, failed, owner, lane)

    def _start(
        self,
        title: str,
        work: StoreWork,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None,
        owner: QObject | None,
        lane: Lane,
    ) -> None:
        def start() -> Job:
            return self.runner.run(
                title,
                lambda progress: work(self._ready(), progress),
                done,
                failed=failed,
                owner=owner,
                lane=lane,
            )

        if self.store is None:
            self._waiting.append(lambda: void(start()))
        else:
            start()

    def _ready(self) -> Store:
        assert self.store is not None
        return self.store

    def announce(self, outcome: Outcome, *, quiet: bool = False) -> None:
        """Tell the pages what an operation changed and the clerk what was done or refused."""
        if outcome.changed:
            self.changed.emit(outcome.changed)
        if outcome.refused:
            self.troubled.emit(list(outcome.refused))
        if outcome.message and not quiet:
            self.noticed.emit(outcome.message)

    def go(
        self,
        page: str,
        tab: str = "",
        record: bytes | None = None,
        search: str = "",
        filters: tuple[tuple[str, object], ...] = (),
    ) -> None:
        """Ask the window to show a page, and there a record or what the filters leave."""
        self.going.emit(Target(page, tab, record, search, filters))

    def trouble(self, error: BaseException) -> None:
        """Show an error by its kind: plain words, a note that it was cancelled, or the crash dialog."""
        if isinstance(error, Cancelled):
            self.noticed.emit("已取消，这一步没有存入任何内容")
            return
        self.faults.show(error)

    def _failed(self, job: Job, error: BaseException) -> None:
        self.trouble(error)

    def say(self, *problems: Problem) -> None:
        self.troubled.emit(list(problems))

    def back_up(self) -> None:
        """Back up into the data folder, off the GUI thread, unless the newest backup holds everything."""
        store = self.store
        if store is not None:
            self.runner.run(
                "自动备份",
                lambda progress: _back_up(store),
                lane="keep",
                cancellable=False,
                failed=self.trouble,
            )

    def close(self) -> None:
        """Let running work end, close the ledger, keep the settings. What still asks for the ledger then finds none."""
        self.runner.stop()
        kept, self.light, self.store = (self.light, self.store), None, None
        for one in kept:
            if one is not None:
                one.close()
        self.settings.sync()


def _back_up(store: Store) -> None:
    from app.operations.keeping import back_up_daily

    back_up_daily(store)


def void(_: object) -> None:
    """Drop a result where a callable must give none."""
