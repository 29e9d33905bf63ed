"""晋升材料包 from the window: ask for a folder, make it off the GUI thread, open it at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.catalogue.problems import Problem
from app.ui.desk import Desk

if TYPE_CHECKING:
    from app.operations.results import Outcome

TITLE = "晋升材料包…"
SYMBOL = "layers"
TIP = "把这个人历年的支援天数、鉴定表、台账明细、帮带名单和证书汇编成一个文件夹：合订本加单份文件"


def ask_promotion(parent: QWidget, desk: Desk, subject: str, chosen: Sequence[bytes]) -> QFileDialog | None:
    """Ask where to put the bundle of the one chosen record's person; ``subject`` tells what the records are."""
    from app.ui.widgets.choosing import choose_folder

    if len(chosen) != 1:
        desk.say(Problem("PRM-003", "晋升材料包一次做一个人的", "请在列表里只选一位", column="人员"))
        return None
    return choose_folder(
        parent,
        desk.settings,
        "晋升材料包放在哪个文件夹里",
        lambda out: begin(parent, desk, subject, chosen[0], out),
    )


def begin(parent: QWidget, desk: Desk, subject: str, record: bytes, out: Path) -> None:
    """Make the bundle beside everything else that goes on: lists are read and acts stored meanwhile."""

    def work(store: Any, progress: Any) -> Outcome:
        from app.operations.promotion import make_promotion, person_of

        return make_promotion(store, person_of(store, subject, record), out, progress=progress)

    def done(outcome: Outcome) -> None:
        desk.announce(outcome)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(outcome.items[0]["folder"])))

    desk.ask("汇编晋升材料", work, done, owner=parent, lane="keep")
