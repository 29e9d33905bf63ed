"""年度报送: stated and counted figures of every team, and each counted number leads to its records."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import load_workbook

from app.catalogue.problems import Refusal
from app.operations.counting import FIGURES
from app.operations.yearly import HEADS, lines, yearly_return
from app.store.opening import open_store


@pytest.fixture(scope="module")
def year(played_folder, tmp_path_factory):
    with open_store(shutil.copytree(played_folder, tmp_path_factory.mktemp("year") / "data")) as store:
        yield store


def test_every_counted_number_is_the_sum_of_the_records_it_leads_to(year, tmp_path):
    target = tmp_path / "2021年度报送.xlsx"
    outcome = yearly_return(year, "2021", target)
    book = load_workbook(target)
    numbers, records = book["台账数"], book["记录"]
    assert outcome.items[0]["teams"] == numbers.max_row - 2 == 10
    assert outcome.items[0]["records"] == records.max_row - 2
    checked = 0
    for row in numbers.iter_rows(min_row=3):
        for figure, cell in zip(FIGURES, row[len(HEADS) :], strict=True):
            if cell.hyperlink is None:
                assert cell.value in (0, "", None), (figure, cell.value)
                continue
            at = int(cell.hyperlink.location.rpartition("A")[2])
            first = [one.value for one in records[at]]
            assert first[1:3] == [row[0].value, row[1].value]
            mine = []
            while at <= records.max_row and [one.value for one in records[at]][1:4] == first[1:4]:
                mine.append([one.value for one in records[at]])
                at += 1
            if figure in ("report.lectures", "report.operations", "report.outpatients", "report.rounds"):
                assert sum(one[7] for one in mine) == cell.value
                checked += 1
            if figure == "report.trained":
                assert sum(one[8] or 0 for one in mine) == cell.value
    assert checked >= 30


def test_stated_figures_are_those_of_the_accepted_reports(year, tmp_path):
    yearly_return(year, "2021", tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["填报数"]
    heads = [cell.value for cell in sheet[2]]
    (mine,) = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[2] == "孟钰珵"]
    operations = heads.index(next(head for head in heads if head.startswith("开展手术")))
    (line,) = [one for one in lines(year, "2021") if one.team.people == ("孟钰珵",)]
    assert mine[operations] == int(line.counted["report.operations"].text) + 1


def test_a_year_without_anybody_and_one_that_is_none(year, tmp_path):
    assert yearly_return(year, "2019", tmp_path / "b.xlsx").items[0]["teams"] == 0
    with pytest.raises(Refusal) as refused:
        yearly_return(year, "去年", tmp_path / "c.xlsx")
    assert refused.value.problem.code == "YRL-001"
    assert not (tmp_path / "c.xlsx").exists()
