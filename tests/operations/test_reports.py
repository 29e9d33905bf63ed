"""月报: counted against an independent count, stated beside it, sent, returned, accepted, corrected, summed."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date

import pytest

from app.catalogue.problems import Refusal
from app.catalogue.work import WORKS
from app.models import Development, Report
from app.operations.counting import FIGURES, Scope, counted, months_between, records_behind
from app.operations.ledger import record_activities
from app.operations.report_steps import (
    accept_report,
    conflicts,
    correct_report,
    return_report,
    send_report,
    settle,
    standing,
    steps,
)
from app.operations.report_sums import summed
from app.operations.reports import (
    compare,
    number_of,
    open_report,
    remark,
    report_of,
    state_figures,
    state_zero,
    take_counted,
    team_name,
)
from app.operations.saving import save_form
from app.store.undo import undo

TODAY = date(2021, 11, 20)
TEAM, CLINIC, MONTH = "渝北区中医院", "云阳县江口镇中心卫生院", "2021-06"


@pytest.fixture
def units(filled):
    return dict(filled.sql("SELECT name, id FROM unit"))


@pytest.fixture
def scope(units):
    return Scope(MONTH, MONTH, units[TEAM], units[CLINIC])


def work(store, kind, amount, day="2021-06-08", **told):
    outcome = record_activities(
        store, [{"kind": kind, "date": day, "person": "张䶮", "amount": amount} | told], today=TODAY
    )
    assert outcome.refused == []


@pytest.fixture
def report(filled, units):
    return bytes.fromhex(str(open_report(filled, units[TEAM], units[CLINIC], MONTH).items[0]["id"]))


def line(store, report, figure):
    return next(one for one in compare(store, report) if one.figure == figure)


def code(refused):
    return refused.value.problem.code


def test_every_figure_agrees_with_a_count_made_by_hand(filled, units):
    chance = random.Random(7)
    rows, people = [], ["张䶮", "孟钰珵", "欧阳见山", "秦晚秋"]
    for _ in range(400):
        kind = chance.choice(list(WORKS.values()))
        rows.append(
            {
                "kind": kind.code, "date": f"2021-{chance.choice(['05', '06', '07'])}-{chance.randint(1, 28):02d}",
                "person": chance.choice(people), "people": str(chance.randint(0, 30)),
                "amount": "0.25" if kind.money else str(chance.randint(1, 9)),
            }
        )  # fmt: skip
    assert record_activities(filled, rows, today=TODAY).refused == []
    by_hand: Counter[str] = Counter()
    records: Counter[str] = Counter()
    for row in rows:
        if row["person"] == "张䶮" and row["date"].startswith(MONTH):
            kind = WORKS[row["kind"]]
            if kind.figure and kind.figure != "report.other":
                by_hand[kind.figure] += 25 if kind.money else int(row["amount"])
                records[kind.figure] += 1
            if kind.people:
                by_hand[kind.people] += int(row["people"])
                records[kind.people] += 1
    found = counted(filled, Scope(MONTH, MONTH, units[TEAM], units[CLINIC]))
    for figure in FIGURES:
        if figure in by_hand and figure != "report.donations":
            assert (found[figure].text, found[figure].records) == (str(by_hand[figure]), records[figure]), (
                figure
            )
    assert float(found["report.donations"].text) == by_hand["report.donations"] / 100
    for figure in FIGURES:
        table, keys = records_behind(filled, figure, Scope(MONTH, MONTH, units[TEAM], units[CLINIC]))
        assert len(keys) == found[figure].records, figure
        assert all(filled.sql(f"SELECT 1 FROM {table} WHERE id = ?", (key,)) for key in keys)


def test_what_is_built_up_counts_in_the_month_in_which_it_began(filled, units, scope):
    with filled.operation("x") as op:
        where = {"unit_id": units[CLINIC], "supporting_unit_id": units[TEAM]}
        op.insert_many(
            Development,
            [
                {**where, "kind": "specialties", "name": "中医馆", "began": "2021-06-05"},
                {**where, "kind": "specialties", "name": "康复科", "began": "2021-06"},
                {**where, "kind": "techniques", "name": "夹板固定", "began": "2021-05-31"},
                {**where, "kind": "rules", "name": "会诊制度", "began": "2021-06-30"},
            ],
        )
    found = counted(filled, scope)
    assert found["report.specialties"].text == "2/康复科、中医馆"
    assert (found["report.techniques"].text, found["report.rules_made"].text) == ("0", "1")
    assert records_behind(filled, "report.rules_made", scope)[0] == "development"


def test_work_without_a_line_of_its_own_stands_in_the_last_one(filled, scope):
    work(filled, "病例讨论", "2")
    work(filled, "业务培训", "1", people="15")
    found = counted(filled, scope)
    assert (found["report.other"].text, found["report.other"].records) == ("业务培训1次、病例讨论2次", 2)
    assert found["report.trained"].text == "15"


def test_teams_at_one_clinic_are_counted_apart(filled, units):
    work(filled, "门诊", "10")
    work(filled, "门诊", "7", person="孟钰珵")
    work(filled, "门诊", "5", person="欧阳见山")
    teams = {
        name: counted(filled, Scope(MONTH, MONTH, units[name], units[CLINIC]))
        for name in (TEAM, "渝北区人民医院")
    }
    assert [found["report.outpatients"].text for found in teams.values()] == ["10", "7"]
    assert counted(filled, Scope(MONTH, MONTH, receiving=units[CLINIC]))["report.outpatients"].text == "22"


def test_one_report_for_a_team_unit_and_month(filled, units, report):
    again = open_report(filled, units[TEAM], units[CLINIC], MONTH)
    assert (again.operation, again.items[0]["id"]) == (None, report.hex())
    assert report_of(filled, units[TEAM], units[CLINIC], "2021-07") is None
    assert team_name(filled, report) == f"{TEAM} → {CLINIC} {MONTH}"


def test_stated_stands_beside_counted_and_is_never_overwritten(filled, report):
    work(filled, "门诊", "120")
    assert (
        line(filled, report, "report.outpatients").stated,
        line(filled, report, "report.outpatients").differs,
    ) == (
        "",
        True,
    )
    state_figures(filled, report, {"report.outpatients": "130"})
    work(filled, "门诊", "5", day="2021-06-09")
    found = line(filled, report, "report.outpatients")
    assert (found.stated, found.counted.text, found.counted.records, found.differs) == ("130", "125", 2, True)
    remark(filled, report, "report.outpatients", "含义诊5人次")
    assert line(filled, report, "report.outpatients").remark == "含义诊5人次"
    remark(filled, report, "report.outpatients", "")
    assert line(filled, report, "report.outpatients").remark == ""
    take_counted(filled, report, ["report.outpatients"])
    assert not line(filled, report, "report.outpatients").differs
    undo(filled)
    assert line(filled, report, "report.outpatients").stated == "130"


@pytest.mark.parametrize(
    ("stated", "number", "differs"),
    [("120", 120, False), ("120人次", 120, False), ("1,20", 120, False), ("", None, True), ("119", 119, True), ("０", 0, True)],
)  # fmt: skip
def test_stated_figures_are_compared_as_numbers(filled, report, stated, number, differs):
    work(filled, "门诊", "120")
    state_figures(filled, report, {"report.outpatients": stated})
    assert number_of(stated) == number
    assert line(filled, report, "report.outpatients").differs is differs


@pytest.mark.parametrize("text", ["若干", "-3", "10左右", "十二"])
def test_words_and_negative_figures_are_refused(filled, report, text):
    with pytest.raises(Refusal) as refused:
        state_figures(filled, report, {"report.rounds": text})
    assert (code(refused), refused.value.problem.column) == ("RPT-008", "教学查房")
    with pytest.raises(Refusal) as refused:
        save_form(filled, "report", report, {"report.rounds": text})
    assert code(refused) == "RPT-008"


def test_the_way_of_a_report(filled, report):
    with pytest.raises(Refusal) as refused:
        send_report(filled, report)
    assert code(refused) == "RPT-003"
    state_figures(filled, report, {"report.rounds": "4"})
    filled.operator = "冉小满"
    send_report(filled, report, at="2021-07-03")
    with pytest.raises(Refusal) as refused:
        state_figures(filled, report, {"report.rounds": "5"})
    assert code(refused) == "RPT-007"
    with pytest.raises(Refusal) as refused:
        return_report(filled, report, "  ")
    assert code(refused) == "RPT-004"
    filled.operator = "李敏"
    return_report(filled, report, "查房次数请核对", at="2021-07-05")
    save_form(filled, "report", report, {"report.rounds": "5"})
    send_report(filled, report, at="2021-07-06")
    accept_report(filled, report, at="2021-07-08")
    assert [(one["state"], one["at"], one["by"], one["reason"]) for one in steps(filled, report)] == [
        ("已报", "2021-07-03", "冉小满", ""),
        ("退回", "2021-07-05", "李敏", "查房次数请核对"),
        ("已报", "2021-07-06", "李敏", ""),
        ("已收", "2021-07-08", "李敏", ""),
    ]
    for act in (send_report, accept_report):
        with pytest.raises(Refusal) as refused:
            act(filled, report)
        assert code(refused) == "RPT-002"
    with pytest.raises(Refusal) as refused:
        save_form(filled, "report", report, {"report.rounds": "6"})
    assert code(refused) == "RPT-007"
    undo(filled)
    assert filled.sql("SELECT state FROM report") == [("sent",)]


def test_a_zero_report_is_a_statement(filled, report):
    state_zero(filled, report)
    send_report(filled, report)
    assert filled.sql("SELECT zero, state FROM report") == [(1, "sent")]


def test_zero_with_figures_or_with_work_in_the_ledger_is_asked_about(filled, report):
    state_figures(filled, report, {"report.rounds": "4"})
    with pytest.raises(Refusal) as refused:
        state_zero(filled, report)
    assert code(refused) == "RPT-005"
    state_figures(filled, report, {"report.rounds": "0"})
    work(filled, "门诊", "3")
    with pytest.raises(Refusal) as refused:
        state_zero(filled, report)
    assert code(refused) == "RPT-006"
    state_zero(filled, report, reason="门诊数已记入院方报表")
    assert filled.sql("SELECT text FROM report_remark") == [("门诊数已记入院方报表",)]


def accepted(store, report, **figures):
    state_figures(store, report, figures or {"report.rounds": "4"})
    send_report(store, report)
    accept_report(store, report)


def test_a_correction_is_a_new_revision_and_counts_once_accepted(filled, units, report):
    with pytest.raises(Refusal):
        correct_report(filled, report)
    accepted(filled, report)
    revised = bytes.fromhex(str(correct_report(filled, report).items[0]["id"]))
    assert report_of(filled, units[TEAM], units[CLINIC], MONTH) == revised
    assert [(one.id, one.rounds) for one in standing(filled, MONTH, MONTH)] == [(report, "4")]
    accepted(filled, revised, **{"report.rounds": "6"})
    assert [(one.id, one.revision, one.rounds) for one in standing(filled, MONTH, MONTH)] == [
        (revised, 2, "6")
    ]
    assert conflicts(filled) == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows keeps its zone to itself")
def test_a_moment_is_told_of_the_day_on_which_it_was_here(filled, report, monkeypatch):
    state_figures(filled, report, {"report.rounds": "4"})
    send_report(filled, report, at=f"{MONTH}-30T23:30:00+00:00")
    monkeypatch.setenv("TZ", "CST-8")  # as in China
    time.tzset()
    try:
        states = [standing(filled, MONTH, MONTH, day)[0].state for day in ("2021-06-30", "2021-07-01")]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert states == ["draft", "sent"]


def test_two_accepted_reports_are_a_conflict_to_settle(filled, units, report):
    accepted(filled, report)
    made = save_form(
        filled,
        "report",
        None,
        {"report.team": TEAM, "report.receiving_unit": CLINIC, "report.month": MONTH, "report.rounds": "9"},
    )
    other = bytes.fromhex(str(made.items[0]["id"]))
    send_report(filled, other)
    accept_report(filled, other)
    assert conflicts(filled) == [[report, other]]
    with pytest.raises(Refusal) as refused:
        settle(filled, other, reason="")
    assert code(refused) == "RPT-004"
    settle(filled, other, reason="以卫生院盖章的为准")
    assert conflicts(filled) == []
    assert steps(filled, report)[-1]["reason"] == "以卫生院盖章的为准"
    assert [one.id for one in standing(filled, MONTH, MONTH)] == [other]
    with pytest.raises(Refusal) as refused:
        settle(filled, other, reason="再来一次")
    assert code(refused) == "RPT-002"


def test_the_half_years_sum_is_the_same_paper(filled, units):
    told = {
        "2021-05": {"report.outpatients": "100", "report.specialties": "1/中医馆", "report.donations": "0.5"},
        "2021-06": {
            "report.outpatients": "1,20",
            "report.specialties": "2/中医馆、康复科",
            "report.other": "义诊1次",
        },
        "2021-07": {"report.outpatients": "80人次", "report.donations": "1.25"},
    }
    for month, figures in told.items():
        key = bytes.fromhex(str(open_report(filled, units[TEAM], units[CLINIC], month).items[0]["id"]))
        accepted(filled, key, **figures)
    paper = summed(filled, units[TEAM], units[CLINIC], "2021-05", "2021-08")
    assert {path: value for path, value in paper.values.items() if value} == {
        "report.team": TEAM, "report.receiving_unit": CLINIC, "report.month": "5—8", "report.outpatients": "300",
        "report.specialties": "3/中医馆、康复科", "report.donations": "1.75", "report.other": "义诊1次",
    }  # fmt: skip
    assert "缺2021-08" in paper.name


def test_months():
    assert months_between("2021-11", "2022-02") == ["2021-11", "2021-12", "2022-01", "2022-02"]
    assert months_between("2021-06", "2021-05") == []


def test_two_windows_that_open_the_same_month_open_one_report(filled, units, monkeypatch):
    """The second looked before the first had stored."""
    first = open_report(filled, units[TEAM], units[CLINIC], MONTH)
    monkeypatch.setattr("app.operations.reports.report_of", lambda *_: None)
    second = open_report(filled, units[TEAM], units[CLINIC], MONTH)
    assert (second.items, second.operation) == (first.items, None)
    assert filled.sql("SELECT count(*) FROM report") == [(1,)]


def test_settling_is_signed_by_whom_the_workbench_knows(filled, units):
    filled.workbench().set_setting("operator", "李办事")
    filled.operator = None
    place = {"supporting_unit_id": units[TEAM], "receiving_unit_id": units[CLINIC], "month": MONTH}
    with filled.operation("two") as op:  # as a clinic's file brings a second one
        keys = op.insert_many(Report, [place, place])
    for key in keys:
        state_figures(filled, key, {FIGURES[0]: "1"})
        send_report(filled, key)
        accept_report(filled, key)
    settle(filled, keys[0], reason="这份对")
    assert [step["by"] for step in steps(filled, keys[1])] == ["李办事"] * 3
