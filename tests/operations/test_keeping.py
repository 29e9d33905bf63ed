"""Backups and bringing one back: into a copy first, and the present data kept aside."""

from __future__ import annotations

import shutil

import pytest

from app.catalogue.problems import Refusal, Surroundings
from app.operations.keeping import back_up_daily, backup, restore
from app.operations.listing import people
from app.operations.saving import save_form
from app.store.opening import open_store


@pytest.fixture
def archive(filled, tmp_path):
    outcome = backup(filled, tmp_path / "备份.zip")
    assert outcome.items == [
        {"file": str(tmp_path / "备份.zip"), "bytes": (tmp_path / "备份.zip").stat().st_size}
    ]
    return tmp_path / "备份.zip"


def test_a_backup_is_looked_at_first(archive, tmp_path):
    outcome = restore(archive, tmp_path / "另", replace=False)
    assert outcome.items[0]["people"] == 11 and "加 --yes" in outcome.message
    assert list((tmp_path / "另").glob("*.sqlite*")) == []


def test_restored_data_and_what_was_there_before(archive, filled, tmp_path):
    folder = filled.folder
    save_form(filled, "enrolment", None, {"person.name": "后来的人"})
    filled.close()
    outcome = restore(archive, folder, replace=True)
    kept = outcome.items[0]["kept"]
    assert kept and kept in outcome.message
    with open_store(folder) as store:
        assert len(people(store)) == 11
        save_form(store, "enrolment", None, {"person.name": "再来的人"})
    aside = tmp_path / "看"
    shutil.copytree(kept, aside)
    with open_store(aside, create=False) as store:
        assert people(store)[-1]["name"] == "后来的人"


def test_a_restored_folder_is_a_new_station(archive, filled, tmp_path):
    before = filled.station()
    restore(archive, tmp_path / "另", replace=True)
    with open_store(tmp_path / "另") as store:
        assert len(people(store)) == 11
        assert store.station() != before


@pytest.mark.parametrize("how", ["text", "cut", "none"])
def test_a_broken_backup_is_refused_and_the_data_stay(archive, filled, tmp_path, how):
    broken = tmp_path / "坏.zip"
    if how != "none":
        broken.write_bytes(b"no archive" if how == "text" else archive.read_bytes()[:-4000])
    filled.close()
    for replace in (False, True):
        with pytest.raises((Refusal, Surroundings)) as told:
            restore(broken, filled.folder, replace=replace)
        assert told.value.problem.code == ("SYS-003" if how == "none" else "STO-040")
    with open_store(filled.folder) as store:
        assert len(people(store)) == 11


def test_a_backup_that_cannot_be_written(filled, tmp_path):
    (tmp_path / "文件").write_text("a file, no folder")
    with pytest.raises(Surroundings) as fault:
        backup(filled, tmp_path / "文件" / "备份.zip")
    assert fault.value.problem.code.startswith("SYS-")


def test_a_day_has_one_backup_unless_something_changed(filled):
    first = back_up_daily(filled)
    assert first is not None and first.exists()
    assert back_up_daily(filled) is None
    save_form(filled, "enrolment", None, {"person.name": "新来的人"})
    assert back_up_daily(filled) is not None
