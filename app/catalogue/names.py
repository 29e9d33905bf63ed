"""Names as people type them, folded to what they mean: personal names, and names of units with their short forms.

Only what is plainly the same character is folded: full-width letters, 康熙部首 (U+2F00–2FDF), radicals (U+2E80–2EFF) and
CJK compatibility forms (U+F900–FAFF, U+2F800–2FA1F). Characters of Ext A, B and beyond stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Radicals that Unicode gives no decomposition, by its EquivalentUnifiedIdeograph table; those seen in names and places.
_RADICALS = str.maketrans(
    "⺁⺋⺠⺩⺫⺬⺮⺰⻁⻄⻅⻆⻈⻉⻋⻌⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂㔾民王罒示竹纟虎西见角讠贝车辶钅長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
_MIDDLE_DOTS = "•・‧∙⋅･·᛫⸱．."
_LONE_DOT = re.compile(rf"(?<=[^\x00-\x7f])\s*[{re.escape(_MIDDLE_DOTS)}]+\s*(?=[^\x00-\x7f])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_GAP = re.compile(r"\s+")


_STRANGE = re.compile(rf"[\u2e80-\u2fdf\uf900-\ufaff\uff01-\uff5e\U0002f800-\U0002fa1f]|{_INVISIBLE.pattern}")
"""What :func:`_folded` may change. Hardly a name has any: looking first takes a quarter of the time."""


def _folded(character: str) -> str:
    point = ord(character)
    if 0x2E80 <= point <= 0x2FDF:
        return unicodedata.normalize("NFKC", character.translate(_RADICALS))
    if 0xF900 <= point <= 0xFAFF or 0x2F800 <= point <= 0x2FA1F:
        return unicodedata.normalize("NFC", character)
    if 0xFF01 <= point <= 0xFF5E and (character.isalnum()):
        return chr(point - 0xFEE0)
    return character


def fold_characters(text: str) -> str:
    """The text with characters that only look like others folded into them, and invisible ones taken out."""
    if _STRANGE.search(text) is None:
        return text
    return "".join(map(_folded, _INVISIBLE.sub("", text)))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _without_gaps(text: str) -> str:
    """Blanks between two Chinese characters go (张 灵), others become one space."""

    def gap(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1], text[found.end()]
        return "" if _is_wide(before) or _is_wide(after) else " "

    return _GAP.sub(gap, text)


@lru_cache(maxsize=50_000)
def tidy_name(text: str) -> str:
    """A personal name as it is kept: ``张 灵`` → ``张灵``, ``阿依古丽•买买提`` with ``·``; Latin names keep a space."""
    plain = fold_characters(text).strip()
    if not plain or plain.isascii():
        return _GAP.sub(" ", plain)
    return _without_gaps(_LONE_DOT.sub("·", plain))


# --- units --------------------------------------------------------------------------------------------------------

_MARKS = re.compile(r"[\s△▲▵∆☆★*＊·•,，.。、]")
_BRACKETS = str.maketrans("（）〔〕【】［］", "()()()()")


@lru_cache(maxsize=50_000)
def unit_key(text: str) -> str:
    """What two spellings of one unit's name share: blanks, marks and widths do not tell units apart."""
    return _MARKS.sub("", fold_characters(text).translate(_BRACKETS)).casefold()


_LEVELS = "省市州区县旗镇乡"
_GENERIC = re.compile(rf"^(?:我|本|该)?(?P<level>[{_LEVELS}])(?=.)")
# A number tells two hospitals of a town apart; 四川 and 三台县 have none.
_NUMERAL = re.compile(
    r"(?:第([一二三四五六七八九十]+|\d+)|([一二三四五六七八九十]+|\d+)(?=人民|中医|医院|院|附))"
)
_HAN_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_EQUAL_WORDS = (
    (re.compile(r"妇幼保健(?:计划生育服务)?(?:院|所|站|中心)?$"), "妇幼保健院"),
    (re.compile(r"中医(?!医)院$"), "中医医院"),
    (re.compile(rf"(?<=[{_LEVELS}])医院$"), "人民医院"),
    (re.compile(r"社区卫生服务(?:中心|站)$"), "社区卫生服务中心"),
)
_HOUSE_END = re.compile(r"(?:院|中心|站|所|局|委)$")


@lru_cache(maxsize=50_000)
def _spelt_out(key: str) -> str:
    for pattern, full in _EQUAL_WORDS:
        key = pattern.sub(full, key)
    return key


@lru_cache(maxsize=50_000)
def _loose(key: str) -> str:
    """A name without the words for levels: 云阳县江口镇中心卫生院 → 云阳江口中心卫生院."""
    return re.sub(rf"[{_LEVELS}]|街道", "", _spelt_out(key))


@lru_cache(maxsize=50_000)
def _numerals(key: str) -> tuple[str, ...]:
    return tuple(sorted((first or second).translate(_HAN_DIGITS) for first, second in _NUMERAL.findall(key)))


def _in_order(short: str, full: str) -> bool:
    """Whether the characters of ``short`` stand in ``full`` in that order."""
    rest = iter(full)
    return all(character in rest for character in short)


def _likeness(short: str, full: str) -> int:
    """How likely ``short`` is a short form of ``full`` (both keys): 0 not at all, 1 the most likely, 4 the least."""
    if _numerals(short) != _numerals(full):
        return 0
    said, known = _spelt_out(short), _spelt_out(full)
    if said == known or (len(said) >= 4 and known.endswith(said)):
        return 1
    if len(known) >= 6 and said.endswith(known):
        return 2
    if len(said) >= 5 and known.replace("中心卫生院", "卫生院").endswith(said):
        return 3
    generic = _GENERIC.match(said)
    if generic:
        rest = said[generic.end() :]
        if known.endswith(rest) and known[: -len(rest)].endswith(tuple(_LEVELS)):
            return 3
    bare, full_bare = _loose(short), _loose(full)
    if not generic and (
        bare == full_bare or (len(bare) >= 5 and full_bare.endswith(bare) and bare != "中心卫生院")
    ):
        return 2
    shortened = "附" in short or len(short) <= 0.6 * len(full)
    same_ends = short[0] == full[0] and _HOUSE_END.search(short) is not None and short[-1] == full[-1]
    return 4 if shortened and same_ends and len(short) >= 4 and _in_order(short, full) else 0


def short_unit_candidates(name: str, known: Iterable[str]) -> list[str]:
    """The known units that a short or loosely written name may mean, the likeliest first.

    区人民医院 → 渝北区人民医院, then 云阳县人民医院; 会理县妇幼保健 → 会理县妇幼保健院; 江口镇卫生院 →
    云阳县江口镇中心卫生院; 重医大附三院 → 重庆医科大学附属第三医院. The name itself is never among them.
    """
    key = unit_key(name)
    if len(key) < 3:
        return []
    found = []
    for position, full in enumerate(known):
        other = unit_key(full)
        rank = _likeness(key, other) if other and other != key else 0
        if rank:
            found.append((rank, position, full))
    return [full for _, _, full in sorted(found)]
