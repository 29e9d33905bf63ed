"""What the ledger's tables are called on the screen, for sentences about what stands in the way."""

from __future__ import annotations

TABLE_LABELS = {
    "appraisal": "考核鉴定表",
    "attachment": "附件",
    "batch": "批次",
    "career_line": "简历",
    "enrolment": "报名",
    "opinion": "考核意见",
    "pairing": "对口关系",
    "pairing_department": "科室结对",
    "person": "人员",
    "person_paper": "证件",
    "plan": "工作计划",
    "plan_item": "计划项",
    "posting": "派驻",
    "posting_goal": "派驻目标",
    "report": "月报",
    "stay": "驻点时段",
    "unit": "单位",
    "unit_alias": "单位简称",
    "unit_contact": "单位联系人",
}

_NAMES = {"plan": "title"}
_NAMED = frozenset({"batch", "person", "plan", "unit"})


def called(execute: object, table: str, key: bytes) -> str:
    """A record as a sentence names it: ``人员“张灵”``, or its table's label when it has no name of its own."""
    label = TABLE_LABELS.get(table, table)
    if table not in _NAMED:
        return label
    column = _NAMES.get(table, "name")
    row = execute(f"SELECT {column} FROM {table} WHERE id = ?", (key,)).fetchone()  # type: ignore[operator]
    return f"{label}“{row[0]}”" if row and row[0] else label
