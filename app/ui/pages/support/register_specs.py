"""The registers 登记簿 as data: what one record of each has, what a new one needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.catalogue.dates import format_partial
from app.catalogue.work import DEVELOPMENT_STATES
from app.ui.lists.year import CONTACT_KINDS, DEVELOPMENT_KINDS, FIVE, MEASURES
from app.ui.pages.ledger_tab import TabSpec
from app.ui.pages.support.specs_year import ABSENCE_KINDS, DUTY_RESULTS
from app.ui.records import Record
from app.ui.widgets.fields import FieldSpec


def _today(column: str) -> Callable[[], Record]:
    return lambda: {column: date.today().isoformat()}


LEVELS = ("主要领导", "分管领导", "科室负责人", "卫健部门", "工作人员")
POSTED = FieldSpec("posting_id", "队员（派驻）", "posting", hint="输入姓名，从列出的派驻里选", wide=True)


def _named(*keys: str) -> Callable[[Record], tuple[str, str]]:
    def heading(values: Record) -> tuple[str, str]:
        first, *rest = (str(values.get(key) or "") for key in keys)
        return first or "（未填）", "　".join(filter(None, rest))

    return heading


def _spoken(codes: dict[str, str], code: object) -> str:
    return next((label for label, known in codes.items() if known == code), str(code or ""))


def _contact(values: Record) -> tuple[str, str]:
    day = format_partial(str(values["date"]), "Y.M.D")
    return str(
        values["topic"] or _spoken(CONTACT_KINDS, values["kind"])
    ), f"{day}　{values['unit_id']}".strip()


def _one(values: Record) -> tuple[str, str]:
    return _spoken(FIVE, values["item"]), str(values["batch_id"])


def _year(values: Record) -> tuple[str, str]:
    return f"{values['unit_id']} {values['year']}年", _spoken(MEASURES, values["measure"])


def _posted(values: Record) -> tuple[str, str]:
    start, end = (format_partial(str(values.get(key) or ""), "Y.M.D") for key in ("start", "end"))
    return str(values["posting_id"]), "-".join(filter(None, (start, end)))


DEVELOPMENTS = TabSpec(
    key="developments",
    table="development",
    label="学科、技术",
    specs=(
        FieldSpec("name", "名称", wide=True, hint="如 小儿推拿、中医康复科"),
        FieldSpec("kind", "种类", "choice", tuple(DEVELOPMENT_KINDS), DEVELOPMENT_KINDS, strict=True),
        FieldSpec("state", "状态", "choice", DEVELOPMENT_STATES),
        FieldSpec("unit_id", "受援单位", "unit"),
        FieldSpec("department", "科室"),
        FieldSpec("person_id", "队员", "person"),
        FieldSpec("supporting_unit_id", "派出单位", "unit"),
        FieldSpec("began", "开始", "date", hint="月报按这个月份计数"),
        FieldSpec("achieved", "开展、验收", "date"),
        FieldSpec("evidence", "成效、佐证", "text"),
        FieldSpec("note", "备注", "text"),
    ),
    new=("name", "kind", "unit_id", "person_id", "supporting_unit_id", "began", "state"),
    needed=("name", "kind", "unit_id"),
    heading=_named("name", "unit_id"),
    empty="还没有登记：特色科室、适宜技术、制度、服务项目，有开始和状态，月报从这里数",
    first=lambda: {"state": "进行中"},
)
CONTACTS = TabSpec(
    key="contacts",
    papers=("contact", "inspection"),
    table="contact",
    label="沟通交流",
    specs=(
        FieldSpec("date", "日期", "date"),
        FieldSpec("kind", "方式", "choice", tuple(CONTACT_KINDS), CONTACT_KINDS, strict=True),
        FieldSpec("unit_id", "受援单位", "unit"),
        FieldSpec("supporting_unit_id", "支援单位", "unit"),
        FieldSpec("level", "层级", "choice", LEVELS),
        FieldSpec("batch_id", "批次", "batch"),
        FieldSpec("participants", "参加人", wide=True),
        FieldSpec("topic", "议题", wide=True),
        FieldSpec("outcome", "结果、议定事项", "text"),
        FieldSpec("evidence", "佐证", wide=True),
        FieldSpec("note", "备注", "text"),
    ),
    new=("date", "kind", "unit_id", "supporting_unit_id", "level", "participants", "topic"),
    needed=("date", "kind"),
    heading=_contact,
    empty="还没有沟通交流：电话、视频会议、互访、工作会议、督导检查都记在这里",
    first=_today("date"),
)
TRAININGS = TabSpec(
    key="trainings",
    papers=("training",),
    table="training",
    label="进修",
    specs=(
        FieldSpec("person_id", "姓名", "person"),
        FieldSpec("from_unit_id", "来自单位", "unit"),
        FieldSpec("unit_id", "进修单位", "unit"),
        FieldSpec("department", "进修科室"),
        FieldSpec("specialty", "专业"),
        FieldSpec("start", "开始", "date"),
        FieldSpec("end", "结束", "date"),
        FieldSpec("returned_on", "返回日期", "date"),
        FieldSpec("free", "免费", "yesno"),
        FieldSpec("result", "结业结果"),
        FieldSpec("note", "备注", "text"),
    ),
    new=("person_id", "from_unit_id", "unit_id", "department", "specialty", "start", "end", "free"),
    needed=("person_id", "unit_id"),
    heading=_named("person_id", "from_unit_id", "specialty"),
    empty="还没有进修人员：受援单位来进修的人，什么时候来、什么时候回",
    first=lambda: {"free": True},
)
BATCH_ONES = TabSpec(
    key="batch_ones",
    papers=("five_ones",),
    table="batch_one",
    label="五个一",
    specs=(
        FieldSpec("batch_id", "批次", "batch"),
        FieldSpec("item", "五个一", "choice", tuple(FIVE), FIVE, strict=True),
        FieldSpec("text", "内容", "text"),
        FieldSpec("person_id", "队员", "person"),
        FieldSpec("done_on", "完成日期", "date"),
        FieldSpec("evidence", "佐证", "text"),
    ),
    new=("batch_id",),
    needed=("batch_id",),
    heading=_one,
    empty="还没有五个一：点“列出一个批次的五个一”，五项会先列好，再逐项填",
    said="批次在“对口关系 → 批次”里建立；五项会一次列好，再逐项填。",
)
UNIT_YEARS = TabSpec(
    key="unit_years",
    table="unit_year",
    label="年度数据",
    specs=(
        FieldSpec("unit_id", "单位", "unit", wide=True),
        FieldSpec("year", "年份", "number"),
        FieldSpec("measure", "指标", "choice", tuple(MEASURES), MEASURES, strict=True),
        FieldSpec("value", "数值", "number"),
        FieldSpec("source", "来源", hint="如 统计年报"),
    ),
    new=("unit_id", "year", "measure", "value", "source"),
    needed=("unit_id", "year", "measure", "value"),
    heading=_year,
    empty="还没有年度数据：县域内就诊率、双向转诊、门急诊人次等，按单位和年份记，年年对比",
    first=lambda: {"year": str(date.today().year - 1)},
)
ALLOWANCES = TabSpec(
    key="allowances",
    papers=("allowance",),
    table="allowance",
    label="补贴",
    specs=(
        FieldSpec("start", "自", "date"),
        FieldSpec("end", "至", "date"),
        FieldSpec("days", "天数", "number"),
        FieldSpec("rate", "每天（元）", "number"),
        FieldSpec("amount", "金额（元）", "number", hint="不填就按天数和每天多少算"),
        FieldSpec("paid_on", "发放日期", "date"),
        FieldSpec("note", "备注", "text"),
        POSTED,
    ),
    new=("posting_id", "start", "end", "days", "rate"),
    needed=("posting_id",),
    heading=_posted,
    empty="还没有补贴：点“按月计算”，在外的人每人一条，天数已扣请假",
)
ABSENCES = TabSpec(
    key="absences",
    table="absence",
    label="请假",
    specs=(
        FieldSpec("start", "自", "date"),
        FieldSpec("end", "至", "date", hint="只请一天的不用填"),
        FieldSpec("kind", "种类", "choice", ABSENCE_KINDS),
        FieldSpec("reason", "事由", wide=True),
        POSTED,
    ),
    new=("posting_id", "start", "end", "kind", "reason"),
    needed=("posting_id", "start"),
    heading=_posted,
    empty="还没有请假：请假的日子不算在岗天数",
    first=_today("start"),
)
LETTERS = TabSpec(
    key="letters",
    table="letter",
    label="文书",
    specs=(
        FieldSpec("title", "名称", wide=True),
        FieldSpec("number", "文号"),
        FieldSpec("issued_on", "出具日期", "date"),
        FieldSpec("unit_id", "出具单位", "unit", wide=True),
        FieldSpec("note", "备注", "text"),
    ),
    new=(),
    needed=(),
    heading=_named("title", "number"),
    empty="还没有留底的文书：编过文号、改过内容的协议、证书、证明都列在这里；年度报告从这里写",
)
DUTY_CHECKS = TabSpec(
    key="duty_checks",
    papers=("duty",),
    table="duty_check",
    label="履职考核",
    specs=(
        FieldSpec("period", "考核时段", hint="如 2021年上半年"),
        FieldSpec("checked_on", "考核日期", "date"),
        FieldSpec("score", "得分", "number"),
        FieldSpec("result", "结果", "choice", DUTY_RESULTS),
        FieldSpec("attendance", "出勤", "text"),
        FieldSpec("work", "工作", "text"),
        FieldSpec("conduct", "作风", "text"),
        FieldSpec("opinion", "考核意见", "text"),
        POSTED,
    ),
    new=("posting_id", "period", "score", "result", "checked_on"),
    needed=("posting_id", "period"),
    heading=lambda values: (str(values["posting_id"]), str(values["period"])),
    empty="还没有履职考核：派出单位对下派人员的考核",
    first=_today("checked_on"),
)
