"""Backups and bringing them back."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from app.catalogue.files import moved as move
from app.catalogue.problems import Cancelled, Refusal, Surroundings
from app.models import Person, Unit
from app.store import restoring
from app.store.attachments import get_attachment, put_attachment
from app.store.backup import back_up_daily, backup, inspect, kept, restore, thin
from app.store.drafts import load_draft, save_draft
from app.store.opening import open_store
from app.store.packing import MANIFEST, back_up_folder
from app.store.restoring import finish
from app.store.schema import BACKUPS, KEPT_FILES, LEDGER, RESTORING, SCHEMA, backups, last_backup
from app.store.search import search_people


def add(store, name):
    with store.operation("add", f"新增{name}") as op:
        op.session.add(Unit(name=name))


def units(folder):
    with open_store(folder) as store:
        return [row[0] for row in store.sql("SELECT name FROM unit ORDER BY name")]


@pytest.fixture
def archive(store, clinic, tmp_path):
    """A backup of a store with a person, her photo and a draft; the store is closed afterwards."""
    with store.operation("photo") as op:
        op.session.get(Person, clinic["person"]).photo = put_attachment(
            op, b"\xff\xd8 photo", "张䶮.jpg", "image/jpeg"
        )
    save_draft(store, "enrolment:new", {"person.name": "赵"})
    backup(store, tmp_path / "saved.zip")
    store.close()
    return tmp_path / "saved.zip"


def test_a_copy_that_a_virus_scanner_holds_keeps_nobody_from_his_backup(store, tmp_path, monkeypatch):
    unlink = os.unlink

    def held(path, *args, **more):
        if str(path).endswith(LEDGER):
            raise PermissionError(errno.EACCES, "held", str(path))
        return unlink(path, *args, **more)

    monkeypatch.setattr(os, "unlink", held)
    backup(store, tmp_path / "saved.zip")
    with zipfile.ZipFile(tmp_path / "saved.zip") as told:
        assert LEDGER in told.namelist()


def test_everything_comes_back(archive, folder, tmp_path):
    assert restore(archive, tmp_path / "new") is None
    with open_store(tmp_path / "new") as back:
        ((key, photo),) = back.sql("SELECT id, photo FROM person")
        assert search_people(back, "zy") == [key]
        assert get_attachment(back, photo) == b"\xff\xd8 photo"
        draft = load_draft(back, "enrolment:new")
        assert draft is not None
        assert draft.payload == {"person.name": "赵"}
        assert back.sql("PRAGMA journal_mode") == [("wal",)]
    assert not list((tmp_path / "new").glob(".restoring*"))


def test_inspecting_tells_and_leaves_nothing(archive, folder):
    before = sorted(path.name for path in folder.iterdir())
    found = inspect(archive, folder)
    assert (found.people, found.schema) == (1, SCHEMA)
    assert datetime.fromisoformat(found.made.replace("Z", "+00:00"))
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_restored_folder_writes_as_another_station(archive, folder):
    with open_store(folder) as store:
        first = store.station()
    restore(archive, folder)
    with open_store(folder) as store:
        add(store, "后来的")
        assert store.station() != first
        assert store.sql("SELECT number FROM operation WHERE station_id = ?", (store.station(),)) == [(1,)]
        ((seen,),) = store.sql("SELECT seen FROM operation ORDER BY rowid DESC LIMIT 1")
        assert json.loads(seen) == {first.hex(): 3}


def test_the_present_data_are_kept_aside(archive, folder):
    with open_store(folder) as store:
        add(store, "只在现在的")
    aside = restore(archive, folder)
    assert aside is not None
    assert aside.parent == folder / BACKUPS
    assert "只在现在的" not in units(folder)
    assert "只在现在的" in units(aside)


def test_what_was_stored_last_is_in_the_backup(store, tmp_path):
    add(store, "刚刚存的")
    assert (store.folder / f"{LEDGER}-wal").stat().st_size > 0
    backup(store, tmp_path / "x.zip")
    restore(tmp_path / "x.zip", tmp_path / "new")
    assert units(tmp_path / "new") == ["刚刚存的"]


def test_a_folder_that_is_open_is_not_replaced(archive, folder):
    with open_store(folder) as store:
        add(store, "还开着")
        with pytest.raises(Surroundings) as fault:
            restore(archive, folder)
        assert fault.value.problem.code == "STO-004"
    assert "还开着" in units(folder)


def test_files_that_are_no_whole_backup_are_refused(archive, folder, tmp_path):
    words = tmp_path / "words.zip"
    words.write_bytes(b"no zip")
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as opened:
        opened.writestr("a.txt", "hello")
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(altered, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b"x" if name == LEDGER else b""))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-400])
    before = units(folder)
    for path in (words, foreign, altered, cut):
        with pytest.raises(Refusal) as refused:
            restore(path, folder)
        assert refused.value.problem.code == "STO-040", path
    assert units(folder) == before
    with pytest.raises(Surroundings) as fault:
        restore(tmp_path / "none.zip", folder)
    assert fault.value.problem.code == "SYS-003"
    assert not list(folder.glob(".restoring*"))


def test_a_backup_of_a_newer_program_is_refused(store, folder, tmp_path):
    store.close()
    with closing(sqlite3.connect(folder / LEDGER)) as ledger:
        ledger.execute(f"PRAGMA user_version={SCHEMA + 1}")
    back_up_folder(folder, tmp_path / "newer.zip")
    with pytest.raises(Refusal) as refused:
        restore(tmp_path / "newer.zip", tmp_path / "new")
    assert refused.value.problem.code == "STO-001"


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_a_restore_that_was_cut_off_is_finished_at_the_next_opening(archive, folder, moved, monkeypatch):
    with open_store(folder) as store:
        add(store, "只在现在的")
    count = [0]

    def counted(source, target):
        if count[0] == moved:
            raise KeyboardInterrupt
        count[0] += 1
        move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "moved", counted)
        with pytest.raises(KeyboardInterrupt):
            restore(archive, folder)
    assert (folder / RESTORING).exists()
    assert "只在现在的" not in units(folder)
    assert "渝北区中医院" in units(folder)
    (aside,) = (folder / BACKUPS).glob("replaced-*")
    assert "只在现在的" in units(aside)
    assert not (folder / RESTORING).exists()


def test_finishing_twice_does_no_harm(archive, folder):
    restore(archive, folder)
    (folder / RESTORING).write_text(
        json.dumps({"from": ".restoring-gone", "aside": "replaced-x", "files": list(KEPT_FILES)})
    )
    finish(folder)
    assert "渝北区中医院" in units(folder)


def test_a_cancelled_backup_leaves_the_old_one(store, clinic, tmp_path):
    target = tmp_path / "b.zip"
    backup(store, target)
    before = target.read_bytes()
    calls = []

    def stop(done, total):
        calls.append((done, total))
        raise Cancelled

    with pytest.raises(Cancelled):
        backup(store, target, stop)
    assert calls
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_daily_backup_is_made_when_something_was_stored(store, clinic):
    first = back_up_daily(store)
    assert first is not None
    assert json.loads(zipfile.ZipFile(first).read(MANIFEST))["people"] == 1
    assert back_up_daily(store) is None
    add(store, "新的")
    second = back_up_daily(store)
    assert second is not None
    assert second.name > first.name


def test_old_backups_are_thinned():
    today = date(2026, 11, 23)
    start = datetime(2024, 1, 1, 18)
    moments = [start + timedelta(hours=12 * n) for n in range(2 * 1057 - 1)]
    assert moments[-1].date() == today - timedelta(days=1)
    left = sorted(kept(moments, today))
    assert left[0] == start
    assert {moment.date() for moment in left} >= {today - timedelta(days=n) for n in range(1, 7)}
    assert {(m.year, m.month) for m in left} >= {(2026, month) for month in range(1, 12)} | {(2025, 12)}
    assert any(moment.year == 2024 and moment.month == 12 for moment in left)
    assert len(left) < 32
    assert kept(left, today) == set(left)


def test_one_that_is_being_written_is_not_offered(tmp_path):
    place = tmp_path / BACKUPS
    place.mkdir()
    assert last_backup(tmp_path) is None
    for name in (".day-20261128T1507009-half.zip", "day-20261127T0900000.zip", "day-20261128T0900000.zip"):
        (place / name).touch()
    assert [path.name[4:12] for path in backups(tmp_path)] == ["20261128", "20261127"]
    assert last_backup(tmp_path) == place / "day-20261128T0900000.zip"


def test_thinning_removes_only_daily_ones(tmp_path):
    for name in ("before-0002-20200101T000000000000Z.zip", "mine.zip", "day-strange.zip"):
        (tmp_path / name).touch()
    for day in range(1, 29):
        (tmp_path / f"day-202001{day:02d}T180000000000Z.zip").touch()
    gone = thin(tmp_path, date(2026, 1, 1))
    assert len(gone) == 24
    assert (tmp_path / "mine.zip").exists()
    assert (tmp_path / "day-strange.zip").exists()
    assert (tmp_path / "day-20200128T180000000000Z.zip").exists()
