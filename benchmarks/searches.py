"""What is searched for: parts of names, initials, parts of ID numbers and phones of people that are there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable

from benchmarks.figures import percentile, stopwatch, tell
from benchmarks.places import FLAT, MANY

TIMES = 3
"""How often each search is made; its median counts, so that a moment of other work is not taken for a slow search."""


def searches(count: int = 400) -> list[tuple[str, str]]:
    """``(column of the flat table, text)``, the same on every run."""
    chance = random.Random(1)
    flat = sqlite3.connect(FLAT)
    query = "SELECT name, initials, mobile, id_number FROM person WHERE id = ?"
    found = []
    for number in range(count):
        name, initials, mobile, paper = flat.execute(query, (chance.randint(1, MANY),)).fetchone()
        choices = (
            ("name", name),
            ("name", name[1:]),
            ("name", name[-1]),
            ("initials", initials),
            ("mobile", mobile[-4:]),
            ("id_number", paper[6:14]),
        )
        found.append(choices[number % len(choices)])
    flat.close()
    return found


def tell_times(find: Callable[[str, str], object]) -> None:
    """Make every search and tell the times in milliseconds; what is searched for is there, so each finds somebody."""
    taken = []
    for column, text in searches():
        times = []
        for _ in range(TIMES):
            passed = stopwatch()
            found = find(column, text)
            times.append(passed())
            assert found, text
        taken.append(sorted(times)[TIMES // 2])
    tell(p50_ms=percentile(taken, 0.5), p99_ms=percentile(taken, 0.99))
