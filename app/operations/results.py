"""What an operation gives back to the window, the command line and the tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.catalogue.problems import Problem
from app.forms.snapshot import Progress

__all__ = ["Outcome", "Progress"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``items`` are plain dicts for the command line's JSON; ``changed`` names the tables to be shown afresh.

    ``operation`` is the journal's operation (16 bytes) when something was stored. ``done_in_part`` is true when
    some of what was asked stands in ``refused`` or ``skipped`` instead.
    """

    message: str = ""
    items: list[dict[str, object]] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    operation: bytes | None = None
    changed: frozenset[str] = frozenset()
    done_in_part: bool = False
