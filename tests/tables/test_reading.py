"""Every format that tables come in gives the same rows."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from table_files import HEADS, ROWS, codes, edit_zip, ods, values, xls, xlsx

from app.catalogue.problems import Refusal, Surroundings
from app.tables.importing import read_file, read_text
from app.tables.reading import read_tables

TABLE = (HEADS, *ROWS)


def expected():
    return [
        {
            "pairing.supporting_unit": row[0],
            "pairing.receiving_unit": row[1],
            "person.name": row[2],
            "person.sex": row[3],
            "person.id_number": row[4],
            "person.mobile": row[5],
            "posting.term": "2021-05-01/2021-10-31",
        }
        for row in ROWS
    ]


def all_values(table):
    return [row.values for row in table.rows]


@pytest.mark.parametrize(("make", "suffix"), [(xlsx, "xlsx"), (ods, "ods"), (xls, "xls")])
def test_workbooks_of_each_format_give_the_same_rows(tmp_path, make, suffix):
    path = make(tmp_path / f"名册.{suffix}", {"名册": TABLE, "空页": []})
    table = read_file(path)
    assert all_values(table) == expected()
    assert [(row.sheet, row.row) for row in table.rows] == [("名册", 2), ("名册", 3)]
    assert table.problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_each_encoding_gives_the_same_rows(tmp_path, encoding, mark):
    path = tmp_path / "名册.csv"
    path.write_bytes("\r\n".join(mark.join(row) for row in TABLE).encode(encoding))
    assert all_values(read_file(path)) == expected()


def test_a_workbook_under_a_wrong_name_is_read_by_what_it_is(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", {"名册": TABLE})
    renamed = path.rename(tmp_path / "名册.xls")
    assert all_values(read_file(renamed)) == expected()


def test_pasted_rows_with_a_line_break_in_quotes():
    text = "\n".join("\t".join(row) for row in TABLE).replace("支援时间", '"支援\n时间"')
    table = read_text(text)
    assert all_values(table) == expected()
    assert table.rows[0].sheet == "粘贴的行"


def test_pasted_rows_without_heads_are_refused():
    with pytest.raises(Refusal) as refused:
        read_text("渝北区中医院\t张䶮\n渝北区中医院\t许一诺")
    assert refused.value.problem.code == "IMP-008"
    with pytest.raises(Refusal) as refused:
        read_text(" \n\t\n")
    assert refused.value.problem.code == "IMP-004"


def test_a_number_kept_as_text_by_a_formula_in_csv(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text(f'姓名,身份证号\n张䶮,="{ROWS[0][4]}"\n', encoding="utf-8")
    assert values(read_file(path), "person.id_number") == [ROWS[0][4]]


def test_sheets_of_one_kind_are_read_together_and_others_told(tmp_path):
    plan = (("序号", "主要工作计划及目标要求", "完成时间"), (1, "下乡义诊", "7月"))
    rows = {"一组": TABLE, "二组": (HEADS, ROWS[1]), "计划": plan, "说明": (("请按时填报",),)}
    table = read_file(xlsx(tmp_path / "名册.xlsx", rows))
    assert [(row.sheet, row.row) for row in table.rows] == [("一组", 2), ("一组", 3), ("二组", 2)]
    assert [(problem.code, problem.sheet) for problem in table.problems] == [
        ("IMP-013", "计划"),
        ("IMP-013", "说明"),
    ]
    told = read_file(tmp_path / "名册.xlsx", "plan")
    assert values(told, "plan.goal") == ["下乡义诊"]


def test_hidden_sheets_are_left_out_and_said(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", {"名册": TABLE, "旧": TABLE})
    book = load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    table = read_file(path)
    assert len(table.rows) == 2
    assert [(problem.code, problem.sheet) for problem in table.problems] == [("IMP-012", "旧")]
    book["旧"].title = "_yuanbang"  # the mark of our own workbooks is nothing to tell of
    book.save(path)
    assert read_file(path).problems == []


@pytest.mark.parametrize(("make", "suffix"), [(xlsx, "xlsx"), (xls, "xls")])
def test_dates_and_numbers_of_a_spreadsheet(tmp_path, make, suffix):
    if make is xls:
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("名册")
        for at, head in enumerate(("姓名", "出生年月", "手机", "到岗日期", "离岗日期")):
            sheet.write(0, at, head)
        style = xlwt.easyxf(num_format_str="yyyy-m-d")
        for at, cell in enumerate(("张䶮", date(1980, 5, 1), 13800000201, date(2021, 5, 1), 44500)):
            sheet.write(1, at, cell, style if isinstance(cell, date) else xlwt.XFStyle())
        book.save(str(tmp_path / "名册.xls"))
    else:
        rows = (
            ("姓名", "出生年月", "手机", "到岗日期", "离岗日期"),
            ("张䶮", date(1980, 5, 1), 13800000201, datetime(2021, 5, 1), 44500),
        )
        xlsx(tmp_path / "名册.xlsx", {"名册": rows})
    table = read_file(tmp_path / f"名册.{suffix}", "people")
    assert table.rows[0].values == {
        "person.name": "张䶮",
        "person.birth": "1980-05",
        "person.mobile": "13800000201",
        "posting.term": "2021-05-01/2021-10-31",
    }


def merged_rows():
    return [
        ["2021年名册", "", "", ""],
        ["支援单位名称", "受援卫生院名称", "支援人员有关情况", ""],
        ["", "", "姓名", "性别"],
        ["渝北区中医院", "云阳县泥溪镇卫生院", "张䶮", "女"],
        ["", "", "许一诺", "女"],
        ["渝北区人民医院", "云阳县江口镇中心卫生院", "孟钰珵", "男"],
    ]


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_merged_cells_are_told_in_each_row(tmp_path, suffix):
    path = tmp_path / f"名册.{suffix}"
    if suffix == "xlsx":
        xlsx(path, {"名册": merged_rows()}, ["A1:D1", "C2:D2", "A2:A3", "B2:B3", "A4:A5", "B4:B5"])
    elif suffix == "ods":
        spans = {
            (0, 0): (1, 4),
            (1, 2): (1, 2),
            (1, 0): (2, 1),
            (1, 1): (2, 1),
            (3, 0): (2, 1),
            (3, 1): (2, 1),
        }
        ods(path, {"名册": merged_rows()}, spans)
    else:
        areas = [(0, 0, 0, 3), (1, 1, 2, 3), (1, 2, 0, 0), (1, 2, 1, 1), (3, 4, 0, 0), (3, 4, 1, 1)]
        xls(path, {"名册": merged_rows()}, areas)
    table = read_file(path)
    assert read_tables(path).sheets[0].merged
    assert values(table, "pairing.supporting_unit") == ["渝北区中医院", "渝北区中医院", "渝北区人民医院"]
    assert values(table, "pairing.receiving_unit")[:2] == ["云阳县泥溪镇卫生院"] * 2
    assert values(table, "person.name") == ["张䶮", "许一诺", "孟钰珵"]
    assert table.tables[0].header.title == "2021年名册"


def error_xls(path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for at, head in enumerate(("姓名", "手机")):
        sheet.write(0, at, head)
    sheet.write(1, 0, "张䶮")
    sheet.row(1).set_cell_error(1, 0x17)
    book.save(str(path))


def error_xlsx(path: Path) -> None:
    xlsx(path, {"名册": (("姓名", "手机"), ("张䶮", "坏"))})

    def spoil(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        at = data.index(b'<c r="B2"')
        end = data.index(b"</c>", at) + 4
        return data[:at] + b'<c r="B2" t="e"><f>A9</f><v>#REF!</v></c>' + data[end:]

    edit_zip(path, spoil)


def error_ods(path: Path) -> None:
    ods(path, {"名册": (("姓名", "手机"), ("张䶮", "#REF!"))})


@pytest.mark.parametrize(("make", "suffix"), [(error_xls, "xls"), (error_xlsx, "xlsx"), (error_ods, "ods")])
def test_formula_errors_are_refused_at_their_place(tmp_path, make, suffix):
    path = tmp_path / f"名册.{suffix}"
    make(path)
    table = read_file(path)
    (problem,) = table.rows[0].problems
    assert (problem.code, problem.row, problem.column, problem.value) == ("IMP-020", 2, "手机", "#REF!")
    assert problem.file == str(path)


# --- what is no table ---


def refusal(path: Path) -> str:
    with pytest.raises(Refusal) as refused:
        read_file(path)
    assert refused.value.problem.remedy
    assert refused.value.problem.file == str(path)
    return refused.value.problem.code


@pytest.mark.parametrize("suffix", ["doc", "wps", "et", "rtf", "xlsb", "pdf"])
def test_formats_to_be_saved_anew(tmp_path, suffix):
    path = tmp_path / f"名册.{suffix}"
    path.write_bytes(b"whatever")
    assert refusal(path) == "IMP-005"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("名册.xlsx", b"this is no workbook", "IMP-001"),
        ("名册.xlsx", b"", "IMP-004"),
        ("名册.csv", b"", "IMP-004"),
        ("名册.csv", b"\r\n,,\r\n", "IMP-004"),
        ("名册.csv", "姓名,手机\n".encode(), "IMP-004"),
        ("名册.csv", b"\x00\x01\x02 binary", "IMP-001"),
        ("名册.csv", b"\xff\xff\xff\x80\x81", "IMP-007"),
        ("名册.csv", b"%PDF-1.7 ...", "IMP-005"),
        ("名册.xls", b"<html><table><tr><td>", "IMP-005"),
        ("名册.xls", b"<?xml version='1.0'?><Workbook>", "IMP-005"),
        ("名册.xlsx", b"PK\x03\x04 cut off", "IMP-003"),
        ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "IMP-003"),
        ("名册.csv", "第一行说明\n第二行说明\n".encode(), "IMP-008"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    assert refusal(path) == code


def test_a_workbook_without_rows(tmp_path):
    assert refusal(xlsx(tmp_path / "a.xlsx", {"空": []})) == "IMP-004"
    assert refusal(xlsx(tmp_path / "b.xlsx", {"空": [HEADS]})) == "IMP-004"


def test_a_word_document_is_no_table(tmp_path):
    import docx

    path = tmp_path / "名册.docx"
    docx.Document().save(str(path))
    assert refusal(path) == "IMP-010"


def test_a_password_protected_workbook(tmp_path):
    """What Excel writes is an OLE file with an encrypted package in it."""
    path = tmp_path / "名册.xlsx"
    path.write_bytes(ole_file("EncryptedPackage"))
    assert refusal(path) == "IMP-002"


def test_an_old_word_document_under_another_name(tmp_path):
    path = tmp_path / "名册.xls"
    path.write_bytes(ole_file("WordDocument"))
    assert refusal(path) == "IMP-005"
    path.write_bytes(ole_file("Something"))
    assert refusal(path) == "IMP-001"


def ole_file(stream: str) -> bytes:
    """An OLE container with one empty stream: header, one sector of allocation, one of directory."""
    import struct

    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head[80:512] = b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504

    def entry(name: str, kind: int, child: int) -> bytes:
        encoded = name.encode("utf-16-le")
        body = encoded + b"\0" * (64 - len(encoded)) + struct.pack("<H", len(encoded) + 2) + bytes([kind, 1])
        body += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + b"\0" * 36
        return body + struct.pack("<IQ", 0xFFFFFFFE, 0)

    directory = entry("Root Entry", 5, 1) + entry(stream, 2, 0xFFFFFFFF)
    return bytes(head) + table + directory + b"\0" * (512 - len(directory))


def test_an_old_workbook_with_a_password(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("名册").write(0, 0, "姓名")
    path = tmp_path / "名册.xls"
    book.save(str(path))
    data = path.read_bytes()
    codepage = data.index(b"\x42\x00\x02\x00")  # a record that nobody misses becomes FILEPASS
    path.write_bytes(data[:codepage] + b"\x2f\x00\x02\x00" + data[codepage + 4 :])
    assert refusal(path) == "IMP-002"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Surroundings) as troubled:
        read_file(tmp_path / "没有.xlsx")
    assert troubled.value.problem.code == "SYS-003"


# --- far cells and bombs ---


def far_cell(path: Path, cell: bytes, row: int) -> Path:
    def add(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        return data.replace(b"</sheetData>", b'<row r="%d">%s</row></sheetData>' % (row, cell))

    return edit_zip(xlsx(path, {"名册": TABLE}), add)


def test_a_cell_in_the_last_row_is_left_out_quickly(tmp_path):
    cell = b'<c r="C1048576" t="inlineStr"><is><t>x</t></is></c>'
    path = far_cell(tmp_path / "名册.xlsx", cell, 1_048_576)
    book = read_tables(path)
    assert len(book.sheets[0].rows) == 3
    assert [(problem.code, "1048576" in problem.message) for problem in book.problems] == [("IMP-011", True)]
    assert all_values(read_file(path)) == expected()


def test_empty_cells_in_the_last_row_are_not_worth_a_word(tmp_path):
    path = far_cell(tmp_path / "名册.xlsx", b'<c r="C1048576" s="0"/>', 1_048_576)
    book = read_tables(path)
    assert (len(book.sheets[0].rows), book.problems) == (3, [])


def test_a_cell_in_the_last_column_is_left_out(tmp_path):
    cell = b'<c r="XFD4" t="inlineStr"><is><t>x</t></is></c>'
    book = read_tables(far_cell(tmp_path / "名册.xlsx", cell, 4))
    assert max(len(row) for row in book.sheets[0].rows) < 20
    assert [problem.code for problem in book.problems] == ["IMP-011"]


def test_an_ods_that_repeats_rows_to_the_sheets_end(tmp_path):
    path = ods(tmp_path / "名册.ods", {"名册": TABLE})

    def add(name: str, data: bytes) -> bytes:
        empty = (
            b'<table:table-row table:number-rows-repeated="1048000">'
            b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
            b"<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
        )
        return data.replace(b"</table:table>", empty + b"</table:table>") if name == "content.xml" else data

    book = read_tables(edit_zip(path, add))
    assert len(book.sheets[0].rows) == 3
    assert [problem.code for problem in book.problems] == ["IMP-011"]
    assert len(read_file(path).rows) == 2


def test_an_old_workbook_with_a_cell_far_away(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    sheet.write(0, 0, "姓名")
    sheet.write(65_535, 255, "x")
    book.save(str(tmp_path / "名册.xls"))
    assert refusal(tmp_path / "名册.xls") == "IMP-011"


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    import zipfile

    path = xlsx(tmp_path / "名册.xlsx", {"名册": TABLE})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as written,
    ):
        block = b" " * (1 << 20)
        for _ in range(70):
            written.write(block)
    assert refusal(path) == "IMP-006"


def test_an_archive_that_lies_about_its_size(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", {"名册": TABLE})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1.xml" in data[at + 46 : at + 90]:
            data[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    assert refusal(path) == "IMP-003"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no file modes")
def test_ids_with_problems_are_told_with_their_place(tmp_path):
    path = xlsx(tmp_path / "名册.xlsx", {"名册": (("姓名", "身份证号"), ("张䶮", 4.4e17), ("许一诺", "123"))})
    table = read_file(path)
    assert codes(table) == [["IDN-004"], ["IDN-001"]]
    assert table.rows[1].problems[0].sheet == "名册"
