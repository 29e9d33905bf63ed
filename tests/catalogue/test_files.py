"""Files written beside and renamed: all or nothing, and open to whom they should be."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys

import pytest

from app.catalogue import files
from app.catalogue.files import moved, surroundings, written_beside
from app.catalogue.problems import Surroundings

needs_modes = pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_there_whole_with_nothing_beside_it(tmp_path):
    target = tmp_path / "新文件夹" / "名册.pdf"
    with written_beside(target) as beside:
        beside.write_bytes(b"all of it")
        assert not target.exists()
    assert target.read_bytes() == b"all of it"
    assert list(target.parent.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "名册.pdf"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), written_beside(target) as beside:
        beside.write_bytes(b"half")
        _ = 1 / 0
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    with pytest.raises(Surroundings), written_beside(tmp_path) as beside:
        beside.write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


@needs_modes
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664])
def test_a_replaced_file_keeps_its_permissions(tmp_path, kept):
    target = tmp_path / "名册.pdf"
    target.write_bytes(b"old")
    target.chmod(kept)
    with written_beside(target) as beside:
        beside.write_bytes(b"new")
    assert (mode(target), target.read_bytes()) == (kept, b"new")


@needs_modes
@pytest.mark.parametrize(("umask", "expected"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_a_new_file_follows_the_umask(tmp_path, umask, expected):
    target = tmp_path / "名册.pdf"
    script = (
        f"import os, sys; os.umask({umask})\n"
        "from pathlib import Path\n"
        "from app.catalogue.files import surroundings, written_beside\n"
        "with written_beside(Path(sys.argv[1])) as beside: beside.write_bytes(b'new')\n"
    )
    subprocess.run([sys.executable, "-c", script, target], check=True)
    assert mode(target) == expected


def test_a_folder_of_that_name_stands_in_the_way(tmp_path):
    (tmp_path / "名册.pdf").mkdir()
    with pytest.raises(Surroundings) as fault, written_beside(tmp_path / "名册.pdf") as beside:
        beside.write_bytes(b"x")
    assert fault.value.problem.code in ("SYS-006", "SYS-002")  # Windows tells no more than: no access
    assert [path.name for path in tmp_path.iterdir()] == ["名册.pdf"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EROFS, "SYS-002"),
        (errno.ENAMETOOLONG, "SYS-007"),
        (errno.EEXIST, "SYS-008"),
        (errno.ENOSPC, "SYS-001"),
    ],
)
def test_each_error_of_the_system_is_told_in_chinese(number, code):
    fault = surroundings(OSError(number, os.strerror(number)), "甲.pdf")
    assert fault.problem.code == code
    assert fault.problem.message.isascii() is False
    assert os.strerror(number) not in fault.problem.message


@pytest.fixture
def held_twice(monkeypatch):
    """A file that another program holds until the third try; how long was waited before each."""
    waited, replace = [], os.replace

    def held(source, target):
        if len(waited) < 2:
            raise PermissionError(errno.EACCES, "held", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(files.time, "sleep", waited.append)
    return waited


def test_a_file_that_a_virus_scanner_holds_for_a_moment_is_waited_for(tmp_path, monkeypatch, held_twice):
    monkeypatch.setattr(files, "_PATIENCE", (0.1, 0.2, 0.3))
    target = tmp_path / "名册.pdf"
    with written_beside(target) as beside:
        beside.write_bytes(b"whole")
    assert target.read_bytes() == b"whole" and held_twice == [0.1, 0.2]


def test_a_file_that_stays_held_is_told(tmp_path, monkeypatch, held_twice):
    monkeypatch.setattr(files, "_PATIENCE", (0.1,))
    (tmp_path / "a").write_bytes(b"new")
    with pytest.raises(PermissionError):
        moved(tmp_path / "a", tmp_path / "b")
    held_twice.clear()
    with pytest.raises(Surroundings) as fault, written_beside(tmp_path / "b") as beside:
        beside.write_bytes(b"x")
    assert fault.value.problem.code == "SYS-002" and not (tmp_path / "b").exists()


def test_a_path_that_windows_does_not_take_is_called_too_long(monkeypatch):
    monkeypatch.setattr(files, "LONGEST", 30)
    told = surroundings(
        FileNotFoundError(errno.ENOENT, "no such file"), "C:/" + "很长的文件夹名/" * 4 + "甲.pdf"
    )
    assert told.problem.code == "SYS-007" and "桌面" in told.problem.remedy
    assert (
        surroundings(FileNotFoundError(errno.ENOENT, "no such file"), "C:/甲.pdf").problem.code == "SYS-003"
    )
