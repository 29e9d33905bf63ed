"""责任书 and 协议: parties, tasks, numbers; counted tasks and goals against the ledger."""

from __future__ import annotations

import pytest

from app.catalogue.problems import Refusal
from app.models import Activity, Development
from app.operations.agreements import make_agreement, propose
from app.operations.editing import save_record
from app.operations.grids import RowChange, save_rows
from app.operations.own_editions import edition_of
from app.operations.progress import goals, tasks
from app.operations.select import select_for
from app.operations.selection import Selection


def code(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code


def pairing(store, receiving):
    found = store.sql(
        "SELECT p.id FROM pairing p JOIN unit u ON u.id = p.receiving_id WHERE u.name = ?", (receiving,)
    )
    return bytes(found[0][0])


CLINIC = "云阳县泥溪镇卫生院"


def made(store, kind="责任书", years=("2021",), **told):
    key = pairing(store, CLINIC)
    offer = propose(store, kind, key, years)
    offer["parties"][0]["name"] = offer["parties"][0]["name"] or "云阳县人民政府"
    outcome = make_agreement(
        store, kind, offer["values"] | told, offer["parties"], offer["tasks"], pairing=key
    )
    return bytes.fromhex(outcome.items[0]["id"]), outcome


def test_a_paper_is_offered_for_its_own_kind_of_agreement(filled):
    made(filled)
    found = {
        name: len(select_for(filled, edition_of(filled.folder, name), Selection()))
        for name in ("yuanbang-responsibility", "yuanbang-departments")
    }
    assert found == {"yuanbang-responsibility": 1, "yuanbang-departments": 0}


def test_three_parties_and_the_yearly_tasks_of_the_programme(filled):
    key, outcome = made(filled, signed_on="2021.4.20")
    assert outcome.items[0]["number"] == "2021-001"
    parties = filled.sql("SELECT role, name, unit_id IS NOT NULL FROM agreement_party ORDER BY position")
    assert parties == [
        ("县级人民政府", "云阳县人民政府", 0),
        ("支援方", "渝北区中医院", 1),
        ("受援方", CLINIC, 1),
    ]
    told = filled.sql(
        "SELECT year, target FROM agreement_task WHERE agreement_id = ? ORDER BY position", (key,)
    )
    assert told == [("2021", "5"), ("2021", "3"), *[("2021", "1")] * 4]
    _, second = made(filled, "科室协议", signed_on="2021-05-01")
    assert (second.items[0]["number"], second.items[0]["title"]) == ("2021-002", "科室帮扶协议")


def test_what_cannot_be_an_agreement_is_refused(filled):
    parties = [{"role": "支援方", "name": "渝北区中医院"}, {"role": "受援方", "name": CLINIC}]
    assert code(make_agreement, filled, "", {}, parties) == "AGR-001"
    assert code(make_agreement, filled, "责任书", {}, parties[:1]) == "AGR-002"
    assert code(make_agreement, filled, "责任书", {"start": "春天"}, parties) == "AGR-004"
    assert code(make_agreement, filled, "责任书", {"start": "2021", "end": "2020"}, parties) == "AGR-004"
    task = {"year": "2021", "content": "讲座", "kind": "lectures", "target": "若干"}
    assert code(make_agreement, filled, "责任书", {}, parties, [task]) == "AGR-006"
    key, _ = made(filled, number="渝北责〔2021〕1号")
    other, _ = made(filled)
    assert code(save_record, filled, "agreement", other, {"number": "渝北责〔2021〕1号"}) == "AGR-003"
    rows = [RowChange(None, {"content": "讲座", "kind": "lectures", "target": "不少"})]
    assert code(save_rows, filled, "agreement_task", rows, {"agreement_id": key}, "agreement_id") == "AGR-006"
    rows = [RowChange(None, {"role": "见证方", "name": "渝北区人民医院"})]
    save_rows(filled, "agreement_party", rows, {"agreement_id": key}, "agreement_id")
    assert filled.sql("SELECT unit_id IS NOT NULL FROM agreement_party WHERE role = '见证方'") == [(1,)]


def posted(store, name):
    ((posting, person, unit, supporting),) = store.sql(
        "SELECT p.id, p.person_id, p.unit_id, p.supporting_unit_id FROM posting p JOIN person q ON q.id = p.person_id"
        " WHERE q.name = ?",
        (name,),
    )
    return bytes(posting), {
        "person_id": bytes(person),
        "unit_id": bytes(unit),
        "supporting_unit_id": bytes(supporting),
    }


def worked(store, name, *entries):
    _, where = posted(store, name)
    rows = [
        {**where, "kind": kind, "date": day, "month": day[:7], "amount": amount}
        for kind, day, amount in entries
    ]
    with store.operation("test") as op:
        op.insert_many(Activity, rows)


def test_tasks_are_counted_from_the_ledger_in_their_year(filled):
    key, _ = made(filled)
    rows = [
        RowChange(None, {"year": "2021年", "content": "开展讲座", "kind": "lectures", "target": "5次"}),
        RowChange(None, {"year": "2021", "content": "援助设备", "kind": "donations", "target": "1"}),
    ]
    save_rows(filled, "agreement_task", rows, {"agreement_id": key}, "agreement_id")
    worked(filled, "秦晚秋", ("lectures", "2021-05-20", 2), ("lectures", "2021-06", 1), ("lectures", "2020-12-01", 9),
           ("donations", "2021-07-01", 15000), ("rounds", "2021-07-01", 4))  # fmt: skip
    worked(filled, "张䶮", ("lectures", "2021-05-20", 7))
    _, where = posted(filled, "秦晚秋")
    with filled.operation("test") as op:
        op.insert_many(
            Development, [{**where, "kind": "services", "name": "小儿推拿门诊", "began": "2021-06"}]
        )
    seen = {one.text: one for one in tasks(filled, key)}
    assert (seen["开展讲座"].ratio, seen["开展讲座"].met, len(seen["开展讲座"].records)) == (
        "3/5次",
        False,
        2,
    )
    assert (seen["援助设备"].ratio, seen["援助设备"].met) == ("1.5/1", True)
    service = seen["新增一个服务项目"]
    assert (service.ratio, service.met, service.table, len(service.records)) == (
        "1/1",
        True,
        "development",
        1,
    )
    assert seen["为受援医院培训骨干医师或技术人员"].met is None


def test_goals_are_counted_within_the_posting(filled):
    posting, _ = posted(filled, "张䶮")
    rows = [
        RowChange(None, {"text": "业务讲座", "kind": "lectures", "target": "5"}),
        RowChange(None, {"text": "带好一支队伍", "result": "已完成"}),
    ]
    save_rows(filled, "posting_goal", rows, {"posting_id": posting}, "posting_id")
    worked(
        filled,
        "张䶮",
        ("lectures", "2021-05-20", 3),
        ("lectures", "2021-11-20", 8),
        ("lectures", "2021-04-30", 8),
    )
    lectures, team = goals(filled, posting)
    assert (lectures.ratio, lectures.met, lectures.table) == ("3/5", False, "activity")
    assert (team.ratio, team.met, team.records) == ("", True, ())
