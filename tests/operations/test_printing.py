"""Printing from the ledger: faces, selections, one file or one each, blank, and what is refused."""

from __future__ import annotations

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from app.catalogue.problems import Cancelled, Refusal, Surroundings
from app.forms.editions import editions
from app.operations.printing import fill_original, pages_for, print_forms, unprintable
from app.operations.saving import save_form
from app.operations.select import find_batch, find_one_person, find_record, find_unit, read_month, select
from app.operations.selection import Selection

ENROLMENT = "sichuan-2018-enrolment"
ROSTER = "yubei-2020-roster"
LISTS = [edition.id for edition in editions().values() if edition.kind == "list" and not edition.reference]


def text_of(path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def page_count(path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def test_all_enrolments_into_one_pdf(filled, tmp_path):
    told = []
    outcome = print_forms(
        filled,
        ENROLMENT,
        Selection(),
        tmp_path / "报名表.pdf",
        progress=lambda done, total: told.append((done, total)),
    )
    (item,) = outcome.items
    assert (item["edition"], item["documents"], item["files"]) == (
        ENROLMENT,
        11,
        [str(tmp_path / "报名表.pdf")],
    )
    assert outcome.message == f"《{editions()[ENROLMENT].name}》11份，1个文件"
    assert item["pages"] == page_count(tmp_path / "报名表.pdf") >= 11
    text = "".join(text_of(tmp_path / "报名表.pdf").split())
    assert all(name in text for name in ("张䶮", "阿依古丽·买买提", "邹雨桐", "重医大附三院"))
    assert told[-1][1] == 11 and [done for done, _ in told] == sorted(done for done, _ in told)


def test_one_file_each_is_named_by_its_person(filled, tmp_path):
    outcome = print_forms(filled, ENROLMENT, Selection(), tmp_path / "表.pdf", each=True)
    files = sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".pdf")
    assert len(files) == len(outcome.items[0]["files"]) == 11
    assert any("张䶮" in name for name in files)


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
def test_two_of_one_name_are_two_files(filled, tmp_path, suffix):
    for _ in range(2):
        save_form(filled, "enrolment", None, {"person.name": "李同名"})
    print_forms(filled, ENROLMENT, Selection(person="李同名"), tmp_path / f"表{suffix}", each=True)
    assert len([path for path in tmp_path.iterdir() if path.suffix == suffix]) == 2


@pytest.mark.parametrize(
    ("edition", "suffix"),
    [
        (edition.id, suffix)
        for edition in editions().values()
        for suffix in (
            (".pdf", ".docx") if edition.kind in ("letter", "certificate") else (".pdf", ".xlsx", ".docx")
        )
    ],
)
def test_every_edition_is_printed_blank_in_every_face(store, tmp_path, edition, suffix):
    target = tmp_path / f"空白{suffix}"
    outcome = print_forms(store, edition, None, target)
    assert outcome.refused == [] and outcome.items[0]["documents"] == 1
    assert target.stat().st_size > 3000


@pytest.mark.parametrize("edition", LISTS)
@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_lists_are_printed_filled(filled, tmp_path, edition, suffix):
    target = tmp_path / f"表{suffix}"
    outcome = print_forms(filled, edition, Selection(), target)
    assert outcome.items[0]["documents"] == 1
    wanted = {"roster": "张䶮", "allocation": "四川大学华西医院", "plan": "院办、医务科"}
    if suffix == ".pdf":
        text = text_of(target)
    else:
        rows = load_workbook(target).active.iter_rows(values_only=True)
        text = "\n".join(str(value) for row in rows for value in row if value)
    assert wanted[editions()[edition].subject] in "".join(text.split())


def test_one_person_as_workbook_and_as_word(filled, tmp_path):
    chosen = Selection(ids=find_one_person(filled, "enrolment", "张䶮"))
    print_forms(filled, ENROLMENT, chosen, tmp_path / "张.xlsx")
    cells = [c.value for row in load_workbook(tmp_path / "张.xlsx").worksheets[0].iter_rows() for c in row]
    assert "张䶮" in cells and "13800000201" in " ".join(map(str, cells))
    print_forms(filled, ENROLMENT, chosen, tmp_path / "张.docx")
    table = Document(str(tmp_path / "张.docx")).tables[0]
    assert "张䶮" in {cell.text for row in table.rows for cell in row.cells}


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(person="张䶮"), 1),
        (Selection(search="qwq"), 1),
        (Selection(search="13800000204"), 1),
        (Selection(month="2021-07"), 11),
        (Selection(month="2022-01"), 0),
        (Selection(person="没有这人"), 0),
    ],
)
def test_selections(filled, selection, found):
    assert len(select(filled, "roster", selection)) == found


def test_selections_by_batch_unit_and_pairing(filled):
    batch = find_batch(filled, "2021年5月")
    assert len(select(filled, "enrolment", Selection(batch=batch))) == 11
    unit = find_unit(filled, "渝北区人民医院")
    assert [s.name for s in select(filled, "enrolment", Selection(unit=unit))] == ["孟钰珵", "宋清和"]
    assert len(select(filled, "enrolment", Selection(batch=batch, unit=unit, search="宋"))) == 1
    clinic = find_unit(filled, "江口镇")
    names = [s.name for s in select(filled, "roster", Selection(unit=clinic))]
    assert names == ["张䶮", "孟钰珵", "欧阳见山"]
    ((pairing,),) = filled.sql("SELECT pairing_id FROM enrolment ORDER BY position LIMIT 1")
    (only,) = select(filled, "enrolment", Selection(pairing=pairing))
    assert (only.name, only.detail) == ("张䶮", "渝北区中医院 → 云阳县江口镇中心卫生院")


def test_records_come_in_the_official_order(filled):
    names = [record.name for record in select(filled, "roster", Selection())]
    assert names[:4] == ["张䶮", "许一诺", "秦晚秋", "孟钰珵"] and names[-1] == "邹雨桐"


def code_of(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.problem.remedy
    return refusal.value.problem.code


def test_what_is_asked_for_and_not_there(filled, tmp_path):
    target = tmp_path / "表.pdf"
    assert code_of(lambda: print_forms(filled, "没有", Selection(), target)) == "PRN-001"
    nobody = Selection(person="没有这人")
    assert code_of(lambda: print_forms(filled, ENROLMENT, nobody, target)) == "PRN-002"
    assert code_of(lambda: print_forms(filled, ENROLMENT, None, tmp_path / "表.txt")) == "PRN-003"
    assert code_of(lambda: find_unit(filled, "没有的医院")) == "SEL-001"
    assert code_of(lambda: find_unit(filled, "卫生院")) == "SEL-001"
    assert code_of(lambda: find_batch(filled, "2035年")) == "SEL-002"
    assert code_of(lambda: find_record(filled, "enrolment", "12ab")) == "SEL-003"
    assert code_of(lambda: find_record(filled, "enrolment", "00" * 16)) == "SEL-009"
    assert code_of(lambda: read_month("五月")) == "SEL-004"
    assert code_of(lambda: find_one_person(filled, "enrolment", "没有这人")) == "SEL-005"
    assert code_of(lambda: find_one_person(filled, "allocation", "张䶮")) == "SEL-007"
    save_form(filled, "enrolment", None, {"person.name": "未派驻"})
    assert code_of(lambda: find_one_person(filled, "appraisal", "未派驻")) == "SEL-008"
    assert not target.exists()


def test_months_are_read_as_people_write_them():
    assert {read_month(text) for text in ("2021-05", "2021.5", "2021年5月", "2021/05")} == {"2021-05"}


def test_a_name_borne_by_two_is_refused_with_both_keys(filled):
    save_form(filled, "enrolment", None, {"person.name": "张䶮", "person.unit": "重医大附三院"})
    with pytest.raises(Refusal) as refusal:
        find_one_person(filled, "enrolment", "张䶮")
    problem = refusal.value.problem
    assert problem.code == "SEL-006"
    for (key,) in filled.sql("SELECT id FROM person WHERE name = '张䶮'"):
        assert key.hex() in problem.message
        (record,) = find_record(filled, "enrolment", key.hex())
        assert find_record(filled, "enrolment", record.hex()) == (record,)


def test_a_target_that_cannot_be_written_is_no_traceback(filled, tmp_path):
    (tmp_path / "文件").write_text("a file, no folder")
    (tmp_path / "夹.pdf").mkdir()
    for target in (tmp_path / "文件" / "表.pdf", tmp_path / "夹.pdf"):
        with pytest.raises(Surroundings) as fault:
            print_forms(filled, ENROLMENT, Selection(), target)
        assert fault.value.problem.code.startswith("SYS-") and fault.value.problem.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == ["filled", "夹.pdf", "文件"]


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
def test_a_target_in_a_folder_that_is_not_there_is_made(filled, tmp_path, suffix):
    target = tmp_path / "新" / f"表{suffix}"
    print_forms(filled, ENROLMENT, Selection(person="张䶮"), target)
    assert target.exists()


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
def test_cancelled_printing_leaves_the_old_file(filled, tmp_path, suffix):
    target = tmp_path / f"表{suffix}"
    target.write_bytes(b"old")

    def stop(done, total):
        if done > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_forms(filled, ENROLMENT, Selection(), target, progress=stop)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["filled", target.name]


def test_pages_of_the_preview_are_those_of_the_file(filled, tmp_path):
    pages = list(pages_for(filled, ENROLMENT, Selection()))
    outcome = print_forms(filled, ENROLMENT, Selection(), tmp_path / "表.pdf")
    assert len(pages) == outcome.items[0]["pages"]
    assert (
        len(list(pages_for(filled, ENROLMENT, None))) == 2
        or len(list(pages_for(filled, ENROLMENT, None))) == 1
    )


def test_characters_that_no_face_has_are_named_before_and_after(filled, tmp_path):
    strange = "\U0002fffd"  # no character: no face will ever have it
    save_form(filled, "enrolment", None, {"person.name": f"李{strange}"})
    chosen = Selection(person=f"李{strange}")
    assert unprintable(filled, ENROLMENT, chosen) == [(f"李{strange}", strange)]
    assert unprintable(filled, ENROLMENT, Selection(person="张䶮")) == []
    outcome = print_forms(filled, ENROLMENT, chosen, tmp_path / "表.pdf")
    assert outcome.done_in_part
    assert [problem.code for problem in outcome.refused] == ["PRN-005"]


def test_the_bureaus_own_file_is_filled_in(filled, tmp_path):
    source = tmp_path / "原件.docx"
    print_forms(filled, ENROLMENT, None, source)
    (record,) = find_one_person(filled, "enrolment", "张䶮")
    outcome = fill_original(filled, source, record, tmp_path / "填好.docx")
    assert {"person.name", "person.sex", "person.mobile"} <= set(outcome.items[0]["filled"]) | {
        part for path in outcome.items[0]["filled"] for part in (path.replace("mobile_im", "mobile"),)
    }
    texts = {c.text for row in Document(str(tmp_path / "填好.docx")).tables[0].rows for c in row.cells}
    assert "张䶮" in texts
    blank = {c.text for row in Document(str(source)).tables[0].rows for c in row.cells}
    assert "张䶮" not in blank


def test_an_original_that_is_none(filled, tmp_path):
    (record,) = find_one_person(filled, "enrolment", "张䶮")
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises((Refusal, Surroundings)):
        fill_original(filled, tmp_path / "旧.doc", record, tmp_path / "填好.docx")
    with pytest.raises((Refusal, Surroundings)):
        fill_original(filled, tmp_path / "没有.docx", record, tmp_path / "填好.docx")
    assert not (tmp_path / "填好.docx").exists()
