"""The product counts a month's report of every team, and makes the board of who owes what."""

from __future__ import annotations

import statistics

from app.operations.board import board
from app.operations.counting import Scope, counted
from app.store.opening import open_store
from benchmarks.figures import stopwatch, tell
from benchmarks.places import WORK

if __name__ == "__main__":
    with open_store(WORK) as store:
        months, boards = [], []
        for _ in range(7):
            passed = stopwatch()
            seen = board(store, "2023-11-20")
            boards.append(passed())
            passed = stopwatch()
            found = [
                counted(store, Scope("2023-06", "2023-06", row.team.supporting, row.team.receiving))
                for row in seen.rows
            ]
            months.append(passed())
        assert len(found) == 30
        assert all(one["report.outpatients"].records for one in found)
        assert len(seen.months) == 13
    tell(month_ms=1000 * statistics.median(months), board_ms=1000 * statistics.median(boards))
