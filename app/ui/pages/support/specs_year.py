"""The tabs of the office's year as data: mentoring, agreements and what belongs to postings and plans."""

from __future__ import annotations

from app.catalogue.dates import format_term
from app.catalogue.mentoring import RESULTS
from app.catalogue.work import CONTENTS, DEVELOPMENTS, WORKS
from app.ui.pages.ledger_tab import ChildSpec, TabSpec
from app.ui.records import Record
from app.ui.widgets.fields import FieldSpec

COUNTED = {
    **{f"{work.label}（{work.unit}）": code for code, work in WORKS.items()},
    **{f"{label}（项）": code for code, (label, _) in DEVELOPMENTS.items()},
}
"""What the ledger can count for a goal or a task, as the screen says it."""
ABSENCE_KINDS = ("公假", "病假", "事假", "年休假", "婚假", "产假", "丧假")
DUTY_RESULTS = ("优秀", "合格", "基本合格", "不合格")
JUDGED = ("已完成", "未完成")


def _mentoring_heading(values: Record) -> tuple[str, str]:
    mentor = str(values["posting_id"]).partition(" → ")[0]
    term = format_term(f"{values['start']}/{values['end']}")
    return f"{mentor} 带 {values['mentee_id']}", "　".join(filter(None, (str(values["number"]), term)))


MENTORSHIPS = TabSpec(
    key="mentoring",
    table="mentorship",
    label="师带徒",
    specs=(
        FieldSpec("number", "编号", hint="留空由程序编号"),
        FieldSpec("signed_on", "签订日期", "date"),
        FieldSpec("start", "帮带开始", "date"),
        FieldSpec("end", "帮带结束", "date"),
        FieldSpec("department", "科室"),
        FieldSpec("specialty", "专业"),
        FieldSpec("goals", "帮带目标", "text"),
        FieldSpec("contents", "帮带内容（一行一项）", "text"),
        FieldSpec("result", "考核结果", "choice", RESULTS, strict=True),
        FieldSpec("assessed_on", "考核日期", "date"),
        FieldSpec("assessor", "考核人"),
        FieldSpec("certified_on", "发证日期", "date"),
        FieldSpec("assessment", "考核意见", "text"),
        FieldSpec("notes", "指导记录、备注", "text"),
        FieldSpec("posting_id", "导师（派驻）", "posting"),
        FieldSpec("mentee_id", "帮带对象", "person"),
    ),
    new=(),
    needed=(),
    heading=_mentoring_heading,
    children=(
        ChildSpec(
            "mentorship_step",
            "mentorship_id",
            "帮带计划（按月）",
            (
                FieldSpec("month", "月份", "date", width=84),
                FieldSpec("form", "方式", "choice", CONTENTS, width=96),
                FieldSpec("content", "内容", width=240),
                FieldSpec("done_on", "完成日期", "date", width=96),
                FieldSpec("note", "记录", width=130),
            ),
        ),
    ),
    empty="还没有师带徒：点“签协议”，或把师带徒名单（Excel）拖到窗口里导入",
    parts=(4, 5),
)

SIGN = (
    FieldSpec("posting_id", "导师（派驻）", "posting", hint="输入导师姓名，从列出的派驻里选", wide=True),
    FieldSpec("mentee", "帮带对象", "person", hint="受援单位的人；没有登记过就照全名填"),
    FieldSpec("sex", "性别", "choice", ("男", "女"), strict=True),
    FieldSpec("department", "科室"),
    FieldSpec("title", "职称"),
    FieldSpec("specialty", "专业"),
    FieldSpec("signed_on", "签订日期", "date"),
    FieldSpec("start", "帮带开始", "date", hint="不填就是到岗日期"),
    FieldSpec("end", "帮带结束", "date", hint="不填就是离岗日期"),
    FieldSpec("goals", "帮带目标", "text"),
    FieldSpec("contents", "帮带内容", wide=True),
    FieldSpec("reason", "理由（不合常规时才填）", wide=True),
)
ASSESS = (
    FieldSpec("result", "考核结果", "choice", RESULTS, strict=True),
    FieldSpec("assessed_on", "考核日期", "date"),
    FieldSpec("assessor", "考核人"),
    FieldSpec("assessment", "考核意见", "text"),
)

AGREEMENT_KINDS = ("责任书", "科室协议", "其他协议")
AGREEMENTS = TabSpec(
    key="agreements",
    table="agreement",
    label="责任书、协议",
    specs=(
        FieldSpec("title", "名称", wide=True),
        FieldSpec("kind", "种类", "choice", AGREEMENT_KINDS),
        FieldSpec("number", "编号", hint="留空由程序编号"),
        FieldSpec("department", "科室", hint="科室协议才填"),
        FieldSpec("signed_on", "签订日期", "date"),
        FieldSpec("start", "开始", "date"),
        FieldSpec("end", "结束", "date"),
        FieldSpec("source_document", "依据文件", hint="如 国卫医发〔2016〕7号"),
        FieldSpec("pairing_id", "对口关系", "pairing", hint="输入单位名，从列出的里选"),
        FieldSpec("overall_goal", "总体目标", "text"),
        FieldSpec("note", "备注", "text"),
    ),
    new=(),
    needed=(),
    heading=lambda values: (
        str(values["title"]),
        "　".join(filter(None, (values["kind"], values["number"]))),
    ),
    children=(
        ChildSpec(
            "agreement_party",
            "agreement_id",
            "签约方（按纸上的次序）",
            (
                FieldSpec("role", "身份", width=96),
                FieldSpec("name", "名称", "line", width=220),
                FieldSpec("representative", "代表", width=90),
                FieldSpec("signed_on", "签字日期", "date", width=96),
            ),
        ),
        ChildSpec(
            "agreement_task",
            "agreement_id",
            "年度任务",
            (
                FieldSpec("year", "年度", width=64),
                FieldSpec("content", "任务", width=230),
                FieldSpec("indicator", "指标", width=110),
                FieldSpec("kind", "台账计数项", "choice", tuple(COUNTED), COUNTED, strict=True, width=130),
                FieldSpec("target", "目标数", "number", width=64),
            ),
        ),
    ),
    empty="还没有责任书和协议：点“新增”，选一个对口关系，三方和年度任务会先拟好",
    parts=(2, 3),
)
NEW_AGREEMENT = (
    FieldSpec("kind", "种类", "choice", AGREEMENT_KINDS),
    FieldSpec("pairing_id", "对口关系", "pairing", hint="输入单位名，从列出的里选"),
    FieldSpec("years", "任务年度", hint="如 2021 或 2021-2023，责任书才用"),
    FieldSpec("signed_on", "签订日期", "date"),
    FieldSpec("start", "开始", "date"),
    FieldSpec("end", "结束", "date"),
    FieldSpec("government", "县级人民政府", hint="责任书的一方，不填取受援单位的地区"),
)

POSTING_CHILDREN = (
    ChildSpec(
        "posting_goal",
        "posting_id",
        "目标与计数任务（期末评定）",
        (
            FieldSpec("text", "目标、任务", width=190),
            FieldSpec("kind", "台账计数项", "choice", tuple(COUNTED), COUNTED, strict=True, width=130),
            FieldSpec("target", "目标数", "number", width=64),
            FieldSpec("due", "完成时间", "date", width=92),
            FieldSpec("result", "评定", "choice", JUDGED, width=80),
            FieldSpec("judged_on", "评定日期", "date", width=92),
        ),
    ),
    ChildSpec(
        "stay",
        "posting_id",
        "驻点时段",
        (
            FieldSpec("arrive", "到", "date", width=120),
            FieldSpec("leave", "离", "date", width=120),
            FieldSpec("note", "说明", width=200),
        ),
    ),
    ChildSpec(
        "absence",
        "posting_id",
        "请假",
        (
            FieldSpec("start", "自", "date", width=110),
            FieldSpec("end", "至", "date", width=110),
            FieldSpec("kind", "种类", "choice", ABSENCE_KINDS, width=90),
            FieldSpec("reason", "事由", width=190),
        ),
    ),
    ChildSpec(
        "allowance",
        "posting_id",
        "补贴",
        (
            FieldSpec("start", "自", "date", width=96),
            FieldSpec("end", "至", "date", width=96),
            FieldSpec("days", "天数", "number", width=60),
            FieldSpec("rate", "每天（元）", "number", width=80),
            FieldSpec("amount", "金额（元）", "number", width=84),
            FieldSpec("paid_on", "发放日期", "date", width=96),
        ),
    ),
    ChildSpec(
        "duty_check",
        "posting_id",
        "履职考核",
        (
            FieldSpec("period", "时段", width=100),
            FieldSpec("attendance", "出勤", width=80),
            FieldSpec("work", "工作", width=110),
            FieldSpec("conduct", "作风", width=80),
            FieldSpec("score", "得分", "number", width=56),
            FieldSpec("result", "结果", "choice", DUTY_RESULTS, width=84),
            FieldSpec("checked_on", "日期", "date", width=92),
        ),
    ),
)
PLAN_CHILDREN = (
    ChildSpec(
        "plan_occurrence",
        "plan_item_id",
        "排出的日期",
        (
            FieldSpec("due", "到期日", "date", width=110),
            FieldSpec("state", "状态", "choice", ("未开始", "进行中", "已完成", "已取消"), width=90),
            FieldSpec("done_on", "完成日期", "date", width=110),
            FieldSpec("evidence", "完成情况、佐证", width=180),
        ),
    ),
)
