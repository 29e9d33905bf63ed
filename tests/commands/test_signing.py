"""``print --qr --printed``, ``signoffs``, ``scans``: a paper's way out and back."""

from __future__ import annotations

import pytest
from PIL import Image

APPRAISAL = "yubei-2021-appraisal"


@pytest.fixture
def printed(asked, filled, tmp_path):
    target = tmp_path / "纸" / "鉴定.pdf"
    status, answer = asked("print", APPRAISAL, "--person", "张䶮", "--out", target, "--qr", "--printed")
    assert status == 0 and "已记下打印1份" in answer["message"], answer
    return target


def test_what_was_printed_waits_and_its_scan_brings_it_back(asked, printed):
    status, answer = asked("signoffs")
    assert status == 0
    assert [(one["title"][:2], one["step"], one["stage"]) for one in answer["items"]] == [
        ("张䶮", step, "已打印") for step in (1, 2, 3, 4)
    ]
    status, answer = asked("scans", printed.parent, "--preview")
    assert (status, len(answer["items"])) == (0, 1)
    assert len(asked("signoffs")[1]["items"]) == 4
    status, answer = asked("scans", printed.parent)
    assert (status, answer["refused"]) == (0, [])
    assert [one["step"] for one in answer["items"][0]["steps"]] == [1, 2, 3, 4]
    assert asked("signoffs")[1]["items"] == []
    status, answer = asked("scans", printed.parent)
    assert (status, answer["refused"][0]["code"]) == (1, "SCN-011")


def test_people_read_tables(run, printed):
    said = run("signoffs").out
    assert said.splitlines()[0].split() == ["关于", "材料", "签章", "状态", "天数", "编号"]
    assert "派出卫健部门" in said
    said = run("scans", printed.parent).out
    assert "受援单位、受援卫健部门、派出单位、派出卫健部门" in said and "已附上1份扫描件" in said


def test_a_page_without_a_code_is_listed_and_can_be_placed(asked, printed, tmp_path):
    page = tmp_path / "无码.png"
    Image.new("L", (600, 800), 255).save(page)
    status, answer = asked("scans", page)
    assert (status, [one["code"] for one in answer["refused"]]) == (1, ["SCN-009"])
    waiting = asked("signoffs")[1]["items"]
    status, answer = asked(
        "scans", page, "--to", waiting[0]["id"], "--to", waiting[1]["id"], "--on", "2021.11.3"
    )
    assert status == 0, answer
    assert [one["id"] for one in asked("signoffs")[1]["items"]] == [one["id"] for one in waiting[2:]]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("scans", "没有这个文件夹"), "SYS-003"),
        (("scans", "."), "SCN-008"),
        (("scans", "{}", "--step", "7"), "SCN-012"),
        (("scans", "{}", "--to", "xyz"), "SEL-003"),
        (("scans", "{}", "--on", "哪天"), "SGN-002"),
        (("signoffs", "--as-of", "哪天"), "SGN-002"),
    ],
)
def test_what_cannot_be_done_is_told(asked, printed, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    status, answer = asked(*(str(one).format(printed) for one in arguments))
    assert (status, answer["code"]) == (2, code)


def test_a_page_without_a_code_is_placed_by_its_number_for_there_is_no_window(asked, printed, tmp_path):
    page = tmp_path / "扫描" / "无码.png"
    page.parent.mkdir()
    Image.new("L", (400, 300), 255).save(page)
    status, answer = asked("scans", page)
    assert (status, answer["code"]) == (1, "SCN-009")
    assert "--to 编号" in answer["refused"][0]["remedy"]
    first = asked("signoffs")[1]["items"][0]["id"]
    assert asked("scans", page, "--to", first)[0] == 0
