"""登记簿: trainees, allowances, 五个一, yearly figures."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.problems import Refusal
from app.models import Posting
from app.operations.counting import Scope, counted
from app.operations.editing import save_record
from app.operations.grids import RowChange, save_rows
from app.operations.history import undo_operation
from app.operations.registers import add_training, begin_five_ones, make_allowances, posting_told
from app.operations.service import days_there
from tests.operations.ledger import count


def code(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code


def posting_of(store, name):
    ((key,),) = store.sql(
        "SELECT p.id FROM posting p JOIN person q ON q.id = p.person_id WHERE q.name = ?", (name,)
    )
    return bytes(key)


COMING = {"unit": "渝北区中医院", "from_unit": "云阳县泥溪镇卫生院", "start": "2021.9.1", "specialty": "儿科"}


def test_a_trainee_is_made_at_the_unit_of_origin_and_found_again(filled):
    add_training(filled, "彭 小鹿", {**COMING, "free": True, "title": "住院医师"})
    again = add_training(filled, "彭小鹿", {**COMING, "start": "2022.3.1"})
    assert count(filled, "person", "name = '彭小鹿'") == 1
    rows = filled.sql(
        "SELECT t.start, t.free, u.name FROM training t JOIN unit u ON u.id = t.from_unit_id ORDER BY t.start"
    )
    assert rows == [("2021-09-01", 1, "云阳县泥溪镇卫生院"), ("2022-03-01", None, "云阳县泥溪镇卫生院")]
    assert code(add_training, filled, "彭小鹿", {**COMING, "start": "2022.3.1"}) == "REG-009"
    undo_operation(filled, again.operation)
    assert count(filled, "training") == 1
    assert code(add_training, filled, "", COMING) == "REG-001"
    assert code(add_training, filled, "陶石安", {"unit": "渝北区中医院"}) == "REG-002"
    assert code(add_training, filled, "彭小鹿", {**COMING, "unit": ""}) == "REG-002"
    assert code(add_training, filled, "彭小鹿", {**COMING, "end": "2021.8"}) == "REG-003"
    assert code(add_training, filled, "彭小鹿", {**COMING, "end": "秋天"}) == "REG-003"


def test_allowances_of_a_month_count_days_there_less_leave_and_are_made_once(filled):
    posting = posting_of(filled, "何以宁")
    save_record(filled, "absence", None, {"posting_id": posting, "start": "2021-08-03", "end": "2021-08-12"})
    save_record(filled, "absence", None, {"posting_id": posting, "start": "2021-08-20"})
    segment = posting_of(filled, "宋清和")
    rows = [RowChange(None, {"arrive": "2021-08-30", "leave": "2021-09-10"})]
    save_rows(filled, "stay", rows, {"posting_id": segment})
    outcome = make_allowances(filled, "2021.8", "80")
    told = dict(
        filled.sql(
            "SELECT q.name, a.days || '×' || a.rate || '=' || a.amount FROM allowance a"
            " JOIN posting p ON p.id = a.posting_id JOIN person q ON q.id = p.person_id"
        )
    )
    assert len(told) == 11
    assert (told["何以宁"], told["宋清和"], told["张䶮"]) == ("20×80=1600", "2×80=160", "31×80=2480")
    assert str(1600 + 160 + 9 * 2480) in outcome.message
    assert code(make_allowances, filled, "2021-08", "80") == "REG-006"
    assert code(make_allowances, filled, "2020-01", "80") == "REG-006"
    assert code(make_allowances, filled, "八月", "80") == "REG-007"
    assert code(make_allowances, filled, "2021-07", "八十") == "REG-004"
    assert code(make_allowances, filled, "2021-07", "80", subsidised=True) == "REG-006"
    with filled.operation("test") as op:
        there = days_there(
            op.session, op.session.get(Posting, posting), date(2021, 10, 30), date(2021, 11, 5)
        )
    assert sorted(there) == [date(2021, 10, 30), date(2021, 10, 31)]


def test_the_five_of_a_batch_are_listed_once(filled):
    ((batch,),) = filled.sql("SELECT id FROM batch")
    assert len(begin_five_ones(filled, bytes(batch)).items) == 5
    assert begin_five_ones(filled, bytes(batch)).items == []
    assert code(begin_five_ones, filled, bytes(16)) == "REG-005"


def test_grids_hold_the_same_rules(filled):
    posting = posting_of(filled, "张䶮")
    assert code(save_record, filled, "allowance", None, {"posting_id": posting, "days": "十天"}) == "REG-004"
    save_record(filled, "allowance", None, {"posting_id": posting, "days": "10", "rate": "85.5"})
    assert filled.sql("SELECT amount FROM allowance") == [("855",)]
    late = {"posting_id": posting, "start": "2021-08-03", "end": "2021-08-01"}
    assert code(save_record, filled, "absence", None, late) == "REG-003"
    ((unit,),) = filled.sql("SELECT id FROM unit WHERE name = '云阳县泥溪镇卫生院'")
    year = {"unit_id": unit, "year": "2021年", "measure": "county_share", "value": "91.2"}
    save_record(filled, "unit_year", None, year)
    assert filled.sql("SELECT year, value FROM unit_year") == [("2021", "91.2")]
    assert code(save_record, filled, "unit_year", None, {**year, "year": "去年"}) == "REG-007"
    assert (
        code(save_record, filled, "unit_year", None, {**year, "year": "2020", "value": "九成"}) == "REG-004"
    )
    assert (
        code(save_record, filled, "duty_check", None, {"posting_id": posting, "score": "很好"}) == "REG-004"
    )
    assert code(posting_told, None) == "REG-001"
    with pytest.raises(Refusal):
        save_record(filled, "unit_year", None, {**year, "year": "2021"})


def test_what_a_supporter_built_up_counts_in_the_report_of_his_team(filled):
    posting = posting_of(filled, "秦晚秋")
    ((unit, team, person),) = filled.sql(
        "SELECT unit_id, supporting_unit_id, person_id FROM posting WHERE id = ?", (posting,)
    )
    told = {
        "kind": "techniques",
        "name": "小儿推拿",
        "unit_id": unit,
        "person_id": person,
        "began": "2021-06-03",
    }
    key = bytes.fromhex(str(save_record(filled, "development", None, told).items[0]["id"]))
    assert filled.sql("SELECT posting_id, supporting_unit_id FROM development") == [(posting, team)]
    scope = Scope("2021-06", "2021-06", bytes(team), bytes(unit))
    assert counted(filled, scope)["report.techniques"].text == "1"
    other = posting_of(filled, "许一诺")
    ((stranger,),) = filled.sql("SELECT person_id FROM posting WHERE id = ?", (other,))
    elsewhere = {
        **told,
        "name": "针灸",
        "person_id": stranger,
    }  # never posted to that unit: nothing is guessed
    save_record(filled, "development", None, elsewhere)
    save_record(filled, "development", key, {"note": "已推广"})
    assert filled.sql("SELECT name, supporting_unit_id FROM development ORDER BY id") == [
        ("小儿推拿", team),
        ("针灸", None),
    ]
