"""Ledgers as tables: an entry a row or a column for each kind of work, twice the same, changed, doubtful, refused."""

from __future__ import annotations

from collections import Counter

from ledger import count, statuses, workbook
from openpyxl import load_workbook

from app.models import Person
from app.operations.imports import apply_preview, preview_file, preview_pasted, refused_workbook, settle_all
from app.store.undo import undo

HEADS = ("日期", "受援单位", "人员", "工作类别", "数量", "人数", "方式", "主题", "备注")
CLINIC = "云阳县江口镇中心卫生院"


def entry(day="2021-06-08", person="张䶮", kind="诊疗病人", amount=12, people=None, topic=None, unit=CLINIC):
    return (day, unit, person, kind, amount, people, None, topic, None)


def ledger(tmp_path, *rows, heads=HEADS, name="台账.xlsx"):
    return workbook(tmp_path / name, heads, *rows, title="2021年帮扶工作台账")


def kept(store):
    return store.sql("SELECT kind, date, amount, people, topic, source FROM activity ORDER BY id")


def test_the_sample_ledger_is_taken_in_whole_and_twice_is_once(filled, samples):
    sheet = load_workbook(samples / "activities-2021.xlsx").active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    preview = preview_file(filled, samples / "activities-2021.xlsx")
    assert (preview.kind, Counter(statuses(preview))) == ("activities", {"new": len(rows)})
    apply_preview(filled, preview)
    counted = Counter()
    for _, unit, person, kind, amount, *_ in rows:
        counted[unit, person, kind] += amount
    names = {"诊疗病人": "outpatients", "教学查房": "rounds", "开展讲座": "lectures"}
    for (unit, person, kind), total in counted.items():
        if kind in names:
            assert filled.sql(
                "SELECT sum(a.amount) FROM activity a JOIN person p ON p.id = a.person_id JOIN unit u ON u.id = a.unit_id"
                " WHERE p.name = ? AND u.name = ? AND a.kind = ?",
                (person, unit, names[kind]),
            ) == [(total,)]
    again = preview_file(filled, samples / "activities-2021.xlsx")
    assert set(statuses(again)) == {"same"}
    assert apply_preview(filled, again).operation is None
    undo(filled)
    assert count(filled, "activity") == 0


def test_another_figure_is_a_question_and_its_answer_shows_old_and_new(filled, tmp_path):
    apply_preview(filled, preview_file(filled, ledger(tmp_path, entry(), entry(kind="捐赠设备", amount=0.5))))
    preview = preview_file(filled, ledger(tmp_path, entry(amount=15), entry(kind="捐赠设备", amount=0.8)))
    assert statuses(preview) == ["doubtful", "doubtful"]
    assert "已经记了12人次，这里是15人次" in preview.rows[0].question
    settle_all(filled, preview, "same")
    assert [(c.label, c.old, c.new) for row in preview.rows for c in row.changes] == [
        ("数量", "12", "15"),
        ("数量", "0.5", "0.8"),
    ]
    apply_preview(filled, preview)
    assert [row[2] for row in kept(filled)] == [15, 8000]


def test_or_it_is_one_more(filled, tmp_path):
    apply_preview(filled, preview_file(filled, ledger(tmp_path, entry())))
    preview = preview_file(filled, ledger(tmp_path, entry(amount=15)))
    settle_all(filled, preview, "new")
    assert statuses(preview) == ["new"]
    apply_preview(filled, preview)
    assert [row[2] for row in kept(filled)] == [12, 15]


def test_what_is_told_more_of_the_same_entry_is_a_change(filled, tmp_path):
    apply_preview(filled, preview_file(filled, ledger(tmp_path, entry(kind="讲座", amount=1))))
    preview = preview_file(filled, ledger(tmp_path, entry(kind="讲座", amount=1, people=23)))
    assert statuses(preview) == ["changed"]


def test_two_alike_in_one_table_are_two(filled, tmp_path):
    path = ledger(tmp_path, entry(kind="会诊", amount=1), entry(kind="会诊", amount=1))
    assert statuses(preview_file(filled, path)) == ["new", "new"]
    apply_preview(filled, preview_file(filled, path))
    assert statuses(preview_file(filled, path)) == ["same", "same"]


def test_a_column_for_each_kind_of_work(filled, tmp_path):
    heads = ("人员", "月份", "诊疗病人（人次）", "开展手术", "教学查房（次）", "捐赠（万元）")
    path = ledger(
        tmp_path,
        ("张䶮", "2021年6月", 120, 3, "/", 0.35),
        ("秦晚秋", "2021年6月", 80, None, 4, 0),
        heads=heads,
    )
    preview = preview_file(filled, path)
    assert (preview.kind, statuses(preview), preview.unknown) == ("activities", ["new", "new"], [])
    apply_preview(filled, preview)
    assert [row[:3] for row in kept(filled)] == [
        ("outpatients", "2021-06", 120),
        ("operations", "2021-06", 3),
        ("donations", "2021-06", 3500),
        ("outpatients", "2021-06", 80),
        ("rounds", "2021-06", 4),
    ]
    assert set(statuses(preview_file(filled, path))) == {"same"}


def test_blanks_below_mean_the_same_day_and_person(filled, tmp_path):
    path = ledger(tmp_path, entry(), (None, None, None, "查房", 1, None, None, None, None))
    apply_preview(filled, preview_file(filled, path))
    assert [row[:2] for row in kept(filled)] == [("outpatients", "2021-06-08"), ("rounds", "2021-06-08")]


def test_rows_pasted_from_a_sheet(filled):
    text = "日期\t人员\t工作类别\t数量\n2021.6.8\t张䶮\t讲座\t1\n6月9日\t张䶮\t讲座\t1\n"
    preview = preview_pasted(filled, text)
    assert statuses(preview) == ["new", "refused"]
    assert preview.rows[1].problems[0].code == "ACT-002"


def test_refused_rows_come_out_with_their_reason_and_go_in_again_mended(filled, tmp_path):
    path = ledger(tmp_path, entry(), entry(amount="若干"), entry(day="2031-01-01"), entry(kind="喝茶"))
    preview = preview_file(filled, path)
    assert [row.problems[0].code for row in preview.rows if row.problems] == ["ACT-004", "ACT-003", "ACT-001"]
    apply_preview(filled, preview)
    refused_workbook(preview, tmp_path / "退回.xlsx")
    book = load_workbook(tmp_path / "退回.xlsx")
    sheet = book.active
    assert "数量不是数" in "".join(str(cell.value) for cell in sheet[3])
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "若干")
    sheet.cell(3, column).value = 9
    book.save(tmp_path / "退回.xlsx")
    again = preview_file(filled, tmp_path / "退回.xlsx")
    assert statuses(again) == ["doubtful", "refused", "refused"]


def test_namesakes_are_asked_for(filled, tmp_path):
    with filled.operation("x") as op:
        op.insert_many(Person, [{"name": "张䶮"}])
    assert statuses(preview_file(filled, ledger(tmp_path, entry()))) == ["new"]
    preview = preview_file(filled, ledger(tmp_path, entry(unit="云阳县泥溪镇卫生院")))
    assert statuses(preview) == ["doubtful"]
    assert len(preview.rows[0].candidates) == 2


def test_a_short_name_of_a_unit_is_asked_for(filled, tmp_path):
    preview = preview_file(filled, ledger(tmp_path, entry(unit="江口镇卫生院")))
    assert statuses(preview) == ["doubtful"]
    assert preview.rows[0].candidates[0].label == CLINIC
    unknown = preview_file(filled, ledger(tmp_path, entry(unit="哪里都没有的医院")))
    assert [row.problems[0].code for row in unknown.rows] == ["ACT-009"]
