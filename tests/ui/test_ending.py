"""The end of the program: what was typed last is stored, and nothing is left over of it."""

from __future__ import annotations

from contextlib import closing

from app.store.connecting import connect
from app.store.drafts import list_drafts
from app.store.opening import open_store
from app.store.schema import LEDGER


def test_what_was_typed_last_is_stored_and_leaves_no_draft(open_window, ledger_folder, qtbot, type_text):
    window = open_window(ledger_folder)
    papers = window.pages["people"].papers
    papers.list.view.choose(papers.list.model.ids[0])
    qtbot.waitUntil(lambda: papers.paper.key is not None and not window.desk.runner.jobs)
    view = papers.paper.view
    view.hand.take(view.document.cell("person.ethnicity"))
    type_text(view.hand.editor, "土家族")
    name = view.values()["person.name"]
    window.close()
    window.desk.close()
    with open_store(ledger_folder) as store:
        assert store.sql("SELECT ethnicity FROM person WHERE name = ?", (name,)) == [("土家族",)]
        assert list_drafts(store) == []


def test_what_cannot_be_stored_at_the_end_stays_a_draft(
    open_window, ledger_folder, qtbot, type_text, monkeypatch
):
    monkeypatch.setattr("app.store.connecting.BUSY_SECONDS", 0.2)
    window = open_window(ledger_folder)
    papers = window.pages["people"].papers
    papers.list.view.choose(papers.list.model.ids[0])
    qtbot.waitUntil(lambda: papers.paper.key is not None and not window.desk.runner.jobs)
    view = papers.paper.view
    view.hand.take(view.document.cell("person.ethnicity"))
    with closing(connect(ledger_folder / LEDGER)) as other:
        other.execute("BEGIN IMMEDIATE")
        type_text(view.hand.editor, "土家族")
        window.close()
        window.desk.close()
        other.execute("ROLLBACK")
    with open_store(ledger_folder) as store:
        assert store.sql("SELECT count(*) FROM person WHERE ethnicity = '土家族'") == [(0,)]
        (draft,) = list_drafts(store)
        assert "土家族" in str(draft.payload)
