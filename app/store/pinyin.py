"""Names as pinyin, character by character; a surname by its reading as a surname.

pypinyin is imported at the first use, without its dictionary of phrases: a name is no phrase.
"""

from __future__ import annotations

import os
from functools import cache

_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "任": "ren", "盖": "ge", "乐": "yue",
    "朴": "piao", "缪": "miao", "员": "yun", "宓": "mi", "覃": "qin", "秘": "bi", "繁": "po", "冼": "xian", "翟": "zhai",
    "折": "she", "召": "shao", "隗": "wei", "谌": "chen", "种": "chong", "重": "chong", "牟": "mou", "华": "hua",
    "葛": "ge", "燕": "yan", "宁": "ning", "黑": "he", "尹": "yin", "曲": "qu", "那": "na", "薄": "bo", "柏": "bai",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu", "令狐": "ling hu",
}  # fmt: skip


@cache
def _syllable(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    before = os.environ.get("PYPINYIN_NO_PHRASES")
    os.environ["PYPINYIN_NO_PHRASES"] = "1"
    try:
        from pypinyin import Style, pinyin
    finally:
        if before is None:
            del os.environ["PYPINYIN_NO_PHRASES"]
    told = pinyin(character, style=Style.NORMAL)
    syllable = told[0][0] if told else ""
    return syllable if syllable.isascii() and syllable.isalpha() else ""


@cache
def _surname(name: str) -> tuple[str, int]:
    for length in (2, 1):
        known = _SURNAMES.get(name[:length])
        if known:
            return known, length
    return "", 0


def pinyin_of(name: str) -> str:
    """A name's syllables with a space between (``zhang ling``); another reading of the surname after a ``/``.

    Characters without a reading (very rare ones, the · of minority names) are left out; Latin words stay.
    """
    known, length = _surname(name[:2])
    rest = [_syllable(character) for character in name[length:]]
    plain = " ".join(filter(None, (_syllable(character) for character in name)))
    if not known:
        return plain
    as_surname = " ".join(filter(None, [known, *rest]))
    return as_surname if as_surname == plain else f"{as_surname}/{plain}"
