"""Work done in a thread beside: in order, and not after a failure."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest

from app.models import Person
from app.store.beside import LARGE, Beside
from app.store.erasing import verify_journal


def test_work_is_done_in_the_order_in_which_it_was_given():
    done = []
    with Beside() as beside:
        for number in range(20):
            beside.run(LARGE if number % 3 else 1, done.append, number)
        beside.wait()
        assert done == list(range(20))


def test_few_records_need_no_thread():
    with Beside() as beside:
        threads = []
        beside.run(1, lambda: threads.append(threading.current_thread()))
    assert threads == [threading.current_thread()]


def test_nothing_is_done_after_a_failure_and_the_failure_is_told():
    done = []

    def fail():
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), Beside() as beside:
        beside.run(LARGE, fail)
        beside.run(LARGE, done.append, 1)
        beside.run(1, done.append, 2)
        beside.wait()
    assert done == []


def test_leaving_waits_also_when_the_work_of_this_thread_fails():
    gate, done = threading.Event(), []

    def work():
        gate.wait(5)
        done.append(1)

    with pytest.raises(ZeroDivisionError), Beside() as beside:
        beside.run(LARGE, work)
        gate.set()
        _ = 1 / 0
    assert done == [1]


def test_a_bulk_is_journalled_whole_and_in_order(store):
    rows = [
        {"name": f"张{number}", "id_number": "", "note": "“引号”\n\\\x01\t/"} for number in range(3 * LARGE)
    ]
    with store.operation("bulk") as op:
        keys = op.insert_many(Person, rows)
        op.update_many(Person, [(keys[0], {"name": "王二"}), (keys[1], {"duty": "主任"})])
        op.delete_many(Person, keys[-LARGE:])
    assert verify_journal(store) == []
    told = store.sql("SELECT position, record_id, kind FROM change ORDER BY id")
    assert [position for position, _, _ in told] == list(range(1, len(told) + 1))
    assert [key for _, key, kind in told if kind == "insert"] == keys
    assert [key for _, key, kind in told if kind == "delete"] == keys[-LARGE:]
    assert store.sql("SELECT fields FROM change WHERE position = 1") == [
        (r'{"name":[null,"张0"],"note":[null,"“引号”\n\\\u0001\t/"]}',)
    ]


def test_a_bulk_that_breaks_a_rule_at_its_end_leaves_nothing(store):
    with pytest.raises(ZeroDivisionError), store.operation("bulk") as op:
        op.insert_many(Person, [{"name": "张灵"}] * (2 * LARGE))
        op.write_changes()
        _ = 1 / 0
    for table in ("person", "change", "operation", "person_search", "enrolment_row"):
        assert store.sql(f"SELECT count(*) FROM {table}") == [(0,)]


def test_the_log_of_a_bulk_is_copied_into_the_ledger_and_closing_waits_for_it(store):
    with store.operation("bulk") as op:
        op.insert_many(Person, [{"name": "张灵"}] * 6000)
    with store.writer().connect() as connection:
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 1000
    store.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "tidying"]
    with closing(sqlite3.connect(f"{store.ledger.as_uri()}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT count(*) FROM person").fetchone() == (6000,)
