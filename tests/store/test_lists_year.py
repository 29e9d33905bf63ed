"""The lists of the office's year: every column can be shown and sorted by, every filter and search runs."""

from __future__ import annotations

import pytest

from app.models import (
    Absence,
    Activity,
    Agreement,
    AgreementParty,
    Allowance,
    Appraisal,
    Batch,
    BatchOne,
    Contact,
    Development,
    DutyCheck,
    Letter,
    Mentorship,
    Person,
    Posting,
    SignOff,
    Training,
    Unit,
    UnitYear,
)
from app.store.lists import list_ids, rows_of, sums_of, values_of
from app.store.lists_year import LISTS_YEAR
from app.store.opening import open_store


@pytest.fixture
def ledger(tmp_path):
    with open_store(tmp_path / "data") as store:
        with store.operation("test") as op:
            one = {}
            (one["clinic"],) = op.insert_many(Unit, [{"name": "云阳县泥溪镇卫生院"}])
            (one["hospital"],) = op.insert_many(Unit, [{"name": "渝北区中医院"}])
            (one["mentor"],) = op.insert_many(Person, [{"name": "张䶮", "unit_id": one["hospital"]}])
            (one["mentee"],) = op.insert_many(
                Person, [{"name": "冉小满", "unit_id": one["clinic"], "department": "外科"}]
            )
            place = {"unit_id": one["clinic"], "supporting_unit_id": one["hospital"]}
            (one["posting"],) = op.insert_many(Posting, [{"person_id": one["mentor"], **place}])
            (one["batch"],) = op.insert_many(Batch, [{"name": "2021年上半年", "year": "2021"}])
            posted = {"posting_id": one["posting"]}
            signed = {"number": "2021-001", "signed_on": "2021-05-10", "mentee_id": one["mentee"]}
            op.insert_many(Mentorship, [{**posted, **signed}])
            (agreement,) = op.insert_many(Agreement, [{"kind": "责任书", "title": "对口帮扶责任书"}])
            names = [(1, "云阳县人民政府", None), (2, "渝北区中医院", one["hospital"])]
            op.insert_many(
                AgreementParty,
                [
                    {"agreement_id": agreement, "position": at, "name": name, "unit_id": unit}
                    for at, name, unit in names
                ],
            )
            op.insert_many(
                Development, [{"kind": "techniques", "name": "小儿推拿", "began": "2021-06", **place}]
            )
            op.insert_many(Contact, [{"kind": "call", "date": "2021-05-03", "topic": "商定义诊", **place}])
            op.insert_many(
                Training, [{"person_id": one["mentee"], "unit_id": one["hospital"], "start": "2021-09"}]
            )
            op.insert_many(BatchOne, [{"batch_id": one["batch"], "item": "leader", "text": "对接外科主任"}])
            op.insert_many(
                UnitYear,
                [{"unit_id": one["clinic"], "year": "2021", "measure": "county_share", "value": "91.2"}],
            )
            op.insert_many(
                Allowance, [{**posted, "start": "2021-05", "days": "31", "rate": "80", "amount": "2480"}]
            )
            op.insert_many(Absence, [{**posted, "start": "2021-08-01", "kind": "病假"}])
            gift = {
                "kind": "donations",
                "date": "2021-06-08",
                "month": "2021-06",
                "amount": 5000,
                "people": 3,
            }
            op.insert_many(Activity, [{**gift, "person_id": one["mentor"], "topic": "心电图机", **place}])
            op.insert_many(
                Letter, [{"edition": "x", "title": "经历证明", "person_id": one["mentor"], "blocks": "[1]"}]
            )
            (appraisal,) = op.insert_many(Appraisal, [{"posting_id": one["posting"]}])
            op.insert_many(
                SignOff,
                [
                    {
                        "appraisal_id": appraisal,
                        "edition": "x",
                        "printed_on": "2021-11-01",
                        "handed_to": "院办",
                    }
                ],
            )
            op.insert_many(DutyCheck, [{**posted, "period": "2021年上半年", "score": "95"}])
        yield store, one


@pytest.mark.parametrize("name", sorted(LISTS_YEAR))
def test_every_column_sorts_and_every_filter_runs(ledger, name):
    store, _ = ledger
    (key,) = list_ids(store, name)
    assert len(rows_of(store, name, [key])[key]) == len(LISTS_YEAR[name].columns)
    for column in LISTS_YEAR[name].columns:
        assert list_ids(store, name, column, descending=True) == [key]
        assert len(values_of(store, name, column)) <= 1
    for condition in LISTS_YEAR[name].filters:
        assert list_ids(store, name, filters={condition: bytes(16)}) == []
    assert list_ids(store, name, search="没有这样的字") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mentorships", "冉小满"), ("mentorships", "zhangyan"), ("mentorships", "泥溪"), ("mentorships", "2021-001"),
        ("agreements", "人民政府"), ("agreements", "渝北区中医院"), ("developments", "推拿"), ("contacts", "义诊"),
        ("contacts", "泥溪"), ("trainings", "ranxiaoman"), ("batch_ones", "外科主任"), ("unit_years", "泥溪"),
        ("activities", "zhangyan"), ("activities", "渝北区"), ("activities", "心电图"),
        ("allowances", "张䶮"), ("absences", "病假"), ("duty_checks", "泥溪"),
        ("sign_offs", "zhangyan"), ("sign_offs", "泥溪"), ("sign_offs", "院办"),
    ],
)  # fmt: skip
def test_searches_find(ledger, name, text):
    assert len(list_ids(ledger[0], name, search=text)) == 1


def test_what_the_lists_show(ledger):
    store, one = ledger
    columns = ("number", "mentor", "mentee", "unit", "department", "state", "year")
    ((shown,),) = [tuple(rows_of(store, "mentorships", list_ids(store, "mentorships"), columns).values())]
    assert shown == ("2021-001", "张䶮", "冉小满", "云阳县泥溪镇卫生院", "外科", "帮带中", "2021")
    (key,) = list_ids(store, "agreements", filters={"unit_id": one["hospital"]})
    assert rows_of(store, "agreements", [key], ("parties",))[key] == ("云阳县人民政府、渝北区中医院",)
    (key,) = list_ids(store, "trainings", filters={"unit_id": one["clinic"]})
    assert rows_of(store, "trainings", [key], ("from_unit", "host"))[key] == (
        "云阳县泥溪镇卫生院",
        "渝北区中医院",
    )


def test_work_is_shown_in_its_measure_and_summed_by_its_kind(ledger):
    store, one = ledger
    tours = [
        {"kind": "tours", "date": day, "month": day[:7], "amount": 2, "people": 30}
        for day in ("2021-05-03", "2021")
    ]
    with store.operation("test") as op:
        op.insert_many(Activity, [{**row, "unit_id": one["clinic"]} for row in tours])
    keys = list_ids(store, "activities")
    shown = rows_of(store, "activities", keys, ("date", "figure", "person"))
    assert [shown[key] for key in keys] == [
        ("2021-06-08", "0.5 万元", "张䶮"), ("2021-05-03", "2 次", None), ("2021", "2 次", None),
    ]  # fmt: skip
    sums = ("amount", "people")
    assert sums_of(store, "activities", "kind", sums) == {"donations": (1, 5000, 3), "tours": (2, 4, 60)}
    assert sums_of(store, "activities", "kind", sums, filters={"month": "2021-05"}) == {"tours": (1, 2, 30)}
    assert sums_of(store, "activities", "kind", sums, "心电图") == {"donations": (1, 5000, 3)}
    assert len(list_ids(store, "activities", filters={"month": "2021"})) == 3
