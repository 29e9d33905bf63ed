"""When plan items are due, by the words that plans use."""

from __future__ import annotations

import pytest

from app.catalogue.due import due_state, last_of, months_of, plan_due, repeats_of, years_of

SEVERAL = "2018年—2022年（深入推进）"


@pytest.mark.parametrize(
    ("text", "period", "due"),
    [
        ("8月上旬", "2017年", "2017-08-10"), ("9月中旬", "2017年", "2017-09-20"), ("上半年", "2017年", "2017-06-30"),
        ("第三季度", "2017年", "2017-09-30"), ("第4季度", "2017年", "2017-12-31"), ("年底前", "2017年", "2017-12-31"),
        ("2017年12月31日前", "", "2017-12-31"), ("3-5月", "2019年", "2019-05-31"), ("12月1日前完成", "2019年", "2019-12-01"),
        ("每季度", "2017年", ""), ("年底前", SEVERAL, ""), ("长期坚持", "2017年", ""), ("2月30日", "2017年", ""),
    ],
)  # fmt: skip
def test_one_date(text, period, due):
    assert plan_due(text, period) == due


@pytest.mark.parametrize(
    ("text", "period", "months"),
    [
        ("每年3月和9月", SEVERAL, "03,09"), ("每年3、9月", "", "03,09"), ("每年 3月、9月底前", "", "03,09"),
        ("每年12月31日前", "", "12"), ("每季度", "", "03,06,09,12"), ("每月", "", "01,02,03,04,05,06,07,08,09,10,11,12"),
        ("每半年", "", "06,12"), ("每年", "", "12"), ("每年9—10月", "", "10"), ("年终", SEVERAL, "12"),
        ("年终", "2017年", ""), ("7月", SEVERAL, ""), ("择时实施", SEVERAL, ""), ("", "", ""),
    ],
)  # fmt: skip
def test_months_that_return(text, period, months):
    assert repeats_of(text, period) == months


def test_years_months_and_last_days():
    assert years_of(SEVERAL) == ["2018", "2019", "2020", "2021", "2022"]
    assert years_of("2017年（协调、启动）") == ["2017"] and years_of("近期") == []
    assert months_of("03,09") == [3, 9] and months_of("9、3、13") == [3, 9]
    assert [last_of(text) for text in ("2020-02", "2021", "2021-05-03", "择时")] == [
        "2020-02-29", "2021-12-31", "2021-05-03", "",
    ]  # fmt: skip


def test_states_by_the_day():
    day = "2021-09-28"
    assert due_state("2021-09", "", day) == "2天后到期"
    assert due_state("2021-09-28", "进行中", day) == "今天到期"
    assert due_state("2021-08", "", day) == "逾期28天"
    assert due_state("2021-08", "已完成", day) == "已完成"
    assert due_state("2021-12", "", day) == "" and due_state("", "", day) == ""
