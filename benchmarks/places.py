"""Where the benchmarks' data lie, and how many there are. Imports nothing heavy: a first paint waits for it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "out" / "bench"
BYTECODE = FOLDER / "bytecode"
PHOTOS = FOLDER / "photos"
ROSTER = FOLDER / "roster.xlsx"
FLAT = FOLDER / "flat.db"
LEDGER = FOLDER / "ledger"
WORK = FOLDER / "work"
FLAT_WORK = FOLDER / "work.db"
ROWS = 10_000
"""People in the roster."""
MANY = 100_000
"""People in the ledger and in the flat table."""
ACTIVITIES = 50_000
"""Entries of the ledger of work that are stored at once."""
REPORTED = 200_000
"""Entries of the ledger of work that reports and the board are made from, over 36 months."""
