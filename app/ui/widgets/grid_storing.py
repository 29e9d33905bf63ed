"""From what was edited in a grid to operations, so that a row typed cell by cell becomes one record, not several."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.ui.widgets.grid_model import GridModel, GridRow

if TYPE_CHECKING:
    from app.operations.results import Outcome

Edited = list[tuple[GridRow, dict[str, Any]]]
Send = Callable[[Edited, Callable[["Outcome"], None], Callable[[BaseException], None]], None]
"""Stores rows; calls back with an outcome whose ``items`` give the keys in order, or with the error."""


class GridStoring(QObject):
    """Edits of a row whose record is being made wait until it has a key. ``busy`` while something is under way.

    What was refused stays in its cells; a new row is tried again whole when one of its cells is next edited.
    """

    def __init__(self, model: GridModel, send: Send, refused: Callable[[BaseException], None]) -> None:
        super().__init__(model)
        self.model, self.send, self.refused = model, send, refused
        self._under_way = 0
        model.edited.connect(self._edited)

    @property
    def busy(self) -> bool:
        return self._under_way > 0

    def _edited(self, batch: dict[int, dict[str, Any]]) -> None:
        self._take([(self.model.rows[number], values) for number, values in batch.items()])

    def _take(self, edited: Edited) -> None:
        ready: Edited = []
        for line, values in edited:
            if line.making:
                line.later.update(values)
            elif line.key is not None:
                ready.append((line, values))
            elif any(line.values.values()):
                line.making = True
                ready.append((line, dict(line.values)))
        if ready:
            self._under_way += 1
            self.send(
                ready, lambda outcome: self._stored(ready, outcome), lambda error: self._failed(ready, error)
            )

    def _stored(self, sent: Edited, outcome: Outcome) -> None:
        self._under_way -= 1
        waiting: Edited = []
        for (line, _), item in zip(sent, outcome.items, strict=False):
            line.key, line.making = bytes.fromhex(str(item["id"])), False
            if line.later:
                waiting.append((line, dict(line.later)))
                line.later.clear()
        if waiting:
            self._take(waiting)

    def _failed(self, sent: Edited, error: BaseException) -> None:
        self._under_way -= 1
        for line, _ in sent:
            line.making = False
        self.refused(error)
