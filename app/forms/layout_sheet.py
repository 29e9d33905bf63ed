"""Laying out a sheet: a fixed grid of cells on one or more sides of paper, and the 续页 of what is too long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.forms.boxes import Box, Page
from app.forms.edition import Edition
from app.forms.layout_more import Rest, continuation_pages, rest_of
from app.forms.setting import plain
from app.forms.sheet_boxes import NOTICE, foot_box, geometry, photo_box, value_boxes
from app.forms.sheet_fit import Fit, fits_of
from app.forms.sheet_lines import LONGEST, Lines, below, head, heading, long_values
from app.forms.sheet_plan import SheetPlan, Side, Slot, plan_of
from app.forms.shown import shown_value
from app.forms.snapshot import Snapshot, Values

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

_NOTHING: Lines = ((), 0.0)


def lay_out_sheet(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> list[Page]:
    """The pages of one sheet: its sides in order, then a 续页 for what did not fit."""
    plan = plan_of(edition, faces)
    made: list[Page] = []
    rests: list[Rest] = []
    if long := long_values(plan, snapshot.values):
        short = {path: text[: LONGEST - len(NOTICE)] + NOTICE for path, text in long.items()}
        rests += [rest_of(plan, path, plain(text)) for path, text in long.items()]
        snapshot = replace(snapshot, values={**snapshot.values, **short})
    values = snapshot.values
    notes = below(plan, values)
    for side in plan.sides:
        last = side is plan.sides[-1]
        start = head(plan, values) if side.number == 0 else ((), plan.top)
        room = plan.bottom - start[1] - (notes[1] if last else 0.0)
        fits = fits_of(
            plan, side, _texts(side, values), room, lambda: plan.bottom - _later(plan, snapshot, notes)
        )
        for number, fitted in enumerate(fits):
            tail = notes if last and number == len(fits) - 1 else _NOTHING
            if number:
                start = heading(plan, snapshot)
            made.append(_page(plan, fitted, values, start, tail, continued=number > 0))
            rests += _rests(plan, fitted)
    if rests:
        made += continuation_pages(plan, snapshot, rests)
    if len(made) == 1:
        return made
    return [replace(page, number=n, of=len(made)) for n, page in enumerate(made, 1)]


def _later(plan: SheetPlan, snapshot: Snapshot, notes: Lines) -> float:
    """mm that the heading of a later page and the notes take."""
    return heading(plan, snapshot)[1] + notes[1]


def _texts(side: Side, values: Values) -> dict[Slot, str]:
    texts = {}
    for slot in side.slots:
        if not slot.photo and (text := shown_value(slot.path, values, slot.cell.format)):
            texts[slot] = plain(text)
    return texts


def _rests(plan: SheetPlan, fitted: Fit) -> list[Rest]:
    return [
        Rest(s.slot, plan.caption_of(s.slot), s.text, s.spans[s.shown][0], not s.foot_here)
        for s in fitted.settings.values()
        if s.hides
    ]


def _page(
    plan: SheetPlan, fitted: Fit, values: Values, start: Lines, tail: Lines, *, continued: bool
) -> Page:
    """One page of the grid; its captions and empty frames are shared with every page of the same heights."""
    own = continued or plan.varying
    place = geometry(plan, fitted, start[1], () if own else start[0], tail)
    filled: list[Box] = list(start[0]) if own else []
    boxes: list[Box] = list(filled)
    for item in place.order:
        if isinstance(item, Box):
            boxes.append(item)
            continue
        these = _boxes_of(item, fitted, place.frames[item], place.empty[item], values)
        boxes.extend(these)
        filled.extend(box for box in these if box.lines or box.image)
    return Page(
        plan.width,
        plan.height,
        tuple(boxes),
        continuation=continued,
        static=place.static,
        filled=tuple(filled),
        blank_key=place.key,
    )


def _boxes_of(
    slot: Slot, fitted: Fit, frame: tuple[float, float], empty: tuple[Box, ...], values: Values
) -> tuple[Box, ...]:
    setting = fitted.settings.get(slot)
    if setting is not None:
        return value_boxes(setting, *frame, values)
    if slot.photo:
        image = values.get(slot.path)
        return (photo_box(slot, *frame, image),) if isinstance(image, bytes) and image else empty
    foot = slot.cell.foot
    if foot and values.get(foot.field):
        return (empty[0], foot_box(slot, *frame, values))
    return empty
