"""Plan items that come round: dates for the years of their period, states, and what is due."""

from __future__ import annotations

import pytest

from app.catalogue.problems import Refusal
from app.operations.editing import save_record
from app.operations.history import undo_operation
from app.operations.listing import plan_items
from app.operations.plans import add_item, complete, due_items, due_this_week, make_occurrences, read_due
from tests.operations.ledger import count


def item(store, number):
    ((key,),) = store.sql("SELECT id FROM plan_item WHERE number = ?", (number,))
    return bytes(key)


def code(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code


def test_the_imported_plan_knows_its_returning_months(filled):
    told = dict(filled.sql("SELECT number, repeats FROM plan_item WHERE repeats <> ''"))
    assert told == {"7": "03,09", "8": "03,09", "9": "12", "10": "12"}


def test_dates_for_the_years_of_the_period_and_never_twice(filled):
    outcome = make_occurrences(filled, item(filled, "7"))
    dates = [row[0] for row in filled.sql("SELECT due FROM plan_occurrence ORDER BY due")]
    assert len(dates) == 10 and dates[:2] == ["2018-03-31", "2018-09-30"] and dates[-1] == "2022-09-30"
    again = make_occurrences(filled, item(filled, "7"), ["2022", "2023"])
    assert [one["due"] for one in again.items] == ["2023-03-31", "2023-09-30"]
    assert make_occurrences(filled, item(filled, "7")).items == []
    undo_operation(filled, outcome.operation)
    assert count(filled, "plan_occurrence") == 2


def test_what_cannot_be_dated_is_refused(filled):
    assert code(make_occurrences, filled, item(filled, "11")) == "PLA-001"
    assert code(make_occurrences, filled, item(filled, "7"), ["21"]) == "PLA-003"
    assert code(make_occurrences, filled, item(filled, "7"), []) == "PLA-002"
    assert code(make_occurrences, filled, bytes(16)) == "PLA-004"
    assert code(complete, filled, item(filled, "1"), done_on="上周") == "PLA-006"


def test_an_item_is_done_when_its_occurrences_are(filled):
    key = item(filled, "7")
    make_occurrences(filled, key, ["2021"])
    first, second = [bytes(row[0]) for row in filled.sql("SELECT id FROM plan_occurrence ORDER BY due")]
    complete(filled, first, done_on="2021.3.20", evidence="3人到岗")
    assert filled.sql("SELECT state FROM plan_item WHERE id = ?", (key,)) == [("进行中",)]
    complete(filled, second, done_on="2021-09-18")
    assert filled.sql("SELECT state FROM plan_item WHERE id = ?", (key,)) == [("已完成",)]
    assert filled.sql("SELECT done_on, evidence FROM plan_occurrence ORDER BY due") == [
        ("2021-03-20", "3人到岗"), ("2021-09-18", ""),
    ]  # fmt: skip


def test_what_is_due_by_a_day(filled):
    make_occurrences(filled, item(filled, "7"), ["2021"])
    due = due_items(filled, "2021-04-02", since="2021-01-01", today="2021-03-29")
    assert [(one.due, one.state, one.occurrence is not None) for one in due] == [
        ("2021-03-31", "2天后到期", True)
    ]
    late = due_this_week(filled, "2021-03-29")
    assert [one.due for one in late][-1] == "2021-03-31" and late[0].state.startswith("逾期")
    assert len(late) == 7
    complete(filled, late[-1].occurrence, done_on="2021-03-29")
    assert len(due_this_week(filled, "2021-03-29")) == 6


def test_items_typed_by_hand_are_read_too(filled):
    key = item(filled, "11")
    save_record(filled, "plan_item", key, {"due_text": "每季度"})
    assert read_due(filled).message == "读出0项的完成时间"
    assert filled.sql("SELECT repeats, due FROM plan_item WHERE id = ?", (key,)) == [("03,06,09,12", "")]


def test_a_new_item_is_numbered_and_dated_by_its_wording(filled, store):
    told = {"goal": "义诊", "period": "2026年—2027年", "due_text": "每年3月和9月"}
    outcome = add_item(filled, told, item(filled, "7"))
    assert outcome.message == "已新增计划项：义诊，排出4个日期"
    ((number, repeats, plan),) = filled.sql(
        "SELECT number, repeats, plan_id FROM plan_item WHERE goal = '义诊'"
    )
    assert (number, repeats) == ("12", "03,09")
    assert filled.sql("SELECT plan_id FROM plan_item WHERE number = '7'") == [(plan,)]
    once = add_item(filled, {"goal": "签协议", "period": "2026年", "due_text": "8月底"})
    key = bytes.fromhex(once.items[0]["id"])
    assert filled.sql("SELECT due FROM plan_item WHERE id = ?", (key,)) == [("2026-08-31",)]
    save_record(filled, "plan_item", key, {"due": "", "due_text": "9月底"})
    assert filled.sql("SELECT due FROM plan_item WHERE id = ?", (key,)) == [("2026-09-30",)]
    assert code(add_item, filled, {"goal": "x", "due": "改天"}) == "SAV-007"
    undo_operation(filled, outcome.operation)
    assert count(filled, "plan_occurrence") == 0
    add_item(store, {"goal": "头一项"})
    add_item(store, {"goal": "次一项", "number": "①"})
    add_item(store, {"goal": "又一项"})
    assert store.sql("SELECT number FROM plan_item ORDER BY position") == [("1",), ("①",), ("2",)]
    undo_operation(store)
    undo_operation(store)
    assert store.sql("SELECT p.title, i.number FROM plan_item i JOIN plan p ON p.id = i.plan_id") == [
        ("对口帮扶工作计划清单", "1")
    ]


def test_the_listed_plan_says_when_an_item_is_next_due(filled):
    make_occurrences(filled, item(filled, "7"), ["2098", "2099"])
    first = bytes(filled.sql("SELECT id FROM plan_occurrence ORDER BY due LIMIT 1")[0][0])
    complete(filled, first, done_on="2021-03-20")
    told = {one["number"]: one for one in plan_items(filled)}
    assert (told["7"]["repeats"], told["7"]["next_due"], told["7"]["standing"]) == ("03,09", "2098-09-30", "")
    assert told["1"]["next_due"] == "2017-07" and told["1"]["standing"].startswith("逾期")
