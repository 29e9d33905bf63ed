"""Reading filled-in forms back: by mark, by captions, from Word tables that bureaus worked on."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from office_samples import (
    BUREAU_TITLE,
    ENROLMENT,
    PHOTO,
    ROSTER,
    SAMPLES,
    bureau_form,
    picture,
    told,
    word_table,
)
from openpyxl import load_workbook

from app.catalogue.fields import Value
from app.forms.canonical import opinion_and_date
from app.forms.editions import editions
from app.forms.reading import read_form, read_forms
from app.forms.snapshot import Snapshot
from app.forms.word import write_word
from app.forms.workbook import write_workbook


@pytest.mark.parametrize("edition_id", SAMPLES)
@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_what_was_written_reads_back(tmp_path: Path, edition_id: str, suffix: str) -> None:
    sample, target = SAMPLES[edition_id], tmp_path / f"表.{suffix}"
    write = write_workbook if suffix == "xlsx" else write_word
    write(editions()[edition_id], (sample,), target)
    form = read_form(target, editions())
    assert form.edition_id == edition_id
    assert form.by == ("mark" if suffix == "xlsx" else "captions")
    assert told(form.values) == told(dict(sample.values))
    assert [told(row) for row in form.rows] == [told(dict(row)) for row in sample.rows]
    assert form.photo == sample.values.get("person.photo")
    assert form.problems == [] and form.remarks == []
    assert form.file == str(target)


def _without_mark(source: Path, target: Path) -> None:
    book = load_workbook(source)
    del book["_yuanbang"]
    del book.defined_names["_yuanbang_edition"]
    book.custom_doc_props.props.clear()
    book.save(target)


@pytest.mark.parametrize("edition_id", SAMPLES)
def test_a_workbook_that_lost_its_mark_reads_by_its_captions(tmp_path: Path, edition_id: str) -> None:
    write_workbook(editions()[edition_id], (SAMPLES[edition_id],), tmp_path / "a.xlsx")
    _without_mark(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    form = read_form(tmp_path / "b.xlsx", editions())
    assert (form.edition_id, form.by) == (edition_id, "captions")
    assert told(form.values) == told(dict(SAMPLES[edition_id].values))
    assert [told(row) for row in form.rows] == [told(dict(row)) for row in SAMPLES[edition_id].rows]


def test_the_property_alone_is_mark_enough(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    del book["_yuanbang"]
    del book.defined_names["_yuanbang_edition"]
    book.save(tmp_path / "b.xlsx")
    form = read_form(tmp_path / "b.xlsx", editions())
    assert form.by == "mark"
    assert told(form.values) == told(dict(ENROLMENT.values))


def test_a_rebuilt_sheet_is_read_by_captions_and_says_so(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    sheet.move_range(f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", rows=2)
    for block in list(sheet.merged_cells.ranges):
        block.shift(row_shift=2)
    book.save(tmp_path / "b.xlsx")
    form = read_form(tmp_path / "b.xlsx", editions())
    assert form.by == "captions"
    assert [remark.code for remark in form.remarks] == ["FRM-211"]
    assert told(form.values) == told(dict(ENROLMENT.values))


def test_an_older_version_of_the_edition_is_remarked_on(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    book["_yuanbang"]["C1"] = "0000"
    book.save(tmp_path / "b.xlsx")
    form = read_form(tmp_path / "b.xlsx", editions())
    assert [remark.code for remark in form.remarks] == ["FRM-210"]
    assert form.values["person.name"] == "张䶮"


def test_a_bureaus_word_table_with_its_own_breaks_and_merges(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "报名表.docx", filled=True)
    document = Document(str(source))
    document.tables[0].cell(1, 7).paragraphs[0].add_run().add_picture(
        str(_file(tmp_path, PHOTO)), width=Mm(25)
    )
    document.save(str(source))
    form = read_form(source, editions())
    assert form.edition_id == "sichuan-2018-enrolment"
    assert told(form.values) == told(dict(ENROLMENT.values))
    assert form.photo == PHOTO
    assert form.problems == []


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "picture"
    path.write_bytes(data)
    return path


def test_values_in_the_captions_own_cell_and_below_it(tmp_path: Path) -> None:
    rows = [
        ["姓名：张三", "性别：女", "民族：藏族", "党派：群众"],
        ["学历", "学位", "毕业院校", "毕业时间"],
        ["大专", "无", "某某卫校", "2010年7月"],
        ["单位意见：\n同意。\n2018年3月5日", "", "", ""],
    ]
    form = read_form(word_table(tmp_path / "a.docx", rows, [(3, 0, 3, 3)], BUREAU_TITLE), editions())
    assert told(form.values) == {
        "person.name": "张三",
        "person.sex": "女",
        "person.ethnicity": "藏族",
        "person.party": "群众",
        "person.education": "大专",
        "person.degree": "无",
        "person.school": "某某卫校",
        "person.graduated": "2010-07",
        "enrolment.unit_opinion": "同意。",
        "enrolment.unit_opinion_date": "2018-03-05",
    }


def test_a_form_nested_in_a_layout_table(tmp_path: Path) -> None:
    document = Document()
    outer = document.add_table(1, 2)
    inner = outer.cell(0, 0).add_table(2, 4)
    for column, text in enumerate(["姓名", "李四", "性别", "男"]):
        inner.cell(0, column).text = text
    for column, text in enumerate(["民族", "彝族", "学历", "本科"]):
        inner.cell(1, column).text = text
    document.add_paragraph(BUREAU_TITLE)
    document.save(str(tmp_path / "a.docx"))
    assert told(read_form(tmp_path / "a.docx", editions()).values) == {
        "person.name": "李四",
        "person.sex": "男",
        "person.ethnicity": "彝族",
        "person.education": "本科",
    }


def test_an_unknown_caption_ends_a_value_and_id_digits_in_single_cells_join(tmp_path: Path) -> None:
    number = "519901198005010014"
    rows = [
        ["姓名", "李四", "健康状况", "良好", "性别", "■男 □女"] + [""] * 13,
        ["身份证号码", *number],
        ["参工时间", "2003年  月"] + [""] * 17,
        ["手机号码", "13800000009", "微信号", "wx_li"] + [""] * 15,
    ]
    values = told(read_form(word_table(tmp_path / "a.docx", rows, (), BUREAU_TITLE), editions()).values)
    assert values == {
        "person.name": "李四",
        "person.sex": "男",
        "person.id_number": number,
        "person.work_start": "2003",
        "person.mobile": "13800000009",
        "person.im": "wx_li",
    }


def test_several_forms_in_one_file(tmp_path: Path) -> None:
    edition = editions()["sichuan-2018-enrolment"]
    papers = [
        Snapshot({"person.name": name, "person.sex": "女"}, name=name) for name in ("张三", "李四", "张三")
    ]
    for suffix, write in (("xlsx", write_workbook), ("docx", write_word)):
        target = tmp_path / f"a.{suffix}"
        write(edition, papers, target)
        forms = read_forms(target, editions())
        assert [form.values["person.name"] for form in forms] == ["张三", "李四", "张三"]
        assert {form.edition_id for form in forms} == {edition.id}


def test_both_sides_of_an_appraisal_are_one_form(tmp_path: Path) -> None:
    edition = editions()["yubei-2021-appraisal"]
    papers = [
        SAMPLES[edition.id],
        Snapshot({"person.name": "李四", "appraisal.sending_unit_opinion": "良好"}),
    ]
    write_word(edition, papers, tmp_path / "a.docx")
    forms = read_forms(tmp_path / "a.docx", editions())
    assert [(f.values["person.name"], f.values["appraisal.sending_unit_opinion"]) for f in forms] == [
        ("张䶮", "同意\n评为良好"),
        ("李四", "良好"),
    ]


def test_doubtful_values_are_kept_and_told(tmp_path: Path) -> None:
    write_workbook(editions()["sichuan-2018-enrolment"], (ENROLMENT,), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    typed: dict[str, Value] = {"1980.05": "那年春天", "是": "看情况", "023-67180000": "#REF!", "男": "男性"}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in typed:
                cell.value = typed[str(cell.value)]
            elif cell.value == "519901198005010014":
                cell.value = 519901198005010014
    book.save(tmp_path / "b.xlsx")
    form = read_form(tmp_path / "b.xlsx", editions())
    assert sorted(p.code for p in form.problems) == ["FRM-220", "FRM-221", "FRM-223", "FRM-224"]
    assert [r.code for r in form.remarks] == ["FRM-227"]
    assert all(problem.file and problem.sheet and problem.remedy for problem in form.problems)
    assert form.values["person.birth"] == "那年春天"
    assert form.values["person.sex"] == "男性"
    assert form.values["enrolment.recommended"] is None


def test_one_caption_told_twice_is_remarked_on(tmp_path: Path) -> None:
    rows = [["姓名", "李四", "性别", "男"], ["学历", "本科", "最高学历", "大专"], ["民族", "汉族", "", ""]]
    form = read_form(word_table(tmp_path / "a.docx", rows, (), BUREAU_TITLE), editions())
    assert form.values["person.education"] == "本科"
    assert [remark.code for remark in form.remarks] == ["FRM-226"]


def test_the_photo_is_the_portrait_and_not_a_seal_or_a_logo(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=True)
    document = Document(str(source))
    body = document.paragraphs[0].add_run()
    body.add_picture(str(_file(tmp_path, picture(600, 80))), width=Mm(120))
    table = document.tables[0]
    table.cell(13, 1).paragraphs[-1].add_run().add_picture(
        str(_file(tmp_path, picture(300, 300))), width=Mm(42)
    )
    table.cell(5, 1).paragraphs[-1].add_run().add_picture(str(_file(tmp_path, PHOTO)), width=Mm(20))
    document.save(str(source))
    form = read_form(source, editions())
    assert form.photo == PHOTO
    assert form.values["enrolment.receiving_unit"] == "云阳县蔈草镇卫生院"


def test_a_picture_of_another_kind_becomes_png(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=True)
    document = Document(str(source))
    document.tables[0].cell(0, 7).paragraphs[0].add_run().add_picture(
        str(_file(tmp_path, picture(kind="BMP")))
    )
    document.save(str(source))
    photo = read_form(source, editions()).photo
    assert photo is not None and photo.startswith(b"\x89PNG")


def test_blanks_in_a_list_mean_as_above_and_totals_are_no_records(tmp_path: Path) -> None:
    head = ["支援地区（部门）", "支援医院名称", "受援市州", "受援医院名称", "受援县或\n单位类别"]
    rows = [
        head,
        ["成都市", "成都市第二人民医院", "甘孜州", "甲县人民医院△", "民族县"],
        ["", "", "", "乙县人民医院", "民族县"],
        head,
        ["", "成都市第三人民医院", "", "丙县人民医院", "省属薄弱"],
        ["合计", "2", "", "3", ""],
    ]
    form = read_form(word_table(tmp_path / "a.docx", rows, (), "对口支援工作任务分配表"), editions())
    assert form.edition_id == "sichuan-2018-allocation"
    told_rows = [
        (row["pairing.supporting_unit"], row["pairing.receiving_unit"], row["pairing.managed"])
        for row in form.rows
    ]
    assert told_rows == [
        ("成都市第二人民医院", "甲县人民医院", True),
        ("成都市第二人民医院", "乙县人民医院", False),
        ("成都市第三人民医院", "丙县人民医院", False),
    ]
    assert [row["pairing.supporting_region"] for row in form.rows] == ["成都市"] * 3
    assert form.row_numbers == [2, 3, 5]


def test_rows_typed_into_an_empty_list(tmp_path: Path) -> None:
    write_workbook(editions()["yubei-2020-roster"], (Snapshot({}),), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    row = next(cell.row for (cell,) in sheet.iter_rows(min_col=4, max_col=4) if cell.value == "姓名") + 1
    records: list[list[str | None]] = [
        ["渝北区中医院", "蔈草镇卫生院", "李明：13800000021", "张三", "男"],
        [None, None, None, "李四", "女"],
    ]
    for number, record in enumerate(records):
        for column, text in enumerate(record, 1):
            sheet.cell(row + number, column).value = text
    book.save(tmp_path / "b.xlsx")
    form = read_form(tmp_path / "b.xlsx", editions())
    assert form.by == "mark"
    assert [(r["person.name"], r["pairing.receiving_unit"]) for r in form.rows] == [
        ("张三", "蔈草镇卫生院"),
        ("李四", "蔈草镇卫生院"),
    ]
    assert len(ROSTER.rows) == 8


def test_a_blank_that_we_wrote_is_a_blank(tmp_path: Path) -> None:
    records: list[dict[str, Value]] = [
        {
            "pairing.supporting_unit": "渝北区中医院",
            "pairing.receiving_unit": "蔈草镇卫生院",
            "pairing.receiving_contact": "李明：13800000021",
            "person.name": "张三",
        },
        {"pairing.supporting_unit": "渝北区中医院", "person.name": "李四"},
        {
            "pairing.supporting_unit": "渝北区中医院",
            "pairing.receiving_unit": "泥溪镇卫生院",
            "person.name": "王五",
        },
    ]
    write_workbook(editions()["yubei-2020-roster"], (Snapshot({}, tuple(records)),), tmp_path / "a.xlsx")
    form = read_form(tmp_path / "a.xlsx", editions())
    assert form.by == "mark"
    told = ("pairing.supporting_unit", "pairing.receiving_unit", "pairing.receiving_contact", "person.name")
    assert [tuple(row.get(path) or "" for path in told) for row in form.rows] == [
        tuple(record.get(path) or "" for path in told) for record in records
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("同意推荐。\n\n（盖章）\n2018 年 3 月 5 日", ("同意推荐。", "2018-03-05")),
        ("同意　　（公章） 2018年3月5日", ("同意　　（公章）", "2018-03-05")),
        ("\n\n  （盖章）   年   月   日", ("", "")),
        ("2018.3.5", ("", "2018-03-05")),
        ("该同志今年月度考核优秀", ("该同志今年月度考核优秀", "")),
        ("同意\n2018年3月5日\n（盖章）\n年月日", ("同意\n2018年3月5日", "")),
        ("同意\n负责人签字：王某\n2018年3月5日", ("同意\n负责人签字：王某", "2018-03-05")),
        ("", ("", "")),
    ],
)
def test_an_opinion_is_parted_from_its_date(text: str, parts: tuple[str, str]) -> None:
    assert opinion_and_date(text) == parts


def test_a_photo_that_wps_put_into_the_cell(tmp_path: Path) -> None:
    write_workbook(
        editions()["sichuan-2018-enrolment"], (Snapshot({"person.name": "张三"}),), tmp_path / "a.xlsx"
    )
    book = load_workbook(tmp_path / "a.xlsx")
    (address,) = (row[0].value for row in book["_yuanbang"].iter_rows() if row[1].value == "photo")
    cell = book.worksheets[0][address]
    cell.value = '=DISPIMG("ID_1",1)'
    cell.data_type = "s"  # as its last result stands in the file
    book.save(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "a") as archive:
        archive.writestr(
            "xl/cellimages.xml",
            '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
            'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><etc:cellImage><xdr:pic><xdr:nvPicPr>'
            '<xdr:cNvPr id="1" name="ID_1"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill>'
            "</xdr:pic></etc:cellImage></etc:cellImages>",
        )
        archive.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="rId1" Type="image" Target="media/photo.jpeg"/></Relationships>',
        )
        archive.writestr("xl/media/photo.jpeg", PHOTO)
    form = read_form(tmp_path / "b.xlsx", editions())
    assert form.photo == PHOTO
    assert told(form.values) == {"person.name": "张三", "person.photo": PHOTO}


def test_reading_does_not_depend_on_the_order_of_editions(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=True)
    backwards = dict(reversed(editions().items()))
    assert read_form(source, backwards) == read_form(source, editions())
