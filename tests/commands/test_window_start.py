"""A start that fails is said, also where there is no console to say it on."""

from __future__ import annotations

import os
import sys

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QMessageBox

from app.commands import window


@pytest.fixture
def blocked(tmp_path, monkeypatch):
    """A file where the data folder should be."""
    (tmp_path / "data").write_text("x")
    monkeypatch.setattr(window, "default_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


def test_a_file_in_the_folders_place_is_said_in_a_window_where_there_is_no_console(
    blocked, qapp, monkeypatch
):
    said = []
    monkeypatch.setattr(QMessageBox, "critical", lambda parent, title, text: said.append((title, text)))
    monkeypatch.setattr(sys, "stderr", None)
    assert window.main() == 2
    ((title, text),) = said
    assert title == "援帮没能启动"
    assert "[SYS-0" in text
    assert str(blocked) in text


def test_and_on_the_console_where_there_is_one(blocked, qapp, capsys):
    assert window.main() == 2
    assert "[SYS-0" in capsys.readouterr().err
