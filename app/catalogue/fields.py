"""The fields of the trade: one place that says what a value is called, what kind it is and who owns it.

A field's ``path`` is the key by which editions, workbooks, imports and snapshots speak of a value
(``person.name``). Values travel as *snapshots*, ``{path: value}``, of these canonical forms:

=========  ======================================================================================
kind       canonical value
=========  ======================================================================================
line       text on one line
text       text with ``\\n`` for line breaks
lines      text, one record a line (career lines)
month      partial ISO date ``1980``, ``1980-05`` or ``1980-05-17``; or the text as typed
date       partial ISO date as above; or the text as typed
term       ``2021-05-01/2021-10-31``, either side may be empty; or the text as typed
choice     text, usually one of ``choices`` (other text is kept and remarked on)
yesno      ``True``, ``False`` or ``None`` when not told; printed 是 / 否 / empty
number     text of a number as typed
id_number  text, upper-case X
phone      text
photo      image bytes (JPEG or PNG), or ``None``
=========  ======================================================================================
"""

from __future__ import annotations

from app.catalogue.field import Composite, Field, Kind, Owner, Value
from app.catalogue.ledger_fields import LEDGER
from app.catalogue.year_fields import YEAR

__all__ = [
    "BY_SIGNERS",
    "COMPOSITES",
    "FIELDS",
    "FREE",
    "Composite",
    "Field",
    "Kind",
    "Owner",
    "Value",
    "field_of",
    "label_of",
]

SEX = ("男", "女")
PARTY = (
    "中共党员",
    "中共预备党员",
    "共青团员",
    "民革党员",
    "民盟盟员",
    "民建会员",
    "民进会员",
    "农工党党员",
    "致公党党员",
    "九三学社社员",
    "台盟盟员",
    "无党派人士",
    "群众",
)
EDUCATION = ("中专", "大专", "本科", "硕士研究生", "博士研究生")
DEGREE = ("学士", "硕士", "博士", "无")
TITLES = (
    "主任医师", "副主任医师", "主治医师", "住院医师", "主任中医师", "副主任中医师", "主治中医师", "中医师",
    "主任护师", "副主任护师", "主管护师", "护师", "护士", "主任技师", "副主任技师", "主管技师", "技师",
    "主任药师", "副主任药师", "主管药师", "药师", "正高", "副高", "中级", "初级",
)  # fmt: skip
MODES = ("驻点", "间隔去", "分段驻")
FORMS_OF_HELP = ("对口支援", "组团式", "整体托管", "医联体", "挂牌分院")
CLASSES = ("省属薄弱", "市属薄弱", "县属薄弱", "民族县", "民族待遇县", "肿瘤防治重点县")

_PERSON = (
    Field("person.name", "姓名", synonyms=("队员姓名", "人员姓名", "支援人员姓名", "医师姓名", "支援人员", "支医人员", "派出人员姓名")),
    Field("person.sex", "性别", "choice", choices=SEX),
    Field("person.birth", "出生年月", "month", ("出生日期", "出生时间", "生日")),
    Field("person.ethnicity", "民族", "line"),
    Field("person.party", "党派", "choice", ("政治面貌",), PARTY),
    Field("person.education", "学历", "choice", ("最高学历", "文化程度"), EDUCATION),
    Field("person.degree", "学位", "choice", ("最高学位",), DEGREE),
    Field("person.major", "所学专业", "line", ("专业",)),
    Field("person.school", "毕业院校", "line", ("毕业学校",)),
    Field("person.graduated", "毕业时间", "month"),
    Field("person.work_start", "参工时间", "month", ("参加工作时间", "工作时间")),
    Field("person.unit", "工作单位", "line", ("派出单位", "所在单位", "派出人员所在单位")),
    Field("person.department", "科室", "line", ("所在科室", "工作科室")),
    Field("person.duty", "职务", "line", ("行政职务",)),
    Field("person.title", "职称", "choice", ("现任专业技术职务", "专业技术职务", "技术职称", "专业技术职称"), TITLES),
    Field("person.title_since", "聘任时间", "month", ("职称聘任时间",)),
    Field("person.specialty", "现从事专业", "line", ("从事专业",)),
    Field("person.specialty_since", "从事现专业时间", "month"),
    Field("person.paper_kind", "证件类型", "choice", ("证件种类",), ("身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "港澳台居民居住证", "外国人永久居留身份证")),
    Field("person.id_number", "身份证号码", "id_number", ("身份证号", "身份证", "证件号码", "公民身份号码"), sensitive=True),
    Field("person.office_phone", "办公电话", "phone", ("单位电话",)),
    Field("person.mobile", "移动电话", "phone", ("联系方式", "手机", "手机号", "手机号码", "联系电话", "电话"), sensitive=True),
    Field("person.im", "QQ/微信", "line", ("QQ", "微信", "微信号", "QQ号")),
    Field("person.photo", "照片", "photo", ("相片", "免冠照片")),
    Field("person.career", "个人简历", "lines", ("简历", "工作简历", "主要简历")),
    Field("person.note", "备注", "text", owner="office"),
)  # fmt: skip

_ENROLMENT = (
    Field("enrolment.receiving_unit", "对口支援单位", "line", ("受援单位", "受援单位名称", "受援医院", "受援医院名称", "受援卫生院", "受援卫生院名称", "受援机构", "受援机构名称"), owner="sending"),
    Field("enrolment.receiving_department", "对口支援科室", "line", ("受援科室",), owner="sending"),
    Field("enrolment.batch", "批次", "line", ("派出批次",), owner="office"),
    Field("enrolment.recommended", "是否推荐担任受援单位（科室）领导职务", "yesno", owner="sending"),
    Field("enrolment.leader_post", "具体担任何领导职务", "line", owner="sending"),
    Field("enrolment.unit_opinion", "单位意见", "text", owner="sending"),
    Field("enrolment.unit_opinion_date", "单位意见日期", "date", owner="sending"),
)  # fmt: skip

_POSTING = (
    Field("posting.term", "支援时间", "term", ("对口支援起止时间", "起止时间", "支援起止时间", "帮扶时间", "支援期限", "派驻时间", "派驻起止时间"), owner="office"),
    Field("posting.start", "到岗日期", "date", ("开始时间", "开始日期", "起始时间"), owner="office"),
    Field("posting.end", "离岗日期", "date", ("结束时间", "结束日期", "截止时间"), owner="office"),
    Field("posting.department", "派驻科室", "line", owner="office"),
    Field("posting.mode", "派驻方式", "choice", ("支援方式",), MODES, owner="office"),
    Field("posting.duty", "派驻职责", "line", owner="office"),
    Field("posting.post", "挂任职务", "line", ("挂职职务",), owner="office"),
    Field("posting.main_task", "对口支援主要任务", "text", ("主要任务",)),
    Field("posting.subsidised", "财政补助", "yesno", owner="office"),
)  # fmt: skip

_APPRAISAL = (
    Field("appraisal.summary", "本人对口支援工作总结", "text", ("工作总结",)),
    Field("appraisal.receiving_unit_opinion", "受援乡镇卫生院考核意见", "text", ("受援单位考核意见",), owner="receiving"),
    Field("appraisal.receiving_unit_date", "受援乡镇卫生院考核日期", "date", owner="receiving"),
    Field("appraisal.receiving_bureau_opinion", "受援区县卫生健康行政部门意见", "text", owner="bureau"),
    Field("appraisal.receiving_bureau_date", "受援区县卫生健康行政部门意见日期", "date", owner="bureau"),
    Field("appraisal.sending_unit_opinion", "派出人员所在单位考核意见", "text", owner="sending"),
    Field("appraisal.sending_unit_date", "派出人员所在单位考核日期", "date", owner="sending"),
    Field("appraisal.sending_bureau_opinion", "派出人员所在区县卫生健康行政部门考核意见", "text", owner="bureau"),
    Field("appraisal.sending_bureau_date", "派出人员所在区县卫生健康行政部门考核日期", "date", owner="bureau"),
)  # fmt: skip

_REPORT = (
    Field("report.team", "支援医疗团队（单位或个人）", "line", ("支援医疗团队",), owner="sending"),
    Field("report.receiving_unit", "受援乡镇卫生院", "line", owner="receiving"),
    Field("report.month", "月份", "month", ("统计月份",), owner="receiving"),
    Field("report.outpatients", "诊疗病人", "number", unit="人次", owner="receiving"),
    Field("report.operations", "开展手术", "number", unit="例", owner="receiving"),
    Field("report.rounds", "教学查房", "number", unit="次", owner="receiving"),
    Field("report.tours", "巡回诊疗", "number", unit="次", owner="receiving"),
    Field("report.lectures", "开展讲座", "number", unit="次", owner="receiving"),
    Field("report.trained", "培训人数", "number", unit="人次", owner="receiving"),
    Field("report.specialties", "建设特色科室", "line", unit="个/特色科室名称", owner="receiving"),
    Field("report.techniques", "培育适宜技术", "number", unit="项", owner="receiving"),
    Field("report.rules_made", "建立完善相关制度", "number", unit="项", owner="receiving"),
    Field("report.health_education", "开展健康教育宣传", "number", unit="次", owner="receiving"),
    Field("report.donations", "援助设备、药品等", "number", unit="万元", owner="receiving"),
    Field("report.other", "开展的其它项目", "text", owner="receiving"),
)  # fmt: skip

_PAIRING = (
    Field("pairing.supporting_region", "支援地区（部门）", "line", ("支援地区", "支援市州"), owner="office"),
    Field("pairing.supporting_unit", "支援单位名称", "line", ("支援医院名称", "支援单位", "支援医院", "派出单位名称"), owner="office"),
    Field("pairing.receiving_region", "受援市州", "line", ("受援地区", "受援区县"), owner="office"),
    Field("pairing.receiving_unit", "受援医院名称", "line", ("受援单位名称", "受援单位", "受援医院", "受援卫生院名称"), owner="office"),
    Field("pairing.receiving_class", "受援县或单位类别", "choice", ("单位类别", "受援单位类别"), CLASSES, owner="office"),
    Field("pairing.receiving_contact", "受援卫生院联系电话", "line", ("受援单位联系电话", "受援单位联系人", "受援医院联系电话"), owner="office"),
    Field("pairing.form", "帮扶形式", "choice", ("支援形式",), FORMS_OF_HELP, owner="office"),
    Field("pairing.managed", "托管", "yesno", owner="office"),
    Field("pairing.department", "受援科室", "line", owner="office"),
)  # fmt: skip

_PLAN = (
    Field("plan.period", "时期", "line", ("阶段", "年度"), owner="office"),
    Field("plan.number", "序号", "number", owner="office"),
    Field("plan.goal", "主要工作计划及目标要求", "text", ("工作计划", "工作内容", "主要工作计划"), owner="office"),
    Field("plan.due_text", "完成时间", "line", ("时间要求", "完成时限"), owner="office"),
    Field("plan.due", "到期日", "date", owner="office"),
    Field("plan.lead", "牵头科室", "line", ("责任科室", "牵头部门"), owner="office"),
    Field("plan.cooperating", "配合科室", "line", ("配合部门", "协办科室"), owner="office"),
)  # fmt: skip

FIELDS: dict[str, Field] = {
    field.path: field
    for group in (_PERSON, _ENROLMENT, _POSTING, _APPRAISAL, _REPORT, _PAIRING, _PLAN, LEDGER, YEAR)
    for field in group
}

BY_SIGNERS = frozenset(
    path
    for path in FIELDS
    if path.endswith(("_opinion", "_opinion_date")) or f"{path[:-5]}_opinion" in FIELDS
)
"""Opinions and their dates: usually written by hand on the printed paper and typed afterwards."""

COMPOSITES: dict[str, Composite] = {
    composite.path: composite
    for composite in (
        Composite(
            "person.unit_duty_title",
            "工作单位及职务/职称",
            ("person.unit", "person.duty", "person.title"),
            ("工作单位及职务、职称", "工作单位及职务职称"),
        ),
        Composite(
            "person.mobile_im",
            "移动电话、QQ/微信",
            ("person.mobile", "person.im"),
            ("移动电话及QQ/微信", "移动电话、QQ、微信"),
        ),
        Composite(
            "enrolment.receiving",
            "对口支援单位(科室)",
            ("enrolment.receiving_unit", "enrolment.receiving_department"),
            ("对口支援单位（科室）", "受援单位（科室）"),
        ),
    )
}


FREE = "free."
"""Paths of free fields, which an office's own edition asks for and no other record keeps: ``free.开放床位``."""


def field_of(path: str) -> Field | None:
    """The field of a path; a free field is called what its path says. None for composites and unknown paths."""
    known = FIELDS.get(path)
    if known is None and path.startswith(FREE) and len(path) > len(FREE):
        return Field(path, path[len(FREE) :], "text", owner="office")
    return known


def label_of(path: str) -> str:
    """The screen's name of a field or composite; the path itself when the catalogue does not know it."""
    known = field_of(path) or COMPOSITES.get(path)
    return known.label if known else path
