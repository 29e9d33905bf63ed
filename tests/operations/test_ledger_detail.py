"""Who was present at an entry of the ledger, and the file that proves it."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.problems import Refusal, Surroundings
from app.operations.editing import delete_records
from app.operations.ledger import record_activities
from app.operations.ledger_detail import (
    attach_evidence,
    attach_file,
    detail_of,
    evidence_of,
    set_present,
)
from app.operations.mentoring import sign_mentorship
from app.store.undo import undo

TODAY = date(2021, 11, 20)
DATA = b"%PDF-1.7 \xe7\xad\xbe\xe5\x88\xb0"


@pytest.fixture
def lecture(filled):
    """A lecture by 张䶮, who teaches two; a key, and the keys of the two mentorships."""
    ((posting,),) = filled.sql(
        "SELECT s.id FROM posting s JOIN person p ON p.id = s.person_id WHERE p.name = '张䶮'"
    )
    signed = [
        sign_mentorship(
            filled, bytes(posting), {"name": name, "department": "儿科"}, {"signed_on": "2021-05-10"}
        )
        for name in ("冉小满", "谭明河")
    ]
    row = {"kind": "讲座", "date": "2021-06-08", "person": "张䶮", "amount": "1"}
    outcome = record_activities(filled, [row], today=TODAY)
    key, *mentorships = (bytes.fromhex(str(one.items[0]["id"])) for one in (outcome, *signed))
    return filled, key, mentorships


def present(store, key):
    return [(one.name, one.mentor, one.present) for one in detail_of(store, key).mentees]


def test_who_was_present_is_told_changed_and_taken_back(lecture):
    store, key, (first, second) = lecture
    assert present(store, key) == [("冉小满", "张䶮", False), ("谭明河", "张䶮", False)]
    set_present(store, key, [first, second])
    set_present(store, key, [second])
    assert present(store, key) == [("冉小满", "张䶮", False), ("谭明河", "张䶮", True)]
    assert store.sql("SELECT mentorship_id FROM activity_mentee") == [(second,)]
    undo(store)
    assert [there for *_, there in present(store, key)] == [True, True]


def test_those_present_may_be_told_with_the_entry(lecture):
    store, _, (first, _) = lecture
    row = {"kind": "讲座", "date": "2021-06-09", "person": "张䶮", "mentorships": [first]}
    outcome = record_activities(store, [row], today=TODAY)
    key = bytes.fromhex(str(outcome.items[0]["id"]))
    assert present(store, key)[0] == ("冉小满", "张䶮", True)
    delete_records(store, "activity", [key])
    assert store.sql("SELECT count(*) FROM activity_mentee") == [(0,)]
    assert detail_of(store, key).mentees == ()


def test_a_file_is_kept_as_evidence(lecture, tmp_path):
    store, key, _ = lecture
    assert detail_of(store, key).file == ""
    with pytest.raises(Refusal) as none:
        evidence_of(store, key)
    assert none.value.problem.code == "ACT-022"
    (tmp_path / "签到表.pdf").write_bytes(DATA)
    attach_file(store, key, tmp_path / "签到表.pdf")
    detail = detail_of(store, key)
    assert (detail.file, detail.size) == ("签到表.pdf", len(DATA))
    assert evidence_of(store, key) == ("签到表.pdf", DATA)
    assert store.sql("SELECT evidence FROM activity") == [("签到表.pdf",)]
    undo(store)
    assert detail_of(store, key).file == ""


def test_what_cannot_be_evidence_is_said(lecture, tmp_path):
    store, key, _ = lecture
    for act, code in (
        (lambda: attach_evidence(store, key, b"", "空.jpg"), "ACT-021"),
        (lambda: attach_evidence(store, bytes(16), DATA, "签到.pdf"), "ACT-020"),
        (lambda: set_present(store, bytes(16), []), "ACT-020"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.problem.code == code
    with pytest.raises(Surroundings) as fault:
        attach_file(store, key, tmp_path / "没有.pdf")
    assert fault.value.problem.code == "ACT-023"
