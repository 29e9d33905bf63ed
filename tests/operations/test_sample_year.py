"""The played year: every number on its papers agrees with a count made from the samples by hand."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from app.catalogue.problems import Refusal
from app.catalogue.work import WORKS
from app.forms.scanned import read_pages
from app.operations.appraising import draft_summary, figures, state_of
from app.operations.board import board, latest_day
from app.operations.counting import FIGURES, Scope, counted, records_behind
from app.operations.ledger_rows import kind_of
from app.operations.letter_sums import yearly_figures
from app.operations.mentoring_overview import mentoring_overview
from app.operations.overview import overview
from app.operations.printing import print_forms
from app.operations.report_sums import summed
from app.operations.reports import compare, report_of, standing, steps
from app.operations.selection import Selection
from app.operations.signoffs import paper_of, scan_kept, waiting
from app.sample_year import MONTHS, mentee_rows, play
from app.store.erasing import verify_journal
from app.store.opening import open_store

AS_OF = "2021-11-20"


@pytest.fixture(scope="module")
def year(played_folder, tmp_path_factory):
    with open_store(shutil.copytree(played_folder, tmp_path_factory.mktemp("year") / "data")) as store:
        yield store


@pytest.fixture(scope="module")
def by_hand():
    """Amounts and people of the sample ledger by person, month and kind, without any code of the program's but its names."""
    path = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities-2021.xlsx"
    amounts, people = Counter(), Counter()
    for day, _, person, kind, amount, heads, *_ in load_workbook(path).active.iter_rows(
        min_row=3, values_only=True
    ):
        amounts[person, f"{day:%Y-%m}", kind_of(kind)] += amount
        people[person, f"{day:%Y-%m}", kind_of(kind)] += heads or 0
    return amounts, people


def key_of(store, table, name):
    ((key,),) = store.sql(f"SELECT id FROM {table} WHERE name = ?", (name,))
    return bytes(key)


def test_the_year_is_whole(year):
    ((people, postings, activities, reports, mentorships),) = year.sql(
        "SELECT (SELECT count(DISTINCT person_id) FROM posting), (SELECT count(*) FROM posting),"
        " (SELECT count(*) FROM activity), (SELECT count(*) FROM report), (SELECT count(*) FROM mentorship)"
    )
    assert (people, postings, activities, reports, mentorships) == (11, 11, 1141, 58, 17)
    assert verify_journal(year) == []
    assert year.sql("PRAGMA foreign_key_check") == []


def test_every_number_of_every_report_agrees_with_a_count_by_hand(year, by_hand):
    amounts, people = by_hand
    checked = 0
    for row in board(year, AS_OF).rows:
        for month in MONTHS:
            scope = Scope(month, month, row.team.supporting, row.team.receiving)
            found = counted(year, scope)
            for figure in FIGURES:
                table, keys = records_behind(year, figure, scope)
                assert len(keys) == found[figure].records
                assert len(
                    year.sql(f"SELECT 1 FROM {table} WHERE id IN ({','.join('?' * len(keys))})", keys)
                ) == len(keys)
            for code, work in WORKS.items():
                if work.figure and work.figure != "report.other" and not work.money:
                    told = sum(amounts[name, month, code] for name in row.team.people)
                    assert found[work.figure].text == str(told), (row.team, month, code)
                    checked += 1
            trained = sum(
                people[n, month, code] for n in row.team.people for code in ("lectures", "trainings")
            )
            assert found["report.trained"].text == str(trained)
    assert checked == 10 * 6 * 6


def test_stated_figures_are_the_counted_ones_but_for_the_one_that_says_why(year):
    different = []
    for one in standing(year, MONTHS[0], MONTHS[-1]):
        different += [
            (one.month, line.figure, line.stated, line.remark)
            for line in compare(year, one.id)
            if line.differs
        ]
    assert different == [("2021-06", "report.operations", "9", "含台账外协助本院医生完成的手术")]


def test_a_return_a_zero_report_and_two_overdue(year):
    found = board(year, AS_OF)
    owed = [(row.team.receiving_name, month, cell.text) for row, month, cell in found.owed()]
    assert owed == [
        ("云阳县沙市镇中心卫生院", "2021-10", "逾期15天"),
        ("云阳县凤鸣镇中心卫生院", "2021-10", "逾期15天"),
    ]
    states = Counter(cell.state for row in found.rows for cell in row.months.values())
    assert states == {"已收": 57, "零报告": 1, "逾期": 2}
    key = report_of(
        year,
        key_of(year, "unit", "渝北区人民医院"),
        key_of(year, "unit", "云阳县江口镇中心卫生院"),
        "2021-06",
    )
    assert [one["state"] for one in steps(year, key)] == ["已报", "退回", "已报", "已收"]


def test_the_half_years_paper_is_the_sum_of_its_months(year, by_hand, tmp_path):
    amounts, _ = by_hand
    team, clinic = key_of(year, "unit", "渝北区中医院"), key_of(year, "unit", "云阳县江口镇中心卫生院")
    paper = summed(year, team, clinic, MONTHS[0], MONTHS[-1])
    assert paper.values["report.outpatients"] == str(
        sum(amounts["张䶮", month, "outpatients"] for month in MONTHS)
    )
    assert paper.values["report.techniques"] == "1"
    assert "缺" not in paper.name


def test_appraisals_went_through_their_opinions_and_the_others_wait(year):
    rows = year.sql("SELECT t.id, p.name FROM posting t JOIN person p ON p.id = t.person_id")
    done = {name: state_of(year, key).steps for key, name in rows}
    assert Counter(done.values()) == {4: 9, 2: 1, 1: 1}
    assert (done["唐一鸣"], done["阿依古丽·买买提"]) == (2, 1)
    assert Counter(one.title.split()[0] for one in waiting(year, AS_OF)) == {
        "唐一鸣": 2,
        "阿依古丽·买买提": 3,
    }
    ((summary,),) = year.sql(
        "SELECT a.summary FROM appraisal a JOIN posting t ON t.id = a.posting_id JOIN person p ON p.id = t.person_id"
        " WHERE p.name = '张䶮'"
    )
    assert "帮带冉小满、谭明河共2人，考核合格1人" in summary


def test_the_sheets_of_all_four_opinions_were_scanned_and_read_back(year):
    rows = year.sql(
        "SELECT p.name, s.attachment, s.attached_on, s.id FROM sign_off s JOIN appraisal a ON a.id = s.appraisal_id"
        " JOIN posting t ON t.id = a.posting_id JOIN person p ON p.id = t.person_id WHERE s.attachment <> ''"
    )
    assert sorted(Counter(name for name, *_ in rows).values()) == [4] * 9
    assert len({told for _, told, _, _ in rows}) == 9 and {day for _, _, day, _ in rows} == {"2021-11-18"}
    for name, told, _, step in rows:
        marks = [page.mark for page in read_pages(Path(name), scan_kept(year, told))]
        assert [(mark.page, mark.of) for mark in marks] == [(1, 2), (2, 2)]
        paper = paper_of(year, bytes(step))
        assert (paper.record, paper.changed) == (marks[0].record, False)
        assert paper.title.startswith(name)


def test_every_figure_of_the_yearly_report_agrees_with_a_count_by_hand(year, by_hand, tmp_path):
    amounts, _ = by_hand
    ((key, number),) = year.sql("SELECT id, number FROM letter WHERE edition = 'yuanbang-yearly'")
    assert number == "2021-001"
    figures = {one.kind: one for one in yearly_figures(year, key)}
    totals = Counter()
    for (_, _, code), amount in amounts.items():
        totals[code] += amount
    for code, work in WORKS.items():
        if totals[code] and not work.money:
            assert figures[code].done == str(totals[code]), code
            assert len(figures[code].records) == len(
                year.sql("SELECT 1 FROM activity WHERE kind = ?", (code,))
            )
    assert figures["people"].done == "11"
    out = tmp_path / "年度.pdf"
    print_forms(year, "yuanbang-yearly", Selection(ids=(bytes(key),)), out)
    with PdfDocument(out) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "2021年度对口支援工作总结报告" in "".join(text.split())
    assert str(totals["lectures"]) in text and "还缺少固定的带教时间" in "".join(text.split())


def test_the_first_page_says_what_is_owed(year):
    told = {todo.page: todo for todo in overview(year, date.fromisoformat(AS_OF)).todo}
    assert told["workbench/board"].title == "2份月报该报没有报来"
    assert told["workbench/board"].detail.endswith("云阳县沙市镇中心卫生院 10月（逾期15天）")
    stamps = told["help/signing"]
    assert (stamps.title, stamps.detail.endswith("19天")) == ("5处签章等了一周以上", True)
    assert stamps.record in {one.sign_off for one in waiting(year, AS_OF)}


def test_long_after_the_board_knows_a_day_on_which_there_is_something_to_see(year):
    assert latest_day(year, AS_OF) == AS_OF
    day = latest_day(year, "2026-01-01")
    assert day == "2021-11-20" and board(year, day).rows
    assert board(year, "2026-01-01").rows == ()


def test_mentoring_is_counted_against_the_ratio(year):
    overview = mentoring_overview(year, "2021")
    assert len(list(mentee_rows())) == 17
    assert year.sql("SELECT count(*) FROM mentorship WHERE certificate_number <> ''") == [(16,)]
    assert year.sql("SELECT count(DISTINCT number) FROM mentorship") == [(17,)]
    mentors = {mentor.name: mentor for mentor in overview.mentors}
    assert (len(mentors["张䶮"].new), mentors["张䶮"].required) == (2, 3)


def test_the_reports_print_what_the_board_says(year, tmp_path):
    outcome = print_forms(year, "yubei-2021-workload", Selection(month="2021-06"), tmp_path / "月报.pdf")
    assert outcome.items[0]["documents"] == 10
    document = PdfDocument(tmp_path / "月报.pdf")
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    document.close()
    for row in board(year, AS_OF).rows:
        scope = Scope("2021-06", "2021-06", row.team.supporting, row.team.receiving)
        assert row.team.receiving_name in text
        assert counted(year, scope)["report.outpatients"].text in text


def test_a_folder_with_something_in_it_is_refused(year):
    with pytest.raises(Refusal) as refused:
        play(year)
    assert refused.value.problem.code == "SMP-001"


def test_every_number_of_a_drafted_summary_opens_its_records_and_agrees_with_a_count_by_hand(year, by_hand):
    amounts, _ = by_hand
    for key, name in year.sql("SELECT t.id, p.name FROM posting t JOIN person p ON p.id = t.person_id"):
        draft, found = draft_summary(year, key), figures(year, key)
        for one in found:
            rows = year.sql(
                f"SELECT 1 FROM {one.table} WHERE id IN ({','.join('?' * len(one.records))})", one.records
            )
            assert len(rows) == len(one.records) > 0
            if one.table == "activity":
                assert f"{one.text.partition('（')[0]}{one.done}" in draft
                if not WORKS[one.kind].money:
                    total = sum(amounts[name, month, one.kind] for month in MONTHS)
                    assert one.done == f"{total}{WORKS[one.kind].unit}", (name, one.kind)
