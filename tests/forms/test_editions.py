"""Editions: the six shipped ones against the sources, and every kind of bad one refused at its place."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path

import jsonschema
import pytest

from app.catalogue.problems import Problem, Refusal
from app.forms.editions import SHIPPED, bad_files, editions, load_edition
from app.forms.grid import placed_cells, sides
from app.forms.places import line_numbers
from app.forms.schema import faults

FIRST_SIX = {
    "sichuan-2018-enrolment": ("sheet", "enrolment"),
    "yubei-2021-appraisal": ("sheet", "appraisal"),
    "yubei-2021-workload": ("sheet", "report"),
    "yubei-2020-roster": ("list", "roster"),
    "sichuan-2018-allocation": ("list", "allocation"),
    "shaoxing-2017-plan": ("list", "plan"),
}
CAPTIONS = {
    "sichuan-2018-enrolment": """姓名|性 别|出生/年月|照片|民族|党派|学历|学 位|参工/时间|毕业院校|毕业/时间|工作单位及职务//职称
        |从事现专业/时间|对口支/援单位/(科室)|身份证/号码|办公电话|移动电话、QQ//微信|个人简历
        |是否推荐担任受援单位（科室）/领导职务|具体担任/何领导/职务|单位/意见""",
    "yubei-2021-appraisal": """姓/名|性/别|民/族|出生年月|最高学历|所学专业|工作单位|现从事专业|现任专业技术职务|聘任时间
        |对口支援单位|对口支援主要任务|对口支援起止时间|本人对口支援工作总结|受援乡镇卫生院考核意见|受援区县卫生健康行政部门意见
        |派出人员所在单位考核意见|派出人员所在区县卫生健康行政部门考核意见""",
    "yubei-2021-workload": """项目|帮扶内容|帮扶结果
        |半年工作情况小结|诊疗病人（人次）|开展手术（例）|教学查房（次）|巡回诊疗（次）
        |开展讲座（次）|培训人数（人次）|建设特色科室（个//特色科室名称）|培育适宜技术（项）|建立完善相关制度（项）
        |开展健康教育宣传（次）|援助设备、药品等（万元）|开展的其它项目""",
    "yubei-2020-roster": "支援单位名称|受援卫生院名称|受援卫生院联系电话|姓名|性别|职称|科室|联系方式|支援时间",
    "sichuan-2018-allocation": "支援地区/（部门）|支援医院名称|受援市州|受援医院名称|受援县或/单位类别",
    "shaoxing-2017-plan": "|序号|主要工作计划及目标要求|完成/时间|牵头科室|配合科室",
}
"""The literal captions in reading order; ``/`` is the caption's line break, ``//`` a stroke."""
TITLES = {
    "sichuan-2018-enrolment": [
        "2018年四川省非贫困民族县、服务薄弱地区",
        "（单位）对口支援人员报名表（样表）",
    ],
    "yubei-2021-appraisal": ["2021年重庆市二级及以上医疗卫生机构对口支援贫困乡镇卫生院医疗队员考核鉴定表"],
    "yubei-2021-workload": [
        "2021年重庆市二级及以上医疗卫生机构对口支援县乡镇卫生院医疗团队开展工作量统计报告表（2021年{report.month|M}月）"
    ],
    "yubei-2020-roster": ["2020年重庆市二级及以上医疗卫生机构对口支援贫困区县乡镇卫生院医疗队员情况汇总表"],
    "sichuan-2018-allocation": ["2018年四川省非贫困民族县、服务薄弱地区", "（单位）对口支援工作任务分配表"],
    "shaoxing-2017-plan": ["对口帮扶工作计划清单"],
}


def _captions(text: str) -> list[str]:
    words = [word.strip() for word in text.split("|")]
    return [word.replace("//", "\0").replace("/", "\n").replace("\0", "/") for word in words]


def test_the_six_forms_ship():
    known = editions()
    assert {key: (known[key].kind, known[key].subject) for key in FIRST_SIX} == FIRST_SIX


@pytest.mark.parametrize("key", FIRST_SIX)
def test_captions_are_literal(key):
    edition = editions()[key]
    if edition.kind == "sheet":
        found = [placed.cell.label for placed in placed_cells(edition) if placed.cell.label]
    else:
        found = [column.head for column in edition.listed]
    assert found == _captions(CAPTIONS[key])
    assert [line.text for line in edition.title] == TITLES[key]


def test_what_the_sources_tell_of_single_forms():
    known = editions()
    appraisal = known["yubei-2021-appraisal"]
    assert appraisal.sides == 2
    assert [list(side) for side in sides(appraisal)] == [list(range(8)), list(range(8, 12))]
    opinions = [cell for row in appraisal.rows[8:] for cell in row.cells if cell.foot]
    assert [cell.foot.blank for cell in opinions if cell.foot] == [
        "年  月  日",
        "年  月  日",
        "年月日",
        "年  月  日",
    ]
    assert {cell.stamp for cell in opinions} == {42}
    report = known["yubei-2021-workload"]
    assert report.title[0].blank == {"report.month": "   "}
    assert report.below[0].text == (
        "备注：如受援单位只有一名支医人员，填写内容为个人实际完成工作量，支医工作结束后同考核鉴定表一同交卫健委医政科"
    )
    assert [p.rows for p in placed_cells(report) if p.cell.vertical] == [12]
    allocation = known["sichuan-2018-allocation"]
    assert allocation.total is not None
    assert (allocation.total.label, allocation.total.counts) == ("合计", {1: "distinct", 3: "distinct"})
    assert allocation.listed[3].mark == "△"
    assert {column.group for column in known["yubei-2020-roster"].listed[3:]} == {"支援人员有关情况"}


def test_marks_differ_and_loading_is_cheap():
    assert len({edition.mark for edition in editions().values()}) == len(editions())
    paths = sorted(SHIPPED.glob("*.toml"))
    load_edition(paths[0])
    start = time.process_time()
    for path in paths:
        load_edition(path)
    assert (time.process_time() - start) / len(paths) < 0.02


SHEET = """\
# a sheet
[edition]
id = "test-sheet"
name = "试表"
title = ["试表"]
source = "测试"
kind = "sheet"
subject = "enrolment"

[page]
columns = [20, 60, 20, 60]

[[row]]
min = 12
cells = [
  { label = "姓名" },
  { field = "person.name" },
  { label = "性别" },
  { field = "person.sex" },
]

[[row]]
min = 40
cells = [{ label = "简历", vertical = true }, { field = "person.career", columns = 3 }]
"""
LIST = """\
[edition]
id = "test-list"
name = "名单"
title = ["名单"]
source = "测试"
kind = "list"
subject = "roster"
[page]
[[column]]
width = 40
head = "姓名"
field = "person.name"
[total]
label = "合计"
counts = { 0 = "distinct" }
"""


def _refused(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    path = tmp_path / "bad.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refusal) as refusal:
        load_edition(path)
    assert all(
        problem.file == str(path) and problem.message and problem.remedy for problem in refusal.value.problems
    )
    return refusal.value.problems


def test_the_good_ones_of_this_test_load(tmp_path):
    for name, text in (("sheet", SHEET), ("list", LIST)):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, "utf-8")
        assert load_edition(path).id == f"test-{name}"


BAD = [
    (SHEET, 'label = "姓名" }', 'label = "姓名 }', "FRM-002", 16, ""),
    (SHEET, "vertical", "vertikal", "FRM-003", 24, "vertikal"),
    (SHEET, "[page]", "[papier]\na = 1\n[page]", "FRM-003", 10, "papier"),
    (SHEET, 'source = "测试"\n', "", "FRM-004", 2, "source"),
    (SHEET, "min = 40\n", "", "FRM-004", 22, "min"),
    (SHEET, "min = 40", 'min = "40"', "FRM-005", 23, "min"),
    (SHEET, "min = 40", "min = 0", "FRM-005", 23, "min"),
    (SHEET, "vertical = true", "vertical = 1", "FRM-005", 24, "vertical"),
    (SHEET, 'kind = "sheet"', 'kind = "brief"', "FRM-005", 7, "kind"),
    (SHEET, 'id = "test-sheet"', 'id = "测试 表"', "FRM-005", 3, "id"),
    (SHEET, "[page]", "[page]\nmargins = [20, 20, 20]", "FRM-005", 11, "margins"),
    (SHEET, "person.sex", "person.sexx", "FRM-006", 19, "field"),
    (SHEET, "columns = 3", "columns = 4", "FRM-007", 24, "cells"),
    (SHEET, '"person.name" }', '"person.name", rows = 2 }', "FRM-007", 24, "cells"),
    (SHEET, "columns = 3", "columns = 2", "FRM-008", 22, "row"),
    (SHEET, "columns = [20, 60, 20, 60]", "columns = [20, 60, 31, 60]", "FRM-009", 11, "columns"),
    (SHEET, '{ label = "性别" }', '{ label = "性别", field = "person.sex" }', "FRM-010", 18, "field"),
    (SHEET, "min = 40", "min = 300", "FRM-011", 23, "min"),
    (SHEET, '"person.sex"', '"person.sex", format = "Y.M"', "FRM-012", 19, "format"),
    (SHEET, 'kind = "sheet"', 'kind = "list"', "FRM-013", 7, "kind"),
    (SHEET, 'label = "简历"', 'label = "简历", lines = ["简", "厉"]', "FRM-014", 24, "lines"),
    (SHEET, 'label = "简历"', 'label = "简历", indent = true', "FRM-005", 24, "indent"),
    (SHEET, '"person.sex"', '"person.sex", indent = true', "FRM-005", 19, "indent"),
    (SHEET, 'title = ["试表"]', 'title = ["试表{person.name"]', "FRM-016", 5, "title"),
    (SHEET, 'title = ["试表"]', 'title = ["试表{person.nam}"]', "FRM-006", 5, "title"),
    (LIST, "width = 40", "width = 400", "FRM-009", 10, "width"),
    (LIST, "0 =", "5 =", "FRM-005", 15, "5"),
    (LIST, '"distinct"', '"mean"', "FRM-005", 15, "0"),
]


@pytest.mark.parametrize(
    ("text", "old", "new", "code", "line", "key"), BAD, ids=[f"{b[3]}-{b[2][:24]}" for b in BAD]
)
def test_a_bad_edition_is_refused_with_code_line_and_key(tmp_path, text, old, new, code, line, key):
    assert old in text
    problem = next(p for p in _refused(tmp_path, text.replace(old, new, 1)) if p.code == code)
    assert (problem.row, problem.column) == (line, key)


def test_all_faults_are_told_at_once(tmp_path):
    text = SHEET.replace("person.sex", "person.sexx").replace("columns = 3", "columns = 2")
    assert [problem.code for problem in _refused(tmp_path, text)] == ["FRM-006", "FRM-008"]


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(Refusal) as refusal:
        load_edition(tmp_path / "none.toml")
    assert refusal.value.problem.code == "FRM-001"
    path = tmp_path / "gb.toml"
    path.write_bytes("[edition]\nname = '表'".encode("gb18030"))
    with pytest.raises(Refusal) as refusal:
        load_edition(path)
    assert refusal.value.problem.code == "FRM-001"


def test_a_folder_adds_editions_and_one_id_is_borne_by_one(tmp_path):
    (tmp_path / "a.toml").write_text(SHEET, "utf-8")
    assert editions(tmp_path)["test-sheet"].name == "试表"
    assert "test-sheet" not in editions()
    again = tmp_path / "again"
    again.mkdir()
    (again / "a.toml").write_text(SHEET, "utf-8")
    (again / "b.toml").write_text(SHEET, "utf-8")
    assert "test-sheet" in editions(again)
    (problem,) = bad_files(again)
    assert (problem.code, problem.row, problem.column, Path(problem.file).name) == (
        "FRM-015",
        3,
        "id",
        "b.toml",
    )


def test_the_grammar_told_to_newcomers_is_the_grammar():
    told = (SHIPPED / "README.md").read_text("utf-8")
    schema = json.loads((SHIPPED / "schema.json").read_text("utf-8"))
    tree = tomllib.loads(told.split("```toml")[1].split("```")[0])
    assert list(faults(tree, schema)) == []
    inner = {
        key
        for kind in ("row", "cell", "column", "text", "block")
        for key in schema["$defs"][kind]["properties"]
    }
    assert set(tree) == set(schema["properties"]) - {"below"}
    assert all(key in told for key in inner | set(schema["properties"]["page"]["properties"]))


def test_lines_of_toml_values():
    text = 'a = 1\n[t]\nb = [\n  1, # one, [two]\n  { c = "x\\"]", d.e = 2.5 },\n]\n[[r]]\nk = """\n=\n"""\nz = 1\n[[r]]\nk = 2\n'
    lines = line_numbers(text)
    wanted = {
        ("a",): 1,
        ("t", "b"): 3,
        ("t", "b", 0): 4,
        ("t", "b", 1): 5,
        ("t", "b", 1, "c"): 5,
        ("t", "b", 1, "d", "e"): 5,
        ("r", 0, "k"): 8,
        ("r", 0, "z"): 11,
        ("r", 1): 12,
        ("r", 1, "k"): 13,
    }
    assert {path: lines.get(path) for path in wanted} == wanted


def test_our_checker_agrees_with_jsonschema():
    schema = json.loads((SHIPPED / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    texts = [path.read_text("utf-8") for path in SHIPPED.glob("*.toml")]
    texts += [text.replace(old, new, 1) for text, old, new, code, _, _ in BAD if code != "FRM-002"]
    for text in texts:
        tree = tomllib.loads(text)
        assert bool(list(faults(tree, schema))) == (not validator.is_valid(tree)), text
