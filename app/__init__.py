"""援帮 Yuanbang: the aid office's ledger and its official papers."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """The program's version, from its one place: ``pyproject.toml``, which the built program carries too."""
    import tomllib

    with (Path(__file__).resolve().parents[1] / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
