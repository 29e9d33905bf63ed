"""The boxes of one page of a sheet: what no value changes is made once for each set of row heights and kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from app.forms.boxes import Box, Line
from app.forms.linebreak import break_lines
from app.forms.setting import (
    MM,
    PAD_X,
    PAD_Y,
    aligned,
    baseline,
    line_height,
    lowered,
    place_runs,
    set_lines,
    wide_runs,
    wide_width,
)
from app.forms.sheet_fit import Fit, Setting
from app.forms.sheet_lines import Lines
from app.forms.sheet_plan import FOOT_SPACE, Caption, SheetPlan, Slot
from app.forms.shown import shown
from app.forms.snapshot import Values

FOOT_INSET = 8.0
"""mm between a foot (date) and the right edge of its cell."""
NOTICE = "（转续页）"
Order = tuple[Box | Slot, ...]
_SERIAL = count(1)
"""Numbers the geometries of this process: a key names one set of static boxes and no other."""


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """A page whose rows' heights are decided: its captions, the frames (y, height) of its slots, their empty boxes."""

    key: str
    static: tuple[Box, ...]
    frames: dict[Slot, tuple[float, float]]
    empty: dict[Slot, tuple[Box, ...]]
    order: Order


def geometry(plan: SheetPlan, fitted: Fit, top: float, head: tuple[Box, ...], tail: Lines) -> Geometry:
    """The geometry of a page that begins its grid at ``top``; the very same object for the same heights."""
    heights = tuple(round(fitted.heights[y], 4) for y in fitted.side.rows)
    key = (fitted.side.number, fitted.side.rows, heights, round(top, 4), len(head), len(tail[0]))
    known = plan.geometries.get(key)
    if known is None:
        if len(plan.geometries) >= 128:
            plan.geometries.clear()
        known = plan.geometries[key] = _geometry(plan, fitted, heights, top, head, tail)
    return known


def _geometry(
    plan: SheetPlan, fitted: Fit, heights: tuple[float, ...], top: float, head: tuple[Box, ...], tail: Lines
) -> Geometry:
    tops: dict[int, tuple[float, float]] = {}
    y = top
    for row, height in zip(fitted.side.rows, heights, strict=True):
        tops[row] = (y, height)
        y += height
    static: list[Box] = list(head)
    order: list[Box | Slot] = list(head)
    frames: dict[Slot, tuple[float, float]] = {}
    for cell in fitted.side.cells:
        placed = cell.placed
        start = tops[placed.row][0]
        tall = sum(tops[row][1] for row in range(placed.row, placed.row + placed.rows))
        if isinstance(cell, Caption):
            static.append(cell.box(start, tall))
            order.append(static[-1])
        else:
            frames[cell] = (start, tall)
            static.append(Box("value", cell.x, start, cell.w, tall, size=cell.size))
            order.append(cell)
    notes = lowered(tail[0], y)
    empty = {slot: empty_boxes(slot, *frame) for slot, frame in frames.items()}
    key = f"{plan.edition.id}/{plan.edition.mark}/{next(_SERIAL)}"
    return Geometry(key, (*static, *notes), frames, empty, (*order, *notes))


def empty_boxes(slot: Slot, y: float, h: float) -> tuple[Box, ...]:
    """The boxes of a slot without a value: the empty cell, with its blank foot if it has one."""
    if slot.photo:
        return (photo_box(slot, y, h, None),)
    box = Box("value", slot.x, y, slot.w, h, path=slot.path, size=slot.size)
    return (box, foot_box(slot, y, h, {})) if slot.cell.foot else (box,)


def photo_box(slot: Slot, y: float, h: float, image: bytes | None) -> Box:
    """The cell of a photo; without one its label stands there."""
    label = slot.cell.label
    lines: tuple[Line, ...] = ()
    if label and image is None:
        spans = break_lines(label, slot.inner / (slot.size * MM), slot.metrics.advance)
        start = y + (h - len(spans) * line_height(slot.size)) / 2
        lines = set_lines(label, spans, slot.metrics, slot.size, slot.x + PAD_X, start, slot.inner, "center")
    text = label if lines else ""
    return Box(
        "photo", slot.x, y, slot.w, h, path=slot.path, text=text, lines=lines, size=slot.size, image=image
    )


def foot_box(slot: Slot, y: float, h: float, values: Values) -> Box:
    """The foot of a slot's cell (the date under an opinion) at the lower edge of the cell ``y``, ``h``."""
    foot = slot.cell.foot
    assert foot is not None
    text = shown(foot.field, values.get(foot.field), foot.format)
    size, metrics = slot.size, slot.metrics
    em, tall = size * MM, line_height(size)
    top = y + h - FOOT_SPACE - tall
    said = text or foot.blank
    width = (metrics.width(said) if text else wide_width(said, metrics, 1.0)) * em
    x = aligned(foot.align, slot.x + PAD_X, slot.w - PAD_X - FOOT_INSET, width)
    runs = place_runs(said, x, em, metrics) if text else wide_runs(said, x, em, metrics, 1.0)
    line = Line(baseline(top, size), size, runs, 0, len(said))
    return Box(
        "foot",
        slot.x,
        top,
        slot.w,
        tall,
        path=foot.field,
        text=said,
        lines=(line,),
        ruled=False,
        size=size,
        foot_of=slot.path,
    )


def value_boxes(setting: Setting, y: float, h: float, values: Values) -> tuple[Box, ...]:
    """The boxes of a slot that has a value: the text, a notice if it goes on elsewhere, the foot."""
    slot = setting.slot
    spans = setting.spans if setting.shown < 0 else setting.spans[: setting.shown]
    align = slot.align or ("center" if len(spans) == 1 and slot.single else "left")
    tall = len(spans) * line_height(setting.size)
    free = h - (slot.kept if setting.foot_here else 0.0)
    valign = slot.cell.valign
    if setting.hides or valign == "top":
        start = y + PAD_Y
    elif valign == "bottom":
        start = y + free - PAD_Y - tall
    else:
        start = y + (free - tall) / 2
    lines = set_lines(
        setting.text,
        spans,
        slot.metrics,
        setting.size,
        slot.x + PAD_X,
        start,
        slot.inner,
        align,
        slot.cell.indented,
    )
    hidden = len(setting.text) - setting.spans[setting.shown][0] if setting.hides else 0
    box = Box(
        "value",
        slot.x,
        y,
        slot.w,
        h,
        path=slot.path,
        text=setting.text,
        lines=lines,
        size=setting.size,
        hidden=hidden,
    )
    boxes = [box]
    if hidden:
        boxes.append(_notice(slot, y, h))
    if slot.cell.foot and setting.foot_here:
        boxes.append(foot_box(slot, y, h, values))
    return tuple(boxes)


def _notice(slot: Slot, y: float, h: float) -> Box:
    size = slot.least
    em, tall = size * MM, line_height(size)
    top = y + h - tall - 0.3
    width = slot.metrics.width(NOTICE) * em
    runs = place_runs(NOTICE, slot.x + slot.w - PAD_X - width, em, slot.metrics)
    line = Line(baseline(top, size), size, runs, 0, len(NOTICE))
    return Box("note", slot.x, top, slot.w, tall, text=NOTICE, lines=(line,), ruled=False, size=size)
