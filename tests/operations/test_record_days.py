"""Dates and figures that no form and no grid may store."""

from __future__ import annotations

import pytest

from app.catalogue.problems import Refusal
from app.models import Posting
from app.operations.editing import save_record
from app.operations.mentoring import sign_mentorship
from app.operations.posting import post_person, replace_posting


def refused(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code, caught.value.problem.column


def key_of(store, query, *values):
    ((key,),) = store.sql(query + " LIMIT 1", values)
    return bytes(key)


@pytest.fixture
def posting(filled):
    return key_of(filled, "SELECT id FROM posting ORDER BY position")


def test_a_text_that_is_no_date_is_refused_at_its_field(filled, posting):
    assert refused(save_record, filled, "posting", posting, {"start": "五月初"}) == ("SAV-007", "到岗日期")
    told = {"date": "昨天", "kind": "call"}
    assert refused(save_record, filled, "contact", None, told) == ("SAV-007", "日期")
    save_record(filled, "contact", None, {**told, "date": "2021-05"})


def test_an_end_before_its_beginning_is_refused(filled, posting):
    before = filled.sql('SELECT start, "end" FROM posting WHERE id = ?', (posting,))
    assert refused(save_record, filled, "posting", posting, {"end": "2021-04-30"}) == ("SAV-008", "离岗日期")
    assert filled.sql('SELECT start, "end" FROM posting WHERE id = ?', (posting,)) == before
    stay = {"posting_id": posting, "arrive": "2021-06-01", "leave": "2021-05-02"}
    assert refused(save_record, filled, "stay", None, stay) == ("SAV-008", "离")
    save_record(filled, "stay", None, {**stay, "arrive": "2021-05"})
    person = key_of(filled, "SELECT person_id FROM posting ORDER BY position")
    told = {"start": "2026-05-01", "end": "2026-04-01"}
    assert refused(post_person, filled, person, "云阳县泥溪镇卫生院", told)[0] == "SAV-008"


def test_what_stood_there_before_does_not_bar_another_column(filled, posting):
    with filled.operation("old") as op:
        op.session.get(Posting, posting).start = "五月初"
    save_record(filled, "posting", posting, {"duty": "骨科门诊"})


def test_leave_lies_within_its_posting(filled, posting):
    leave = {"posting_id": posting, "start": "2021-07-01", "end": "2021-07-05"}
    save_record(filled, "absence", None, leave)
    late = {**leave, "start": "2022-07-01", "end": "2022-07-05"}
    assert refused(save_record, filled, "absence", None, late) == ("REG-008", "至")


def test_a_counted_goal_needs_a_number_and_a_share_is_no_more_than_all(filled, posting):
    goal = {"posting_id": posting, "text": "讲座", "kind": "lectures", "target": "很多"}
    assert refused(save_record, filled, "posting_goal", None, goal) == ("AGR-006", "目标数")
    unit = {"unit_id": "云阳县泥溪镇卫生院"}
    share = {"year": "2020", "measure": "county_share", "value": "130"}
    assert refused(save_record, filled, "unit_year", None, share, unit) == ("REG-004", "数值")
    save_record(filled, "unit_year", None, {**share, "value": "91.2%"}, unit)
    assert refused(save_record, filled, "unit_year", None, {**share, "value": "80"}, unit)[0] == "STO-010"


def test_an_agreement_is_not_signed_after_its_end_without_a_reason(filled, posting):
    told = {"signed_on": "2026-11-28"}
    sign = (filled, posting, {"name": "冉小满"}, told)
    assert refused(sign_mentorship, *sign) == ("MEN-008", "签订日期")
    assert sign_mentorship(*sign, reason="补签").items[0]["number"] == "2026-001"


def test_a_replacement_begins_within_the_term_and_does_not_overlap_silently(filled, posting):
    other = key_of(filled, "SELECT person_id FROM posting WHERE id <> ? ORDER BY position", posting)
    save_record(filled, "posting", posting, {"state": "active"})
    told = {"reason": "因病", "approved_by_unit": "院办", "approved_by_bureau": "县卫健委"}
    for day in ("", "2021-04-01", "2021-12-01"):
        assert refused(replace_posting, filled, posting, other, start=day, **told) == ("POS-007", "更换日期")
    assert refused(replace_posting, filled, posting, other, start="2021-08-01", **told)[0] == "POS-006"
    replace_posting(filled, posting, other, start="2021-08-01", **told, overlap="两处兼顾")
    assert filled.sql("SELECT note FROM posting WHERE replaces_id = ?", (posting,)) == [("理由：两处兼顾",)]
