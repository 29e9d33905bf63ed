"""Papers of the registers: each lists its own records, in order of time, with values that its edition prints."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import event

from app.catalogue.fields import FIELDS
from app.forms.editions import editions
from app.operations.printing import print_forms
from app.operations.register_papers import SUBJECTS
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import list_snapshot
from app.store.opening import open_store

COUNTED = {
    "contact": "SELECT count(*) FROM contact WHERE kind NOT IN ('inspection', 'quality')",
    "inspection": "SELECT count(*) FROM contact WHERE kind IN ('inspection', 'quality')",
    "training": "SELECT count(*) FROM training",
    "guidance": "SELECT count(*) FROM activity WHERE kind = 'guidance'",
    "free_clinic": "SELECT count(*) FROM activity WHERE kind = 'free_clinics'",
    "five_ones": "SELECT count(*) FROM batch_one",
}


@pytest.fixture(scope="module")
def played(played_folder, tmp_path_factory):
    with open_store(shutil.copytree(played_folder, tmp_path_factory.mktemp("registers") / "data")) as store:
        yield store


def rows_of(store, subject, selection=Selection()):  # noqa: B008 - frozen
    return list_snapshot(store, subject, [one.id for one in select(store, subject, selection)]).rows


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_paper_lists_its_own_records(played, subject):
    rows = rows_of(played, subject)
    assert len(rows) == played.sql(COUNTED[subject])[0][0] > 0
    assert {path for row in rows for path in row} <= set(FIELDS)
    (edition,) = [one for one in editions().values() if one.subject == subject]
    columns = {column.field for column in edition.listed} - {"list.number"}
    assert columns <= set(rows[0])
    dates = [row[path] for row in rows for path in row if path.endswith(".date")]
    assert dates == sorted(dates)


def test_what_a_row_tells(played):
    (first, *_) = rows_of(played, "guidance")
    assert first["activity.mode"] in ("现场", "线上") and first["activity.unit"].startswith("云阳县")
    assert rows_of(played, "contact")[0]["contact.kind"] == "电话沟通"
    assert rows_of(played, "inspection")[0]["contact.kind"] == "督导检查"
    assert [row["five.item"] for row in rows_of(played, "five_ones")][:2] == [
        "对接一位学科带头人",
        "帮助建立一个有效团队",
    ]
    trainee = rows_of(played, "training")[0]
    assert trainee["training.free"] is True and trainee["training.term"] == "2021-07-01/2021-08-31"


def test_a_chunk_of_rows_takes_a_few_queries(played):
    ids = [one.id for one in select(played, "guidance", Selection())]
    assert len(ids) > 4
    told = []
    engine = played._engine("read")
    listen = engine, "before_cursor_execute", lambda *args: told.append(args[2])
    event.listen(*listen)
    list_snapshot(played, "guidance", ids)
    event.remove(*listen)
    assert 0 < len([one for one in told if one.startswith("SELECT")]) <= 4


def test_they_are_narrowed_by_unit_month_and_name(played):
    ((unit,),) = played.sql("SELECT id FROM unit WHERE name = '云阳县江口镇中心卫生院'")
    at = rows_of(played, "guidance", Selection(unit=bytes(unit)))
    assert 0 < len(at) < len(rows_of(played, "guidance"))
    assert {row["activity.unit"] for row in at} == {"云阳县江口镇中心卫生院"}
    in_june = rows_of(played, "guidance", Selection(month="2021-06"))
    assert in_june and all(row["activity.date"].startswith("2021-06") for row in in_june)
    name = rows_of(played, "training")[0]["person.name"]
    assert [row["person.name"] for row in rows_of(played, "training", Selection(person=name))] == [name]


def test_they_print_as_pdf_word_and_workbook(played, tmp_path):
    for suffix in ("pdf", "docx", "xlsx"):
        outcome = print_forms(played, "yuanbang-inspections", Selection(), tmp_path / f"a.{suffix}")
        assert outcome.items and (tmp_path / f"a.{suffix}").stat().st_size > 1000
