"""Chats read into proposals: figures, listeners, dates, people and topics, and what was left over."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Person
from app.operations.ledger import check_rows
from app.operations.ledger_text import number_of, proposed_rows, read_chat

TODAY = date(2021, 7, 2)


def read(store, text, **options):
    return read_chat(store, text, today=TODAY, **options)


def told(reading, *keys):
    keys = keys or ("kind", "amount")
    return [tuple(one.row.get(key) for key in keys) for one in reading.proposals]


def test_the_figures_of_a_short_message(filled):
    reading = read(filled, "讲座2次，查房5次，门诊120人次")
    assert told(reading) == [("lectures", "2"), ("rounds", "5"), ("outpatients", "120")]
    assert [one.text for one in reading.proposals] == ["讲座2次", "查房5次", "门诊120人次"]
    assert reading.left == []


def test_without_commas_too(filled):
    assert told(read(filled, "讲座2次查房5次门诊120人次")) == [
        ("lectures", "2"),
        ("rounds", "5"),
        ("outpatients", "120"),
    ]


def test_a_sentence_with_date_place_topic_and_listeners(filled):
    reading = read(
        filled, "6月8日在云阳县蔈草镇卫生院开展“高血压规范管理”讲座1次，听课23人；手术3台；捐赠设备0.5万元"
    )
    assert told(reading, "kind", "amount", "people", "topic", "date") == [
        ("lectures", "1", "23", "高血压规范管理", "2021-06-08"),
        ("operations", "3", None, None, "2021-06-08"),
        ("donations", "0.5", None, None, "2021-06-08"),
    ]
    ((unit,),) = filled.sql("SELECT id FROM unit WHERE name = '云阳县蔈草镇卫生院'")
    assert {one.row["unit"] for one in reading.proposals} == {unit}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本月门诊一百二十人次", [("outpatients", "120", None, "2021-07")]),
        ("5月份诊疗病人１２０人次", [("outpatients", "120", None, "2021-05")]),
        ("昨天查房2次", [("rounds", "2", None, "2021-07-01")]),
        ("12月3日义诊1场，服务80人", [("free_clinics", "1", "80", "2020-12-03")]),
        ("2021.6.9 培训两期，参训40人次", [("trainings", "2", "40", "2021-06-09")]),
        ("捐赠药品5000元", [("donations", "0.5", None, "2021-07-02")]),
        ("健康教育宣传1次，受众60人", [("health_education", "1", "60", "2021-07-02")]),
        ("线上讲座1次", [("tele_education", "1", None, "2021-07-02")]),
        ("宣传报道一篇", [("publicity", "1", None, "2021-07-02")]),
        ("门诊120", [("outpatients", "120", None, "2021-07-02")]),
        ("捐赠心电图机1台，价值3.5万元", [("donations", "3.5", None, "2021-07-02")]),
        ("讲座：1次，30人参加", [("lectures", "1", "30", "2021-07-02")]),
        (
            "6月8日门诊35、6月9日门诊40",
            [("outpatients", "35", None, "2021-06-08"), ("outpatients", "40", None, "2021-06-09")],
        ),
    ],
)
def test_wordings(filled, text, expected):
    assert told(read(filled, text), "kind", "amount", "people", "date") == expected


def test_names_go_for_what_follows(filled):
    reading = read(filled, "张䶮：门诊20人次，查房1次\n秦晚秋：讲座1次")
    names = dict(filled.sql("SELECT id, name FROM person"))
    assert [names[one.row["person"]] for one in reading.proposals] == ["张䶮", "张䶮", "秦晚秋"]


@pytest.mark.parametrize(
    "said", ["王小明：讲座1次", "【王小明】讲座1次", "王小明 6月8日 讲座1次", "王小明医生：讲座1次"]
)
def test_who_is_not_known_is_asked_for_and_not_taken_for_another(filled, said):
    reading = read(filled, f"秦晚秋：门诊20人次\n{said}，查房1次")
    assert [one.row["person"] for one in reading.proposals][1:] == ["王小明", "王小明"]


@pytest.mark.parametrize("said", ["周一 6月7日 讲座1次", "江口镇：讲座1次", "高血压：讲座1次"])
def test_what_only_begins_as_a_name_does_is_none(filled, said):
    assert read(filled, said).proposals[0].row["person"] is None


def test_several_lines_with_numbers_and_dates(filled):
    reading = read(filled, "汇报如下：\n1、6月1日 门诊15人次\n2、6月2日 门诊18人次\n谢谢")
    assert told(reading, "date", "amount") == [("2021-06-01", "15"), ("2021-06-02", "18")]
    assert reading.left == []


def test_a_date_at_the_head_of_a_line_is_no_number_of_the_line(filled):
    reading = read(filled, "10月28日 讲座2次\n6.29 手术1台\n2.义诊1次\n3) 查房2次\n4.7月1日培训1次")
    assert told(reading, "kind", "date")[1:] == [
        ("operations", "2021-06-29"),
        ("free_clinics", "2021-06-29"),
        ("rounds", "2021-06-29"),
        ("trainings", "2021-07-01"),
    ]


def test_what_is_not_understood_is_given_back(filled):
    reading = read(filled, "讲座2次，院长请吃饭，查房一次")
    assert told(reading) == [("lectures", "2"), ("rounds", "1")]
    assert reading.left == ["院长请吃饭"]


def test_a_kind_without_a_figure_is_proposed_and_asks_for_it(filled):
    reading = read(
        filled, "今天手术很多", person=filled.sql("SELECT id FROM person WHERE name = '张䶮'")[0][0]
    )
    assert told(reading) == [("operations", "")]
    (found,) = check_rows(filled, [reading.proposals[0].row], today=TODAY)
    assert [problem.code for problem in found.problems] == ["ACT-004"]


def test_nothing_is_stored(filled):
    before = filled.sql("SELECT count(*) FROM operation")
    read(filled, "讲座2次")
    assert filled.sql("SELECT count(*) FROM operation") == before
    assert filled.sql("SELECT count(*) FROM activity") == [(0,)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("一百二十", 120), ("两", 2), ("十二", 12), ("二十", 20), ("一千零五", 1005), ("1,200", 1200), ("0.5", 0.5),
        ("三万五千", 35000)],
)  # fmt: skip
def test_numbers(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("said", ["江口镇卫生院", "江口镇中心卫生院", "江口镇", "云阳县江口镇中心卫生院"])
def test_units_are_known_as_people_call_them(filled, said):
    ((unit,),) = filled.sql("SELECT id FROM unit WHERE name = '云阳县江口镇中心卫生院'")
    (one,) = read(filled, f"在{said}查房2次").proposals
    assert one.row["unit"] == unit


def test_of_namesakes_none_is_taken_unless_the_unit_tells(filled):
    with filled.operation("test") as op:
        op.insert_many(Person, [{"name": "张䶮"}])
    rows = proposed_rows(filled, read(filled, "张䶮在江口镇卫生院 6月8日查房2次"))
    assert rows == [
        {
            "kind": "教学查房", "date": "2021-06-08", "person": "张䶮", "unit": "云阳县江口镇中心卫生院", "amount": "2",
            "mode": "", "text": "张䶮在江口镇卫生院 6月8日查房2次",
        }
    ]  # fmt: skip
    (found,) = check_rows(filled, rows, today=TODAY)
    assert found.problems == [] and found.values["posting_id"] is not None
