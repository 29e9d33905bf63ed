"""报送情况: every state of a paper on several days, reminders, who is out, and the ways of counting."""

from __future__ import annotations

import pytest

from app.models import Appraisal, Opinion, Posting, SignOff
from app.operations.board import DUE_SETTING, board, due_of, owed_said, reminder, teams
from app.operations.out import out_now
from app.operations.report_steps import accept_report, return_report, send_report
from app.operations.reports import open_report, state_figures, state_zero
from app.operations.this_week import this_week

CLINIC = "云阳县江口镇中心卫生院"
MONTHS = ("2021-05", "2021-06", "2021-07")


@pytest.fixture
def units(filled):
    return dict(filled.sql("SELECT name, id FROM unit"))


def the_report(store, units, team="渝北区中医院", clinic=CLINIC, month="2021-06"):
    return bytes.fromhex(str(open_report(store, units[team], units[clinic], month).items[0]["id"]))


def sent(store, key, at="2021-07-03"):
    state_figures(store, key, {"report.rounds": "4"})
    send_report(store, key, at=at)
    return key


def cell(store, as_of, month="2021-06", team="渝北区中医院", clinic=CLINIC):
    (row,) = [
        row
        for row in board(store, as_of, MONTHS).rows
        if (row.team.supporting_name, row.team.receiving_name) == (team, clinic)
    ]
    return row.months.get(month)


def test_ten_teams_in_the_official_order_three_of_them_at_one_clinic(filled):
    found = teams(filled, "2021-05", "2021-10")
    positions = filled.sql(
        "SELECT s.name, r.name FROM pairing p JOIN unit s ON s.id = p.supporting_id JOIN unit r ON r.id = p.receiving_id"
        " ORDER BY p.position"
    )
    named = [(team.supporting_name, team.receiving_name) for team in found]
    assert len(named) == 10
    assert named == [pair for pair in positions if pair in named]
    assert sum(clinic == CLINIC for _, clinic in named) == 3
    (pair,) = [team for team in found if len(team.people) == 2]
    assert pair.people == ("林知夏", "邹雨桐")
    assert pair.months == {f"2021-{month:02d}" for month in range(5, 11)}
    assert teams(filled, "2022-01", "2022-02") == []


@pytest.mark.parametrize(
    ("as_of", "state", "text"),
    [
        ("2021-06-15", "未到期", "未到期"), ("2021-06-30", "未到期", "未到期"), ("2021-07-01", "应报", "应报"),
        ("2021-07-05", "应报", "应报"), ("2021-07-06", "逾期", "逾期1天"), ("2021-08-05", "逾期", "逾期31天"),
    ],
)  # fmt: skip
def test_a_month_nobody_reported_yet(filled, as_of, state, text):
    found = cell(filled, as_of)
    assert (found.state, found.text, found.due) == (state, text, "2021-07-05")


def test_the_way_of_a_report_is_seen(filled, units):
    key = the_report(filled, units)
    assert (cell(filled, "2021-07-02").state, cell(filled, "2021-07-02").record) == ("应报", key)
    sent(filled, key)
    assert cell(filled, "2021-07-20").state == "已报"
    return_report(filled, key, "请核对", at="2021-07-04")
    assert (cell(filled, "2021-07-20").state, cell(filled, "2021-07-20").owed) == ("退回", True)
    sent(filled, key, at="2021-07-06")
    accept_report(filled, key, at="2021-07-08")
    found = cell(filled, "2021-07-20")
    assert (found.state, found.stamped, found.owed) == ("已收", None, False)
    with filled.operation("x") as op:
        op.session.add(SignOff(report_id=key, printed_on="2021-07-03"))
    assert cell(filled, "2021-07-20").stamped is False
    with filled.operation("x") as op:
        op.session.add(SignOff(report_id=key, step=2, printed_on="2021-07-03", stamped_on="2021-07-04"))
        op.session.query(SignOff).filter_by(step=1).one().stamped_on = "2021-07-04"
    assert cell(filled, "2021-07-20").stamped is True


def test_a_day_of_the_past_is_seen_as_it_was(filled, units):
    key = sent(filled, the_report(filled, units), at="2021-07-03")
    return_report(filled, key, "请核对", at="2021-07-04")
    send_report(filled, key, at="2021-07-06")
    accept_report(filled, key, at="2021-07-08")
    seen = {day: cell(filled, f"2021-07-{day:02d}").state for day in (2, 3, 4, 5, 6, 7, 8)}
    assert seen == {2: "应报", 3: "已报", 4: "退回", 5: "退回", 6: "已报", 7: "已报", 8: "已收"}


def test_zero_reports_and_doubles_are_told_apart(filled, units):
    key = the_report(filled, units)
    state_zero(filled, key)
    send_report(filled, key, at="2021-07-03")
    assert cell(filled, "2021-07-20").text == "零报告待收"
    accept_report(filled, key, at="2021-07-08")
    assert cell(filled, "2021-07-20").state == "零报告"
    from app.operations.saving import save_form

    told = {"report.team": "渝北区中医院", "report.receiving_unit": CLINIC, "report.month": "2021-06"}
    made = save_form(filled, "report", None, told | {"report.rounds": "1"})
    other = bytes.fromhex(str(made.items[0]["id"]))
    send_report(filled, other, at="2021-07-03")
    accept_report(filled, other, at="2021-07-08")
    assert cell(filled, "2021-07-20").text == "收到2份，待处理"


def test_the_office_sets_the_day(filled):
    filled.workbench().set_setting(DUE_SETTING, "10")
    assert cell(filled, "2021-07-10").state == "应报"
    assert cell(filled, "2021-07-11").text == "逾期1天"
    filled.workbench().set_setting(DUE_SETTING, "31")
    assert cell(filled, "2021-07-06").text == "逾期1天"
    assert due_of("2021-12", 5) == "2022-01-05"


def test_the_months_follow_the_postings(filled):
    assert board(filled, "2021-07-20").months == MONTHS
    assert board(filled, "2021-11-20").months[-1] == "2021-10"
    assert board(filled, "2031-01-01").rows == ()


def test_an_appraisal_goes_through_its_four_steps(filled):
    def appraisal(as_of):
        return next(row for row in board(filled, as_of).rows if "张䶮" in row.team.people).appraisal

    assert appraisal("2021-10-31").state == "未到期"
    assert appraisal("2021-11-05").text == "应交"
    assert appraisal("2021-11-20").text == "逾期10天"
    ((posting,),) = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '张䶮'"
    )
    with filled.operation("x") as op:
        (sheet,) = op.insert_many(Appraisal, [{"posting_id": posting}])
        for step in (1, 2):
            op.insert_many(
                Opinion, [{"appraisal_id": sheet, "step": step, "text": "合格", "date": "2021-11-03"}]
            )
    assert appraisal("2021-11-20").text == "已签2级"
    with filled.operation("x") as op:
        for step in (3, 4):
            op.insert_many(
                Opinion, [{"appraisal_id": sheet, "step": step, "text": "合格", "date": "2021-11-13"}]
            )
    assert appraisal("2021-11-20").text == "四级已齐"


def test_a_term_that_goes_on_is_not_late_because_an_earlier_one_ended(filled):
    ((posting, person, unit, team),) = filled.sql(
        "SELECT t.id, t.person_id, t.unit_id, t.supporting_unit_id FROM posting t JOIN person p ON p.id = t.person_id"
        " WHERE p.name = '宋清和'"
    )
    with filled.operation("x") as op:
        (sheet,) = op.insert_many(Appraisal, [{"posting_id": posting}])
        told = {"appraisal_id": sheet, "text": "合格", "date": "2021-11-08"}
        op.insert_many(Opinion, [{**told, "step": step} for step in (1, 2, 3, 4)])
        where = {"person_id": person, "unit_id": unit, "supporting_unit_id": team}
        (again,) = op.insert_many(Posting, [{**where, "start": "2021-11-10", "end": ""}])

    def appraisal(as_of):
        cell = next(row for row in board(filled, as_of).rows if "宋清和" in row.team.people).appraisal
        return cell.text, cell.record

    assert appraisal("2021-12-20") == ("未到期", again)
    with filled.operation("x") as op:
        op.update_many(Posting, [(again, {"end": "2021-11"})])
    assert appraisal("2021-11-30") == ("未到期", again)
    assert appraisal("2021-12-20") == ("逾期10天", again)


def test_reminders_name_team_paper_and_day(filled, units):
    key = sent(filled, the_report(filled, units))
    return_report(filled, key, "请核对", at="2021-07-04")
    found = [one for one in board(filled, "2021-07-10", ("2021-06",)).owed() if "张䶮" in one[0].team.people]
    assert reminder(found) == (
        "渝北区中医院驻云阳县江口镇中心卫生院（张䶮）：2021年6月工作量统计报告表应于7月5日前报送，已退回待重报，请尽快报送，谢谢！"
    )
    everyone = reminder(board(filled, "2021-07-10", ("2021-06",)).owed())
    assert everyone.count("\n") == 9
    assert "已逾期5天" in everyone


def test_a_team_that_owes_several_months_gets_one_line(filled, units):
    key = sent(filled, the_report(filled, units, month="2021-05"), at="2021-06-03")
    return_report(filled, key, "请核对", at="2021-06-04")
    owed = board(filled, "2021-08-02", MONTHS).owed()
    (mine,) = [line for line in reminder(owed).splitlines() if "张䶮" in line]
    assert mine == (
        "渝北区中医院驻云阳县江口镇中心卫生院（张䶮）：工作量统计报告表还有3份没有报来："
        "2021年5月（退回待重报）、6月（逾期28天）、7月，请尽快报送，谢谢！"
    )
    assert len(reminder(owed).splitlines()) == 10
    assert owed_said(board(filled, "2021-08-02", MONTHS)) == "欠30份：逾期19、退回1、应报10"
    assert owed_said(board(filled, "2021-05-20")) == "没有欠报的"


def test_this_week_has_what_falls_due_until_sunday(filled):
    def said(as_of):
        found = board(filled, as_of)
        return [
            (one.when, one.text)
            for one in this_week(filled, found, out_now(filled, as_of))
            if one.end >= as_of
        ]

    assert said("2021-11-03") == [("2天后到期", "10月月报还有10支队伍没有报，11月5日前")]
    assert said("2021-11-01")[0] == ("4天后到期", "10月月报还有10支队伍没有报，11月5日前")
    assert said("2021-10-19") == []
    ending = said("2021-10-25")
    assert len(ending) == 11
    assert ("6天后到期", "张䶮派驻期满　云阳县江口镇中心卫生院") in ending
    assert said("2021-11-10") == [("今天到期", "考核鉴定表还有10支队伍没有报，11月10日前")]
