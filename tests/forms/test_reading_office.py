"""What LibreOffice saved again reads back the same (``dev.py test --office``)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from office_samples import ENROLMENT, PHOTO, SAMPLES, bureau_form, told
from openpyxl import load_workbook

from app.forms.editions import editions
from app.forms.original import fill_original
from app.forms.reading import read_form
from app.forms.snapshot import BLANK
from app.forms.word import write_word
from app.forms.workbook import write_workbook

pytestmark = [pytest.mark.office, pytest.mark.timeout(300)]


def _saved_again(folder: Path, *files: Path) -> Path:
    """The files as LibreOffice writes them, in a folder of their own."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed"
    target = folder / "again"
    for kind in sorted({file.suffix[1:] for file in files}):
        mine = [str(file) for file in files if file.suffix == f".{kind}"]
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(target), *mine], check=True, capture_output=True
        )
    return target


def test_workbooks_and_word_files_saved_by_libreoffice(tmp_path: Path) -> None:
    files = []
    for edition_id, sample in SAMPLES.items():
        for suffix, write in (("xlsx", write_workbook), ("docx", write_word)):
            files.append(tmp_path / f"{edition_id}.{suffix}")
            write(editions()[edition_id], (sample,), files[-1])
    again = _saved_again(tmp_path, *files)
    for file in files:
        form, sample = read_form(again / file.name, editions()), SAMPLES[file.stem]
        assert form.edition_id == file.stem
        assert form.by == ("mark" if file.suffix == ".xlsx" else "captions")
        assert told({**form.values, "person.photo": None}) == told({**sample.values, "person.photo": None})
        assert (form.photo is None) == (sample.values.get("person.photo") is None)
        assert [told(row) for row in form.rows] == [told(dict(row)) for row in sample.rows]
        assert form.problems == []


def test_an_empty_workbook_typed_into_after_libreoffice(tmp_path: Path) -> None:
    edition = editions()["sichuan-2018-enrolment"]
    write_workbook(edition, (BLANK,), tmp_path / "a.xlsx")
    again = _saved_again(tmp_path, tmp_path / "a.xlsx")
    book = load_workbook(again / "a.xlsx")
    sheet = book.worksheets[0]
    spots = {
        row[2].value: row[0].value
        for row in book["_yuanbang"].iter_rows(min_row=2)
        if row[1].value == "value"
    }
    sheet[spots["person.name"]], sheet[spots["person.birth"]] = "张三", "1980年5月"
    sheet[spots["person.unit_duty_title"]] = "渝北区中医院骨科主任/主治医师"
    assert sheet[spots["person.name"]].protection.locked is False
    assert len(sheet.data_validations.dataValidation) > 5
    book.save(tmp_path / "b.xlsx")
    values = told(read_form(tmp_path / "b.xlsx", editions()).values)
    assert values == {
        "person.name": "张三",
        "person.birth": "1980-05",
        "person.unit": "渝北区中医院",
        "person.duty": "骨科主任",
        "person.title": "主治医师",
    }


def test_a_bureaus_form_saved_by_libreoffice_is_read_and_filled(tmp_path: Path) -> None:
    filled = bureau_form(tmp_path / "filled.docx", filled=True)
    document = Document(str(filled))
    (tmp_path / "p.jpg").write_bytes(PHOTO)
    document.tables[0].cell(1, 7).paragraphs[0].add_run().add_picture(str(tmp_path / "p.jpg"), width=Mm(25))
    document.save(str(filled))
    empty = bureau_form(tmp_path / "empty.docx", filled=False)
    again = _saved_again(tmp_path, filled, empty)
    form = read_form(again / "filled.docx", editions())
    assert told({**form.values, "person.photo": None}) == told({**ENROLMENT.values, "person.photo": None})
    assert form.photo is not None
    result = fill_original(again / "empty.docx", ENROLMENT, tmp_path / "done.docx", editions())
    assert result.not_found == []
    assert told(read_form(tmp_path / "done.docx", editions()).values) == told(dict(ENROLMENT.values))
