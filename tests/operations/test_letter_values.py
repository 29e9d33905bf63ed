"""Letters' values: every figure from its records, child lists beside the text, the same subjects for printing."""

from __future__ import annotations

import json

import pytest

from app.catalogue.fields import FIELDS, field_of
from app.models import Activity, Letter, Unit
from app.operations.agreements import make_agreement, propose
from app.operations.editing import save_record
from app.operations.grids import RowChange, save_rows
from app.operations.letter_sums import yearly_figures, yearly_records, yearly_values
from app.operations.letter_values import readers
from app.operations.letters import yearly_letter
from app.operations.mentoring import assess_mentorship, certify, sign_mentorship
from app.operations.posting import post_person, replace_posting
from app.operations.records_said import TABLES, records_said
from app.operations.registers import add_training, make_allowances
from app.operations.select import find_one_person, select
from app.operations.selection import Selection
from app.operations.snapshots import list_snapshot, snapshot_of

TOLD_2021 = json.dumps({"yearly.year": "2021"})


@pytest.fixture
def year(filled):
    """The sample roster with a mentorship, an agreement, goals, work and a replacement."""
    ((posting, person, unit, sending),) = filled.sql(
        "SELECT p.id, p.person_id, p.unit_id, p.supporting_unit_id FROM posting p JOIN person q ON q.id = p.person_id"
        " WHERE q.name = '张䶮'"
    )
    keys = {
        "posting": bytes(posting),
        "person": bytes(person),
        "unit": bytes(unit),
        "sending": bytes(sending),
    }
    values = {"signed_on": "2021-05-10", "contents": "教学查房、案例分析", "specialty": "骨科"}
    told = {"name": "冉小满", "department": "外科", "title": "住院医师", "sex": "男"}
    keys["mentorship"] = bytes.fromhex(sign_mentorship(filled, posting, told, values).items[0]["id"])
    assess_mentorship(filled, keys["mentorship"], result="合格", assessed_on="2021-10-28")
    certify(filled, keys["mentorship"])
    pairing = filled.sql(
        "SELECT id FROM pairing WHERE receiving_id = ? AND supporting_id = ?", (unit, sending)
    )[0][0]
    offer = propose(filled, "责任书", bytes(pairing), ["2021"])
    offer["parties"][0]["name"] = "云阳县人民政府"
    made = make_agreement(
        filled, "责任书", {"signed_on": "2021-04-20"}, offer["parties"], offer["tasks"], pairing=pairing
    )
    keys["agreement"] = bytes.fromhex(made.items[0]["id"])
    goal = {"text": "开展讲座", "kind": "lectures", "target": "5", "due": "2021-10"}
    save_rows(filled, "posting_goal", [RowChange(None, goal)], {"posting_id": posting}, "posting_id")
    where = {"unit_id": unit, "supporting_unit_id": sending, "person_id": person, "posting_id": posting}
    with filled.operation("test") as op:
        rows = [
            ("lectures", "2021-05-20", 2),
            ("lectures", "2021-06-20", 1),
            ("donations", "2021-06-01", 15000),
        ]
        op.insert_many(
            Activity,
            [
                {**where, "kind": kind, "date": day, "month": day[:7], "amount": many}
                for kind, day, many in rows
            ],
        )
        (keys["letter"],) = op.insert_many(
            Letter,
            [
                {
                    "edition": "yuanbang-yearly",
                    "unit_id": sending,
                    "told": json.dumps({"yearly.year": "2021", "yearly.text": "全年平稳。"}),
                }
            ],
        )
    return filled, keys


def test_every_path_is_a_field(year):
    store, keys = year
    for subject, record in (
        ("mentorship", "mentorship"), ("agreement", "agreement"), ("goals", "posting"), ("experience", "person"),
        ("yearly", "letter"),
    ):  # fmt: skip
        seen = snapshot_of(store, subject, keys[record])
        paths = [*seen.values, *(path for rows in seen.lists.values() for row in rows for path in row)]
        assert [path for path in paths if path not in FIELDS and field_of(path) is None] == []


def test_a_mentorship_with_its_plan(year):
    store, keys = year
    seen = snapshot_of(store, "mentorship", keys["mentorship"])
    told = {path.removeprefix("mentorship."): value for path, value in seen.values.items()}
    assert (told["mentor"], told["mentor_unit"], told["mentee"]) == ("张䶮", "渝北区中医院", "冉小满")
    assert (told["mentee_unit"], told["mentee_department"], told["mentee_title"]) == (
        "云阳县江口镇中心卫生院",
        "外科",
        "住院医师",
    )
    assert (told["number"], told["certificate_number"], told["term"]) == (
        "2021-001",
        "2021-001",
        "2021-05-01/2021-10-31",
    )
    steps = seen.lists["mentorship.steps"]
    assert len(steps) == 6 and steps[0]["step.month"] == "2021-05" and steps[0]["step.form"] == "教学查房"
    assert str(told["steps"]).count("\n") == 5 and seen.name == "张䶮带冉小满"


def test_an_agreement_with_parties_and_counted_tasks(year):
    store, keys = year
    seen = snapshot_of(store, "agreement", keys["agreement"])
    parties = [seen.values[f"agreement.party_{side}"] for side in "abc"]
    assert parties == ["云阳县人民政府", "渝北区中医院", "云阳县江口镇中心卫生院"]
    assert (
        seen.values["agreement.government"] == parties[0] and seen.values["agreement.receiving"] == parties[2]
    )
    tasks = seen.lists["agreement.tasks"]
    assert [task["task.target"] for task in tasks] == ["5", "3", "1", "1", "1", "1"]
    assert tasks[2]["task.done"] == "0" and tasks[0]["task.done"] == ""


def test_goals_experience_and_replacement(year):
    store, keys = year
    (goal,) = snapshot_of(store, "goals", keys["posting"]).lists["posted.goals"]
    assert (goal["goal.text"], goal["goal.target"], goal["goal.done"], goal["goal.measure"]) == (
        "开展讲座",
        "5",
        "3",
        "开展讲座（次）",
    )
    seen = snapshot_of(store, "experience", keys["person"])
    assert seen.values["letter.unit"] == seen.values["person.unit"] == "渝北区中医院", "who certifies it"
    (period,) = seen.lists["experience.periods"]
    assert (period["period.days"], seen.values["experience.days"], seen.values["experience.count"]) == (
        "184",
        "184",
        "1",
    )
    save_record(store, "posting", keys["posting"], {"state": "active"})
    other = store.sql("SELECT id FROM person WHERE name = '许一诺'")[0][0]
    outcome = replace_posting(
        store, keys["posting"], bytes(other), start="2021-08-01", reason="身体原因",
        approved_by_unit="院长办公会", approved_by_bureau="区卫健委", overlap="两处兼顾",
    )  # fmt: skip
    new = bytes.fromhex(outcome.items[0]["id"])
    seen = snapshot_of(store, "replacement", new)
    assert (seen.values["person.name"], seen.values["replacement.name"]) == ("许一诺", "张䶮")
    assert seen.values["replacement.approved_by_bureau"] == "区卫健委"
    assert [one.id for one in select(store, "replacement", Selection())] == [new]


def test_mentees_count_at_their_unit_though_the_mentor_left_before_the_year(year):
    store, keys = year
    save_record(store, "posting", keys["posting"], {"start": "2020-01-01", "end": "2020-06-30"})
    ((other,),) = store.sql("SELECT id FROM person WHERE name = '许一诺'")
    clinic = "云阳县江口镇中心卫生院"
    post_person(store, bytes(other), clinic, {"start": "2021-05-01", "end": "2021-10-31"}, reason="两处兼顾")
    values, _, units = yearly_values(store, "2021")
    (row,) = [one for one in units if one["receiving.name"] == clinic]
    assert (values["yearly.mentees"], row["receiving.mentees"]) == ("1", "1")


def test_the_years_figures_agree_with_the_records_behind_them(year):
    store, keys = year
    seen = snapshot_of(store, "yearly", keys["letter"])
    told = {
        path.removeprefix("yearly."): value
        for path, value in seen.values.items()
        if path.startswith("yearly.")
    }
    assert (told["year"], told["text"], told["unit"]) == ("2021", "全年平稳。", "渝北区中医院")
    assert (told["postings"], told["people"], told["receiving_units"]) == (
        "3",
        "3",
        "3",
    )  # its own people only
    assert (told["lectures"], told["donations"], told["mentees"], told["certificates"]) == (
        "3",
        "1.5",
        "1",
        "1",
    )
    assert told["days"] == str(3 * 184)
    assert [row["figure.label"] for row in seen.lists["yearly.works"]] == ["开展讲座", "援助设备、药品等"]
    clinic = next(
        row for row in seen.lists["yearly.units"] if row["receiving.name"] == "云阳县江口镇中心卫生院"
    )
    assert (clinic["receiving.people"], clinic["receiving.lectures"], clinic["receiving.mentees"]) == (
        "1",
        "3",
        "1",
    )
    for figure, table, many in (
        ("postings", "posting", 11), ("people", "person", 11), ("supporting_units", "unit", 3), ("lectures", "activity", 2),
        ("mentees", "person", 1), ("agreements", "agreement", 1), ("certificates", "mentorship", 1),
    ):  # fmt: skip
        found = yearly_records(store, "2021", f"yearly.{figure}")
        assert (found[0], len(found[1])) == (table, many), figure
    assert yearly_records(store, "2021", "yearly.text") == ("", [])


def test_a_yearly_report_of_a_unit_tells_its_own_work_and_a_bureaus_tells_all(year):
    store, _ = year
    units = {name: bytes(key) for name, key in store.sql("SELECT name, id FROM unit")}
    with store.operation("test") as op:
        (bureau,) = op.insert_many(Unit, [{"name": "渝北区卫生健康委员会"}])
        made = {
            name: op.insert_many(Letter, [{"edition": "yuanbang-yearly", "unit_id": unit, "told": TOLD_2021}])[0]
            for name, unit in (
                ("bureau", bureau), ("all", None), ("taker", units["云阳县江口镇中心卫生院"]), ("giver", units["重医大附三院"]),
            )
        }  # fmt: skip
    seen = {name: snapshot_of(store, "yearly", key) for name, key in made.items()}
    people = {name: paper.values["yearly.people"] for name, paper in seen.items()}
    assert people == {"bureau": "11", "all": "11", "taker": "3", "giver": "6"}
    assert {name: paper.values["yearly.lectures"] for name, paper in seen.items()} == {
        "bureau": "3", "all": "3", "taker": "3", "giver": "0",
    }  # fmt: skip
    assert seen["giver"].values["yearly.mentees"] == "0" and seen["taker"].values["yearly.agreements"] == "1"
    assert len(seen["giver"].lists["yearly.units"]) == 5 and seen["giver"].lists["yearly.works"] == []
    for name, key in made.items():
        for one in yearly_figures(store, key):
            if one.table in ("posting", "person", "unit", "mentorship", "agreement"):
                assert one.done == str(len(one.records)), (name, one.kind)


def test_a_report_of_no_unit_is_issued_by_the_offices_own(year):
    store, _ = year
    letter = yearly_letter(store, "yuanbang-yearly", "2021")
    assert snapshot_of(store, "yearly", letter).values["letter.unit"] == ""
    store.workbench().set_setting("unit", "渝北区卫生健康服务中心")
    assert snapshot_of(store, "yearly", letter).values["letter.unit"] == "渝北区卫生健康服务中心"


def test_every_subject_is_found_for_printing(year):
    store, keys = year
    make_allowances(store, "2021-05", "80")
    save_record(
        store, "duty_check", None, {"posting_id": keys["posting"], "period": "2021年上半年", "score": "95"}
    )
    found = {subject: select(store, subject, Selection()) for subject in (*readers(), "allowance")}
    counts = {subject: len(records) for subject, records in found.items()}
    assert counts == {
        "mentorship": 1, "agreement": 1, "goals": 1, "replacement": 0, "duty": 1, "experience": 11, "yearly": 1, "allowance": 11,
    }  # fmt: skip
    assert found["mentorship"][0].name == "张䶮带冉小满"
    narrowed = Selection(unit=keys["unit"])
    assert {subject: len(select(store, subject, narrowed)) for subject in ("mentorship", "agreement", "allowance")} == {
        "mentorship": 1, "agreement": 1, "allowance": 3,
    }  # fmt: skip
    assert len(select(store, "experience", narrowed)) == 3
    assert len(select(store, "allowance", Selection(month="2021-05"))) == 11
    assert select(store, "allowance", Selection(month="2021-06")) == []
    assert len(select(store, "mentorship", Selection(search="zhangyan"))) == 1
    assert len(select(store, "agreement", Selection(search="人民政府"))) == 1
    for subject in ("mentorship", "goals", "duty", "experience", "allowance"):
        assert find_one_person(store, subject, "张䶮")
    duty = snapshot_of(store, "duty", found["duty"][0].id)
    assert (duty.values["duty.score"], duty.values["person.name"]) == ("95", "张䶮")
    rows = list_snapshot(store, "allowance", [one.id for one in found["allowance"]]).rows
    assert len(rows) == 11 and rows[0]["allowance.amount"] == "2480" and rows[0]["pairing.receiving_unit"]
    with pytest.raises(KeyError):
        snapshot_of(store, "mentorship", bytes(16))


def test_every_figure_of_the_year_opens_into_records_in_words(year):
    store, keys = year
    make_allowances(store, "2021-05", "80")
    save_record(
        store,
        "development",
        None,
        {
            "kind": "techniques",
            "name": "夹板固定",
            "unit_id": keys["unit"],
            "person_id": keys["person"],
            "began": "2021-06",
        },
    )
    save_record(
        store,
        "contact",
        None,
        {
            "kind": "call",
            "date": "2021-05-03",
            "topic": "商定义诊",
            "unit_id": keys["unit"],
            "supporting_unit_id": keys["sending"],
        },
    )
    add_training(
        store,
        "彭小鹿",
        {"unit": "渝北区中医院", "from_unit": "云阳县泥溪镇卫生院", "start": "2021-09", "specialty": "儿科"},
    )
    figures = {one.kind: one for one in yearly_figures(store, keys["letter"])}
    assert {one.table for one in figures.values()} <= TABLES
    said = {kind: records_said(store, one.table, one.records) for kind, one in figures.items()}
    assert all(len(lines) == len(figures[kind].records) for kind, lines in said.items())
    assert [(line.text, line.amount) for line in said["lectures"]] == [
        ("2021.5.20　云阳县江口镇中心卫生院　张䶮", "2"), ("2021.6.20　云阳县江口镇中心卫生院　张䶮", "1"),
    ]  # fmt: skip
    assert figures["lectures"].done == "3" and figures["donations"].done == "1.5"
    assert (
        "张䶮带冉小满" in said["mentees_new"][0].text and "适宜技术　夹板固定" in said["techniques"][0].text
    )
    assert "电话沟通　商定义诊" in said["contacts"][0].text and "彭小鹿" in said["trainees"][0].text
    assert len(said["people"]) == 3 and "2021-001" in said["agreements"][0].text
    assert records_said(store, "unit", [bytes(16)]) == []
