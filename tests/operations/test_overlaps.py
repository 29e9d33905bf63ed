"""Postings of one person that overlap are refused unless a reason is told, and the reason is kept."""

from __future__ import annotations

import pytest

from app.catalogue.problems import Refusal
from app.operations.editing import save_record
from app.operations.posting import post_person
from tests.operations.ledger import count


def person(store, name):
    ((key,),) = store.sql("SELECT id FROM person WHERE name = ?", (name,))
    return bytes(key)


def code(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("start", "end", "mode", "refused"),
    [
        ("2021-08-01", "2022-01-31", "", True), ("2021-10-31", "2022-01-31", "", False), ("2021-04", "2021-05", "", True),
        ("2021-11", "2022-04", "", False), ("2021-08-01", "", "stationed", True), ("2021-08-01", "", "interval", False),
        ("2020-05-01", "2021-05-01", "", False), ("", "", "", False),
    ],
)  # fmt: skip
def test_terms_that_overlap(filled, start, end, mode, refused):
    told = {"start": start, "end": end, "mode": mode}
    who = person(filled, "张䶮")
    if refused:
        assert code(post_person, filled, who, "云阳县泥溪镇卫生院", told) == "POS-006"
        assert count(filled, "posting") == 11
        post_person(filled, who, "云阳县泥溪镇卫生院", told, reason="两院各半天")
        assert filled.sql("SELECT note FROM posting WHERE note <> ''") == [("理由：两院各半天",)]
    else:
        post_person(filled, who, "云阳县泥溪镇卫生院", told)
    assert count(filled, "posting") == 12


def test_a_changed_term_is_looked_at_and_other_columns_are_not(filled):
    who = person(filled, "张䶮")
    made = post_person(filled, who, "云阳县泥溪镇卫生院", {"start": "2021-11-01", "end": "2022-04-30"})
    key = bytes.fromhex(made.items[0]["id"])
    assert code(save_record, filled, "posting", key, {"start": "2021-09-01"}) == "POS-006"
    save_record(filled, "posting", key, {"start": "2021-09-01", "note": "理由：交接带教"})
    save_record(filled, "posting", key, {"note": ""})
    save_record(filled, "posting", key, {"duty": "带教"})
    assert code(save_record, filled, "posting", key, {"end": "2022-03-31"}) == "POS-006"
