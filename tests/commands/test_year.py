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
    assert (status, answer["code"]) == (2, "RPT-002")
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
