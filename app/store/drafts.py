"""Drafts: what was typed and not yet stored. They survive a kill and are offered again at the next start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.catalogue.texts import storable
from app.store.light import Light


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed. ``key`` says what for (``enrolment:<hex id>``, ``enrolment:new``); ``saved`` is UTC in ISO."""

    key: str
    title: str
    saved: str
    payload: dict[str, Any]


def save_draft(store: Light, key: str, payload: Mapping[str, Any], title: str = "") -> None:
    """Keep a draft in place of the one of that key; bytes within ``payload`` are kept too. On disk when it returns."""
    told = json.dumps(payload, default=_plain)  # in ASCII: what is typed may hold half a character
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    store.workbench().rows(
        "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)", (key, storable(title), now, told)
    )


def load_draft(store: Light, key: str) -> Draft | None:
    """The draft of that key."""
    rows = store.workbench().rows("SELECT key, title, saved, payload FROM draft WHERE key = ?", (key,))
    return _draft(rows[0]) if rows else None


def list_drafts(store: Light) -> list[Draft]:
    """All drafts, the latest first."""
    rows = store.workbench().rows("SELECT key, title, saved, payload FROM draft ORDER BY saved DESC, key")
    return [_draft(row) for row in rows]


def drop_draft(store: Light, key: str) -> None:
    """Forget a draft: it was stored, or thrown away by the clerk."""
    store.workbench().rows("DELETE FROM draft WHERE key = ?", (key,))


def _draft(row: tuple[Any, ...]) -> Draft:
    key, title, saved, payload = row
    return Draft(key, title, saved, json.loads(payload, object_hook=_bytes_back))


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"\x00hex": value.hex()}
    raise TypeError(f"a draft cannot keep {type(value).__name__}")


def _bytes_back(value: dict[str, Any]) -> Any:
    return bytes.fromhex(value["\x00hex"]) if value.keys() == {"\x00hex"} else value
