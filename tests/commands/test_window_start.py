"""A start that fails is said, also where there is no console to say it on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QMessageBox

from app.commands import window
from app.commands.display import display_problem
from app.commands.running import main
from app.ui import style

ROOT = Path(__file__).resolve().parents[2]
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def blocked(tmp_path, monkeypatch):
    """A file where the data folder should be."""
    (tmp_path / "data").write_text("x")
    monkeypatch.setattr(window, "default_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.parametrize("start", [window.main, lambda: main(["--data", str(window.default_folder())])])
def test_a_file_in_the_folders_place_is_said_in_a_window_where_there_is_no_console(
    blocked, qapp, monkeypatch, start
):
    said, spoken = [], []
    monkeypatch.setattr(style, "speak_chinese", spoken.append)
    monkeypatch.setattr(QMessageBox, "critical", lambda parent, title, text: said.append((title, text)))
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    assert start() == 2
    for opened in (sys.stdout, sys.stderr):
        opened.close()
    ((title, text),) = said
    assert spoken == [qapp], "the box's button is Chinese too"
    assert title == "援帮没能启动"
    assert "[SYS-0" in text
    assert str(blocked) in text


def test_and_on_the_console_where_there_is_one(blocked, qapp, capsys):
    assert window.main() == 2
    assert "[SYS-0" in capsys.readouterr().err


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    """The program as it is started, without arguments, on a machine with only these variables of a display."""
    kept = {key: value for key, value in os.environ.items() if key not in DISPLAYS}
    return subprocess.run(
        [sys.executable, "-m", "app"], cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize("variables", [{}, {"QT_QPA_PLATFORM": "xcb"}, {"DISPLAY": ":4077"}], ids=str)
def test_without_a_display_the_start_is_refused_in_a_sentence(tmp_path, variables):
    answer = started(XDG_DATA_HOME=str(tmp_path), **variables)
    assert answer.returncode == 2
    assert answer.stdout == ""
    said = answer.stderr.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith(("[SYS-040]", "[SYS-041]"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("plugin", ["offscreen", "minimal", "vnc:port=5901"])
def test_a_platform_that_needs_no_display_is_left_to_qt(monkeypatch, plugin):
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", plugin)
    assert display_problem() is None
