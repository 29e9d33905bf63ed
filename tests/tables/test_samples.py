"""The three tables that ship as samples are read whole."""

from __future__ import annotations

from pathlib import Path

from table_files import values

from app.tables.importing import read_file
from app.tables.units import read_unit_name

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def test_the_roster_has_eleven_people():
    table = read_file(SAMPLES / "roster-2021.xlsx")
    assert (table.kind, table.unknown, table.problems) == ("roster", [], [])
    assert [row.row for row in table.rows] == list(range(4, 15))
    assert not any(row.problems or row.remarks for row in table.rows)
    assert len(set(values(table, "pairing.supporting_unit"))) == 3
    assert len(set(values(table, "pairing.receiving_unit"))) == 8
    assert table.rows[0].values == {
        "pairing.supporting_unit": "渝北区中医院",
        "pairing.receiving_unit": "云阳县江口镇中心卫生院",
        "pairing.receiving_contact": "秦若兰：13800000101",
        "person.name": "张䶮",
        "person.sex": "男",
        "person.title": "主治医师",
        "person.department": "骨科",
        "person.mobile": "13800000201",
        "posting.term": "2021-05-01/2021-10-31",
    }
    assert "云阳县蔈草镇卫生院" in values(table, "pairing.receiving_unit")


def test_the_allocation_has_26_pairings_of_16_units_and_5_in_trust():
    table = read_file(SAMPLES / "allocation-2018.xlsx")
    assert (table.kind, len(table.rows), table.unknown, table.problems) == ("allocation", 26, [], [])
    receiving = [read_unit_name(str(name)) for name in values(table, "pairing.receiving_unit")]
    assert sum(unit.managed for unit in receiving) == 5
    assert [(unit.name, unit.department) for unit in receiving if unit.department] == [
        ("天全县人民医院", "妇儿科")
    ]
    supporting = {read_unit_name(str(name)).name for name in values(table, "pairing.supporting_unit")}
    assert len(supporting) == 16
    assert read_unit_name("四川省第二人民医院（省肿瘤医院）").alias == "省肿瘤医院"
    assert "资阳市第一人民医院" in supporting & {unit.name for unit in receiving}
    regions = values(table, "pairing.receiving_region")
    assert regions[:4] == ["省属", "省属", "广安市", "资阳市"]
    assert regions[13:16] == ["凉山州"] * 3
    assert values(table, "pairing.supporting_region")[16:21] == ["攀枝花市"] * 5


def test_the_plan_has_eleven_items_with_due_dates_where_they_can_be_told():
    table = read_file(SAMPLES / "plan-2017-2022.xlsx")
    assert (table.kind, table.unknown, table.problems) == ("plan", [], [])
    assert values(table, "plan.number") == [str(number) for number in range(1, 12)]
    assert values(table, "plan.title") == ["对口帮扶工作计划清单"] * 11
    assert values(table, "plan.period") == ["2017年（协调、启动）"] * 6 + ["2018年—2022年（深入推进）"] * 5
    assert values(table, "plan.due") == [
        "2017-07", "2017-07", "2017-08", "2017-09", "2017-09", "2017-12-31", None, None, None, None, None,
    ]  # fmt: skip
    assert values(table, "plan.due_text")[6:] == ["每年3月和9月", "每年3月和9月", "年终", "年终", "择时实施"]
