"""What is done with records in the ledger: lists, change of many, grids, delete, postings, history, undo, overview."""

from __future__ import annotations

from datetime import date

import pytest
from ledger import count, operations

from app.catalogue.problems import Cancelled, Refusal
from app.operations.editing import change_many, delete_enrolments, delete_records, save_record
from app.operations.grids import RowChange, change_each, people_rows, save_rows
from app.operations.history import history, undo_operation
from app.operations.listing import history_items, pairings, people, plan_items
from app.operations.overview import overview
from app.operations.posting import post_enrolled, post_person, replace_posting
from app.operations.saving import save_form
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import snapshot_of

NUMBER = "519901198403120112"


def keys_of(store, subject="enrolment", **chosen):
    return [record.id for record in select(store, subject, Selection(**chosen))]


def code_of(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.problem.remedy
    return refusal.value.problem.code


# --- lists --------------------------------------------------------------------------------------------------------


def test_the_list_of_people(filled):
    items = people(filled)
    assert len(items) == 11
    assert items[0] | {"id": ""} == {
        "id": "", "name": "张䶮", "sex": "男", "title": "主治医师", "department": "骨科",
        "supporting_unit": "渝北区中医院", "receiving_units": ["云阳县江口镇中心卫生院"],
        "term": "2021-05-01/2021-10-31", "mobile": "13800000201", "id_number": "",
    }  # fmt: skip


def test_id_numbers_are_masked_unless_told(filled):
    (key,) = keys_of(filled, person="张䶮")
    save_form(filled, "enrolment", key, {"person.id_number": NUMBER})
    assert people(filled, "张䶮")[0]["id_number"] == "5199**********0112"
    assert people(filled, "张䶮", full=True)[0]["id_number"] == NUMBER
    assert not any(NUMBER in str(item) for item in people(filled))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("秦晚", ["秦晚秋"]),
        ("qinwanqiu", ["秦晚秋"]),
        ("qwq", ["秦晚秋"]),
        ("13800000209", ["阿依古丽·买买提"]),
        ("0209", ["阿依古丽·买买提"]),
        ("没有", []),
    ],
)
def test_people_are_searched(filled, text, names):
    assert [item["name"] for item in people(filled, text)] == names


def test_the_list_of_pairings(filled):
    items = pairings(filled)
    assert len(items) == 36 and len({item["id"] for item in items}) == 36
    assert sum(bool(item["managed"]) for item in items) == 5
    (one,) = [item for item in items if item["departments"]]
    assert (one["supporting_unit"], one["receiving_unit"], one["departments"]) == (
        "四川大学华西第二医院", "天全县人民医院", ["妇儿科"],
    )  # fmt: skip
    names = {(item["supporting_unit"], item["receiving_unit"]) for item in items}
    assert ("四川大学华西医院", "资阳市第一人民医院") in names
    assert any(giver == "资阳市第一人民医院" for giver, _ in names)


def test_the_list_of_plan_items(filled):
    items = plan_items(filled)
    assert [item["number"] for item in items] == [str(number) for number in range(1, 12)]
    assert items[0]["plan"] == "对口帮扶工作计划清单"


# --- several at once ----------------------------------------------------------------------------------------------


def test_several_are_changed_at_once_and_taken_back_at_once(filled, contents):
    before, keys = contents(filled), keys_of(filled)
    told = []
    outcome = change_many(
        filled, "enrolment", keys, {"enrolment.batch": "2021年第一批", "person.party": "群众"},
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told[-1][1] == 11 and {"person", "enrolment", "batch"} == set(outcome.changed)
    assert (
        len(keys_of(filled, batch=filled.sql("SELECT id FROM batch WHERE name = '2021年第一批'")[0][0])) == 11
    )
    assert count(filled, "person", "party = '群众'") == 11
    assert count(filled, "batch", "name = '2021年第一批'") == 1
    undo_operation(filled)
    assert contents(filled) == before


def test_a_cancelled_change_of_many_changes_none(filled, contents):
    before = contents(filled)

    def stop(done, total):
        if done == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        change_many(filled, "enrolment", keys_of(filled), {"person.party": "群众"}, progress=stop)
    assert contents(filled) == before


def test_one_refusal_in_many_changes_none(filled, contents):
    before = contents(filled)
    assert (
        code_of(lambda: change_many(filled, "enrolment", keys_of(filled), {"person.id_number": NUMBER}))
        == "SAV-001"
    )
    assert contents(filled) == before


def test_a_grid_of_people(filled, contents):
    before = contents(filled)
    rows = people_rows(filled, keys_of(filled))
    assert [values["person.name"] for _, values in rows][:2] == ["张䶮", "许一诺"]
    assert rows[0][1]["enrolment.receiving_unit"] == "云阳县江口镇中心卫生院"
    assert rows[0][1]["enrolment.batch"] == "2021年5月至10月"
    changes = [(rows[0][0], {"person.party": "群众"}), (None, {"person.name": "石新来"})]
    outcome = change_each(filled, "enrolment", changes)
    assert len(outcome.items) == 2 and people(filled)[-1]["name"] == "石新来"
    undo_operation(filled)
    assert contents(filled) == before


def test_a_grid_of_plan_items_puts_new_ones_last(filled):
    ((plan,),) = filled.sql("SELECT id FROM plan")
    rows = [RowChange(None, {"goal": "新一项"}), RowChange(None, {"goal": "再一项"})]
    save_rows(filled, "plan_item", rows, {"plan_id": plan}, "plan_id")
    assert [item["goal"] for item in plan_items(filled)][-2:] == ["新一项", "再一项"]
    assert (
        code_of(lambda: save_rows(filled, "plan_item", [RowChange(bytes(16), {"goal": "无"})])) == "SAV-003"
    )


def test_units_and_pairings_are_saved_by_name(filled, contents):
    before = contents(filled)
    outcome = save_record(
        filled, "pairing", None, {"form": "医联体"},
        {"supporting_id": "渝北区中医院", "receiving_id": "云阳县新来镇卫生院"},
    )  # fmt: skip
    assert outcome.changed == {"unit", "pairing"}
    assert pairings(filled)[-1] | {"id": ""} == pairings(filled)[-1] | {
        "id": "", "supporting_unit": "渝北区中医院", "receiving_unit": "云阳县新来镇卫生院", "form": "医联体",
    }  # fmt: skip
    assert history(filled)[0].title == "新增对口关系"
    undo_operation(filled)
    assert contents(filled) == before
    assert code_of(lambda: save_record(filled, "unit", bytes(16), {"name": "无"})) == "SAV-003"


# --- delete and undo ----------------------------------------------------------------------------------------------


def test_people_are_deleted_and_brought_back(filled, contents):
    before, keys = contents(filled), keys_of(filled)[:2]
    outcome = delete_enrolments(filled, keys)
    assert "可撤销" in outcome.message
    assert len(people(filled)) == 9 and count(filled, "posting") == 9
    undo_operation(filled)
    assert contents(filled) == before


def test_what_is_still_needed_is_not_deleted(filled, contents):
    before = contents(filled)
    ((unit,),) = filled.sql("SELECT id FROM unit WHERE name = '渝北区中医院'")
    with pytest.raises(Refusal) as refusal:
        delete_records(filled, "unit", [unit])
    assert refusal.value.problem.code.startswith("STO-") and refusal.value.problem.remedy
    assert contents(filled) == before


def test_history_tells_what_was_done_newest_first(filled):
    (key,) = keys_of(filled, person="张䶮")
    filled.operator = "王办事"
    save_form(filled, "enrolment", key, {"person.title": "主任医师"})
    items = history_items(filled)
    assert [item["title"] for item in items] == [
        "填写报名表",
        "导入工作计划清单：plan-2017-2022.xlsx",
        "导入任务分配表：allocation-2018.xlsx",
        "导入队员名册（情况汇总表）：roster-2021.xlsx",
    ]
    assert (items[0]["operator"], items[0]["changes"], items[0]["undone"]) == ("王办事", 1, False)
    assert len({item["id"] for item in items}) == 4
    assert [item.title for item in history(filled, limit=1)] == ["填写报名表"]


def test_undo_says_what_stands_in_the_way(filled, contents):
    first = history(filled)[-1]
    (key,) = keys_of(filled, person="张䶮")
    save_form(filled, "enrolment", key, {"person.title": "主任医师"})
    before = contents(filled)
    with pytest.raises(Refusal) as refusal:
        undo_operation(filled, first.id)
    problem = refusal.value.problem
    assert problem.code == "UND-003" and "张䶮" in str(problem) and "填写报名表" in str(problem)
    assert contents(filled) == before
    undo_operation(filled)
    outcome = undo_operation(filled, first.id)
    assert outcome.message == f"已撤销：{first.title}" and count(filled, "person") == 0
    assert "person" in outcome.changed


def test_undo_twice_and_redo(filled, contents):
    (key,) = keys_of(filled, person="张䶮")
    before = contents(filled)
    save_form(filled, "enrolment", key, {"person.title": "主任医师"})
    after = contents(filled)
    operation = history(filled)[0].id
    redo = undo_operation(filled, operation).operation
    assert contents(filled) == before
    assert code_of(lambda: undo_operation(filled, operation)) == "UND-002"
    undo_operation(filled, redo)
    assert contents(filled) == after


def test_nothing_to_undo(store):
    assert code_of(lambda: undo_operation(store)) == "UND-001"
    assert code_of(lambda: undo_operation(store, bytes(16))) == "UND-001"


# --- postings -----------------------------------------------------------------------------------------------------


@pytest.fixture
def enrolled(store):
    """Two enrolled people, one with a receiving unit."""
    save_form(
        store, "enrolment", None,
        {
            "person.name": "张䶮", "person.unit": "渝北区中医院", "enrolment.receiving_unit": "云阳县蔈草镇卫生院",
            "enrolment.receiving_department": "外科",
        },
    )  # fmt: skip
    save_form(store, "enrolment", None, {"person.name": "许一诺"})
    return store


def test_enrolled_people_are_posted_at_once(enrolled):
    outcome = post_enrolled(enrolled, keys_of(enrolled))
    assert outcome.done_in_part
    assert [(p.code, p.value) for p in outcome.refused] == [("POS-002", "许一诺")]
    (posting,) = keys_of(enrolled, "appraisal")
    values = snapshot_of(enrolled, "appraisal", posting).values
    assert (values["posting.department"], values["enrolment.receiving_unit"]) == (
        "外科",
        "云阳县蔈草镇卫生院",
    )
    assert "1人早已登记" in post_enrolled(enrolled, keys_of(enrolled)).message
    assert count(enrolled, "posting") == 1


def test_a_replacement_needs_both_approvals(enrolled):
    post_enrolled(enrolled, keys_of(enrolled))
    (posting,) = keys_of(enrolled, "appraisal")
    ((other,),) = enrolled.sql("SELECT id FROM person WHERE name = '许一诺'")
    told = {"start": "2021-07-01", "reason": "因病", "approved_by_unit": "2021.6.20 院长办公会"}
    assert (
        code_of(lambda: replace_posting(enrolled, posting, other, approved_by_bureau=" ", **told))
        == "POS-003"
    )
    told["approved_by_bureau"] = "渝北卫健函〔2021〕88号"
    ((same,),) = enrolled.sql("SELECT id FROM person WHERE name = '张䶮'")
    assert code_of(lambda: replace_posting(enrolled, posting, same, **told)) == "POS-005"
    replace_posting(enrolled, posting, other, **told)
    assert enrolled.sql('SELECT state, start, "end", replacement_reason FROM posting ORDER BY id') == [
        ("replaced", "", "2021-07-01", ""), ("planned", "2021-07-01", "", "因病"),
    ]  # fmt: skip
    assert history(enrolled)[0].title == "更换队员：张䶮换为许一诺"
    assert code_of(lambda: replace_posting(enrolled, posting, other, **told)) == "POS-004"
    assert code_of(lambda: replace_posting(enrolled, bytes(16), other, **told)) == "SAV-003"
    assert code_of(lambda: post_person(enrolled, None, "", {})) == "POS-001"
    assert code_of(lambda: post_person(enrolled, other, "", {})) == "POS-002"


# --- the first page -----------------------------------------------------------------------------------------------


def test_an_empty_ledger_asks_for_nothing(store):
    assert overview(store).todo == []
    assert (overview(store).people, overview(store).units) == (0, 0)


def test_the_first_page_says_what_to_do_first(filled):
    told = overview(filled, date(2021, 7, 1))
    assert (told.people, told.pairings, told.postings) == (11, 36, 11)
    todo = {todo.page: todo for todo in told.todo}
    first = told.todo[0]
    assert first.title == "11份报名表还没有填全"
    assert first.detail.startswith("张䶮、许一诺、秦晚秋等11人；缺") and "身份证号码11人" in first.detail
    assert first.record == keys_of(filled, person="张䶮")[0]
    assert todo["pairings/pairings"].title == "26对对口关系还没有派人"


def test_things_to_do_come_and_go(filled):
    after = [todo.title for todo in overview(filled, date(2021, 11, 1)).todo]
    assert "11人派驻已结束，考核鉴定表还没有写" in after
    assert "11人派驻已结束，考核鉴定表还没有写" not in [
        t.title for t in overview(filled, date(2021, 10, 31)).todo
    ]
    for key in keys_of(filled, "appraisal"):
        save_form(filled, "appraisal", key, {"appraisal.summary": "写了", "posting.term": ""})
    titles = [todo.title for todo in overview(filled, date(2021, 11, 1)).todo]
    assert "11个派驻没有写起止时间" in titles and not any("考核鉴定表" in title for title in titles)


def test_reading_changes_nothing(filled, contents):
    before, done = contents(filled), operations(filled)
    overview(filled)
    people(filled)
    pairings(filled)
    history_items(filled)
    assert (contents(filled), operations(filled)) == (before, done)
