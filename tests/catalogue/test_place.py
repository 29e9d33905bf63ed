"""Where the data lie: the usual folder, where its note leads, or beside a portable program."""

from __future__ import annotations

import sys

import pytest

from app.catalogue import place
from app.catalogue.place import NOTE, default_folder, expect, lead_to
from app.catalogue.problems import Surroundings


@pytest.fixture
def usual(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "usual_folder", lambda: tmp_path / "usual")
    return tmp_path / "usual"


def test_without_a_note_the_data_lie_in_the_usual_folder(usual):
    assert default_folder() == usual
    expect(usual)  # it is made at the first start


def test_a_note_leads_elsewhere(usual, tmp_path):
    lead_to(tmp_path / "另一处 盘")
    assert default_folder() == tmp_path / "另一处 盘"
    (tmp_path / "另一处 盘").mkdir()
    expect(default_folder())


@pytest.mark.parametrize("told", [b"", b"\xff\xfe", "相对/路径".encode(), b" \r\n"])
def test_a_spoilt_note_leads_nowhere(usual, told):
    usual.mkdir()
    (usual / NOTE).write_bytes(told)
    assert default_folder() == usual


def test_a_note_written_by_notepad_is_read(usual, tmp_path):
    usual.mkdir()
    (usual / NOTE).write_bytes(f"{tmp_path}\r\n".encode("utf-8-sig"))
    assert default_folder() == tmp_path


def test_a_folder_that_is_gone_is_told_and_not_made_anew(usual, tmp_path):
    lead_to(tmp_path / "U盘")
    with pytest.raises(Surroundings) as fault:
        expect(default_folder())
    assert fault.value.problem.code == "SYS-060" and str(usual / NOTE) in fault.value.problem.remedy
    assert not (tmp_path / "U盘").exists()


def test_a_portable_program_keeps_its_data_beside_itself(usual, tmp_path, monkeypatch):
    lead_to(tmp_path / "elsewhere")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "stick" / "yuanbang.exe"))
    (tmp_path / "stick").mkdir()
    assert default_folder() == tmp_path / "elsewhere"
    (tmp_path / "stick" / place.PORTABLE).touch()
    assert default_folder() == tmp_path / "stick" / "data"
    expect(default_folder())
