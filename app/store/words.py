"""What the ledger's tables are called on the screen, for sentences about what stands in the way."""

from __future__ import annotations

TABLE_LABELS = {
    "absence": "请假",
    "activity": "帮扶工作",
    "activity_mentee": "参加的帮带对象",
    "agreement": "责任书（协议）",
    "agreement_party": "签约方",
    "agreement_task": "年度任务",
    "allowance": "补贴",
    "appraisal": "考核鉴定表",
    "attachment": "附件",
    "batch": "批次",
    "batch_one": "五个一",
    "career_line": "简历",
    "contact": "沟通交流",
    "development": "学科与技术",
    "duty_check": "履职考核",
    "enrolment": "报名",
    "free_value": "自设栏",
    "letter": "文书",
    "mentorship": "师带徒",
    "mentorship_step": "帮带步骤",
    "opinion": "考核意见",
    "pairing": "对口关系",
    "pairing_department": "科室结对",
    "person": "人员",
    "person_paper": "证件",
    "plan": "工作计划",
    "plan_item": "计划项",
    "plan_occurrence": "计划日期",
    "posting": "派驻",
    "posting_goal": "派驻目标",
    "report": "月报",
    "report_remark": "差异说明",
    "report_step": "月报流转",
    "sign_off": "签字盖章",
    "stay": "驻点时段",
    "training": "进修",
    "unit": "单位",
    "unit_alias": "单位简称",
    "unit_contact": "单位联系人",
    "unit_department": "科室",
    "unit_year": "单位年度数据",
}

_NAMES = {"agreement": "title", "letter": "title", "plan": "title"}
_NAMED = frozenset({"agreement", "batch", "development", "letter", "person", "plan", "unit"})


def called(execute: object, table: str, key: bytes) -> str:
    """A record as a sentence names it: ``人员“张灵”``, or its table's label when it has no name of its own."""
    label = TABLE_LABELS.get(table, table)
    if table not in _NAMED:
        return label
    column = _NAMES.get(table, "name")
    row = execute(f"SELECT {column} FROM {table} WHERE id = ?", (key,)).fetchone()  # type: ignore[operator]
    return f"{label}“{row[0]}”" if row and row[0] else label
