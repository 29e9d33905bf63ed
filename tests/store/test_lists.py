"""Long lists by plain SQL: order, filters, search, cells."""

from __future__ import annotations

import pytest

from app.models import Batch, Enrolment, Pairing, PairingDepartment, Person, Plan, PlanItem, Posting, Unit
from app.store.lists import LISTS, list_ids, people_labels, rows_of, values_of


@pytest.fixture
def full(store):
    """Three people at two hospitals, enrolled in a batch, two posted; pairings and a plan."""
    with store.operation("fill") as op:
        first, second, clinic = op.insert_many(
            Unit,
            [
                {"name": name, "region": "成都"}
                for name in ("渝北区中医院", "资阳市第一人民医院", "江口镇中心卫生院")
            ],
        )
        (batch,) = op.insert_many(Batch, [{"name": "2021年第一批", "year": "2021"}])
        people = op.insert_many(
            Person,
            [
                {
                    "name": "张灵",
                    "sex": "女",
                    "unit_id": first,
                    "department": "骨科",
                    "mobile": "13800001111",
                },
                {"name": "单雪", "sex": "女", "unit_id": second, "title": "主治医师"},
                {"name": "阿卜杜·热合曼", "sex": "男", "unit_id": first},
            ],
        )
        enrolments = op.insert_many(
            Enrolment,
            [
                {
                    "person_id": key,
                    "position": 3 - n,
                    "batch_id": batch if n else None,
                    "receiving_unit_id": clinic,
                }
                for n, key in enumerate(people)
            ],
        )
        postings = op.insert_many(
            Posting,
            [
                {"person_id": people[0], "unit_id": clinic, "state": "active", "enrolment_id": enrolments[0]},
                {
                    "person_id": people[1],
                    "unit_id": second,
                    "supporting_unit_id": first,
                    "start": "2021-05-01",
                },
            ],
        )
        pairings = op.insert_many(
            Pairing,
            [
                {"supporting_id": first, "receiving_id": clinic, "position": 2, "managed": True},
                {"supporting_id": second, "receiving_id": clinic, "position": 1},
            ],
        )
        op.insert_many(PairingDepartment, [{"pairing_id": pairings[0], "receiving_department": "妇儿科"}])
        (plan,) = op.insert_many(Plan, [{"title": "帮扶计划"}])
        items = op.insert_many(
            PlanItem,
            [
                {"plan_id": plan, "number": str(n), "goal": f"目标{n}", "position": n, "due": due}
                for n, due in ((2, ""), (10, "2017-07-31"), (1, "2017-12-31"))
            ],
        )
    return {
        "people": people, "enrolments": enrolments, "postings": postings, "pairings": pairings, "items": items,
        "first": first, "clinic": clinic, "batch": batch,
    }  # fmt: skip


def names(store, listing, ids, column="name"):
    rows = rows_of(store, listing, ids, (column,))
    return [rows[key][0] for key in ids]


def test_people_sort_by_pinyin_with_surnames_read_as_such(store, full):
    ids = list_ids(store, "people", "name")
    assert names(store, "people", ids) == ["阿卜杜·热合曼", "单雪", "张灵"]
    assert list_ids(store, "people", "name", descending=True) == ids[::-1]
    assert list_ids(store, "people") == full["people"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"sex": "女"}, [0, 1]),
        ({"sex": "女", "unit": "渝北区中医院"}, [0]),
        ({"title": "主治医师", "unit": ""}, [1]),
        ({"state": "active"}, [0]),
        ({"unit": "没有的"}, []),
    ],
)
def test_people_are_filtered(store, full, filters, found):
    assert list_ids(store, "people", filters=filters) == [full["people"][n] for n in found]


def test_filters_by_key(store, full):
    people, enrolments = full["people"], full["enrolments"]
    assert list_ids(store, "people", filters={"unit_id": full["first"]}) == [people[0], people[2]]
    assert list_ids(store, "people", filters={"batch_id": full["batch"]}) == people[1:]
    assert list_ids(store, "people", filters={"receiving_unit_id": full["clinic"]}) == people[:1]
    assert list_ids(store, "enrolments", filters={"batch_id": full["batch"]}) == [
        enrolments[2],
        enrolments[1],
    ]
    assert list_ids(store, "postings", filters={"supporting_unit_id": full["first"]}) == [full["postings"][1]]


@pytest.mark.parametrize(
    ("listing", "text", "found"),
    [
        ("people", "sx", [1]),
        ("people", "0000111", [0]),
        ("people", "中医院", [0, 2]),
        ("enrolments", "阿卜杜", [2]),
        ("enrolments", "江口镇", [2, 1, 0]),
        ("enrolments", "资阳", [1]),
        ("postings", "shan", [1]),
        ("postings", "渝北", [1]),
        ("pairings", "资阳", [1]),
        ("pairings", "卫生院", [1, 0]),
        ("pairings", "x", []),
    ],
)
def test_lists_are_searched(store, full, listing, text, found):
    assert list_ids(store, listing, search=text) == [full[listing][n] for n in found]


def test_search_and_filter_and_sort_together(store, full):
    assert list_ids(store, "enrolments", "name", search="江口", filters={"sex": "女"}) == [
        full["enrolments"][1],
        full["enrolments"][0],
    ]


def test_cells_of_the_lists(store, full):
    row = rows_of(store, "postings", full["postings"], ("name", "supporting_unit", "unit", "start"))
    assert row[full["postings"][0]] == ("张灵", "渝北区中医院", "江口镇中心卫生院", "")
    assert row[full["postings"][1]] == ("单雪", "渝北区中医院", "资阳市第一人民医院", "2021-05-01")
    cells = ("supporting_region", "receiving_unit", "managed", "departments")
    assert rows_of(store, "pairings", full["pairings"][:1], cells) == {
        full["pairings"][0]: ("成都", "江口镇中心卫生院", 1, "妇儿科")
    }
    assert names(store, "units", list_ids(store, "units", "receives", descending=True)[:1], "receives") == [2]
    assert values_of(store, "people", "unit") == ["渝北区中医院", "资阳市第一人民医院"]
    assert rows_of(store, "people", [b"x" * 16]) == {}


def test_plan_items_sort_by_number_and_by_date_with_untold_dates_last(store, full):
    assert names(store, "plan_items", list_ids(store, "plan_items", "number"), "number") == ["1", "2", "10"]
    assert names(store, "plan_items", list_ids(store, "plan_items", "due"), "number") == ["10", "1", "2"]


def test_every_column_of_every_list_sorts_and_shows(store, full):
    for name, listing in LISTS.items():
        everything = set(list_ids(store, name))
        assert set(rows_of(store, name, list(everything))) == everything
        for column in listing.columns:
            assert set(list_ids(store, name, column)) == everything, (name, column)


def test_labels_of_people_tell_them_apart(store, full):
    first, second = full["people"][:2]
    assert people_labels(store, [second, first]) == [
        (second, "单雪　资阳市第一人民医院"),
        (first, "张灵　渝北区中医院 骨科"),
    ]
