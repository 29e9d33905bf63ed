"""Numbers of identity papers: which paper a number is of, and what it tells of birth date and sex.

18 digits by GB 11643-1999 (the check digit by ISO 7064 MOD 11-2); the number of 15 digits before it; 港澳台居民居住证 and
the 外国人永久居留身份证 of 2023, both 18 digits by the same rule; 来往通行证 and passports, which are taken as such.
Codes: IDN-001 length or characters, IDN-002 check digit, IDN-003 birth date, IDN-004 digits lost to a number cell.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from app.catalogue.problems import Problem

RESIDENT = "身份证"
PASSPORT = "护照"
HONG_KONG_MACAO = "港澳居民来往内地通行证"
TAIWAN = "台湾居民来往大陆通行证"
RESIDENCE = "港澳台居民居住证"
FOREIGN = "外国人永久居留身份证"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ZEROS = ord("0") * sum(_WEIGHTS)
_DROPPED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`]")
_LABEL = re.compile(r"^(?:身份证|证件|护照|公民身份)(?:号码?|件)?[:：]?")
_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_FLOAT = re.compile(r"[+-]?\d+(?:\.\d+)?E[+-]?\d+|\d{10,}\.\d+|#{2,}")
_OTHERS = (
    (re.compile(r"[HM](?:\d{8}|\d{9}|\d{10})"), HONG_KONG_MACAO),
    (re.compile(r"\d{8}|\d{10}\(?[A-Z]\)?"), TAIWAN),
    (re.compile(r"[A-Z]{3}\d{12}"), FOREIGN),
    (re.compile(r"(?=.*\d)[A-Z][A-Z0-9]{4,11}|\d{9}"), PASSPORT),
)
_FOREIGN_PAPERS = {PASSPORT, HONG_KONG_MACAO, TAIWAN, RESIDENCE, FOREIGN}


class IdCheck(NamedTuple):
    """What a number tells. ``kind`` is the paper ('' when none), ``birth`` an ISO date or '', ``sex`` 男, 女 or ''.

    ``number`` is the number as it is kept: half-width, without blanks, upper case. ``problem`` is None when it holds.
    """

    kind: str
    number: str
    birth: str = ""
    sex: str = ""
    problem: Problem | None = None


def check_digit(digits: str) -> str:
    """The 18th character that belongs to 17 digits."""
    return _CHECKS[(sum(map(mul, digits.encode(), _WEIGHTS)) - _ZEROS) % 11]


def _fold(text: str) -> str:
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = _DROPPED.sub("", plain).upper().replace("Ⅹ", "X").replace("×", "X").replace("Х", "X")
    return _LABEL.sub("", plain)


@lru_cache(maxsize=40_000)
def _birth(digits: str) -> str:
    """``19800517`` as an ISO date; '' when there is no such day or it is yet to come."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return ""
    return day.isoformat() if date(1880, 1, 1) <= day <= date.today() else ""


def _sex(digit: str) -> str:
    return "男" if int(digit) % 2 else "女"


def _problem(code: str, message: str, remedy: str, value: str) -> Problem:
    return Problem(code, message, remedy, value=value)


def _lost(number: str) -> Problem:
    return _problem(
        "IDN-004",
        "号码被表格软件当成数字存了，后几位已经丢失",
        "请把这一列的单元格设为“文本”，重新填写完整号码",
        number,
    )


def _of_18(number: str) -> IdCheck:
    kind = RESIDENCE if number[:2] in ("81", "82", "83") else FOREIGN if number[0] == "9" else RESIDENT
    birth, sex = _birth(number[6:14]), _sex(number[16])
    expected = check_digit(number[:17])
    if expected != number[17]:
        if number.endswith("000"):
            return IdCheck(kind, number, problem=_lost(number))
        problem = _problem(
            "IDN-002",
            f"身份证号的校验码不对（最后一位应为{expected}，或其中某位写错）",
            "请对照证件核对每一位",
            number,
        )
        return IdCheck(kind, number, birth, sex, problem)
    if not birth:
        problem = _problem("IDN-003", "身份证号里的出生日期不存在", "请对照证件核对第7至14位", number)
        return IdCheck(kind, number, "", sex, problem)
    return IdCheck(kind, number, birth, sex)


def _of_15(number: str) -> IdCheck:
    birth, sex = _birth("19" + number[6:12]), _sex(number[14])
    if birth:
        return IdCheck(RESIDENT, number, birth, sex)
    problem = _problem("IDN-003", "15位身份证号里的出生日期不存在", "请对照证件核对第7至12位", number)
    return IdCheck(RESIDENT, number, "", sex, problem)


def birth_and_sex(number: str) -> tuple[str, str]:
    """What a number of 18 or 15 digits that holds tells of birth date and sex; empty for any other."""
    if _WHOLE.fullmatch(number):
        return _birth(number[6:14]), _sex(number[16])
    if len(number) == 15 and number.isascii() and number.isdigit():
        return _birth("19" + number[6:12]), _sex(number[14])
    return "", ""


@lru_cache(maxsize=4_000)
def check_id_number(text: str, paper: str = "") -> IdCheck:
    """Check a number as typed. ``paper`` is the kind of paper where it is told: a foreign one is taken as it stands.

    An empty text gives an empty result without a problem.
    """
    number = text if _WHOLE.fullmatch(text) else _fold(text)
    if not number:
        return IdCheck("", "")
    if _WHOLE.fullmatch(number):
        return _of_18(number)
    if _FLOAT.fullmatch(number):
        return IdCheck("", number, problem=_lost(number))
    if paper in _FOREIGN_PAPERS and re.fullmatch(r"[A-Z0-9()\-]{4,20}", number):
        return IdCheck(paper, number)
    if re.fullmatch(r"\d{15}", number):
        return _of_15(number)
    for pattern, kind in _OTHERS:
        if pattern.fullmatch(number):
            return IdCheck(kind, number)
    digits = sum(character.isdigit() for character in number)
    said = (
        f"身份证号应为18位，这里是{len(number)}位" if digits >= len(number) - 1 else "看不出是哪种证件的号码"
    )
    return IdCheck(
        "",
        number,
        problem=_problem("IDN-001", said, "请对照证件重新填写；护照、通行证请先填证件类型", number),
    )
