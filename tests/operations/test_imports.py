"""Tables into the ledger: the sample files, what a second look finds, and doubt, refusal and undo."""

from __future__ import annotations

import pytest
from ledger import (
    PEOPLE_HEADS,
    ROSTER_HEADS,
    count,
    imported,
    operations,
    people,
    roster_row,
    statuses,
    workbook,
)
from openpyxl import load_workbook

from app.catalogue.problems import Cancelled, Refusal
from app.operations.editing import save_record
from app.operations.history import history, undo_operation
from app.operations.imports import (
    apply_preview,
    decide,
    preview_file,
    preview_pasted,
    refused_workbook,
    remember_mapping,
    replan_preview,
    settle_all,
)
from app.operations.saving import save_form
from app.operations.select import select
from app.operations.selection import Selection

CLINIC = "云阳县泥溪镇卫生院"


def roster(tmp_path, *rows, name="名册.xlsx"):
    return workbook(tmp_path / name, ROSTER_HEADS, *rows)


# --- the sample tables --------------------------------------------------------------------------------------------


def test_the_sample_roster(store, samples):
    preview, outcome = imported(store, samples / "roster-2021.xlsx")
    assert (preview.kind, statuses(preview)) == ("roster", ["new"] * 11)
    assert (outcome.refused, outcome.done_in_part) == ([], False)
    assert len(people(store)) == 11
    assert count(store, "pairing") == 10
    given = store.sql(
        "SELECT DISTINCT s.name FROM pairing p JOIN unit s ON s.id = p.supporting_id ORDER BY s.id"
    )
    assert [name for (name,) in given] == ["渝北区中医院", "渝北区人民医院", "重医大附三院"]
    taken = [
        name for (name,) in store.sql("SELECT DISTINCT u.name FROM posting t JOIN unit u ON u.id = t.unit_id")
    ]
    assert len(taken) == 8 and "云阳县蔈草镇卫生院" in taken
    assert people(store)[0] == "张䶮" and "阿依古丽·买买提" in people(store)
    term = set(store.sql('SELECT start, "end" FROM posting'))
    assert term == {("2021-05-01", "2021-10-31")}
    assert store.sql("SELECT name, phone FROM unit_contact ORDER BY id")[0] == ("秦若兰", "13800000101")


def test_the_sample_allocation(store, samples):
    preview, outcome = imported(store, samples / "allocation-2018.xlsx")
    assert (preview.kind, outcome.refused) == ("allocation", [])
    assert count(store, "pairing") == 26
    assert count(store, "pairing", "managed = 1") == 5
    ((givers,),) = store.sql("SELECT count(DISTINCT supporting_id) FROM pairing")
    assert givers == 16
    assert store.sql("SELECT receiving_department FROM pairing_department") == [("妇儿科",)]
    both = "资阳市第一人民医院"
    ((key, region, kind),) = store.sql("SELECT id, region, class FROM unit WHERE name = ?", (both,))
    assert (region, kind) == ("资阳市", "市属薄弱")
    assert count(store, "pairing", f"supporting_id = x'{key.hex()}'") >= 1
    assert count(store, "pairing", f"receiving_id = x'{key.hex()}'") == 1


@pytest.mark.parametrize(
    "names", [("roster-2021.xlsx", "allocation-2018.xlsx"), ("allocation-2018.xlsx", "roster-2021.xlsx")]
)
def test_both_into_one_folder(store, samples, names):
    for name in names:
        _, outcome = imported(store, samples / name)
        assert outcome.refused == []
    assert count(store, "pairing") == 36
    assert count(store, "person") == 11
    ((units, names_of_units),) = store.sql("SELECT count(*), count(DISTINCT name) FROM unit")
    assert units == names_of_units


@pytest.mark.parametrize("name", ["roster-2021.xlsx", "allocation-2018.xlsx", "plan-2017-2022.xlsx"])
def test_the_same_file_twice_changes_nothing(store, samples, contents, name):
    imported(store, samples / name)
    before, done = contents(store), operations(store)
    preview, outcome = imported(store, samples / name)
    assert set(statuses(preview)) == {"same"}
    assert outcome.operation is None and outcome.changed == frozenset()
    assert (contents(store), operations(store)) == (before, done)


def test_the_sample_plan(store, samples):
    imported(store, samples / "plan-2017-2022.xlsx")
    assert store.sql("SELECT title FROM plan") == [("对口帮扶工作计划清单",)]
    rows = store.sql("SELECT number, period, lead, cooperating FROM plan_item ORDER BY position")
    assert len(rows) == 11
    assert rows[5] == ("6", "2017年（协调、启动）", "外联办", "院办、医务科")
    assert rows[10][1:3] == ("2018年—2022年（深入推进）", "信息")


@pytest.mark.parametrize("name", ["roster-2021.xlsx", "allocation-2018.xlsx", "plan-2017-2022.xlsx"])
def test_undo_of_an_import_empties_the_ledger(store, samples, contents, name):
    empty = contents(store)
    _, outcome = imported(store, samples / name)
    assert contents(store) != empty
    undo_operation(store, outcome.operation)
    assert contents(store) == empty
    assert [item.undone for item in history(store)] == [False, True]


def test_a_preview_stores_nothing(store, samples, contents):
    empty = contents(store)
    preview_file(store, samples / "roster-2021.xlsx")
    assert (contents(store), operations(store)) == (empty, 0)


# --- changed, doubtful, refused -----------------------------------------------------------------------------------


def test_a_changed_row_says_field_old_and_new(store, samples, tmp_path):
    imported(store, samples / "roster-2021.xlsx")
    row = roster_row(
        "秦晚秋", "13800000203", contact="苏云舟：13800000103", title="副主任医师", department="儿科",
    )  # fmt: skip
    preview, outcome = imported(store, roster(tmp_path, row))
    (changed,) = preview.rows
    assert changed.status == "changed"
    assert [(c.path, c.label, c.old, c.new) for c in changed.changes] == [
        ("person.title", "职称", "主治医师", "副主任医师")
    ]
    assert outcome.items[0]["changes"] == [
        {"field": "person.title", "label": "职称", "old": "主治医师", "new": "副主任医师"}
    ]
    assert store.sql("SELECT title FROM person WHERE name = '秦晚秋'") == [("副主任医师",)]
    assert count(store, "person") == 11
    undo_operation(store)
    assert store.sql("SELECT title FROM person WHERE name = '秦晚秋'") == [("主治医师",)]


def test_a_blank_cell_takes_nothing_away(store, samples, tmp_path):
    imported(store, samples / "roster-2021.xlsx")
    row = roster_row("秦晚秋", "13800000203", title="", department="", sex="", term="")
    preview, outcome = imported(store, roster(tmp_path, row))
    assert statuses(preview) == ["same"] and outcome.operation is None


@pytest.fixture
def namesake(store, samples, tmp_path):
    """A file with a person of a known name in the same unit with another phone."""
    imported(store, samples / "roster-2021.xlsx")
    return roster(tmp_path, roster_row("秦晚秋", "13800000999"), roster_row("石新来", "13800000998"))


def test_a_namesake_with_another_phone_is_doubtful(store, namesake):
    preview, outcome = imported(store, namesake)
    doubtful, new = preview.rows
    assert (doubtful.status, new.status) == ("doubtful", "new")
    assert "秦晚秋" in doubtful.question
    (candidate,) = doubtful.candidates
    assert candidate.label == "秦晚秋 渝北区中医院 儿科 13800000203"
    assert candidate.why == "姓名相同"
    assert outcome.done_in_part
    (problem,) = outcome.refused
    assert (problem.code, problem.row, problem.value) == ("IMP-050", 2, "秦晚秋")
    assert candidate.label in problem.remedy
    assert people(store)[11:] == ["石新来"]


def test_a_doubtful_row_is_decided_the_same(store, namesake):
    preview = preview_file(store, namesake)
    decide(preview, preview.rows[0], preview.rows[0].candidates[0].id)
    replan_preview(store, preview)
    assert preview.rows[0].status == "changed"
    assert ("person.mobile", "13800000203", "13800000999") in [
        (c.path, c.old, c.new) for c in preview.rows[0].changes
    ]
    outcome = apply_preview(store, preview)
    assert not outcome.done_in_part
    assert store.sql("SELECT mobile FROM person WHERE name = '秦晚秋'") == [("13800000999",)]


def test_a_doubtful_row_is_decided_new_or_skipped(store, namesake):
    preview = preview_file(store, namesake)
    decide(preview, preview.rows[0], "skip")
    outcome = apply_preview(store, preview)
    assert outcome.done_in_part and count(store, "person", "name = '秦晚秋'") == 1
    preview = preview_file(store, namesake)
    assert statuses(preview) == ["doubtful", "same"]
    decide(preview, preview.rows[0], "new")
    outcome = apply_preview(store, preview)
    assert not outcome.done_in_part
    assert store.sql("SELECT mobile FROM person WHERE name = '秦晚秋' ORDER BY id") == [
        ("13800000203",), ("13800000999",),
    ]  # fmt: skip
    assert set(statuses(preview_file(store, namesake))) == {"same"}


@pytest.mark.parametrize(("choice", "bearers", "left"), [("skip", 1, 1), ("new", 2, 0), ("same", 1, 0)])
def test_all_doubtful_rows_are_settled_alike(store, namesake, choice, bearers, left):
    preview = preview_file(store, namesake)
    settle_all(store, preview, choice)
    outcome = apply_preview(store, preview)
    assert count(store, "person", "name = '秦晚秋'") == bearers
    assert len(outcome.refused) == left


def test_same_is_not_guessed_among_several(store, namesake, tmp_path):
    preview = preview_file(store, namesake)
    settle_all(store, preview, "new")
    apply_preview(store, preview)
    preview = preview_file(store, roster(tmp_path, roster_row("秦晚秋", "13800000777"), name="再.xlsx"))
    settle_all(store, preview, "same")
    assert statuses(preview) == ["doubtful"] and len(preview.rows[0].candidates) == 2


def test_a_namesake_in_another_unit_with_another_phone_is_new(store, samples, tmp_path):
    imported(store, samples / "roster-2021.xlsx")
    file = roster(tmp_path, roster_row("秦晚秋", "13800000999", unit="重医大附三院"))
    assert statuses(preview_file(store, file)) == ["new"]


def test_one_answer_about_a_short_unit_name_serves_all_its_rows(store, samples, tmp_path):
    imported(store, samples / "roster-2021.xlsx")
    rows = [
        roster_row(name, f"1380000090{n}", unit="区人民医院")
        for n, name in enumerate(("甲一", "乙二", "丙三"))
    ]
    preview = preview_file(store, roster(tmp_path, *rows))
    assert statuses(preview) == ["doubtful"] * 3
    assert {row.doubt for row in preview.rows} == {"unit:区人民医院"}
    (candidate,) = preview.rows[1].candidates
    assert candidate.label == "渝北区人民医院"
    answered = decide(preview, preview.rows[1], candidate.id)
    assert len(answered) == 3
    replan_preview(store, preview)
    assert statuses(preview) == ["new"] * 3
    apply_preview(store, preview)
    query = (
        "SELECT u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name IN ('甲一', '乙二', '丙三')"
    )
    assert store.sql(query) == [("渝北区人民医院",)] * 3
    assert count(store, "unit", "name = '区人民医院'") == 0


def test_a_short_unit_name_may_be_a_new_unit(store, samples, tmp_path):
    imported(store, samples / "roster-2021.xlsx")
    rows = [roster_row(name, f"1380000090{n}", unit="区人民医院") for n, name in enumerate(("甲一", "乙二"))]
    preview = preview_file(store, roster(tmp_path, *rows))
    decide(preview, preview.rows[0], "new")
    apply_preview(store, preview)
    assert count(store, "unit", "name = '区人民医院'") == 1
    assert count(store, "person") == 13


def test_a_decided_unit_may_bring_up_the_question_of_the_person(store, samples, tmp_path):
    imported(store, samples / "roster-2021.xlsx")
    file = roster(tmp_path, roster_row("孟钰珵", "13800000999", unit="区人民医院"))
    preview = preview_file(store, file)
    decide(preview, preview.rows[0], preview.rows[0].candidates[0].id)
    replan_preview(store, preview)
    (row,) = preview.rows
    assert (row.status, row.doubt, row.decision) == ("doubtful", "person", None)
    decide(preview, row, row.candidates[0].id)
    apply_preview(store, preview)
    assert store.sql("SELECT mobile FROM person WHERE name = '孟钰珵'") == [("13800000999",)]


NUMBER = "519901198403120112"


def test_two_persons_with_one_id_number(store, tmp_path):
    file = workbook(
        tmp_path / "名单.xlsx",
        PEOPLE_HEADS,
        ("张䶮", "男", "渝北区中医院", "骨科", "主治医师", NUMBER, "13800000201"),
        ("李别人", "男", "渝北区中医院", "骨科", "主治医师", NUMBER, "13800000202"),
        ("王第三", "男", "渝北区中医院", "骨科", "主治医师", "", "13800000203"),
    )
    preview, outcome = imported(store, file)
    assert statuses(preview) == ["new", "refused", "new"]
    assert people(store) == ["张䶮", "王第三"]
    (problem,) = outcome.refused
    assert (problem.code, problem.row, problem.value) == ("IMP-041", 3, NUMBER)
    assert outcome.done_in_part
    again, _ = imported(store, file)
    assert statuses(again) == ["same", "refused", "same"]


def test_a_wrong_id_number_is_refused_and_the_rest_stored(store, tmp_path):
    file = workbook(
        tmp_path / "名单.xlsx",
        PEOPLE_HEADS,
        ("张䶮", "男", "渝北区中医院", "骨科", "主治医师", NUMBER[:-1] + "3", "13800000201"),
        ("王第三", "男", "渝北区中医院", "骨科", "主治医师", "", "13800000203"),
    )
    _, outcome = imported(store, file)
    (problem,) = outcome.refused
    assert problem.code.startswith("IDN-") and problem.row == 2 and problem.file == str(file)
    assert people(store) == ["王第三"]


def test_refused_rows_are_mended_and_imported_again(store, tmp_path):
    file = roster(tmp_path, roster_row("无单位", unit=""), roster_row("秦晚秋", "13800000203"))
    preview, outcome = imported(store, file)
    assert outcome.done_in_part
    target = tmp_path / "退回.xlsx"
    assert refused_workbook(preview, target) == len([row for row in preview.rows if row.status == "refused"])
    sheet = load_workbook(target).active
    (head,) = [row for row in sheet.iter_rows() if row[-1].value == "退回原因"]
    at = [cell.value for cell in head].index("支援单位名称")
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        assert row[-1].value
        row[at].value = "重医大附三院"
    sheet.parent.save(target)
    preview, outcome = imported(store, target)
    assert outcome.refused == [] and statuses(preview) == ["new"]
    assert people(store) == ["秦晚秋", "无单位"]


# --- every column that is read is kept ----------------------------------------------------------------------------


def test_all_columns_that_a_roster_may_have_are_kept(store, tmp_path):
    heads = (
        *ROSTER_HEADS, "派驻方式", "派驻科室", "派驻职责", "挂任职务", "对口支援主要任务", "财政补助", "受援科室",
        "是否推荐担任受援单位（科室）领导职务", "具体担任何领导职务", "个人简历", "民族", "帮扶形式",
    )  # fmt: skip
    told = (
        "间隔去", "急诊科", "门诊带教", "业务副院长", "带出一支队伍", "是", "内科", "是", "内科主任",
        "2003.09—2008.07 川东医学院学习\n2008.08—至今 渝北区中医院医师", "汉族", "组团式",
    )  # fmt: skip
    file = workbook(tmp_path / "名册.xlsx", heads, (*roster_row("秦晚秋"), *told))
    preview, outcome = imported(store, file)
    assert outcome.refused == [] and preview.unknown == []
    columns = "mode, department, duty, post, main_task, subsidised"
    assert store.sql(f"SELECT {columns} FROM posting") == [
        ("interval", "急诊科", "门诊带教", "业务副院长", "带出一支队伍", 1)
    ]
    columns = "receiving_department, recommended, leader_post"
    assert store.sql(f"SELECT {columns} FROM enrolment") == [("内科", 1, "内科主任")]
    assert store.sql('SELECT position, start, "end" FROM career_line ORDER BY position') == [
        (1, "2003-09", "2008-07"), (2, "2008-08", ""),
    ]  # fmt: skip
    assert store.sql("SELECT ethnicity FROM person") == [("汉族",)]
    assert store.sql("SELECT form FROM pairing") == [("组团式",)]
    assert statuses(preview_file(store, file)) == ["same"]
    changed = list(told)
    changed[0], changed[5], changed[9], changed[11] = (
        "驻点",
        "否",
        "2003.09—2008.07 川东医学院学习",
        "对口支援",
    )
    preview, _ = imported(store, workbook(tmp_path / "改.xlsx", heads, (*roster_row("秦晚秋"), *changed)))
    assert {(c.path, c.old, c.new) for c in preview.rows[0].changes} >= {
        ("posting.mode", "间隔去", "驻点"), ("posting.subsidised", "是", "否"), ("pairing.form", "组团式", "对口支援"),
    }  # fmt: skip
    assert store.sql("SELECT mode, subsidised FROM posting") == [("stationed", 0)]
    assert count(store, "career_line") == 1


def test_a_roster_that_tells_no_mode_tells_none(store, samples):
    imported(store, samples / "roster-2021.xlsx")
    assert store.sql("SELECT DISTINCT mode FROM posting") == [("",)]


def test_an_allocation_keeps_contact_form_and_managed(store, tmp_path):
    heads = ("支援单位名称", "受援单位名称", "受援单位联系电话", "帮扶形式", "托管", "受援科室")
    row = ("渝北区中医院", "云阳县泥溪镇卫生院", "苏云舟：13800000103", "医联体", "否", "骨科")
    file = workbook(tmp_path / "任务.xlsx", heads, row)
    _, outcome = imported(store, file, "allocation")
    assert outcome.refused == []
    assert store.sql("SELECT form, managed FROM pairing") == [("医联体", 0)]
    assert store.sql("SELECT name, phone FROM unit_contact") == [("苏云舟", "13800000103")]
    assert store.sql("SELECT receiving_department FROM pairing_department") == [("骨科",)]
    assert statuses(preview_file(store, file, "allocation")) == ["same"]


# --- columns by hand, pasted rows ---------------------------------------------------------------------------------


def test_columns_are_mapped_by_hand_and_remembered(store, tmp_path):
    heads = ("哪个人", "哪家医院", "哪个号")
    file = workbook(tmp_path / "怪.xlsx", heads, ("秦晚秋", "渝北区中医院", "13800000203"))
    with pytest.raises(Refusal) as refusal:
        preview_file(store, file)
    assert refusal.value.problem.code == "IMP-008"
    mapping = {"哪个人": "person.name", "哪家医院": "person.unit", "哪个号": "person.mobile"}
    preview = preview_file(store, file, "people", mapping)
    assert preview.rows[0].values["person.mobile"] == "13800000203"
    remember_mapping(store, "people", mapping)
    preview, _ = imported(store, file)
    assert preview.kind == "people"
    assert store.sql("SELECT name, mobile FROM person") == [("秦晚秋", "13800000203")]


def test_rows_pasted_from_wps_are_an_import(store):
    text = (
        "\t".join(PEOPLE_HEADS)
        + "\n"
        + "\t".join(("张 灵", "女", "渝北区中医院", "儿科", "护师", "", "13800000204"))
    )
    preview = preview_pasted(store, text)
    outcome = apply_preview(store, preview)
    assert people(store) == ["张灵"] and outcome.message == "新增1行"
    assert history(store)[0].title == "导入人员名单：粘贴的行"


# --- what happens between looking and storing ---------------------------------------------------------------------


def test_what_was_looked_at_is_stored_though_the_file_changed(store, tmp_path):
    file = roster(tmp_path, roster_row("秦晚秋"))
    preview = preview_file(store, file)
    roster(tmp_path, roster_row("另一人"))
    apply_preview(store, preview)
    assert people(store) == ["秦晚秋"]


@pytest.fixture
def edited_meanwhile(store, samples, tmp_path):
    """A preview that would change nothing or one title, and an edit of the same person after it."""
    imported(store, samples / "roster-2021.xlsx")

    def made(title):
        row = roster_row("秦晚秋", "13800000203", contact="苏云舟：13800000103", title=title)
        preview = preview_file(store, roster(tmp_path, row))
        (record,) = select(store, "enrolment", Selection(person="秦晚秋"))
        save_form(store, "enrolment", record.id, {"person.title": "主任医师"})
        return preview

    return made


@pytest.mark.parametrize("title", ["主治医师", "副主任医师"])
def test_nothing_is_overwritten_unseen(store, edited_meanwhile, title):
    preview = edited_meanwhile(title)
    done = operations(store)
    with pytest.raises(Refusal) as refusal:
        apply_preview(store, preview)
    assert refusal.value.problem.code == "IMP-051"
    assert store.sql("SELECT title FROM person WHERE name = '秦晚秋'") == [("主任医师",)]
    assert operations(store) == done
    assert [(c.old, c.new) for c in preview.rows[0].changes] == [("主任医师", title)]
    apply_preview(store, preview)  # now it was seen
    assert store.sql("SELECT title FROM person WHERE name = '秦晚秋'") == [(title,)]


def test_what_another_import_stored_meanwhile_is_not_doubled(store, samples, contents):
    previews = [preview_file(store, samples / "roster-2021.xlsx") for _ in range(2)]
    apply_preview(store, previews[0])
    before = contents(store)
    outcome = apply_preview(store, previews[1])
    assert outcome.operation is None and contents(store) == before
    assert set(statuses(previews[1])) == {"same"}


def test_a_deleted_unit_is_made_again_only_when_it_was_seen(store, samples, tmp_path):
    file = roster(tmp_path, roster_row("秦晚秋"))
    preview = preview_file(store, file)
    save_record(store, "unit", None, {"name": "渝北区中医院"})
    apply_preview(store, preview)
    assert count(store, "unit", "name = '渝北区中医院'") == 1


@pytest.mark.parametrize("calls", [0, 1, 3, 5])
def test_a_cancelled_import_stores_nothing(store, samples, contents, calls):
    empty = contents(store)
    told = []

    def progress(done, total):
        told.append((done, total))
        if len(told) > calls:
            raise Cancelled

    preview = preview_file(store, samples / "roster-2021.xlsx")
    with pytest.raises(Cancelled):
        apply_preview(store, preview, progress)
    assert (contents(store), operations(store)) == (empty, 0)
    outcome = apply_preview(store, preview)
    assert outcome.message == "新增11行" and count(store, "person") == 11


def test_a_preview_can_be_cancelled(store, samples):
    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        preview_file(store, samples / "roster-2021.xlsx", progress=stop)
    assert operations(store) == 0
