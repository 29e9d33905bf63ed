"""Invented documents for tests of the papers: one snapshot for each of the six subjects."""

from __future__ import annotations

import struct
import zlib

from app.catalogue.fields import Value
from app.forms.snapshot import Snapshot


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x80\x90\xa0"))
        + chunk(b"IEND", b"")
    )


PHOTO = _png()
CAREER = "\n".join(
    (
        "1998.09-2003.07　在医科大学临床医学专业学习（本科）",
        "2003.08-2008.06　在渝北区中医院骨科任住院医师",
        "2008.07-2013.12　在渝北区中医院骨科任主治医师，其间在上级医院进修关节外科一年（2010.03—2011.03），被评为“优秀学员”；",
        "2014.01至今　在渝北区中医院骨科任副主任医师、科副主任",
    )
)
PERSON: dict[str, Value] = {
    "person.name": "张䶮",
    "person.sex": "男",
    "person.birth": "1980-05-17",
    "person.ethnicity": "汉族",
    "person.party": "中共党员",
    "person.education": "本科",
    "person.degree": "学士",
    "person.work_start": "2003-08",
    "person.school": "医科大学",
    "person.graduated": "2003-07",
    "person.major": "临床医学",
    "person.unit": "渝北区中医院",
    "person.duty": "骨科副主任",
    "person.title": "副主任医师",
    "person.title_since": "2014-01",
    "person.specialty": "骨科",
    "person.specialty_since": "2003-08",
    "person.id_number": "519901198005170018",
    "person.office_phone": "023-60000000",
    "person.mobile": "13800000201",
    "person.im": "zy_2021",
    "person.career": CAREER,
    "person.photo": PHOTO,
    "enrolment.receiving_unit": "云阳县蔈草镇卫生院",
    "enrolment.receiving_department": "骨科",
    "enrolment.recommended": True,
    "enrolment.leader_post": "业务副院长",
    "enrolment.unit_opinion": "同意推荐。",
    "enrolment.unit_opinion_date": "2018-03-20",
    "posting.term": "2021-05-01/2021-10-31",
    "posting.main_task": "开展骨科门诊、教学查房和手术带教，推广适宜技术。",
    "appraisal.summary": "半年来开展门诊、查房、带教，所定任务全部完成。\n建立了骨科专科门诊，推广适宜技术2项。",
    "appraisal.receiving_unit_opinion": "工作认真负责，考核优秀。",
    "appraisal.receiving_unit_date": "2021-11-02",
    "appraisal.receiving_bureau_opinion": "同意。",
    "appraisal.receiving_bureau_date": "2021-11-05",
    "appraisal.sending_unit_opinion": "同意。",
}
REPORT: dict[str, Value] = {
    "report.team": "渝北区中医院",
    "report.receiving_unit": "云阳县蔈草镇卫生院",
    "report.month": "2021-05",
    "report.outpatients": "326",
    "report.operations": "12",
    "report.specialties": "1/骨科",
    "report.other": "义诊2次，接诊群众180人次。",
}
_ROSTER = (
    (
        "渝北区中医院",
        "云阳县江口镇中心卫生院",
        "秦若兰：13800000101",
        "张䶮",
        "男",
        "主治医师",
        "骨科",
        "13800000201",
    ),
    (
        "渝北区中医院",
        "云阳县蔈草镇卫生院",
        "白雪晴：13800000104",
        "许一诺",
        "女",
        "副高",
        "康复科",
        "13800000202",
    ),
    (
        "渝北区人民医院",
        "云阳县蔈草镇卫生院",
        "白雪晴：13800000104",
        "阿依古丽·买买提",
        "女",
        "主治医师",
        "眼科",
        "13800000209",
    ),
)
_ROSTER_FIELDS = (
    "pairing.supporting_unit",
    "pairing.receiving_unit",
    "pairing.receiving_contact",
    "person.name",
    "person.sex",
    "person.title",
    "person.department",
    "person.mobile",
)
ROSTER: list[dict[str, Value]] = [
    {**dict(zip(_ROSTER_FIELDS, row, strict=True)), "posting.term": "2021-05-01/2021-10-31"}
    for row in _ROSTER
]
_ALLOCATION = (
    ("中央、省属", "华西医院", "省属", "省第四人民医院", "省属薄弱", False),
    ("中央、省属", "华西医院", "资阳市", "资阳市第一人民医院", "市属薄弱", True),
    ("中央、省属", "省第二人民医院", "资阳市", "资阳市人民医院", "市属薄弱", False),
    ("资阳市", "资阳市第一人民医院", "凉山州", "冕宁县人民医院", "民族县", False),
)
_ALLOCATION_FIELDS = (
    "pairing.supporting_region",
    "pairing.supporting_unit",
    "pairing.receiving_region",
    "pairing.receiving_unit",
    "pairing.receiving_class",
    "pairing.managed",
)
ALLOCATION: list[dict[str, Value]] = [dict(zip(_ALLOCATION_FIELDS, row, strict=True)) for row in _ALLOCATION]
_PLAN = (
    ("2017年（协调、启动）", "1", "制订实施方案，成立领导小组和工作办公室", "7月", "外联办", "院办、医务科"),
    (
        "2017年（协调、启动）",
        "2",
        "接收第一批进修人员",
        "9月",
        "科教科",
        "院办、医务科、护理部、总务科、保卫科",
    ),
    ("2018年—2022年（深入推进）", "3", "每年派出2—3名专业人员示范带教", "每年3月和9月", "医务", "人事"),
)
_PLAN_FIELDS = ("plan.period", "plan.number", "plan.goal", "plan.due_text", "plan.lead", "plan.cooperating")
PLAN: list[dict[str, Value]] = [dict(zip(_PLAN_FIELDS, row, strict=True)) for row in _PLAN]

SAMPLES: dict[str, Snapshot] = {
    "enrolment": Snapshot(PERSON, name="张䶮"),
    "appraisal": Snapshot(PERSON, name="张䶮"),
    "report": Snapshot(REPORT, name="渝北区中医院"),
    "roster": Snapshot({}, rows=ROSTER),
    "allocation": Snapshot({}, rows=ALLOCATION),
    "plan": Snapshot({}, rows=PLAN),
}
