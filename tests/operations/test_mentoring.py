"""师带徒: signing, the plan, assessment, certificates with running numbers, and the ratio by class of unit."""

from __future__ import annotations

import pytest

from app.catalogue.mentoring import propose_steps
from app.catalogue.problems import Refusal
from app.operations.editing import delete_records, save_record
from app.operations.history import undo_operation
from app.operations.mentoring import assess_mentorship, certify, plan_steps, sign_mentorship
from app.operations.mentoring_overview import mentoring_overview, years_told
from tests.operations.ledger import count

TERM = {
    "start": "2021-05-10",
    "end": "2021-10-31",
    "signed_on": "2021.5.10",
    "contents": "教学查房、理论讲座",
}


def posting_of(store, name):
    ((key, unit),) = store.sql(
        "SELECT p.id, u.name FROM posting p JOIN person q ON q.id = p.person_id JOIN unit u ON u.id = p.unit_id"
        " WHERE q.name = ?",
        (name,),
    )
    return bytes(key), unit


def code(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code


def signed(store, mentee="冉小满", mentor="张䶮", **told):
    values = {**TERM, **told}
    outcome = sign_mentorship(
        store, posting_of(store, mentor)[0], {"name": mentee, "department": "外科"}, values
    )
    return bytes.fromhex(outcome.items[0]["id"]), outcome


def test_a_mentee_is_made_at_the_receiving_unit_and_numbers_run_within_the_year(filled):
    posting, clinic = posting_of(filled, "张䶮")
    told = {"name": "冉 小满", "department": "外科", "title": "住院医师", "sex": "男"}
    first = sign_mentorship(filled, posting, told, {**TERM, "specialty": "骨科"})
    second = sign_mentorship(filled, posting, {"name": "谭明河"}, TERM)
    other = sign_mentorship(
        filled, posting_of(filled, "许一诺")[0], {"name": "向知秋"}, {**TERM, "signed_on": "2021-06-01"}
    )
    assert [one.items[0]["number"] for one in (first, second, other)] == ["2021-001", "2021-002", "2021-003"]
    ((name, unit, title, sex),) = filled.sql(
        "SELECT q.name, u.name, q.title, q.sex FROM person q JOIN unit u ON u.id = q.unit_id WHERE q.id = ?",
        (bytes.fromhex(first.items[0]["mentee"]),),
    )
    assert (name, unit, title, sex) == ("冉小满", clinic, "住院医师", "男")
    ((start, end, contents, department),) = filled.sql(
        "SELECT start, end, contents, department FROM mentorship WHERE number = '2021-001'"
    )
    assert (start, end, contents, department) == ("2021-05-10", "2021-10-31", "教学查房\n理论讲座", "外科")
    assert first.operation and "mentorship" in first.changed
    undo_operation(filled, first.operation)
    assert count(filled, "person", "name = '冉小满'") == 0


def test_a_known_person_is_found_and_only_what_is_lacking_is_filled_in(filled):
    posting, clinic = posting_of(filled, "张䶮")
    outcome = save_record(
        filled, "person", None, {"name": "冉小满", "title": "主治医师"}, {"unit_id": clinic}
    )
    told = {"name": "冉小满", "title": "住院医师", "department": "外科"}
    made = sign_mentorship(filled, posting, told, TERM)
    assert made.items[0]["mentee"] == outcome.items[0]["id"]
    assert filled.sql("SELECT title, department FROM person WHERE name = '冉小满'") == [("主治医师", "外科")]
    assert code(sign_mentorship, filled, posting, {"name": "冉小满"}, TERM) == "MEN-006"


def test_numbers_are_never_given_twice_not_even_after_deleting(filled):
    first, _ = signed(filled)
    deleted = delete_records(filled, "mentorship", [first])
    second, outcome = signed(filled, "谭明河")
    assert outcome.items[0]["number"] == "2021-002"
    undo_operation(filled, deleted.operation)
    assert sorted(filled.sql("SELECT number FROM mentorship")) == [("2021-001",), ("2021-002",)]
    assert code(save_record, filled, "mentorship", second, {"number": "2021-001"}) == "MEN-003"
    _, own = signed(filled, "向知秋", "许一诺", number="师字第7号")
    assert own.items[0]["number"] == "师字第7号"


def test_the_plan_is_proposed_by_month_over_the_term(filled):
    key, _ = signed(filled)
    steps = filled.sql("SELECT month, form, content FROM mentorship_step ORDER BY position")
    assert [month for month, _, _ in steps] == [f"2021-{month:02d}" for month in range(5, 11)]
    assert [form for _, form, _ in steps] == ["教学查房", "理论讲座"] * 3
    assert "了解基础" in steps[0][2] and "考核" in steps[-1][2]
    assert code(plan_steps, filled, key) == "MEN-014"
    bare, _ = signed(filled, "谭明河", contents="")
    assert count(filled, "mentorship_step") == 6
    assert plan_steps(filled, bare).items[0]["steps"] == 6
    assert propose_steps("2021", "2022", "") == []


def test_a_certificate_comes_after_passing_alone(filled):
    key, _ = signed(filled)
    assert code(certify, filled, key) == "MEN-004"
    assert code(save_record, filled, "mentorship", key, {"certificate_number": "2021-009"}) == "MEN-004"
    assert code(assess_mentorship, filled, key, result="良好", assessed_on="2021.10.28") == "MEN-010"
    assess_mentorship(filled, key, result="不合格", assessed_on="2021.10.20")
    assert code(certify, filled, key) == "MEN-004"
    assess_mentorship(
        filled, key, result="合格", assessed_on="2021.10.28", assessment="独立完成夹板固定", assessor="张䶮"
    )
    outcome = certify(filled, key)
    assert outcome.items[0]["number"] == "2021-001"
    assert filled.sql("SELECT certified_on, assessed_on FROM mentorship") == [("2021-10-28", "2021-10-28")]
    assert code(certify, filled, key) == "MEN-012"
    assert code(assess_mentorship, filled, key, result="不合格", assessed_on="2021.10.29") == "MEN-012"


def test_what_does_not_fit_is_refused_or_asks_for_a_reason_and_keeps_it(filled):
    posting, _ = posting_of(filled, "张䶮")
    ((mentor,),) = filled.sql("SELECT person_id FROM posting WHERE id = ?", (posting,))
    assert code(sign_mentorship, filled, None, {"name": "冉小满"}, TERM) == "MEN-001"
    assert code(sign_mentorship, filled, posting, {"name": " "}, TERM) == "MEN-002"
    assert code(sign_mentorship, filled, posting, bytes(mentor), TERM) == "MEN-007"
    assert (
        code(sign_mentorship, filled, posting, {"name": "冉小满", "unit": "奉节县人民医院"}, TERM)
        == "MEN-005"
    )
    assert code(sign_mentorship, filled, posting, {"name": "冉小满"}, {**TERM, "start": "五月"}) == "MEN-009"
    assert (
        code(sign_mentorship, filled, posting, {"name": "冉小满"}, {**TERM, "start": "2021-11-01"})
        == "MEN-009"
    )
    late = {**TERM, "end": "2022-03-31"}
    assert code(sign_mentorship, filled, posting, {"name": "冉小满"}, late) == "MEN-008"
    assert count(filled, "mentorship") == 0 and count(filled, "person", "name = '冉小满'") == 0
    sign_mentorship(filled, posting, {"name": "冉小满"}, late, reason="双方商定延长")
    assert filled.sql("SELECT notes FROM mentorship") == [("理由：双方商定延长",)]


def test_namesakes_of_one_unit_are_told_apart_by_department(filled):
    posting, clinic = posting_of(filled, "张䶮")
    for department in ("外科", "内科"):
        save_record(filled, "person", None, {"name": "冉小满", "department": department}, {"unit_id": clinic})
    assert code(sign_mentorship, filled, posting, {"name": "冉小满"}, TERM) == "MEN-011"
    made = sign_mentorship(filled, posting, {"name": "冉小满", "department": "内科"}, TERM)
    assert filled.sql("SELECT department FROM mentorship") == [("内科",)] and made.items


def test_the_overview_measures_against_the_class_and_says_what_is_not_covered(filled):
    _, clinic = posting_of(filled, "张䶮")
    ((unit,),) = filled.sql("SELECT id FROM unit WHERE name = ?", (clinic,))
    save_record(filled, "unit", bytes(unit), {"class_": "县属薄弱"})
    for name, main, staff in (("外科", True, "3"), ("内科", True, "李青山、王晚晴"), ("中医科", False, "")):
        save_record(
            filled, "unit_department", None, {"unit_id": unit, "name": name, "main": main, "key_staff": staff}
        )
    signed(filled)
    signed(filled, "谭明河")
    seen = mentoring_overview(filled, "2021")
    (here,) = [one for one in seen.units if one.name == clinic]
    mentor = next(one for one in here.mentors if one.name == "张䶮")
    assert (mentor.required, len(mentor.mentees), len(mentor.new), mentor.missing) == (3, 2, 2, 1)
    assert here.uncovered == ("内科",)
    surgery = here.departments[0]
    assert (surgery.mentees, surgery.staff_missing) == (("冉小满", "谭明河"), (1, ()))
    assert here.departments[1].staff_missing == (2, ("李青山", "王晚晴"))
    other = next(one for one in seen.mentors if one.name == "秦晚秋")
    assert (other.required, other.missing) == (None, 0)
    assert len(seen.mentors) == 11 and seen.mentees == 2
    assert years_told(filled)[0] == "2021"
    assert mentoring_overview(filled, "2023").units == ()
    assert [d.name for d in mentoring_overview(filled, "2022").units] == []


def test_more_than_the_ratio_is_fine_and_a_year_counts_its_own_new_ones(filled):
    _, clinic = posting_of(filled, "张䶮")
    ((unit,),) = filled.sql("SELECT id FROM unit WHERE name = ?", (clinic,))
    save_record(filled, "unit", bytes(unit), {"class_": "民族县"})
    for name in ("冉小满", "谭明河", "陶石安", "易行简"):
        signed(filled, name)
    seen = mentoring_overview(filled, "2021")
    mentor = next(one for one in seen.mentors if one.name == "张䶮")
    assert (len(mentor.new), mentor.required, mentor.missing) == (4, 3, 0)
    assert mentor not in seen.short
