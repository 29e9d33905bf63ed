"""A full disk and a kill at any moment: nothing stored is lost, nothing is stored by half."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest

from app.store.drafts import list_drafts
from app.store.erasing import verify_journal
from app.store.opening import open_store

needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes and kill -9 are Unix's")

START = """
import resource, sys
from pathlib import Path
from app.catalogue.problems import Surroundings
from app.models import Person, Unit
from app.store.attachments import put_attachment
from app.store.drafts import save_draft
from app.store.opening import open_store

folder = Path(sys.argv[1])
store = open_store(folder)


def say(words):
    print(words, flush=True)


def rows(count, letter):
    return [{"name": f"{letter}{n}", "note": "开展腹腔镜胆囊切除术示教" * 20} for n in range(count)]
"""


def start(folder, script):
    return subprocess.Popen(
        [sys.executable, "-c", START + textwrap.dedent(script), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_after(process, count):
    """The first ``count`` lines that the process says; then it is killed, and what it had said until then."""
    said = [process.stdout.readline().strip() for _ in range(count)]
    process.send_signal(signal.SIGKILL)
    rest, errors = process.communicate()
    assert errors == ""
    return said + rest.split()


@needs_unix
def test_a_full_disk_in_mid_import_stores_nothing(folder):
    process = start(
        folder,
        """
        with store.operation("before") as op:
            op.insert_many(Unit, rows(3, "先"))
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
        for spill in (False, True):
            try:
                with store.operation("import") as op:
                    for n in range(10):
                        op.insert_many(Person, rows(1000, f"人{n}"))
                        if spill:
                            op.raw.execute("PRAGMA cache_size=10")
                say("stored")
            except Surroundings as fault:
                say(fault.problem.code)
        try:
            with store.operation("photo") as op:
                put_attachment(op, bytes(2_000_000))
        except Surroundings as fault:
            say(fault.problem.code)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        with store.operation("after") as op:
            op.insert_many(Unit, rows(2, "后"))
        store.close()
        """,
    )
    said, errors = process.communicate()
    assert errors == ""
    assert said.split() == ["STO-003", "STO-003", "STO-003"]
    with open_store(folder) as store:
        assert store.sql("SELECT name FROM operation ORDER BY number") == [("before",), ("after",)]
        assert store.sql("SELECT (SELECT count(*) FROM unit), (SELECT count(*) FROM person)") == [(5, 0)]
        assert store.sql("SELECT count(*) FROM person_search") == [(0,)]
        assert verify_journal(store) == []


@needs_unix
def test_a_kill_in_mid_import_stores_nothing_of_it(folder):
    process = start(
        folder,
        """
        with store.operation("before") as op:
            op.insert_many(Unit, rows(3, "先"))
        with store.operation("import") as op:
            op.raw.execute("PRAGMA cache_size=10")
            for n in range(1000):
                op.insert_many(Person, rows(500, f"人{n}"))
                say(n)
        """,
    )
    kill_after(process, 4)
    with open_store(folder) as store:
        assert store.sql("SELECT name FROM operation") == [("before",)]
        assert store.sql("SELECT (SELECT count(*) FROM unit), (SELECT count(*) FROM person)") == [(3, 0)]
        assert store.sql("PRAGMA integrity_check") == [("ok",)]
        assert verify_journal(store) == []


@needs_unix
@pytest.mark.parametrize("count", [1, 7])
def test_a_kill_while_saving_loses_nothing_that_was_saved(folder, count):
    process = start(
        folder,
        """
        for n in range(100000):
            with store.operation("save") as op:
                op.session.add(Unit(name=str(n)))
            say(n)
        """,
    )
    said = kill_after(process, count)
    with open_store(folder) as store:
        stored = [name for (name,) in store.sql("SELECT name FROM unit ORDER BY id")]
        assert stored[: len(said)] == said
        assert len(stored) <= len(said) + 1
        assert verify_journal(store) == []


@needs_unix
def test_a_kill_in_mid_typing_leaves_the_last_draft_also_during_an_import(folder):
    process = start(
        folder,
        """
        with store.operation("import") as op:
            op.insert_many(Person, rows(100, "人"))
            for n in range(100000):
                save_draft(store, "enrolment:new", {"person.name": f"张{n}"}, "张的报名表")
                say(n)
        """,
    )
    said = kill_after(process, 5)
    with open_store(folder) as store:
        (draft,) = list_drafts(store)
        assert draft.payload["person.name"] in (f"张{said[-1]}", f"张{int(said[-1]) + 1}")
        assert store.sql("SELECT count(*) FROM person") == [(0,)]
