"""The lines of a sheet outside its grid: title, lines above, notes below, and the heading of a 续页."""

from __future__ import annotations

from dataclasses import replace

from app.forms.boxes import Box, BoxKind
from app.forms.edition import Text
from app.forms.setting import Manner, flow
from app.forms.sheet_plan import CAPTION_STYLE, SheetPlan
from app.forms.shown import Piece, pieces, shown_value
from app.forms.snapshot import Snapshot, Values

TITLE_GAP = 3.0
LINE_GAP = 1.2
BELOW_GAP = 1.5
CONTINUED = "（续页）"
LONGEST = 100
"""Characters of a value that a line outside the grid takes; a longer one stands whole on a 续页."""
Lines = tuple[tuple[Box, ...], float]
"""Boxes, and a height or a y in mm."""


def set_line(plan: SheetPlan, line: Text, values: Values, kind: BoxKind, top: float, more: str = "") -> Lines:
    """One line outside the grid at ``top``: its boxes and height. ``more`` is said behind its last part."""
    size = line.size or plan.edition.type_size
    parts = [replace(line, text=part, lines=()) for part in line.lines] or [line]
    boxes: list[Box] = []
    height = 0.0
    for number, part in enumerate(parts):
        said = list(pieces(part, values))
        if more and number == len(parts) - 1:
            said.append(Piece(more))
        manner = Manner(kind, plan.metrics[line.style or CAPTION_STYLE], size, line.align, kind == "title")
        made, tall = flow(said, plan.left, top + height, plan.inner, manner)
        boxes += made
        height += tall
    return tuple(boxes), height


def head(plan: SheetPlan, values: Values) -> Lines:
    """Title and lines above the grid: boxes, and the y at which the grid begins."""
    if not plan.varying and "head" in plan.kept:
        return plan.kept["head"]
    boxes, top = _titles(plan, values)
    made = list(boxes)
    for line in plan.edition.above:
        placed, tall = set_line(plan, line, values, "line", top)
        made += placed
        top += tall + LINE_GAP
    if not plan.varying:
        plan.kept["head"] = tuple(made), top
    return tuple(made), top


def _titles(plan: SheetPlan, values: Values, more: str = "") -> Lines:
    top = plan.top
    boxes: list[Box] = []
    for number, line in enumerate(plan.edition.title):
        said = more if number == len(plan.edition.title) - 1 else ""
        made, tall = set_line(plan, line, values, "title", top, said)
        boxes += made
        top += tall
    return tuple(boxes), top + TITLE_GAP


def long_values(plan: SheetPlan, values: Values) -> dict[str, str]:
    """Values of the lines outside the grid that are too long for them, by path."""
    if not plan.varying:
        return {}
    lines = (*plan.edition.title, *plan.edition.above, *plan.edition.below)
    said = (piece for line in lines for piece in pieces(line, values))
    return {piece.path: piece.text for piece in said if piece.path and len(piece.text) > LONGEST}


def heading(plan: SheetPlan, snapshot: Snapshot) -> Lines:
    """The heading of a 续页: title with （续页）, the person's or team's name; boxes, and the y below it."""
    boxes, top = _titles(plan, snapshot.values, CONTINUED)
    name = shown_value("person.name", snapshot.values)
    said = f"姓名：{name}" if name else snapshot.name
    if not said:
        return boxes, top
    said = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
    manner = Manner("line", plan.metrics[CAPTION_STYLE], plan.edition.type_size, "left")
    made, tall = flow([Piece(said)], plan.left, top, plan.inner, manner)
    return (*boxes, *made), top + tall + LINE_GAP


def below(plan: SheetPlan, values: Values) -> Lines:
    """The lines below the grid as if it ended at 0, and their height with the gap above them."""
    if "below" in plan.kept:
        return plan.kept["below"]
    boxes: list[Box] = []
    height = BELOW_GAP if plan.edition.below else 0.0
    for line in plan.edition.below:
        made, tall = set_line(plan, line, values, "note", height)
        boxes += made
        height += tall
    done = tuple(boxes), height
    if not plan.varying:
        plan.kept["below"] = done
    return done
