"""The lists of the office's year: mentoring, agreements, registers. Their columns on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from app.catalogue.dates import format_partial
from app.catalogue.work import CONTACTS, DEVELOPMENTS, FIVE_ONES, MODES, SHARED, WORKS, YEARLY
from app.ui.desk import Desk
from app.ui.lists.ledger import LedgerSource
from app.ui.lists.source import Column, Filter

MENTORING_TONES = {"待签": "warn", "帮带中": "accent", "不合格": "danger"}
DEVELOPMENT_TONES = {"计划": "warn", "进行中": "accent", "停止": "danger"}
DEVELOPMENT_KINDS = {label: code for code, (label, _) in DEVELOPMENTS.items()}
CONTACT_KINDS = {label: code for code, label in CONTACTS.items()}
MEASURES = {f"{label}（{unit}）": code for code, (label, unit) in YEARLY.items()}
FIVE = {label: code for code, label in FIVE_ONES.items()}


def _date(value: object) -> str:
    return format_partial(str(value or ""), "Y.M.D")


def _label(codes: dict[str, str]) -> Callable[[object], str]:
    labels = {code: label for label, code in codes.items()}
    return lambda value: labels.get(str(value), str(value or ""))


def _free(value: object) -> str:
    return {1: "免费", 0: "收费"}.get(value, "") if isinstance(value, int) else ""


def mentorships(desk: Desk) -> LedgerSource:
    columns = (
        Column("number", "编号", 88),
        Column("mentor", "导师", 84, strong=True),
        Column("mentee", "帮带对象", 88, strong=True),
        Column("state", "状态", 84, tag=True, tags=MENTORING_TONES),
        Column("unit", "受援单位", 180),
        Column("department", "科室", 90),
        Column("title", "职称", 90),
        Column("start", "开始", 88, shown=_date),
        Column("end", "结束", 92, shown=_date),
        Column("certificate_number", "证书编号", 92),
    )
    tables = frozenset({"mentorship", "person", "posting", "unit"})
    return LedgerSource(desk, "mentorships", columns, tables)


def _work(value: object) -> str:
    work = WORKS.get(str(value))
    return work.label if work else str(value or "")


def activities(desk: Desk) -> LedgerSource:
    columns = (
        Column("date", "日期", 96, strong=True, shown=_date),
        Column("kind", "工作类别", 140, strong=True, shown=_work),
        Column("figure", "数量", 84, right=True),
        Column("person", "人员", 140),
        Column("unit", "受援单位", 180),
        Column("topic", "主题", 200),
        Column("present", "人数", 60, right=True),
        Column("mode", "方式", 64, shown=lambda mode: MODES.get(str(mode), str(mode or ""))),
        Column("audience", "对象", 110),
        Column("supporting_unit", "派出单位", 150),
        Column("evidence", "佐证", 120),
        Column("note", "备注", 120),
    )
    return LedgerSource(desk, "activities", columns, frozenset({"activity", "person", "unit"}))


def agreements(desk: Desk) -> LedgerSource:
    columns = (
        Column("number", "编号", 92),
        Column("title", "名称", 180, strong=True),
        Column("kind", "种类", 90, tag=True),
        Column("parties", "签约方", 300),
        Column("signed_on", "签订", 88, shown=_date),
        Column("end", "到期", 88, shown=_date),
        Column("tasks", "任务", 56, right=True),
    )
    return LedgerSource(
        desk, "agreements", columns, frozenset({"agreement", "agreement_party", "agreement_task"})
    )


def developments(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "名称", 200, strong=True),
        Column("kind", "种类", 90, shown=_label(DEVELOPMENT_KINDS)),
        Column("state", "状态", 84, tag=True, tags=DEVELOPMENT_TONES),
        Column("unit", "受援单位", 180),
        Column("person", "队员", 84),
        Column("began", "开始", 88, shown=_date),
        Column("achieved", "开展", 88, shown=_date),
    )
    return LedgerSource(desk, "developments", columns, frozenset({"development", "unit", "person"}))


def contacts(desk: Desk) -> LedgerSource:
    columns = (
        Column("date", "日期", 92, strong=True, shown=_date),
        Column("kind", "方式", 90, tag=True, shown=_label(CONTACT_KINDS)),
        Column("topic", "议题", 220, strong=True),
        Column("unit", "受援单位", 170),
        Column("level", "层级", 90),
        Column("participants", "参加人", 150),
    )
    return LedgerSource(desk, "contacts", columns, frozenset({"contact", "unit"}))


def trainings(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "姓名", 90, strong=True),
        Column("from_unit", "来自", 180),
        Column("host", "进修单位", 170),
        Column("specialty", "专业", 100),
        Column("start", "开始", 88, shown=_date),
        Column("end", "结束", 88, shown=_date),
        Column("returned_on", "返回", 88, shown=_date),
        Column("free", "费用", 60, shown=_free),
    )
    return LedgerSource(desk, "trainings", columns, frozenset({"training", "person", "unit"}))


def batch_ones(desk: Desk) -> LedgerSource:
    columns = (
        Column("batch", "批次", 170),
        Column("item", "五个一", 190, strong=True, shown=_label(FIVE)),
        Column("text", "内容", 240),
        Column("person", "队员", 84),
        Column("done_on", "完成", 88, shown=_date),
    )
    return LedgerSource(desk, "batch_ones", columns, frozenset({"batch_one", "batch", "person"}))


def unit_years(desk: Desk) -> LedgerSource:
    columns = (
        Column("unit", "单位", 166, strong=True),
        Column("year", "年份", 56),
        Column("measure", "指标", 142, shown=_label(MEASURES)),
        Column("value", "数值", 72, right=True),
        Column("source", "来源", 150),
    )
    return LedgerSource(desk, "unit_years", columns, frozenset({"unit_year", "unit"}))


def allowances(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "姓名", 90, strong=True),
        Column("start", "自", 84, shown=_date),
        Column("end", "至", 88, shown=_date),
        Column("days", "天数", 56, right=True),
        Column("amount", "金额（元）", 90, right=True),
        Column("rate", "每天（元）", 84, right=True),
        Column("unit", "受援单位", 180),
        Column("paid_on", "发放", 88, shown=_date),
    )
    return LedgerSource(desk, "allowances", columns, frozenset({"allowance", "posting", "person"}))


def absences(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "姓名", 90, strong=True),
        Column("kind", "种类", 80, tag=True),
        Column("start", "自", 92, shown=_date),
        Column("end", "至", 92, shown=_date),
        Column("reason", "事由", 200),
        Column("unit", "受援单位", 180),
    )
    return LedgerSource(desk, "absences", columns, frozenset({"absence", "posting", "person"}))


def duty_checks(desk: Desk) -> LedgerSource:
    columns = (
        Column("name", "姓名", 90, strong=True),
        Column("period", "考核时段", 150),
        Column("score", "得分", 64, right=True),
        Column("result", "结果", 84, tag=True),
        Column("checked_on", "考核日期", 92, shown=_date),
        Column("unit", "受援单位", 180),
    )
    return LedgerSource(desk, "duty_checks", columns, frozenset({"duty_check", "posting", "person"}))


SIGNING_TONES = {"已打印": "warn", "已送出": "accent"}


def sign_offs(desk: Desk) -> LedgerSource:
    """Papers on their way through stamps, those that are not back first, the longest waiting on top."""
    columns = (
        Column("days", "等了（天）", 92, right=True),
        Column("about", "关于", 160, strong=True),
        Column(
            "edition",
            "材料",
            150,
            shown=lambda edition: edition_names(desk).get(str(edition), str(edition or "")),
        ),
        Column("step", "签章", 106, shown=_step),
        Column("state", "状态", 108, tag=True, tags=SIGNING_TONES),
        Column("unit", "受援单位", 180),
        Column("printed_on", "打印", 88, shown=_date),
        Column("handed_on", "送出", 88, shown=_date),
        Column("handed_to", "送给谁", 100),
        Column("stamped_on", "签章日期", 92, shown=_date),
    )
    tables = frozenset({"sign_off", "appraisal", "report", "letter", "person", "unit", "edition"})
    return LedgerSource(desk, "sign_offs", columns, tables)


def _step(value: object) -> str:
    from app.operations.signoffs import step_label

    return step_label("appraisal" if value else "", int(str(value or 1)))


def edition_names(desk: Desk) -> dict[str, str]:
    """Editions by their id, as the office calls them."""
    from app.operations.own_editions import known_editions

    return {key: one.name for key, one in known_editions(desk.folder).items()}


def signing_filters(desk: Desk) -> tuple[Filter, ...]:
    """Whether a paper is back, and which kind of paper it is."""

    def kinds() -> list[tuple[str, object]]:
        light = desk.light
        if light is None:
            return []
        from app.store.lists import values_of

        names = edition_names(desk)
        return [(names.get(str(one), str(one)), one) for one in values_of(light, "sign_offs", "edition")]

    back = Filter("back", "等签章和已签章", lambda: [("等签章", 0), ("已签章", 1)])
    return back, Filter("edition", "全部材料", kinds, frozenset({"sign_off"}))


def letters(desk: Desk) -> LedgerSource:
    columns = (
        Column("number", "文号", 110),
        Column("title", "文书", 200, strong=True),
        Column("about", "关于", 200),
        Column("issued_on", "出具日期", 92, shown=_date),
        Column("worded", "文字", 70, tag=True, tags={"改过字": "accent"}),
    )
    return LedgerSource(desk, "letters", columns, frozenset({"letter", "agreement", "mentorship", "person"}))


def year_filter(desk: Desk, name: str) -> Filter:
    """A drop-down of the years that a list tells."""

    def years() -> list[tuple[str, object]]:
        light = desk.light
        if light is None:
            return []
        from app.store.lists import values_of

        return [(f"{year}年", year) for year in reversed(values_of(light, name, "year"))]

    return Filter("year", "全部年份", years, frozenset({"mentorship", "unit_year"}))


def month_filter(desk: Desk, name: str) -> Filter:
    """A drop-down of the years and months that a list tells, the latest first."""

    def months() -> list[tuple[str, object]]:
        light = desk.light
        if light is None:
            return []
        from app.store.lists import values_of

        told = values_of(light, name, "month")
        every = sorted(
            {*told, *(month[:4] for month in told)}, key=lambda month: (month[:4], len(month) == 4, month)
        )
        return [(format_partial(month, "Y年M月"), month) for month in reversed(every)]

    return Filter("month", "全部月份", months, frozenset({"activity", "report"}))


def _named(desk: Desk, column: str, of: str) -> list[tuple[str, bytes]]:
    """Who stands in a column of keys of the ledger of work, by name."""
    light = desk.light
    if light is None:
        return []
    from app.store.lists import rows_of, values_of

    keys = values_of(light, "activities", column)
    names = rows_of(light, of, keys, ("name",))
    return sorted((str(names[key][0]), key) for key in keys if key in names)


def doer_filter(desk: Desk) -> Filter:
    """A drop-down of the people who have entries in the ledger of work; namesakes with their unit."""

    def people() -> list[tuple[str, object]]:
        found = _named(desk, "person_id", "people")
        often = Counter(name for name, _ in found)
        alike = [key for name, key in found if often[name] > 1]
        if not alike or desk.light is None:
            return [*found]
        from app.store.lists import people_labels

        told = dict(people_labels(desk.light, alike))
        return [(told.get(key, name), key) for name, key in found]

    return Filter("person_id", "全部人员", people, frozenset({"activity", "person", "unit"}))


def worked_filter(desk: Desk, name: str, label: str) -> Filter:
    """A drop-down of the units that have entries in the ledger of work, where it was done or who sent the team."""
    return Filter(name, label, lambda: [*_named(desk, name, "units")], frozenset({"activity", "unit"}))


def work_filter() -> Filter:
    """A drop-down of kinds of work, then of the figures of the monthly report that several kinds count for."""

    def kinds() -> list[tuple[str, object]]:
        from app.catalogue.fields import FIELDS

        shared = [(f"月报“{FIELDS[figure].label}”各项", figure) for figure in SHARED]
        return [*((work.label, work.code) for work in WORKS.values()), *shared]

    return Filter("kind", "全部类别", kinds)
