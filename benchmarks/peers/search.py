"""LIKE over one column of a flat table, whichever the searched text belongs to; at most 50 found."""

from __future__ import annotations

import sqlite3

from benchmarks.places import FLAT
from benchmarks.searches import tell_times

if __name__ == "__main__":
    flat = sqlite3.connect(FLAT)
    flat.execute("PRAGMA cache_size = -64000")

    def find(column: str, text: str) -> object:
        return flat.execute(
            f"SELECT id FROM person WHERE {column} LIKE ? LIMIT 50", (f"%{text}%",)
        ).fetchall()

    tell_times(find)
