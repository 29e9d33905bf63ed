"""A lazy table over keys that plain SQL sorts and filters: the query, the reset and the repaint."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.figures import percentile, stopwatch, tell
from benchmarks.places import FLAT, MANY

Index = QModelIndex | QPersistentModelIndex
COLUMNS = "name, unit, title, mobile, term"


class Lazy(QAbstractTableModel):
    def __init__(self, flat: sqlite3.Connection) -> None:
        super().__init__()
        self.flat = flat
        self.keys: list[int] = []
        self.pages: dict[int, list[tuple[str, ...]]] = {}

    def show(self, query: str, *values: str) -> None:
        self.beginResetModel()
        self.keys = [key for (key,) in self.flat.execute(query, values)]
        self.pages.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return len(self.keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 5

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page = index.row() // 256
        if page not in self.pages:
            keys = self.keys[page * 256 : page * 256 + 256]
            rows = self.flat.execute(
                f"SELECT id, {COLUMNS} FROM person WHERE id IN ({','.join(map(str, keys))})"
            )
            found = {row[0]: row[1:] for row in rows}
            self.pages[page] = [found[key] for key in keys]
        return self.pages[page][index.row() % 256][index.column()]


def median_ms(work: Callable[[int], None], view: QTableView, times: int = 7) -> float:
    taken = []
    for number in range(times):
        passed = stopwatch()
        work(number)
        view.viewport().repaint()
        taken.append(passed())
    return percentile(taken, 0.5)


if __name__ == "__main__":
    app = QApplication([])
    flat = sqlite3.connect(FLAT)
    model, view = Lazy(flat), QTableView()
    view.setModel(model)
    view.resize(1280, 800)
    view.show()
    app.processEvents()  # only an exposed window paints
    unit = flat.execute("SELECT unit FROM person WHERE id = 1").fetchone()[0]

    def sort(number: int) -> None:
        model.show(f"SELECT id FROM person ORDER BY name {'DESC' if number % 2 else ''}")

    def narrow(_: int) -> None:
        model.show("SELECT id FROM person WHERE unit = ? ORDER BY name", unit)

    model.show("SELECT id FROM person ORDER BY id")
    assert len(model.keys) == MANY
    tell(sort_ms=median_ms(sort, view), filter_ms=median_ms(narrow, view))
