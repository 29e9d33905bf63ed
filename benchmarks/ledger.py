"""A data folder with 100,000 people and their enrolments, made by the product itself and kept between runs."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.data_maker import VERSION, people
from benchmarks.places import FOLDER, LEDGER, MANY


def make_ledger(tell: Callable[[str], None]) -> None:
    """Make it, anew when the ledger's migrations or the invented data are others."""
    from app.store.migrating import SCRIPTS

    scripts = sorted((SCRIPTS / "versions").glob("*.py"))
    schema = hashlib.sha256(b"".join(script.read_bytes() for script in scripts)).hexdigest()[:12]
    made = FOLDER / f"ledger-{schema}-{VERSION}"
    if made.exists():
        return
    tell("making a ledger of 100,000 people …")
    shutil.rmtree(LEDGER, ignore_errors=True)
    _fill(LEDGER)
    made.touch()


def _fill(folder: Path) -> None:
    from app.models import Enrolment, Person, Unit
    from app.store.opening import open_store

    invented = people(MANY)
    columns = {column.key for column in Person.__table__.columns} - {"unit_id", "photo", "id"}
    with open_store(folder) as store, store.operation("import", "导入", operator="王建国") as operation:
        names = sorted(
            {person[field] for person in invented for field in ("person.unit", "enrolment.receiving_unit")}
        )
        units = dict(zip(names, operation.insert_many(Unit, [{"name": name} for name in names]), strict=True))
        rows = [
            {column: person[f"person.{column}"] for column in columns if f"person.{column}" in person}
            | {"unit_id": units[person["person.unit"]]}
            for person in invented
        ]
        keys = operation.insert_many(Person, rows)
        operation.insert_many(
            Enrolment,
            [
                {
                    "person_id": key,
                    "receiving_unit_id": units[person["enrolment.receiving_unit"]],
                    "position": number,
                }
                for number, (key, person) in enumerate(zip(keys, invented, strict=True))
            ],
        )
