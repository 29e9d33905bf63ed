"""Single cells: what people type, and what spreadsheets make of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_files import codes, column, id_number, values

from app.catalogue.due import plan_due
from app.tables.book import as_text, column_index, column_letter, one_line
from app.tables.contacts import contact_text, read_contacts, tidy_phone
from app.tables.texts import rows_of_text
from app.tables.units import UnitName, read_unit_name


@pytest.mark.parametrize(
    "text",
    [
        "2021.5.1-2021.10.31", "2021年5月1日至10月31日", "2021/5/1—2021/10/31", "2021.5.1－10.31",
        "2021-05-01至2021-10-31", "20210501-20211031", "2021.5.1\n-2021.10.31", "2021年5月1日起至2021年10月31日止",
        "2021.05.01～2021.10.31", "２０２１．５．１-２０２１．１０．３１",
    ],
)  # fmt: skip
def test_terms_in_every_spelling(text):
    assert values(column("支援时间", text), "posting.term") == ["2021-05-01/2021-10-31"]


def test_terms_that_are_none_are_refused_with_their_text():
    table = column("支援时间", "半年", "2021.10.31-2021.5.1", None, "2021.2.30-2021.5.1", date(2021, 5, 1))
    assert codes(table) == [["IMP-026"], ["IMP-027"], [], ["IMP-026"], ["IMP-026"]]
    assert table.rows[0].problems[0].value == "半年"


def test_months_from_text_numbers_and_days():
    table = column(
        "出生年月", "1980年5月", 1980.05, 198005.0, date(1980, 5, 1), date(1980, 5, 17), 29342.0, "八零年春"
    )
    assert values(table, "person.birth") == [
        "1980-05", "1980-05", "1980-05", "1980-05", "1980-05-17", "1980-05", "八零年春",
    ]  # fmt: skip
    assert table.rows[6].remarks and not any(row.problems for row in table.rows)


def test_a_month_that_lost_its_nought_is_remarked_on():
    table = column("出生年月", 1980.1)
    assert values(table, "person.birth") == ["1980-01"]
    assert "1980.10" in table.rows[0].remarks[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张 灵", "张灵"), ("张\u3000灵", "张灵"), ("张\n灵", "张灵"), ("⻢大民", "马大民"), ("⾦一诺", "金一诺"),
        ("\uf9f4一诺", "林一诺"), ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"), ("张䶮", "张䶮"),
    ],
)  # fmt: skip
def test_names_are_tidied_and_said(typed, name):
    from table_files import read

    table = read([("姓名", "性别"), (typed, "女")])
    assert values(table, "person.name") == [name]
    assert bool(table.rows[0].remarks) == (typed.replace("\n", "") != name)


def test_yes_and_no():
    table = column("财政补助", "是", "√", "否", "×", "", True, False, "待定", 1)
    assert values(table, "posting.subsidised") == [True, True, False, False, None, True, False, None, True]
    assert table.rows[7].remarks


def test_sexes():
    table = column("性别", "男", " 女 ", "男性", "female", "未知")
    assert values(table, "person.sex") == ["男", "女", "男", "女", "未知"]
    assert [bool(row.remarks) for row in table.rows] == [False] * 4 + [True]


def test_numbers_where_text_belongs():
    table = column("联系方式", 13800000201.0, "1.38E+10", "138 0000 0202", "+86 138-0000-0203")
    assert values(table, "person.mobile") == ["13800000201", None, "13800000202", "13800000203"]
    assert codes(table) == [[], ["IMP-021"], [], []]
    whole = id_number()
    table = column(
        "身份证号",
        whole,
        whole.lower(),
        f" {whole[:6]} {whole[6:14]} {whole[14:]}",
        5.19900198005171e17,
        "4.4E+17",
    )
    assert codes(table) == [[], [], [], ["IDN-004"], ["IDN-004"]]
    assert values(table, "person.id_number")[:3] == [whole] * 3
    assert values(column("办公电话", 67800000.0, "023-67800000"), "person.office_phone") == [
        "67800000",
        "023-67800000",
    ]
    assert values(column("职务", 3.0, 0.5), "person.duty") == ["3", "0.5"]


def test_papers_of_other_kinds():
    table = column(
        "身份证号", "519900800517123", "H12345678", "E12345678", id_number()[:17] + "A", "83000019900101002X"
    )
    assert [bool(found) for found in codes(table)] == [False, False, False, True, True]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "Err:502"])
def test_formula_errors(error):
    table = column("职务", error)
    assert codes(table) == [["IMP-020"]]
    assert (table.rows[0].problems[0].column, table.rows[0].problems[0].row) == ("职务", 2)


def test_several_fields_in_one_cell():
    table = column("移动电话、QQ/微信", "13800000201 / 12345678")
    assert table.rows[0].values["person.mobile"] == "13800000201"
    assert table.rows[0].values["person.im"] == "12345678"
    table = column("工作单位及职务/职称", "渝北区中医院骨科主任/主治医师")
    assert table.rows[0].values["person.unit"] == "渝北区中医院"
    assert table.rows[0].values["person.title"] == "主治医师"


# --- contacts ---


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("秦若兰：13800000101", [("秦若兰", "13800000101")]),
        ("秦若兰:138 0000 0101", [("秦若兰", "13800000101")]),
        ("秦若兰 13800000101", [("秦若兰", "13800000101")]),
        ("秦若兰13800000101", [("秦若兰", "13800000101")]),
        ("秦若兰\n13800000101", [("秦若兰", "13800000101")]),
        ("秦若兰（13800000101）", [("秦若兰", "13800000101")]),
        ("13800000101（秦若兰）", [("秦若兰", "13800000101")]),
        ("联系人：秦若兰 联系电话：13800000101", [("秦若兰", "13800000101")]),
        ("秦 若兰：13800000101", [("秦若兰", "13800000101")]),
        ("秦若兰：13800000101；白雪晴：023-67800000", [("秦若兰", "13800000101"), ("白雪晴", "023-67800000")]),
        ("秦若兰：13800000101、13800000102", [("秦若兰", "13800000101、13800000102")]),
        ("13800000101", [("", "13800000101")]),
        ("秦若兰", [("秦若兰", "")]),
        ("", []),
    ],
)  # fmt: skip
def test_contacts(text, pairs):
    assert read_contacts(text) == pairs


def test_a_contact_is_read_again_as_it_is_written():
    for text in (
        "秦若兰：13800000101；白雪晴：023-67800000",
        "：13800000101",
        "秦若兰：13800000101、13800000102",
        "秦若兰",
    ):
        assert contact_text(text) == text


NAMES = st.text("秦若兰白雪晴䶮", min_size=2, max_size=4)
PHONES = st.sampled_from(["13800000101", "023-67800000", "67800000"]) | st.integers(0, 9999).map(
    "1380000{:04d}".format
)


@given(st.lists(st.tuples(NAMES, PHONES), min_size=1, max_size=4))
def test_contacts_that_are_written_are_read_again(pairs):
    text = "；".join(f"{name}：{phone}" for name, phone in pairs)
    assert read_contacts(text) == pairs
    assert contact_text(text.replace("；", "\n").replace("：", " ")) == text


@given(st.text(max_size=40) | st.text(alphabet="秦若 兰：；、,13800023-—（）()\n转电话", max_size=50))
def test_any_contact_text_is_read_and_no_name_is_lost(text):
    for letter in "秦若兰":
        assert contact_text(text).count(letter) == text.count(letter)
        assert tidy_phone(text)[0].count(letter) == text.count(letter)


def test_phones_that_look_wrong_are_kept_and_remarked_on():
    assert tidy_phone("1380000020") == ("1380000020", "电话“1380000020”有10位数字，请核对")
    assert tidy_phone("28000000201")[1]
    assert tidy_phone("8012") == ("8012", "")
    assert tidy_phone("没有") == ("没有", "“没有”不像电话号码，请核对")


# --- units ---


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("广安市人民医院△", UnitName("广安市人民医院", managed=True)),
        ("广安市人民医院（托管）", UnitName("广安市人民医院", managed=True)),
        ("天全县人民医院（妇儿科）", UnitName("天全县人民医院", department="妇儿科")),
        ("天全县人民医院(妇儿科)△", UnitName("天全县人民医院", department="妇儿科", managed=True)),
        ("四川省第二人民医院（省肿瘤医院）", UnitName("四川省第二人民医院", alias="省肿瘤医院")),
        ("渝北区人民医院（龙兴院区）", UnitName("渝北区人民医院（龙兴院区）")),
        (" 渝北区 中医院\n", UnitName("渝北区中医院")),
        ("云阳县蔈草镇卫生院", UnitName("云阳县蔈草镇卫生院")),
    ],
)
def test_names_of_units(text, unit):
    assert read_unit_name(text) == unit


# --- plans ---


@pytest.mark.parametrize(
    ("text", "period", "due"),
    [
        ("7月", "2017年（协调、启动）", "2017-07"), ("8月下旬", "2017年", "2017-08"), ("12月底", "2017年", "2017-12-31"),
        ("2月底前", "2020年", "2020-02-29"), ("9月15日前", "2017年", "2017-09-15"), ("年终", "2017年", "2017-12-31"),
        ("2018年6月", "2017年", "2018-06"), ("2018年年底", "", "2018-12-31"), ("每年3月和9月", "2017年", ""),
        ("择时实施", "2017年", ""), ("7月", "2018年—2022年（深入推进）", ""), ("7月", "", ""), ("", "2017年", ""),
    ],
)  # fmt: skip
def test_due_dates_of_plans(text, period, due):
    assert plan_due(text, period) == due


# --- cells as text ---


def test_cells_as_text():
    cells = [
        3.0,
        0.5,
        13800000201.0,
        4.4e17,
        True,
        date(2021, 5, 1),
        datetime(2021, 5, 1, 8),
        " x ",
        float("inf"),
    ]
    assert [as_text(cell) for cell in cells] == [
        "3", "0.5", "13800000201", "4.4e+17", "是", "2021.5.1", "2021.5.1", "x", "inf",
    ]  # fmt: skip


def test_line_breaks_within_a_line():
    assert one_line("云阳县\n江口镇") == "云阳县江口镇"
    assert one_line("John\r\nSmith") == "John Smith"


@given(st.integers(0, 16_383))
def test_letters_of_columns(index):
    assert column_index(column_letter(index)) == index


def test_marks_that_part_csv_cells():
    assert rows_of_text("sep=;\r\n姓名;性别\r\n张䶮;女") == [["姓名", "性别"], ["张䶮", "女"]]
    assert rows_of_text('姓名,简历\n张䶮,"1998年，入学\n2003年，毕业"')[1] == [
        "张䶮",
        "1998年，入学\n2003年，毕业",
    ]
