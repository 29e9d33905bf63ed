"""Refused rows go out as a workbook, are mended there and come in again; plain lists keep text as text."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook
from table_files import HEADS, ROWS, codes, id_number, ods, values, xlsx

from app.catalogue.problems import Cancelled, Surroundings
from app.tables.importing import read_file, read_text
from app.tables.writing import write_list, write_refused

TITLE = "2021年名册"
BAD = [
    [TITLE, "", "", "", "", ""],
    ["支援单位名称", "受援卫生院名称", "支援人员有关情况", "", "", "登记号"],
    ["", "", "姓名", "身份证号", "支援时间", ""],
    ["渝北区中医院", "云阳县泥溪镇卫生院", "张䶮", id_number(order=712), "2021.5.1-2021.10.31", "=1+1"],
    ["", "", "许一诺", "123", "2021.5.1-2021.10.31", "-7"],
    ["渝北区人民医院", "云阳县江口镇中心卫生院", "孟钰珵", 4.4e17, "随便", "@x"],
]


def reasons(table):
    return {
        (row.sheet, row.row): "\n".join(p.message for p in row.problems) for row in table.rows if row.problems
    }


def cells(path):
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


@pytest.fixture
def refused(tmp_path):
    path = xlsx(
        tmp_path / "名册.xlsx",
        {"名册": [[c or None for c in row] for row in BAD]},
        ["A2:A3", "B2:B3", "C2:E2"],
    )
    book = load_workbook(path)
    book.active["F4"].data_type = "s"  # a text that looks like a formula
    book.save(path)
    table = read_file(path)
    assert codes(table) == [[], ["IDN-001"], ["IDN-004", "IMP-026"]]
    target = tmp_path / "退回.xlsx"
    assert write_refused(target, table.tables, reasons(table)) == 2
    return target


def test_heads_stay_and_only_refused_rows_follow(refused):
    rows = cells(refused)
    assert rows[0][0] == TITLE
    assert rows[1] == ["支援单位名称", "受援卫生院名称", "支援人员有关情况", None, None, "登记号", "退回原因"]
    assert rows[2][2:5] == ["姓名", "身份证号", "支援时间"]
    assert rows[3][:6] == ["渝北区中医院", "云阳县泥溪镇卫生院", "许一诺", "123", "2021.5.1-2021.10.31", "-7"]
    assert "3位" in rows[3][6]
    assert rows[4][3] == "4.4e+17"
    assert len(rows) == 5
    merged = {str(area) for area in load_workbook(refused).worksheets[0].merged_cells.ranges}
    assert merged == {"A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3"}


def test_text_stays_text(refused):
    sheet = load_workbook(refused).worksheets[0]
    for address in ("D4", "F4", "D5", "F5"):
        assert (sheet[address].data_type, sheet[address].number_format) == ("s", "@")


def test_what_is_mended_comes_in_again(refused):
    book = load_workbook(refused)
    sheet = book.worksheets[0]
    sheet["D4"], sheet["D5"], sheet["E5"] = id_number(order=713), id_number(order=714), "2021.6-2021.12"
    book.save(refused)
    table = read_file(refused)
    assert codes(table) == [[], []]
    assert [unknown.head for unknown in table.unknown] == ["登记号"]
    assert table.tables[0].header.title == TITLE
    assert values(table, "pairing.supporting_unit") == ["渝北区中医院", "渝北区人民医院"]
    assert values(table, "posting.term") == ["2021-05-01/2021-10-31", "2021-06/2021-12"]


def test_refused_twice_keeps_one_column_of_reasons(refused, tmp_path):
    table = read_file(refused)
    again = tmp_path / "再退回.xlsx"
    assert write_refused(again, table.tables, dict.fromkeys(reasons(table), "新的原因")) == 2
    rows = cells(again)
    assert rows[1].count("退回原因") == 1
    assert [row[6] for row in rows[3:]] == ["新的原因"] * 2


def test_an_error_a_date_and_a_formula_like_text_of_pasted_rows(tmp_path):
    table = read_text("姓名\t手机\t科室\n=SUM(A1)\t#REF!\t+骨科\n")
    target = tmp_path / "退回.xlsx"
    write_refused(target, table.tables, reasons(table))
    sheet = load_workbook(target).worksheets[0]
    assert sheet.title == "粘贴的行"
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3] == [
        ("=SUM(A1)", "s"),
        ("#REF!", "s"),
        ("+骨科", "s"),
    ]
    assert codes(read_file(target)) == [["IMP-020"]]


def test_a_plan_keeps_the_title_that_names_it(tmp_path):
    rows = (
        ("对口帮扶工作计划清单",),
        (None, "序号", "工作内容", "完成时间"),
        ("2017年", 1, "义诊", "7月"),
        (None, 2, "#REF!", date(2017, 9, 1)),
    )
    table = read_file(xlsx(tmp_path / "计划.xlsx", {"计划": rows}))
    target = tmp_path / "退回.xlsx"
    assert write_refused(target, table.tables, reasons(table)) == 1
    again = read_file(target, "plan")
    assert again.rows[0].values == {
        "plan.title": "对口帮扶工作计划清单", "plan.period": "2017年", "plan.number": "2", "plan.due_text": "2017.9.1",
        "plan.due": "2017-09-01",
    }  # fmt: skip


def test_each_sheet_has_its_own(tmp_path):
    bad = (HEADS, ROWS[0], (*ROWS[1][:4], "123", *ROWS[1][5:]))
    table = read_file(ods(tmp_path / "名册.ods", {"甲组": bad, "乙组": (HEADS, ROWS[0]), "丙组": bad}))
    target = tmp_path / "退回.xlsx"
    assert write_refused(target, table.tables, reasons(table)) == 2
    assert load_workbook(target).sheetnames == ["甲组", "丙组"]


def test_nothing_refused_gives_an_empty_workbook(tmp_path):
    table = read_file(xlsx(tmp_path / "名册.xlsx", {"名册": (HEADS, *ROWS)}))
    assert write_refused(tmp_path / "退回.xlsx", table.tables, {}) == 0
    assert load_workbook(tmp_path / "退回.xlsx").sheetnames == ["退回的行"]


# --- plain lists ---


def test_a_plain_list(tmp_path):
    target = tmp_path / "人员.xlsx"
    number = id_number()
    told = []
    rows = [("张䶮", number, "13800000201", 3.0, date(2021, 5, 1), None, "=1+1\x07", True)] * 1200
    heads = ("姓名", "身份证号", "手机", "次数", "日期", "空", "文本", "是否")
    assert write_list(target, "人员[2021]/全部", heads, rows, lambda *at: told.append(at), len(rows)) == 1200
    sheet = load_workbook(target).worksheets[0]
    assert sheet.title == "人员 2021  全部"
    assert (sheet.max_row, sheet.freeze_panes, told) == (1201, "A2", [(500, 1200), (1000, 1200)])
    row = sheet[2]
    assert [cell.value for cell in row[:4]] == ["张䶮", number, "13800000201", 3]
    assert (row[4].value.date(), row[4].number_format) == (date(2021, 5, 1), "yyyy-m-d")
    assert (row[6].value, row[6].data_type, row[7].value) == ("=1+1", "s", "是")
    assert (row[1].number_format, sheet["A1"].font.bold) == ("@", True)


def test_a_list_that_is_cancelled_leaves_the_old_file(tmp_path):
    target = tmp_path / "人员.xlsx"
    target.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_list(target, "人员", ("姓名",), [("张䶮",)] * 600, stop)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_in_the_way_is_told(tmp_path):
    (tmp_path / "人员.xlsx").mkdir()
    with pytest.raises(Surroundings):
        write_list(tmp_path / "人员.xlsx", "人员", ("姓名",), [("张䶮",)])
