"""鉴定 and 签字盖章: a draft from the ledger, opinions in any order, papers on their way through stamps."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.problems import Refusal
from app.forms.snapshot import Snapshot, state_hash
from app.models import Development
from app.operations.appraising import (
    OWN_PHRASES,
    appraisals,
    draft_summary,
    give_opinion,
    keep_summary,
    phrases,
    state_of,
)
from app.operations.ledger import record_activities
from app.operations.saving import save_form
from app.operations.signoffs import (
    attach_scan,
    mark_handed,
    mark_printed,
    mark_stamped,
    papers_printed,
    steps_of,
    unmark_stamped,
    waiting,
)
from app.store.undo import undo

TODAY = date(2021, 11, 20)


@pytest.fixture
def posting(filled):
    ((key,),) = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '张䶮'"
    )
    return bytes(key)


def code(refused):
    return refused.value.problem.code


def test_a_summary_is_drafted_from_what_is_kept(filled, posting):
    rows = [
        {"kind": "门诊", "date": "2021-06-08", "person": "张䶮", "amount": "120"},
        {"kind": "讲座", "date": "2021-06-09", "person": "张䶮", "amount": "2", "people": "40"},
        {"kind": "门诊", "date": "2021-06-08", "person": "孟钰珵", "amount": "999"},
    ]
    assert record_activities(filled, rows, today=TODAY).refused == []
    with filled.operation("x") as op:
        ((unit, person),) = filled.sql("SELECT unit_id, person_id FROM posting WHERE id = ?", (posting,))
        op.insert_many(
            Development,
            [
                {
                    "kind": "techniques",
                    "name": "夹板固定",
                    "unit_id": unit,
                    "person_id": person,
                    "state": "已开展",
                }
            ],
        )
    text = draft_summary(filled, posting)
    assert "2021年5月1日至2021年10月31日，本人在云阳县江口镇中心卫生院" in text
    assert "诊疗病人120人次，开展讲座2次（听课人数40）" in text
    assert "适宜技术“夹板固定”（已开展）" in text
    assert "999" not in text
    assert state_of(filled, posting).summary == ""


def test_opinions_are_kept_one_by_one_and_what_is_missing_is_told(filled, posting):
    assert state_of(filled, posting).missing[0] == "本人对口支援工作总结"
    keep_summary(filled, posting, "半年来……")
    give_opinion(filled, posting, 1, "同意。", signer="院长", date="2021.11.3", result="合格")
    found = state_of(filled, posting)
    assert (found.steps, len(found.missing), found.remarks) == (1, 3, ())
    assert (found.opinions[0].signer, found.opinions[0].date, found.opinions[0].result) == (
        "院长",
        "2021-11-03",
        "合格",
    )
    (mine,) = [one for one in appraisals(filled) if one["name"] == "张䶮"]
    assert (mine["summary"], mine["steps"]) == (True, [1])
    give_opinion(filled, posting, 1, "")
    assert state_of(filled, posting).steps == 0
    undo(filled)
    assert state_of(filled, posting).steps == 1


def test_another_order_is_remarked_on_and_no_obstacle(filled, posting):
    give_opinion(filled, posting, 3, "同意。", date="2021-11-02", result="优秀")
    assert state_of(filled, posting).remarks == (
        "派出单位已签，受援单位还没有",
        "派出单位已签，受援卫健部门还没有",
    )
    give_opinion(filled, posting, 1, "同意。", date="2021-11-05", result="合格")
    give_opinion(filled, posting, 2, "同意。", date="2021-11-06")
    found = state_of(filled, posting)
    assert found.remarks == (
        "派出单位的日期早于受援卫健部门，与表上的次序不同",
        "几级的考核结果不一致：优秀、合格",
    ) or set(found.remarks) == {
        "派出单位的日期早于受援卫健部门，与表上的次序不同",
        "几级的考核结果不一致：优秀、合格",
    }


@pytest.mark.parametrize(
    ("step", "text", "day", "expected"),
    [(5, "同意", "", "APR-002"), (1, "同意", "下周", "APR-003"), (1, " ", "", "APR-004")],
)
def test_what_cannot_be_kept_is_told(filled, posting, step, text, day, expected):
    with pytest.raises(Refusal) as refused:
        give_opinion(filled, posting, step, text, date=day)
    assert code(refused) == expected
    with pytest.raises(Refusal) as refused:
        give_opinion(filled, b"x" * 16, 1, "同意")
    assert code(refused) == "APR-001"


def test_phrases_are_offered_the_offices_own_first(filled):
    shipped = phrases(filled, 1)
    assert len(shipped) >= 2
    (filled.folder / OWN_PHRASES).write_text('receiving_unit = ["按我们的话说。"]', "utf-8")
    assert phrases(filled, 1) == ["按我们的话说。", *shipped]
    (filled.folder / OWN_PHRASES).write_text("receiving_unit = [", "utf-8")
    assert phrases(filled, 1) == shipped


def test_printing_begins_the_way_of_a_paper_through_four_stamps(filled, posting):
    papers_printed(filled, "appraisal", [posting], "yubei-2021-appraisal", day="2021-11-01")
    found = waiting(filled, "2021-11-11")
    assert [(one.step_label, one.stage, one.days) for one in found] == [
        ("受援单位", "已打印", 10),
        ("受援卫健部门", "已打印", 10),
        ("派出单位", "已打印", 10),
        ("派出卫健部门", "已打印", 10),
    ]
    assert {one.title for one in found} == {"张䶮 云阳县江口镇中心卫生院"}
    first = found[0].sign_off
    mark_handed(filled, [first], "冉小满", "2021-11-05")
    (handed,) = [one for one in waiting(filled, "2021-11-11") if one.sign_off == first]
    assert (handed.stage, handed.days, handed.handed_to) == ("已送出", 6, "冉小满")
    mark_stamped(filled, [first], "2021-11-08")
    assert len(waiting(filled, "2021-11-11")) == 3
    unmark_stamped(filled, [first])
    assert len(waiting(filled, "2021-11-11")) == 4
    attach_scan(filled, first, b"%PDF-1.7 scan", "鉴定表.pdf", day="2021-11-09")
    (one,) = [one for one in steps_of(filled, "appraisal", found[0].record) if one["step"] == 1]
    assert (one["stamped_on"], len(one["attachment"])) == ("2021-11-09", 64)
    undo(filled)
    assert len(waiting(filled, "2021-11-11")) == 4


def test_a_change_after_printing_is_told_by_the_hash(filled, posting):
    from app.operations.snapshots import snapshot_of

    papers_printed(filled, "appraisal", [posting], "yubei-2021-appraisal")
    ((record,),) = filled.sql("SELECT id FROM appraisal WHERE posting_id = ?", (posting,))
    printed = steps_of(filled, "appraisal", record)[0]["printed_state"]
    assert printed == state_hash(snapshot_of(filled, "appraisal", posting))
    save_form(filled, "appraisal", posting, {"appraisal.summary": "改过了"})
    assert printed != state_hash(snapshot_of(filled, "appraisal", posting))
    assert state_hash(Snapshot({"a": "1", "b": ""})) == state_hash(Snapshot({"a": "1"}))
    assert state_hash(Snapshot({"p": b"x"})) != state_hash(Snapshot({"p": b"y"}))


def test_printing_again_begins_anew_what_is_not_stamped(filled, posting):
    papers_printed(filled, "appraisal", [posting], "yubei-2021-appraisal", day="2021-11-01")
    mark_stamped(filled, [waiting(filled, "2021-11-11")[0].sign_off], "2021-11-08")
    papers_printed(filled, "appraisal", [posting], "yubei-2021-appraisal", day="2021-11-10")
    assert {(one.step, one.days) for one in waiting(filled, "2021-11-11")} == {(2, 1), (3, 1), (4, 1)}


def test_what_has_no_stamp_is_left_alone_and_faults_are_told(filled, posting):
    assert papers_printed(filled, "roster", [posting], "yubei-2020-roster").operation is None
    with pytest.raises(Refusal) as refused:
        mark_stamped(filled, [b"x" * 16])
    assert code(refused) == "SGN-001"
    outcome = mark_printed(filled, "posting", {posting: ""}, edition="x", day="2021-11-01")
    with pytest.raises(Refusal) as refused:
        attach_scan(filled, bytes.fromhex(str(outcome.items[0]["id"])), b"", "空.pdf")
    assert code(refused) == "SGN-004"
    with pytest.raises(Refusal) as refused:
        mark_printed(filled, "posting", {posting: ""}, day="哪天")
    assert code(refused) == "SGN-002"
    for day, told in (("2021.11", "SGN-002"), ("2099.1.1", "SGN-005")):
        with pytest.raises(Refusal) as refused:
            mark_stamped(filled, [bytes.fromhex(str(outcome.items[0]["id"]))], day)
        assert code(refused) == told
