"""Opening a data folder, and the faults of its surroundings."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from app.catalogue.problems import Refusal, Surroundings
from app.models import Unit
from app.store import connecting
from app.store.backup import back_up_daily
from app.store.connecting import connect
from app.store.faults import told
from app.store.light import open_light
from app.store.opening import open_store
from app.store.schema import LEDGER, STATION


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.05)


def add(store, name="甲医院"):
    with store.operation("add") as op:
        op.session.add(Unit(name=name))
    return store.station()


def fault_of(do):
    with pytest.raises(Surroundings) as fault:
        do()
    return fault.value.problem


def test_a_folder_that_is_not_there_is_made(tmp_path):
    with open_store(tmp_path / "新" / "数据") as store:
        add(store)
    assert (tmp_path / "新" / "数据" / LEDGER).exists()


def test_or_not_when_only_looking(tmp_path):
    assert fault_of(lambda: open_store(tmp_path / "no", create=False)).code == "STO-008"
    assert not (tmp_path / "no").exists()


def test_the_ledger_keeps_every_commit_and_checks_references(store):
    assert store.sql("PRAGMA journal_mode") == [("wal",)]
    with store.writer().connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_light_path_needs_no_sqlalchemy(store, clinic, folder):
    script = f"""
import sys
from pathlib import Path
from app.store.light import open_light
from app.store.opening import open_store
from app.store.search import search_people
from app.store.lists import list_ids
from app.store.drafts import save_draft
folder = Path({str(folder)!r})
light = open_light(folder)
assert light.sql("SELECT name FROM person") == [("张䶮",)]
assert len(search_people(light, "张䶮")) == len(list_ids(light, "people", "name")) == 1
light.close()
store = open_store(folder)
save_draft(store, "x", {{}})
assert store.sql("SELECT count(*) FROM unit") == [(2,)]
store.close()
heavy = {{"sqlalchemy", "alembic", "pypinyin"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("opened", [open_store, open_light])
def test_a_file_that_is_no_database_is_said_to_be_damaged_and_the_backup_named(store, clinic, folder, opened):
    saved = back_up_daily(store)
    store.close()
    (folder / LEDGER).write_bytes(b"not a database, but long enough to be looked at" * 50)
    problem = fault_of(lambda: opened(folder))
    assert problem.code == "STO-002"
    assert str(saved) in problem.remedy
    assert problem.file.endswith(LEDGER)


def test_a_page_that_is_damaged_is_found_when_it_is_read(store, clinic, folder):
    store.close()
    content = bytearray((folder / LEDGER).read_bytes())
    with closing(sqlite3.connect(folder / LEDGER)) as ledger:
        ((root,),) = ledger.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchall()
    content[(root - 1) * 4096 : root * 4096] = b"\xee" * 4096
    (folder / LEDGER).write_bytes(content)
    with open_store(folder) as again:
        problem = fault_of(lambda: again.sql("SELECT * FROM person"))
        assert problem.code == "STO-002"
        assert "没有找到备份" in problem.remedy
        assert fault_of(lambda: back_up_daily(again)).code == "STO-002"


def test_a_locked_ledger_is_said_to_be_in_use(store, folder, impatient):
    with closing(connect(folder / LEDGER)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert fault_of(lambda: open_store(folder)).code == "STO-004"
        assert store.sql("SELECT count(*) FROM unit") == [(0,)]
        other.execute("ROLLBACK")
    add(store)


def test_a_ledger_that_can_only_be_read_is_said_to_be(folder):
    with closing(sqlite3.connect(f"file:{folder / LEDGER}?mode=ro&immutable=1", uri=True)) as ledger:
        with pytest.raises(sqlite3.OperationalError) as error:
            ledger.execute("DELETE FROM unit")
        fault = told(error.value, folder / LEDGER)
    assert isinstance(fault, Surroundings)
    assert fault.problem.code == "STO-005"


def test_a_folder_in_the_place_of_the_file(tmp_path):
    (tmp_path / LEDGER).mkdir()
    assert fault_of(lambda: open_store(tmp_path)).code == "STO-006"


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "data").write_text("x")
    assert fault_of(lambda: open_store(tmp_path / "data")).code in ("SYS-008", "SYS-003", "SYS-002")


def test_our_own_mistakes_are_not_blamed_on_the_machine(store):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.sql("SELECT * FROM nonsense")


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.sql("SELECT 1")
    with pytest.raises(RuntimeError, match="closed"), store.read():
        pass


def test_the_station_stays_while_the_folder_does(folder):
    with open_store(folder) as store:
        assert not (folder / STATION).exists()
        first = add(store)
    with open_store(folder) as store:
        assert add(store, "乙医院") == first
        assert store.sql("SELECT number FROM operation ORDER BY number") == [(1,), (2,)]


@pytest.mark.parametrize("way", ["copied", "moved", "copied back", "other machine"])
def test_a_copied_folder_takes_a_new_station_before_it_writes(folder, tmp_path, way, monkeypatch):
    with open_store(folder) as store:
        first = add(store)
    there = tmp_path / "copy"
    if way == "copied":
        shutil.copytree(folder, there)
    elif way == "moved":
        folder.rename(there)
    elif way == "copied back":
        shutil.copytree(folder, there)
        kept = folder.rename(tmp_path / "kept")
        shutil.copytree(there, folder)
        there = folder
        assert kept.exists()
    else:
        told = json.loads((folder / STATION).read_text("utf-8"))
        (folder / STATION).write_text(json.dumps({**told, "machine": "another 123"}), "utf-8")
        there = folder
    with open_store(there) as store:
        second = add(store, "乙医院")
        assert second != first
        assert store.sql("SELECT station_id, number FROM operation ORDER BY rowid") == [
            (first, 1),
            (second, 1),
        ]
        assert json.loads(store.sql("SELECT seen FROM operation ORDER BY rowid DESC")[0][0]) == {
            first.hex(): 1
        }


@pytest.mark.parametrize("words", ["", "{", "[]", '{"station": "zz"}'])
def test_a_spoilt_station_file_gives_a_new_station(folder, words):
    with open_store(folder) as store:
        first = add(store)
    (folder / STATION).write_text(words, "utf-8")
    with open_store(folder) as store:
        assert add(store, "乙医院") != first


def test_a_refusal_of_ours_passes_through_unchanged(store):
    from app.catalogue.problems import Problem

    with pytest.raises(Refusal) as refused, store.operation("x"):
        raise Refusal(Problem("IMP-001", "不行"))
    assert refused.value.problem.code == "IMP-001"


def test_an_error_of_a_file_within_an_operation_is_not_the_ledgers(store):
    with pytest.raises(FileNotFoundError), store.operation("x"):
        open("/nowhere/photo.jpg")  # noqa: PTH123, SIM115 -- only its error is wanted


def test_a_folder_on_a_write_protected_stick_is_said_to_be_one(tmp_path, monkeypatch):
    """SQLite only says that it cannot open the file that it would put beside the ledger."""
    open_store(tmp_path).close()
    (tmp_path / "ledger.sqlite-wal").unlink(missing_ok=True)
    (tmp_path / "ledger.sqlite-wal").mkdir()
    assert fault_of(lambda: open_store(tmp_path)).code == "STO-006"
    monkeypatch.setattr("app.store.faults.os.access", lambda *_: False)
    assert fault_of(lambda: open_store(tmp_path)).code == "STO-005"
