"""师带徒名单 taken in: with the same preview as every table, and twice changes nothing."""

from __future__ import annotations

from openpyxl import load_workbook

from app.operations.editing import delete_records
from app.operations.history import undo_operation
from app.operations.imports import apply_preview, preview_file, preview_pasted, refused_workbook
from app.operations.preview import Preview
from tests.operations.ledger import count, imported, statuses, workbook

HEADS = ("导师", "帮带对象", "受援单位", "科室", "职称", "专业", "性别", "帮带起止时间", "帮带内容")
CLINIC = "云阳县江口镇中心卫生院"


def row(mentor="张䶮", mentee="冉小满", unit=CLINIC, **told):
    values = {
        "department": "外科",
        "title": "住院医师",
        "term": "2021.5.10-2021.10.31",
        "contents": "",
    } | told
    return (
        mentor,
        mentee,
        unit,
        values["department"],
        values["title"],
        "骨科",
        "男",
        values["term"],
        values["contents"],
    )


def test_the_sample_list_is_known_and_twice_changes_nothing(filled, samples):
    preview, outcome = imported(filled, samples / "mentees-2021.xlsx")
    assert preview.kind == "mentees"
    assert set(statuses(preview)) == {"new"} and len(preview.rows) == 17
    assert not outcome.refused and count(filled, "mentorship") == 17
    numbers = [one for (one,) in filled.sql("SELECT number FROM mentorship ORDER BY position")]
    assert numbers == [f"2021-{number:03d}" for number in range(1, 18)]
    made = filled.sql(
        "SELECT q.name, q.title, q.sex, u.name, m.department, m.start FROM mentorship m JOIN person q ON q.id = m.mentee_id"
        " JOIN unit u ON u.id = q.unit_id WHERE m.number = '2021-001'"
    )
    assert made == [("冉小满", "住院医师", "男", CLINIC, "外科", "2021-05-10")]
    again, second = imported(filled, samples / "mentees-2021.xlsx")
    assert set(statuses(again)) == {"same"} and second.operation is None
    undo_operation(filled, outcome.operation)
    assert count(filled, "mentorship") == 0


def test_a_beginning_and_an_end_in_columns_of_their_own_are_read(filled, tmp_path):
    heads = ("导师", "帮带对象", "受援单位", "科室", "签订日期", "开始", "结束")
    told = ("张䶮", "冉小满", CLINIC, "外科", "2021.5.12", "2021.5.12", "2021.9.30")
    preview, _ = imported(filled, workbook(tmp_path / "list.xlsx", heads, told))
    assert statuses(preview) == ["new"]
    assert filled.sql('SELECT start, "end" FROM mentorship') == [("2021-05-12", "2021-09-30")]


def test_what_changed_is_shown_and_what_is_wrong_given_back(filled, tmp_path):
    imported(filled, workbook(tmp_path / "first.xlsx", HEADS, row()))
    rows = (
        row(term="2021.6.1-2021.10.31", contents="教学查房、理论讲座"),
        row(mentee="谭明河", contents="教学查房、理论讲座"),
        row(mentor="无名氏", mentee="甲某"),
        row(mentee="张䶮"),
        row(mentee="乙某", term="2021.5.10-2022.10.31"),
        row(mentor="张䶮", mentee="丙某", unit="云阳县泥溪镇卫生院"),
    )
    preview, outcome = imported(filled, workbook(tmp_path / "second.xlsx", HEADS, *rows))
    assert statuses(preview) == ["changed", "new", "refused", "refused", "refused", "refused"]
    assert [problem.code for problem in outcome.refused] == ["MEN-020", "MEN-007", "MEN-008", "MEN-020"]
    assert all(problem.row and problem.remedy for problem in outcome.refused)
    assert {change.path for change in preview.rows[0].changes} == {"mentorship.start", "mentorship.contents"}
    assert filled.sql("SELECT start, contents FROM mentorship WHERE number = '2021-001'") == [
        ("2021-06-01", "教学查房\n理论讲座")
    ]
    assert count(filled, "mentorship_step") == 6
    assert refused_workbook(preview, tmp_path / "back.xlsx") == 4
    back = list(load_workbook(tmp_path / "back.xlsx").active.values)
    assert back[0][:2] == ("导师", "帮带对象") and any(
        "没有在这个单位的派驻" in str(cell) for cell in back[1]
    )


def test_pasted_rows_and_numbers_of_deleted_ones_stay_taken(filled):
    text = "\n".join("\t".join(line) for line in (HEADS, row(), row(mentee="谭明河")))
    preview = preview_pasted(filled, text)
    assert isinstance(preview, Preview) and preview.kind == "mentees"
    apply_preview(filled, preview)
    delete_records(
        filled, "mentorship", [bytes(filled.sql("SELECT id FROM mentorship WHERE number = '2021-002'")[0][0])]
    )
    apply_preview(filled, preview_pasted(filled, text))
    assert sorted(filled.sql("SELECT number FROM mentorship")) == [("2021-001",), ("2021-003",)]


def test_namesakes_among_mentors_are_asked(filled, tmp_path):
    from tests.operations.ledger import ROSTER_HEADS, roster_row

    other = roster_row("张䶮", "13800000777", "渝北区人民医院", CLINIC, department="内科")
    imported(filled, workbook(tmp_path / "roster.xlsx", ROSTER_HEADS, other))
    preview = preview_file(filled, workbook(tmp_path / "list.xlsx", HEADS, row()))
    assert statuses(preview) == ["doubtful"] and "导师" in preview.rows[0].question
    chosen = next(one for one in preview.rows[0].candidates if "内科" in one.label)
    preview.rows[0].decision = chosen.id
    apply_preview(filled, preview)
    mentors = "SELECT q.department FROM mentorship m JOIN posting p ON p.id = m.posting_id JOIN person q ON q.id = p.person_id"
    assert filled.sql(mentors) == [("内科",)]
