"""The invented data of the benchmarks, the same on every machine; made once into ``out/bench``.

Nobody here exists: phones begin 138 0000, ID numbers name a region 5199xx that there is not.
"""

from __future__ import annotations

import io
import random
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

from benchmarks.places import FLAT, FOLDER, MANY, PHOTOS, ROSTER, ROWS

VERSION = "1"
"""Another version makes everything anew."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶余潘"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲建国文辉力志海波宁贵福生龙元全胜学祥才发武新利清飞彬"
_TOWNS = "江口云阳高阳平安南溪凤鸣红狮盘龙龙角故陵巴阳黄石人和青龙双江蔈草泥溪洞鹿清水普安耀灵大阳养鹿栖霞双土路阳农坝渠马"
_TITLES = ("主任医师", "副主任医师", "主治医师", "主治中医师", "主管护师", "副主任护师", "主管技师", "医师")
_DEPARTMENTS = (
    "内科",
    "外科",
    "妇产科",
    "儿科",
    "骨科",
    "急诊科",
    "中医科",
    "眼科",
    "口腔科",
    "影像科",
    "检验科",
    "护理部",
)
_WORDS = (
    "从事临床工作",
    "担任住院总医师",
    "参加卫生应急",
    "主持教学查房",
    "开展新技术",
    "病区带教",
    "下乡巡回诊疗",
)

Person = dict[str, str]


@cache
def people(count: int, seed: int = 2021) -> tuple[Person, ...]:
    """``count`` invented people, values by the catalogue's field paths."""
    chance = random.Random(seed)
    return tuple(_person(number, chance) for number in range(count))


def _person(number: int, chance: random.Random) -> Person:
    year, month, day = chance.randint(1962, 1996), chance.randint(1, 12), chance.randint(1, 28)
    sex = chance.randint(0, 1)
    place = chance.choice(_PLACES)
    hospital = f"{chance.choice(_PLACES)}县{chance.choice(('人民医院', '中医院', '妇幼保健院'))}"
    return {
        "person.name": chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2)))),
        "person.sex": "女男"[sex],
        "person.birth": f"{year}-{month:02d}",
        "person.ethnicity": chance.choice(("汉族", "汉族", "土家族", "苗族", "藏族", "彝族")),
        "person.party": chance.choice(("中共党员", "群众", "九三学社社员")),
        "person.education": chance.choice(("大专", "本科", "硕士研究生")),
        "person.degree": chance.choice(("学士", "硕士")),
        "person.school": f"{place}医学院临床医学系",
        "person.major": "临床医学",
        "person.graduated": f"{year + 23}-07",
        "person.work_start": f"{year + 23}-08",
        "person.unit": hospital,
        "person.department": chance.choice(_DEPARTMENTS),
        "person.duty": chance.choice(("副主任", "护士长", "组长")),
        "person.title": chance.choice(_TITLES),
        "person.title_since": f"{year + 33}-12",
        "person.specialty": chance.choice(_DEPARTMENTS),
        "person.specialty_since": f"{year + 24}-08",
        "person.paper_kind": "身份证",
        "person.id_number": id_number(number, year, month, day, sex),
        "person.office_phone": f"023-5512{number % 10000:04d}",
        "person.mobile": f"1380000{number % 10000:04d}",
        "person.im": f"wx{number:06d}",
        "person.career": _career(year, chance),
        "enrolment.receiving_unit": f"{place}镇中心卫生院",
        "enrolment.receiving_department": chance.choice(_DEPARTMENTS),
        "enrolment.leader_post": "业务副院长",
        "enrolment.unit_opinion": "同意派出。",
        "posting.term": f"{2021 + number % 3}.5.1-{2021 + number % 3}.10.31",
    }


_PLACES = tuple(_TOWNS[start : start + 2] for start in range(0, len(_TOWNS) - 1, 2))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(number: int, year: int, month: int, day: int, sex: int) -> str:
    """18 digits that check; ``number`` tells people apart, ``sex`` is 1 for men."""
    region, order = 519900 + number // 500 % 100, number % 500 * 2 + sex
    digits = f"{region}{year}{month:02d}{day:02d}{order:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


def _career(year: int, chance: random.Random) -> str:
    """300 characters in six lines, one for each period of life."""
    lines = []
    for period in range(6):
        begun = year + 18 + 5 * period
        told = f"{begun}年9月至{begun + 5}年8月，"
        while len(told) < 50:
            told += chance.choice(_DEPARTMENTS) + chance.choice(_WORDS) + "，"
        lines.append(told[:50])
    return "\n".join(lines)


def photo(number: int) -> Path:
    return PHOTOS / f"{number % 1000:04d}.jpg"


def make_all(tell: Callable[[str], None]) -> None:
    """Make what is missing. A run that was broken off is begun anew."""
    done = FOLDER / f"made-{VERSION}"
    if done.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    tell("making photos, a roster of 10,000 and a flat table of 100,000 …")
    _make_photos(1000)
    _make_roster()
    _make_flat()
    done.touch()


def _make_photos(count: int) -> None:
    """Small ones (60 × 80, each with its own grain): what is measured is the printing, not the copying of JPEGs."""
    from PIL import Image, ImageDraw

    PHOTOS.mkdir(exist_ok=True)
    chance = random.Random(7)
    for number in range(count):
        grain = Image.frombytes("L", (60, 80), chance.randbytes(60 * 80)).point(
            [150 + value // 5 for value in range(256)]
        )
        image = Image.merge("RGB", [grain] * 3)
        draw = ImageDraw.Draw(image)
        draw.ellipse((15, 12, 45, 50), fill=(chance.randint(180, 240), chance.randint(150, 200), 150))
        draw.rectangle((8, 52, 52, 79), fill=(40, 80, chance.randint(90, 255)))
        kept = io.BytesIO()
        image.save(kept, "JPEG", quality=85)
        photo(number).write_bytes(kept.getvalue())


ROSTER_HEADS = {
    "支援单位名称": "person.unit",
    "受援卫生院名称": "enrolment.receiving_unit",
    "姓名": "person.name",
    "性别": "person.sex",
    "出生年月": "person.birth",
    "民族": "person.ethnicity",
    "政治面貌": "person.party",
    "学历": "person.education",
    "学位": "person.degree",
    "毕业院校": "person.school",
    "参加工作时间": "person.work_start",
    "身份证号": "person.id_number",
    "职称": "person.title",
    "职务": "person.duty",
    "科室": "person.department",
    "从事专业": "person.specialty",
    "联系方式": "person.mobile",
    "办公电话": "person.office_phone",
    "支援时间": "posting.term",
}
"""With 序号 before them, 20 columns; the field of each."""


def _make_roster() -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("汇总表")
    sheet.append(["序号", *ROSTER_HEADS])
    for number, person in enumerate(people(ROWS), 1):
        sheet.append([number, *(person[field] for field in ROSTER_HEADS.values())])
    book.save(ROSTER)


def _make_flat() -> None:
    """One table without a ledger, with the indexes that a list page would have."""
    from pypinyin import Style, lazy_pinyin

    initials = cache(lambda character: lazy_pinyin(character, style=Style.FIRST_LETTER)[0])
    FLAT.unlink(missing_ok=True)
    ledger = sqlite3.connect(FLAT)
    ledger.execute(
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, initials TEXT, unit TEXT, title TEXT, mobile TEXT,"
        " id_number TEXT, term TEXT)"
    )
    rows = (
        (
            number,
            person["person.name"],
            "".join(initials(character) for character in person["person.name"]),
            person["person.unit"],
            person["person.title"],
            person["person.mobile"],
            person["person.id_number"],
            person["posting.term"],
        )
        for number, person in enumerate(people(MANY), 1)
    )
    ledger.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for column in ("name", "unit"):
        ledger.execute(f"CREATE INDEX flat_{column} ON person ({column})")
    ledger.execute("ANALYZE")
    ledger.commit()
    ledger.close()
