"""Names with characters that the system's face does not have (䶮, 𬭎): the shipped faces are added, once such a name is there.

Opening the shipped faces takes Windows up to three tenths of a second; who has no such name does not wait for them.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

from app.ui.desk import Desk
from app.ui.resources import RESOURCES

FACES = (("NotoSansSC-Regular.ttf", range(0x3400, 0x4DC0)), ("HanaMinB.ttf", range(0x20000, 0x30000)))
"""A shipped face, and the characters that it is opened for: CJK extension A, and B with those after it."""
_FIRST = min(covered.start for _, covered in FACES)
_RARE = "*[㐀-䶿𠀀-\U0002ffff]*"
_NAMES = "SELECT name FROM person WHERE name GLOB ?1 UNION SELECT name FROM unit WHERE name GLOB ?1 LIMIT 500"


class RareFaces(QObject):
    """Looks for such names when the ledger is opened, when people or units change, and in what is to be imported."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.added: list[str] = []
        desk.opened.connect(self.look)
        desk.changed.connect(lambda tables: self.look() if tables & {"person", "unit"} else None)
        desk.met.connect(lambda text: self.add_for(_rare_in(text)))

    def look(self) -> None:
        """Ask for the names off the GUI thread."""
        if len(self.added) < len(FACES):
            self.desk.ask(
                "查找生僻字", lambda store, progress: _rare_characters(store), self.add_for, owner=self
            )

    def add_for(self, characters: set[str]) -> None:
        """Add the shipped faces that have what the window's face lacks."""
        metrics = QFontMetrics(QApplication.font())
        lacking = {ord(one) for one in characters if not metrics.inFontUcs4(ord(one))}
        families = []
        for file, covered in FACES:
            if file not in self.added and lacking & set(covered):
                self.added.append(file)
                number = QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / file))
                families += QFontDatabase.applicationFontFamilies(number)
        if families:
            font = QFont(QApplication.font())
            font.setFamilies([*font.families(), *families])
            QApplication.setFont(font)


def _rare_characters(store: Any) -> set[str]:
    return _rare_in("".join(str(name) for (name,) in store.sql(_NAMES, (_RARE,))))


def _rare_in(text: str) -> set[str]:
    return {one for one in text if ord(one) >= _FIRST and any(ord(one) in covered for _, covered in FACES)}
