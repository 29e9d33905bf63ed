"""Halves of characters, as text copied from elsewhere and names of files may hold them: said, never a bug, nothing typed lost."""

from __future__ import annotations

import pytest

from app.catalogue.problems import Refusal
from app.models import Unit
from app.store.drafts import list_drafts, load_draft, save_draft
from app.store.undo import history

HALF = "渝北\ud83d区"


@pytest.mark.parametrize("bulk", [False, True])
def test_half_a_character_is_refused_with_the_text(store, bulk):
    with pytest.raises(Refusal) as refused, store.operation("save") as op:
        if bulk:
            op.insert_many(Unit, [{"name": HALF}])
        else:
            op.session.add(Unit(name=HALF))
    assert refused.value.problem.code == "STO-011"
    assert "渝北" in refused.value.problem.value
    assert history(store) == []


def test_the_name_of_a_file_does_not_stop_its_import(store):
    with store.operation("import", f"导入名册：{HALF}.xlsx", f"王{HALF}") as op:
        op.session.add(Unit(name="渝北区中医院"))
    (item,) = history(store)
    assert item.title == "导入名册：渝北?区.xlsx"


def test_a_draft_keeps_it_as_it_was_typed(store):
    save_draft(store, "enrolment:new", {"person.name": HALF, "photo": b"\x00\xff"}, HALF)
    draft = load_draft(store, "enrolment:new")
    assert draft is not None
    assert draft.payload == {"person.name": HALF, "photo": b"\x00\xff"}
    assert [one.key for one in list_drafts(store)] == ["enrolment:new"]
