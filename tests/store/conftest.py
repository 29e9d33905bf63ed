"""A store in a folder of its own for each test, copied from one that was migrated once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.models import CareerLine, Person, Posting, Unit
from app.store.opening import Store, open_store
from app.store.schema import LEDGER


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "data"
    open_store(folder).close()
    return folder


@pytest.fixture
def folder(empty_folder: Path, tmp_path: Path) -> Path:
    """A data folder with an empty ledger, not open."""
    (tmp_path / "data").mkdir()
    shutil.copy(empty_folder / LEDGER, tmp_path / "data" / LEDGER)
    return tmp_path / "data"


@pytest.fixture
def store(folder):
    with open_store(folder) as store:
        yield store


@pytest.fixture
def clinic(store: Store) -> dict[str, bytes]:
    """Keys of a hospital, a clinic, a person with two career lines, and her posting, made in two operations."""
    with store.operation("units", "新增单位") as op:
        hospital, clinic = Unit(name="渝北区中医院"), Unit(name="云阳县蔈草镇卫生院", class_="县属薄弱")
        op.session.add_all([hospital, clinic])
        op.session.flush()
        keys = {"hospital": hospital.id, "clinic": clinic.id}
    with store.operation("person", "新增人员张䶮", operator="王办事") as op:
        person = Person(
            name="张䶮", unit_id=keys["hospital"], mobile="13800001234", id_number="519901198505012346"
        )
        op.session.add(person)
        op.session.flush()
        lines = [CareerLine(person_id=person.id, position=n, text=f"{2000 + n}年") for n in (1, 2)]
        posting = Posting(person_id=person.id, unit_id=keys["clinic"], start="2021-05-01", subsidised=True)
        op.session.add_all([*lines, posting])
        op.session.flush()
        keys |= {"person": person.id, "posting": posting.id, "line": lines[0].id}
    return keys


@pytest.fixture
def contents(store: Store):
    """Every kept record by table, to compare the ledger with itself."""
    tables = (
        "unit",
        "person",
        "career_line",
        "posting",
        "pairing",
        "batch",
        "enrolment",
        "plan",
        "plan_item",
    )
    return lambda: {table: sorted(store.sql(f"SELECT * FROM {table}")) for table in tables}
