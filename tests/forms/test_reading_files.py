"""Files that cannot be read as forms are refused with a code and a remedy, before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from office_samples import word_table
from openpyxl import Workbook

from app.catalogue.problems import Refusal, Surroundings
from app.forms.editions import editions
from app.forms.reading import read_form, read_forms
from app.forms.snapshot import BLANK, Snapshot
from app.forms.workbook import write_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _code(path: Path) -> str:
    with pytest.raises(Refusal) as refused:
        read_form(path, editions())
    assert refused.value.problem.file == str(path)
    assert refused.value.problem.remedy
    return refused.value.problem.code


@pytest.mark.parametrize(
    ("name", "code", "better"),
    [
        ("a.doc", "FRM-201", ".docx"),
        ("a.WPS", "FRM-201", ".docx"),
        ("a.et", "FRM-202", ".xlsx"),
        ("a.xls", "FRM-202", ".xlsx"),
        ("a.pdf", "FRM-207", ".docx"),
    ],
)
def test_kinds_that_must_be_saved_anew(tmp_path: Path, name: str, code: str, better: str) -> None:
    path = tmp_path / name
    path.write_bytes(_OLE)
    with pytest.raises(Refusal) as refused:
        read_form(path, editions())
    assert refused.value.problem.code == code
    assert better in refused.value.problem.remedy


def test_passwords_renamed_and_damaged_files(tmp_path: Path) -> None:
    made = {
        "password.docx": _OLE + "EncryptedPackage".encode("utf-16-le"),
        "renamed.docx": _OLE + "WordDocument".encode("utf-16-le"),
        "renamed.xlsx": _OLE,
        "text.docx": b"no zip at all",
        "empty.xlsx": b"",
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    codes = [_code(tmp_path / name) for name in made]
    assert codes == ["FRM-203", "FRM-201", "FRM-202", "FRM-204", "FRM-204"]


def test_a_zip_that_is_no_office_file_and_one_cut_short(tmp_path: Path) -> None:
    for suffix in ("docx", "xlsx"):
        path = tmp_path / f"a.{suffix}"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hello.txt", "hello")
        assert _code(path) == "FRM-204"
    whole = word_table(tmp_path / "whole.docx", [["姓名", "张三"]])
    (tmp_path / "cut.docx").write_bytes(whole.read_bytes()[:-400])
    assert _code(tmp_path / "cut.docx") == "FRM-204"


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as entry,
    ):
        for _ in range(40):
            entry.write(b"\0" * (1 << 20))
    assert path.stat().st_size < 1 << 17
    assert _code(path) == "FRM-205"


def test_files_without_a_form_of_ours(tmp_path: Path) -> None:
    assert _code(word_table(tmp_path / "a.docx", [["商品", "价格"], ["苹果", "3"]])) == "FRM-208"
    Workbook().save(tmp_path / "a.xlsx")
    assert _code(tmp_path / "a.xlsx") == "FRM-208"


def test_a_missing_file_is_a_fault_of_the_surroundings(tmp_path: Path) -> None:
    with pytest.raises(Surroundings) as fault:
        read_form(tmp_path / "a.docx", editions())
    assert fault.value.problem.code == "SYS-003"


def test_empty_forms_and_several(tmp_path: Path) -> None:
    edition = editions()["sichuan-2018-enrolment"]
    write_workbook(edition, (BLANK,), tmp_path / "blank.xlsx")
    form = read_form(tmp_path / "blank.xlsx", editions())
    assert form.empty and [problem.code for problem in form.problems] == ["FRM-213"]
    papers = (Snapshot({"person.name": "张三"}), BLANK, Snapshot({"person.name": "李四"}))
    write_workbook(edition, papers, tmp_path / "two.xlsx")
    assert [f.values["person.name"] for f in read_forms(tmp_path / "two.xlsx", editions())] == [
        "张三",
        "李四",
    ]
    assert _code(tmp_path / "two.xlsx") == "FRM-212"


def test_a_cell_in_the_last_row_of_a_sheet_does_no_harm(tmp_path: Path) -> None:
    write_workbook(
        editions()["yubei-2020-roster"], (Snapshot({}, rows=[{"person.name": "张三"}]),), tmp_path / "a.xlsx"
    )
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "a.xlsx")
    book.worksheets[0].cell(1_048_576, 4).value = "x"
    book.save(tmp_path / "b.xlsx")
    assert [row["person.name"] for row in read_form(tmp_path / "b.xlsx", editions()).rows] == ["张三"]
