"""The check list before a release, as a program: ``python3 dev.py release``. Each point is looked at, none is taken on trust.

Standard library only. It changes nothing but ``out/``; the tag is set by a person when every point is well.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LARGEST = 120_000_000
"""Bytes that an installer may have."""


def _output(*command: str) -> str:
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()


def version() -> str:
    """The version that is to be released."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def committed() -> str:
    """Nothing is left uncommitted."""
    left = _output("git", "status", "--porcelain")
    return f"uncommitted:\n{left}" if left else ""


def new_version() -> str:
    """The version is no released one."""
    return (
        f"the tag v{version()} is there already" if _output("git", "tag", "--list", f"v{version()}") else ""
    )


def changes_told() -> str:
    """CHANGELOG.md has a part for the version that says something."""
    text = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    found = re.search(
        rf"^## {re.escape(version())}\b[^\n]*\n(.+?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    return "" if found and found[1].strip() else f"CHANGELOG.md says nothing of {version()}"


def schema_frozen() -> str:
    """A ledger of the present schema is frozen, for the tests of later ones."""
    text = (PROJECT / "app" / "store" / "schema.py").read_text("utf-8")
    found = re.search(r"^SCHEMA = (\d+)", text, re.MULTILINE)
    if found is None:
        return "app/store/schema.py names no schema"
    frozen = PROJECT / "tests" / "frozen" / f"schema-{int(found[1]):04}.sqlite"
    return "" if frozen.exists() else f"{frozen.name} is not frozen: see tests/frozen/make.py"


def tests_pass() -> str:
    """Every check and test, those with LibreOffice too."""
    done = subprocess.run([sys.executable, "dev.py", "test", "--office", "-q"], cwd=PROJECT, check=False)
    return f"tests failed (exit {done.returncode})" if done.returncode else ""


def installer_tried() -> str:
    """The Windows program is built, installed, tested by itself, upgraded over old data, and uninstalled."""
    done = subprocess.run([sys.executable, "dev.py", "windows"], cwd=PROJECT, check=False)
    return f"the Windows build or its trial failed (exit {done.returncode})" if done.returncode else ""


def installer_small() -> str:
    """The installer is no larger than it may be."""
    setup = PROJECT / "out" / "windows" / f"yuanbang-{version()}-setup.exe"
    if not setup.exists():
        return f"{setup.name} is not there"
    size = setup.stat().st_size
    digest = hashlib.sha256(setup.read_bytes()).hexdigest()
    print(f"   {setup.name}: {size / 1e6:.1f} MB, SHA-256 {digest}", flush=True)
    return f"{size / 1e6:.0f} MB are more than {LARGEST / 1e6:.0f}" if size > LARGEST else ""


POINTS: tuple[Callable[[], str], ...] = (
    committed, new_version, changes_told, schema_frozen, tests_pass, installer_tried, installer_small,
)  # fmt: skip
"""Each gives what is wrong, '' when nothing is."""


def main() -> int:
    """Look at every point, also when one before it is not well; 0 when all are."""
    wrong = 0
    for point in POINTS:
        print(f"== {(point.__doc__ or '').strip()}", flush=True)
        said = point()
        wrong += bool(said)
        print(f"   {'NOT WELL: ' + said if said else 'well'}", flush=True)
    number = version()
    print(
        f"\n{wrong} of {len(POINTS)} points are not well."
        if wrong
        else f"\nAll is well: git tag v{number}, then hand out the installer."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
