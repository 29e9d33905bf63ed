"""``letter``: papers about records of the year, told by person, unit, key or year."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest

from app.operations.mentoring import sign_mentorship
from app.store.opening import open_store
from tests.operations.letter_editions import sheet

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


@pytest.fixture
def signed(run, folder):
    """The sample roster, two mentorships of 张䶮, and an edition about mentorships."""
    assert run("import", SAMPLES / "roster-2021.xlsx", "--yes").exit == 0
    with open_store(folder) as store:
        ((posting,),) = store.sql(
            "SELECT p.id FROM posting p JOIN person q ON q.id = p.person_id WHERE q.name = '张䶮'"
        )
        keys = [
            sign_mentorship(store, bytes(posting), {"name": name}, {"signed_on": "2021-05-10"}).items[0]["id"]
            for name in ("冉小满", "谭明河")
        ]
    sheet(
        folder,
        "test-mentorship",
        "mentorship",
        "师带徒协议",
        mentorship__mentor="导师",
        mentorship__mentee="帮带对象",
    )
    sheet(folder, "test-yearly", "yearly", "年度总结报告", yearly__people="人数", yearly__year="年度")
    return keys


def test_letters_of_a_person_a_record_a_unit_and_a_year(asked, signed, tmp_path):
    for number, told in enumerate(
        (("--person", "张䶮"), ("--id", signed[0]), ("--unit", "江口镇"), ("--year", "2021"))
    ):
        edition = "test-yearly" if told[0] == "--year" else "test-mentorship"
        out = tmp_path / f"{number}.pdf"
        status, answer = asked("letter", edition, *told, "--out", out)
        assert (status, answer["code"]) == (0, None), answer
        assert answer["items"][0]["documents"] == (2 if told[0] in ("--person", "--unit") else 1)
        assert out.read_bytes().startswith(b"%PDF")
    status, answer = asked("letter", "test-mentorship", "--id", signed[1], "--out", tmp_path / "一.docx")
    assert status == 0 and (tmp_path / "一.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("test-mentorship", "--person", "无名氏"), "SEL-005"), (("test-mentorship", "--person", "许一诺"), "SEL-008"),
        (("test-mentorship", "--unit", "泥溪镇"), "PRN-002"), (("nosuch", "--person", "张䶮"), "PRN-001"),
        (("sichuan-2018-enrolment", "--person", "张䶮"), "LET-001"), (("test-yearly", "--year", "去年"), "LET-005"),
        (("test-mentorship",), "CLI-001"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(asked, signed, tmp_path, arguments, code):
    status, answer = asked("letter", *arguments, "--out", tmp_path / "x.pdf")
    assert (status, answer["code"]) == (2, code), answer
    assert not (tmp_path / "x.pdf").exists()


def test_only_paper_and_word(asked, signed, tmp_path):
    status, answer = asked("letter", "test-mentorship", "--person", "张䶮", "--out", tmp_path / "x.xlsx")
    assert (status, answer["code"]) == (2, "PRN-003")


def test_a_certificate_is_overprinted_and_the_page_to_measure_with_is_written(
    asked, folder, played_folder, tmp_path
):
    shutil.copytree(played_folder, folder)
    target = tmp_path / "证.pdf"
    told = ("letter", "yuanbang-mentoring-certificate", "--person", "许一诺", "--out", target)
    status, answer = asked(*told, "--values-only", "--offset=-1.5,2")
    assert status == 0, answer
    with pypdfium2.PdfDocument(target) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "向知秋" in text and "证书" not in text
    for wrong in ("x", "1", "1,2,3", "200,0"):
        status, answer = asked(*told, "--values-only", "--offset", wrong)
        assert (status, answer["code"]) == (2, "PRN-007")
    assert asked("calibration", "--out", tmp_path / "校准.pdf", "--offset", "1，2")[0] == 0
    assert (tmp_path / "校准.pdf").read_bytes().startswith(b"%PDF")
    assert asked("calibration", "--out", tmp_path / "校准.docx")[1]["code"] == "PRN-003"
