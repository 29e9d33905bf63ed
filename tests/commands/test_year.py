"""The commands of the office's year: a report on its way, and the board that says who owes what."""

from __future__ import annotations

import pytest

CLINIC = "云阳县江口镇中心卫生院"
TEAM = "渝北区中医院"


@pytest.fixture
def roster(asked, samples):
    status, _ = asked("import", samples / "roster-2021.xlsx", "--yes")
    assert status == 0
    status, answer = asked("import", samples / "activities-2021.xlsx", "--yes")
    assert (status, answer["message"]) == (0, "新增1141行")
    return asked


def test_a_report_is_sent_returned_and_accepted(roster):
    status, answer = roster("report", TEAM, CLINIC, "2021.6")
    assert (status, [item["stated"] for item in answer["items"]][:3]) == (0, ["", "", ""])
    status, answer = roster("report", TEAM, CLINIC, "2021-06", "--accept")
    assert (status, answer["code"]) == (2, "RPT-001"), "looking makes no report"
    status, answer = roster("report", TEAM, CLINIC, "2021-06", "--send")
    assert "填入了台账数" in answer["message"]
    assert all(item["stated"] == item["counted"] and not item["differs"] for item in answer["items"])
    status, answer = roster("report", TEAM, CLINIC, "2021-06", "--return", "请核对手术例数")
    assert "退回" in answer["message"]
    assert roster("report", TEAM, CLINIC, "2021-06", "--send")[0] == 0
    status, answer = roster("report", TEAM, CLINIC, "2021-06", "--accept")
    assert (status, "已收" in answer["message"]) == (0, True)
    status, answer = roster("report", TEAM, "没有这个单位", "2021-06")
    assert status == 2


def test_the_board_says_who_owes_what(roster):
    roster("report", TEAM, CLINIC, "2021-05", "--send", "--on", "2021.6.3")
    roster("report", TEAM, CLINIC, "2021-05", "--accept", "--on", "2021-06-08")
    status, answer = roster("board", "--as-of", "2021-07-10")
    assert status == 0
    assert "在外11人" in answer["message"]
    (mine,) = [one for one in answer["items"] if one["people"] == ["张䶮"]]
    assert mine["months"]["2021-05"] == "已收"
    assert (mine["months"]["2021-06"], mine["owed"]) == ("逾期5天", ["2021-06"])
    assert len(answer["items"]) == 10
    status, answer = roster("board", "--as-of", "下周")
    assert (status, answer["code"]) == (2, "BRD-001")


def test_activities_of_a_unit_and_month(roster):
    status, answer = roster("activities", "--unit", CLINIC, "--month", "2021-06")
    assert status == 0
    assert {item["unit"] for item in answer["items"]} == {CLINIC}
    assert {item["date"][:7] for item in answer["items"]} == {"2021-06"}


def test_looking_at_a_month_without_a_report_makes_none(roster):
    history = roster("history")[1]["items"]
    for month in ("2021-06", "1900-01", "2031-05"):
        status, answer = roster("report", TEAM, CLINIC, month)
        assert status == 0
        assert "还没有月报" in answer["message"]
    assert any(item["counted"] for item in roster("report", TEAM, CLINIC, "2021-06")[1]["items"])
    assert roster("history")[1]["items"] == history


def test_a_report_of_nobody_or_of_a_month_to_come_is_refused(roster):
    before = roster("history")[1]["items"]
    for supporting, month in ((CLINIC, "2021-06"), (TEAM, "2020-06")):
        status, answer = roster("report", supporting, CLINIC, month, "--send")
        assert (status, answer["code"], answer["refused"][0]["value"]) == (2, "RPT-012", month)
    assert roster("history")[1]["items"] == before
    assert roster("report", TEAM, CLINIC, "2021-06", "--send", "--on", "2021-05-31")[1]["code"] == "RPT-011"


def test_a_reason_lets_a_zero_report_and_one_of_nobody_pass_and_is_kept(roster, folder):
    from app.store.opening import open_store

    assert roster("report", TEAM, CLINIC, "2021-06", "--zero")[1]["code"] == "RPT-006"
    assert roster("report", TEAM, CLINIC, "2021-06", "--zero", "--reason", "数据另报")[0] == 0
    assert roster("report", TEAM, CLINIC, "2021-06", "--zero", "--reason", "数据另行上报")[0] == 0
    assert roster("report", TEAM, CLINIC, "2020-06", "--zero", "--reason", "补报去年")[0] == 0
    with open_store(folder) as store:
        kept = store.sql("SELECT text FROM report_remark WHERE figure = 'report.month' ORDER BY text")
    assert kept == [("数据另行上报",), ("补报去年",)]
