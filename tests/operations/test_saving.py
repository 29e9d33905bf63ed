"""Papers into the ledger and out again: every field, only what is given, and what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from ledger import count, operations
from PIL import Image

from app.catalogue.fields import COMPOSITES, FIELDS, FREE
from app.catalogue.problems import Refusal
from app.forms.edition import Edition
from app.forms.editions import editions
from app.operations.editing import delete_enrolments
from app.operations.history import history, undo_operation
from app.operations.posting import post_person
from app.operations.saving import career_lines, save_form
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import snapshot_of

NUMBER = "519901198403120112"
CAREER = "2003.09—2008.07 川东医学院临床医学专业学习\n2008.08—至今 渝北区中医院骨科医师\n　　其间在三峡中心医院进修"


def picture(colour: str = "navy") -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 84), colour).save(made, "JPEG")
    return made.getvalue()


ENROLMENT = {
    "person.name": "张䶮", "person.sex": "男", "person.birth": "1984-03", "person.ethnicity": "汉族",
    "person.party": "中共党员", "person.education": "本科", "person.degree": "学士", "person.major": "临床医学",
    "person.school": "川东医学院", "person.graduated": "2008-07", "person.work_start": "2008年8月前后",
    "person.unit": "渝北区中医院", "person.department": "骨科", "person.duty": "骨科副主任", "person.title": "主治医师",
    "person.title_since": "2014-12", "person.specialty": "骨科", "person.specialty_since": "2008-08",
    "person.paper_kind": "身份证", "person.id_number": NUMBER, "person.office_phone": "023-6700 0001",
    "person.mobile": "13800000201", "person.im": "zhangyan_𬭎", "person.photo": picture(),
    "person.career": CAREER, "person.note": "外联办记",
    "enrolment.receiving_unit": "云阳县蔈草镇卫生院", "enrolment.receiving_department": "外科",
    "enrolment.batch": "2021年5月至10月", "enrolment.recommended": True, "enrolment.leader_post": "外科主任",
    "enrolment.unit_opinion": "同意选派。\n请予安排。", "enrolment.unit_opinion_date": "2021-04-12",
}  # fmt: skip
APPRAISAL = {
    "person.name": "张䶮", "person.sex": "男", "person.title": "副主任医师", "person.unit": "渝北区中医院",
    "person.department": "骨科", "person.mobile": "13800000201",
    "posting.term": "2021-05-01/2021-10-31", "posting.start": "2021-05-01", "posting.end": "2021-10-31",
    "posting.department": "外科", "posting.mode": "分段驻", "posting.duty": "门诊带教", "posting.post": "业务副院长",
    "posting.main_task": "带出一支队伍", "posting.subsidised": False,
    "enrolment.receiving_unit": "云阳县江口镇中心卫生院",
    "appraisal.summary": "半年来……\n第二段。",
    "appraisal.receiving_unit_opinion": "优秀", "appraisal.receiving_unit_date": "2021-11-02",
    "appraisal.receiving_bureau_opinion": "同意", "appraisal.receiving_bureau_date": "2021-11-05",
    "appraisal.sending_unit_opinion": "属实", "appraisal.sending_unit_date": "2021-11-08",
    "appraisal.sending_bureau_opinion": "同意上报", "appraisal.sending_bureau_date": "2021-11",
}  # fmt: skip
REPORT = {
    "report.team": "渝北区中医院", "report.receiving_unit": "云阳县泥溪镇卫生院", "report.month": "2021-05",
    "report.outpatients": "312", "report.operations": "0", "report.rounds": "8", "report.tours": "2",
    "report.lectures": "3", "report.trained": "45", "report.specialties": "1/康复科", "report.techniques": "2",
    "report.rules_made": "1", "report.health_education": "4", "report.donations": "1.5",
    "report.other": "义诊一次",
}  # fmt: skip


def made(store, values=ENROLMENT) -> bytes:
    (item,) = save_form(store, "enrolment", None, values).items
    return bytes.fromhex(str(item["id"]))


def posted(store) -> bytes:
    made(store)
    ((person,),) = store.sql("SELECT id FROM person")
    return bytes.fromhex(str(post_person(store, person, "云阳县蔈草镇卫生院", {}).items[0]["id"]))


def fields_of(edition: Edition) -> set[str]:
    """The fields that an edition's cells ask for, composites by their parts."""
    asked = [
        path
        for row in edition.rows
        for cell in row.cells
        for path in (cell.field, cell.foot and cell.foot.field)
    ]
    return {
        part for path in asked if path for part in (COMPOSITES[path].parts if path in COMPOSITES else (path,))
    }


def test_every_field_of_the_enrolment_paper_is_read_back(store):
    key = made(store)
    assert dict(snapshot_of(store, "enrolment", key).values) == ENROLMENT
    assert snapshot_of(store, "enrolment", key).name == "张䶮"
    assert {p for p in FIELDS if p.startswith(("person.", "enrolment."))} == set(ENROLMENT)


def test_every_field_of_the_appraisal_paper_is_read_back(store):
    key = posted(store)
    save_form(store, "appraisal", key, APPRAISAL)
    values = snapshot_of(store, "appraisal", key).values
    assert {path: values[path] for path in APPRAISAL} == APPRAISAL
    assert {p for p in FIELDS if p.startswith(("posting.", "appraisal."))} <= set(APPRAISAL)
    assert count(store, "opinion") == 4
    assert store.sql("SELECT mode FROM posting") == [("segmented",)]


def test_a_term_as_typed_is_kept_and_given_up_again(store):
    key = posted(store)
    save_form(store, "appraisal", key, {"posting.term": "2021年5月起，共半年"})
    assert snapshot_of(store, "appraisal", key).values["posting.term"] == "2021年5月起，共半年"
    save_form(store, "appraisal", key, {"posting.term": "2021-05-01/2021-10-31"})
    assert snapshot_of(store, "appraisal", key).values["posting.term"] == "2021-05-01/2021-10-31"
    assert store.sql('SELECT start, "end" FROM posting') == [("2021-05-01", "2021-10-31")]
    save_form(store, "appraisal", key, {"posting.term": ""})
    assert snapshot_of(store, "appraisal", key).values["posting.term"] == ""


def test_every_field_of_the_report_is_read_back(store):
    (item,) = save_form(store, "report", None, REPORT).items
    values = snapshot_of(store, "report", bytes.fromhex(str(item["id"]))).values
    assert dict(values) == REPORT
    assert {p for p in FIELDS if p.startswith("report.")} == set(REPORT)


def test_a_report_of_one_person_names_unit_and_person(store):
    made(store)
    (item,) = save_form(store, "report", None, REPORT | {"report.team": "渝北区中医院 张䶮"}).items
    key = bytes.fromhex(str(item["id"]))
    assert snapshot_of(store, "report", key).values["report.team"] == "渝北区中医院 张䶮"
    assert count(store, "report", "person_id IS NOT NULL") == 1
    save_form(store, "report", key, {"report.team": "渝北区中医院"})
    assert count(store, "report", "person_id IS NULL") == 1


@pytest.mark.parametrize("subject", ["enrolment", "appraisal", "report"])
def test_the_papers_ask_for_no_field_that_is_not_kept(store, subject):
    kept = {"enrolment": ENROLMENT, "appraisal": APPRAISAL | ENROLMENT, "report": REPORT}[subject]
    for edition in editions().values():
        if edition.subject == subject:
            assert {"person.name", "report.outpatients"} & fields_of(edition)
            assert {path for path in fields_of(edition) if not path.startswith(FREE)} <= set(kept)


def test_only_given_paths_change(store):
    key = made(store)
    outcome = save_form(store, "enrolment", key, {"person.title": "副主任医师"})
    assert outcome.changed == frozenset({"person"})
    assert dict(snapshot_of(store, "enrolment", key).values) == ENROLMENT | {"person.title": "副主任医师"}
    assert history(store)[0].changes == 1


def test_the_same_values_are_no_operation(store):
    key = made(store)
    done = operations(store)
    save_form(store, "enrolment", key, ENROLMENT)
    assert operations(store) == done


def test_every_value_can_be_emptied(store):
    key = made(store)
    emptied = {
        path: None if path == "enrolment.recommended" else "" for path in ENROLMENT if path != "person.name"
    }
    save_form(store, "enrolment", key, emptied | {"person.photo": None})
    values = dict(snapshot_of(store, "enrolment", key).values)
    assert {path for path, value in values.items() if value} == {"person.name"}
    assert count(store, "career_line") == 0


def test_a_name_is_never_emptied(store):
    key = made(store)
    with pytest.raises(Refusal) as refusal:
        save_form(store, "enrolment", key, {"person.name": " "})
    assert refusal.value.problem.code == "SAV-002"
    assert snapshot_of(store, "enrolment", key).values["person.name"] == "张䶮"


def test_career_lines_become_records(store):
    key = made(store)
    rows = store.sql('SELECT position, text, start, "end" FROM career_line ORDER BY position')
    assert rows == [
        (1, "2003.09—2008.07 川东医学院临床医学专业学习", "2003-09", "2008-07"),
        (2, "2008.08—至今 渝北区中医院骨科医师", "2008-08", ""),
        (3, "　　其间在三峡中心医院进修", "", ""),
    ]
    ids = {key for (key,) in store.sql("SELECT id FROM career_line")}
    save_form(store, "enrolment", key, {"person.career": CAREER.rpartition("\n")[0]})
    assert {key for (key,) in store.sql("SELECT id FROM career_line")} < ids
    undo_operation(store)
    assert snapshot_of(store, "enrolment", key).values["person.career"] == CAREER


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("2003年9月至2008年7月 学习", "2003-09", "2008-07"),
        ("2003.9-2008.7 学习", "2003-09", "2008-07"),
        ("2003-09至2008-07 学习", "2003-09", "2008-07"),
        ("2003.09.01～2008.07.15 学习", "2003-09-01", "2008-07-15"),
        ("2008.8至今 工作", "2008-08", ""),
        ("1998年 出生地不详", "", ""),
        ("", "", ""),
    ],
)
def test_dates_of_a_career_line(line, start, end):
    assert career_lines(line) == [{"text": line, "start": start, "end": end}]


def test_a_photo_is_put_changed_and_dropped(store):
    key = made(store)
    assert snapshot_of(store, "enrolment", key).values["person.photo"] == ENROLMENT["person.photo"]
    save_form(store, "enrolment", key, {"person.photo": picture("maroon")})
    assert snapshot_of(store, "enrolment", key).values["person.photo"] == picture("maroon")
    save_form(store, "enrolment", key, {"person.photo": None})
    assert snapshot_of(store, "enrolment", key).values["person.photo"] is None
    undo_operation(store)
    assert snapshot_of(store, "enrolment", key).values["person.photo"] == picture("maroon")


def test_typed_units_are_found_or_made_once(store):
    made(store)
    key = made(store, {"person.name": "许一诺", "person.unit": " 渝北区 中医院 "})
    assert snapshot_of(store, "enrolment", key).values["person.unit"] == "渝北区中医院"
    assert store.sql("SELECT name, kind FROM unit ORDER BY id") == [
        ("渝北区中医院", "中医医院"), ("云阳县蔈草镇卫生院", "乡镇卫生院"),
    ]  # fmt: skip


def test_an_id_number_of_another_person_is_refused(store, contents):
    made(store)
    other = made(store, {"person.name": "许一诺", "person.sex": "女"})
    before = contents(store)
    with pytest.raises(Refusal) as refusal:
        save_form(store, "enrolment", other, {"person.sex": "男", "person.id_number": NUMBER})
    problem = refusal.value.problem
    assert (problem.code, problem.value, problem.column) == ("SAV-001", NUMBER, "身份证号码")
    assert "张䶮" in problem.message
    with pytest.raises(Refusal) as refusal:
        save_form(store, "enrolment", None, {"person.name": "第三人", "person.id_number": NUMBER.lower()})
    assert refusal.value.problem.code == "SAV-001"
    assert contents(store) == before


def test_a_record_that_is_gone_is_said(store):
    key = made(store)
    delete_enrolments(store, [key])
    with pytest.raises(Refusal) as refusal:
        save_form(store, "enrolment", key, {"person.title": "护师"})
    assert refusal.value.problem.code == "SAV-003"
    undo_operation(store)
    save_form(store, "enrolment", key, {"person.title": "护师"})
    assert snapshot_of(store, "enrolment", key).values["person.title"] == "护师"


@pytest.mark.parametrize(
    ("subject", "values", "code"),
    [
        ("enrolment", {"person.sex": "男"}, "SAV-002"),
        ("appraisal", {"person.name": "张䶮"}, "SAV-004"),
        ("report", {"report.team": "渝北区中医院"}, "SAV-005"),
        ("plan", {"plan.goal": "义诊"}, "SAV-006"),
    ],
)
def test_what_a_new_paper_needs(store, contents, subject, values, code):
    empty = contents(store)
    with pytest.raises(Refusal) as refusal:
        save_form(store, subject, None, values)
    assert refusal.value.problem.code == code and refusal.value.problem.remedy
    assert (contents(store), operations(store)) == (empty, 0)


def test_undo_of_a_save(store, contents):
    empty = contents(store)
    key = made(store)
    before = contents(store)
    save_form(
        store, "enrolment", key, {"person.title": "护师", "enrolment.recommended": None, "person.career": ""}
    )
    undo_operation(store)
    assert contents(store) == before
    first = history(store)[-1]
    assert first.title == "填写报名表"
    undo_operation(store, first.id)
    assert contents(store) == empty


def test_a_plan_item_is_saved(filled):
    (record, *_) = select(filled, "plan", Selection(search="实施方案"))
    save_form(filled, "plan", record.id, {"plan.due_text": "8月", "plan.lead": "院办"})
    assert filled.sql("SELECT due_text, lead FROM plan_item WHERE id = ?", (record.id,)) == [("8月", "院办")]
