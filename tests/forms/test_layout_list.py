"""Lists: heads on every page, rows as tall as their texts, merged columns parted at a page's end, total and notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document
from golden_pages import check_golden, described
from openpyxl import load_workbook
from paper_samples import ALLOCATION, PLAN, ROSTER, SAMPLES
from test_layout_sheet import assert_whole, long_text, set_text

from app.forms.boxes import Box, Page
from app.forms.edition import NUMBER, Column, Edition
from app.forms.editions import editions
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.list_rows import totals
from app.forms.reading import read_form
from app.forms.snapshot import BLANK, Snapshot, Values
from app.forms.word import write_word
from app.forms.workbook import write_workbook

ROSTER_KEY, ALLOCATION_KEY, PLAN_KEY = "yubei-2020-roster", "sichuan-2018-allocation", "shaoxing-2017-plan"


def laid_out(edition: str | Edition, rows: list[Values]) -> list[Page]:
    known = editions()[edition] if isinstance(edition, str) else edition
    return lay_out(known, Snapshot({}, rows=rows), faces(system=False))


def column(page: Page, path: str) -> list[Box]:
    return [box for box in page.boxes if box.path == path]


@pytest.mark.parametrize(
    "key", [key for key, edition in editions().items() if edition.kind == "list" and not edition.reference]
)
@pytest.mark.parametrize("state", ["blank", "filled"])
def test_golden(key, state):
    edition = editions()[key]
    pages = lay_out(edition, BLANK if state == "blank" else SAMPLES[edition.subject], faces(system=False))
    assert_whole(pages)
    check_golden(f"{key}-{state}", described(pages))


def test_a_blank_list_has_its_stated_empty_rows():
    for key in (ROSTER_KEY, ALLOCATION_KEY, PLAN_KEY):
        edition = editions()[key]
        pages = lay_out(edition, BLANK, faces(system=False))
        assert len(pages) == 1
        first = column(pages[0], edition.listed[0].field)
        assert len(first) == edition.blank_rows
        assert all(box.text == "" and box.record is None for box in first)


def test_heads_one_and_two_deep():
    page = laid_out(ROSTER_KEY, ROSTER)[0]
    heads = {box.text: box for box in page.boxes if box.kind == "caption"}
    group, name, unit = heads["支援人员有关情况"], heads["姓名"], heads["支援单位名称"]
    assert group.x == pytest.approx(name.x)
    assert group.w == pytest.approx(sum(c.width for c in editions()[ROSTER_KEY].listed[3:]))
    assert unit.h == pytest.approx(group.h + name.h)
    assert page.width > page.height


def test_merged_cells_only_within_their_left_neighbour():
    page = laid_out(ROSTER_KEY, ROSTER)[0]
    units = column(page, "pairing.supporting_unit")
    assert [(box.text, box.record) for box in units] == [("渝北区中医院", 0), ("渝北区人民医院", 2)]
    assert units[0].h == pytest.approx(sum(box.h for box in column(page, "person.name")[:2]))
    assert [box.text for box in column(page, "pairing.receiving_unit")] == [
        "云阳县江口镇中心卫生院",
        "云阳县蔈草镇卫生院",
        "云阳县蔈草镇卫生院",
    ]
    assert column(page, "posting.term")[0].text == "2021.5.1-2021.10.31"
    assert set_text([column(page, "pairing.receiving_contact")[0]]) == "秦若兰：13800000101"


def test_managed_mark_and_total():
    page = laid_out(ALLOCATION_KEY, ALLOCATION)[0]
    assert [box.text for box in column(page, "pairing.receiving_unit")][1] == "资阳市第一人民医院△"
    assert [box.text for box in column(page, "pairing.receiving_region")] == [
        "省属",
        "资阳市",
        "资阳市",
        "凉山州",
    ]
    total = next(box for box in page.boxes if box.text == "合计")
    row = [box.text for box in page.boxes if box.y == total.y]
    assert row == ["合计", "3", "", "4", ""]
    note = next(box for box in page.boxes if box.kind == "note")
    assert note.text == "备注：△代表托管医院关系。" and note.y > total.y + total.h


def _allocated(*rows: tuple[str, str, str, str]) -> list[Values]:
    fields = ("supporting_region", "supporting_unit", "receiving_region", "receiving_unit")
    return [dict(zip([f"pairing.{name}" for name in fields], row, strict=True)) for row in rows]


WITHOUT_REGIONS = _allocated(
    ("", "渝北区中医院", "云阳县", "甲医院"),
    ("", "渝北区中医院", "云阳县", "乙医院"),
    ("", "渝北区中医院", "", "丙医院"),
    ("", "渝北区中医院", "", "丁医院"),
    ("", "渝北区人民医院", "", "戊医院"),
    ("渝北区", "渝北区人民医院", "", "己医院"),
)
MERGED_WITHOUT_REGIONS = {
    "supporting_region": [("", 4), ("", 1), ("渝北区", 1)],
    "supporting_unit": [("渝北区中医院", 4), ("渝北区人民医院", 1), ("渝北区人民医院", 1)],
    "receiving_region": [("云阳县", 2), ("", 1), ("", 1), ("", 1), ("", 1)],
}


def test_a_blank_outer_value_does_not_part_the_units_inside():
    page = laid_out(ALLOCATION_KEY, WITHOUT_REGIONS)[0]
    tall = editions()[ALLOCATION_KEY].row_height
    for name, wanted in MERGED_WITHOUT_REGIONS.items():
        cells = column(page, f"pairing.{name}")
        assert [(box.text, round(box.h / tall)) for box in cells] == wanted, name
    assert len(column(page, "pairing.receiving_unit")) == 6


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_office_files_join_the_same_cells_and_read_back(tmp_path, suffix):
    edition, path = editions()[ALLOCATION_KEY], tmp_path / f"分配表{suffix}"
    write = write_workbook if suffix == ".xlsx" else write_word
    write(edition, (Snapshot({}, rows=WITHOUT_REGIONS),), path)
    form = read_form(path, editions())
    if suffix == ".xlsx":
        sheet = load_workbook(path).worksheets[0]
        first = next(cell.row for cell in sheet["B"] if cell.value == "渝北区中医院")
        joined = {str(block) for block in sheet.merged_cells.ranges}
        assert {f"{letter}{first}:{letter}{first + 3}" for letter in "AB"} <= joined
        assert f"C{first}:C{first + 1}" in joined
        assert not [block for block in joined if block.startswith((f"A{first + 4}", f"C{first + 2}"))]
    else:
        table = Document(str(path)).tables[0]
        first = next(n for n, row in enumerate(table.rows) if row.cells[1].text == "渝北区中医院")
        for place in (0, 1):
            top = table.cell(first, place)._tc
            assert [table.cell(row, place)._tc is top for row in range(first, first + 5)] == [True] * 4 + [
                False
            ]
    for path_ in ("pairing.supporting_region", "pairing.supporting_unit", "pairing.receiving_unit"):
        assert [row.get(path_) for row in form.rows] == [row[path_] for row in WITHOUT_REGIONS], path_


def test_two_hundred_rows_over_pages():
    rows: list[Values] = [{**ROSTER[0], "person.name": f"张{n}"} for n in range(200)]
    pages = laid_out(ROSTER_KEY, rows)
    assert_whole(pages)
    assert [box.text for page in pages for box in column(page, "person.name")] == [
        f"张{n}" for n in range(200)
    ]
    for number, page in enumerate(pages, 1):
        assert next(b for b in page.boxes if b.kind == "page_number").text == f"第{number}页 共{len(pages)}页"
        assert [box.text for box in column(page, "pairing.supporting_unit")] == ["渝北区中医院"]
        assert sum(box.text == "支援人员有关情况" for box in page.boxes) == 1
        assert any(box.kind == "title" for box in page.boxes) == (number == 1)
    assert {page.of for page in pages} == {len(pages)}


def test_amounts_are_summed_in_every_face():
    """The office of finance pays what stands in the total row of a 补贴发放表."""
    edition = editions()["yuanbang-allowances"]
    rows = [
        {"person.name": name, "allowance.days": days, "allowance.amount": amount}
        for name, days, amount in (("张䶮", "31", "3100"), ("许一诺", "30", "2950.50"), ("张䶮", "", ""))
    ]
    page = lay_out(edition, Snapshot({}, rows=rows), faces())[-1]
    total = next(box for box in page.boxes if box.text == "合计")
    printed = [box.text for box in page.boxes if box.y == total.y]
    assert printed == ["合计", "2", "", "", "61", "", "6050.50", "", ""]
    texts = [[row.get(column.field, "") for column in edition.listed] for row in rows]
    assert totals(edition, texts) == printed
    texts[0][6] = "三千一百"
    assert totals(edition, texts)[6] == "", "no sum of what is no amount"


def test_total_and_notes_never_stand_alone():
    for count in range(20, 60):
        rows: list[Values] = [{**ALLOCATION[0], "pairing.receiving_unit": f"第{n}医院"} for n in range(count)]
        pages = laid_out(ALLOCATION_KEY, rows)
        last = pages[-1]
        assert column(last, "pairing.receiving_unit"), count
        assert (
            next(b for b in last.boxes if b.text == "合计").y > column(last, "pairing.receiving_unit")[-1].y
        )
        assert sum(len(column(page, "pairing.receiving_unit")) for page in pages) == count


def test_a_row_grows_with_its_text_and_a_merged_text_with_its_rows():
    rows: list[Values] = [
        {**PLAN[0], "plan.goal": long_text(200)},
        PLAN[1],
        {**PLAN[2], "plan.period": "深入推进" * 20},
    ]
    pages = laid_out(PLAN_KEY, rows)
    assert_whole(pages)
    goals = column(pages[0], "plan.goal")
    assert goals[0].h > goals[1].h and goals[0].size == 10.5
    period = column(pages[0], "plan.period")[-1]
    assert period.h > editions()[PLAN_KEY].row_height
    assert set_text([period]) == "深入推进" * 20


def test_a_record_taller_than_a_page_goes_on_over_pages():
    text = long_text(5000)
    rows: list[Values] = [PLAN[0], {**PLAN[1], "plan.goal": text}, {**PLAN[1], "plan.number": "3"}]
    pages = laid_out(PLAN_KEY, rows)
    assert_whole(pages)
    boxes = [box for page in pages for box in column(page, "plan.goal") if box.record == 1]
    assert len(boxes) > 1 and {box.size for box in boxes} == {7}
    assert set_text(boxes) == text
    assert all(set_text([box]) for page in pages for box in column(page, "plan.period"))
    numbers = [set_text([box]) for page in pages for box in column(page, "plan.number") if set_text([box])]
    assert numbers == ["1", "2", "3"]


def test_a_list_without_total_notes_or_merging():
    edition = editions()[ALLOCATION_KEY]
    plain = replace(
        edition,
        total=None,
        below=(),
        above=(),
        page_number="",
        listed=tuple(replace(column_, merge=False) for column_ in edition.listed),
    )
    page = laid_out(plain, ALLOCATION)[0]
    assert_whole([page])
    assert len(column(page, "pairing.supporting_region")) == len(ALLOCATION)
    assert not [box for box in page.boxes if box.kind in ("note", "page_number") or box.text == "合计"]


def counted() -> Edition:
    """The roster with a column of numbers before its others."""
    known = editions()[ROSTER_KEY]
    narrower = replace(known.listed[1], width=known.listed[1].width - 12)
    listed = (Column(12, "序号", NUMBER), known.listed[0], narrower, *known.listed[2:])
    return replace(known, id="counted", listed=listed)


def test_a_column_counts_the_records_on_every_page():
    pages = laid_out(counted(), list(ROSTER) * 16)
    assert len(pages) > 2
    told = [box.text for page in pages for box in column(page, NUMBER)]
    assert told == [str(number) for number in range(1, 16 * len(ROSTER) + 1)]
    (blank,) = lay_out(counted(), BLANK, faces(system=False))
    assert {box.text for box in column(blank, NUMBER)} == {""}


@pytest.mark.parametrize(("suffix", "write"), [(".xlsx", write_workbook), (".docx", write_word)])
def test_numbers_stand_in_office_files_and_are_no_part_of_what_is_read_back(tmp_path, suffix, write):
    edition, path = counted(), tmp_path / f"花名册{suffix}"
    write(edition, (Snapshot({}, rows=ROSTER),), path)
    if suffix == ".xlsx":
        sheet = load_workbook(path).worksheets[0]
        first = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "序号")
        texts = [sheet.cell(row, 1).value for row in range(first, sheet.max_row + 1)]
    else:
        texts = [row.cells[0].text for row in Document(str(path)).tables[0].rows]
    there = [text for text in texts if text and str(text).isdigit()]
    assert there == [str(number) for number in range(1, len(ROSTER) + 1)]
    form = read_form(path, {**editions(), edition.id: edition})
    names = [row["person.name"] for row in form.rows]
    assert names == [row["person.name"] for row in ROSTER]
    assert all(NUMBER not in row for row in form.rows)


def test_a_number_alone_is_no_record(tmp_path):
    edition, path = counted(), tmp_path / "空表.xlsx"
    write_workbook(edition, (BLANK,), path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    first = 1 + next(cell.row for (cell,) in sheet.iter_rows(min_col=5, max_col=5) if cell.value == "姓名")
    for number in range(5):
        sheet.cell(first + number, 1).value = number + 1
    sheet.cell(first, 5).value = "张三"
    book.save(path)
    form = read_form(path, {**editions(), edition.id: edition})
    assert [row["person.name"] for row in form.rows] == ["张三"]
