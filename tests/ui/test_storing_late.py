"""What is being stored keeps its draft until it is stored: the ledger may be busy, locked or full meanwhile."""

from __future__ import annotations

from contextlib import closing, contextmanager

import pytest
from PySide6.QtCore import Qt

from app.store.connecting import connect
from app.store.drafts import list_drafts
from app.store.opening import open_store
from app.store.schema import LEDGER


@contextmanager
def busy(folder):
    """The ledger as it is while another program imports."""
    with closing(connect(folder / LEDGER)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def drafts(window):
    return [str(draft.payload) for draft in list_drafts(window.desk.store)]


@pytest.fixture
def papers(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder)
    papers = window.pages["people"].papers
    papers.list.view.choose(papers.list.model.ids[0])
    qtbot.waitUntil(lambda: papers.paper.key is not None and not window.desk.runner.jobs)
    return window, papers


def type_into(papers, type_text, text):
    view = papers.paper.view
    view.hand.take(view.document.cell("person.ethnicity"))
    type_text(view.hand.editor, text)


def test_a_paper_that_was_left_keeps_its_draft_until_it_is_stored(papers, ledger_folder, qtbot, type_text):
    window, papers = papers
    with busy(ledger_folder):
        type_into(papers, type_text, "土家族")
        papers.list.view.choose(papers.list.model.ids[1])
        qtbot.waitUntil(lambda: drafts(window) != [])
        assert "土家族" in drafts(window)[0]
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
    assert drafts(window) == []
    assert window.desk.store.sql("SELECT count(*) FROM person WHERE ethnicity = '土家族'") == [(1,)]


def test_a_paper_that_was_left_and_could_not_be_stored_is_recovered(
    papers, ledger_folder, qtbot, type_text, monkeypatch
):
    monkeypatch.setattr("app.store.connecting.BUSY_SECONDS", 0.2)
    window, papers = papers
    first = papers.list.model.ids[0]
    with busy(ledger_folder):
        type_into(papers, type_text, "土家族")
        papers.list.view.choose(papers.list.model.ids[1])
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
        assert [problem.code for problem in window.problems.problems] == ["STO-004"]
    papers.list.view.choose(first)
    qtbot.waitUntil(lambda: papers.paper.key == first and not window.desk.runner.jobs, timeout=10_000)
    assert papers.paper.view.values()["person.ethnicity"] == "土家族"
    papers.paper.leave()
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
    assert drafts(window) == []
    assert window.desk.store.sql("SELECT count(*) FROM person WHERE ethnicity = '土家族'") == [(1,)]


def test_a_unit_that_was_left_keeps_its_draft_until_it_is_stored(
    open_window, ledger_folder, qtbot, type_text
):
    window = open_window(ledger_folder, "pairings")
    units = window.pages["pairings"].tabs.show_tab("units")
    qtbot.waitUntil(lambda: units.list.model.rowCount() > 1 and not window.desk.runner.jobs)
    units.list.choose(units.list.model.ids[0])
    qtbot.waitUntil(lambda: units.editor.form.isEnabled() and not window.desk.runner.jobs)
    editor = units.editor.form.editors["address"]
    with busy(ledger_folder):
        editor.setFocus()
        type_text(editor, "团结路1号")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        units.list.choose(units.list.model.ids[1])
        qtbot.waitUntil(lambda: drafts(window) != [])
        assert "团结路1号" in drafts(window)[0]
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
    assert drafts(window) == []
    with open_store(ledger_folder) as store:
        assert store.sql("SELECT count(*) FROM unit WHERE address = '团结路1号'") == [(1,)]
