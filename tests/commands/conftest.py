"""The command line as a program calls it: in this process, with what it said and its exit code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.commands.running import main

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
KEYS = ["ok", "code", "message", "items", "refused"]
PLACE = ["code", "message", "remedy", "file", "sheet", "row", "column", "value"]


@dataclass
class Said:
    """What a command answered: the exit code, the one JSON object, or the lines and what went to stderr."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        answer = json.loads(self.out)
        assert list(answer) == KEYS
        assert answer["ok"] is (self.exit == 0)
        assert (answer["code"] is None) is answer["ok"]
        for problem in answer["refused"]:
            assert list(problem) == PLACE
            assert problem["code"] and problem["message"]
        assert self.err == ""
        return answer


@pytest.fixture
def folder(tmp_path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def run(capsys, folder):
    """Run a command on the data folder: ``run("people", "--json")``."""

    def running(*arguments: object) -> Said:
        capsys.readouterr()
        status = main(["--data", str(folder), *map(str, arguments)])
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return running


@pytest.fixture
def asked(run):
    """The same with ``--json``: the exit code and the object, whose form is checked."""

    def asking(*arguments: object) -> tuple[int, dict[str, Any]]:
        said = run("--json", *arguments)
        return said.exit, said.json

    return asking


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def filled(asked, samples):
    """The sample roster is in the data folder."""
    status, _ = asked("import", samples / "roster-2021.xlsx", "--yes")
    assert status == 0
