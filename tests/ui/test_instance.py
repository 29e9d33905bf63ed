"""One window for each data folder: the second start hands its files to the first."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QLockFile, QSysInfo, Qt

from app.catalogue.problems import Surroundings
from app.commands.window import files_among
from app.ui.instance import LOCK, NOTES, Instance
from app.ui.start import come_to_front


@pytest.fixture
def first(tmp_path, qapp):
    made = Instance(tmp_path)
    assert made.take()
    yield made
    made.release()


def test_a_second_start_hands_over_its_files_and_another_folder_is_free(first, tmp_path, qtbot):
    first.watch()
    second = Instance(tmp_path)
    assert not second.take()
    book = tmp_path / "名册.xlsx"
    book.touch()
    with qtbot.waitSignal(first.summoned, timeout=5_000) as told:
        second.summon([book])
    assert told.args == [[book.resolve()]]
    assert not list((tmp_path / NOTES).iterdir())
    (tmp_path / "b").mkdir()
    other = Instance(tmp_path / "b")
    assert other.take()
    other.release()


def test_a_note_that_was_left_before_anybody_watched_is_taken(first, tmp_path, qtbot):
    second = Instance(tmp_path)
    assert not second.take()
    second.summon([])
    (tmp_path / NOTES / "x-1.json").write_text("not json", "utf-8")
    told = []
    first.summoned.connect(told.append)
    first.watch()
    assert told == [[], []]


def test_the_folder_is_free_again_when_its_process_was_killed(tmp_path):
    code = (
        "import sys; from PySide6.QtCore import QLockFile; lock = QLockFile(sys.argv[1]); lock.setStaleLockTime(0);"
        " assert lock.tryLock(0); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / LOCK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as held:
        assert held.stdout.readline() == "held\n"
        assert not Instance(tmp_path).take()
        held.kill()
    late = Instance(tmp_path)
    assert late.take()
    late.release()


def test_a_killed_program_that_had_our_number_is_not_taken_for_us(tmp_path, qapp):
    left = QLockFile(str(tmp_path / LOCK))
    assert left.tryLock(0)
    told = (tmp_path / LOCK).read_bytes()
    left.unlock()
    (tmp_path / LOCK).write_bytes(told)  # says our own number, as one of a killed program may
    late = Instance(tmp_path)
    assert late.take() and (tmp_path / LOCK).exists()
    assert not Instance(tmp_path).take()
    late.release()


def test_a_folder_that_another_machine_has_open_is_told(first, tmp_path, monkeypatch):
    second = Instance(tmp_path)
    monkeypatch.setattr(QSysInfo, "machineHostName", staticmethod(lambda: "another"))
    with pytest.raises(Surroundings) as fault:
        second.summon([])
    assert fault.value.problem.code == "SYS-050"
    assert not (tmp_path / NOTES).exists()


def test_a_machine_is_the_same_by_its_short_name_in_capitals_too(first, tmp_path, monkeypatch):
    second = Instance(tmp_path)
    monkeypatch.setattr(second.lock, "getLockInfo", lambda: (7, "DESKTOP-OFFICE0", "yuanbang"), raising=False)
    monkeypatch.setattr(QSysInfo, "machineHostName", staticmethod(lambda: "desktop-office01.hospital"))
    second.summon([])
    assert list((tmp_path / NOTES).iterdir())


def test_the_first_window_comes_to_the_front_with_the_files(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder)
    window.showMinimized()
    asked = []
    window.import_asked.disconnect()
    window.import_asked.connect(asked.append)
    come_to_front(window, [ledger_folder / "a.xlsx"])
    assert not window.isMinimized() and asked == [[ledger_folder / "a.xlsx"]]
    come_to_front(window, [])
    assert len(asked) == 1
    window.setWindowState(Qt.WindowState.WindowMaximized | Qt.WindowState.WindowMinimized)
    come_to_front(window, [])
    assert window.isMaximized() and not window.isMinimized()


def test_what_the_program_was_started_with_is_files_only_when_all_are(tmp_path, monkeypatch):
    book = tmp_path / "名册.xlsx"
    book.touch()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people").touch()
    assert files_among([str(book)]) == [book]
    assert files_among([]) == []
    assert files_among(["people"]) == [], "a command, though a file of that name lies there"
    assert files_among(["import", str(book)]) == []
    assert files_among([str(tmp_path / "没有.xlsx")]) == []
