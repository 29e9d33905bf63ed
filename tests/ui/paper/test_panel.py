"""The paper in the window: what is typed is a draft at once, stored as one step, and survives a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.store.drafts import list_drafts, load_draft
from app.store.opening import open_store

Key = Qt.Key
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def opened(open_window, ledger_folder, qtbot):
    """The window with the first person's 报名表."""
    window = open_window(ledger_folder)
    papers = window.pages["people"].papers
    papers.list.view.choose(papers.list.model.ids[0])
    qtbot.waitUntil(lambda: papers.paper.key is not None and not window.desk.runner.jobs)
    return window, papers.paper


def stored(folder, key, what):
    with open_store(folder) as store:
        return store.sql(
            f"SELECT {what} FROM enrolment JOIN person ON person.id = enrolment.person_id WHERE enrolment.id = ?",
            (key,),
        )[0]


def test_typing_is_a_draft_and_ctrl_s_stores_it_while_the_keyboard_stays(
    opened, ledger_folder, qtbot, type_text
):
    window, panel = opened
    view = panel.view
    view.hand.take(view.document.cell("person.ethnicity"))
    type_text(view.hand.editor, "土家族")
    qtbot.waitUntil(
        lambda: (
            (draft := load_draft(window.desk.light, panel.drafts.key)) is not None
            and draft.payload.get("person.ethnicity") == "土家族"
        ),
        timeout=1500,
    )
    qtbot.keyClick(view.hand.editor, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.desk.runner.jobs and not panel.changed())
    assert stored(ledger_folder, panel.key, "ethnicity") == ("土家族",)
    qtbot.waitUntil(lambda: not list_drafts(window.desk.light))
    assert view.hand.cell.path == "person.ethnicity" and view.hand.editor.hasFocus()


def test_no_is_an_answer_and_is_stored(opened, ledger_folder, qtbot):
    window, panel = opened
    view = panel.view
    view.hand.take(view.document.cell("enrolment.recommended"))
    qtbot.keyClick(view.area, Key.Key_Delete)
    panel.store()
    qtbot.waitUntil(lambda: not window.desk.runner.jobs)
    qtbot.keyClick(view.area, Key.Key_N)
    assert panel.changed() == {"enrolment.recommended": False}
    panel.store()
    qtbot.waitUntil(lambda: not window.desk.runner.jobs)
    assert stored(ledger_folder, panel.key, "recommended") == (0,)


def test_leaving_for_another_person_stores_what_was_typed(opened, ledger_folder, qtbot, type_text):
    window, panel = opened
    view, key = panel.view, panel.key
    papers = window.pages["people"].papers
    view.hand.take(view.document.cell("person.school"))
    view.hand.editor.selectAll()
    type_text(view.hand.editor, "渝州医科大学")
    papers.list.view.setFocus()
    papers.list.view.choose(papers.list.model.ids[1])
    qtbot.waitUntil(lambda: panel.key not in (None, key) and not window.desk.runner.jobs)
    assert stored(ledger_folder, key, "school") == ("渝州医科大学",)
    assert view.values().get("person.school") != "渝州医科大学" and view.hand.cell is None


TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from app.ui.start import application, make_window

app = application()
window = make_window(Path(sys.argv[1]))
window.show_page("people")
window.show()
window.activateWindow()
typed = []

def look():
    papers = window.pages["people"].papers
    if window.desk.store is None or not papers.list.model.ids:
        return
    if papers.paper is None or papers.paper.key is None:
        papers.list.view.choose(papers.list.model.ids[0])
        return
    view = papers.paper.view
    if view.hand.cell is None:
        view.hand.take(view.document.cell("person.career"))
        return
    event = QInputMethodEvent()
    event.setCommitString("字")
    QApplication.sendEvent(view.hand.editor, event)
    typed.append(1)
    if len(typed) == 40:
        print("typed two seconds", flush=True)

timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
window.desk.open()
app.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_what_is_typed_on_a_paper_survives_a_kill(ledger_folder, open_window, qtbot):
    process = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(ledger_folder)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"typed two seconds"
    finally:
        process.kill()
        process.communicate(timeout=10)
    with open_store(ledger_folder) as store:
        [draft] = list_drafts(store)
    assert draft.payload["person.career"].count("字") >= 18, "at most the last second of typing is lost"
    window = open_window(ledger_folder)
    papers = window.pages["people"].papers
    papers.list.view.choose(bytes.fromhex(draft.key.partition(":")[2]))
    qtbot.waitUntil(lambda: papers.paper is not None and papers.paper.key is not None)
    qtbot.waitUntil(lambda: not window.desk.runner.jobs)
    view = papers.paper.view
    assert view.values()["person.career"] == draft.payload["person.career"]
    assert "字字" in view.document.cell("person.career").box.text
    assert "已恢复" in papers.paper.bar.state.text()
