"""The tabs of 帮扶工作 as data: postings and plan items."""

from __future__ import annotations

from app.catalogue.due import due_state
from app.catalogue.fields import MODES
from app.ui.pages.ledger_tab import TabSpec
from app.ui.pages.support.specs_year import PLAN_CHILDREN, POSTING_CHILDREN
from app.ui.records import Record
from app.ui.widgets.fields import FieldSpec

MODE_CODES = dict(zip(MODES, ("stationed", "interval", "segmented"), strict=True))
STATE_CODES = {"待派出": "planned", "在岗": "active", "已结束": "ended", "已更换": "replaced"}
STATE_TONES = {"在岗": "accent", "待派出": "warn", "已更换": "danger"}
PLAN_STATES = ("未开始", "进行中", "已完成", "已取消")


def _posting_heading(values: Record) -> tuple[str, str]:
    state = next((text for text, code in STATE_CODES.items() if code == values["state"]), "")
    return f"{values['person_id']} → {values['unit_id']}", state


POSTINGS = TabSpec(
    key="postings",
    table="posting",
    label="派驻",
    specs=(
        FieldSpec("unit_id", "受援单位", "unit", hint="不填就是报名表上的"),
        FieldSpec("department", "派驻科室"),
        FieldSpec("supporting_unit_id", "派出单位", "unit"),
        FieldSpec("mode", "派驻方式", "choice", ("", *MODES), {"": "", **MODE_CODES}, strict=True),
        FieldSpec("start", "到岗日期", "date"),
        FieldSpec("end", "离岗日期", "date"),
        FieldSpec("state", "状态", "choice", tuple(STATE_CODES), STATE_CODES, strict=True),
        FieldSpec("subsidised", "财政补助", "yesno"),
        FieldSpec("post", "挂任职务", hint="如 挂职业务副院长"),
        FieldSpec("duty", "派驻职责"),
        FieldSpec("main_task", "对口支援主要任务", "text"),
        FieldSpec("replacement_reason", "更换原因", hint="更换来的队员才填"),
        FieldSpec("approved_by_unit", "单位领导批准"),
        FieldSpec("approved_by_bureau", "卫健部门批准"),
        FieldSpec("note", "备注", "text"),
        FieldSpec("person_id", "队员", "person", hint="输入姓名或拼音，再从列出的人里选"),
    ),
    new=("person_id", "unit_id", "department", "mode", "start", "end"),
    needed=("person_id",),
    heading=_posting_heading,
    children=POSTING_CHILDREN,
    empty="还没有派驻：导入名册会自动登记，也可以点“新增派驻”",
    parts=(1, 1),
)

OVERLAP = FieldSpec("overlap", "理由", hint="与另一次派驻时间重叠时才填")
REPLACEMENT = (
    FieldSpec("person_id", "换成哪位队员", "person", hint="输入姓名或拼音，再从列出的人里选"),
    FieldSpec("start", "更换日期", "date"),
    FieldSpec("replacement_reason", "更换原因"),
    FieldSpec("approved_by_unit", "单位领导批准", hint="批准人、日期或文号"),
    FieldSpec("approved_by_bureau", "卫生健康行政部门批准", hint="批准人、日期或文号"),
    OVERLAP,
)


def _plan_heading(values: Record) -> tuple[str, str]:
    stands = due_state(str(values["due"]), str(values["state"]))
    told = "　".join(filter(None, (str(values["due_text"]), stands if stands not in PLAN_STATES else "")))
    return f"{values['number']}　{values['period']}".strip(), told


PLAN_ITEMS = TabSpec(
    key="plan",
    table="plan_item",
    label="计划项",
    specs=(
        FieldSpec("goal", "主要工作计划及目标要求", "text"),
        FieldSpec("period", "时期", hint="如 2017年（协调、启动）"),
        FieldSpec("number", "序号", "number"),
        FieldSpec("due_text", "完成时间", hint="如 每年3月和9月"),
        FieldSpec("due", "到期日", "date", hint="只做一次的，如 2021.9.30"),
        FieldSpec("repeats", "每年的月份", hint="每年都做的，如 03,09"),
        FieldSpec("lead", "牵头科室"),
        FieldSpec("cooperating", "配合科室"),
        FieldSpec("state", "状态", "choice", PLAN_STATES),
        FieldSpec("evidence", "完成情况、佐证", "text"),
    ),
    new=("goal", "period", "due_text", "lead"),
    needed=("goal",),
    heading=_plan_heading,
    children=PLAN_CHILDREN,
    empty="还没有工作计划：点“新增计划项”，或把工作计划清单（Excel）拖到窗口里导入",
    said="“每年3月和9月”“8月底”这样写就行，到期的日子按时期自动排出。",
)
