"""A kill in the middle of typing loses at most the last second, and the next start says what it recovered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_maker import RECEIVING

from app.store.drafts import list_drafts
from app.store.opening import open_store

TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from app.ui.desk import Target
from app.ui.start import application, make_window

app = application()
window = make_window(Path(sys.argv[1]))
window.show_page("pairings")
window.show()
window.activateWindow()
window.desk.open()
said = []

def choose():
    units = window.pages["pairings"].tabs.show_tab("units")
    units.list.choose(bytes.fromhex(sys.argv[2]))
    units.editor.shown.connect(lambda values: QTimer.singleShot(0, begin))

def begin():
    if not said:
        said.append(1)
        window.pages["pairings"].tabs.part("units").editor.form.editors["address"].setFocus()
        timer.start(50)

def typed():
    event = QInputMethodEvent()
    event.setCommitString("字")
    editor = window.pages["pairings"].tabs.part("units").editor.form.editors["address"]
    QApplication.sendEvent(editor, event)
    said.append(1)
    if len(said) == 40:
        print("typed two seconds", flush=True)

timer = QTimer()
timer.timeout.connect(typed)
window.desk.opened.connect(lambda: QTimer.singleShot(0, choose))
app.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_typing_survives_a_kill(ledger_folder, open_window, qtbot):
    with open_store(ledger_folder) as store:
        unit = bytes(store.sql("SELECT id FROM unit WHERE name = ?", (RECEIVING[0],))[0][0])
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(ledger_folder), unit.hex()],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"typed two seconds"
    finally:
        process.kill()
        process.communicate(timeout=10)
    with open_store(ledger_folder) as store:
        drafts = list_drafts(store)
        assert [draft.key for draft in drafts] == [f"unit:{unit.hex()}"]
        assert len(drafts[0].payload["address"]) >= 18, "at most the last second of typing is lost"
    window = open_window(ledger_folder, "workbench")
    lines = list(window.pages["workbench"].drafts.lines)
    assert len(lines) == 1
    window.desk.go("pairings", "units", unit)
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
    form = window.pages["pairings"].tabs.part("units").editor.form
    assert form.text("address") == drafts[0].payload["address"]
    assert "已恢复" in window.foot.message.text()
