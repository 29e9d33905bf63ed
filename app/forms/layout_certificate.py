"""Laying out certificates: each part of the wording has its place on the page; also its values alone, for bought blanks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.forms.boxes import Box, BoxKind, Page
from app.forms.edition import PLACEHOLDER, Block, Edition
from app.forms.layout_letter import INDENT, STEP, LetterPlan, letter_plan, title_item
from app.forms.letter_text import Shown, filled, shown_blocks
from app.forms.linebreak import break_lines
from app.forms.setting import MM, aligned, line_height, lowered, set_lines
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
        dx = dy = 0.0
    for shown in shown_blocks(edition, snapshot):
        boxes += _placed(plan, shown, snapshot.values, values_only, (dx, dy))
    return [Page(plan.width, plan.height, tuple(boxes))]


def _placed(
    plan: LetterPlan, shown: Shown, values: Values, values_only: bool, offset: tuple[float, float]
) -> Iterator[Box]:
    """The lines of one block in its place, or the pieces of them that are values."""
    block, own = shown.block, plan.metrics(shown.style)
    size = block.size or plan.edition.type_size
    em, step = size * MM, size * MM * STEP
    x, y, w = block.place
    x, y = x + offset[0], y + offset[1]
    for paragraph in block.text.split("\n"):
        text, kept = _text_and_values(paragraph, values, block)
        if block.indent and block.align == "left":
            text, kept = INDENT + text, [(a + 2, b + 2) for a, b in kept]
        for start, end in break_lines(text, w / em, own.advance):
            left = aligned(block.align, x, w, own.width(text[start:end]) * em)
            for a, b in kept if values_only else ((start, end),):
                low, high = max(a, start), min(b, end)
                if low < high:
                    part, at = text[low:high], left + own.width(text[start:low]) * em
                    top = y + (step - line_height(size)) / 2
                    lines = set_lines(part, ((0, len(part)),), own, size, at, top, w, "left")
                    kind: BoxKind = "value" if values_only else "line"
                    yield Box(kind, at, y, w, step, text=part, lines=lines, ruled=False, size=size)
            y += step


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
