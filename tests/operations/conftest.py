"""A ledger of its own for each test, copied from one that was migrated once, or from one with the sample tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.operations.imports import apply_preview, preview_file
from app.store.opening import Store, open_store
from app.store.schema import LEDGER

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "data"
    open_store(folder).close()
    return folder


@pytest.fixture(scope="session")
def sample_folder(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the sample roster, allocation and plan were imported into, each once."""
    folder = tmp_path_factory.mktemp("samples") / "data"
    _copied(empty_folder, folder)
    with open_store(folder) as store:
        for name in ("roster-2021.xlsx", "allocation-2018.xlsx", "plan-2017-2022.xlsx"):
            apply_preview(store, preview_file(store, SAMPLES / name))
    return folder


def _copied(source: Path, folder: Path) -> None:
    """Closed ledgers only: an open one has a write-ahead log beside it."""
    folder.mkdir(parents=True)
    shutil.copy(source / LEDGER, folder / LEDGER)


@pytest.fixture
def folder(empty_folder: Path, tmp_path: Path) -> Path:
    """A data folder with an empty ledger, not open."""
    _copied(empty_folder, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def store(folder):
    with open_store(folder) as store:
        yield store


@pytest.fixture
def samples() -> Path:
    """The folder of the sample tables."""
    return SAMPLES


@pytest.fixture
def filled(sample_folder: Path, tmp_path: Path):
    """A ledger that holds the sample roster, allocation and plan."""
    _copied(sample_folder, tmp_path / "filled")
    with open_store(tmp_path / "filled") as store:
        yield store


@pytest.fixture
def contents():
    """Every kept record of a ledger by table, to compare a ledger with itself."""
    tables = (
        "unit", "unit_alias", "unit_contact", "pairing", "pairing_department", "batch", "person", "career_line",
        "enrolment", "posting", "appraisal", "opinion", "report", "plan", "plan_item",
    )  # fmt: skip

    def read(store: Store) -> dict[str, list[tuple[object, ...]]]:
        return {table: sorted(store.sql(f"SELECT * FROM {table}"), key=repr) for table in tables}

    return read
