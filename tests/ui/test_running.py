"""Work off the GUI thread: results, errors, cancel, order, and a window that stays awake."""

from __future__ import annotations

import gc
import threading
import time
from typing import ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QObject

from app.catalogue.problems import Cancelled, Problem, Refusal
from app.ui.foot import Foot
from app.ui.running import Job, Runner


@pytest.fixture
def runner(qapp):
    made = Runner()
    yield made
    made.stop()


def test_result_arrives_on_the_gui_thread(runner, qtbot):
    told = []
    runner.run(
        "问",
        lambda progress: threading.get_ident(),
        lambda worker: told.append((worker, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: bool(told))
    worker, here = told[0]
    assert here == threading.get_ident() != worker
    assert runner.jobs == []


def test_error_without_a_handler_is_announced_and_with_one_is_not(runner, qtbot):
    announced, taken = [], []
    runner.failed.connect(lambda job, error: announced.append((job.title, error)))
    refusal = Refusal(Problem("IMP-001", "不是工作簿"))

    def fail(progress):
        raise refusal

    runner.run("甲", fail, failed=taken.append)
    runner.run("乙", fail)
    qtbot.waitUntil(lambda: bool(announced))
    assert taken == [refusal]
    assert announced == [("乙", refusal)]


def test_cancel_stops_at_the_next_progress(runner, qtbot):
    errors = []
    started = threading.Event()

    def work(progress):
        started.set()
        for number in range(1_000_000):
            progress(number, 1_000_000)

    job = runner.run("长", work, failed=errors.append)
    assert started.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)


def test_write_lane_keeps_the_order_and_never_overlaps(runner, qtbot):
    running, seen, done = [0], [], []

    def work(number):
        def inner(progress):
            running[0] += 1
            seen.append((number, running[0]))
            running[0] -= 1

        return inner

    for number in range(20):
        runner.run("写", work(number), lambda _, n=number: done.append(n))
    qtbot.waitUntil(lambda: len(done) == 20)
    assert seen == [(number, 1) for number in range(20)]
    assert done == list(range(20))


def test_result_for_an_owner_that_has_gone_is_dropped(runner, qtbot):
    owner = QObject()
    hold, called = threading.Event(), []
    runner.run("问", lambda progress: hold.wait(5), called.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _valid(owner))
    hold.set()
    qtbot.waitUntil(lambda: not runner.jobs)
    assert called == []


def _valid(thing: QObject) -> bool:
    return bool(shiboken6.isValid(thing))


def test_stop_waits_for_what_cannot_be_cancelled(qapp):
    runner, stored = Runner(), []
    go = threading.Event()

    def store(progress):
        go.wait(5)
        stored.append("whole")

    runner.run("存", store, cancellable=False)
    threading.Timer(0.05, go.set).start()
    runner.stop()
    assert stored == ["whole"]


def test_stop_lets_what_was_typed_be_stored_and_gives_up_reading(qapp):
    runner, stored, read = Runner(), [], []
    go = threading.Event()
    runner.run("存一", lambda progress: (go.wait(5), stored.append("甲")))
    runner.run("存二", lambda progress: stored.append("乙"))

    def reading(progress):
        while not go.wait(0.005):
            progress(1, 2)
        progress(2, 2)
        read.append("到底")

    runner.run("读", reading, lane="read")
    threading.Timer(0.05, go.set).start()
    runner.stop()
    assert stored == ["甲", "乙"] and read == []


def test_foot_shows_long_work_only_and_cancels_it(runner, qtbot):
    foot = Foot(runner)
    qtbot.addWidget(foot)
    foot.show()
    hold, errors = threading.Event(), []

    def work(progress):
        while not hold.is_set():
            progress(3, 10)
            hold.wait(0.005)

    runner.run("导入名册", work, failed=errors.append)
    assert not foot.bar.isVisible()
    qtbot.waitUntil(lambda: foot.bar.isVisible(), timeout=2000)
    assert foot.doing.text() == "导入名册…"
    assert foot.count.text() == "3 / 10"
    foot.cancel.click()
    assert foot.doing.text() == "正在停下…"
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)
    assert not foot.bar.isVisible()


def test_work_that_outlives_its_foot_ends_quietly(runner, qtbot):
    foot = Foot(runner)
    runner.run("存", lambda progress: None)
    shiboken6.delete(foot)
    qtbot.waitUntil(lambda: not runner.jobs)


def test_a_busy_python_worker_does_not_block_the_window(runner, qtbot, watchdog):
    done = []

    def busy(progress):
        end = time.monotonic() + 0.5
        count = 0
        while time.monotonic() < end:
            count += sum(range(200))
        return count

    with watchdog(limit=0.1):
        runner.run("算", busy, done.append)
        qtbot.waitUntil(lambda: bool(done), timeout=5000)


def test_watchdog_catches_a_blocked_window(qtbot, watchdog):
    with pytest.raises(AssertionError, match="blocked for"), watchdog(limit=0.03):
        end = time.thread_time() + 0.12
        while time.thread_time() < end:
            pass


def test_job_counts_what_it_was_told():
    job = Job("甲", lambda progress: None, None, None, None, "read", True)
    job.progress(4, 9)
    assert job.counted == (4, 9)
    job.cancel()
    with pytest.raises(Cancelled):
        job.progress(5, 9)


class _Ring:
    """Part of a cycle; tells in which thread it was taken apart."""

    gone: ClassVar[list[int]] = []

    def __init__(self):
        self.me = self

    def __del__(self):
        self.gone.append(threading.get_ident())


def test_cycles_made_by_a_worker_are_collected_on_the_gui_thread(runner, qtbot):
    _Ring.gone.clear()
    done = []
    runner.run("造", lambda progress: [_Ring() for _ in range(3000)] and None, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert not gc.isenabled() and _Ring.gone == []
    qtbot.waitUntil(lambda: len(_Ring.gone) == 3000, timeout=5000)
    assert set(_Ring.gone) == {threading.get_ident()}


def test_the_automatic_collector_comes_back_at_the_end(qapp):
    one, two = Runner(), Runner()
    one.stop()
    assert not gc.isenabled()
    two.stop()
    two.stop()
    assert gc.isenabled()
