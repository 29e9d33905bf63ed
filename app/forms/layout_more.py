"""The 续页 of a sheet: title and name again, and what did not fit its cell, under that cell's caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.catalogue.fields import label_of
from app.forms.boxes import Box, Page
from app.forms.edition import Cell
from app.forms.grid import Placed
from app.forms.linebreak import balanced, break_lines
from app.forms.setting import MM, PAD_X, PAD_Y, Spans, line_height, set_lines
from app.forms.sheet_boxes import foot_box
from app.forms.sheet_lines import heading
from app.forms.sheet_plan import CAPTION_STYLE, VALUE_STYLE, SheetPlan, Slot
from app.forms.snapshot import Snapshot

CAPTION_WIDTH = 24.0
LEAST_HEIGHT = 12.0


@dataclass(frozen=True, slots=True)
class Rest:
    """A text that goes on from the index ``start``; ``foot`` when its stamp and date go with it."""

    slot: Slot
    caption: str
    text: str
    start: int
    foot: bool


@dataclass(slots=True)
class _Sheet:
    """The pages so far, and the page being filled."""

    plan: SheetPlan
    snapshot: Snapshot
    pages: list[list[Box]]
    y: float = 0.0
    fresh: bool = True

    def open(self) -> None:
        boxes, top = heading(self.plan, self.snapshot)
        self.pages.append(list(boxes))
        self.y, self.fresh = top, True

    @property
    def room(self) -> float:
        return self.plan.bottom - self.y


def rest_of(plan: SheetPlan, path: str, text: str) -> Rest:
    """A whole value that has no cell in the grid: one of a line above it that is too long for that line."""
    size, own = plan.edition.type_size, plan.metrics[VALUE_STYLE]
    cell = Cell(field=path)
    slot = Slot(path, Placed(cell, 0, 0, 1, 1), 0.0, 0.0, 0.0, size, size, None, own, False, False, cell, 0.0)
    return Rest(slot, label_of(path), text, 0, False)


def continuation_pages(plan: SheetPlan, snapshot: Snapshot, rests: Sequence[Rest]) -> list[Page]:
    """As many 续页 as the rests need, in the full type size of their cells."""
    sheet = _Sheet(plan, snapshot, [])
    sheet.open()
    for rest in rests:
        _add(sheet, rest)
    return [Page(plan.width, plan.height, tuple(boxes), continuation=True) for boxes in sheet.pages]


def _spans(rest: Rest, width: float) -> list[tuple[int, int]]:
    slot = rest.slot
    return break_lines(
        rest.text, width / (slot.size * MM), slot.metrics.advance, slot.cell.indented, rest.start
    )


def _add(sheet: _Sheet, rest: Rest) -> None:
    """Set a rest over as many pages as it takes; with its last lines stand the stamp's square and the date."""
    size = rest.slot.size
    step, kept = line_height(size), rest.slot.kept if rest.foot else 0.0
    spans = _spans(rest, sheet.plan.inner - CAPTION_WIDTH - 2 * PAD_X)
    while spans:
        whole = len(spans) * step + 2 * PAD_Y + kept
        if whole <= sheet.room + 1e-6:
            _put(sheet, rest, spans, max(LEAST_HEIGHT, whole), last=True)
            return
        count = int((sheet.room - 2 * PAD_Y) / step)
        count = min(count, len(spans) - 1) if kept else count
        if count >= 2 or (sheet.fresh and count):
            _put(sheet, rest, spans[:count], count * step + 2 * PAD_Y, last=False)
            spans = spans[count:]
        sheet.open()


def _put(sheet: _Sheet, rest: Rest, spans: Spans, height: float, *, last: bool) -> None:
    plan, slot, size = sheet.plan, rest.slot, rest.slot.size
    height = min(height, sheet.room)
    x, y, w = plan.left, sheet.y, plan.inner
    boxes = sheet.pages[-1]
    boxes.append(_caption(plan, rest.caption, x, y, height))
    left, width = x + CAPTION_WIDTH, w - CAPTION_WIDTH
    lines = set_lines(
        rest.text,
        spans,
        slot.metrics,
        size,
        left + PAD_X,
        y + PAD_Y,
        width - 2 * PAD_X,
        "left",
        slot.cell.indented,
    )
    hidden = 0 if last else len(rest.text) - spans[-1][1]
    boxes.append(
        Box(
            "value",
            left,
            y,
            width,
            height,
            path=slot.path,
            text=rest.text,
            lines=lines,
            size=size,
            hidden=hidden,
        )
    )
    if rest.foot and last:
        boxes.append(foot_box(replace(slot, x=left, w=width), y, height, sheet.snapshot.values))
    sheet.y, sheet.fresh = sheet.y + height, False


def _caption(plan: SheetPlan, caption: str, x: float, y: float, height: float) -> Box:
    metrics, size = plan.metrics[CAPTION_STYLE], plan.edition.type_size
    inner = CAPTION_WIDTH - 2 * PAD_X
    label = caption.replace("\n", "")
    spans = balanced(label, inner / (size * MM), metrics.advance)
    while len(spans) * line_height(size) > height - 2 * PAD_Y and size > 6:
        size -= 0.5
        spans = balanced(label, inner / (size * MM), metrics.advance)
    start = y + (height - len(spans) * line_height(size)) / 2
    lines = set_lines(label, spans, metrics, size, x + PAD_X, start, inner, "center")
    return Box("caption", x, y, CAPTION_WIDTH, height, text=label, lines=lines, size=size)
