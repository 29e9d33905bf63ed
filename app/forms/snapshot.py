"""What a face is filled with: plain values by field path, never live records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.catalogue.fields import BY_SIGNERS, Value

if TYPE_CHECKING:
    from app.forms.qr import PaperMark

Values = Mapping[str, Value]
Progress = Callable[[int, int], None]
"""Called with (done, total); raises :class:`app.catalogue.problems.Cancelled` to stop."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One document's values. ``rows`` are the records of a list; ``name`` titles its file and its 续页.

    ``lists`` are child lists by their path (``mentorship.steps``): rows with the paths of their columns (``step.month``).
    ``blocks`` is a letter's own wording, which stands in place of the edition's; none is the edition's. ``code`` is what
    a QR code on each page tells; without it the pages bear none. ``overprint`` is 套打 of a certificate: its values alone,
    moved by so many mm to the right and down.
    """

    values: Values
    rows: Sequence[Values] = field(default_factory=tuple)
    id: str = ""
    name: str = ""
    lists: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    blocks: Sequence[Mapping[str, Any]] = ()
    code: PaperMark | None = None
    overprint: tuple[float, float] | None = None


BLANK = Snapshot({})


def state_hash(snapshot: Snapshot) -> str:
    """A short hash of what a paper says, by which a later change of its record is told.

    Opinions do not count: they are typed after they were written on the paper.
    """
    told = {
        path: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
        for path, value in sorted(snapshot.values.items())
        if value not in (None, "") and path not in BY_SIGNERS
    }
    parts: list[Any] = [told, [dict(row) for row in snapshot.rows]]
    if snapshot.lists or snapshot.blocks:
        parts += [{path: [dict(row) for row in rows] for path, rows in snapshot.lists.items()}]
        parts += [[dict(block) for block in snapshot.blocks]]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
