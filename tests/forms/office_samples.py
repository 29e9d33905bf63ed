"""Invented people for the office faces, and Word tables as bureaus send them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from PIL import Image

from app.catalogue.fields import Value
from app.forms.snapshot import Snapshot


def picture(
    width: int = 105, height: int = 147, kind: str = "JPEG", colour: tuple[int, int, int] = (90, 120, 160)
) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, kind)
    return made.getvalue()


PHOTO = picture()

CAREER = """1998.09—2003.06　某某医科大学临床医学专业学习
2003.07—2010.12　渝北区中医院骨科　住院医师
2011.01至今　渝北区中医院骨科主任"""
PERSON: dict[str, Value] = {
    "person.name": "张䶮",
    "person.sex": "男",
    "person.birth": "1980-05",
    "person.ethnicity": "汉族",
    "person.party": "中共党员",
    "person.education": "本科",
    "person.degree": "学士",
    "person.work_start": "2003-07",
    "person.school": "某某医科大学临床医学院",
    "person.graduated": "2003-06",
    "person.unit": "渝北区中医院",
    "person.duty": "骨科主任",
    "person.title": "主治医师",
    "person.specialty_since": "2003-07",
    "person.id_number": "519901198005010014",
    "person.office_phone": "023-67180000",
    "person.mobile": "13800000001",
    "person.im": "wx_zhang",
    "person.photo": PHOTO,
    "person.career": CAREER,
}
ENROLMENT = Snapshot(
    {
        **PERSON,
        "enrolment.receiving_unit": "云阳县蔈草镇卫生院",
        "enrolment.receiving_department": "骨科",
        "enrolment.recommended": True,
        "enrolment.leader_post": "副院长",
        "enrolment.unit_opinion": "同意推荐。",
        "enrolment.unit_opinion_date": "2018-03-05",
    },
    name="张䶮",
)
APPRAISAL = Snapshot(
    {
        **{
            f"person.{name}": PERSON[f"person.{name}"]
            for name in ("name", "sex", "ethnicity", "birth", "education", "unit", "title", "photo")
        },
        "person.major": "临床医学",
        "person.specialty": "骨科",
        "person.title_since": "2012-12",
        "enrolment.receiving_unit": "云阳县蔈草镇卫生院",
        "posting.main_task": "坐诊、教学查房、带教",
        "posting.term": "2021-05-01/2021-10-31",
        "appraisal.summary": "　　半年来认真工作。\n　　" + "开展诊疗和教学查房，" * 60,
        "appraisal.receiving_unit_opinion": "优秀",
        "appraisal.receiving_unit_date": "2021-11-01",
        "appraisal.receiving_bureau_opinion": "",
        "appraisal.receiving_bureau_date": "",
        "appraisal.sending_unit_opinion": "同意\n评为良好",
        "appraisal.sending_unit_date": "2021-11",
        "appraisal.sending_bureau_opinion": "同意",
        "appraisal.sending_bureau_date": "2021-11-03",
    },
    name="张䶮",
)
REPORT = Snapshot(
    {
        "report.team": "渝北区中医院 张䶮",
        "report.receiving_unit": "蔈草镇卫生院",
        "report.month": "2021-05",
        "report.outpatients": "120",
        "report.operations": "3",
        "report.rounds": "8",
        "report.tours": "2",
        "report.lectures": "4",
        "report.trained": "56",
        "report.specialties": "1个/骨伤科",
        "report.techniques": "2",
        "report.rules_made": "1",
        "report.health_education": "3",
        "report.donations": "0.5",
        "report.other": "=1+1 不是公式",
    },
    name="五月",
)
_CLINICS = (
    ("蔈草镇卫生院", "李明：13800000021"),
    ("江口镇中心卫生院", "王芳：13800000022"),
    ("龙角镇卫生院", "赵亮：13800000023"),
)
ROSTER = Snapshot(
    {},
    rows=[
        {
            "pairing.supporting_unit": "渝北区中医院" if number < 4 else "渝北区人民医院",
            "pairing.receiving_unit": _CLINICS[number // 3 % 3][0],
            "pairing.receiving_contact": _CLINICS[number // 3 % 3][1],
            "person.name": f"张{'甲乙丙丁戊己庚辛'[number]}",
            "person.sex": "男女"[number % 2],
            "person.title": "主治医师",
            "person.department": "骨科",
            "person.mobile": f"1380000003{number}",
            "posting.term": "2021-05-01/2021-10-31",
        }
        for number in range(8)
    ],
    name="汇总表",
)
ALLOCATION = Snapshot(
    {},
    rows=[
        {
            "pairing.supporting_region": "成都市",
            "pairing.supporting_unit": "成都市第二人民医院" if number < 3 else "成都市第三人民医院",
            "pairing.receiving_region": "甘孜州" if number < 4 else "阿坝州",
            "pairing.receiving_unit": f"某县第{number}人民医院",
            "pairing.receiving_class": "民族县",
            "pairing.managed": number % 3 == 0,
        }
        for number in range(6)
    ],
    name="任务分配表",
)
PLAN = Snapshot(
    {},
    rows=[
        {
            "plan.period": "2017年（协调、启动）" if number < 3 else "2018年—2022年（深入推进）",
            "plan.number": str(number + 1),
            "plan.goal": f"第{number + 1}项：签订协议，明确职责",
            "plan.due_text": "8月下旬",
            "plan.lead": "外联办",
            "plan.cooperating": "医务科、护理部",
        }
        for number in range(5)
    ],
    name="计划",
)
SAMPLES = {
    "sichuan-2018-enrolment": ENROLMENT,
    "yubei-2021-appraisal": APPRAISAL,
    "yubei-2021-workload": REPORT,
    "yubei-2020-roster": ROSTER,
    "sichuan-2018-allocation": ALLOCATION,
    "shaoxing-2017-plan": PLAN,
}


def told(values: dict[str, Value]) -> dict[str, Value]:
    """The values that say something: a form tells no more of an empty cell."""
    return {path: value for path, value in values.items() if value not in ("", None)}


def word_table(
    path: Path, rows: list[list[str]], merges: Sequence[tuple[int, int, int, int]] = (), title: str = ""
) -> Path:
    """A .docx with one table; ``merges`` are (top, left, bottom, right) from 0, ends included."""
    document = Document()
    if title:
        document.add_paragraph(title)
    grid = document.add_table(len(rows), max(map(len, rows)))
    for number, line in enumerate(rows):
        for column, text in enumerate(line):
            if text:
                grid.cell(number, column).text = text
    for top, left, bottom, right in merges:
        grid.cell(top, left).merge(grid.cell(bottom, right))
    document.save(str(path))
    return path


BUREAU_ROWS = [
    ["姓  名", "张䶮", "", "性\n别", "男", "出 生\n年 月", "1980年5月", "照片"],
    ["民 族：", "汉族", "", "政治面貌", "中共党员", "", "", ""],
    ["学历", "本科", "", "学　位", "学士", "参加工作\n时间", "2003.7", ""],
    ["毕业院校", "某某医科大学\n临床医学院", "", "", "", "毕业时间", "2003/6", ""],
    ["工作单位及\n职务／职称", "渝北区中医院骨科主任/主治医师", "", "", "", "从事现专业时间", "2003-07", ""],
    ["对口支援单位\n（科室）", "云阳县蔈草镇卫生院（骨科）", "", "", "", "", "", ""],
    ["身份证\n号 码", "519901198005010014", "", "", "", "", "", ""],
    ["办公电话", "023-67180000", "", "", "移动电话、\nQQ/微信", "13800000001、wx_zhang", "", ""],
    ["个", CAREER, "", "", "", "", "", ""],
    ["人", "", "", "", "", "", "", ""],
    ["简", "", "", "", "", "", "", ""],
    ["历", "", "", "", "", "", "", ""],
    ["是否推荐担任受援单位(科室)领导职务", "", "是☑  否□", "", "具体担任何领导职务", "副院长", "", ""],
    ["单位", "同意推荐。\n\n（盖章）\n2018 年 3 月 5 日", "", "", "", "", "", ""],
    ["意见", "", "", "", "", "", "", ""],
]  # fmt: skip
BUREAU_MERGES = [
    (0, 1, 0, 2), (0, 7, 2, 7), (1, 1, 1, 2), (1, 4, 1, 6), (2, 1, 2, 2), (3, 1, 3, 4), (4, 1, 4, 4), (4, 6, 4, 7),
    (5, 1, 5, 7), (6, 1, 6, 7), (7, 1, 7, 3), (7, 5, 7, 7), (8, 1, 11, 7), (12, 0, 12, 1), (12, 2, 12, 3), (12, 5, 12, 7),
    (13, 1, 14, 7),
]  # fmt: skip
BUREAU_TITLE = "2019年四川省非贫困民族县、服务薄弱地区（单位）对口支援人员报名表（样表）"


def bureau_form(path: Path, *, filled: bool) -> Path:
    """A 报名表 worked on by another bureau: captions with blanks and breaks, split over cells, merged otherwise."""
    values = {
        (r, c)
        for r, line in enumerate(BUREAU_ROWS)
        for c, text in enumerate(line)
        if text and (c in (1, 2, 4, 5, 6)) and text in _VALUES
    }
    rows = [
        [text if filled or (r, c) not in values else _BLANKS.get(text, "") for c, text in enumerate(line)]
        for r, line in enumerate(BUREAU_ROWS)
    ]
    return word_table(path, rows, BUREAU_MERGES, BUREAU_TITLE)


_BLANKS = {
    "1980年5月": "    年  月",
    "是☑  否□": "是□  否□",
    "同意推荐。\n\n（盖章）\n2018 年 3 月 5 日": "\n\n（盖章）\n    年   月   日",
}
_VALUES = {
    "张䶮", "男", "1980年5月", "汉族", "中共党员", "本科", "学士", "2003.7", "某某医科大学\n临床医学院", "2003/6",
    "渝北区中医院骨科主任/主治医师", "2003-07", "云阳县蔈草镇卫生院（骨科）", "519901198005010014", "023-67180000",
    "13800000001、wx_zhang", CAREER, "是☑  否□", "副院长", "同意推荐。\n\n（盖章）\n2018 年 3 月 5 日",
}  # fmt: skip
