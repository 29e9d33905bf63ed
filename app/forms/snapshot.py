"""What a face is filled with: plain values by field path, never live records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.catalogue.fields import Value

Values = Mapping[str, Value]
Progress = Callable[[int, int], None]
"""Called with (done, total); raises :class:`app.catalogue.problems.Cancelled` to stop."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One document's values. ``rows`` are the records of a list; ``name`` titles its file and its 续页.

    ``lists`` are child lists by their path (``mentorship.steps``): rows with the paths of their columns (``step.month``).
    ``blocks`` is a letter's own wording, which stands in place of the edition's; none is the edition's.
    """

    values: Values
    rows: Sequence[Values] = field(default_factory=tuple)
    id: str = ""
    name: str = ""
    lists: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    blocks: Sequence[Mapping[str, Any]] = ()


BLANK = Snapshot({})
