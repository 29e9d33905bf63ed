"""The fields of an entry of the ledger 帮扶工作台账, and one for each kind of work where a table has a column for each."""

from __future__ import annotations

from app.catalogue.field import Field
from app.catalogue.work import WORKS

_ENTRY = (
    Field("activity.date", "日期", "date", ("工作日期", "时间", "开展时间", "活动时间", "活动日期", "月份", "年月", "统计月份"), owner="receiving"),
    Field("activity.unit", "受援单位", "line", ("受援卫生院", "受援医院", "单位", "地点", "受援机构"), owner="receiving"),
    Field("activity.person", "人员", "line", ("姓名", "支援人员", "支医人员", "队员", "支援队员", "队员姓名", "医师", "开展人"), owner="receiving"),
    Field("activity.supporting_unit", "派出单位", "line", ("支援单位", "支援医院", "派出医院", "支援医疗团队", "团队"), owner="receiving"),
    Field("activity.kind", "工作类别", "line", ("类别", "工作类型", "类型", "工作内容", "项目", "帮扶内容", "工作项目", "帮扶工作"), owner="receiving"),
    Field("activity.amount", "数量", "line", ("工作量", "次数", "数", "例数", "人次", "完成数", "帮扶结果", "金额"), owner="receiving"),
    Field("activity.people", "人数", "line", ("参加人数", "听课人数", "培训人数", "受众人数", "参与人数"), owner="receiving"),
    Field("activity.mode", "方式", "line", ("开展方式", "形式", "线上线下"), owner="receiving"),
    Field("activity.department", "科室", "line", ("受援科室", "所在科室", "开展科室"), owner="receiving"),
    Field("activity.topic", "主题", "line", ("题目", "名称", "具体内容", "内容", "讲座题目", "活动主题"), owner="receiving"),
    Field("activity.audience", "对象", "line", ("参加对象", "听课对象", "培训对象", "服务对象"), owner="receiving"),
    Field("activity.evidence", "佐证", "line", ("佐证材料", "证明材料", "附件", "材料"), owner="receiving"),
    Field("activity.reason", "原因", "line", ("补记原因", "情况说明"), owner="receiving"),
    Field("activity.note", "备注", "line", ("说明",), owner="receiving"),
)  # fmt: skip
_FIGURES = tuple(
    Field(f"work.{work.code}", work.label, "line", work.synonyms, unit=work.unit, owner="receiving")
    for work in WORKS.values()
)
LEDGER = (*_ENTRY, *_FIGURES)
