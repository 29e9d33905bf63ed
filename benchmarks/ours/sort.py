"""The list of people sorted by name (in the order of its pinyin) and narrowed to a unit: query, reset and repaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QApplication

from app.store.light import open_light
from app.ui.desk import Desk
from app.ui.lists.ledger import people
from app.ui.lists.model import ListModel
from app.ui.lists.source import Query
from app.ui.lists.view import ListView
from benchmarks.figures import percentile, stopwatch, tell
from benchmarks.places import LEDGER, MANY


class Opened:
    """All that a list asks of the desk."""

    light = open_light(LEDGER)


def median_ms(work: Callable[[int], Query], model: ListModel, view: ListView, times: int = 7) -> float:
    taken = []
    for number in range(times):
        passed = stopwatch()
        model.reset_ids(model.source.ids(work(number)))
        view.viewport().repaint()
        taken.append(passed())
    return percentile(taken, 0.5)


if __name__ == "__main__":
    app = QApplication([])
    assert Opened.light is not None
    unit = Opened.light.sql("SELECT unit_id FROM person ORDER BY id LIMIT 1")[0][0]
    model = ListModel(people(cast(Desk, Opened)))
    view = ListView(model)
    view.resize(1280, 800)
    view.show()
    app.processEvents()  # only an exposed window paints
    model.reset_ids(model.source.ids(Query()))
    assert len(model.ids) == MANY
    tell(
        sort_ms=median_ms(lambda number: Query("name", number % 2 == 1), model, view),
        filter_ms=median_ms(lambda _: Query("name", filters=(("unit_id", unit),)), model, view),
    )
