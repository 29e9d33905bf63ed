"""Two who bear one name: nobody is taken for the other, and the clerk's answer holds within one table too."""

from __future__ import annotations

import pytest
from ledger import ROSTER_HEADS, count, people, roster_row, statuses, workbook

from app.operations.imports import apply_preview, decide, preview_file, replan_preview, settle_all

OTHER = "云阳县蔈草镇卫生院"


@pytest.fixture
def two(tmp_path):
    def made(*rows):
        return workbook(tmp_path / "名册.xlsx", ROSTER_HEADS, *rows)

    return made


def test_one_name_at_two_clinics_in_one_term_is_asked(store, two):
    preview = preview_file(
        store, two(roster_row("赵试", mobile=""), roster_row("赵试", mobile="", clinic=OTHER))
    )
    assert statuses(preview) == ["new", "doubtful"]
    decide(preview, preview.rows[1], "new")
    replan_preview(store, preview)
    apply_preview(store, preview)
    assert people(store) == ["赵试", "赵试"]
    assert count(store, "posting") == 2


def test_and_is_one_person_when_the_clerk_says_so(store, two):
    preview = preview_file(
        store, two(roster_row("赵试", mobile=""), roster_row("赵试", mobile="", clinic=OTHER))
    )
    settle_all(store, preview, "same")
    assert statuses(preview) == ["new", "new"]
    apply_preview(store, preview)
    assert people(store) == ["赵试"]
    assert count(store, "posting") == 2


def test_another_term_at_another_clinic_is_not_asked(store, two):
    later = roster_row("赵试", mobile="", clinic=OTHER, term="2021.11.1-2022.4.30")
    preview = preview_file(store, two(roster_row("赵试", mobile=""), later))
    assert statuses(preview) == ["new", "new"]
    apply_preview(store, preview)
    assert people(store) == ["赵试"]


@pytest.mark.parametrize(("answer", "persons"), [("same", 1), ("new", 2)])
def test_the_same_table_again_changes_nothing(store, two, answer, persons):
    file = two(roster_row("赵试", mobile=""), roster_row("赵试", mobile="", clinic=OTHER))
    preview = preview_file(store, file)
    settle_all(store, preview, answer)
    apply_preview(store, preview)
    again = preview_file(store, file)
    assert statuses(again) == ["same", "same"]
    apply_preview(store, again)
    assert people(store) == ["赵试"] * persons
    assert count(store, "posting") == 2


def test_an_answer_about_someone_of_an_earlier_row_holds(store, two):
    preview = preview_file(store, two(roster_row("赵试"), roster_row("赵试", mobile="13800000902")))
    assert statuses(preview) == ["new", "doubtful"]
    decide(preview, preview.rows[1], preview.rows[1].candidates[0].id)
    replan_preview(store, preview)
    assert "doubtful" not in statuses(preview)
    apply_preview(store, preview)
    assert store.sql("SELECT name, mobile FROM person") == [("赵试", "13800000902")]
