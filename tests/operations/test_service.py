"""支援时段: days counted by hand, overlaps once, gaps named, leave taken off where days on site are asked for."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.problems import Refusal
from app.models import Absence, Posting, Stay
from app.operations.service import calendar_months, days_of, service_periods, spans
from app.operations.snapshots import snapshot_of

AS_OF = date(2023, 3, 31)


@pytest.fixture
def served(filled):
    """宋清和 of the roster (2021-05-01 to 2021-10-31) with two postings before and three after."""
    ((person, unit, other),) = filled.sql(
        "SELECT t.person_id, t.unit_id, (SELECT id FROM unit WHERE name = '云阳县江口镇中心卫生院') FROM posting t"
        " JOIN person p ON p.id = t.person_id WHERE p.name = '宋清和'"
    )
    person, rows = bytes(person), (
        {"start": "2019", "end": "2019", "unit_id": unit, "mode": "interval"},
        {"start": "2020-02", "end": "2020-02", "unit_id": unit, "post": "副院长"},
        {"start": "2021-10-17", "end": "2022-01-10", "unit_id": other},
        {"start": "2023-03-01", "end": "", "unit_id": unit},
        {"start": "2024-01-01", "end": "2024-06-30", "unit_id": unit},
    )  # fmt: skip
    with filled.operation("x") as op:
        keys = op.insert_many(Posting, [{"person_id": person, **row} for row in rows])
        ((own,),) = filled.sql(
            "SELECT id FROM posting WHERE person_id = ? AND start = '2021-05-01'", (person,)
        )
        op.insert_many(Stay, [
            {"posting_id": keys[0], "arrive": "2019-03-04", "leave": "2019-03-15"},
            {"posting_id": keys[0], "arrive": "2019-09-02", "leave": "2019-09-06"},
        ])  # fmt: skip
        op.insert_many(Absence, [
            {"posting_id": own, "start": "2021-07-12", "end": "2021-07-16"},
            {"posting_id": keys[0], "start": "2019-03-15", "end": "2019-03-16"},
            {"posting_id": own, "start": "2021-12-01", "end": "2021-12-05"},
        ])  # fmt: skip
    return filled, person


def test_each_posting_is_counted_with_both_its_ends(served):
    store, person = served
    found = service_periods(store, person, AS_OF)
    told = [(one.start, one.days, one.leave, one.on_site, one.open, one.why) for one in found.periods]
    assert told == [
        ("2019", 365, 2, 12 + 5 - 1, False, ""),
        ("2020-02", 29, 0, 29, False, ""),
        ("2021-05-01", 184, 5, 179, False, ""),
        ("2021-10-17", 15 + 30 + 31 + 10, 0, 86, False, ""),
        ("2023-03-01", 31, 0, 31, True, ""),
        ("2024-01-01", 0, 0, 0, False, "还没有开始"),
    ]
    assert (found.periods[1].role, found.periods[3].unit) == ("副院长", "云阳县江口镇中心卫生院")
    assert found.periods[2].span == (date(2021, 5, 1), date(2021, 10, 31))


def test_sums_count_a_day_at_two_units_once_and_name_the_gaps(served):
    store, person = served
    found = service_periods(store, person, AS_OF)
    assert found.overlap == 15
    assert found.days == 365 + 29 + 184 + 86 + 31 - 15
    assert found.on_site == 16 + 29 + 179 + 86 + 31 - 15
    assert [(one.year, one.days, one.on_site) for one in found.years] == [
        (2019, 365, 16), (2020, 29, 29), (2021, (date(2021, 12, 31) - date(2021, 5, 1)).days + 1, 240), (2022, 10, 10),
        (2023, 31, 31),
    ]  # fmt: skip
    assert sum(one.days for one in found.years) == found.days
    assert found.gaps == (
        (date(2020, 1, 1), date(2020, 1, 31)), (date(2020, 3, 1), date(2021, 4, 30)), (date(2022, 1, 11), date(2023, 2, 28)),
    )  # fmt: skip
    assert found.months == 12 + 1 + 8 + 1


def test_the_letter_tells_the_same_days(served):
    store, person = served
    seen = snapshot_of(store, "experience", person)
    today = service_periods(store, person)
    assert seen.values["experience.days"] == str(today.on_site)
    assert [row["period.days"] for row in seen.lists["experience.periods"]] == [
        str(one.on_site) for one in today.periods
    ]


def test_what_cannot_be_counted_says_why(served):
    store, person = served
    ((unit,),) = store.sql("SELECT unit_id FROM posting WHERE person_id = ? LIMIT 1", (person,))
    with store.operation("x") as op:
        op.insert_many(
            Posting,
            [
                {"person_id": person, "unit_id": unit, "start": "", "end": "2018-05-01"},
                {"person_id": person, "unit_id": unit, "start": "2018-05-01", "end": "2018-04-01"},
            ],
        )
    found = {one.start: one for one in service_periods(store, person, AS_OF).periods}
    assert (found[""].why, found["2018-05-01"].why) == ("没有写开始日期", "结束在开始之前")
    assert found[""].span is None and found["2018-05-01"].days == 0
    with pytest.raises(Refusal) as caught:
        service_periods(store, bytes(16))
    assert caught.value.problem.code == "SRV-001"


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2021-05-01", "2021-10-31", 6), ("2021-05-15", "2021-06-14", 1), ("2021-05-15", "2021-06-13", 0),
        ("2020-02-01", "2020-02-29", 1), ("2020-02-01", "2020-02-28", 0), ("2019-11-16", "2020-11-15", 12),
        ("2021-05-01", "2021-05-01", 0), ("2021-01-31", "2021-02-28", 1),
    ],
)  # fmt: skip
def test_whole_calendar_months(first, last, months):
    assert calendar_months((date.fromisoformat(first), date.fromisoformat(last))) == months


def test_partial_dates_cover_all_their_days_and_spans_join():
    first, last = date(2019, 1, 1), date(2021, 12, 31)
    assert len(days_of("2020", "2020", first, last)) == 366
    assert len(days_of("2020-02", "2020-02", first, last)) == 29
    assert days_of("2021-12-30", "", first, last) == [date(2021, 12, 30), date(2021, 12, 31)]
    assert days_of("不详", "2020", first, last) == [] == days_of("2020-03", "2020-01", first, last)
    days = [date(2021, 1, 2), date(2021, 1, 1), date(2021, 1, 4)]
    assert spans(days) == ((date(2021, 1, 1), date(2021, 1, 2)), (date(2021, 1, 4), date(2021, 1, 4)))
