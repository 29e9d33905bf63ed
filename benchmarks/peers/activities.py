"""Raw sqlite3: the same entries as finished tuples, and journal rows as long as ours, into the same tables and indexes.

One transaction, WAL and synchronous=FULL as the product has it. Nothing is checked or found, no hash is made.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.store.opening import open_store
from benchmarks.activity_maker import CODES, entries, make_posted
from benchmarks.figures import stopwatch, tell
from benchmarks.places import ACTIVITIES

COLUMNS = (
    "id", "kind", "date", "month", "unit_id", "supporting_unit_id", "person_id", "posting_id", "amount", "people",
    "topic", "source",
)  # fmt: skip
CHANGED = ("id", "operation_id", "position", "table_name", "record_id", "kind", "fields", "secret", "hash")
Posted = list[tuple[bytes, bytes, bytes, bytes]]


def activity_rows(posted: Posted) -> Iterator[tuple[object, ...]]:
    for number, (kind, person, day, amount, people, topic) in enumerate(entries()):
        posting, clinic, hospital, key = posted[person]
        own = (0x0197_0000_0000 + number).to_bytes(16, "big")
        place = (clinic, hospital, key, posting)
        yield own, CODES[kind], day, day[:7], *place, amount, people, topic, "grid"


def journal_row(operation: bytes, number: int, row: tuple[object, ...]) -> tuple[object, ...]:
    told = {
        name: [None, {"hex": value.hex()} if isinstance(value, bytes) else value]
        for name, value in zip(COLUMNS[1:], row[1:], strict=True)
        if value
    }
    fields = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return (
        number + 1_000,
        operation,
        number,
        "activity",
        row[0],
        "insert",
        fields,
        os.urandom(17),
        os.urandom(32),
    )


def insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder) / "data") as store:
            posted, ledger = make_posted(store), store.ledger
        with closing(sqlite3.connect(ledger, isolation_level=None)) as raw:
            raw.execute("PRAGMA foreign_keys=ON")
            raw.execute("PRAGMA synchronous=FULL")
            operation = raw.execute("SELECT id FROM operation ORDER BY number DESC").fetchone()[0]
            rows = list(activity_rows(posted))
            journal = [journal_row(operation, number, row) for number, row in enumerate(rows, start=1_000)]
            passed = stopwatch()
            raw.execute("BEGIN")
            raw.executemany(insert("activity", COLUMNS), rows)
            raw.executemany(insert("change", CHANGED), journal)
            raw.execute("COMMIT")
            work = passed()
            assert raw.execute("SELECT count(*) FROM activity").fetchone() == (ACTIVITIES,)
    tell(work_s=work)
