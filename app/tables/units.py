"""Names of units as allocation tables write them: 托管 marks, departments and other names in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.names import fold_characters

_MANAGED = re.compile(r"[△▲▵∆]+|[（(]\s*托管\s*[)）]")
_BRACKET = re.compile(r"\s*[（(]\s*([^（()）]*?)\s*[)）]$")
_GAPS = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|[\r\n]+")
_DEPARTMENT = re.compile(r"(?:科室?|室|病区|病房|门诊部?|组|中心|部)$")
_PART = re.compile(r"(?:本部|总部|总院|分院|院区|门诊部|校区|筹)$")
_HOUSE = re.compile(
    r"(?:医院|卫生院|保健院|中心医院|[一二三四五六七八九十附总专市县省]院|卫生服务中心|疾控中心|控制中心|保健所|站)$"
)


@dataclass(frozen=True, slots=True)
class UnitName:
    """``department``: the pairing is with it alone, 天全县人民医院（妇儿科）; ``alias``: 四川省第二人民医院（省肿瘤医院）."""

    name: str
    alias: str = ""
    department: str = ""
    managed: bool = False


def tidy_unit(text: str) -> str:
    """A unit's name without blanks and line breaks inside, its characters folded."""
    return _GAPS.sub("", fold_characters(text).strip())


@lru_cache(maxsize=20_000)
def read_unit_name(text: str) -> UnitName:
    """Tell a name from the mark △ (托管), a department and another name in brackets. 院区 and 分院 belong to the name."""
    plain = tidy_unit(text)
    bare = _MANAGED.sub("", plain).strip()
    managed = bare != plain
    found = _BRACKET.search(bare)
    if not found or not found[1]:
        return UnitName(bare, managed=managed)
    inner, name = found[1], bare[: found.start()]
    if _PART.search(inner):
        return UnitName(bare, managed=managed)
    if _HOUSE.search(inner):
        return UnitName(name, alias=inner, managed=managed)
    if _DEPARTMENT.search(inner):
        return UnitName(name, department=inner, managed=managed)
    return UnitName(bare, managed=managed)
