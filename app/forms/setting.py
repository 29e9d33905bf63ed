"""Setting broken text into boxes: lines with baselines and runs, in mm. Shared by sheets and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.forms.boxes import Box, BoxKind, Line, Run
from app.forms.edition import Align
from app.forms.linebreak import BLANK, BLANK_WIDTH, JOINED, Metrics, balanced, break_lines, opens
from app.forms.shown import Piece

MM = 25.4 / 72
"""mm of one point."""
LEADING = 1.36
"""Line height in em: what Chinese office text of one and a third lines has."""
ASCENT = 0.88
"""Height of the ideographic box above the baseline in em; the same for every face so that layout does not move."""
PAD_X = 1.4
PAD_Y = 0.9
Spans = Sequence[tuple[int, int]]
_SPACES = re.compile(r" +|[^ ]+")
_UNITS = re.compile(rf"　+|[0-9A-Za-zÀ-ɏ]+(?:[-.,:/_@&+'~%–][0-9A-Za-zÀ-ɏ]+)*|.[{JOINED}]*")
"""What is not pulled apart when a line is spread: words and numbers, blanks between what was typed."""
_WIDEST = 0.09
"""em that spread characters stand apart at most: from 0.1 on a reader of the PDF copies a blank between them."""
_ODD = re.compile("[\t\r\x0b\x0c\x85\u2028\u2029]")
_BREAKS = dict(zip(map(ord, "\t\x0b\x0c\x85\u2028\u2029"), " \n\n\n\n\n", strict=True))


def plain(text: str) -> str:
    """``text`` with only ``\\n`` as line break and no tabs, so that every character has a width."""
    if _ODD.search(text) is None:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)


def line_height(size: float) -> float:
    """mm from one baseline to the next at ``size`` points."""
    return size * MM * LEADING


def baseline(top: float, size: float) -> float:
    """mm of the baseline of a line whose line height begins at ``top``."""
    em = size * MM
    return top + em * ((LEADING - 1) / 2 + ASCENT)


def aligned(align: Align | None, x: float, w: float, width: float) -> float:
    """The left edge of something ``width`` wide in a space ``w`` wide at ``x``."""
    if align == "center":
        return x + (w - width) / 2
    return x + w - width if align == "right" else x


def set_lines(
    text: str,
    spans: Spans,
    metrics: Metrics,
    size: float,
    x: float,
    top: float,
    w: float,
    align: Align | None,
    indent: float = 0.0,
) -> tuple[Line, ...]:
    """Lines of the ``spans`` of ``text`` in a space ``w`` mm wide whose left edge is ``x``, the first at ``top``.

    The first line of each paragraph stands ``indent`` em further in; no character is added for it.
    """
    em, step, base = size * MM, line_height(size), baseline(top, size)
    lines = []
    whole = metrics.only(text)
    for number, (start, end) in enumerate(spans):
        part = text[start:end]
        width = metrics.width(part) * em
        at = aligned(align, x, w, width)
        at += indent * em if indent and opens(text, start) else 0.0
        key = (whole or metrics.only(part)) if part else None
        runs = (Run(key, part, at, width),) if key is not None else place_runs(part, at, em, metrics)
        lines.append(Line(base + number * step, size, runs, start, end))
    return tuple(lines)


def place_runs(part: str, x: float, em: float, metrics: Metrics) -> tuple[Run, ...]:
    """The runs of one line from ``x`` mm on, one for each change of face; ``em`` is the type size in mm."""
    runs = []
    for key, piece in metrics.runs(part):
        long = metrics.width(piece) * em
        runs.append(Run(key, piece, x, long))
        x += long
    return tuple(runs)


def wide_runs(part: str, x: float, em: float, metrics: Metrics, space: float) -> tuple[Run, ...]:
    """As :func:`place_runs`, each ordinary space ``space`` em wide: what is left blank for the pen needs room."""
    runs: list[Run] = []
    for match in _SPACES.finditer(part):
        piece = match.group()
        if piece[0] == " ":
            runs.append(Run(metrics.key[" "], piece, x, len(piece) * em * space))
        else:
            runs.extend(place_runs(piece, x, em, metrics))
        x = runs[-1].x + runs[-1].width
    return tuple(runs)


def spread_line(part: str, x: float, top: float, w: float, metrics: Metrics, size: float) -> Line:
    """One line of body text between both edges, as letters have it: its characters a hair apart, or closer.

    A line that has too little in it stays as it is, and so does the blank by which a paragraph begins.
    """
    em = size * MM
    lead = len(part) - len(part.lstrip("　"))
    units = _UNITS.findall(part[lead:])
    gap = (w / em - metrics.width(part)) / (len(units) - 1) if len(units) > 1 else 0.0
    if not 1e-6 < abs(gap) <= _WIDEST:
        return set_lines(part, ((0, len(part)),), metrics, size, x, top, w, "left")[0]
    runs: list[Run] = list(place_runs(part[:lead], x, em, metrics))
    x += metrics.width(part[:lead]) * em
    for unit in units:
        runs += place_runs(unit, x, em, metrics)
        x += (metrics.width(unit) + gap) * em
    return Line(baseline(top, size), size, tuple(runs), 0, len(part))


def wide_width(part: str, metrics: Metrics, space: float) -> float:
    """Width in em with each ordinary space ``space`` em wide."""
    return metrics.width(part.replace(" ", "")) + part.count(" ") * space


def lowered(boxes: Sequence[Box], by: float) -> tuple[Box, ...]:
    """The same boxes ``by`` mm further down."""
    return tuple(
        replace(
            box, y=box.y + by, lines=tuple(replace(line, baseline=line.baseline + by) for line in box.lines)
        )
        for box in boxes
    )


@dataclass(frozen=True, slots=True)
class Manner:
    """How a line outside the grid is set."""

    kind: BoxKind
    metrics: Metrics
    size: float
    align: Align
    even: bool = False
    least: float = 9.0


def _segments(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces between the ``\\t`` of a line."""
    segments: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.path:
            segments[-1].append(piece)
            continue
        first, *others = piece.text.split("\t")
        segments[-1].append(Piece(first))
        segments.extend([Piece(other)] for other in others)
    return [[p for p in segment if p.text or p.path] for segment in segments]


def _measured(piece: Piece) -> str:
    """The piece as it is measured: a blank to write in has wider spaces."""
    return piece.text.replace(" ", BLANK) if piece.path and not piece.text.strip() else piece.text


def flow(pieces: Sequence[Piece], x: float, top: float, w: float, manner: Manner) -> tuple[list[Box], float]:
    """Set one line of type outside the grid, broken over more lines where it must; boxes and height in mm.

    A line parted by ``\\t`` shrinks a little to stay one line, else its parts stand below one another.
    Every piece gets a box of its own, so that a value in a heading can be typed in where it stands.
    """
    segments = _segments(pieces)
    ems = [manner.metrics.width("".join(map(_measured, segment))) for segment in segments]
    if len(segments) > 1:
        while (sum(ems) + len(ems) - 1) * manner.size * MM > w and manner.size - 0.5 >= manner.least:
            manner = replace(manner, size=manner.size - 0.5)
    em = manner.size * MM
    widths = [width * em for width in ems]
    if len(segments) > 1 and sum(widths) + em * (len(segments) - 1) <= w:
        boxes: list[Box] = []
        gap = (w - sum(widths)) / (len(segments) - 1)
        for segment, width in zip(segments, widths, strict=True):
            boxes += _segment(segment, x, top, width + 1e-3, manner)[0]
            x += width + gap
        return boxes, line_height(manner.size)
    boxes, height = [], 0.0
    for segment in segments:
        placed, tall = _segment(segment, x, top + height, w, manner)
        boxes += placed
        height += tall
    return boxes, height


def _segment(
    segment: Sequence[Piece], x: float, top: float, w: float, manner: Manner
) -> tuple[list[Box], float]:
    metrics, size = manner.metrics, manner.size
    em, step = size * MM, line_height(size)
    measured = [_measured(piece) for piece in segment]
    text = "".join(measured)
    breaker = balanced if manner.even else break_lines
    spans = breaker(text, w / em, metrics.advance)
    boxes, offset = [], 0
    starts = [aligned(manner.align, x, w, metrics.width(text[a:b]) * em) for a, b in spans]
    for piece, seen in zip(segment, measured, strict=True):
        lines: list[Line] = []
        end = offset + len(seen)
        edges: list[tuple[float, float]] = []
        tops: list[float] = []
        for number, (a, b) in enumerate(spans):
            low, high = max(a, offset), min(b, end)
            if low >= high and not (seen == "" and a <= offset <= b and not edges):
                continue
            left = starts[number] + metrics.width(text[a:low]) * em
            width = metrics.width(text[low:high]) * em
            part = piece.text[low - offset : high - offset]
            blank = seen is not piece.text
            runs = (
                wide_runs(part, left, em, metrics, BLANK_WIDTH)
                if blank
                else place_runs(part, left, em, metrics)
            )
            lines.append(Line(baseline(top + number * step, size), size, runs, low - offset, high - offset))
            edges.append((left, left + width))
            tops.append(top + number * step)
        if edges:
            left, right = min(e[0] for e in edges), max(e[1] for e in edges)
            boxes.append(
                Box(
                    manner.kind,
                    left,
                    tops[0],
                    right - left,
                    tops[-1] + step - tops[0],
                    path=piece.path,
                    text=piece.text,
                    lines=tuple(lines),
                    ruled=False,
                    size=size,
                )
            )
        offset = end
    return boxes, len(spans) * step
