"""A folder of filled-in papers: read in one go, looked at first, stored in one operation, nothing doubled."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from app.catalogue.problems import Refusal
from app.operations.editing import save_record
from app.operations.forms_in import preview_forms
from app.operations.history import history, undo_operation
from app.operations.imports import apply_preview, decide, replan_preview, settle_all
from app.operations.printing import print_forms
from app.operations.saving import save_form
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import snapshot_of
from app.store.opening import Store, open_store

EDITION = "sichuan-2018-enrolment"
ID_NUMBER = "519901198403120112"


def jpeg(colour: tuple[int, int, int] = (60, 120, 200), size: tuple[int, int] = (295, 413)) -> bytes:
    """A plain picture."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG")
    return made.getvalue()


def person(name: str = "张䶮", **more: object) -> dict[str, object]:
    """Every field of a 报名表."""
    return {
        "person.name": name, "person.sex": "男", "person.birth": "1984-03", "person.ethnicity": "汉族",
        "person.party": "中共党员", "person.education": "本科", "person.degree": "学士", "person.school": "川东医学院",
        "person.graduated": "2008-07", "person.work_start": "2008-08", "person.unit": "渝北区中医院",
        "person.duty": "骨科副主任", "person.title": "主治医师", "person.specialty_since": "2008-08",
        "person.id_number": ID_NUMBER, "person.office_phone": "023-67000001", "person.mobile": "13800000201",
        "person.im": "zhangyan", "person.photo": jpeg(),
        "person.career": "2003.09—2008.07 川东医学院学习\n2008.08—至今 渝北区中医院骨科",
        "enrolment.receiving_unit": "云阳县蔈草镇卫生院", "enrolment.receiving_department": "骨科",
        "enrolment.recommended": True, "enrolment.leader_post": "骨科主任", "enrolment.unit_opinion": "同意选派。",
        "enrolment.unit_opinion_date": "2021-04-12", **more,
    }  # fmt: skip


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Where filled-in papers lie."""
    folder = tmp_path / "报名表"
    folder.mkdir()
    return folder


def printed(tmp_path: Path, target: Path, *people: dict[str, object], edition: str = EDITION) -> None:
    """Papers as another ledger prints them, each into a file of its own beside ``target``."""
    folder = tmp_path / f"other-{target.stem}"
    with open_store(folder) as other:
        for values in people:
            save_form(other, "enrolment", None, values)  # type: ignore[arg-type]
        print_forms(other, edition, Selection(), target, each=len(people) > 1)


def only(store: Store) -> dict[str, object]:
    """The values of the only enrolment."""
    (record,) = select(store, "enrolment", Selection())
    return dict(snapshot_of(store, "enrolment", record.id).values)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_paper_brings_every_field_and_the_photo_back(store, papers, tmp_path, suffix):
    printed(tmp_path, papers / f"张䶮{suffix}", person())
    preview = preview_forms(store, papers)
    assert [row.status for row in preview.rows] == ["new"] and store.sql("SELECT count(*) FROM person") == [
        (0,)
    ]
    outcome = apply_preview(store, preview)
    assert outcome.operation is not None and not outcome.refused
    found = only(store)
    assert {path: found[path] for path in person()} == person()


def test_the_same_folder_twice_changes_nothing_and_undo_takes_all_back(store, papers, tmp_path):
    printed(
        tmp_path,
        papers / "a.xlsx",
        person(),
        person("许一诺", **{"person.id_number": "", "person.mobile": ""}),
    )
    apply_preview(store, preview_forms(store, papers))
    again = preview_forms(store, papers)
    assert [row.status for row in again.rows] == ["same", "same"]
    assert apply_preview(store, again).operation is None and len(history(store)) == 1
    undo_operation(store)
    assert store.sql("SELECT count(*) FROM person") == [(0,)] and store.sql(
        "SELECT count(*) FROM enrolment"
    ) == [(0,)]


def test_what_a_paper_changes_is_shown_field_by_field(store, papers, tmp_path):
    save_form(store, "enrolment", None, person())  # type: ignore[arg-type]
    told = person(**{"person.title": "副主任医师", "person.photo": jpeg((200, 60, 60))})
    told["person.career"] = f"{told['person.career']}\n2021.05—2021.10 云阳县支援"
    printed(tmp_path, papers / "a.xlsx", told)
    preview = preview_forms(store, papers)
    (row,) = preview.rows
    changes = {change.path: (change.old, change.new) for change in row.changes}
    assert row.status == "changed" and changes["person.title"] == ("主治医师", "副主任医师")
    assert set(changes) == {"person.title", "person.career", "person.photo"}
    apply_preview(store, preview)
    found = only(store)
    assert {path: found[path] for path in told} == told


def test_two_papers_of_one_new_person_make_one_person(store, papers, tmp_path):
    printed(tmp_path, papers / "1.xlsx", person())
    printed(tmp_path, papers / "2.docx", person(**{"person.duty": "骨科主任"}))
    preview = preview_forms(store, papers)
    assert [row.status for row in preview.rows] == ["new", "changed"] and preview.rows[1].remarks
    apply_preview(store, preview)
    assert store.sql("SELECT name, duty FROM person") == [("张䶮", "骨科主任")]
    assert store.sql("SELECT count(*) FROM enrolment") == [(1,)]


def test_somebody_of_the_same_name_is_asked_about(store, papers, tmp_path):
    save_form(store, "enrolment", None, {"person.name": "张䶮", "person.mobile": "13800000999"})
    printed(tmp_path, papers / "a.xlsx", person(**{"person.id_number": ""}))
    preview = preview_forms(store, papers)
    (row,) = preview.rows
    assert row.status == "doubtful" and len(row.candidates) == 1
    assert apply_preview(store, preview).done_in_part and store.sql("SELECT count(*) FROM person") == [(1,)]
    decide(preview, row, row.candidates[0].id)
    replan_preview(store, preview)
    assert row.status in ("changed", "new")
    apply_preview(store, preview)
    assert store.sql("SELECT count(*), max(mobile) FROM person") == [(1, "13800000201")]


def test_answering_new_makes_another_person(store, papers, tmp_path):
    save_form(store, "enrolment", None, {"person.name": "张䶮", "person.mobile": "13800000999"})
    printed(tmp_path, papers / "a.xlsx", person(**{"person.id_number": ""}))
    preview = preview_forms(store, papers)
    settle_all(store, preview, "new")
    apply_preview(store, preview)
    assert store.sql("SELECT count(*) FROM person WHERE name = '张䶮'") == [(2,)]


def test_what_cannot_be_read_is_refused_alone(store, papers, tmp_path):
    printed(tmp_path, papers / "好.xlsx", person())
    (papers / "空.docx").write_bytes(b"")
    (papers / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (papers / "说明.txt").write_text("不是表", encoding="utf-8")
    (papers / "~$好.xlsx").write_bytes(b"lock")
    book = openpyxl.Workbook()
    book.active["A1"] = "随便写的"  # type: ignore[index]
    book.save(papers / "别的.xlsx")
    shutil.copyfile("resources/samples/roster-2021.xlsx", papers / "名册.xlsx")
    preview = preview_forms(store, papers)
    told = {row.sheet: (row.status, [problem.code for problem in row.problems]) for row in preview.rows}
    assert told["好.xlsx"] == ("new", [])
    assert told["名册.xlsx"] == ("refused", ["IMP-064"])
    assert all(told[name][0] == "refused" and told[name][1] for name in ("空.docx", "旧.doc", "别的.xlsx"))
    assert "另存为" in next(row for row in preview.rows if row.sheet == "旧.doc").problems[0].remedy
    assert [problem.code for problem in preview.problems] == ["IMP-061"]
    outcome = apply_preview(store, preview)
    assert outcome.done_in_part and store.sql("SELECT name FROM person") == [("张䶮",)]


def test_a_unit_that_is_none_refuses_its_paper_alone(store, papers, tmp_path):
    printed(tmp_path, papers / "好.xlsx", person())
    with open_store(tmp_path / "another") as other:
        save_record(other, "unit", None, {"name": "内科", "kind": ""})
        save_form(other, "enrolment", None, person("李四", **{"person.unit": "内科", "person.id_number": ""}))
        print_forms(other, EDITION, Selection(), papers / "坏.xlsx")
    preview = preview_forms(store, papers)
    told = {row.sheet: [(one.code, one.column) for one in row.problems] for row in preview.rows}
    assert told == {"好.xlsx": [], "坏.xlsx": [("NAM-001", "工作单位")]}
    assert apply_preview(store, preview).done_in_part
    assert store.sql("SELECT name FROM person") == [("张䶮",)]


def test_a_wrong_id_number_refuses_its_paper(store, papers, tmp_path):
    printed(tmp_path, papers / "a.xlsx", person(**{"person.id_number": "519901198403120113"}))
    (row,) = preview_forms(store, papers).rows
    assert row.status == "refused" and row.problems[0].code.startswith("IDN-") and row.problems[0].remedy


def test_photos_come_from_a_folder_by_name_or_number(store, papers, tmp_path):
    photos = tmp_path / "照片"
    photos.mkdir()
    without = {"person.photo": None}
    printed(
        tmp_path, papers / "a.xlsx", person(**without),
        person("许一诺", **without, **{"person.id_number": "519902198711250222", "person.mobile": "13800000202",
                                    "person.sex": "女", "person.birth": "1987-11"}),
        person("秦晚秋", **without, **{"person.id_number": "", "person.mobile": "13800000203"}),
    )  # fmt: skip
    (photos / "骨科 张䶮.jpg").write_bytes(jpeg((10, 20, 30)))
    (photos / "519902198711250222.png").write_bytes(jpeg((40, 50, 60)))
    (photos / "秦晚秋.jpg").write_bytes(b"no picture at all")
    preview = preview_forms(store, papers, photos)
    apply_preview(store, preview)
    kept = dict(store.sql("SELECT name, photo <> '' FROM person"))
    assert kept == {"张䶮": 1, "许一诺": 1, "秦晚秋": 0}
    (remark,) = [row.remarks for row in preview.rows if row.title == "秦晚秋"]
    assert any("照片" in text for text in remark)


def test_a_large_photo_is_made_small(store, papers, tmp_path):
    photos = tmp_path / "照片"
    photos.mkdir()
    printed(tmp_path, papers / "a.xlsx", person(**{"person.photo": None}))
    noise = Image.effect_noise((2400, 3300), 90).convert("RGB")
    noise.save(photos / "张䶮.jpg", quality=95)
    assert (photos / "张䶮.jpg").stat().st_size > 1_000_000
    apply_preview(store, preview_forms(store, papers, photos))
    photo = only(store)["person.photo"]
    assert isinstance(photo, bytes) and len(photo) < 400_000
    with Image.open(BytesIO(photo)) as image:
        assert image.width <= 480 and image.height <= 680


def test_a_name_borne_by_two_papers_gets_no_photo_by_guess(store, papers, tmp_path):
    without = {"person.photo": None}
    printed(
        tmp_path, papers / "a.xlsx", person(**without),
        person(**without, **{"person.id_number": "", "person.mobile": "13800000777", "person.unit": "重医大附三院"}),
    )  # fmt: skip
    (papers / "张䶮.jpg").write_bytes(jpeg())
    preview = preview_forms(store, papers)
    assert all(any("身份证号" in text for text in row.remarks) for row in preview.rows)
    assert not any(row.values["person.photo"] for row in preview.rows)


def test_an_appraisal_goes_to_the_posting(store, papers, tmp_path):
    from app.operations.imports import preview_file

    apply_preview(store, preview_file(store, Path("resources/samples/roster-2021.xlsx")))
    posting = next(record for record in select(store, "appraisal", Selection()) if record.name == "张䶮")
    summary = "半年来开设骨科门诊。\n带教两名医生。"
    with open_store(tmp_path / "clinic") as clinic:
        apply_preview(clinic, preview_file(clinic, Path("resources/samples/roster-2021.xlsx")))
        there = next(record for record in select(clinic, "appraisal", Selection()) if record.name == "张䶮")
        values = {
            "appraisal.summary": summary,
            "appraisal.receiving_unit_opinion": "合格。",
            "posting.main_task": "带教",
        }
        save_form(clinic, "appraisal", there.id, values)
        print_forms(clinic, "yubei-2021-appraisal", Selection(ids=(there.id,)), papers / "a.docx")
    preview = preview_forms(store, papers)
    assert [row.status for row in preview.rows] == ["changed"]
    apply_preview(store, preview)
    found = snapshot_of(store, "appraisal", posting.id).values
    assert found["appraisal.summary"] == summary and found["appraisal.receiving_unit_opinion"] == "合格。"
    assert [row.status for row in preview_forms(store, papers).rows] == ["same"]


def test_an_appraisal_of_nobody_known_says_what_to_do(store, papers, tmp_path):
    with open_store(tmp_path / "clinic") as clinic:
        from app.operations.imports import preview_file

        apply_preview(clinic, preview_file(clinic, Path("resources/samples/roster-2021.xlsx")))
        there = select(clinic, "appraisal", Selection())[0]
        print_forms(clinic, "yubei-2021-appraisal", Selection(ids=(there.id,)), papers / "a.docx")
    (row,) = preview_forms(store, papers).rows
    assert [problem.code for problem in row.problems] == ["IMP-065"]


def test_a_month_report_is_read_and_not_doubled(store, papers, tmp_path):
    values = {"report.team": "渝北区中医院", "report.receiving_unit": "云阳县江口镇中心卫生院", "report.month": "2021-05",
              "report.outpatients": "186"}  # fmt: skip
    with open_store(tmp_path / "clinic") as clinic:
        save_form(clinic, "report", None, values)
        print_forms(clinic, "yubei-2021-workload", Selection(), papers / "a.xlsx")
    apply_preview(store, preview_forms(store, papers))
    (record,) = select(store, "report", Selection())
    assert {path: snapshot_of(store, "report", record.id).values[path] for path in values} == values
    assert [row.status for row in preview_forms(store, papers).rows] == ["same"]


def test_a_month_report_says_what_it_lacks(store, papers, tmp_path):
    print_forms(store, "yubei-2021-workload", None, papers / "月报.xlsx")
    book = openpyxl.load_workbook(papers / "月报.xlsx")
    sheet = book.worksheets[0]
    (team,) = (
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("支援医疗团队")
    )
    team.value = "支援医疗团队（单位或个人）：渝北区中医院"
    (tours,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "巡回诊疗（次）")
    sheet.cell(tours.row, tours.column + 1).value = 2
    book.save(papers / "月报.xlsx")
    (row,) = preview_forms(store, papers).rows
    (problem,) = row.problems
    assert (problem.code, problem.column) == ("IMP-067", "受援卫生院")
    assert "受援卫生院、月份" in problem.message and "支援医疗团队" not in problem.message


@pytest.mark.parametrize("make", [lambda folder: folder, lambda folder: folder / "没有"])
def test_nothing_to_read_is_said(store, papers, make):
    with pytest.raises(Refusal) as told:
        preview_forms(store, make(papers))
    assert told.value.problem.code == "IMP-060"
