"""The window from the start of the process to its end.

Until the first paint nothing heavy is imported: the first page's list is read by plain SQL. The ledger is opened for
writing (ORM, migrations) right after, off the GUI thread; what is asked of it before then waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import style
from app.ui.desk import Desk
from app.ui.instance import Instance
from app.ui.pages.places import PLACES
from app.ui.resources import RESOURCES
from app.ui.running import Runner
from app.ui.settings import Settings
from app.ui.widgets.room import room_for
from app.ui.window import Window

FIRST_PAGE = "workbench"


def application() -> QApplication:
    """The one application object, dressed. Scale factors such as 125 % are taken as they are, not rounded."""
    app = undressed_application()
    dress(app)
    finish_dressing(app)
    return app


def dress(app: QApplication) -> None:
    """Put the style sheet on, at best once, when the window is built: each widget is then styled only once."""
    app.setStyleSheet(style.sheet())


def finish_dressing(app: QApplication) -> None:
    """What the first paint can do without: the icon in the task bar, and Qt's own words in Chinese."""
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "yuanbang.svg")))
    style.speak_chinese(app)


def undressed_application() -> QApplication:
    """The application with its palette and type only."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        app = present
    else:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(["yuanbang", "-style", "fusion"])
        app.setApplicationName("yuanbang")
        app.setApplicationDisplayName("援帮")
    style.apply(app)
    return app


SETTLE_MS = 20
"""After the first paint: time for the picture to reach the screen before the rest of the window is built."""


class FirstPaint(QObject):
    """Calls ``then`` once, soon after the widget has first been painted."""

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self.then: Callable[[], object] | None = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and self.then is not None:
            then, self.then = self.then, None
            QTimer.singleShot(SETTLE_MS, then)
        return False


def make_window(folder: Path) -> Window:
    """The window over a data folder (made when it does not exist), with all its places, not yet shown."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(folder, Settings(folder), Runner())
    desk.painted = False
    desk.look()
    window = Window(desk)
    for place in PLACES:
        window.add_page(place)
    return window


def run(folder: Path, open_page: str | None = None, files: Sequence[Path] = ()) -> int:
    """Show the window over ``folder`` until it is closed, and begin to import ``files``; the exit code of the process.

    A window that is there already for this folder comes to the front instead and takes the files.
    """
    app = undressed_application()
    folder.mkdir(parents=True, exist_ok=True)
    instance = Instance(folder)
    if not instance.take():
        instance.summon(files)
        return 0
    window = make_window(folder)
    window.fit_screen(room_for(window))
    instance.summoned.connect(lambda told: come_to_front(window, told))
    desk = window.desk
    desk.later(desk.faults_from_now)
    desk.later(lambda: finish_dressing(app))
    desk.later(instance.watch)
    desk.later(lambda: watch_for_rare_names(window))
    if files:
        desk.later(lambda: window.import_paths(files))
    remembered = desk.settings.text("window/page", FIRST_PAGE)
    page = open_page or remembered
    window.show_page(page if page in window.specs else FIRST_PAGE)
    FirstPaint(window, desk.open)
    dress(app)
    window.show()
    code = app.exec()
    desk.runner.stop()
    if not desk.discarding:
        desk.back_up()
    desk.close()
    instance.release()
    if desk.discarding:
        from app.operations.sample_folder import throw_away

        throw_away(folder)
    return code


def watch_for_rare_names(window: Window) -> None:
    """Let names be seen that the system's face cannot show."""
    from app.ui.rare_faces import RareFaces

    RareFaces(window.desk)


def come_to_front(window: Window, files: Sequence[Path]) -> None:
    """Show the window before all others, and begin to import the files that a second start was asked to open."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)  # a maximised one stays so
    window.raise_()
    window.activateWindow()
    window.import_paths(files)
