"""The fields of the office's year beside the ledger: mentoring, agreements, letters, trainings, duty checks.

They serve the letters and certificates (snapshots of :mod:`app.operations.letters`) and the table 师带徒名单.
Child lists (``mentorship.steps``) are ``lines``: one record a line. See there how their columns are parted.
"""

from __future__ import annotations

from app.catalogue.field import Field
from app.catalogue.mentoring import RESULTS

MENTORSHIP = (
    Field("mentorship.number", "编号", "line", ("协议编号",), owner="office"),
    Field("mentorship.mentor", "导师", "line", ("带教老师", "指导老师", "师父", "带教导师", "导师姓名", "支援队员", "帮带老师", "指导教师"), owner="office"),
    Field("mentorship.mentor_unit", "导师单位", "line", ("派出单位", "支援单位", "支援医院"), owner="office"),
    Field("mentorship.mentor_department", "导师科室", "line", owner="office"),
    Field("mentorship.mentor_title", "导师职称", "line", owner="office"),
    Field("mentorship.mentee", "帮带对象", "line", ("徒弟", "学员", "帮带对象姓名", "被帮带人", "带教对象", "徒弟姓名", "培养对象"), owner="receiving"),
    Field("mentorship.mentee_unit", "受援单位", "line", ("帮带对象单位", "受援医院", "受援卫生院", "学员单位", "单位"), owner="receiving"),
    Field("mentorship.mentee_department", "科室", "line", ("帮带对象科室", "受援科室", "所在科室", "帮带科室"), owner="receiving"),
    Field("mentorship.mentee_title", "职称", "line", ("帮带对象职称", "学员职称", "专业技术职务"), owner="receiving"),
    Field("mentorship.mentee_sex", "性别", "choice", ("帮带对象性别",), ("男", "女"), owner="receiving"),
    Field("mentorship.specialty", "专业", "line", ("帮带专业", "学习专业"), owner="office"),
    Field("mentorship.signed_on", "签订日期", "date", ("签约日期", "签订时间", "协议日期"), owner="office"),
    Field("mentorship.start", "帮带开始", "date", ("开始时间", "开始日期"), owner="office"),
    Field("mentorship.end", "帮带结束", "date", ("结束时间", "结束日期"), owner="office"),
    Field("mentorship.term", "帮带起止时间", "term", ("帮带时间", "起止时间", "帮带期限", "期限", "起止日期"), owner="office"),
    Field("mentorship.goals", "帮带目标", "text", ("目标", "培养目标"), owner="office"),
    Field("mentorship.contents", "帮带内容", "text", ("内容", "帮带方式", "带教内容"), owner="office"),
    Field("mentorship.notes", "备注", "text", ("说明", "理由"), owner="office"),
    Field("mentorship.steps", "帮带计划", "lines", owner="office"),
    Field("mentorship.assessment", "考核意见", "text", owner="office"),
    Field("mentorship.assessed_on", "考核日期", "date", ("考核时间",), owner="office"),
    Field("mentorship.assessor", "考核人", "line", owner="office"),
    Field("mentorship.result", "考核结果", "choice", ("考核等次", "结果"), RESULTS, owner="office"),
    Field("mentorship.certificate_number", "证书编号", "line", owner="office"),
    Field("mentorship.certified_on", "发证日期", "date", owner="office"),
)  # fmt: skip
"""师带徒 (sichuan-2017-122 二（三）)."""

YEAR = (*MENTORSHIP,)
