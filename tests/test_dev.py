"""The developers' command: what it reuses, what it says when it may not install, and its exit codes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).parent


def test_usage_is_shown_and_a_wrong_command_is_an_error(capsys):
    assert dev.main(["help"]) == 0
    assert dev.main(["nonsense"]) == 2
    shown = capsys.readouterr().out
    assert all(f"python3 dev.py {command}" in shown for command in dev.COMMANDS)


def test_missing_packages_are_named_with_the_command_to_type(monkeypatch, capsys):
    monkeypatch.setattr(dev, "is_debian", lambda: True)
    monkeypatch.setattr(dev, "has_package", lambda name: name != "libegl1")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    assert dev.main(["setup"]) == 2
    assert capsys.readouterr().err.endswith("missing: libegl1\nType: sudo apt-get install libegl1\n")


def test_an_environment_with_these_pins_is_reused(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(dev, "PYTHON", python)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    (tmp_path / "stamp").write_text(dev.stamp(), encoding="utf-8")
    monkeypatch.setattr(dev, "run", lambda *_, **__: pytest.fail("nothing is to be installed"))
    dev.make_venv()


def test_other_pins_give_another_stamp(monkeypatch, tmp_path):
    (tmp_path / "pins").write_bytes(b"a==1\n")
    (tmp_path / "windows").write_bytes(b"a==1\r\n")
    (tmp_path / "newer").write_bytes(b"a==2\n")
    stamps = []
    for name in ("pins", "windows", "newer"):
        monkeypatch.setattr(dev, "PINNED", tmp_path / name)
        stamps.append(dev.stamp())
    assert stamps[0] == stamps[1] != stamps[2]


@pytest.mark.parametrize("code", [0, 1, 5])
def test_exit_codes_are_passed_on(code):
    assert dev.run([sys.executable, "-c", f"raise SystemExit({code})"]) == code


def test_a_failed_check_fails_the_test_command_though_the_tests_pass(monkeypatch):
    for name in ("need_packages", "make_venv"):
        monkeypatch.setattr(dev, name, lambda *_: None)
    monkeypatch.setattr(dev, "check_all", lambda: 1)
    monkeypatch.setattr(dev, "run", lambda *_: 0)
    assert dev.main(["test"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_what_ci_runs_is_the_test_command():
    script = ROOT / ".ci" / "run"
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec python3 dev.py test")
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_version_and_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z][^\n]*(?:\\\n    --hash=sha256:[0-9a-f]{64} ?)+)", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[A-Za-z]", text, re.MULTILINE)) > 10
    assert all(re.match(r"[\w.-]+==[\w.]+ ", pin) for pin in pins)
    assert "://" not in text
    assert "file:" not in text
