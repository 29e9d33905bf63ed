"""The played year: every number on its papers agrees with a count made from the samples by hand."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import sample_counts as hand
from pypdfium2 import PdfDocument

from app.catalogue.problems import Refusal
from app.forms.scanned import read_pages
from app.operations.appraising import state_of
from app.operations.board import board, latest_day
from app.operations.overview import overview
from app.operations.printing import print_forms
from app.operations.report_steps import standing, steps
from app.operations.reports import compare, report_of
from app.operations.selection import Selection
from app.operations.signoffs import paper_of, scan_kept, waiting
from app.sample_year import MONTHS, mentee_rows, play
from app.store.erasing import verify_journal
from app.store.opening import open_store

AS_OF = "2021-11-20"
PRINTED = (
    "report.outpatients", "report.operations", "report.rounds", "report.tours", "report.lectures", "report.trained",
    "report.specialties", "report.techniques", "report.rules_made", "report.health_education", "report.donations",
    "report.other",
)  # fmt: skip
"""Figures of the monthly report from its first line to its last. A page's text tells its values after its captions."""


@pytest.fixture(scope="module")
def year(played_folder, tmp_path_factory):
    with open_store(shutil.copytree(played_folder, tmp_path_factory.mktemp("year") / "data")) as store:
        yield store


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


def test_the_yearly_report_prints_its_figures_and_its_words(year, tmp_path):
    ((key, number),) = year.sql("SELECT id, number FROM letter WHERE edition = 'yuanbang-yearly'")
    assert number == "2021-001"
    out = tmp_path / "年度.pdf"
    print_forms(year, "yuanbang-yearly", Selection(ids=(bytes(key),)), out)
    with PdfDocument(out) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "2021年度对口支援工作总结报告" in "".join(text.split())
    plain = "".join(text.split())
    for label in {one.label for one in hand.entries()}:
        mine = hand.of(labels=[label])
        assert re.search(rf"{label}{hand.total(mine)}(人次|次|例|万元|篇){len(mine)}", plain), label
    assert "还缺少固定的带教时间" in plain


def test_the_first_page_says_what_is_owed(year):
    told = {todo.page: todo for todo in overview(year, date.fromisoformat(AS_OF)).todo}
    assert told["workbench/board"].title == "2份月报该报没有报来"
    assert told["workbench/board"].detail.endswith("云阳县沙市镇中心卫生院 10月（逾期15天）")
    stamps = told["support/signing"]
    assert (stamps.title, stamps.detail.endswith("19天")) == ("5处签章等了一周以上", True)
    assert stamps.record in {one.sign_off for one in waiting(year, AS_OF)}


def test_long_after_the_board_knows_a_day_on_which_there_is_something_to_see(year):
    assert latest_day(year, AS_OF) == AS_OF
    day = latest_day(year, "2026-01-01")
    assert day == "2021-11-20" and board(year, day).rows
    assert board(year, "2026-01-01").rows == ()


def test_mentoring_agreements_and_certificates_are_numbered(year):
    assert len(list(mentee_rows())) == 17
    assert year.sql("SELECT count(*) FROM mentorship WHERE certificate_number <> ''") == [(16,)]
    assert year.sql("SELECT count(DISTINCT number) FROM mentorship") == [(17,)]


def test_every_report_prints_every_figure(year, tmp_path):
    print_forms(year, "yubei-2021-workload", Selection(), tmp_path / "月报.pdf")
    seen = set()
    with PdfDocument(tmp_path / "月报.pdf") as document:
        for page in document:
            text = "".join(page.get_textpage().get_text_bounded().split())
            team = next(
                team
                for team in hand.teams()
                if f"个人）：{team[0]}" in text and f"：{team[1]}（盖章）" in text
            )
            number = int(re.search(r"（2021年(\d+)月）", text)[1])
            month = f"2021-{number:02d}"
            seen.add((*team, month))
            printed = ""
            for figure in PRINTED:
                told = hand.counted(figure, hand.teams()[team], [month])
                if (*team, month) == hand.ZERO:
                    told = "" if figure == "report.other" else "0"
                printed += hand.STATED.get((*team, month, figure), told)
            assert text.partition("（盖章）")[2] == printed, (team, month)
    assert seen == {(*team, month) for team in hand.teams() for month in hand.came(team)}


def test_a_folder_with_something_in_it_is_refused(year):
    with pytest.raises(Refusal) as refused:
        play(year)
    assert refused.value.problem.code == "SMP-001"
