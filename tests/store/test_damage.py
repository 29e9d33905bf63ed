"""Files that were damaged: said with the backup to go back to, never a bug, and never begun anew as if nothing had been."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zipfile
from contextlib import closing

import pytest

from app.catalogue.problems import Refusal, Surroundings
from app.store.backup import back_up_daily, backup, inspect, restore
from app.store.leftovers import remove_left_over
from app.store.light import open_light
from app.store.opening import open_store
from app.store.packing import MANIFEST
from app.store.schema import BACKUPS, LEDGER, RESTORING


def fault_of(act):
    with pytest.raises((Surroundings, Refusal)) as caught:
        act()
    return caught.value.problem if isinstance(caught.value, Surroundings) else caught.value.problems[0]


@pytest.mark.parametrize("gone", ["emptied", "removed", "zeroed"])
def test_a_ledger_that_is_gone_is_not_begun_anew(store, clinic, folder, gone):
    saved = back_up_daily(store)
    store.close()
    content = (folder / LEDGER).read_bytes()
    if gone == "removed":
        (folder / LEDGER).unlink()
    else:
        (folder / LEDGER).write_bytes(b"" if gone == "emptied" else bytes(len(content)))
    problem = fault_of(lambda: open_store(folder))
    assert problem.code == "STO-002"
    assert str(saved) in problem.remedy
    restore(saved, folder)
    with open_store(folder) as again:
        assert again.sql("SELECT name FROM person") == [("张䶮",)]


@pytest.mark.parametrize("number", [-5, 2**31 - 1, 77_000])
def test_a_schema_number_that_is_none_is_damage_not_a_newer_program(folder, number):
    with closing(sqlite3.connect(folder / LEDGER)) as ledger:
        ledger.execute(f"PRAGMA user_version={number}")
    assert fault_of(lambda: open_store(folder)).code == "STO-002"
    assert fault_of(lambda: open_light(folder)).code == "STO-002"


def test_a_text_that_is_no_text_any_more(store, clinic, folder):
    store.close()
    content = (folder / LEDGER).read_bytes()
    (folder / LEDGER).write_bytes(content.replace("张䶮".encode(), b"\xff\xf2\xee\xff\xf2\xee"))
    with open_store(folder) as again:
        assert fault_of(lambda: again.sql("SELECT name FROM person")).code == "STO-002"


def test_a_schema_that_is_no_text_any_more(store, clinic, folder):
    store.close()
    content = (folder / LEDGER).read_bytes()
    (folder / LEDGER).write_bytes(
        content.replace(b"CREATE TABLE person", b"CREATE \xf2\xee\xff\xf2\xee person")
    )
    assert fault_of(lambda: open_store(folder)).code == "STO-002"
    assert fault_of(lambda: open_light(folder)).code == "STO-002"


def test_a_mistake_of_ours_in_a_sound_ledger_stays_one(store):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.sql("SELECT * FROM nowhere")


def test_a_new_ledger_has_no_backup_of_nothing(tmp_path):
    open_store(tmp_path / "data").close()
    assert not (tmp_path / "data" / BACKUPS).exists()


# --- backups ------------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(store, clinic, folder, tmp_path):
    backup(store, tmp_path / "b.zip")
    store.close()
    return tmp_path / "b.zip"


def remade(archive, manifest=None, **changed):
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MANIFEST:
                told = {**json.loads(content), **changed}
                content = (
                    json.dumps({k: v for k, v in told.items() if v is not None})
                    if manifest is None
                    else manifest
                )
            new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    "change",
    [
        {"made": None},
        {"made": 5},
        {"made": "yesterday"},
        {"files": [LEDGER]},
        {"manifest": b"[" * 200_000},
        {"manifest": b"\xff\xfe"},
    ],
)
def test_a_manifest_that_is_none_of_ours(archive, folder, change):
    path = remade(archive, **change)
    assert fault_of(lambda: inspect(path, folder)).code == "STO-040"
    assert fault_of(lambda: restore(path, folder)).code == "STO-040"
    with open_store(folder) as store:
        assert store.sql("SELECT name FROM person") == [("张䶮",)]


@pytest.mark.parametrize(("local", "central", "value"), [(6, 8, 1), (8, 10, 97)])
def test_an_archive_with_a_password_or_packed_in_a_way_nobody_knows(archive, folder, local, central, value):
    content = bytearray(archive.read_bytes())
    for mark, at in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] = value
            start = content.find(mark, start + 4)
    archive.write_bytes(content)
    assert fault_of(lambda: restore(archive, folder)).code == "STO-040"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"from": 1, "aside": 2, "files": 3}',
        b'{"from": "../other", "aside": "replaced-1", "files": ["ledger.sqlite"]}',
        b'{"from": ".restoring-1", "aside": "replaced-1", "files": ["../ledger.sqlite"]}',
    ],
)
def test_moves_that_were_not_written_down_by_us_are_not_made(archive, folder, content):
    before = (folder / LEDGER).read_bytes()
    (folder / RESTORING).write_bytes(content)
    assert fault_of(lambda: open_store(folder)).code == "STO-041"
    assert (folder / LEDGER).read_bytes() == before


def test_copies_that_a_kill_left_are_removed_a_day_later(store, clinic, folder):
    backups = folder / BACKUPS
    back_up_daily(store)
    old, new = backups / ".copying-old", backups / ".copying-new"
    for place in (old, new):
        place.mkdir()
        (place / LEDGER).write_bytes(b"x")
    os.utime(old, (time.time() - 2 * 86400,) * 2)
    assert remove_left_over(backups, ".copying-*") == [old]
    assert new.exists()
    assert not old.exists()
