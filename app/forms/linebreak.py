"""Breaking text into lines by the rules of Chinese typesetting, in em, with every index kept.

No 「，。；：、！？）》」』】〕”’…」 begins a line and no 「（“《「【〔‘」 ends one; numbers, dates, terms of digits and
Latin words stay whole unless they alone are longer than a line; ``\\n`` breaks, ideographic spaces are kept and
ordinary spaces at a break are swallowed. (GB/T 15834-2011, 5.1, says where marks may stand.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from app.forms.edition import Style

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

JOINED = "".join(
    map(chr, (*range(0x300, 0x370), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x200D, 0x2060))
)
NO_START = frozenset("，。；：、！？）》」』】〕〉｝］”’…—–～·•％‰℃°．,.;:!?)]}%»" + "\u00a0" + JOINED)
NO_END = frozenset("（“《「【〔〈｛［‘([{￥＄¥$«" + "\u00a0\u200d\u2060")

_WORD = re.compile(
    r"\d{2,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?"  # 2021年5月1日
    r"|　+年　+月　+日|＿+"  # what is left to be written by hand
    r"|1\d{2} \d{4} \d{4}"  # 138 0000 0000
    r"|[0-9A-Za-zÀ-ɏ]+(?:[-.,:/_@&+'~%–][0-9A-Za-zÀ-ɏ]+)*[%‰℃]?"
)
_SOFT = frozenset("-–~/@.:,_&+ 年月日")
"""Where a word that is longer than the line is broken by preference: after these."""
_PHRASE = re.compile(r"[、，；：/ ·](?=[^、，；：/ ])|(?<=[^（(])(?=[（(])")
"""Where a short text is broken by preference: after a mark of a list, before a bracket."""
BLANK = "\ufdd0"
"""Measured in place of a space that is left blank for the pen; never printed."""
BLANK_WIDTH = 0.6
_EPSILON = 1e-6


class _Advances(dict[str, float]):
    """Advance in em by character, asked of the faces once."""

    def __init__(self, faces: FaceSet, style: Style) -> None:
        super().__init__()
        self._faces, self._style = faces, style

    def __missing__(self, ch: str) -> float:
        run = self._faces.runs(self._style, ch)
        self[ch] = advance = run[0][0].advance(ch) if run else 1.0
        return advance


class _Keys(dict[str, str]):
    """Face key by character, asked of the faces once."""

    def __init__(self, faces: FaceSet, style: Style) -> None:
        super().__init__()
        self._faces, self._style = faces, style

    def __missing__(self, ch: str) -> str:
        run = self._faces.runs(self._style, ch)
        self[ch] = key = run[0][0].key if run else ""
        return key


@dataclass(frozen=True, slots=True, eq=False)
class Metrics:
    """The advances (em) and face keys of one style of a face set, by character, filled as they are asked for."""

    advance: dict[str, float]
    key: dict[str, str]

    def width(self, text: str) -> float:
        """Width of ``text`` on one line, in em."""
        return sum(map(self.advance.__getitem__, text))

    def only(self, text: str) -> str | None:
        """The key of the one face that holds all of ``text``; None when it takes several or is empty."""
        keys = set(map(self.key.__getitem__, text))
        return keys.pop() if len(keys) == 1 else None

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """``text`` as (face key, characters) without change of order."""
        only = self.only(text)
        if only is not None:
            yield only, text
            return
        keys = list(map(self.key.__getitem__, text))
        start = 0
        for at in range(1, len(keys) + 1):
            if at == len(keys) or keys[at] != keys[start]:
                yield keys[start], text[start:at]
                start = at


_KNOWN: dict[int, tuple[FaceSet, dict[Style, Metrics]]] = {}
"""Metrics by the identity of their face set, which is held here so that its id stays its own."""


def metrics(faces: FaceSet, style: Style) -> Metrics:
    """The metrics of a style of a face set, made once."""
    if len(_KNOWN) >= 8:
        _KNOWN.clear()
    styles = _KNOWN.setdefault(id(faces), (faces, {}))[1]
    if style not in styles:
        made = Metrics(_Advances(faces, style), _Keys(faces, style))
        made.advance[BLANK] = BLANK_WIDTH
        styles[style] = made
    return styles[style]


@dataclass(frozen=True, slots=True)
class _Words:
    """Starts and ends of what is kept whole, to ask whether an index is inside one."""

    starts: list[int]
    ends: list[int]

    def inside(self, at: int) -> tuple[int, int] | None:
        number = bisect_right(self.starts, at - 1) - 1
        if number >= 0 and self.starts[number] < at < self.ends[number]:
            return self.starts[number], self.ends[number]
        return None


def _words(text: str) -> _Words:
    found = [match.span() for match in _WORD.finditer(text) if match.end() - match.start() > 1]
    return _Words([a for a, _ in found], [b for _, b in found])


def legal_break(text: str, at: int, words: _Words | None = None) -> bool:
    """Whether a line may end before ``text[at]``."""
    after = at
    while after < len(text) and text[after] == " ":
        after += 1
    before = at
    while before > 0 and text[before - 1] == " ":
        before -= 1
    if before == 0 or after == len(text):
        return True
    if text[after] in NO_START or text[before - 1] in NO_END:
        return False
    return (words or _words(text)).inside(at) is None


def _forced(text: str, start: int, at: int, words: _Words) -> int:
    """Where to break when no place is legal: after a soft mark of an overlong word, else as far as fits."""
    inside = words.inside(at)
    first = max(start, inside[0] if inside else start)
    for place in range(at, first + 1, -1):
        if text[place - 1] in _SOFT and text[place] not in NO_START and text[place] != " ":
            return place
    place = at
    while place > start + 1 and (text[place] in NO_START or text[place - 1] in NO_END):
        place -= 1
    return place if place > start + 1 or at == start + 1 else at


def opens(text: str, at: int) -> bool:
    """Whether a paragraph that takes an indent begins at ``at``: not one that was typed with spaces before it."""
    return at < len(text) and (at == 0 or text[at - 1] == "\n") and not text[at].isspace()


def _paragraph(
    text: str, width: float, advance: dict[str, float], indent: float = 0.0
) -> Iterator[tuple[int, int]]:
    """(start, end) of the lines of a text without ``\\n``, the first of them ``indent`` em shorter."""
    sums = [0.0, *accumulate(map(advance.__getitem__, text))]
    size, start = len(text), 0
    room = width - indent
    if sums[-1] <= room + _EPSILON:
        yield 0, size
        return
    words = _words(text)
    while True:
        fits = bisect_right(sums, sums[start] + room + _EPSILON, start) - 1
        room = width
        if fits >= size:
            yield start, size
            return
        at = fits = max(fits, start + 1)
        while at > start and not legal_break(text, at, words):
            at -= 1
        if at <= start or not text[start:at].strip(" "):
            at = _forced(text, start, fits, words)
        end = at
        while end > start and text[end - 1] == " ":
            end -= 1
        yield start, max(end, start + 1) if end == start else end
        while at < size and text[at] == " ":
            at += 1
        start = at
        if start >= size:
            return


def break_lines(
    text: str, width: float, advance: dict[str, float], indent: float = 0.0, start: int = 0
) -> list[tuple[int, int]]:
    """Break ``text`` from ``start`` on for lines ``width`` em wide: (start, end) of each line's characters in ``text``.

    Characters between one line's end and the next one's start are a ``\\n`` or swallowed spaces. An empty text is
    one empty line. The first line of each paragraph that :func:`opens` is ``indent`` em shorter.
    """
    if not start and not indent and "\n" not in text:
        return list(_paragraph(text, width, advance))
    lines: list[tuple[int, int]] = []
    for part in text[start:].split("\n"):
        lead = indent if indent and opens(text, start) else 0.0
        lines.extend((start + a, start + b) for a, b in _paragraph(part, width, advance, lead))
        start += len(part) + 1
    return lines


def balanced(text: str, width: float, advance: dict[str, float]) -> list[tuple[int, int]]:
    """As :func:`break_lines`, but with lines as even as the same number of them allows: for captions and titles."""
    lines = break_lines(text, width, advance)
    if "\n" in text or len(lines) < 2:
        return lines
    narrow, wide = sum(map(advance.__getitem__, text)) / len(lines), width
    for _ in range(8):
        middle = (narrow + wide) / 2
        tried = break_lines(text, middle, advance)
        if len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def phrased(text: str, width: float, advance: dict[str, float]) -> list[tuple[int, int]]:
    """As :func:`break_lines`, but between phrases where that takes no more lines: for names and lists of names."""
    lines = break_lines(text, width, advance)
    if "\n" in text or len(lines) < 2:
        return lines
    words = _words(text)
    ends = [at for match in _PHRASE.finditer(text) if legal_break(text, at := match.end(), words)]
    found: list[tuple[int, int]] = []
    start = 0
    sums = [0.0, *accumulate(map(advance.__getitem__, text))]
    for at in ends:
        if text[at] in "（(" and max(sums[at], sums[-1] - sums[at]) <= width + _EPSILON:
            return [(0, at), (at, len(text))]
    while sums[-1] - sums[start] > width + _EPSILON:
        fits = [at for at in ends if at > start and sums[at] - sums[start] <= width + _EPSILON]
        if not fits or len(found) >= len(lines):
            return balanced(text, width, advance)
        found.append((start, start + len(text[start : fits[-1]].rstrip(" "))))
        start = fits[-1]
    found.append((start, len(text)))
    return found if len(found) <= len(lines) else balanced(text, width, advance)


def longest_word(text: str, advance: dict[str, float]) -> float:
    """Width in em of the widest thing in ``text`` that must stay whole; 0 when there is none."""
    spans = (match.group() for match in _WORD.finditer(text))
    return max((sum(map(advance.__getitem__, word)) for word in spans), default=0.0)
