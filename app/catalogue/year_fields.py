"""The fields of the office's year beside the ledger: mentoring, agreements, letters, trainings, duty checks.

They serve the letters and certificates (snapshots of :mod:`app.operations.letters`) and the table 师带徒名单.
Child lists (``mentorship.steps``) travel in :attr:`app.forms.snapshot.Snapshot.lists` by their path, each row with the paths
of its columns (``step.month``); as a value of its own such a path holds the rows as text, one record a line.
"""

from __future__ import annotations

from app.catalogue.field import Field
from app.catalogue.mentoring import RESULTS
from app.catalogue.work import WORKS

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
    Field("mentorship.start", "帮带开始", "date", ("开始", "开始时间", "开始日期"), owner="office"),
    Field("mentorship.end", "帮带结束", "date", ("结束", "结束时间", "结束日期"), owner="office"),
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

AGREEMENT = (
    Field("agreement.number", "协议编号", owner="office"),
    Field("agreement.kind", "协议种类", owner="office"),
    Field("agreement.title", "协议名称", owner="office"),
    Field("agreement.department", "协议科室", owner="office"),
    Field("agreement.party_a", "甲方", owner="office"),
    Field("agreement.party_b", "乙方", owner="office"),
    Field("agreement.party_c", "丙方", owner="office"),
    Field("agreement.representative_a", "甲方代表", owner="office"),
    Field("agreement.representative_b", "乙方代表", owner="office"),
    Field("agreement.representative_c", "丙方代表", owner="office"),
    Field("agreement.government", "县级人民政府", owner="office"),
    Field("agreement.supporting", "支援方", owner="office"),
    Field("agreement.receiving", "受援方", owner="office"),
    Field("agreement.signed_on", "协议签订日期", "date", owner="office"),
    Field("agreement.start", "协议开始", "date", owner="office"),
    Field("agreement.end", "协议结束", "date", owner="office"),
    Field("agreement.term", "协议期限", "term", owner="office"),
    Field("agreement.overall_goal", "总体目标", "text", owner="office"),
    Field("agreement.source_document", "协议依据", owner="office"),
    Field("agreement.note", "协议备注", "text", owner="office"),
    Field("agreement.tasks", "年度任务", "lines", owner="office"),
    Field("task.year", "任务年度", owner="office"),
    Field("task.content", "任务", "text", owner="office"),
    Field("task.indicator", "指标", owner="office"),
    Field("task.target", "任务目标数", owner="office"),
    Field("task.done", "任务完成数", owner="office"),
)
"""责任书 and 协议 (national-2016 三（一）); ``task.*`` are the columns of ``agreement.tasks``."""

STEPS = (
    Field("step.month", "步骤月份", "month", owner="office"),
    Field("step.content", "步骤内容", "text", owner="office"),
    Field("step.form", "步骤方式", owner="office"),
    Field("step.done_on", "步骤完成日期", "date", owner="office"),
    Field("step.note", "步骤记录", "text", owner="office"),
)
"""Columns of ``mentorship.steps``."""

POSTED = (
    Field("posted.unit", "派驻单位", owner="office"),
    Field("posted.supporting_unit", "派驻的派出单位", owner="office"),
    Field("posted.goals", "目标与计数任务", "lines", owner="office"),
    Field("goal.text", "目标内容", "text", owner="office"),
    Field("goal.measure", "目标计数项", owner="office"),
    Field("goal.target", "目标计数", owner="office"),
    Field("goal.due", "目标完成时间", "date", owner="office"),
    Field("goal.done", "目标完成数", owner="office"),
    Field("goal.result", "目标评定", owner="office"),
    Field("goal.judged_on", "目标评定日期", "date", owner="office"),
    Field("replacement.name", "原队员", owner="office"),
    Field("replacement.sex", "原队员性别", owner="office"),
    Field("replacement.title", "原队员职称", owner="office"),
    Field("replacement.department", "原队员科室", owner="office"),
    Field("replacement.term", "原派驻时间", "term", owner="office"),
    Field("replacement.reason", "更换原因", "text", owner="office"),
    Field("replacement.start", "更换日期", "date", owner="office"),
    Field("replacement.approved_by_unit", "单位领导批准", "text", owner="sending"),
    Field("replacement.approved_by_bureau", "卫生健康行政部门批准", "text", owner="bureau"),
    Field("duty.period", "考核时段", owner="sending"),
    Field("duty.attendance", "出勤情况", "text", owner="sending"),
    Field("duty.work", "履职工作", "text", owner="sending"),
    Field("duty.conduct", "工作作风", "text", owner="sending"),
    Field("duty.score", "考核得分", "number", owner="sending"),
    Field("duty.opinion", "履职考核意见", "text", owner="sending"),
    Field("duty.result", "履职考核结果", owner="sending"),
    Field("duty.checked_on", "履职考核日期", "date", owner="sending"),
    Field("allowance.start", "补贴自", "date", owner="office"),
    Field("allowance.end", "补贴至", "date", owner="office"),
    Field("allowance.term", "补贴时段", "term", owner="office"),
    Field("allowance.days", "补贴天数", "number", owner="office"),
    Field("allowance.rate", "每天补贴", "number", unit="元", owner="office"),
    Field("allowance.amount", "补贴金额", "number", unit="元", owner="office"),
    Field("allowance.paid_on", "补贴发放日期", "date", owner="office"),
    Field("allowance.note", "补贴备注", owner="office"),
    Field("allowance.signature", "领款人签字", owner="office"),
)
"""What belongs to postings; ``goal.*`` are the columns of ``posted.goals``."""

EXPERIENCE = (
    Field("experience.periods", "对口支援经历", "lines", owner="office"),
    Field("experience.count", "支援次数", "number", owner="office"),
    Field("experience.days", "支援天数", "number", owner="office"),
    Field("experience.from", "经历起", "date", owner="office"),
    Field("experience.to", "经历止", "date", owner="office"),
    Field("period.unit", "经历单位", owner="office"),
    Field("period.department", "经历科室", owner="office"),
    Field("period.start", "经历开始", "date", owner="office"),
    Field("period.end", "经历结束", "date", owner="office"),
    Field("period.term", "经历起止", "term", owner="office"),
    Field("period.days", "经历天数", "number", owner="office"),
    Field("period.duty", "经历职责", owner="office"),
)
"""对口支援经历证明; ``period.*`` are the columns of ``experience.periods``."""

SERVICE = (
    Field("period.calendar", "经历派驻天数", owner="office"),
    Field("period.leave", "经历请假天数", owner="office"),
    Field("service.as_of", "时段截至", "date", owner="office"),
    Field("service.periods", "支援时段", "lines", owner="office"),
    Field("service.years", "各年支援天数", "lines", owner="office"),
    Field("service.days", "支援时段派驻天数", owner="office"),
    Field("service.leave", "支援时段请假天数", owner="office"),
    Field("service.on_site", "支援时段在岗天数", owner="office"),
    Field("service.months", "支援时段整月数", owner="office"),
    Field("service.in_months", "在岗天数折合月数", owner="office"),
    Field("service.remarks", "支援时段说明", "text", owner="office"),
    Field("served.year", "支援年度", owner="office"),
    Field("served.days", "支援年度派驻天数", owner="office"),
    Field("served.on_site", "支援年度在岗天数", owner="office"),
)
"""支援时段与天数; ``period.*`` are the columns of ``service.periods`` too, ``served.*`` those of ``service.years``."""

BUNDLE = (
    Field("bundle.made_on", "材料汇编日期", "date", owner="office"),
    Field("bundle.pages", "材料总页数", owner="office"),
    Field("bundle.parts", "材料目录", "lines", owner="office"),
    Field("bundle.missing", "缺少的材料", "lines", owner="office"),
    Field("bundle.works", "帮扶工作合计", "lines", owner="office"),
    Field("bundle.built", "培育项目明细", "lines", owner="office"),
    Field("bundle.mentees", "帮带对象名单", "lines", owner="office"),
    Field("bundle.said", "材料说明", "text", owner="office"),
    Field("part.number", "材料序号", owner="office"),
    Field("part.title", "材料名称", owner="office"),
    Field("part.note", "材料备注", owner="office"),
    Field("part.page", "材料页码", owner="office"),
    Field("lack.title", "缺少的一项", owner="office"),
    Field("lack.reason", "缺少的原因", owner="office"),
    Field("built.kind", "培育项目种类", owner="office"),
    Field("built.name", "培育项目名称", owner="office"),
    Field("built.unit", "培育项目单位", owner="office"),
    Field("built.began", "培育项目开始", "date", owner="office"),
    Field("built.state", "培育项目状态", owner="office"),
)
"""晋升材料包: its contents page and the lists within."""

LETTER = (
    Field("letter.number", "文号", owner="office"),
    Field("letter.title", "文书标题", owner="office"),
    Field("letter.issued_on", "出具日期", "date", owner="office"),
    Field("letter.unit", "出具单位", owner="office"),
    Field("letter.note", "文书备注", "text", owner="office"),
)

_YEARLY = {
    "year": "年度", "unit": "报告单位", "postings": "派驻人次", "people": "派驻人数", "supporting_units": "派出单位数",
    "receiving_units": "受援单位数", "days": "在岗天数", "mentees": "帮带人数", "mentees_new": "新签帮带人数",
    "certificates": "发证人数", "trainees": "进修人数", "contacts": "沟通交流次数", "agreements": "签订责任书、协议数",
    "specialties": "特色科室数", "techniques": "适宜技术数", "services": "服务项目数", "rules": "制度数",
}  # fmt: skip
YEARLY = (
    *(Field(f"yearly.{name}", label, owner="office") for name, label in _YEARLY.items()),
    Field("yearly.text", "年度工作综述", "text", owner="office"),
    Field("yearly.problems", "存在问题", "text", owner="office"),
    Field("yearly.next", "下一年打算", "text", owner="office"),
    Field("yearly.works", "年度工作量", "lines", owner="office"),
    Field("yearly.units", "年度受援单位", "lines", owner="office"),
    *(
        Field(f"yearly.{work.code}", f"年度{work.label}", "number", unit=work.unit, owner="office")
        for work in WORKS.values()
    ),
    Field("figure.label", "工作", owner="office"),
    Field("figure.amount", "工作数量", owner="office"),
    Field("figure.unit", "计量单位", owner="office"),
    Field("figure.records", "记录数", owner="office"),
    Field("receiving.name", "受援单位名称", owner="office"),
    Field("receiving.people", "派驻人数（单位）", owner="office"),
    Field("receiving.outpatients", "诊疗人次（单位）", owner="office"),
    Field("receiving.lectures", "讲座次数（单位）", owner="office"),
    Field("receiving.rounds", "查房次数（单位）", owner="office"),
    Field("receiving.mentees", "帮带人数（单位）", owner="office"),
)
"""年度总结报告; ``figure.*`` are the columns of ``yearly.works``, ``receiving.*`` those of ``yearly.units``."""

REGISTERS = (
    Field("contact.date", "交流日期", "date", owner="office"),
    Field("contact.kind", "交流方式", owner="office"),
    Field("contact.supporting_unit", "交流的支援单位", owner="office"),
    Field("contact.unit", "交流的受援单位", owner="office"),
    Field("contact.level", "参加层级", owner="office"),
    Field("contact.participants", "交流参加人员", "text", owner="office"),
    Field("contact.topic", "交流内容", "text", owner="office"),
    Field("contact.outcome", "交流结果", "text", owner="office"),
    Field("contact.evidence", "交流佐证", owner="office"),
    Field("contact.note", "交流备注", owner="office"),
    Field("training.from_unit", "进修人员单位", owner="office"),
    Field("training.unit", "接收进修单位", owner="office"),
    Field("training.department", "进修科室", owner="office"),
    Field("training.specialty", "进修专业", owner="office"),
    Field("training.term", "进修起止", "term", owner="office"),
    Field("training.returned_on", "返回日期", "date", owner="office"),
    Field("training.free", "免进修费", "yesno", owner="office"),
    Field("training.result", "结业情况", owner="office"),
    Field("training.note", "进修备注", owner="office"),
    Field("five.batch", "五个一批次", owner="office"),
    Field("five.item", "五个一项目", owner="office"),
    Field("five.text", "五个一完成情况", "text", owner="office"),
    Field("five.person", "五个一承担人", owner="office"),
    Field("five.done_on", "五个一完成日期", "date", owner="office"),
    Field("five.evidence", "五个一佐证", owner="office"),
)
"""Columns of the registers' papers (:mod:`app.operations.register_papers`)."""

YEAR = (
    *MENTORSHIP,
    *STEPS,
    *AGREEMENT,
    *POSTED,
    *EXPERIENCE,
    *SERVICE,
    *BUNDLE,
    *LETTER,
    *YEARLY,
    *REGISTERS,
)
