"""The commands over the played year say what was counted by hand from its samples."""

from __future__ import annotations

import shutil

import pytest
import sample_counts as hand
from sample_counts import MONTHS

AS_OF = "2021-11-20"


@pytest.fixture
def folder(played_folder, tmp_path):
    return shutil.copytree(played_folder, tmp_path / "data")


def test_every_report_by_command(asked):
    for number, (team, names) in enumerate(hand.teams().items()):
        month = hand.came(team)[number % 5]  # one of each team; the operations' tests count all of them
        status, answer = asked("report", *team, month)
        assert status == 0
        for item in answer["items"]:
            told = hand.counted(item["figure"], names, [month])
            assert item["counted"] == told, (team, month, item["figure"])
            assert item["differs"] is ((*team, month, item["figure"]) in hand.STATED)


def test_a_half_year_by_command_leaves_out_what_never_came(asked):
    *team, month = hand.NEVER_CAME[1]
    names = hand.teams()[tuple(team)]
    status, answer = asked("report-sum", *team, "2021下半年")
    assert status == 0 and f"缺1个月，没有算进填报数：{int(month[5:])}月" in answer["message"]
    for item in answer["items"]:
        assert item["stated"] == hand.counted(item["figure"], names, hand.came(tuple(team), MONTHS[2:])), item
        assert item["counted"] == hand.counted(item["figure"], names, MONTHS[2:]), item


def test_the_board_by_command(asked):
    status, answer = asked("board", "--as-of", AS_OF)
    assert status == 0 and answer["message"].startswith("现在在外0人，自然年共11人次；10支队伍")
    seen = {(item["supporting"], item["receiving"]): item["months"] for item in answer["items"]}
    assert seen == {
        team: {month: hand.report_state(team, month, AS_OF) for month in MONTHS} for team in hand.teams()
    }


def test_the_ledger_by_command(asked):
    clinic, month = "云阳县江口镇中心卫生院", "2021-07"
    names = [name for name, (_, unit) in hand.people().items() if unit == clinic]
    status, answer = asked("activities", "--unit", clinic, "--month", month)
    assert (status, len(answer["items"])) == (0, len(hand.of(names, [month])))
    assert len(asked("activities")[1]["items"]) == len(hand.entries())


def test_what_waits_for_a_stamp_by_command(asked):
    waiting = asked("signoffs", "--as-of", AS_OF)[1]["items"]
    on_the_way = hand.script()["on_the_way"]
    assert sorted((item["title"].split()[0], item["step"], item["days"]) for item in waiting) == sorted(
        (name, step, 19) for name, given in on_the_way.items() for step in range(given + 1, 5)
    )


def test_days_of_service_by_command(asked, tmp_path):
    for name in ("宋清和", "何以宁"):
        status, answer = asked("promotion", name, "--out", tmp_path / name, "--as-of", AS_OF)
        assert (status, answer["items"][0]["on_site"]) == (0, hand.on_site(name))
