"""填原件: the bureau's own Word file filled in place; only value cells and the photo change."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from office_samples import APPRAISAL, BUREAU_TITLE, ENROLMENT, PHOTO, REPORT, bureau_form, told, word_table

from app.catalogue.problems import Refusal
from app.forms.editions import editions
from app.forms.original import fill_original
from app.forms.reading import read_form
from app.forms.snapshot import BLANK, Snapshot
from app.forms.word import write_word
from app.forms.workbook import write_workbook


def test_a_bureaus_form_is_filled_and_reads_back(tmp_path: Path) -> None:
    source, target = bureau_form(tmp_path / "原件.docx", filled=False), tmp_path / "填好.docx"
    before = source.read_bytes()
    result = fill_original(source, ENROLMENT, target, editions())
    assert result.edition_id == "sichuan-2018-enrolment"
    assert result.not_found == [] and result.problems == []
    assert {"person.name", "person.photo", "enrolment.unit_opinion", "enrolment.unit_opinion_date"} <= set(
        result.filled
    )
    form = read_form(target, editions())
    assert told(form.values) == told(dict(ENROLMENT.values))
    assert source.read_bytes() == before


def test_skeletons_boxes_and_seals_stay_as_the_bureau_wrote_them(tmp_path: Path) -> None:
    fill_original(bureau_form(tmp_path / "a.docx", filled=False), ENROLMENT, tmp_path / "b.docx", editions())
    table = Document(str(tmp_path / "b.docx")).tables[0]
    assert table.cell(0, 6).text == "1980年5月"
    assert table.cell(12, 2).text == "是☑  否□"
    assert table.cell(13, 1).text.splitlines() == ["同意推荐。", "", "", "（盖章）", "2018年3月5日"]
    assert table.cell(0, 0).text == "姓  名" and table.cell(2, 5).text == "参加工作\n时间"


@pytest.mark.parametrize(
    ("edition_id", "sample"), [("yubei-2021-appraisal", APPRAISAL), ("yubei-2021-workload", REPORT)]
)
def test_dates_titles_and_both_sides(tmp_path: Path, edition_id: str, sample: Snapshot) -> None:
    write_word(editions()[edition_id], (BLANK,), tmp_path / "a.docx")
    result = fill_original(tmp_path / "a.docx", sample, tmp_path / "b.docx", editions())
    assert result.not_found == []
    assert told(read_form(tmp_path / "b.docx", editions()).values) == told(dict(sample.values))


def test_the_look_of_the_cell_is_kept(tmp_path: Path) -> None:
    source = word_table(tmp_path / "a.docx", [["姓名", "某某"], ["性别", ""], ["民族", ""]], (), BUREAU_TITLE)
    document = Document(str(source))
    run = document.tables[0].cell(0, 1).paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.color.rgb = Pt(15), True, RGBColor(0x11, 0x22, 0x33)
    mark = document.tables[0].cell(1, 1).paragraphs[0]._p.get_or_add_pPr()
    mark.append(mark.makeelement(qn("w:rPr"), {}))
    mark[-1].append(mark.makeelement(qn("w:sz"), {qn("w:val"): "28"}))
    document.save(str(source))
    fill_original(source, ENROLMENT, tmp_path / "b.docx", editions())
    table = Document(str(tmp_path / "b.docx")).tables[0]
    name, sex = table.cell(0, 1).paragraphs[0].runs, table.cell(1, 1).paragraphs[0].runs
    assert [r.text for r in name] == ["张䶮"] and name[0].font.size == Pt(15) and name[0].font.bold
    assert name[0].font.color.rgb == RGBColor(0x11, 0x22, 0x33)
    assert [r.text for r in sex] == ["男"] and sex[0].font.size == Pt(14)


def test_every_other_part_of_the_package_stays_byte_for_byte(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=False)
    fill_original(source, ENROLMENT, tmp_path / "b.docx", editions())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.docx") as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert changed <= {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
        assert set(new.namelist()) - set(old.namelist()) == {"word/media/yuanbang_photo.jpeg"}
        assert new.read("word/media/yuanbang_photo.jpeg") == PHOTO
        assert [info.filename for info in new.infolist()][: len(old.namelist())] == old.namelist()


def test_what_is_not_told_leaves_its_cell_alone(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=True)
    fill_original(source, Snapshot({"person.name": "李四"}), tmp_path / "b.docx", editions())
    values = told(read_form(tmp_path / "b.docx", editions()).values)
    assert values["person.name"] == "李四"
    rest = told({**ENROLMENT.values, "person.name": "李四", "person.photo": None})
    assert values == rest


def test_a_second_filling_replaces_the_first(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=False)
    fill_original(source, ENROLMENT, tmp_path / "b.docx", editions())
    other = Snapshot(
        {
            **ENROLMENT.values,
            "person.career": "一直在职",
            "enrolment.recommended": False,
            "enrolment.unit_opinion": "同意。",
        }
    )
    fill_original(tmp_path / "b.docx", other, tmp_path / "c.docx", editions())
    assert told(read_form(tmp_path / "c.docx", editions()).values) == told(dict(other.values))
    assert len(Document(str(tmp_path / "c.docx")).inline_shapes) == 1


def test_what_the_form_does_not_ask_is_named(tmp_path: Path) -> None:
    source = word_table(tmp_path / "a.docx", [["姓名", ""], ["性别", ""], ["民族", ""]], (), BUREAU_TITLE)
    result = fill_original(
        source, Snapshot({"person.name": "张三", "person.party": "群众"}), tmp_path / "b.docx", editions()
    )
    assert result.filled == ["person.name"] and result.not_found == ["person.party"]
    (problem,) = result.problems
    assert (problem.code, problem.column, problem.file) == ("FRM-230", "党派", str(source))


@pytest.mark.parametrize(
    ("name", "code"), [("a.doc", "FRM-201"), ("a.wps", "FRM-201"), ("a.xlsx", "FRM-231"), ("a.et", "FRM-202")]
)
def test_other_kinds_are_refused(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(Refusal) as refused:
        fill_original(tmp_path / name, ENROLMENT, tmp_path / "b.docx", editions())
    assert refused.value.problem.code == code
    assert not (tmp_path / "b.docx").exists()


def test_a_document_without_the_form_is_refused(tmp_path: Path) -> None:
    source = word_table(tmp_path / "a.docx", [["商品", "价格"]])
    with pytest.raises(Refusal) as refused:
        fill_original(source, ENROLMENT, tmp_path / "b.docx", editions())
    assert refused.value.problem.code == "FRM-208"


def test_a_broken_photo_is_refused_and_nothing_written(tmp_path: Path) -> None:
    source = bureau_form(tmp_path / "a.docx", filled=False)
    broken = Snapshot({**ENROLMENT.values, "person.photo": b"no picture"}, name="张三")
    edition = editions()["sichuan-2018-enrolment"]
    for act in (
        lambda target: fill_original(source, broken, target, editions()),
        lambda target: write_word(edition, (broken,), target),
        lambda target: write_workbook(edition, (broken,), target),
    ):
        with pytest.raises(Refusal) as refused:
            act(tmp_path / "b.docx")
        assert refused.value.problem.code == "FRM-214"
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_a_list_is_no_form_to_fill(tmp_path: Path) -> None:
    write_word(editions()["yubei-2020-roster"], (BLANK,), tmp_path / "a.docx")
    with pytest.raises(Refusal) as refused:
        fill_original(tmp_path / "a.docx", ENROLMENT, tmp_path / "b.docx", editions())
    assert refused.value.problem.code == "FRM-208"
