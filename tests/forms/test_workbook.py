"""The fill-in workbook: the paper itself, locked but for its values, with nothing that turns text into numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_samples import ENROLMENT, PERSON, REPORT, ROSTER, SAMPLES
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from app.catalogue.problems import Cancelled, Refusal
from app.forms.editions import editions
from app.forms.naming import sheet_name
from app.forms.snapshot import BLANK, Snapshot
from app.forms.workbook import LONGEST, write, write_workbook
from app.forms.workbook_mark import read_mark


def _sheet(path: Path) -> Worksheet:
    return load_workbook(path).worksheets[0]


def _texts(sheet: Worksheet) -> set[str]:
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}


def _find(sheet: Worksheet, text: str) -> str:
    return next(cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("edition_id", SAMPLES)
def test_captions_stand_literally(tmp_path: Path, edition_id: str) -> None:
    edition = editions()[edition_id]
    write_workbook(edition, (BLANK,), tmp_path / "a.xlsx")
    texts = _texts(_sheet(tmp_path / "a.xlsx"))
    labels = {cell.label for row in edition.rows for cell in row.cells if cell.label and not cell.lines}
    heads = {column.head for column in edition.listed if column.head}
    titles = {text.broken for text in edition.title if "{" not in text.text}
    assert labels | heads | titles <= texts


def test_the_sheet_is_the_a4_paper(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    widths = [sheet.column_dimensions[letter].width * 7 / 96 * 25.4 for letter in "ABCDEFG"]
    assert widths == pytest.approx([21, 27, 14, 21, 23, 27, 37])
    heights = [sheet.row_dimensions[row].height / 72 * 25.4 for row in range(1, sheet.max_row + 1)]
    assert 240 < sum(heights) <= 297 - 18 - 15
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$G${sheet.max_row}"
    assert sheet.row_dimensions[1].height < 409 and max(heights) < 144.2


def test_only_value_cells_are_open_and_the_lock_has_no_password(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    assert sheet.protection.sheet is True and sheet.protection.password is None
    assert sheet.protection.objects is False  # pictures can be put in
    for caption in ("姓名", "性 别", "出生\n年月", "单位\n意见"):
        assert sheet[_find(sheet, caption)].protection.locked
    for value in ("张䶮", "519901198005010014", "1980.05", "同意推荐。", "2018年3月5日"):
        assert not sheet[_find(sheet, value)].protection.locked
    open_cells = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and not cell.protection.locked
    ]
    assert {cell.number_format for cell in open_cells} == {"@"}


def test_no_value_becomes_a_number_or_a_formula(tmp_path: Path) -> None:
    odd = {
        "report.other": "=1+1",
        "report.donations": "+3",
        "report.rules_made": "-5",
        "report.techniques": "@x",
    }
    write_workbook(
        editions()["yubei-2021-workload"], (Snapshot({**REPORT.values, **odd}),), tmp_path / "a.xlsx"
    )
    sheet = _sheet(tmp_path / "a.xlsx")
    values = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} == {"s"}
    assert {"=1+1", "+3", "-5", "@x"} <= _texts(sheet)


def test_choices_are_drop_downs_that_allow_other_text(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    sex = rules[_find(sheet, "男")]
    assert (sex.type, sex.formula1, sex.errorStyle) == ("list", '"男,女"', "warning")
    assert rules[_find(sheet, "是")].formula1 == '"是,否"'
    assert "1980.05" in (rules[_find(sheet, "1980.05")].prompt or "")


def test_vertical_captions_and_the_photo_in_its_cell(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    assert sheet[_find(sheet, "个人简历")].alignment.textRotation == 255
    (image,) = sheet._images
    assert image._data() == PERSON["person.photo"]
    corner = image.anchor._from
    assert (corner.col, corner.row) == (6, 2)
    assert image.anchor.ext.height / 36_000 <= 4 * 16 and image.anchor.ext.width / 36_000 <= 37
    assert image.anchor.ext.width / image.anchor.ext.height == pytest.approx(105 / 147, rel=0.01)


def test_the_appraisal_breaks_before_its_back(tmp_path: Path) -> None:
    write_workbook(editions()["yubei-2021-appraisal"], (BLANK,), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    (side,) = sheet.row_breaks.brk
    assert sheet.cell(side.id + 1, 1).value == "受援乡镇\n卫生院\n考核意见"
    assert sheet.page_setup.fitToHeight == 0
    blanks = [
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.alignment.horizontal == "right" and cell.value
    ]
    assert blanks == ["年  月  日", "年  月  日", "年月日", "年  月  日"]


def test_the_month_stands_in_the_title(tmp_path: Path) -> None:
    write_workbook(editions()["yubei-2021-workload"], (REPORT, BLANK), tmp_path / "a.xlsx")
    filled, blank = load_workbook(tmp_path / "a.xlsx").worksheets[:2]
    assert filled["A1"].value.endswith("统计报告表（2021年5月）")
    assert blank["A1"].value.endswith("统计报告表（2021年   月）")
    assert filled["A2"].value == "支援医疗团队（单位或个人）：渝北区中医院 张䶮"
    assert not blank["A1"].protection.locked


def test_a_list_joins_groups_repeats_heads_and_leaves_rows_to_fill(tmp_path: Path) -> None:
    edition = editions()["yubei-2020-roster"]
    write_workbook(edition, (ROSTER,), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    merged = {str(block) for block in sheet.merged_cells.ranges}
    assert {"A4:A7", "A8:A11", "B4:B6", "B8:B9", "D2:I2", "A2:A3"} <= merged
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "landscape"
    write_workbook(edition, (BLANK,), tmp_path / "b.xlsx")
    blank = _sheet(tmp_path / "b.xlsx")
    assert sum(not blank.cell(row, 4).protection.locked for row in range(4, blank.max_row + 1)) == 60


@pytest.mark.parametrize("count", [1, 2])
def test_a_long_name_that_merges_downwards_is_not_cut(tmp_path: Path, count: int) -> None:
    edition = editions()["yubei-2020-roster"]
    name = "重庆市云阳县蔈草镇街道社区卫生服务中心（云阳县人民医院医共体蔈草分院）"
    rows = [{"pairing.supporting_unit": name, "person.name": "张䶮"}] * count
    write_workbook(edition, (Snapshot({}, rows=rows),), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    (at,) = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == name]
    tall = sum(sheet.row_dimensions[row].height for row in range(at, at + count)) * 25.4 / 72
    lines = -(-len(name) // int((36 - 2.4) / (10.5 * 25.4 / 72)))
    assert tall > lines * 10.5 * 25.4 / 72 * 1.3


def test_totals_count_what_is_there(tmp_path: Path) -> None:
    write_workbook(
        editions()["sichuan-2018-allocation"], (SAMPLES["sichuan-2018-allocation"],), tmp_path / "a.xlsx"
    )
    sheet = _sheet(tmp_path / "a.xlsx")
    row = sheet[_find(sheet, "合计")].row
    assert [sheet.cell(row, column).value for column in range(1, 6)] == ["合计", "2", None, "6", None]
    assert "某县第0人民医院△" in _texts(sheet) and "某县第1人民医院" in _texts(sheet)


def test_the_mark_is_hidden_and_names_the_edition(tmp_path: Path) -> None:
    edition = editions()["sichuan-2018-enrolment"]
    write_workbook(edition, (BLANK,), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "veryHidden"]
    mark = read_mark(book)
    assert mark is not None and (mark.edition_id, mark.mark) == (edition.id, edition.mark)
    assert {"person.name", "enrolment.receiving", "enrolment.unit_opinion_date"} <= {
        spot.path for spot in mark.spots
    }


def test_a_sheet_for_each_person_with_safe_names(tmp_path: Path) -> None:
    names = ["张三", "张三", "李/四:*", "A" * 40, "a" * 40]
    papers = [Snapshot({"person.name": name}, name=name) for name in names]
    seen: list[tuple[int, int]] = []
    count = write_workbook(
        editions()["sichuan-2018-enrolment"],
        papers,
        tmp_path / "a.xlsx",
        total=5,
        progress=lambda *at: seen.append(at),
    )
    titles = load_workbook(tmp_path / "a.xlsx").sheetnames
    assert count == 5 and seen[-1] == (5, 5)
    assert titles == ["张三", "张三-2", "李 四", "A" * 31, "a" * 29 + "-2", "_yuanbang"]


def test_one_file_each(tmp_path: Path) -> None:
    papers = [Snapshot({"person.name": name}, name=name) for name in ("张三", "李?四", "张三")]
    files, facts = write(editions()["sichuan-2018-enrolment"], papers, tmp_path / "报名表.xlsx", each=True)
    assert [file.name for file in files] == ["报名表-张三.xlsx", "报名表-李 四.xlsx", "报名表-张三-2.xlsx"]
    assert facts == {"sheets": 3}
    assert all(file.stat().st_size > 4000 for file in files)


def test_long_text_shrinks_and_what_no_cell_holds_is_refused(tmp_path: Path) -> None:
    edition = editions()["sichuan-2018-enrolment"]
    career = "\n".join(f"{1980 + n}.01—{1981 + n}.01　某某医院工作" for n in range(38))
    write_workbook(edition, (Snapshot({"person.career": career}),), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx")
    cell = sheet[_find(sheet, career)]
    assert edition.least_size <= cell.font.size < edition.type_size
    with pytest.raises(Refusal) as refused:
        write_workbook(edition, (Snapshot({"person.career": "字" * (LONGEST + 1)}),), tmp_path / "b.xlsx")
    assert refused.value.problem.code == "FRM-209"
    assert not (tmp_path / "b.xlsx").exists()


def test_stopping_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(editions()["sichuan-2018-enrolment"], (BLANK,), target, progress=stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_characters_that_xml_forbids_do_not_break_the_file(tmp_path: Path) -> None:
    write_workbook(
        editions()["sichuan-2018-enrolment"],
        (Snapshot({"person.name": "张\x0b三\ud800𬭎"}),),
        tmp_path / "a.xlsx",
    )
    assert "张三𬭎" in _texts(_sheet(tmp_path / "a.xlsx"))


def test_sheet_names_are_never_empty_or_twice() -> None:
    used: set[str] = set()
    assert [sheet_name(name, used) for name in ("", "[]", "表", "''")] == ["表", "表-2", "表-3", "表-4"]
