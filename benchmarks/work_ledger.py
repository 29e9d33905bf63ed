"""A data folder with three years of work, made by the product, and the same entries in a flat table for the peer."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator

from benchmarks.activity_maker import CODES, PEOPLE, make_posted
from benchmarks.places import FLAT_WORK, FOLDER, REPORTED, WORK

MONTHS = tuple(f"{2021 + number // 12}-{1 + number % 12:02d}" for number in range(36))


def entries() -> Iterator[tuple[int, str, str, int, int]]:
    """Number of the person, kind, day, amount, people present."""
    chance = random.Random(2021)
    for number in range(REPORTED):
        day = f"{chance.choice(MONTHS)}-{1 + number % 28:02d}"
        yield chance.randrange(PEOPLE), chance.choice(CODES), day, 1 + number % 40, number % 30


def make_work(tell: Callable[[str], None]) -> None:
    """Make both, anew when the ledger's migrations are others."""
    from app.store.migrating import SCRIPTS

    scripts = sorted((SCRIPTS / "versions").glob("*.py"))
    schema = hashlib.sha256(b"".join(script.read_bytes() for script in scripts)).hexdigest()[:12]
    made = FOLDER / f"work-{schema}-2"
    if made.exists():
        return
    tell(f"making a ledger of {REPORTED:,} entries of work …")
    shutil.rmtree(WORK, ignore_errors=True)
    FLAT_WORK.unlink(missing_ok=True)
    _fill()
    made.touch()


def _fill() -> None:
    from app.models import Activity, Posting
    from app.store.opening import open_store

    with open_store(WORK) as store:
        places = make_posted(store)
        with store.operation("import", "导入") as op:
            op.update_many(
                Posting, [(posting, {"start": "2021-01-01", "end": "2023-12-31"}) for posting, *_ in places]
            )
            rows = []
            for person, kind, day, amount, people in entries():
                posting, unit, team, who = places[person]
                rows.append(
                    {
                        "kind": kind, "date": day, "month": day[:7], "unit_id": unit, "supporting_unit_id": team,
                        "person_id": who, "posting_id": posting, "amount": amount, "people": people,
                    }
                )  # fmt: skip
            op.insert_many(Activity, rows)
    flat = sqlite3.connect(FLAT_WORK)
    flat.execute(
        "CREATE TABLE work (id INTEGER PRIMARY KEY, team BLOB, unit BLOB, day TEXT, kind TEXT, amount INT, people INT)"
    )
    flat.executemany(
        "INSERT INTO work (team, unit, day, kind, amount, people) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (places[person][2], places[person][1], day, kind, amount, people)
            for person, kind, day, amount, people in entries()
        ),
    )
    flat.execute("CREATE INDEX covering ON work (team, unit, day, kind, amount, people)")
    flat.execute("ANALYZE")
    flat.commit()
    flat.close()
