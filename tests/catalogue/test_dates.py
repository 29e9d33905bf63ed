"""Dates and terms in the forms that people type."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.dates import (
    as_date,
    day_here,
    format_partial,
    format_term,
    parse_partial,
    parse_term,
    with_year,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PARTIALS = st.one_of(
    DAYS.map(lambda day: day.isoformat()),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1980.05", "1980-05"), ("1980.5", "1980-05"), ("1980-5", "1980-05"), ("1980/5", "1980-05"),
        ("1980年5月", "1980-05"), ("198005", "1980-05"), ("1980", "1980"), ("1980年", "1980"),
        ("2021.5.1", "2021-05-01"), ("2021年5月1日", "2021-05-01"), ("20210501", "2021-05-01"),
        ("2021年 5 月", "2021-05"), ("２０２１．５", "2021-05"), ("2021-05-01 00:00:00", "2021-05-01"),
        ("二〇二一年五月十一日", "2021-05-11"), ("二○二一年十二月", "2021-12"), ("2021.5.", "2021-05"),
        ("2021年5月1号", "2021-05-01"), ("1980.10", "1980-10"), ("1980.1", "1980-01"),
    ],
)  # fmt: skip
def test_a_date_is_read(text, iso):
    assert parse_partial(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", " ", "半年", "2021.2.30", "2021.13", "2021年0月", "13800000101", "85.6", "2021.5-10", "2021年51"],
)
def test_what_is_no_date_is_none(text):
    assert parse_partial(text) is None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2021.5.1-2021.10.31", ("2021-05-01", "2021-10-31")),
        ("2021年5月1日至10月31日", ("2021-05-01", "2021-10-31")),
        ("2021/5/1—2021/10/31", ("2021-05-01", "2021-10-31")),
        ("2021/5/1-2021/10/31", ("2021-05-01", "2021-10-31")),
        ("2021-05-01至2021-10-31", ("2021-05-01", "2021-10-31")),
        ("2021-05-01-2021-10-31", ("2021-05-01", "2021-10-31")),
        ("2021.5.1——2021.10.31", ("2021-05-01", "2021-10-31")),
        ("2021.5.1 ~ 10.31", ("2021-05-01", "2021-10-31")),
        ("2021.5.1－2021.10.31（6个月）", ("2021-05-01", "2021-10-31")),
        ("自2021年5月1日起至2021年10月31日止", ("2021-05-01", "2021-10-31")),
        ("20210501-20211031", ("2021-05-01", "2021-10-31")),
        ("2021.5-10", ("2021-05", "2021-10")),
        ("2021年5-10月", ("2021-05", "2021-10")),
        ("2021年5月到10月", ("2021-05", "2021-10")),
        ("202105-202110", ("2021-05", "2021-10")),
        ("2021年11月1日至次年4月30日", ("2021-11-01", "2022-04-30")),
        ("2021年5月1日-31日", ("2021-05-01", "2021-05-31")),
        ("2021年5月至今", ("2021-05", "")),
        ("2021年5月1日起", ("2021-05-01", "")),
        ("/2021-10-31", ("", "2021-10-31")),
        ("2020—2021", ("2020", "2021")),
        ("2021.11.1-2021.4.30", ("2021-11-01", "2021-04-30")),  # the order is the caller's to check
    ],
)
def test_a_term_is_read(text, term):
    assert parse_term(text) == term


@pytest.mark.parametrize(
    "text", ["", "半年", "2021年", "2021-05", "2021.5.1", "2021.5.32-2021.6.1", "至", "-", "起"]
)
def test_what_is_no_term_is_none(text):
    assert parse_term(text) is None


@pytest.mark.parametrize(
    ("iso", "pattern", "text"),
    [
        ("1980-05", "Y.M", "1980.05"), ("1980-05", "Y年M月", "1980年5月"), ("1980", "Y年M月", "1980年"),
        ("2021-05-01", "Y年M月D日", "2021年5月1日"), ("2021-05-01", "Y.M.D", "2021.5.1"),
        ("2021-05-01", "Y-MM-DD", "2021-05-01"), ("1980-05-17", "Y.M", "1980.05"), ("1980-05", "Y.M.D", "1980.05"),
        ("1980", "Y.M.D", "1980"), ("八零年春", "Y.M", "八零年春"), ("", "Y.M", ""),
    ],
)  # fmt: skip
def test_a_date_is_written(iso, pattern, text):
    assert format_partial(iso, pattern) == text


@given(PARTIALS, st.sampled_from(["Y.M.D", "Y年M月D日", "Y-M-D", "Y/M/D", "Y-MM-DD"]))
def test_what_is_written_is_read_again(iso, pattern):
    assert parse_partial(format_partial(iso, pattern)) == iso


@given(
    PARTIALS,
    PARTIALS,
    st.sampled_from([("Y.M.D", "-"), ("Y年M月D日", "至"), ("Y/M/D", "—"), ("Y-MM-DD", "～")]),
)
def test_a_term_that_is_written_is_read_again(start, end, style):
    assert parse_term(format_term(f"{start}/{end}", *style)) == (start, end)
    assert parse_term(f"{start}/{end}") == (start, end)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for partial in (parse_partial(text), *(parse_term(text) or ())):
        assert not partial or parse_partial(partial) == partial


def test_terms_that_are_none_stay_as_they_are():
    assert format_term("半年") == "半年"
    assert format_term("2021-05-01/") == "2021.5.1-"
    assert format_term("甲/乙") == "甲/乙"
    assert format_term("/") == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10月30日", "2020-10-30"),
        ("6.8", "2021-06-08"),
        ("6/30", "2021-06-30"),
        ("７-１", "2020-07-01"),
        ("2月29日", "2020-02-29"),
    ],
)
def test_a_day_without_its_year_is_the_last_such_day(text, day):
    assert with_year(text, date(2021, 6, 30)) == day


@pytest.mark.parametrize("text", ["", "6月", "13.1", "2.30", "2021.6", "12", "6.8.1"])
def test_what_is_no_day_without_year_stays(text):
    assert with_year(text, date(2021, 6, 30)) == text


def test_a_day_is_a_date_only_when_told():
    assert as_date("2021-05-01") == date(2021, 5, 1)
    assert [as_date(text) for text in ("2021-05", "2021", "", "半年", "2021-02-30")] == [None] * 5


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows keeps its zone to itself")
def test_the_day_of_a_moment_is_that_of_the_clock_on_the_wall(monkeypatch):
    monkeypatch.setenv("TZ", "CST-8")  # as in China
    time.tzset()
    try:
        days = [
            day_here(moment) for moment in ("2021-06-30T23:30:00+00:00", "2021-06-30T15:59:59Z", "2021-06-30")
        ]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert days == ["2021-07-01", "2021-06-30", "2021-06-30"]
