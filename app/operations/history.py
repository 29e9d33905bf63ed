"""The journal as a person reads it, and undo."""

from __future__ import annotations

from app.operations.results import Outcome
from app.store import undo as _undo
from app.store.opening import Store
from app.store.undo import HistoryItem

__all__ = ["HistoryItem", "history", "undo_operation"]


def history(store: Store, limit: int = 200) -> list[HistoryItem]:
    """The latest operations, newest first."""
    return _undo.history(store, limit)


def undo_operation(store: Store, operation: bytes | None = None) -> Outcome:
    """Take back one operation whole (the latest by default). Raises :class:`Refusal` saying what stands in the way."""
    undone = _undo.undo(store, operation)
    return Outcome(
        f"已撤销：{undone.title}",
        [{"operation": undone.operation.hex(), "undid": undone.undid.hex(), "title": undone.title}],
        operation=undone.operation,
        changed=undone.changed,
    )
