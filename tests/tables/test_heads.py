"""Heads are found where they are, matched by synonyms, suggested, or mapped by hand."""

from __future__ import annotations

import pytest
from table_files import column, read, values

from app.catalogue.fields import COMPOSITES, FIELDS
from app.catalogue.problems import Refusal
from app.tables.book import Sheet
from app.tables.headers import guess_kind
from app.tables.vocabulary import KINDS, PATHS, REQUIRED, vocabulary


def columns(table):
    return table.tables[0].matching.columns


def test_heads_below_a_title_and_notes():
    table = read([
        ("2021年支援人员名册", None, None),
        (None, None, None),
        ("填表说明：请如实填写", None, None),
        ("填报单位：渝北区卫健委", None, "填报日期：2021.4.1"),
        ("序号", "姓 名", "性\n别"),
        (1, "张䶮", "女"),
    ])  # fmt: skip
    assert (table.tables[0].header.first, table.tables[0].header.last) == (4, 4)
    assert [(row.row, row.values) for row in table.rows] == [(6, {"person.name": "张䶮", "person.sex": "女"})]
    assert table.unknown == []


def test_heads_two_deep_take_their_meaning_from_the_group_above():
    table = read([
        ("支援单位", None, "受援单位", None, "支援人员", None, "支援时间", None),
        ("名称", "联系人", "名称", "联系电话", "姓名", "手机", "起", "止"),
        ("渝北区中医院", "白雪晴", "云阳县泥溪镇卫生院", "苏云舟：13800000103", "张䶮", "13800000201", "2021.5.1", "2021.10.31"),
    ])  # fmt: skip
    assert table.kind == "roster"
    assert table.rows[0].values == {
        "pairing.supporting_unit": "渝北区中医院",
        "pairing.receiving_unit": "云阳县泥溪镇卫生院",
        "pairing.receiving_contact": "苏云舟：13800000103",
        "person.name": "张䶮",
        "person.mobile": "13800000201",
        "posting.term": "2021-05-01/2021-10-31",
    }
    assert [(head.head, head.column) for head in table.unknown] == [("支援单位·联系人", 1)]


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("姓　名", "person.name"), ("支援人员姓名", "person.name"), ("医师姓名", "person.name"), ("*姓名（必填）", "person.name"),
    ],
)  # fmt: skip
def test_names_by_other_heads(head, path):
    assert columns(read([(head, "性别"), ("张䶮", "女")])) == {0: path, 1: "person.sex"}


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("手机号码", "person.mobile"), ("联系方式", "person.mobile"), ("本人电话", "person.mobile"),
        ("身份证号", "person.id_number"),
        ("公民身份号码", "person.id_number"), ("出生日期", "person.birth"), ("政治面貌", "person.party"),
        ("最高学历", "person.education"),
        ("专业技术职称", "person.title"), ("现任专业技术\n职务", "person.title"), ("行政职务", "person.duty"),
        ("所在科室", "person.department"),
        ("参加工作时间", "person.work_start"), ("派出单位", "person.unit"), ("受援医院名称", "enrolment.receiving_unit"),
        ("对口支援起止时间", "posting.term"), ("支援时间（起止）", "posting.term"), ("移动电话、QQ/微信", "person.mobile_im"),
        ("工作单位及职务/职称", "person.unit_duty_title"), ("备注", "person.note"),
    ],
)  # fmt: skip
def test_synonyms_of_a_list_of_people(head, path):
    assert columns(column(head, "x"))[1] == path


def test_columns_in_another_order():
    table = read([
        ("支援时间", "联系方式", "姓名", "受援医院", "派出医院"),
        ("2021.5.1-2021.10.31", "13800000201", "张䶮", "云阳县泥溪镇卫生院", "渝北区中医院"),
    ])  # fmt: skip
    assert table.kind == "roster"
    assert table.rows[0].values["pairing.supporting_unit"] == "渝北区中医院"
    assert table.rows[0].values["pairing.receiving_unit"] == "云阳县泥溪镇卫生院"


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("手机号吗", "person.mobile"),
        ("身份证编号", "person.id_number"),
        ("毕业的院校", "person.school"),
        ("姓明", "person.name"),
    ],
)
def test_did_you_mean(head, first):
    rows = [("工号", "性别", "姓名" if head != "姓明" else "科室", head), ("007", "女", "张䶮", "x")]
    table = read(rows, "people")
    told = {unknown.head: unknown.suggestions for unknown in table.unknown}
    assert told[head][0] == first
    assert told["工号"] == [] or "person.name" not in told["工号"][:1]


def test_nothing_is_suggested_that_another_column_holds():
    table = read([("姓名", "手机", "手机2"), ("张䶮", "13800000201", "13800000202")], "people")
    assert [unknown.head for unknown in table.unknown] == ["手机2"]
    assert "person.mobile" not in table.unknown[0].suggestions


def test_a_column_is_mapped_by_hand_once():
    rows = [("人员", "性别", "卡号"), ("张䶮", "女", "x")]
    with pytest.raises(Refusal) as refused:
        read(rows)
    assert refused.value.problem.code == "IMP-008"
    table = read(rows, "people", {"人员": "person.name", " 卡 号": ""})
    assert (values(table, "person.name"), table.unknown) == (["张䶮"], [])
    assert read(rows, None, {"人员": "person.name"}).kind == "people"


def test_a_mapping_to_no_field_is_refused():
    with pytest.raises(Refusal) as refused:
        read([("姓名", "性别"), ("张䶮", "女")], None, {"性别": "person.gender"})
    assert (refused.value.problem.code, refused.value.problem.value) == ("IMP-014", "person.gender")


def test_an_unknown_kind_is_refused():
    with pytest.raises(Refusal) as refused:
        read([("姓名", "性别"), ("张䶮", "女")], "rooster")
    assert refused.value.problem.code == "IMP-016"


def test_a_required_column_that_is_missing_is_told():
    table = read([("姓名", "性别", "支援时间"), ("张䶮", "女", "2021.5.1-2021.10.31")], "roster")
    assert [(problem.code, problem.column) for problem in table.problems] == [("IMP-009", "支援单位名称")]


def test_two_columns_of_one_meaning_are_told():
    table = read([("姓名", "手机", "手机号码"), ("张䶮", "13800000201", "13800000202")], "people")
    assert values(table, "person.mobile") == ["13800000201"]
    assert [(problem.code, problem.column) for problem in table.problems] == [("IMP-015", "手机号码")]


def test_kinds_are_told_apart():
    assert read([("支援医院名称", "受援医院名称"), ("甲医院", "乙医院")]).kind == "allocation"
    assert read([("支援单位", "受援单位", "姓名"), ("甲医院", "乙医院", "张䶮")]).kind == "roster"
    assert read([("序号", "工作内容", "完成时限"), (1, "义诊", "7月")]).kind == "plan"
    assert read([("姓名", "工作单位", "职称"), ("张䶮", "甲医院", "主治医师")]).kind == "people"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_its_own_labels(kind):
    words = vocabulary(kind)
    for path in PATHS[kind]:
        assert path in FIELDS or path in COMPOSITES
        assert path in words.values(), f"{path} cannot be reached in a {kind}"
    assert set(REQUIRED[kind]) <= set(PATHS[kind])


def test_a_form_of_one_person_is_no_list_of_people():
    form = [
        ["报名表"],
        ["姓名", "张三", "性别", "男", "出生年月", "1980.05"],
        ["民族", "汉族", "党派", "群众"],
        ["学历", "本科", "学位", "学士", "参工时间", "2003.07"],
        ["毕业院校", "某医学院", "", "", "毕业时间", "2003.06"],
        ["办公电话", "", "移动电话", "13800000001"],
    ]
    assert guess_kind(Sheet("表", form)) is None
    assert guess_kind(Sheet("表", [form[1][::2], ["张三", "男", "1980.05"]])) == "people"
