"""Which lines are records, what blanks mean, and what needs several columns."""

from __future__ import annotations

import pytest
from table_files import codes, id_number, read, values

from app.tables.importing import read_text

ROSTER = ("支援单位名称", "受援卫生院名称", "受援卫生院联系电话", "姓名", "支援时间")


def test_sums_notes_signatures_and_lines_kept_ready_are_no_records():
    table = read([
        ("序号", "姓名", "性别", "工作单位", "备注"),
        (1, "张䶮", "女", "渝北区中医院", None),
        (None, None, None, None, None),
        ("序号", "姓名", "性别", "工作单位", "备注"),
        (2, "许一诺", "女", "渝北区中医院", "备用"),
        (3, None, None, None, None),
        ("合计", "2人", None, None, None),
        ("合 计：2", None, None, None, None),
        ("备注：本表一式两份", None, None, None, None),
        ("注：1.请如实填写", None, None, None, None),
        ("填表人：某某", None, None, "负责人：某某", None),
        ("单位（盖章）：", None, None, None, None),
        (None, "　", None, None, None),
    ])  # fmt: skip
    assert [(row.row, row.values["person.name"]) for row in table.rows] == [(2, "张䶮"), (5, "许一诺")]
    assert values(table, "person.note") == [None, "备用"]


@pytest.mark.parametrize("name", ["合一诺", "总明", "备德", "单一诺", "主父偃", "注一", "小计然"])
def test_a_person_whose_name_begins_like_a_note_is_a_person(name):
    table = read([("姓名", "性别"), (name, "女")])
    assert values(table, "person.name") == [name]


def test_blanks_of_a_roster_mean_the_unit_above():
    table = read([
        ROSTER,
        ("渝北区中医院", "云阳县泥溪镇卫生院", "苏云舟：13800000103", "张䶮", "2021.5.1-2021.10.31"),
        (None, None, None, "许一诺", None),
        (None, "云阳县江口镇中心卫生院", None, "秦晚秋", "2021.6-2021.12"),
        ("渝北区人民医院", None, None, "孟钰珵", None),
        ("同上", "〃", "同上", "宋清和", "同上"),
    ])  # fmt: skip
    assert values(table, "pairing.supporting_unit") == ["渝北区中医院"] * 3 + ["渝北区人民医院"] * 2
    assert values(table, "pairing.receiving_unit") == [
        "云阳县泥溪镇卫生院", "云阳县泥溪镇卫生院", "云阳县江口镇中心卫生院", None, None,
    ]  # fmt: skip
    assert values(table, "posting.term")[:3] == ["2021-05-01/2021-10-31"] * 2 + ["2021-06/2021-12"]
    assert values(table, "pairing.receiving_contact") == ["苏云舟：13800000103"] * 2 + [None] * 3


def test_blanks_of_a_list_of_people_are_blanks():
    table = read([("姓名", "工作单位"), ("张䶮", "渝北区中医院"), ("许一诺", None)])
    assert values(table, "person.unit") == ["渝北区中医院", None]


def test_merged_cells_and_an_empty_one_below_them():
    table = read(
        [("姓名", "工作单位"), ("张䶮", "渝北区中医院"), ("许一诺", None), ("秦晚秋", None)],
        merged=[(1, 1, 2, 1)],
    )
    assert values(table, "person.unit") == ["渝北区中医院", "渝北区中医院", None]


def test_start_and_end_in_two_columns():
    table = read([
        ("姓名", "开始时间", "结束时间"),
        ("甲一诺", "2021.5.1", "2021年10月31日"),
        ("乙一诺", "2021.5.1", None),
        ("丙一诺", None, "2021.10"),
        ("丁一诺", "2021.10.31", "2021.5.1"),
        ("戊一诺", "半年", None),
        ("己一诺", None, None),
    ], "people")  # fmt: skip
    assert values(table, "posting.term")[:3] == ["2021-05-01/2021-10-31", "2021-05-01/", "/2021-10"]
    assert codes(table) == [[], [], [], ["IMP-027"], ["IMP-028"], []]
    assert table.rows[3].problems[0].column == "结束时间"
    assert not any("posting.start" in row.values for row in table.rows)


def test_a_contact_told_in_two_columns():
    table = read([
        ("支援单位", "受援单位", "受援单位联系人", "受援单位联系电话", "姓名"),
        ("甲医院", "乙卫生院", "秦若兰", "13800000101", "张䶮"),
        ("甲医院", "丙卫生院", None, "13800000102", "许一诺"),
    ])  # fmt: skip
    assert values(table, "pairing.receiving_contact") == ["秦若兰：13800000101", "：13800000102"]


def test_birth_and_sex_are_compared_with_the_number():
    number = id_number("19800517", 712)  # a woman's
    table = read([
        ("姓名", "性别", "出生年月", "身份证号"),
        ("甲一诺", "女", "1980.05", number),
        ("乙一诺", "男", "1980.05", number),
        ("丙一诺", "女", "1980.06", number),
        ("丁一诺", "女", "1980-05-17", number.lower()),
        ("戊一诺", None, None, number),
        ("己一诺", "男", "1981年", number),
        ("庚一诺", "女", 1980.1, id_number("19801017", 712)),
    ])  # fmt: skip
    assert codes(table) == [[], ["IMP-025"], ["IMP-025"], [], [], ["IMP-025", "IMP-025"], []]
    assert table.rows[2].problems[0].column == "出生年月"
    assert table.rows[6].values["person.birth"] == "1980-10"


def test_a_foreign_paper_that_the_row_names_is_believed():
    table = read([
        ("姓名", "证件类型", "证件号码"),
        ("甲一诺", "护照", "1234567890123"),
        ("乙一诺", None, "1234567890123"),
        ("丙一诺", "港澳居民来往内地通行证", "H12345678"),
    ])  # fmt: skip
    assert codes(table) == [[], ["IDN-001"], []]
    assert values(table, "person.id_number") == ["1234567890123", "1234567890123", "H12345678"]


def test_several_problems_of_a_row_are_all_told():
    table = read([("姓名", "身份证号", "支援时间"), ("甲一诺", "123", "随便")], "people")
    assert sorted(codes(table)[0]) == ["IDN-001", "IMP-026"]
    assert {problem.column for problem in table.rows[0].problems} == {"身份证号", "支援时间"}


def test_pasted_rows_keep_their_numbers():
    table = read_text("姓名\t性别\n\n张䶮\t女\n\n许一诺\t女\n")
    assert [row.row for row in table.rows] == [3, 5]
