"""What the Windows build and the release's check list know of the repository is so."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from app import version
from app.catalogue import place

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = ROOT / "packaging" / "windows"


def loaded(path: Path, monkeypatch):
    monkeypatch.syspath_prepend(str(path.parent))
    spec = importlib.util.spec_from_file_location(f"packaging_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def release(monkeypatch):
    return loaded(ROOT / "packaging" / "release.py", monkeypatch)


@pytest.fixture
def build(monkeypatch):
    yield loaded(WINDOWS / "build.py", monkeypatch)
    for name in ("stand_in", "trial"):
        sys.modules.pop(name, None)


def test_everything_that_is_built_from_is_there_and_the_portable_mark_is_the_programs(build):
    assert all((ROOT / name).exists() for name in build.SOURCES)
    assert build.PORTABLE == place.PORTABLE and build.version() == version()


def test_what_the_trial_takes_away_is_what_the_program_has(build):
    ours = [name for name in build.trial.MISSING if not name.startswith("PySide6/")]
    assert len(ours) >= 4 and all((ROOT / name).exists() for name in ours)


def test_the_installer_is_given_every_word_that_it_asks_for(build, monkeypatch, tmp_path):
    asked = set(re.findall(r"\$\{([A-Z]+)\}", (WINDOWS / "installer.nsi").read_text("utf-8")))
    defined = set(re.findall(r"!define ([A-Z]+) ", (WINDOWS / "installer.nsi").read_text("utf-8")))
    given = []

    class Done:
        returncode = 0

    monkeypatch.setattr(build.subprocess, "run", lambda words, **_: given.extend(words) or Done())
    build.pack_installer(tmp_path, tmp_path / "setup.exe", "1.2.3")
    told = dict(word.removeprefix("-D").split("=", 1) for word in given if word.startswith("-D"))
    assert asked - defined == set(told) and told["VERSION"] == "1.2.3"
    assert Path(told["ICON"]).exists() and Path(told["PICTURE"]).exists()


def test_the_check_list_finds_this_version_told_and_its_schema_frozen(release):
    assert release.version() == version()
    assert (release.changes_told(), release.schema_frozen()) == ("", "")


def test_the_check_list_misses_what_is_not_told(release, monkeypatch, tmp_path):
    monkeypatch.setattr(release, "PROJECT", tmp_path)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text("## 1.2.0\n\n## 1.1.0\n\n- 有\n", "utf-8")
    assert release.changes_told() == "CHANGELOG.md says nothing of 1.2.0"
    assert "setup.exe is not there" in release.installer_small()
    (tmp_path / "CHANGELOG.md").write_text("## 1.2.0（2026-12-01）\n\n- 新\n\n## 1.1.0\n", "utf-8")
    assert release.changes_told() == ""


def test_points_are_all_looked_at_and_one_that_is_not_well_fails_the_list(release, monkeypatch, capsys):
    def well() -> str:
        """One."""
        return ""

    def ill() -> str:
        """Two."""
        return "broken"

    monkeypatch.setattr(release, "POINTS", (ill, well))
    assert release.main() == 1
    assert "NOT WELL: broken" in (told := capsys.readouterr().out) and "1 of 2 points" in told
    monkeypatch.setattr(release, "POINTS", (well,))
    assert release.main() == 0 and f"git tag v{version()}" in capsys.readouterr().out
