"""派驻时间线: lanes in the official order, gaps between postings, partial dates, leave and hand-overs."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Absence, Posting
from app.operations.timeline import first_day, last_day, timeline


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)), ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31)), ("2021-05-03", date(2021, 5, 3), date(2021, 5, 3)),
        ("不详", None, None),
    ],
)  # fmt: skip
def test_partial_dates_cover_their_days(text, first, last):
    assert (first_day(text), last_day(text)) == (first, last)


def test_a_lane_for_each_unit_with_gaps_leave_and_hand_over(filled):
    ((first, person, unit),) = filled.sql(
        "SELECT t.id, t.person_id, t.unit_id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '宋清和'"
    )
    with filled.operation("x") as op:
        op.insert_many(
            Posting,
            [
                {
                    "person_id": person,
                    "unit_id": unit,
                    "start": "2022-01",
                    "end": "2022-03",
                    "replaces_id": first,
                },
                {"person_id": person, "unit_id": unit, "start": "2022-05-01", "end": ""},
                {"person_id": person, "unit_id": unit, "start": "", "end": "2020"},
            ],
        )
        op.insert_many(Absence, [{"posting_id": first, "start": "2021-07-12", "end": "2021-07-16"}])
    lanes = timeline(filled, "2022-06-15")
    assert len(lanes) == 8
    (mine,) = [lane for lane in lanes if lane.name == "云阳县蔈草镇卫生院"]
    assert [(bar.start, bar.end, bar.open) for bar in mine.bars] == [
        (date(2021, 5, 1), date(2021, 10, 31), False),
        (date(2022, 1, 1), date(2022, 3, 31), False),
        (date(2022, 5, 1), date(2022, 6, 15), True),
    ]
    assert mine.gaps == ((date(2021, 11, 1), date(2021, 12, 31)), (date(2022, 4, 1), date(2022, 4, 30)))
    assert mine.bars[0].away == ((date(2021, 7, 12), date(2021, 7, 16)),)
    assert mine.bars[1].replaces == bytes(first)
    assert [len(lane.bars) for lane in lanes if lane.name == "云阳县江口镇中心卫生院"] == [3]
