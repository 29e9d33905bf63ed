"""The people's list as a table: after any operation it says what the records say."""

from __future__ import annotations

import random

import pytest

from app.models import Batch, Enrolment, Person, Unit
from app.store.deleting import delete_record
from app.store.lists import LISTS, list_ids, rows_of
from app.store.search import rebuild_index
from app.store.undo import undo

SCAN = (
    "SELECT e.id, e.person_id, p.unit_id, e.receiving_unit_id, e.batch_id, e.position, p.name,"
    " (SELECT pinyin FROM person_search s WHERE s.person_id = p.id),"
    " ifnull((SELECT name FROM unit WHERE id = p.unit_id), ''), p.title,"
    " ifnull((SELECT name FROM unit WHERE id = e.receiving_unit_id), ''), p.mobile, p.id_number,"
    " ifnull((SELECT name FROM batch WHERE id = e.batch_id), '')"
    " FROM enrolment e, person p WHERE p.id = e.person_id ORDER BY e.id"
)


def told(store):
    return store.sql("SELECT * FROM enrolment_row ORDER BY id")


@pytest.fixture
def keys(store):
    """Two units, a batch, four people, five enrolments: one person is enrolled twice, one nowhere."""
    with store.operation("fill") as op:
        units = op.insert_many(Unit, [{"name": "渝北区中医院"}, {"name": "江口镇卫生院"}])
        (batch,) = op.insert_many(Batch, [{"name": "2021年第一批"}])
        people = op.insert_many(
            Person,
            [
                {"name": name, "unit_id": units[0], "mobile": f"1380000000{n}", "title": "主治医师"}
                for n, name in enumerate(("张灵", "单雪", "冉小满", "阿卜杜·热合曼"))
            ],
        )
        enrolments = op.insert_many(
            Enrolment,
            [
                {"person_id": people[n], "receiving_unit_id": units[1], "batch_id": batch, "position": at}
                for at, n in enumerate((0, 1, 2, 0))
            ],
        )
    return {"units": units, "batch": batch, "people": people, "enrolments": enrolments}


def test_rows_say_what_the_records_say(store, keys):
    assert len(told(store)) == 4
    assert told(store) == store.sql(SCAN)


CHANGES = {
    "a name": lambda op, keys: setattr(op.session.get(Person, keys["people"][0]), "name", "李灵"),
    "a unit of a person": lambda op, keys: op.update_many(Person, [(keys["people"][1], {"unit_id": None})]),
    "a unit's name": lambda op, keys: op.update_many(Unit, [(key, {"name": key.hex()}) for key in keys["units"]]),
    "a batch's name": lambda op, keys: op.update_many(Batch, [(keys["batch"], {"name": "2021年补充批"})]),
    "an enrolment": lambda op, keys: op.update_many(
        Enrolment, [(keys["enrolments"][2], {"batch_id": None, "receiving_unit_id": None, "position": 9})]
    ),
    "another person": lambda op, keys: op.update_many(
        Enrolment, [(keys["enrolments"][3], {"person_id": keys["people"][3]})]
    ),
    "an enrolment gone": lambda op, keys: delete_record(op, Enrolment, keys["enrolments"][1]),
    "many gone": lambda op, keys: op.delete_many(Enrolment, keys["enrolments"]),
    "a new one": lambda op, keys: op.session.add(Enrolment(person_id=keys["people"][3])),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_rows_follow_a_change_and_its_undoing(store, keys, change):
    before = told(store)
    with store.operation("save") as op:
        change(op, keys)
    assert told(store) != before
    assert told(store) == store.sql(SCAN)
    undo(store)
    assert told(store) == before


def test_rows_of_an_operation_that_failed_are_not_kept(store, keys):
    before = told(store)
    with pytest.raises(ZeroDivisionError), store.operation("half") as op:
        op.update_many(Person, [(keys["people"][0], {"title": "主任医师"})])
        _ = 1 / 0
    assert told(store) == before


def test_rows_can_be_made_anew(store, keys):
    before = told(store)
    rebuild_index(store)
    assert told(store) == before


def test_random_changes_leave_rows_that_say_what_the_records_say(store, keys):
    chance = random.Random(11)
    for number in range(40):
        with store.operation("save") as op:
            for _ in range(chance.randint(1, 3)):
                chance.choice(list(CHANGES.values())[:5])(op, keys)
            person, enrolment = chance.choice(keys["people"]), chance.choice(keys["enrolments"])
            op.update_many(Person, [(person, {"title": str(number), "name": f"张{chance.choice('伟灵')}"})])
            op.update_many(Enrolment, [(enrolment, {"receiving_unit_id": chance.choice(keys["units"])})])
            op.insert_many(Enrolment, [{"person_id": person, "batch_id": keys["batch"]}])
        assert told(store) == store.sql(SCAN)


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "name"},
        {"sort": "name", "descending": True},
        {},
        {"sort": "name", "filters": {"unit_id": b"1" * 16}},
        {"sort": "name", "filters": {"receiving_unit_id": b"1" * 16}},
        {"sort": "name", "filters": {"batch_id": b"1" * 16}},
    ],
    ids=str,
)
def test_the_usual_orders_and_filters_are_read_from_an_index_alone(store, monkeypatch, asked):
    plans = []
    plain = store.sql

    def explained(query, params=()):
        plans.extend(row[3] for row in plain(f"EXPLAIN QUERY PLAN {query}", params))
        return plain(query, params)

    monkeypatch.setattr(store, "sql", explained)
    list_ids(store, "enrolments", **asked)
    (plan,) = plans
    assert "USING COVERING INDEX" in plan, plan


@pytest.mark.parametrize("name", LISTS)
def test_descending_is_the_very_reverse_in_every_column(store, keys, name):
    for column in ("", *LISTS[name].columns):
        ids = list_ids(store, name, column)
        assert list_ids(store, name, column, descending=True) == ids[::-1], column
        assert set(rows_of(store, name, ids)) == set(ids)
