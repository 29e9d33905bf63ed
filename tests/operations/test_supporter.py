"""A supporter's own view: month by kind, goals of the posting or of the notice, the report that is due."""

from __future__ import annotations

import shutil

import pytest

from app.operations.supporter import defaults, person_of, report_said, view_of
from app.store.opening import open_store


@pytest.fixture
def store(played_folder, tmp_path):
    with open_store(shutil.copytree(played_folder, tmp_path / "data")) as opened:
        yield opened


def test_an_operator_is_a_supporter_when_only_one_posted_person_bears_the_name(store):
    assert person_of(store, " 张䶮 ") is not None
    assert person_of(store, "李敏") is None
    assert person_of(store, "") is None


def test_the_month_is_told_by_kind(store):
    person = person_of(store, "张䶮")
    view = view_of(store, person, "2021-08-20", "2021-06")
    assert (view.month, view.months[0], view.months[-1]) == ("2021-06", "2021-05", "2021-08")
    found = {one.kind: one for one in view.done}
    ((amount, count),) = store.sql(
        "SELECT sum(amount), count(*) FROM activity WHERE person_id = ? AND month = '2021-06' AND kind = 'rounds'",
        (person,),
    )
    assert (found["rounds"].text, found["rounds"].count) == (f"{amount}次", count)
    assert (found["techniques"].table, found["techniques"].text) == ("development", "1项")
    assert view_of(store, person, "2021-08-20", "2019-01").month == "2021-08"


def test_goals_of_the_posting_stand_before_the_defaults_of_the_notice(store):
    own = view_of(store, person_of(store, "张䶮"), "2021-11-20").goals
    assert [one.progress.text for one in own] == ["开展业务讲座", "教学查房", "培育适宜技术1项"]
    assert not any(one.source for one in own)
    others = view_of(store, person_of(store, "唐一鸣"), "2021-11-20").goals
    assert [(one.progress.text, one.progress.target) for one in others] == [
        ("讲座、培训", "5"),
        ("教学查房", "20"),
    ]
    assert others[0].source == "渝北卫健〔2021〕72号 三（四）"
    assert others[0].progress.ratio == f"{len(others[0].progress.records)}/5"
    assert all(0 < one.part <= 1 for one in others)


def test_the_offices_own_defaults_replace_the_shipped_ones(store):
    path = store.folder / "goals.toml"
    path.write_text('[[goal]]\nkinds = ["tours", "nonsense"]\ntarget = "6"\n', "utf-8")
    assert [(one.text, one.kinds, one.target) for one in defaults(store)] == [("巡回诊疗", ("tours",), "6")]
    path.write_text("goal = []", "utf-8")
    assert defaults(store) == []
    path.write_text("goal = [", "utf-8")
    assert [one.target for one in defaults(store)] == ["5", "20"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-05-20", "2021年5月月报应于6月5日前报送，还有16天"),
        ("2021-11-05", "2021年10月月报应于11月5日前报送，今天到期（应报）"),
        ("2021-11-20", "2021年10月月报应于11月5日前报送，已逾期15天"),
    ],
)
def test_the_report_that_waits_is_told_with_its_days(store, day, said):
    assert report_said(view_of(store, person_of(store, "唐一鸣"), day).report) == said


def test_nothing_waits_when_all_were_sent(store):
    assert view_of(store, person_of(store, "张䶮"), "2021-11-20").report is None
    assert report_said(None) == "各月月报都已上报。"


def test_somebody_never_posted_has_no_view(store):
    ((unposted,),) = store.sql("SELECT x'00112233445566778899aabbccddeeff'")
    assert view_of(store, bytes(unposted)) is None
