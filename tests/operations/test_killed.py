"""An import killed at any moment is in the ledger whole or not at all, and the ledger opens."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.operations.imports import apply_preview, preview_file
from app.store.erasing import verify_journal
from app.store.opening import open_store

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from pathlib import Path
from app.operations.imports import apply_preview, preview_file
from app.store.opening import open_store

store = open_store(Path(sys.argv[1]))
preview = preview_file(store, Path(sys.argv[2]))
calls = 0


def progress(done, total):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        print("here", flush=True)
        sys.stdin.readline()


apply_preview(store, preview, progress)
print("stored", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is Unix's")
@pytest.mark.parametrize("call", [1, 4, 99])
def test_a_kill_in_mid_import(folder, samples, call):
    source = samples / "roster-2021.xlsx"
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(source), str(call)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    said = process.stdout.readline().strip()
    process.send_signal(signal.SIGKILL)
    _, errors = process.communicate()
    assert (said, errors) == ("stored" if call == 99 else "here", "")
    with open_store(folder, create=False) as store:
        ((people,), (pairings,)) = (store.sql(f"SELECT count(*) FROM {t}")[0] for t in ("person", "pairing"))
        assert (people, pairings) == ((11, 10) if said == "stored" else (0, 0))
        assert store.sql("PRAGMA integrity_check") == [("ok",)]
        assert verify_journal(store) == []
        outcome = apply_preview(store, preview_file(store, source))
        assert outcome.message == ("相同11行" if said == "stored" else "新增11行")
