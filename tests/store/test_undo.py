"""Undo of whole operations, redo, and what stands in the way."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.problems import Refusal
from app.models import CareerLine, Enrolment, Pairing, Person, Posting, Unit, new_id
from app.store.deleting import delete_record
from app.store.erasing import erase, verify_journal
from app.store.opening import open_store
from app.store.search import search_people
from app.store.undo import history, undo


def refusal_of(store, operation=None):
    with pytest.raises(Refusal) as refused:
        undo(store, operation)
    return refused.value.problem


def rename(store, key, name, title="改名"):
    with store.operation("save", title, operator="李敏") as op:
        op.session.get(Person, key).name = name
    return op.id


def test_undo_takes_back_a_whole_import_and_redo_brings_it_back(store, clinic, contents):
    before = contents()
    with store.operation("import", "导入名册") as op:
        people = op.insert_many(
            Person, [{"name": name, "unit_id": clinic["hospital"]} for name in ("王一", "李二", "赵三")]
        )
        op.insert_many(CareerLine, [{"person_id": key, "position": 1, "text": "2001年"} for key in people])
        op.update_many(Person, [(clinic["person"], {"sex": "女", "duty": "护士长"})])
    after = contents()
    undone = undo(store)
    assert (undone.undid, undone.title) == (op.id, "导入名册")
    assert undone.changed == {"person", "career_line"}
    assert contents() == before
    assert search_people(store, "李二") == []
    undo(store, undone.operation)
    assert contents() == after
    assert search_people(store, "李二") == [people[1]]
    assert [item.title for item in history(store)][:3] == ["恢复：导入名册", "撤销：导入名册", "导入名册"]
    assert verify_journal(store) == []


def test_undo_by_default_goes_back_step_by_step(store, clinic):
    for name in ("张一", "张二"):
        rename(store, clinic["person"], name)
    undo(store)
    assert store.sql("SELECT name FROM person") == [("张一",)]
    undo(store)
    assert store.sql("SELECT name FROM person") == [("张䶮",)]
    undo(store)
    undo(store)
    assert store.sql("SELECT count(*) FROM unit") == [(0,)]
    assert refusal_of(store).code == "UND-001"


def test_a_deleted_person_comes_back_with_everything_that_was_hers(store, clinic, contents):
    before = contents()
    with store.operation("delete", "删除人员") as op:
        assert delete_record(op, Person, clinic["person"]) == 4
    assert store.sql("SELECT count(*) FROM career_line") == [(0,)]
    undo(store)
    assert contents() == before
    assert search_people(store, "张䶮") == [clinic["person"]]


def test_a_later_change_of_the_same_field_stands_in_the_way(store, clinic):
    first = rename(store, clinic["person"], "张一", "改名一")
    rename(store, clinic["person"], "张二", "改名二")
    problem = refusal_of(store, first)
    assert problem.code == "UND-003"
    assert "张二" in problem.message
    assert "李敏" in problem.message
    assert "改名二" in problem.message


def test_a_later_change_of_another_field_does_not(store, clinic):
    first = rename(store, clinic["person"], "张一")
    with store.operation("save") as op:
        op.session.get(Person, clinic["person"]).sex = "女"
    undo(store, first)
    assert store.sql("SELECT name, sex FROM person") == [("张䶮", "女")]


def test_a_later_change_that_was_taken_back_does_not(store, clinic):
    first = rename(store, clinic["person"], "张一")
    second = rename(store, clinic["person"], "张二")
    undo(store, second)
    undo(store, first)
    assert store.sql("SELECT name FROM person") == [("张䶮",)]


def test_the_same_value_set_again_later_still_stands_in_the_way(store, clinic):
    first = rename(store, clinic["person"], "张一")
    rename(store, clinic["person"], "张二")
    rename(store, clinic["person"], "张一")
    assert refusal_of(store, first).code == "UND-003"


def test_a_record_changed_since_is_not_uninserted(store, clinic):
    with store.operation("add", "新增单位") as op:
        unit = Unit(name="丁医院")
        op.session.add(unit)
    with store.operation("save", "改级别") as later:
        later.session.get(Unit, unit.id).level = "三级"
    assert refusal_of(store, op.id).code == "UND-003"


def test_a_later_reference_stands_in_the_way(store, clinic):
    with store.operation("add", "新增单位") as op:
        unit = Unit(name="丁医院")
        op.session.add(unit)
    with store.operation("pair", "结对", operator="王芳") as later:
        later.session.add(Pairing(supporting_id=unit.id, receiving_id=clinic["clinic"]))
    problem = refusal_of(store, op.id)
    assert problem.code == "UND-004"
    for part in ("丁医院", "对口关系", "王芳", "结对"):
        assert part in problem.message
    undo(store, later.id)
    undo(store, op.id)
    assert store.sql("SELECT count(*) FROM unit") == [(2,)]


def test_a_record_that_the_operation_itself_made_refer_to_a_new_one_lets_go(store, clinic, contents):
    with store.operation("save", "报名") as op:
        enrolment = op.insert_many(Enrolment, [{"person_id": clinic["person"], "position": 1}])[0]
    before = contents()
    with store.operation("import", "导入名册") as op:
        unit = op.insert_many(Unit, [{"name": "云阳县泥溪镇卫生院"}])[0]
        op.update_many(Enrolment, [(enrolment, {"receiving_unit_id": unit})])
    after = contents()
    undone = undo(store)
    assert contents() == before
    undo(store, undone.operation)
    assert contents() == after


def test_a_record_deleted_since_stands_in_the_way(store, clinic):
    first = rename(store, clinic["person"], "张一")
    with store.operation("delete", "删除人员") as op:
        delete_record(op, Person, clinic["person"])
    assert refusal_of(store, first).code in ("UND-003", "UND-005")


def test_what_a_restored_record_refers_to_must_be_there(store, clinic):
    with store.operation("delete person", "删除人员") as op:
        delete_record(op, Person, clinic["person"])
    with store.operation("delete unit", "删除单位") as later:
        delete_record(later, Unit, clinic["hospital"])
    assert refusal_of(store, op.id).code == "UND-005"
    undo(store, later.id)
    undo(store, op.id)
    assert store.sql("SELECT name FROM person") == [("张䶮",)]


def test_a_name_taken_since_stands_in_the_way(store, clinic):
    with store.operation("rename") as op:
        op.session.get(Unit, clinic["clinic"]).name = "蔈草镇中心卫生院"
    with store.operation("add") as later:
        later.session.add(Unit(name="云阳县蔈草镇卫生院"))
    assert refusal_of(store, op.id).code == "UND-006"


def test_twice_and_unknown_are_refused(store, clinic):
    first = rename(store, clinic["person"], "张一")
    undo(store, first)
    assert refusal_of(store, first).code == "UND-002"
    assert refusal_of(store, new_id()).code == "UND-001"


def meanwhile(store, monkeypatch, act):
    """Have a second window act after an undo has looked the history through and before it writes."""
    begin = store.operation

    def late(*told, **more):
        monkeypatch.setattr(store, "operation", begin)
        with open_store(store.folder) as other:
            act(other)
        return begin(*told, **more)

    monkeypatch.setattr(store, "operation", late)


def test_two_windows_undo_the_same_at_once(store, clinic, monkeypatch, contents):
    operation = rename(store, clinic["person"], "张小䶮")
    meanwhile(store, monkeypatch, lambda other: undo(other, operation))
    assert refusal_of(store, operation).code == "UND-002"
    assert store.sql("SELECT name FROM person") == [("张䶮",)]


def test_a_change_that_another_window_brings_back_meanwhile_is_not_lost(store, clinic, monkeypatch):
    first = rename(store, clinic["person"], "张一")
    second = rename(store, clinic["person"], "张二")
    taken_back = undo(store, second).operation
    meanwhile(store, monkeypatch, lambda other: undo(other, taken_back))
    assert refusal_of(store, first).code == "UND-003"
    assert store.sql("SELECT name FROM person") == [("张二",)]


def test_an_erased_value_is_not_brought_back(store, clinic):
    with store.operation("save") as op:
        op.session.get(Person, clinic["person"]).id_number = ""
    with store.operation("erase") as eraser:
        erase(eraser, "person", clinic["person"], "id_number")
    assert refusal_of(store, op.id).code == "UND-007"


def test_a_refused_undo_changes_nothing(store, clinic, contents):
    first = rename(store, clinic["person"], "张一")
    rename(store, clinic["person"], "张二")
    before = (contents(), store.sql("SELECT count(*) FROM operation"))
    refusal_of(store, first)
    assert (contents(), store.sql("SELECT count(*) FROM operation")) == before


def test_made_and_changed_and_deleted_in_one_operation(store, clinic, contents):
    before = contents()
    with store.operation("much") as op:
        unit = Unit(name="戊医院")
        op.session.add(unit)
        op.session.flush()
        unit.name = "己医院"
        op.session.flush()
        passing = Unit(name="过客")
        op.session.add(passing)
        op.session.flush()
        delete_record(op, Unit, passing.id)
        op.session.get(Posting, clinic["posting"]).subsidised = None
        op.session.flush()
        delete_record(op, Posting, clinic["posting"])
    undo(store)
    assert contents() == before


def test_a_unit_that_is_needed_is_not_deleted(store, clinic):
    with pytest.raises(Refusal) as refused, store.operation("delete") as op:
        delete_record(op, Unit, clinic["hospital"])
    assert refused.value.problem.code == "STO-030"
    assert "渝北区中医院" in refused.value.problem.message
    assert "1条人员" in refused.value.problem.message


def test_what_only_points_at_a_record_lets_go(store, clinic, contents):
    with store.operation("replace") as op:
        op.session.add(
            Posting(person_id=clinic["person"], unit_id=clinic["clinic"], replaces_id=clinic["posting"])
        )
    before = contents()
    with store.operation("delete") as op:
        delete_record(op, Posting, clinic["posting"])
    assert store.sql("SELECT replaces_id FROM posting") == [(None,)]
    undo(store)
    assert contents() == before


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES, st.sampled_from(["", "男", "女"])),
        st.tuples(st.just("set"), st.integers(0, 9), st.sampled_from(["name", "sex", "note"]), NAMES),
        st.tuples(st.just("delete"), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=8,
)


def act(op, acts):
    for what, *told in acts:
        people = list(op.session.query(Person).order_by(Person.id))
        if what == "add":
            op.session.add(Person(name=told[0], sex=told[1]))
        elif people and what == "set":
            setattr(people[told[0] % len(people)], told[1], told[2])
        elif people:
            delete_record(op, Person, people[told[0] % len(people)].id)
        op.session.flush()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=1, max_size=4))
def test_undoing_everything_backwards_and_forwards_again(store, contents, rounds):
    states, made = [contents()], []
    for acts in rounds:
        with store.operation("acts") as op:
            act(op, acts)
        if op.id is not None:
            made.append(op.id)
            states.append(contents())
    undos = []
    for operation, state in zip(reversed(made), reversed(states[:-1]), strict=True):
        try:
            undos.append(undo(store, operation).operation)
        except Refusal as refused:
            assert refused.problem.code == "UND-001"
            assert contents() == state
            return
        assert contents() == state
    for operation, state in zip(reversed(undos), states[1:], strict=True):
        undo(store, operation)
        assert contents() == state
    assert verify_journal(store) == []
