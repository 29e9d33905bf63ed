"""What of a list depends only on its edition: columns in mm, their metrics, and the heads of each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.boxes import Box
from app.forms.edition import Column, Edition, Style
from app.forms.grid import edges, page_size
from app.forms.linebreak import Metrics, metrics
from app.forms.setting import PAD_X, PAD_Y, line_height, plain, set_lines
from app.forms.sheet_plan import CAPTION_STYLE, STYLES, VALUE_STYLE, broken_caption
from app.forms.shown import shown_cell
from app.forms.snapshot import Values

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

HEAD_HEIGHT = 9.0
"""Least height of one head row in mm."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A column in its place: ``x``, ``w`` and the ``inner`` width for type in mm, type ``size`` in points."""

    column: Column
    number: int
    x: float
    w: float
    inner: float
    size: float

    def text(self, record: Values) -> str:
        """What this column shows of a record."""
        return plain(shown_cell(self.column, record))


@dataclass(frozen=True, slots=True, eq=False)
class ListPlan:
    """A list ready to be filled. ``heads`` are the head boxes as if they began at y = 0, ``head`` their height."""

    edition: Edition
    tracks: tuple[Track, ...]
    width: float
    height: float
    left: float
    inner: float
    top: float
    bottom: float
    heads: tuple[Box, ...]
    head: float
    values: Metrics
    metrics: dict[Style, Metrics]


def _head_box(label: str, x: float, w: float, y: float, h: float, size: float, own: Metrics) -> Box:
    inner = w - 2 * PAD_X
    size, spans = broken_caption(label, (), inner, h - 2 * PAD_Y, size, own)
    start = y + (h - len(spans) * line_height(size)) / 2
    lines = set_lines(label, spans, own, size, x + PAD_X, start, inner, "center") if label else ()
    return Box("caption", x, y, w, h, text=label, lines=lines, size=size)


def _needed(label: str, w: float, size: float, own: Metrics) -> float:
    spans = broken_caption(label, (), w - 2 * PAD_X, 1000, size, own)[1]
    return max(HEAD_HEIGHT, len(spans) * line_height(size) + 2 * PAD_Y)


def _heads(tracks: tuple[Track, ...], size: float, own: Metrics) -> tuple[tuple[Box, ...], float]:
    """The head boxes, one row deep or two where columns are grouped, and their height in mm."""
    grouped = [track for track in tracks if track.column.group]
    widths = {
        name: sum(t.w for t in grouped if t.column.group == name)
        for name in {t.column.group for t in grouped}
    }
    upper = max((_needed(name, width, size, own) for name, width in widths.items()), default=0.0)
    lower = max(_needed(t.column.head, t.w, size, own) for t in (grouped or tracks))
    tall = max(upper + lower, *(_needed(t.column.head, t.w, size, own) for t in tracks))
    lower = tall - upper
    boxes: list[Box] = []
    for track in tracks:
        group, number = track.column.group, track.number
        if not group:
            boxes.append(_head_box(track.column.head, track.x, track.w, 0.0, tall, size, own))
            continue
        if number == 0 or tracks[number - 1].column.group != group:
            last = number
            while last + 1 < len(tracks) and tracks[last + 1].column.group == group:
                last += 1
            width = tracks[last].x + tracks[last].w - track.x
            boxes.append(_head_box(group, track.x, width, 0.0, upper, size, own))
        boxes.append(_head_box(track.column.head, track.x, track.w, upper, lower, size, own))
    return tuple(boxes), tall


def _build(edition: Edition, faces: FaceSet) -> ListPlan:
    width, height = page_size(edition)
    top, right, bottom, left = edition.margins
    room = width - left - right
    xs = edges(edition.columns, left + max(0.0, room - sum(edition.columns)) / 2)
    tracks = tuple(
        Track(column, n, xs[n], column.width, column.width - 2 * PAD_X, column.size or edition.type_size)
        for n, column in enumerate(edition.listed)
    )
    styles: dict[Style, Metrics] = {style: metrics(faces, style) for style in STYLES}
    heads, head = _heads(tracks, edition.type_size, styles[CAPTION_STYLE])
    return ListPlan(
        edition,
        tracks,
        width,
        height,
        left,
        room,
        top,
        height - bottom,
        heads,
        head,
        styles[VALUE_STYLE],
        styles,
    )


_KNOWN: dict[tuple[int, int], tuple[ListPlan, FaceSet]] = {}
"""Plans by the identity of edition and faces; both are held here, so that their ids stay theirs."""


def list_plan(edition: Edition, faces: FaceSet) -> ListPlan:
    """The plan of a list for a face set; the same object for the same edition and faces."""
    key = (id(edition), id(faces))
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= 64:
            _KNOWN.clear()
        known = _KNOWN.setdefault(key, (_build(edition, faces), faces))
    return known[0]
