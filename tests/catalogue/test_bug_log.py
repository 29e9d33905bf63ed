"""The account of a fault of ours: told whole but for people's numbers, kept in a log of bounded size."""

from __future__ import annotations

import pytest

from app.catalogue.bug_log import BEFORE, LOG, LOG_LIMIT, account, keep, without_numbers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("证件号 519901198005170016 重复", "证件号 〔证件号〕 重复"),
        ("'51990119800517001X',", "'〔证件号〕',"),
        ("519901800517001", "〔证件号〕"),
        ("打 13800001234、138 0000 1234 或 138-0000-1234", "打 〔电话〕、〔电话〕 或 〔电话〕"),
        ("519901 19800517 0016", "〔证件号〕"),
        ("+8613800001234、+86 138 0000 1234、8613800001234", "〔电话〕、〔电话〕、〔电话〕"),
        ("座机 023-67800000", "座机 〔电话〕"),
        ("line 1234567, 2021-05-01, 0x7f0d46f92080", "line 1234567, 2021-05-01, 0x7f0d46f92080"),
    ],
)
def test_numbers_of_people_are_struck_out_and_nothing_else(text, left):
    assert without_numbers(text) == left


def test_an_account_names_version_deeds_and_trace_and_no_numbers():
    try:
        raise ValueError("519901198005170016 13800001234")
    except ValueError as error:
        text = account(error, " · Qt 6", ["打开数据", "保存报名表"])
    assert text.startswith("援帮 0.") and " · Qt 6 · " in text.splitlines()[0]
    assert "做过的事：打开数据 → 保存报名表" in text
    assert "ValueError: 〔证件号〕 〔电话〕" in text and "5199" not in text and "138" not in text


def test_no_name_goes_into_an_account():
    people = {"周里": 1}
    try:
        try:
            people["阿依古丽·买买提"]
        except KeyError as first:
            raise RuntimeError(f"row of 张䶮 at {first}") from first
    except RuntimeError as error:
        text = account(error)
    assert "KeyError: '〔文字〕'" in text and "RuntimeError: row of 〔文字〕 at '〔文字〕'" in text
    said = [line for line in text.splitlines() if not line.startswith("  ")]
    assert not [line for line in said if "张䶮" in line or "买买提" in line]


def test_a_long_log_becomes_the_one_before_and_a_folder_that_is_none_does_no_harm(tmp_path):
    (tmp_path / LOG).write_text("x" * (LOG_LIMIT + 1), encoding="utf-8")
    keep(tmp_path, "新的")
    assert (tmp_path / LOG).read_text(encoding="utf-8") == "新的\n\n"
    assert (tmp_path / BEFORE).stat().st_size == LOG_LIMIT + 1
    assert keep(tmp_path / LOG / "不是文件夹", "甲") is None
