"""The product takes pasted entries of work: each checked, found to its posting, stored with its journal."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from app.operations.ledger import record_activities
from app.store.opening import open_store
from benchmarks.activity_maker import KINDS, entries, make_posted, name_of
from benchmarks.figures import stopwatch, tell
from benchmarks.places import ACTIVITIES

if __name__ == "__main__":
    rows = [
        {
            "kind": KINDS[kind],
            "person": name_of(person),
            "date": day,
            "amount": str(amount),
            "people": str(people or ""),
            "topic": topic,
        }
        for kind, person, day, amount, people, topic in entries()
    ]
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "data") as store:
        make_posted(store)
        passed = stopwatch()
        outcome = record_activities(store, rows, today=date(2021, 11, 30))
        work = passed()
        assert not outcome.refused
        counts = "SELECT (SELECT count(*) FROM activity), (SELECT count(*) FROM change WHERE table_name = 'activity')"
        assert store.sql(counts) == [(ACTIVITIES, ACTIVITIES)]
    tell(work_s=work)
