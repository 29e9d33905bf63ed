"""Who is out, and the ways of counting how many were sent."""

from __future__ import annotations

from datetime import date

from app.models import Absence, Posting, Stay
from app.operations.out import answer, out_now
from app.operations.posting import replace_posting
from app.operations.timeline import timeline


def test_who_is_out_until_when_and_on_leave(filled):
    ((posting,),) = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '何以宁'"
    )
    with filled.operation("x") as op:
        op.insert_many(
            Absence, [{"posting_id": posting, "start": "2021-08-01", "end": "2021-08-31", "kind": "病假"}]
        )
    found = {one.name: one for one in out_now(filled, "2021-08-10")}
    assert len(found) == 11
    assert (found["何以宁"].leave, found["何以宁"].leave_until, found["张䶮"].leave) == (
        "病假",
        "2021-08-31",
        "",
    )
    assert found["张䶮"].until == "2021-10-31"
    assert {one.leave for one in out_now(filled, "2021-09-01")} == {""}
    assert out_now(filled, "2021-04-30") == out_now(filled, "2021-11-01") == []


def test_how_many_are_out_in_every_way_of_counting(filled):
    ((posting,),) = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '张䶮'"
    )
    ((other,),) = filled.sql("SELECT id FROM person WHERE name = '秦晚秋'")
    with filled.operation("x") as op:
        op.update_many(Posting, [(posting, {"state": "active"})])
    replace_posting(
        filled,
        posting,
        other,
        reason="工作需要",
        approved_by_unit="院长",
        approved_by_bureau="区卫健委",
        overlap="两处兼顾",
        start="2021-08-01",
    )
    said = answer(filled, "2021-09-01", "year", "times")
    assert (said.out, said.total, said.text) == (10, 12, "现在在外10人，自然年共12人次")
    assert answer(filled, "2021-09-01", "year", "people").total == 11
    assert answer(filled, "2021-09-01", "term", "times").total == 11
    assert answer(filled, "2021-09-01", "all", "batches").total == 1
    assert answer(filled, "2022-03-01", "year", "times").total == 0
    assert answer(filled, "2022-03-01", "all", "times").total == 12
    assert len(said.records) == 12
    assert said.here == tuple(one.posting for one in out_now(filled, "2021-09-01"))
    assert len(said.here) == 11  # one of the ten is at two places
    before = answer(filled, "2021-07-20", "year", "times")
    assert (before.out, posting in before.here) == (11, True)  # it was replaced later
    assert answer(filled, "2021-08-01").out == 10
    assert filled.sql("SELECT count(*) FROM batch") == [(1,)]


def test_whoever_comes_and_goes_is_out_during_the_stays_only(filled):
    ((posting,),) = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '宋清和'"
    )
    with filled.operation("x") as op:
        op.update_many(Posting, [(posting, {"mode": "interval"})])
        op.insert_many(
            Stay,
            [
                {"posting_id": posting, "arrive": "2021-05-10", "leave": "2021-05-14"},
                {"posting_id": posting, "arrive": "2021-06-07", "leave": ""},
            ],
        )
    until = {
        day: {one.name: one.until for one in out_now(filled, day)}.get("宋清和")
        for day in ("2021-05-09", "2021-05-10", "2021-05-14", "2021-05-15", "2021-06-08")
    }
    assert list(until.values()) == [None, "2021-05-14", "2021-05-14", None, "2021-10-31"]
    assert (answer(filled, "2021-05-20").out, answer(filled, "2021-05-20").total) == (10, 11)


def test_leave_without_an_end_is_of_one_day_on_the_board_and_on_the_line(filled):
    ((posting,),) = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '林知夏'"
    )
    with filled.operation("x") as op:
        op.insert_many(Absence, [{"posting_id": posting, "start": "2021-08-20", "end": "", "kind": "事假"}])
    leave = {
        day: {one.name: (one.leave, one.leave_until) for one in out_now(filled, day)}["林知夏"]
        for day in ("2021-08-19", "2021-08-20", "2021-08-21")
    }
    assert list(leave.values()) == [("", ""), ("事假", "2021-08-20"), ("", "")]
    (bar,) = [bar for lane in timeline(filled, "2021-10-01") for bar in lane.bars if bar.name == "林知夏"]
    assert bar.away == ((date(2021, 8, 20), date(2021, 8, 20)),)
