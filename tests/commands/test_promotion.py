"""``promotion`` and ``appraisal`` by name and by number; namesakes are listed; disk and usage faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from app.models import Person
from app.store.opening import open_store


@pytest.fixture
def year(filled, asked, samples):
    status, _ = asked("import", samples / "activities-2021.xlsx", "--yes")
    assert status == 0
    return asked


@pytest.fixture
def person(filled, folder):
    with open_store(folder) as store:
        ((key,),) = store.sql("SELECT id FROM person WHERE name = '张䶮'")
    return bytes(key).hex()


def test_a_bundle_by_name_and_by_number(year, person, tmp_path, run):
    status, answer = year("promotion", "张䶮", "--out", tmp_path / "包", "--as-of", "2021.6.30")
    assert (status, answer["code"], answer["refused"]) == (0, None, [])
    (item,) = answer["items"]
    assert (item["name"], item["id"], item["days"]) == ("张䶮", person, 61)
    assert Path(item["folder"]) == tmp_path / "包" / "晋升材料-张䶮"
    with PdfDocument(item["file"]) as document:
        assert len(document) == item["pages"]
    assert [one["part"] for one in item["parts"]] == [
        "支援时段与天数",
        "对口支援经历证明",
        "帮扶工作统计与明细",
    ]
    assert any("派驻还没有结束" in text for text in item["missing"])
    status, answer = year("promotion", person, "--out", tmp_path / "包")
    assert (status, Path(answer["items"][0]["folder"]).name) == (0, "晋升材料-张䶮-2")
    said = run("promotion", "张䶮", "--out", tmp_path / "三")
    assert said.exit == 0 and "合订本：" in said.out and "没有或还不齐：" in said.out and said.err == ""


def test_an_appraisal_by_number_too(year, person):
    by_name, by_number = year("appraisal", "张䶮"), year("appraisal", person)
    assert by_name == by_number and by_name[0] == 0
    posting = by_name[1]["items"][0]["id"]
    assert year("appraisal", posting) == by_name
    assert year("appraisal", "0" * 32)[1]["code"] == "SEL-009"


def test_namesakes_are_listed(year, person, folder, tmp_path):
    with open_store(folder) as store, store.operation("x") as op:
        op.insert_many(Person, [{"name": "张䶮", "department": "儿科"}])
    for arguments in (("promotion", "张䶮", "--out", tmp_path / "包"), ("appraisal", "张䶮")):
        status, answer = year(*arguments)
        assert (status, answer["code"]) == (2, "SEL-006")
        assert person in answer["message"] and "儿科" in answer["message"] and "--id" not in answer["message"]
    assert not (tmp_path / "包").exists()
    assert year("promotion", person, "--out", tmp_path / "包")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("无名氏", "--out", "包"), "SEL-005"), (("张䶮",), "CLI-001"), (("张䶮", "--out", "包", "--as-of", "下周"), "SGN-002"),
        (("张䶮", "--out", "包", "--as-of", "2021"), "SGN-002"), (("0" * 32, "--out", "包"), "SEL-009"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(year, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    status, answer = year("promotion", *arguments)
    assert (status, answer["code"]) == (2, code)
    assert not (tmp_path / "包").exists()


def test_a_file_in_the_way_is_told(year, tmp_path):
    (tmp_path / "文件").write_text("x")
    status, answer = year("promotion", "张䶮", "--out", tmp_path / "文件")
    assert (status, answer["code"]) == (2, "SYS-008")
