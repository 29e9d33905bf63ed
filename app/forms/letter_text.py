"""A letter's wording with its values: blocks that are shown, their numbers, and the office's own wording.

Clauses are numbered by the program, so that one which is left out renumbers those behind it. Source of the manner: GB/T
9704 (numbered levels 一、（一）1.（1）, body in two-character indent).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.forms import edition_checks
from app.forms.edition import PLACEHOLDER, Block, Edition, Party, Style
from app.forms.editions import block_of
from app.forms.setting import MM
from app.forms.shown import shown_value
from app.forms.snapshot import Snapshot, Values

RULE = "＿＿＿＿＿"
"""What stands for a value that is not told, to be written on by hand."""
DAY = "　　　年　　月　　日"
"""What stands for a date that is not told; from one to the other fits a line of 28 characters."""
_DIGITS = "零一二三四五六七八九"
STYLES: dict[int, Style] = {1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as it is set: its text with number and values, one paragraph a line."""

    block: Block
    text: str
    style: Style
    rows: tuple[Values, ...] = ()
    parties: tuple[tuple[str, ...], ...] = ()
    attachments: tuple[str, ...] = ()


def han(number: int) -> str:
    """一 to 九十九, as clauses are numbered."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def label(level: int, number: int) -> str:
    """The number of a clause at its level."""
    return {1: f"{han(number)}、", 2: f"（{han(number)}）", 3: f"{number}.", 4: f"（{number}）"}.get(
        level, ""
    )


def filled(text: str, values: Values, blank: Mapping[str, str]) -> str:
    """The text with its values; what is not told is a rule to write on, or what ``blank`` says.

    A value of several lines that stands within a sentence is told with 、 between them, and one that ends as a sentence
    does not end it twice.
    """

    def value(found: re.Match[str]) -> str:
        told = shown_value(found[1], values, found[2] or "")
        if told and found[0] != text.strip():
            told = "、".join(filter(None, map(str.strip, told.split("\n"))))
            if text[found.end() : found.end() + 1] in tuple("。；，、"):
                told = told.rstrip("。；，、 ")
        return told or blank.get(found[1], DAY if "日" in (found[2] or "") else RULE)

    return PLACEHOLDER.sub(value, text)


def shown_blocks(edition: Edition, snapshot: Snapshot) -> Iterator[Shown]:
    """The blocks of a letter in order, those left out that lack what they are about."""
    counters = [0, 0, 0, 0, 0]
    blank = not snapshot.values and not snapshot.lists
    for block in with_blocks(edition, snapshot.blocks).blocks if snapshot.blocks else edition.blocks:
        if block.when and not blank and not _told(block.when, snapshot):
            continue
        number = ""
        if block.level:
            counters[block.level] += 1
            counters[block.level + 1 :] = [0] * (4 - block.level)
            number = label(block.level, counters[block.level])
        text = number + filled(block.text, snapshot.values, block.blank)
        style = block.style or STYLES.get(block.level, "fangsong")
        parties = tuple(
            tuple(filled(line, snapshot.values, block.blank) for line in one.lines)
            for at, one in enumerate(block.parties)
            if at < _ALWAYS or blank or _takes_part(one, snapshot.values)
        )
        yield Shown(
            block, text, style, tuple(snapshot.lists.get(block.rows, ())), parties, _attached(block, snapshot)
        )


_ALWAYS = 2
"""Of those who sign, the first two are always there; a third one may be none of this document."""


def _takes_part(party: Party, values: Values) -> bool:
    """Whether anything but a date is told of a party, or nothing else is asked for."""
    asked = [path for line in party.lines for path, shape in PLACEHOLDER.findall(line) if not shape]
    return not asked or any(values.get(path) for path in asked)


ATTACHED = "附件："


def _attached(block: Block, snapshot: Snapshot) -> tuple[str, ...]:
    """What is attached, each on a line of its own with its number; one alone has none (GB/T 9704, 7.3.4)."""
    names = [filled(name, snapshot.values, block.blank) for name in block.attachments]
    return tuple(f"{at}. {name}" for at, name in enumerate(names, 1)) if len(names) > 1 else tuple(names)


def signed_size(ems: float, size: float, w: float) -> float:
    """Points at which a line ``ems`` wide of those who sign stands in ``w`` mm: on one line if a little smaller type does
    it, else on two."""
    lines, least = (1, size * 0.8) if ems * size * 0.8 * MM <= w else (2, 9.0)
    while size > least and ems * size * MM > lines * w - (lines - 1) * 2 * size * MM + 1e-6:
        size -= 0.5
    return size


def _told(path: str, snapshot: Snapshot) -> bool:
    return bool(snapshot.lists.get(path)) or snapshot.values.get(path) not in (None, "", False)


def blocks_of(edition: Edition) -> list[dict[str, Any]]:
    """An edition's wording as plain data, to be changed and kept with a letter: what is as usual is left out."""
    return [_as_data(block) for block in edition.blocks]


def _as_data(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_data(one) for one in value]
    if not is_dataclass(value):
        return value
    told = {one.name: getattr(value, one.name) for one in fields(value)}
    usual = {one.name: {} if one.default is MISSING else one.default for one in fields(value)}
    return {name: _as_data(one) for name, one in told.items() if one != usual[name]}


def with_blocks(edition: Edition, blocks: Sequence[Mapping[str, Any]]) -> Edition:
    """The edition with another wording; the edition itself is untouched.

    Raises :class:`Refusal` FRM-019 when a block is none, and the checks' problems of the edition otherwise.
    """
    try:
        changed = replace(edition, blocks=tuple(map(block_of, blocks)))
    except (TypeError, KeyError, ValueError) as error:
        raise Refusal(
            Problem("FRM-019", "文书的内容格式不对", "请恢复为表样原文再改", value=str(error)[:80])
        ) from error
    problems = [
        Problem(
            one.code,
            one.message,
            one.remedy,
            file=Path(edition.file).name,
            column=f"第{one.path[1]}段",
            value=one.value,
        )
        for one in edition_checks.faults(changed)
        if one.path[:1] == ("block",)
    ]
    if problems:
        raise Refusal(*problems)
    return changed
