"""帮扶工作台账: entries checked at their cells, kept in one operation, found to their posting, changed and undone."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.problems import Refusal
from app.operations.editing import delete_records
from app.operations.ledger import activities, change_activity, check_rows, record_activities
from app.operations.ledger_rows import kind_of
from app.store.undo import undo

TODAY = date(2021, 11, 20)
CLINIC = "云阳县江口镇中心卫生院"


def row(**told):
    return {"kind": "诊疗病人", "date": "2021-06-08", "person": "张䶮", "amount": "12"} | told


def record(store, *rows, **options):
    return record_activities(store, rows, today=TODAY, **options)


def codes(store, **told):
    (found,) = check_rows(store, [row(**told)], today=TODAY)
    return [(problem.code, problem.column) for problem in found.problems]


def kept(store, columns="kind, date, month, amount, people"):
    return store.sql(f"SELECT {columns} FROM activity ORDER BY id")


def test_an_entry_finds_its_posting_unit_and_team(filled):
    outcome = record(filled, row())
    assert outcome.refused == []
    ((kind, person, unit, team, posting),) = filled.sql(
        "SELECT a.kind, p.name, u.name, t.name, a.posting_id FROM activity a JOIN person p ON p.id = a.person_id"
        " JOIN unit u ON u.id = a.unit_id JOIN unit t ON t.id = a.supporting_unit_id"
    )
    assert (kind, person, unit, team) == ("outpatients", "张䶮", CLINIC, "渝北区中医院")
    assert filled.sql(
        "SELECT p.name FROM posting s JOIN person p ON p.id = s.person_id WHERE s.id = ?", (posting,)
    ) == [("张䶮",)]
    undo(filled)
    assert kept(filled) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("诊疗病人（人次）", "outpatients"), ("门诊", "outpatients"), ("讲座", "lectures"), ("教学查房次", "rounds"),
        ("援助设备药品等", "donations"), ("义诊活动", "free_clinics"), ("远程会诊", "tele_consultations"), ("做饭", None),
    ],
)  # fmt: skip
def test_kinds_are_known_by_the_words_that_people_use(said, code):
    assert kind_of(said) == code


def test_money_is_kept_in_yuan_and_shown_in_ten_thousands(filled):
    record(filled, row(kind="捐赠设备", amount="1.25"))
    assert kept(filled) == [("donations", "2021-06-08", "2021-06", 12_500, 0)]
    (item,) = activities(filled)
    assert (item["amount"], item["measure"], item["kind"]) == ("1.25", "万元", "援助设备、药品等")


def test_a_lecture_counts_one_and_its_listeners(filled):
    record(filled, row(kind="讲座", amount="", people="23人", topic="骨折的院前固定", mode="现场"))
    assert kept(filled, "kind, amount, people, topic, mode") == [
        ("lectures", 1, 23, "骨折的院前固定", "onsite")
    ]


def test_totals_of_a_month_and_of_past_years_are_entries_too(filled):
    record(
        filled, row(date="2021年6月", amount="320"), row(date="2019", person="", unit=CLINIC, amount="12,000")
    )
    assert kept(filled, "date, month, amount") == [("2021-06", "2021-06", 320), ("2019", "2019", 12_000)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"kind": "做饭"}, ("ACT-001", "工作类别")),
        ({"date": ""}, ("ACT-002", "日期")),
        ({"date": "六月初"}, ("ACT-002", "日期")),
        ({"date": "2021-11-21"}, ("ACT-003", "日期")),
        ({"amount": "十几个"}, ("ACT-004", "数量")),
        ({"amount": ""}, ("ACT-004", "数量")),
        ({"amount": "1.5"}, ("ACT-004", "数量")),
        ({"kind": "捐赠", "amount": "0.00001"}, ("ACT-004", "数量")),
        ({"people": "不少"}, ("ACT-004", "人数")),
        ({"amount": "-3"}, ("ACT-005", "数量")),
        ({"people": "-3"}, ("ACT-005", "人数")),
        ({"amount": "120000"}, ("ACT-006", "数量")),
        ({"date": "2021-04-20"}, ("ACT-007", "日期")),
        ({"person": "", "unit": ""}, ("ACT-008", "受援单位")),
        ({"unit": "没有这个卫生院"}, ("ACT-009", "受援单位")),
        ({"person": "查无此人"}, ("ACT-010", "人员")),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(filled, told, expected):
    assert codes(filled, **told) == [expected]


def test_a_cut_unit_is_asked_for_by_its_whole_name(filled):
    (found,) = check_rows(filled, [row(unit=CLINIC[3:])], today=TODAY)
    (problem,) = found.problems
    assert problem.code == "ACT-009" and f"是不是“{CLINIC}”" in problem.remedy


@pytest.mark.parametrize("told", [{"amount": "120000"}, {"date": "2021-04-20"}])
def test_what_may_be_after_all_asks_for_a_reason_and_keeps_it(filled, told):
    assert codes(filled, **told, reason="补记上年数据") == []
    record(filled, row(**told, reason="补记上年数据"))
    assert kept(filled, "reason") == [("补记上年数据",)]


def test_a_month_that_was_accepted_asks_for_a_reason(filled):
    with filled.operation("x") as op:
        from app.models import Report

        keys = dict(filled.sql("SELECT name, id FROM unit"))
        op.insert_many(
            Report,
            [
                {
                    "supporting_unit_id": keys["渝北区中医院"], "receiving_unit_id": keys[CLINIC], "month": "2021-06",
                    "state": "accepted",
                }
            ],
        )  # fmt: skip
    assert codes(filled) == [("ACT-011", "日期")]
    assert codes(filled, date="2021-07-08") == []
    assert codes(filled, reason="漏报补记") == []


def test_good_rows_are_kept_and_the_others_told_with_their_number(filled):
    outcome = record(filled, row(), row(amount="abc"), row(date="2021-06-09"), source="import")
    assert [item["row"] for item in outcome.items] == [1, 3]
    assert [(problem.row, problem.code) for problem in outcome.refused] == [(2, "ACT-004")]
    assert outcome.done_in_part
    assert kept(filled, "date, source") == [("2021-06-08", "import"), ("2021-06-09", "import")]


def test_nothing_sound_makes_no_operation(filled):
    before = filled.sql("SELECT count(*) FROM operation")
    outcome = record(filled, row(amount="abc"))
    assert (outcome.operation, outcome.items) == (None, [])
    assert filled.sql("SELECT count(*) FROM operation") == before


def test_namesakes_are_told_apart_by_where_they_are_posted(filled):
    with filled.operation("x") as op:
        from app.models import Person

        op.insert_many(Person, [{"name": "张䶮"}])
    assert codes(filled) == []
    assert codes(filled, unit="云阳县泥溪镇卫生院") == [("ACT-010", "人员")]


def test_an_entry_is_changed_checked_and_taken_back(filled):
    (item,) = record(filled, row()).items
    key = bytes.fromhex(item["id"])
    change_activity(filled, key, {"amount": "15", "date": "2021-07-01"}, today=TODAY)
    assert kept(filled, "amount, month") == [(15, "2021-07")]
    change_activity(filled, key, {"person": "秦晚秋", "unit": None}, today=TODAY)
    assert filled.sql("SELECT u.name FROM activity a JOIN unit u ON u.id = a.unit_id") == [
        ("云阳县泥溪镇卫生院",)
    ]
    with pytest.raises(Refusal) as refused:
        change_activity(filled, key, {"amount": "-1"}, today=TODAY)
    assert refused.value.problem.code == "ACT-005"
    undo(filled)
    undo(filled)
    assert kept(filled, "amount, month") == [(12, "2021-06")]
    delete_records(filled, "activity", [key])
    with pytest.raises(Refusal) as refused:
        change_activity(filled, key, {"amount": "1"})
    assert refused.value.problem.code == "ACT-020"
    undo(filled)
    assert kept(filled, "amount") == [(12,)]


def test_activities_are_listed_by_unit_and_month(filled):
    record(filled, row(), row(person="秦晚秋", date="2021-07-02"), row(person="孟钰珵", date="2021-06-01"))
    ((clinic,),) = filled.sql("SELECT id FROM unit WHERE name = ?", (CLINIC,))
    assert [item["person"] for item in activities(filled, clinic)] == ["孟钰珵", "张䶮"]
    assert [item["person"] for item in activities(filled, month="2021-07")] == ["秦晚秋"]


def test_without_a_person_the_only_team_there_is_meant_and_of_several_none(filled):
    alone = row(person="", unit="云阳县泥溪镇卫生院")
    (found,) = check_rows(filled, [alone], today=TODAY)
    ((team,),) = filled.sql(
        "SELECT DISTINCT s.supporting_unit_id FROM posting s JOIN unit u ON u.id = s.unit_id WHERE u.name = ?",
        (alone["unit"],),
    )
    assert found.problems == [] and found.values["supporting_unit_id"] == team
    assert codes(filled, person="", unit=CLINIC) == [("ACT-012", "人员")]
    assert codes(filled, person="", unit=CLINIC, supporting_unit="渝北区中医院") == []
    assert codes(filled, person="", unit=CLINIC, date="2020", reason="往年合计") == []
    assert codes(filled, person="", unit=CLINIC, reason="全院合计") == []
