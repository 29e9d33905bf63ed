"""Captions that ask for several fields in one cell: how the values join for the paper and part again.

报名表 (sichuan-2017-122 annex 2) has 工作单位及职务/职称, 移动电话、QQ/微信 and 对口支援单位(科室). ``join`` writes what
an office would write, and ``part`` reads what people type. Where the usual wording would not part into the same
values again, ``join`` goes over to a wider one (a space, then `` / `` between all parts), so that
``part(path, join(path, values))`` gives the values back. No character of a text other than a separator is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.catalogue.fields import COMPOSITES, TITLES, Value

_STRICT = re.compile(r"(?<!\S)/(?!\S)")
_SPACES = re.compile(r"\s+")

# An institution's name ends in one of these; 院长, 院感, 院办 … begin a duty or a department, not the end of a name.
_HOUSE = re.compile(r".*院(?![长感办务前内外党团纪级校])")
_OFFICE = re.compile(
    r".*(?:中心|疾控|监督所|卫生所|研究所|卫生室|诊所|门诊部|站|局|委员会|卫健委|卫计委|大学|学校|公司|集团)"
)
_DUTY = re.compile(
    r"(?:主任|院长|科长|处长|局长|部长|站长|所长|护士长|组长|书记|主席|主委|干事|干部|科员|负责人|助理|秘书|职工|无)$"
)
_TITLE = re.compile(
    r"(?:医师|医士|护师|护士|技师|技士|药师|药士|教授|讲师|研究员|工程师|会计师|经济师|统计师|正高|副高|高级|中级|初级|员级)(?:职称)?$"
)
_AFTER_UNIT = " 　,，、;；/／:："
_PHONE = re.compile(
    r"(?:\+?86[- ]?)?(?<!\d)1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-— ]?\d{7,8}(?!\d)|(?<!\d)\d{3,4}-\d{7,8}(?!\d)"
)
_PHONE_LABEL = re.compile(r"^(?:手机|电话|移动电话|手机号码?|联系电话)[:： ]*")
_BRACKET = re.compile(r"^(.*?)\s*[（(]([^（()）]*)[)）]$")
_DEPARTMENT = re.compile(r"(?:科|室|中心|部|病区|门诊|组)$")


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _unit_end(text: str) -> int:
    """Where the institution's name at the start of ``text`` ends; 0 when none is recognised."""
    found = _HOUSE.match(text) or _OFFICE.match(text)
    return found.end() if found else 0


def _title_start(text: str) -> int:
    """Where a known title at the end of ``text`` starts; its length when there is none."""
    known = max((t for t in TITLES if text.endswith(t)), key=len, default="")
    return len(text) - len(known)


def _split_title(text: str) -> tuple[str, str]:
    """Part off the title: what stands behind the last separator if it reads like one, else a known title at the end."""
    for mark in ("/", "／", "、", "，", ",", "；", ";", " "):
        head, found, tail = text.rpartition(mark)
        if found and _TITLE.search(tail.strip()) and not _DUTY.search(tail.strip()):
            return head.strip(_AFTER_UNIT), tail.strip()
    at = _title_start(text)
    return text[:at].strip(_AFTER_UNIT), text[at:]


def _part_unit(text: str) -> tuple[str, str, str]:
    rest, title = _split_title(text)
    if not title:
        head, found, tail = rest.rpartition("/")
        if found and not _DUTY.search(tail.strip()) and _DUTY.search(head.strip()):
            rest, title = head.strip(_AFTER_UNIT), tail.strip()
    head, _, tail = rest.partition(" ")
    if tail and not _unit_end(tail):
        return head, tail.strip(_AFTER_UNIT), title
    end = _unit_end(rest)
    if not end and not _DUTY.search(rest):
        end = len(rest)
    return rest[:end].strip(), rest[end:].strip(_AFTER_UNIT), title


def _part_mobile(text: str) -> tuple[str, str]:
    found = _PHONE.search(_PHONE_LABEL.sub("", text))
    if not found:
        head, mark, tail = text.partition("、")
        return (head, tail) if mark and head.isdigit() else ("", text)
    bare = _PHONE_LABEL.sub("", text)
    before, after = bare[: found.start()].strip(_AFTER_UNIT), bare[found.end() :].strip(_AFTER_UNIT)
    return found.group(), "、".join(piece for piece in (before, after) if piece)


def _part_receiving(text: str) -> tuple[str, str]:
    found = _BRACKET.match(text)
    if found:
        return found.group(1), found.group(2).strip()
    end = _unit_end(text)
    tail = text[end:].strip(_AFTER_UNIT)
    if end and tail and _DEPARTMENT.search(tail):
        return text[:end], tail
    return text, ""


def _join_unit(unit: str, duty: str, title: str) -> tuple[str, ...]:
    tail = f"/{title}" if title else ""
    return f"{unit}{duty}{tail}", f"{unit} {duty}{tail}"


def _join_mobile(mobile: str, im: str) -> tuple[str, ...]:
    return ("、".join(part for part in (mobile, im) if part),)


def _join_receiving(unit: str, department: str) -> tuple[str, ...]:
    return (f"{unit}（{department}）" if department else unit,)


_RULES: dict[str, tuple[Callable[..., tuple[str, ...]], Callable[[str], tuple[str, ...]]]] = {
    "person.unit_duty_title": (_join_unit, _part_unit),
    "person.mobile_im": (_join_mobile, _part_mobile),
    "enrolment.receiving": (_join_receiving, _part_receiving),
}


def _parted(path: str, text: str) -> tuple[str, ...]:
    wanted = len(COMPOSITES[path].parts)
    plain = _plain(text)
    pieces = [piece.strip() for piece in _STRICT.split(plain)]
    if len(pieces) == wanted:
        return tuple(pieces)
    if not plain:
        return ("",) * wanted
    return tuple(_RULES[path][1](plain))


def _told(values: Mapping[str, Value], parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_plain(value) if isinstance(value := values.get(part), str) else "" for part in parts)


def join(path: str, values: Mapping[str, Value]) -> str:
    """The text that stands on the paper for a composite; '' when none of its fields is told.

    ``path`` is one of :data:`app.catalogue.fields.COMPOSITES`, ``values`` a snapshot. Raises :class:`KeyError` for a
    path that is no composite.
    """
    told = _told(values, COMPOSITES[path].parts)
    if not any(told):
        return ""
    for text in _RULES[path][0](*told):
        if text == text.strip() and _parted(path, text) == told:
            return text
    return " / ".join(told).strip(" ")


def part(path: str, text: str) -> dict[str, str]:
    """The fields of a composite as far as its text tells them, '' for the others; the inverse of :func:`join`."""
    return dict(zip(COMPOSITES[path].parts, _parted(path, text), strict=True))
