"""How a folder of sample data is told from somebody's own."""

from __future__ import annotations

from pathlib import Path

MARK = "样例数据.txt"
"""Lies in a folder of sample data: only such a folder is ever thrown away."""


def is_sample(folder: Path) -> bool:
    """Whether a data folder holds sample data."""
    return (folder / MARK).exists()
