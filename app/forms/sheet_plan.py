"""What of a sheet depends only on its edition: the sides, the value cells and the captions. Made once, kept.

A :class:`Side` holds the rows of one side of paper (考核鉴定表 has two, yubei-2021-72 annex 1); heights of rows are
decided for each document by :mod:`app.forms.sheet_fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.catalogue.fields import field_of, label_of
from app.forms.boxes import Box, Line
from app.forms.edition import PLACEHOLDER, Align, Cell, Edition, Style
from app.forms.grid import Placed, edges, page_size, placed_cells, sides
from app.forms.linebreak import Metrics, balanced, metrics
from app.forms.setting import MM, PAD_X, PAD_Y, Spans, baseline, line_height, place_runs, set_lines

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

CAPTION_STYLE: Style = "song"
VALUE_STYLE: Style = "fangsong"
STYLES: tuple[Style, ...] = ("title", "song", "fangsong", "hei", "kai")
LEAST_CAPTION = 6.0
FOOT_SPACE = 1.5
"""mm kept free below a foot (date) line."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A cell that takes a value. ``x`` and ``w`` its place across in mm, ``inner`` the width for type.

    ``kept`` are the mm below the text that belong to the stamp and the foot.
    """

    path: str
    placed: Placed
    x: float
    w: float
    inner: float
    size: float
    least: float
    align: Align | None
    metrics: Metrics
    photo: bool
    single: bool
    cell: Cell
    kept: float


@dataclass(frozen=True, slots=True, eq=False)
class Caption:
    """A cell with a literal: broken and sized for its width once, centred in whatever height its rows get."""

    placed: Placed
    x: float
    w: float
    size: float
    spans: Spans
    align: Align
    metrics: Metrics

    def box(self, top: float, height: float) -> Box:
        """The caption in a cell that begins at ``top`` and is ``height`` mm tall."""
        cell = self.placed.cell
        if cell.vertical:
            lines = self._vertical(top, height)
        else:
            start = top + (height - len(self.spans) * line_height(self.size)) / 2
            inner, left = self.w - 2 * PAD_X, self.x + PAD_X
            lines = set_lines(cell.label, self.spans, self.metrics, self.size, left, start, inner, self.align)
        return Box(
            "caption",
            self.x,
            top,
            self.w,
            height,
            text=cell.label,
            lines=lines,
            size=self.size,
            vertical=cell.vertical,
        )

    def _vertical(self, top: float, height: float) -> tuple[Line, ...]:
        label = self.placed.cell.label
        marks = [(at, ch) for at, ch in enumerate(label) if not ch.isspace()]
        em = self.size * MM
        step = min(em * 2.5, (height - 2 * PAD_Y) / max(1, len(marks)))
        start = top + (height - step * len(marks)) / 2 + (step - line_height(self.size)) / 2
        lines = []
        for number, (at, ch) in enumerate(marks):
            width = self.metrics.width(ch) * em
            runs = place_runs(ch, self.x + (self.w - width) / 2, em, self.metrics)
            lines.append(Line(baseline(start + number * step, self.size), self.size, runs, at, at + 1))
        return tuple(lines)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of paper: its row numbers, and the cells of those rows in reading order."""

    number: int
    rows: tuple[int, ...]
    cells: tuple[Slot | Caption, ...]
    slots: tuple[Slot, ...]


def _side(number: int, rows: Sequence[int], cells: Sequence[Slot | Caption]) -> Side:
    return Side(number, tuple(rows), tuple(cells), tuple(cell for cell in cells if isinstance(cell, Slot)))


@dataclass(frozen=True, slots=True, eq=False)
class SheetPlan:
    """A sheet ready to be filled. ``varying`` tells that lines outside the grid hold values.

    ``kept`` and ``geometries`` are what layout makes once and uses again.
    """

    edition: Edition
    sides: tuple[Side, ...]
    width: float
    height: float
    left: float
    inner: float
    top: float
    bottom: float
    varying: bool
    metrics: dict[Style, Metrics]
    kept: dict[str, tuple[tuple[Box, ...], float]] = field(default_factory=dict)
    geometries: dict[object, Any] = field(default_factory=dict)

    def part(self, side: Side, rows: Sequence[int]) -> Side:
        """The same side with only some of its rows."""
        wanted = set(rows)
        return _side(side.number, rows, [cell for cell in side.cells if cell.placed.row in wanted])

    def caption_of(self, slot: Slot) -> str:
        """What the paper calls a value: the caption at its left, else the catalogue's label."""
        row, column = slot.placed.row, slot.placed.column
        labels = [
            placed.cell.label
            for placed in placed_cells(self.edition)
            if placed.row == row and placed.column < column and placed.cell.label and not placed.cell.field
        ]
        return labels[-1] if labels else label_of(slot.path)


def broken_caption(
    label: str, lines: Sequence[str], width: float, height: float, size: float, metrics: Metrics
) -> tuple[float, Spans]:
    """Type size and spans of a literal for a space of ``width`` by ``height`` mm: shrunk before it is broken anew."""
    while True:
        spans = _literal_spans(label, lines)
        em = size * MM
        fits_across = all(metrics.width(label[a:b]) * em <= width + 1e-6 for a, b in spans)
        if not fits_across and (len(spans) == 1 or size * 0.5 <= LEAST_CAPTION):
            spans, fits_across = balanced(label, width / em, metrics.advance), True
        if (fits_across and len(spans) * line_height(size) <= height + 1e-6) or size - 0.5 < LEAST_CAPTION:
            return size, spans
        size -= 0.5


def _literal_spans(label: str, lines: Sequence[str]) -> list[tuple[int, int]]:
    parts = list(lines) or label.split("\n")
    spans, at = [], 0
    for part in parts:
        spans.append((at, at + len(part)))
        at += len(part) + (0 if lines else 1)
    return spans


def _caption(edition: Edition, placed: Placed, x: float, w: float, faces: FaceSet) -> Caption:
    cell = placed.cell
    height = sum(edition.rows[y].min for y in range(placed.row, placed.row + placed.rows)) - 2 * PAD_Y
    own = metrics(faces, cell.style or CAPTION_STYLE)
    size = cell.size or edition.type_size
    spans: Spans = ()
    if cell.vertical:
        marks = len(cell.label.replace("\n", "").replace(" ", ""))
        size = max(LEAST_CAPTION, min(size, height / max(1, marks) / MM))
    else:
        size, spans = broken_caption(cell.label, cell.lines, w - 2 * PAD_X, height, size, own)
    return Caption(placed, x, w, size, spans, cell.align or "center", own)


def _slot(edition: Edition, placed: Placed, x: float, w: float, faces: FaceSet) -> Slot:
    cell = placed.cell
    known = field_of(cell.field)
    kind = known.kind if known else "line"
    size = cell.size or edition.type_size
    foot = line_height(size) + FOOT_SPACE if cell.foot else 0.0
    return Slot(
        cell.field,
        placed,
        x,
        w,
        w - 2 * PAD_X,
        size,
        cell.least or edition.least_size,
        cell.align,
        metrics(faces, cell.style or VALUE_STYLE),
        kind == "photo",
        kind not in ("text", "lines"),
        cell,
        cell.stamp + foot,
    )


def _build(edition: Edition, faces: FaceSet) -> SheetPlan:
    width, height = page_size(edition)
    top, right, bottom, left = edition.margins
    room = width - left - right
    xs = edges(edition.columns, left + max(0.0, room - sum(edition.columns)) / 2)
    made: list[Side] = []
    for number, rows in enumerate(sides(edition)):
        cells: list[Slot | Caption] = []
        for placed in placed_cells(edition):
            if placed.row in rows:
                x, w = xs[placed.column], xs[placed.column + placed.columns] - xs[placed.column]
                build = _slot if placed.cell.field else _caption
                cells.append(build(edition, placed, x, w, faces))
        made.append(_side(number, rows, cells))
    varying = any(PLACEHOLDER.search(line.text) for line in (*edition.title, *edition.above, *edition.below))
    styles: dict[Style, Metrics] = {style: metrics(faces, style) for style in STYLES}
    return SheetPlan(edition, tuple(made), width, height, left, room, top, height - bottom, varying, styles)


_KNOWN: dict[tuple[int, int], tuple[SheetPlan, FaceSet]] = {}
"""Plans by the identity of edition and faces; both are held here, so that their ids stay theirs."""


def plan_of(edition: Edition, faces: FaceSet) -> SheetPlan:
    """The plan of a sheet for a face set; the same object for the same edition and faces."""
    key = (id(edition), id(faces))
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= 64:
            _KNOWN.clear()
        known = _KNOWN.setdefault(key, (_build(edition, faces), faces))
    return known[0]
