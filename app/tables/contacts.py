"""Contacts as one cell tells them: ``姓名：电话``, ``姓名 电话``, several of them, and single phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from app.catalogue.names import fold_characters, tidy_name

_PHONE = re.compile(
    r"(?:(?:\+|00)?86[- ]?)?(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[-— ]?\d{7,8}(?:\s*(?:转|-)\s*\d{1,5})?(?!\d)"
    r"|[（(]0\d{2,3}[)）]\s?\d{7,8}"
    r"|(?<!\d)\d{7,8}(?!\d)"
)
_PLAIN = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8}")
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_LABEL = re.compile(
    r"(?:联系人|联系电话|联系方式|手机号?码?|移动电话|办公电话|固定电话|电话|座机|手机|办公|tel|phone)[:：.]?",
    re.I,
)
_AROUND = " :：,，、;；/／|（）()-—.。"


def _one_blank(text: str) -> str:
    """Line breaks and blanks of every width as one space."""
    return " ".join(text.split())


def tidy_phone(text: str) -> tuple[str, str]:
    """A phone as it is kept, several joined by 、, and a remark ('' when all is well).

    +86, spaces and dashes go from mobile numbers; what is no phone is kept as typed.
    """
    if _PLAIN.fullmatch(text):
        return text, ""
    folded = _one_blank(fold_characters(text)).replace("—", "-").replace("–", "-")
    plain = _LABEL.sub("", folded).strip(" :：;；,，、")
    if not plain:
        return "", ""
    found = [_one(number) for number in _PHONE.findall(plain)]
    rest = _PHONE.sub("", plain).strip(_AROUND)
    if found and not rest:
        return "、".join(found), ""
    digits = re.sub(r"[\s\-]", "", plain)
    if digits.isdigit():
        if len(digits) == 11 or len(digits) < 7:
            return plain, f"“{plain}”不像电话号码，请核对" if len(digits) == 11 else ""
        return plain, f"电话“{plain}”有{len(digits)}位数字，请核对"
    return plain, "" if found else f"“{plain}”不像电话号码，请核对"


def _one(number: str) -> str:
    bare = re.sub(r"[\s\-]", "", number)
    mobile = _MOBILE.fullmatch(bare)
    return mobile[1] if mobile else re.sub(r"\s+", "", number)


def read_contacts(text: str) -> list[tuple[str, str]]:
    """The ``(name, phone)`` pairs that a cell tells, either part may be ''. A second phone of one name is joined by 、."""
    plain = _one_blank(fold_characters(text))
    found = list(_PHONE.finditer(plain))
    if not found:
        name = _name(plain)
        return [(name, "")] if name else []
    between = [plain[start.end() : end.start()] for start, end in pairwise(found)]
    before = [_name(gap) for gap in (plain[: found[0].start()], *between)]
    after = _name(plain[found[-1].end() :])
    phones = [_one(number[0]) for number in found]
    if not before[0]:  # the phone stands before the name
        names = [*before[1:], after]
    else:
        names = before
        if after and not before[-1]:
            names[-1] = after
    return _joined(zip(names, phones, strict=True))


def _joined(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    joined: list[tuple[str, str]] = []
    for name, phone in pairs:
        if not name and joined:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}、{phone}")
        else:
            joined.append((name, phone))
    return joined


def _name(text: str) -> str:
    return tidy_name(_LABEL.sub("", text).strip(_AROUND))


def contact_text(text: str) -> str:
    """The canonical text of a contact cell: ``姓名：电话``, several joined by ；. A phone alone is ``：电话``."""
    return "；".join(f"{name}：{phone}" if phone else name for name, phone in read_contacts(text))
