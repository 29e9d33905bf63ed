"""The heads by which each kind of table calls its columns: the catalogue's labels and synonyms, and what is said around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, get_args

from app.catalogue.fields import COMPOSITES, FIELDS
from app.catalogue.names import fold_characters

TableKind = Literal["roster", "allocation", "plan", "people", "activities", "mentees"]
KINDS: tuple[TableKind, ...] = get_args(TableKind)
REQUIRED: Mapping[TableKind, tuple[str, ...]] = {
    "roster": ("person.name", "pairing.supporting_unit"),
    "allocation": ("pairing.supporting_unit", "pairing.receiving_unit"),
    "plan": ("plan.goal",),
    "people": ("person.name",),
    "activities": ("activity.date",),
    "mentees": ("mentorship.mentor", "mentorship.mentee"),
}
KEY: Mapping[TableKind, str] = {
    "roster": "person.name", "allocation": "pairing.receiving_unit", "plan": "plan.goal", "people": "person.name",
    "activities": "activity.date", "mentees": "mentorship.mentee",
}  # fmt: skip
"""The column that every real row fills in; notes and signatures leave it empty."""

_PEOPLE = tuple(
    path for path in FIELDS if path.startswith("person.") and path not in ("person.unit", "person.photo")
)
_ENROLMENT = (
    "enrolment.receiving_department",
    "enrolment.batch",
    "enrolment.recommended",
    "enrolment.leader_post",
)
_NOT_OF_MENTEES = ("mentorship.steps", "mentorship.certificate_number", "mentorship.certified_on")
_POSTING = tuple(path for path in FIELDS if path.startswith("posting."))
PATHS: Mapping[TableKind, tuple[str, ...]] = {
    "roster": (
        "pairing.supporting_unit", "pairing.receiving_unit", "pairing.receiving_contact", "pairing.form",
        *_ENROLMENT, *_POSTING, "person.mobile_im", *_PEOPLE,
    ),
    "allocation": tuple(path for path in FIELDS if path.startswith("pairing.")),
    "plan": tuple(path for path in FIELDS if path.startswith("plan.")),
    "people": (
        "person.unit", "enrolment.receiving_unit", *_ENROLMENT, *_POSTING,
        "person.unit_duty_title", "person.mobile_im", "enrolment.receiving", *_PEOPLE,
    ),
    "mentees": tuple(path for path in FIELDS if path.startswith("mentorship.") and path not in _NOT_OF_MENTEES),
    "activities": tuple(path for path in FIELDS if path.startswith(("activity.", "work."))),
}  # fmt: skip

_SUPPORTING = (
    "支援单位",
    "支援医院",
    "支援机构",
    "派出单位",
    "派出医院",
    "选派单位",
    "选派医院",
    "帮扶医院",
    "支援方",
)
_RECEIVING = (
    "受援单位", "受援医院", "受援卫生院", "受援机构", "受援乡镇卫生院", "受援方", "被帮扶单位", "被帮扶医院",
    "受帮扶单位", "受帮扶医院",
    "派驻单位", "派驻医院", "派驻卫生院", "对口支援单位", "拟支援单位",
)  # fmt: skip
_NAMES = ("", "名称", "全称")
_CONTACTS = (
    "联系电话", "联系人", "联系方式", "电话", "联系人电话", "联系人及电话", "联系人及联系电话", "联系人及联系方式",
    "联系人联系电话", "联系人联系方式", "负责人及电话", "负责人电话", "联系人姓名", "联系人姓名及电话",
)  # fmt: skip


def _pairs(firsts: Iterable[str], seconds: Iterable[str]) -> tuple[str, ...]:
    return tuple(first + second for first in firsts for second in seconds)


_MORE: Mapping[str, tuple[str, ...]] = {
    "pairing.supporting_unit": _pairs(_SUPPORTING, _NAMES),
    "pairing.receiving_unit": _pairs(_RECEIVING, _NAMES),
    "pairing.receiving_contact": _pairs((*_RECEIVING, "卫生院"), _CONTACTS),
    "pairing.supporting_region": ("支援地区部门", "支援区域", "支援方地区"),
    "pairing.receiving_region": ("受援市", "受援州", "受援地", "受援市县"),
    "pairing.receiving_class": ("受援县类别", "受援医院类别", "受援县或单位类型", "类别"),
    "pairing.managed": ("是否托管", "托管关系"),
    "person.unit": (*_pairs(_SUPPORTING, _NAMES), "单位", "单位名称", "工作单位名称", "所在医院"),
    "enrolment.receiving_unit": _pairs(_RECEIVING, _NAMES),
    "enrolment.receiving_department": ("派往科室", "受援医院科室", "受援单位科室"),
    "enrolment.batch": ("批次名称", "第几批"),
    "person.name": ("名字", "支援医师姓名", "支医人员姓名", "人员名单"),
    "person.birth": ("出生年月日", "出生"),
    "person.id_number": ("证件号", "身份证件号码", "居民身份证号码", "居民身份证号"),
    "person.title": ("技术职务", "专业技术资格", "专业职称", "职称名称", "技术资格"),
    "person.mobile": ("移动电话", "手机电话", "本人电话", "个人电话", "人员联系方式", "联系手机", "本人联系方式"),
    "person.department": ("科别", "所在部门", "派出科室", "支援科室", "专业科室"),
    "person.work_start": ("参加工作年月", "工作年月"),
    "person.im": ("QQ号码", "微信号码"),
    "posting.term": ("支援起止日期", "派驻时段", "服务时间", "支医时间", "对口支援时间", "下派时间", "起止日期", "支援时限"),
    "posting.start": ("支援开始时间", "支援时间起", "支援时间开始", "支援时间自", "到岗时间", "派驻开始时间", "开始", "起"),
    "posting.end": ("支援结束时间", "支援时间止", "支援时间结束", "支援时间至", "离岗时间", "派驻结束时间", "结束", "止"),
    "plan.goal": ("工作计划及目标要求", "计划内容", "工作任务", "主要工作", "目标要求"),
    "plan.due_text": ("完成日期", "时间安排", "时间节点"),
    "plan.lead": ("牵头科", "负责科室", "责任部门"),
    "plan.cooperating": ("配合", "协作科室"),
    "plan.period": ("时间阶段",),
    "plan.number": ("编号",),
}  # fmt: skip

_DROPPED = re.compile(r"[\s（）()\[\]【】〔〕/、，,。．.:：;；*＊\"“”'‘’\-—_△★☆]")
_IN_BRACKETS = re.compile(r"[（(\[【〔][^（）()\[\]【】〔〕]*[)）\]】〕]")
_BEFORE = re.compile(
    r"^(?:支援|支医|派出|派驻|下派|帮扶|医疗|卫生|医务|专业|技术|本人|个人|人员|队员|医师|专家|的|有关|情况|基本|信息)+(?=..)"
)
IGNORED_HEADS = frozenset({"序号", "编号", "序", "no", "退回原因", "id", "行号", "顺序", "备注", "说明"})
"""Heads of columns that hold nothing to be kept, unless the kind of table has a field for them."""
REASON_HEAD = "退回原因"


_LONGEST_HEAD = 200
"""Characters of a head that tell it from others; a cell of millions is compared by these."""


def head_key(text: str) -> str:
    """What two spellings of a head share: blanks, line breaks, brackets, punctuation and widths do not count."""
    return _DROPPED.sub("", fold_characters(text[:_LONGEST_HEAD])).casefold()


@cache
def vocabulary(kind: TableKind) -> Mapping[str, str]:
    """Head key → field path for a kind of table. Where two fields share a head, the one named first in PATHS has it."""
    words: dict[str, str] = {}
    for path in PATHS[kind]:
        known = FIELDS.get(path) or COMPOSITES[path]
        words.setdefault(head_key(known.label), path)
    for path in PATHS[kind]:
        known = FIELDS.get(path) or COMPOSITES[path]
        for word in (*known.synonyms, *_MORE.get(path, ())):
            words.setdefault(head_key(word), path)
    return words


@cache
def all_words() -> frozenset[str]:
    """The head keys of every kind of table."""
    return frozenset(word for kind in KINDS for word in vocabulary(kind))


@cache
def vocabulary_of_work() -> frozenset[str]:
    """The head keys that name kinds of work."""
    return frozenset(word for word, path in vocabulary("activities").items() if path.startswith("work."))


def path_of_head(kind: TableKind, group: str, head: str, mapping: Mapping[str, str]) -> str | None:
    """The field that a head (under its group head, '' without one) asks for; '' for one that is known to hold nothing.

    ``mapping`` is what was set by hand, head keys → paths. None when the head is not known.
    """
    words = vocabulary(kind)
    keys = [head_key(group + head), head_key(head)] if group else [head_key(head)]
    for key in keys:
        if key in mapping:
            return mapping[key]
    bare = [head_key(_IN_BRACKETS.sub("", text)) for text in ((group + head, head) if group else (head,))]
    for key in (*keys, *bare):
        if key and key in words:
            return words[key]
    if keys[-1] in IGNORED_HEADS or bare[-1] in IGNORED_HEADS:
        return ""
    short = _BEFORE.sub("", bare[-1])
    return words.get(short)
