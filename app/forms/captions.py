"""The caption map of an edition: which words on a paper stand beside which field.

Captions are compared by :func:`key`: without spaces and line breaks, full and half width brackets alike, so that
``对口支\\n援单位\\n（科室）`` is 对口支援单位(科室). An edition's own captions come first; the catalogue's labels and
synonyms stand in where another year's or another bureau's form words them differently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from app.catalogue.fields import COMPOSITES, FIELDS, field_of
from app.forms.edition import Cell, Edition, Text
from app.forms.grid import placed_cells
from app.forms.wording import Slot, slots

_BLANK = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u205f-\u2064\ufeff]+")
_NUMBERED = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]+[)]?[、.)]|[*★])")
_BRACKETED = re.compile(r"[(][^()]*[)]$")
_TRAILING = ":*;。."
STOPS = (
    "健康状况", "籍贯", "出生地", "年龄", "婚姻状况", "血型", "邮箱", "电子邮箱", "家庭住址", "通讯地址", "联系地址",
    "紧急联系人", "填表日期", "填表时间", "填表人", "审核人", "编号", "家庭成员", "奖惩情况", "执业证书编号", "执业范围",
    "英语水平", "特长", "单位地址", "邮政编码", "备注", "开户行", "银行卡号", "外语水平", "执业类别",
)  # fmt: skip
"""Captions of other forms that ask for nothing we keep: the value to their left ends before them."""


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A caption as it is compared: no blanks, compatibility forms unified, no colon or star at its end."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).rstrip(_TRAILING).casefold()


def variants(caption: str) -> Iterator[str]:
    """The keys under which a cell's text may be a caption: as it is, without its number, without a last bracket."""
    plain = key(caption)
    yield plain
    bare = _NUMBERED.sub("", plain)
    if bare and bare != plain:
        yield bare
    short = _BRACKETED.sub("", bare).rstrip(_TRAILING)
    if short and short != bare:
        yield short


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caption asks for. ``path`` '' means a heading beside which nothing is filled in."""

    path: str
    caption: str
    format: str = ""
    foot: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class CaptionMap:
    """By key: what the edition itself asks (``own``), and what other wordings mean (``other``)."""

    edition: Edition
    own: dict[str, Asked]
    other: dict[str, Asked]
    slots: tuple[Slot, ...] = ()
    photo: str = ""
    longest: int = field(default=0)

    def find(self, text: str, *, own: bool = False) -> Asked | None:
        """What a cell's text asks for if it is a caption; with ``own`` only the edition's own wording counts."""
        if not text or len(text) > 4 * self.longest + 20:
            return None
        for candidate in variants(text):
            if candidate in self.own:
                return self.own[candidate]
            if not own and candidate in self.other:
                return self.other[candidate]
        return None


def _pairs(edition: Edition) -> Iterator[tuple[str, Cell]]:
    """Each field cell of a sheet with the caption to its left, else above it."""
    placed = placed_cells(edition)
    for p in placed:
        if not p.cell.field or p.cell.field.endswith(".photo"):
            continue
        left = [q for q in placed if q.column + q.columns == p.column and q.row <= p.row < q.row + q.rows]
        above = [q for q in placed if q.row + q.rows == p.row and q.column <= p.column < q.column + q.columns]
        caption = next((q.cell.label for q in (*left, *above) if q.cell.label and not q.cell.field), "")
        if caption:
            yield caption, p.cell


def _texts(edition: Edition) -> tuple[Text, ...]:
    return (*edition.title, *edition.above, *edition.below)


def _paths(edition: Edition, own: dict[str, Asked]) -> Iterator[str]:
    """Fields that another wording may mean: the edition's own, their parts, then the rest of their subjects."""
    asked = [a.path for a in own.values() if a.path] + [
        s.path for t in _texts(edition) for s in slots(t.text)
    ]
    yield from asked
    for path in asked:
        if path in COMPOSITES:
            yield from COMPOSITES[path].parts
    subjects = {path.partition(".")[0] for path in asked}
    for path in (*COMPOSITES, *FIELDS):
        if path.partition(".")[0] in subjects and path != "person.note":
            yield path


def _others(edition: Edition, own: dict[str, Asked]) -> dict[str, Asked]:
    others: dict[str, Asked] = {}
    for path in _paths(edition, own):
        known = COMPOSITES.get(path) or field_of(path)
        if known is None or path.endswith(".photo"):
            continue
        for wording in (known.label, *known.synonyms):
            others.setdefault(key(wording), Asked(path, wording, own=False))
    for wording in STOPS:
        others.setdefault(key(wording), Asked("", wording, own=False))
    return others


def caption_map(edition: Edition) -> CaptionMap:
    """The caption map of a sheet or a list (whose captions are its column heads)."""
    own: dict[str, Asked] = {}
    photo = ""
    for caption, cell in _pairs(edition):
        own.setdefault(
            key(caption), Asked(cell.field, caption, cell.format, cell.foot.field if cell.foot else "")
        )
    for column in edition.listed:
        if column.head:
            own.setdefault(key(column.head), Asked(column.field, column.head, column.format))
    for row in edition.rows:
        for cell in row.cells:
            if cell.label:
                own.setdefault(key(cell.label), Asked("", cell.label))
            if cell.field.endswith(".photo"):
                photo = cell.field
    others = _others(edition, own)
    others = {k: asked for k, asked in others.items() if k not in own}
    longest = max((len(k) for k in (*own, *others)), default=0)
    found = tuple(slot for text in _texts(edition) for slot in slots(text.text))
    return CaptionMap(edition, own, others, found, photo, longest)


def _literal(text: str, limit: int, *, last: bool) -> str:
    """A pattern for up to ``limit`` characters of literal text: blanks anywhere, brackets and years as they come."""
    plain = key(text.replace("\t", "")) if last else _BLANK.sub("", unicodedata.normalize("NFKC", text))
    plain = plain[-limit:] if last else plain[:limit]
    pieces = []
    for character in re.findall(r"\d+|.", plain):
        if character.isdigit():
            pieces.append(r"\d\s*" * len(character) if len(character) == 4 else r"\d+")
        else:
            pair = {"(": "[(（]", ")": "[)）]", ":": "[:：]", ",": "[,，]", "/": "[/／]", ";": "[;；]"}.get(
                character
            )
            pieces.append(pair or re.escape(character))
    return r"\s*".join(pieces)


def slot_match(slot: Slot, text: str) -> re.Match[str] | None:
    """Where ``text`` has the wording of ``slot``; group 1 is what stands in the blank."""
    before, after = _literal(slot.before, 14, last=True), _literal(slot.after, 8, last=False)
    if not before:
        return None
    end = rf"(?:{after}|$)" if after else r"$"
    return re.search(rf"{before}\s*[:：]?(.*?)[\s_]*{end}", text, re.MULTILINE)


def slot_value(slot: Slot, text: str) -> str | None:
    """What stands in ``text`` where the wording has ``slot``; None when the wording is not found there."""
    found = slot_match(slot, text)
    if not found:
        return None
    value = found[1].strip(" \t\u3000_")
    if slot.format == "M" and value:
        year = re.findall(r"\d{4}", found[0][: found.start(1) - found.start()])
        digits = re.sub(r"\D", "", value)
        return f"{year[-1]}年{digits}月" if year and digits else value
    if not value and re.fullmatch(
        r"[(].*[)]", key(slot.after)
    ):  # written behind （盖章） instead of before it
        rest = re.match(r"[ \t\u3000_]*([^\n\t]+)", text[found.end() :])
        value = rest[1].strip(" \t\u3000_") if rest else ""
    return value


def title_key(text: str) -> str:
    """A title as it is compared between years: without digits, blanks and {fields}."""
    return re.sub(r"\d", "", key(re.sub(r"\{[^}]*\}", "", text)))
