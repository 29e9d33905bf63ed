"""Laying out letters: flowing clauses over pages in the manner of GB/T 9704, and certificates whose lines have their places.

A clause's head goes with its text, at least two lines of a paragraph stand together, a table's head is repeated, and those
who sign stand side by side with their dates on one page, never without text above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.forms.boxes import Box, Page
from app.forms.edition import PLACEHOLDER, Block, Edition
from app.forms.grid import page_size
from app.forms.letter_text import ATTACHED, Shown, filled, shown_blocks
from app.forms.linebreak import Metrics, break_lines, metrics
from app.forms.setting import MM, PAD_X, PAD_Y, Manner, flow, line_height, lowered, set_lines
from app.forms.sheet_lines import TITLE_GAP
from app.forms.shown import Piece, pieces, shown_value
from app.forms.snapshot import Snapshot, Values

if TYPE_CHECKING:
    from app.forms.edition import Align, Style
    from app.forms.fonts import FaceSet

STEP = 1.75
"""Line pitch in em: 28 points for type of 16, as official letters have."""
INDENT = "　　"
SIGN_GAP = 8.0
"""mm above those who sign, for the stamp that goes over their names."""
NUMBER_SIZE, NUMBER_GAP = 14.0, 4.0
FRAME = (8.0, 10.5)
"""mm from the paper's edge of the two lines round a certificate."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something of a fixed height on the page; ``keep`` holds it together with what follows."""

    height: float
    boxes: tuple[Box, ...]
    keep: bool = False
    head: tuple[float, tuple[Box, ...]] | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    edition: Edition
    faces: FaceSet
    width: float
    height: float
    left: float
    top: float
    inner: float
    bottom: float

    def metrics(self, style: Style) -> Metrics:
        return metrics(self.faces, style)


def _plan(edition: Edition, faces: FaceSet) -> _Plan:
    width, height = page_size(edition)
    top, right, bottom, left = edition.margins
    return _Plan(edition, faces, width, height, left, top, width - left - right, height - bottom)


def lay_out_letter(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> list[Page]:
    """The pages of one letter."""
    plan = _plan(edition, faces)
    items: list[_Item] = [_title(plan, snapshot.values)]
    for shown in shown_blocks(edition, snapshot):
        items += _items(plan, shown, items)
    pages = _paged(plan, items)
    made = []
    for number, boxes in enumerate(pages, 1):
        if edition.page_number:
            said = edition.page_number.replace("{page}", str(number)).replace("{pages}", str(len(pages)))
            manner = Manner("page_number", plan.metrics("song"), NUMBER_SIZE, "center")
            boxes = [*boxes, *flow([Piece(said)], plan.left, plan.bottom + NUMBER_GAP, plan.inner, manner)[0]]
        made.append(Page(plan.width, plan.height, tuple(boxes), number, len(pages)))
    return made


def _title(plan: _Plan, values: Values) -> _Item:
    boxes: list[Box] = []
    y = 0.0
    for line in plan.edition.title:
        size = line.size or plan.edition.title_size
        manner = Manner("title", plan.metrics("title"), size, "center", True)
        placed, tall = flow(list(pieces(line, values)), plan.left, y, plan.inner, manner)
        boxes += placed
        y += tall
    return _Item(y + 3 * TITLE_GAP, tuple(boxes), keep=True)


def _items(plan: _Plan, shown: Shown, before: list[_Item]) -> list[_Item]:
    if shown.parties:
        _hold_together(before)
        return [_signing(plan, shown)]
    if shown.attachments:
        return _attachments(plan, shown)
    if shown.block.rows:
        if before and not before[-1].keep:
            before[-1] = replace(before[-1], keep=True)
        return _table(plan, shown)
    return [item for part in shown.text.split("\n") for item in _paragraph(plan, shown, part)]


def _hold_together(items: list[_Item]) -> None:
    """The last two things before those who sign go with them."""
    for at in range(max(0, len(items) - 2), len(items)):
        items[at] = replace(items[at], keep=True)


def _paragraph(plan: _Plan, shown: Shown, text: str) -> list[_Item]:
    block, own = shown.block, plan.metrics(shown.style)
    size = block.size or plan.edition.type_size
    em, step = size * MM, size * MM * STEP
    if block.indent and block.align in ("left", "justify") and text and not text.startswith("　"):
        text = INDENT + text
    spans = break_lines(text, plan.inner / em, own.advance) if text else [(0, 0)]
    made: list[_Item] = []
    for number, (start, end) in enumerate(spans):
        part = text[start:end]
        top = (step - line_height(size)) / 2
        lines = set_lines(part, ((0, len(part)),), own, size, plan.left, top, plan.inner, block.align)
        box = Box("line", plan.left, 0.0, plan.inner, step, text=part, lines=lines, ruled=False, size=size)
        keep = bool(block.level in (1, 2) and len(spans) == 1 and len(text) < 40)
        keep = keep or (len(spans) > 1 and number in (0, len(spans) - 2))
        made.append(_Item(step, (box,) if part else (), keep, fresh=block.page and number == 0))
    return made


def _attachments(plan: _Plan, shown: Shown) -> list[_Item]:
    """附件：, a line below the text, each name under the first one's beginning, further lines under the name's."""
    own, size = plan.metrics(shown.style), shown.block.size or plan.edition.type_size
    em, step = size * MM, size * MM * STEP
    head = own.width(ATTACHED)
    made = [_Item(step, (), keep=True)]
    for number, name in enumerate(shown.attachments):
        mark = own.width(name[: name.index(" ") + 1]) if len(shown.attachments) > 1 else 0.0
        rest = len(INDENT) + head + mark  # em by which what comes below stands in
        text = INDENT + ATTACHED + name if number == 0 else name
        first = 0.0 if number == 0 else len(INDENT) + head
        spans = _hung(text, plan.inner / em - first, plan.inner / em - rest, own)
        for at, (start, end) in enumerate(spans):
            part, x = text[start:end], plan.left + (rest if at else first) * em
            top = (step - line_height(size)) / 2
            lines = set_lines(part, ((0, len(part)),), own, size, x, top, plan.inner, "left")
            box = Box(
                "line",
                x,
                0.0,
                plan.inner - (x - plan.left),
                step,
                text=part,
                lines=lines,
                ruled=False,
                size=size,
            )
            made.append(_Item(step, (box,), keep=at < len(spans) - 1))
    return made


def _hung(text: str, first: float, rest: float, own: Metrics) -> list[tuple[int, int]]:
    """Lines of a text, the first ``first`` em wide, the others ``rest``."""
    (start, end), *more = break_lines(text, first, own.advance)
    if not more:
        return [(start, end)]
    begin = more[0][0]
    return [(start, end), *((a + begin, b + begin) for a, b in break_lines(text[begin:], rest, own.advance))]


def _table(plan: _Plan, shown: Shown) -> list[_Item]:
    block = shown.block
    rows: Sequence[Values] = shown.rows or ({},) * block.blank_rows
    size = block.size or min(plan.edition.type_size, 12.0)
    height, head = _row(plan, block, size, [column.head for column in block.columns], "hei")
    made = [_Item(size * MM * 0.5, (), keep=True), _Item(height, head, keep=True)]
    for row in rows:
        texts = [shown_value(column.field, row, column.format) for column in block.columns]
        tall, boxes = _row(plan, block, size, texts, "fangsong")
        made.append(_Item(tall, boxes, head=(height, head)))
    return [*made, _Item(size * MM * 0.6, ())]


def _row(
    plan: _Plan, block: Block, size: float, texts: Sequence[str], style: Style
) -> tuple[float, tuple[Box, ...]]:
    own, em = plan.metrics(style), size * MM
    whole = sum(column.width for column in block.columns)
    x = plan.left + (plan.inner - whole) / 2
    spans = [
        break_lines(text, (column.width - 2 * PAD_X) / em, own.advance) if text else []
        for text, column in zip(texts, block.columns, strict=True)
    ]
    height = max(*map(len, spans), 1) * line_height(size) + 2 * PAD_Y + 1.2
    boxes = []
    for text, lines, column in zip(texts, spans, block.columns, strict=True):
        top = (height - len(lines) * line_height(size)) / 2
        align = "center" if style == "hei" else column.align
        placed = (
            set_lines(text, lines, own, size, x + PAD_X, top, column.width - 2 * PAD_X, align)
            if lines
            else ()
        )
        boxes.append(
            Box("value", x, 0.0, column.width, height, path=column.field, text=text, lines=placed, size=size)
        )
        x += column.width
    return height, tuple(boxes)


def _signing(plan: _Plan, shown: Shown) -> _Item:
    """Those who sign, side by side, each with its lines; one of them alone stands at the right."""
    count = len(shown.parties)
    size = shown.block.size or plan.edition.type_size
    own, em, step = plan.metrics(shown.style), size * MM, size * MM * STEP
    gap = 4.0
    w = (plan.inner - gap * (count - 1)) / count if count > 1 else plan.inner / 2
    rows = max(map(len, shown.parties))
    lines = [
        [_line(own, party[at] if at < len(party) else "", size, w) for party in shown.parties]
        for at in range(rows)
    ]
    boxes: list[Box] = []
    y = SIGN_GAP
    for row in lines:
        height = max(step, *(len(spans) * line_height(fitting) for _, spans, fitting in row))
        for number, (text, spans, fitting) in enumerate(row):
            x = plan.left + number * (w + gap) if count > 1 else plan.left + plan.inner - w
            align: Align = "left" if count > 1 else "center"
            placed = set_lines(text, spans, own, fitting, x, y + (step - line_height(size)) / 2, w, align)
            if text:
                boxes.append(Box("line", x, y, w, height, text=text, lines=placed, ruled=False, size=fitting))
        y += height
    return _Item(y + em, tuple(boxes))


def _line(own: Metrics, text: str, size: float, w: float) -> tuple[str, list[tuple[int, int]], float]:
    """A line of those who sign, over two lines at most: its type shrinks before it takes a third."""
    fitting = size
    while fitting > 9 and own.width(text) * fitting * MM > 2 * w:
        fitting -= 0.5
    return text, break_lines(text, w / (fitting * MM), own.advance) if text else [], fitting


def _runs(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Items that stay together, one after the other."""
    run: list[_Item] = []
    for item in items:
        run.append(item)
        if not item.keep:
            yield run
            run = []
    if run:
        yield run


def _paged(plan: _Plan, items: Sequence[_Item]) -> list[list[Box]]:
    """Items over pages; a run that is taller than a page is broken all the same."""
    pages: list[list[Box]] = [[]]
    y = plan.top
    room = plan.bottom - plan.top
    for run in _runs(items):
        height = sum(item.height for item in run)
        whole = height <= room
        if pages[-1] and (run[0].fresh or (whole and y + height > plan.bottom + 0.01)):
            pages.append([])
            y = plan.top
        for item in run:
            if pages[-1] and y + item.height > plan.bottom + 0.01:
                pages.append([])
                y = plan.top
            if not pages[-1] and item.head is not None and y == plan.top:
                pages[-1] += lowered(item.head[1], y)
                y += item.head[0]
            pages[-1] += lowered(item.boxes, y)
            y += item.height
    return pages


# certificates


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
    plan = _plan(edition, faces)
    boxes: list[Box] = []
    if not values_only:
        for edge in FRAME:
            boxes.append(Box("caption", edge, edge, plan.width - 2 * edge, plan.height - 2 * edge))
        boxes += lowered(_title(plan, snapshot.values).boxes, plan.top)
    for shown in shown_blocks(edition, snapshot):
        boxes += _placed(plan, shown, snapshot.values, values_only)
    if values_only:
        boxes = [_moved(box, dx, dy) for box in boxes]
    return [Page(plan.width, plan.height, tuple(boxes))]


def _placed(plan: _Plan, shown: Shown, values: Values, values_only: bool) -> list[Box]:
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
