"""Laying out a list: heads repeated on every page, records as rows over as many pages as they need.

Merged columns are joined downwards and begin again, text repeated, at a page's top (任务分配表, sichuan-2017-122
annex 1; 工作计划清单, shaoxing-2017-66). A total row and notes stand below the last record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.forms.boxes import Box, BoxKind, Line, Page
from app.forms.edition import Edition, Text
from app.forms.list_bands import Band, Join, bands_of, empty_bands, joins, paged
from app.forms.list_plan import ListPlan, list_plan
from app.forms.list_rows import numbered, totals
from app.forms.setting import PAD_X, PAD_Y, Manner, flow, line_height, lowered, set_lines
from app.forms.sheet_lines import BELOW_GAP, LINE_GAP, TITLE_GAP
from app.forms.sheet_plan import CAPTION_STYLE
from app.forms.shown import Piece, pieces
from app.forms.snapshot import Snapshot, Values

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

NUMBER_SIZE = 9.0
NUMBER_GAP = 2.0


def lay_out_list(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> list[Page]:
    """The pages of one list; without records, its stated number of empty rows to be filled in by hand."""
    plan = list_plan(edition, faces)
    head, grid = _head(plan, snapshot.values)
    notes, notes_height = _lines(plan, edition.below, snapshot.values, "note", BELOW_GAP)
    tail = (edition.row_height if edition.total else 0.0) + (notes_height if edition.below else 0.0)
    first, room = plan.bottom - grid - plan.head, plan.bottom - plan.top - plan.head
    rows = numbered(edition, snapshot.rows)
    bands = list(bands_of(plan, rows, room)) or empty_bands(plan, edition.blank_rows)
    pages = paged(plan, bands, first, room, tail)
    made: list[Page] = []
    for number, page in enumerate(pages, 1):
        boxes: list[Box] = list(head) if number == 1 else []
        top = grid if number == 1 else plan.top
        boxes += lowered(plan.heads, top)
        y = _rows(plan, page, top + plan.head, boxes)
        if number == len(pages):
            if edition.total:
                y = _total(plan, rows, y, boxes)
            boxes += lowered(notes, y)
        if edition.page_number:
            boxes += _number(plan, number, len(pages))
        made.append(Page(plan.width, plan.height, tuple(boxes), number, len(pages)))
    return made


def _lines(
    plan: ListPlan, lines: Sequence[Text], values: Values, kind: BoxKind, top: float
) -> tuple[list[Box], float]:
    """Lines of type outside the grid from ``top`` on; boxes and the y below them."""
    boxes: list[Box] = []
    for line in lines:
        parts = [replace(line, text=part, lines=()) for part in line.lines] or [line]
        for part in parts:
            size = part.size or plan.edition.type_size
            manner = Manner(
                kind, plan.metrics[part.style or CAPTION_STYLE], size, part.align, kind == "title"
            )
            made, tall = flow(list(pieces(part, values)), plan.left, top, plan.inner, manner)
            boxes += made
            top += tall
        top += LINE_GAP if kind == "line" else 0.0
    return boxes, top


def _head(plan: ListPlan, values: Values) -> tuple[list[Box], float]:
    title, top = _lines(plan, plan.edition.title, values, "title", plan.top)
    above, top = _lines(plan, plan.edition.above, values, "line", top + TITLE_GAP)
    return [*title, *above], top


def _rows(plan: ListPlan, bands: Sequence[Band], top: float, boxes: list[Box]) -> float:
    """Add the cells of a page's bands to ``boxes``; the y below the last."""
    tops = [top]
    for band in bands:
        tops.append(tops[-1] + band.height)
    for number, cells in enumerate(joins(plan, bands)):
        for cell in cells:
            boxes.append(
                _cell(plan, cell, bands[number], tops[cell.first], tops[cell.last + 1] - tops[cell.first])
            )
    return tops[-1]


def _cell(plan: ListPlan, cell: Join, band: Band, y: float, h: float) -> Box:
    track, piece = cell.track, band.pieces[cell.track.number]
    start = y + (h - piece.tall) / 2 + PAD_Y
    lines: tuple[Line, ...] = ()
    if piece.spans:
        align = track.column.align
        lines = set_lines(
            piece.text, piece.spans, plan.values, piece.size, track.x + PAD_X, start, track.inner, align
        )
    return Box(
        "value",
        track.x,
        y,
        track.w,
        h,
        path=track.column.field,
        record=band.record,
        text=piece.text,
        lines=lines,
        size=piece.size,
    )


def _total(plan: ListPlan, rows: Sequence[Values], y: float, boxes: list[Box]) -> float:
    total = plan.edition.total
    assert total is not None
    height, own = plan.edition.row_height, plan.metrics[CAPTION_STYLE]
    texts = totals(plan.edition, [[track.text(record) for track in plan.tracks] for record in rows])
    for track, text in zip(plan.tracks, texts, strict=True):
        start = y + (height - line_height(track.size)) / 2
        spans = ((0, len(text)),) if text else ()
        lines = set_lines(text, spans, own, track.size, track.x + PAD_X, start, track.inner, "center")
        kind: BoxKind = "value" if track.number in total.counts else "caption"
        boxes.append(Box(kind, track.x, y, track.w, height, text=text, lines=lines, size=track.size))
    return y + height


def _number(plan: ListPlan, number: int, of: int) -> list[Box]:
    """The page's number, centred in the lower margin, clear of what printers cannot reach."""
    said = plan.edition.page_number.replace("{page}", str(number)).replace("{pages}", str(of))
    top = plan.bottom + NUMBER_GAP
    manner = Manner("page_number", plan.metrics[CAPTION_STYLE], NUMBER_SIZE, "center")
    return flow([Piece(said)], plan.left, top, plan.inner, manner)[0]
