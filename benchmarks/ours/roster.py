"""The product's import of the roster into an empty ledger: read, checked, previewed, stored with its journal.

As with the peer, libraries are imported before the watch starts; a running window has them long since.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import python_calamine  # noqa: F401

from app.operations.imports import apply_preview, preview_file
from app.store.opening import open_store
from app.store.pinyin import pinyin_of
from benchmarks.figures import stopwatch, tell
from benchmarks.places import ROSTER, ROWS

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "data") as store:
        pinyin_of("张")
        passed = stopwatch()
        preview = preview_file(store, ROSTER, "roster")
        read = passed()
        apply_preview(store, preview)
        work = passed()
        assert store.sql("SELECT count(*) FROM person") == [(ROWS,)]
    tell(work_s=work, preview_s=read)
