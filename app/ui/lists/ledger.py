"""The ledger's lists: their columns on the screen, and the drop-downs that narrow them.

This imports no ORM: the first window reads its list this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.catalogue.masking import masked
from app.ui.desk import Desk
from app.ui.lists.source import Column, Filter, Query

MODES = {"stationed": "驻点", "interval": "间隔去", "segmented": "分段驻"}
STATES = {"planned": "待派出", "active": "在岗", "ended": "已结束", "replaced": "已更换"}
STATE_TONES = {"在岗": "accent", "待派出": "warn", "已更换": "danger"}
PLAN_TONES = {"进行中": "accent", "未开始": "warn"}


def _date(value: object) -> str:
    from app.catalogue.dates import format_partial

    return format_partial(str(value or ""), "Y.M.D")


def _mode(value: object) -> str:
    return MODES.get(str(value), str(value or ""))


def _state(value: object) -> str:
    return STATES.get(str(value), str(value or ""))


def _managed(value: object) -> str:
    return "△托管" if value else ""


def _yesno(value: object) -> str:
    return {1: "是", 0: "否"}.get(value, "") if isinstance(value, int) else ""


def _masked(value: object) -> str:
    return masked(str(value or ""))


class LedgerSource(NamedTuple):
    """One of the store's lists by its name. Before there is a ledger it is empty."""

    desk: Desk
    name: str
    columns: tuple[Column, ...]
    tables: frozenset[str]

    def ids(self, query: Query) -> Sequence[bytes]:
        light = self.desk.light
        if light is None:
            return ()
        from app.store.lists import list_ids

        return list_ids(light, self.name, query.sort, query.descending, query.search, dict(query.filters))

    def first(self, count: int) -> Sequence[bytes]:
        """Some keys of the list's beginning: what the first paint can show."""
        light = self.desk.light
        if light is None:
            return ()
        from app.store.lists import first_ids

        return first_ids(light, self.name, count)

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        light = self.desk.light
        if light is None:
            return {}
        from app.store.lists import rows_of

        return rows_of(light, self.name, ids, [column.key for column in self.columns])


def people(desk: Desk) -> LedgerSource:
    """Enrolments with their people: one row is one 报名表."""
    columns = (
        Column("name", "姓名", 140, strong=True),
        Column("unit", "工作单位", 190),
        Column("title", "职称", 100),
        Column("receiving_unit", "对口支援单位", 200),
        Column("mobile", "移动电话", 118),
        Column("id_number", "身份证号码", 170, shown=_masked),
        Column("batch", "批次", 160),
    )
    return LedgerSource(desk, "enrolments", columns, frozenset({"person", "enrolment", "unit", "batch"}))


def postings(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "姓名", 134, strong=True),
        Column("unit", "受援单位", 172),
        Column("state", "状态", 78, tag=True, tags=STATE_TONES, shown=_state),
        Column("start", "到岗", 84, shown=_date),
        Column("end", "离岗", 92, shown=_date),
        Column("supporting_unit", "派出单位", 170),
        Column("mode", "方式", 80, shown=_mode),
        Column("department", "科室", 90),
        Column("subsidised", "补助", 60, shown=_yesno),
    )
    return LedgerSource(desk, "postings", columns, frozenset({"posting", "person", "unit", "enrolment"}))


def appraisals(desk: Desk) -> LedgerSource:
    """Postings by how many of the four opinions their 考核鉴定表 has."""
    columns = (
        Column("name", "姓名", 130, strong=True),
        Column("unit", "受援单位", 186),
        Column("opinions", "意见", 76, tag=True, tags={"四级齐": "accent"}, shown=_opinions),
        Column("end", "离岗", 96, shown=_date),
        Column("supporting_unit", "派出单位", 170),
        Column("start", "到岗", 92, shown=_date),
        Column("state", "派驻", 88, tag=True, tags=STATE_TONES, shown=_state),
    )
    tables = frozenset({"posting", "person", "unit", "enrolment", "appraisal", "opinion"})
    return LedgerSource(desk, "postings", columns, tables)


def _opinions(value: object) -> str:
    return {0: "还没有", 4: "四级齐"}.get(value, f"{value}级") if isinstance(value, int) else ""


def pairings(desk: Desk) -> LedgerSource:
    columns = (
        Column("supporting_unit", "支援单位", 190, strong=True),
        Column("receiving_unit", "受援单位", 190),
        Column("managed", "托管", 84, tag=True, tags={"△托管": "accent"}, shown=_managed),
        Column("departments", "受援科室", 110),
        Column("form", "形式", 90),
        Column("receiving_class", "类别", 110),
        Column("batch", "批次", 150),
    )
    return LedgerSource(
        desk, "pairings", columns, frozenset({"pairing", "pairing_department", "unit", "batch"})
    )


def units(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "单位", 240, strong=True),
        Column("kind", "种类", 110),
        Column("region", "地区", 100),
        Column("class", "类别", 110),
        Column("supports", "支援", 60, right=True),
        Column("receives", "受援", 60, right=True),
        Column("people", "人员", 60, right=True),
    )
    return LedgerSource(desk, "units", columns, frozenset({"unit", "pairing", "person"}))


def batches(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "批次", 260, strong=True),
        Column("year", "年度", 70),
        Column("source_document", "依据文件", 200),
        Column("enrolments", "报名", 60, right=True),
    )
    return LedgerSource(desk, "batches", columns, frozenset({"batch", "enrolment"}))


def plan_items(desk: Desk) -> LedgerSource:
    columns = (
        Column("period", "时期", 104),
        Column("number", "序号", 52, right=True),
        Column("goal", "主要工作计划及目标要求", 200, strong=True),
        Column("state", "状态", 80, tag=True, tags=PLAN_TONES),
        Column("next_due", "下次到期", 92, shown=_date),
        Column("due_text", "完成时间", 110),
        Column("lead", "牵头科室", 110),
    )
    return LedgerSource(desk, "plan_items", columns, frozenset({"plan", "plan_item", "plan_occurrence"}))


def reports(desk: Desk) -> LedgerSource:
    columns = (
        Column("month", "月份", 80, strong=True, shown=_date),
        Column("state", "状态", 72, tag=True, tags=REPORT_TONES, shown=_report_state),
        Column("supporting_unit", "支援医疗团队", 130),
        Column("receiving_unit", "受援单位", 190),
        Column("outpatients", "诊疗人次", 84, right=True),
        Column("person", "队员", 80),
    )
    return LedgerSource(desk, "reports", columns, frozenset({"report", "unit", "person"}))


REPORT_STATES = {"draft": "草稿", "sent": "已报", "returned": "退回", "accepted": "已收"}
REPORT_TONES = {"已报": "warn", "更正稿": "warn", "退回": "danger", "已收": "accent", "零报告": "accent"}


def _report_state(value: object) -> str:
    return REPORT_STATES.get(str(value), str(value or ""))


# drop-downs


def report_state_filter() -> Filter:
    states = [(label, code) for code, label in REPORT_STATES.items()]
    return Filter("state", "全部状态", lambda: [*states, ("更正稿", "更正稿"), ("零报告", "零报告")])


def _pairs(desk: Desk, name: str) -> list[tuple[str, object]]:
    light = desk.light
    if light is None:
        return []
    from app.store.lists import list_ids, rows_of

    ids = list_ids(light, name)
    rows = rows_of(light, name, ids, ["name"])
    return [(str(rows[key][0]), key) for key in ids if key in rows]


def batch_filter(desk: Desk) -> Filter:
    return Filter("batch_id", "全部批次", lambda: _pairs(desk, "batches"), frozenset({"batch"}))


def unit_filter(desk: Desk, name: str = "unit_id", label: str = "全部单位") -> Filter:
    """A drop-down of all units; ``name`` says which side of the list it narrows."""
    return Filter(name, label, lambda: _pairs(desk, "units"), frozenset({"unit"}))


def state_filter() -> Filter:
    return Filter("state", "全部状态", lambda: [(label, code) for code, label in STATES.items()])
