"""The Word face: a real table of the paper's own widths, merges and heights."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from docx.oxml.ns import qn
from office_samples import APPRAISAL, ENROLMENT, PHOTO, REPORT, ROSTER, SAMPLES

from app.forms import word_xml
from app.forms.editions import editions
from app.forms.snapshot import BLANK, Snapshot
from app.forms.word import write, write_word


def _document(folder: Path, edition_id: str, *papers: Snapshot):
    write_word(editions()[edition_id], papers, folder / "a.docx")
    return Document(str(folder / "a.docx"))


@pytest.mark.parametrize("edition_id", SAMPLES)
def test_captions_stand_in_a_table_of_the_papers_widths(tmp_path: Path, edition_id: str) -> None:
    edition = editions()[edition_id]
    document = _document(tmp_path, edition_id, BLANK)
    texts = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    labels = {
        cell.label
        for row in edition.rows
        for cell in row.cells
        if cell.label and not (cell.lines or cell.vertical)
    }
    assert labels | {column.head for column in edition.listed} <= texts
    widths = edition.columns or tuple(column.width for column in edition.listed)
    grid = [int(column.get(qn("w:w"))) / 1440 * 25.4 for column in document.tables[0]._tbl.tblGrid]
    assert grid == pytest.approx(widths, abs=0.02)
    section = document.sections[0]
    paper = (297, 210) if edition.landscape else (210, 297)
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx(paper, abs=0.1)
    assert section.left_margin.mm == pytest.approx(edition.margins[3], abs=0.1)


@pytest.mark.parametrize(
    ("own", "name", "bold"), [("方正小标宋简体", "方正小标宋简体", None), ("思源宋体 粗体", "宋体", True)]
)
def test_faces_are_named_for_chinese_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, name: str, bold: bool | None
) -> None:
    chains = SimpleNamespace(chains={"title": (SimpleNamespace(name=own),)})
    monkeypatch.setattr(word_xml, "faces", lambda: chains)
    document = _document(tmp_path, "sichuan-2018-enrolment", ENROLMENT)
    title, cell = document.paragraphs[0].runs[0], document.tables[0].cell(0, 1).paragraphs[0].runs[0]
    assert (title._r.rPr.rFonts.get(qn("w:eastAsia")), title.bold) == (name, bold)
    assert cell._r.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert [p.text for p in document.paragraphs[:2]] == [
        "2018年四川省非贫困民族县、服务薄弱地区",
        "（单位）对口支援人员报名表（样表）",
    ]


def test_merges_photo_and_vertical_caption(tmp_path: Path) -> None:
    document = _document(tmp_path, "sichuan-2018-enrolment", ENROLMENT)
    table = document.tables[0]
    assert table.cell(0, 6)._tc is table.cell(3, 6)._tc
    assert table.cell(1, 4)._tc is table.cell(1, 5)._tc
    (shape,) = document.inline_shapes
    assert shape.height.mm <= 58 and shape.width.mm <= 37
    blip = table.cell(0, 6)._tc.find(f".//{qn('a:blip')}")
    assert document.part.related_parts[blip.get(qn("r:embed"))].blob == PHOTO
    assert "个\n人\n简\n历" in {cell.text for row in table.rows for cell in row.cells}


def test_opinion_and_date_are_never_parted(tmp_path: Path) -> None:
    document = _document(tmp_path, "yubei-2021-appraisal", APPRAISAL)
    front, back = document.tables
    assert back.cell(0, 0).text == "受援乡镇\n卫生院\n考核意见"
    opinions = [row.cells[1].text for row in back.rows]
    assert opinions == [
        "优秀",
        "2021年11月1日",
        "",
        "年  月  日",
        "同意\n评为良好",
        "2021年11月",
        "同意",
        "2021年11月3日",
    ]
    for row in back.rows:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert all(p.paragraph_format.keep_with_next for p in back.rows[4].cells[1].paragraphs)
    between = front._tbl.getnext()
    assert between.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None


def test_paragraphs_of_an_opinion_begin_further_in_without_a_character(tmp_path: Path) -> None:
    text = "表现突出。\n　　自己空了两字。\n同意推荐。"
    paper = Snapshot({**ENROLMENT.values, "enrolment.unit_opinion": text}, name=ENROLMENT.name)
    document = _document(tmp_path, "sichuan-2018-enrolment", paper)
    cell = next(cell for row in document.tables[0].rows for cell in row.cells if "表现突出" in cell.text)
    assert [p.text for p in cell.paragraphs[:3]] == text.split("\n")
    leads = [p._p.pPr.find(qn("w:ind")) for p in cell.paragraphs[:3]]
    assert [None if lead is None else lead.get(qn("w:firstLineChars")) for lead in leads] == [
        "200",
        None,
        "200",
    ]


def test_a_list_repeats_its_heads_and_numbers_its_pages(tmp_path: Path) -> None:
    document = _document(tmp_path, "yubei-2020-roster", ROSTER)
    table = document.tables[0]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows[:3]] == [True, True, False]
    assert table.cell(2, 0)._tc is table.cell(5, 0)._tc
    assert table.cell(2, 0)._tc is not table.cell(6, 0)._tc
    footer = document.sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in footer.iter(qn("w:t"))) == "第1页 共1页"
    assert (
        len(_document(tmp_path, "yubei-2020-roster", BLANK).tables[0].rows)
        == 2 + editions()["yubei-2020-roster"].blank_rows
    )


def test_the_line_above_the_table_is_spread_by_a_tab(tmp_path: Path) -> None:
    document = _document(tmp_path, "yubei-2021-workload", REPORT)
    line = next(p for p in document.paragraphs if "支援医疗团队" in p.text and "\t" in p.text)
    assert line.text == "支援医疗团队（单位或个人）：渝北区中医院 张䶮\t受援乡镇卫生院：蔈草镇卫生院（盖章）"
    assert line.paragraph_format.tab_stops[0].position.mm == pytest.approx(170, abs=0.1)


def test_many_papers_each_on_a_page_of_its_own(tmp_path: Path) -> None:
    papers = [Snapshot({"person.name": name}, name=name) for name in ("张三", "李四", "王五")]
    document = _document(tmp_path, "sichuan-2018-enrolment", *papers)
    assert [table.cell(0, 1).text for table in document.tables] == ["张三", "李四", "王五"]
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["2018年四川省非贫困民族县、服务薄弱地区"] * 2
    both_sides = _document(tmp_path, "yubei-2021-appraisal", *papers)
    assert [section.start_type for section in both_sides.sections] == [
        4,
        4,
        4,
    ]  # each on a new sheet of paper


def test_one_file_each_and_odd_characters(tmp_path: Path) -> None:
    papers = [
        Snapshot({"person.name": "张\x0b三<&>"}, name="张三"),
        Snapshot({"person.name": "赵𬭎"}, name="赵𬭎"),
    ]
    files, facts = write(editions()["sichuan-2018-enrolment"], papers, tmp_path / "表.docx", each=True)
    assert [file.name for file in files] == ["表-张三.docx", "表-赵𬭎.docx"] and facts == {"papers": 2}
    assert Document(str(files[0])).tables[0].cell(0, 1).text == "张三<&>"
    assert Document(str(files[1])).tables[0].cell(0, 1).text == "赵𬭎"


def test_a_long_title_is_broken_where_the_paper_breaks_it(tmp_path: Path) -> None:
    write_word(editions()["yubei-2021-appraisal"], (BLANK,), tmp_path / "a.docx")
    first = Document(str(tmp_path / "a.docx")).paragraphs[0]
    assert first.text == "2021年重庆市二级及以上医疗卫生机构对口支援\n贫困乡镇卫生院医疗队员考核鉴定表"


def test_a_long_opinion_leaves_room_for_its_stamp(tmp_path: Path) -> None:
    """42 mm below the text, of which the date's row is part."""
    opinion = "该同志支援期间服从安排，工作认真负责，带教成效明显，群众反映良好。" * 6
    told = Snapshot({"person.name": "张䶮", "appraisal.receiving_unit_opinion": opinion}, name="张䶮")
    document = _document(tmp_path, "yubei-2021-appraisal", told)
    table = document.tables[1]
    (row,) = [row for row in table.rows if opinion in row.cells[-1].text]
    paragraph = row.cells[-1].paragraphs[0]
    lines = -(-len(opinion) // int((146 - 2.4) / (paragraph.runs[0].font.size.mm)))
    assert row.height.mm + 8.0 >= lines * paragraph.paragraph_format.line_spacing.mm + 42
