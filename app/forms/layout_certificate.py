"""Laying out certificates: each part of the wording has its place on the page; also its values alone, for bought blanks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.forms.boxes import Box, Page
from app.forms.edition import PLACEHOLDER, Block, Edition
from app.forms.layout_letter import INDENT, STEP, LetterPlan, letter_plan, title_item
from app.forms.letter_text import Shown, filled, shown_blocks
from app.forms.linebreak import break_lines
from app.forms.setting import MM, line_height, lowered, set_lines
from app.forms.shown import shown_value
from app.forms.snapshot import Snapshot, Values

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

FRAME = (8.0, 10.5)
"""mm from the paper's edge of the two lines round a certificate."""


def lay_out_certificate(
    edition: Edition,
    snapshot: Snapshot,
    faces: FaceSet,
    *,
    values_only: bool = False,
    dx: float = 0.0,
    dy: float = 0.0,
) -> list[Page]:
    """The page of one certificate. ``values_only`` (套打) leaves out frame, title and literal words, so that the values
    fall into a bought blank; ``dx`` and ``dy`` in mm move them to where a printer needs them."""
    plan = letter_plan(edition, faces)
    boxes: list[Box] = []
    if not values_only:
        for edge in FRAME:
            boxes.append(Box("caption", edge, edge, plan.width - 2 * edge, plan.height - 2 * edge))
        boxes += lowered(title_item(plan, snapshot.values).boxes, plan.top)
    for shown in shown_blocks(edition, snapshot):
        boxes += _placed(plan, shown, snapshot.values, values_only)
    if values_only:
        boxes = [_moved(box, dx, dy) for box in boxes]
    return [Page(plan.width, plan.height, tuple(boxes))]


def _placed(plan: LetterPlan, shown: Shown, values: Values, values_only: bool) -> list[Box]:
    block, own = shown.block, plan.metrics(shown.style)
    size = block.size or plan.edition.type_size
    x, top, w = block.place
    em, step = size * MM, size * MM * STEP
    boxes: list[Box] = []
    for paragraph in block.text.split("\n"):
        text, kept = _text_and_values(paragraph, values, block)
        if block.indent and block.align == "left":
            text, kept = INDENT + text, [(a + 2, b + 2) for a, b in kept]
        for start, end in break_lines(text, w / em, own.advance):
            part = text[start:end]
            y = top + (step - line_height(size)) / 2
            whole = set_lines(part, ((0, len(part)),), own, size, x, y, w, block.align)
            if values_only:
                left = whole[0].runs[0].x if whole[0].runs else x
                for a, b in kept:
                    low, high = max(a, start), min(b, end)
                    if low < high:
                        at = left + own.width(text[start:low]) * em
                        lines = set_lines(text[low:high], ((0, high - low),), own, size, at, y, w, "left")
                        boxes.append(
                            Box(
                                "value",
                                at,
                                top,
                                w,
                                step,
                                text=text[low:high],
                                lines=lines,
                                ruled=False,
                                size=size,
                            )
                        )
            else:
                boxes.append(Box("line", x, top, w, step, text=part, lines=whole, ruled=False, size=size))
            top += step
    return boxes


def _text_and_values(text: str, values: Values, block: Block) -> tuple[str, list[tuple[int, int]]]:
    """A paragraph with its values, and where they stand in it."""
    said, kept, at = "", [], 0
    for found in PLACEHOLDER.finditer(text):
        said += text[at : found.start()]
        value = shown_value(found[1], values, found[2] or "")
        if value:
            kept.append((len(said), len(said) + len(value)))
        said += value or filled(found[0], values, block.blank)
        at = found.end()
    return said + text[at:], kept


def _moved(box: Box, dx: float, dy: float) -> Box:
    lines = tuple(
        replace(
            line, baseline=line.baseline + dy, runs=tuple(replace(run, x=run.x + dx) for run in line.runs)
        )
        for line in box.lines
    )
    return replace(box, x=box.x + dx, y=box.y + dy, lines=lines)
