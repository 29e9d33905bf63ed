"""Half-year and year sums of a team's reports: what is in them, what is named as missing, and every number's months."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import load_workbook

from app.catalogue.problems import Refusal
from app.operations.report_steps import send_report
from app.operations.report_sums import (
    _joined,
    missing_said,
    month_records,
    read_span,
    span_of,
    team_sum,
    teams_of,
    write_sum,
    years_of,
)
from app.operations.reports import number_of, open_report, take_counted
from app.store.opening import open_store


@pytest.fixture
def store(played_folder, tmp_path):
    with open_store(shutil.copytree(played_folder, tmp_path / "data")) as opened:
        yield opened


def team_with(store, person):
    return next(team for team in teams_of(store, "2021") if person in team.people)


def sum_of(store, person, part="term"):
    team = team_with(store, person)
    first, last = span_of(store, team.supporting, team.receiving, "2021", part)
    return team_sum(store, team.supporting, team.receiving, first, last)


def line_of(found, figure):
    return next(line for line in found.lines if line.figure == figure)


def test_a_half_year_is_the_sum_of_its_accepted_months(store):
    h1, h2, year = (sum_of(store, "张䶮", part) for part in ("h1", "h2", "year"))
    for figure in ("report.outpatients", "report.rounds", "report.lectures"):
        parts = [line_of(one, figure) for one in (h1, h2, year)]
        assert number_of(parts[0].stated) + number_of(parts[1].stated) == number_of(parts[2].stated)
        for part in parts:
            assert sum(number_of(one.stated) for one in part.months) == number_of(part.stated)
            assert sum(number_of(one.counted.text) for one in part.months) == number_of(part.counted.text)
    assert (h1.first, h1.last, year.missing) == ("2021-01", "2021-06", ())
    assert [one.month for one in line_of(h1, "report.rounds").months] == ["2021-05", "2021-06"]


def test_the_posting_term_is_a_span(store):
    found = sum_of(store, "张䶮")
    assert (found.first, found.last, missing_said(found)) == ("2021-05", "2021-10", "")
    assert found.paper.values["report.month"] == "5—10"


def test_a_month_that_never_came_is_named_and_not_a_zero(store):
    found = sum_of(store, "唐一鸣", "h2")
    assert found.missing == (("2021-10", "没有月报"),)
    assert missing_said(found) == "缺1个月，没有算进填报数：10月（没有月报）"
    rounds = line_of(found, "report.rounds")
    assert (rounds.months[-1].stated, rounds.months[-1].report) == ("", None)
    assert rounds.months[-1].counted.records > 0
    assert "（缺10月的月报，各项合计都不含）" in found.paper.values["report.other"]
    assert "缺" not in found.paper.name


def test_a_month_on_its_way_is_missing_with_its_state(store):
    team = team_with(store, "唐一鸣")
    key = bytes.fromhex(str(open_report(store, team.supporting, team.receiving, "2021-10").items[0]["id"]))
    assert sum_of(store, "唐一鸣").missing == (("2021-10", "是草稿，没有上报"),)
    take_counted(store, key)
    send_report(store, key)
    assert sum_of(store, "唐一鸣").missing == (("2021-10", "已报，没有收下"),)


def test_a_zero_report_counts_as_nothing_done_not_as_missing(store):
    found = sum_of(store, "何以宁")
    months = {one.month: one for one in line_of(found, "report.rounds").months}
    assert (months["2021-08"].stated, found.missing) == ("0", ())


def test_every_number_opens_its_records(store):
    found = sum_of(store, "张䶮")
    for line in found.lines:
        keys = [key for one in line.months for key in month_records(store, found, line.figure, one.month)[1]]
        assert len(keys) == line.counted.records
    _, _, filters = month_records(store, found, "report.rounds", "2021-06")
    assert (filters["month"], filters["kind"]) == ("2021-06", "rounds")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2021", ("2021-01", "2021-12")),
        ("2021年", ("2021-01", "2021-12")),
        ("2021上半年", ("2021-01", "2021-06")),
        ("2021年下", ("2021-07", "2021-12")),
        ("2021派驻期", ("2021-05", "2021-10")),
        ("2021-05..2021-08", ("2021-05", "2021-08")),
    ],
)
def test_spans_as_people_write_them(store, text, span):
    team = team_with(store, "张䶮")
    assert read_span(store, team.supporting, team.receiving, text) == span


@pytest.mark.parametrize("text", ["", "去年", "2021-13..2021-14", "2021-08..2021-05", "21上半年"])
def test_what_is_no_span_is_refused(store, text):
    team = team_with(store, "张䶮")
    with pytest.raises(Refusal) as told:
        read_span(store, team.supporting, team.receiving, text)
    assert told.value.problems[0].code == "RPT-009"


def test_years_are_those_of_the_postings(store, tmp_path):
    assert years_of(store) == ["2021"]
    with open_store(tmp_path / "empty") as empty:
        assert years_of(empty) == []


def test_the_copy_is_written_as_paper_and_as_workbook(store, tmp_path):
    found = sum_of(store, "唐一鸣")
    outcome = write_sum(store, "yubei-2021-workload", found, tmp_path / "sum.pdf")
    assert "缺1个月" in outcome.message
    assert (tmp_path / "sum.pdf").stat().st_size > 1000
    write_sum(store, "yubei-2021-workload", found, tmp_path / "sum.xlsx")
    sheet = load_workbook(tmp_path / "sum.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "（2021年5—10月）" in texts[0]
    assert line_of(found, "report.outpatients").stated in texts


def test_nothing_accepted_is_nothing_to_write(store, tmp_path):
    team = team_with(store, "张䶮")
    found = team_sum(store, team.supporting, team.receiving, "2020-01", "2020-06")
    with pytest.raises(Refusal) as told:
        write_sum(store, "yubei-2021-workload", found, tmp_path / "sum.pdf")
    assert told.value.problems[0].code == "RPT-010"


def test_words_of_several_months_are_counted_together_where_they_can_be():
    assert _joined(["义诊1次、会诊2例", "会诊3例；义诊1次"]) == "会诊5例、义诊2次"
    assert _joined(["义诊1次", "建立远程会诊平台"]) == "义诊1次；建立远程会诊平台"
    assert (
        _joined(["病例讨论1次", "业务培训2次、病例讨论1次、下乡1次"]) == "业务培训2次、病例讨论2次、下乡1次"
    )
    assert _joined(["2/中医馆、康复科", "1/中医馆"]) == "3/中医馆、康复科"
