"""The end of the program: what was typed last is stored, and nothing is left over of it."""

from __future__ import annotations

from app.store.drafts import list_drafts
from app.store.opening import open_store


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
