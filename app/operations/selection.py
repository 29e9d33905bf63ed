"""Which records a print, an export or a list speaks of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """All given conditions hold together; none means all. Keys are 16 bytes; ``ids`` are records of the subject."""

    ids: tuple[bytes, ...] = ()
    person: str = ""
    batch: bytes | None = None
    unit: bytes | None = None
    pairing: bytes | None = None
    search: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Selected:
    """One record that a selection found, as the print page lists it."""

    id: bytes
    name: str
    detail: str
