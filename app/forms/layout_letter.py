"""Laying out letters: flowing clauses over pages in the manner of GB/T 9704.

A clause's head goes with its text, at least two lines of a paragraph stand together, a table's head is repeated, and those
who sign stand side by side with their dates on one page, never without text above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from app.forms.boxes import Box, Line, Page
from app.forms.edition import Block, Edition
from app.forms.grid import page_size
from app.forms.letter_text import ATTACHED, Shown, shown_blocks, signed_size
from app.forms.linebreak import Metrics, break_lines, metrics, phrased
from app.forms.setting import MM, PAD_X, Manner, flow, line_height, lowered, set_lines, spread_line
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
ROW_SPACE = 1.75
"""mm above and below the lines of a table's row."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something of a fixed height on the page; ``keep`` holds it together with what follows."""

    height: float
    boxes: tuple[Box, ...]
    keep: bool = False
    head: tuple[float, tuple[Box, ...]] | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """A page of a letter or certificate in mm: its size, the left and top edge of the text, its width and lower edge."""

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


def letter_plan(edition: Edition, faces: FaceSet) -> LetterPlan:
    """The page that an edition's letters have."""
    width, height = page_size(edition)
    top, right, bottom, left = edition.margins
    return LetterPlan(edition, faces, width, height, left, top, width - left - right, height - bottom)


def lay_out_letter(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> list[Page]:
    """The pages of one letter."""
    plan = letter_plan(edition, faces)
    items: list[_Item] = [title_item(plan, snapshot.values)]
    for shown in shown_blocks(edition, snapshot):
        items += _items(plan, shown, items)
    pages = _paged(plan, items)
    made = []
    for number, boxes in enumerate(pages, 1):
        if edition.page_number:
            boxes = [*boxes, *_page_number(plan, number, len(pages))]
        made.append(Page(plan.width, plan.height, tuple(boxes), number, len(pages)))
    return made


def _page_number(plan: LetterPlan, number: int, pages: int) -> list[Box]:
    """Below the text, one character in from the outer edge: right on odd pages, left on even ones (GB/T 9704, 7.5)."""
    said = plan.edition.page_number.replace("{page}", str(number)).replace("{pages}", str(pages))
    manner = Manner("page_number", plan.metrics("song"), NUMBER_SIZE, "right" if number % 2 else "left")
    em = NUMBER_SIZE * MM
    return flow([Piece(said)], plan.left + em, plan.bottom + NUMBER_GAP, plan.inner - 2 * em, manner)[0]


def title_item(plan: LetterPlan, values: Values) -> _Item:
    """The title lines, which stay with what follows them."""
    boxes: list[Box] = []
    y = 0.0
    for line in plan.edition.title:
        size = line.size or plan.edition.title_size
        manner = Manner("title", plan.metrics("title"), size, "center", True)
        placed, tall = flow(list(pieces(line, values)), plan.left, y, plan.inner, manner)
        boxes += placed
        y += tall
    return _Item(y + 3 * TITLE_GAP, tuple(boxes), keep=True)


def _items(plan: LetterPlan, shown: Shown, before: list[_Item]) -> list[_Item]:
    if shown.parties:
        _hold_together(before)
        return [_signing(plan, shown)]
    if shown.attachments:
        _hold_together(before)
        return _attachments(plan, shown)
    if shown.block.rows:
        if before and not before[-1].keep:
            before[-1] = replace(before[-1], keep=True)
        return _table(plan, shown)
    return [item for part in shown.text.split("\n") for item in _paragraph(plan, shown, part)]


def _hold_together(items: list[_Item]) -> None:
    """The last two things before those who sign, and before what is attached, go with them."""
    for at in range(max(0, len(items) - 2), len(items)):
        items[at] = replace(items[at], keep=True)


def line_room(inner: float, size: float) -> float:
    """em that a line of body text ``inner`` mm wide holds: one character more where a hair less between them makes room,
    so that type of 16 points stands 28 to a line (GB/T 9704, 5.2.3)."""
    whole = inner / (size * MM)
    return max(whole, float(int(whole * 1.015)))


def _paragraph(plan: LetterPlan, shown: Shown, text: str) -> list[_Item]:
    block, own = shown.block, plan.metrics(shown.style)
    size = block.size or plan.edition.type_size
    em, step = size * MM, size * MM * STEP
    if block.indent and block.align in ("left", "justify") and text and not text.startswith("　"):
        text = INDENT + text
    body = block.align in ("left", "justify")
    room = line_room(plan.inner, size) if body else plan.inner / em
    spans = break_lines(text, room, own.advance) if text else [(0, 0)]
    made: list[_Item] = []
    for number, (start, end) in enumerate(spans):
        part = text[start:end]
        top = (step - line_height(size)) / 2
        if body and (number < len(spans) - 1 or own.width(part) * em > plan.inner):
            lines: tuple[Line, ...] = (spread_line(part, plan.left, top, plan.inner, own, size),)
        else:
            lines = set_lines(part, ((0, len(part)),), own, size, plan.left, top, plan.inner, block.align)
        box = Box("line", plan.left, 0.0, plan.inner, step, text=part, lines=lines, ruled=False, size=size)
        keep = bool(block.level in (1, 2) and len(spans) == 1 and len(text) < 40)
        keep = keep or (len(spans) > 1 and number in (0, len(spans) - 2))
        made.append(_Item(step, (box,) if part else (), keep, fresh=block.page and number == 0))
    return made


def _attachments(plan: LetterPlan, shown: Shown) -> list[_Item]:
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
            w = plan.inner - (x - plan.left)
            box = Box("line", x, 0.0, w, step, text=part, lines=lines, ruled=False, size=size)
            made.append(_Item(step, (box,), keep=True))
    return made


def _hung(text: str, first: float, rest: float, own: Metrics) -> list[tuple[int, int]]:
    """Lines of a text, the first ``first`` em wide, the others ``rest``."""
    (start, end), *more = break_lines(text, first, own.advance)
    if not more:
        return [(start, end)]
    return [(start, end), *break_lines(text, rest, own.advance, start=more[0][0])]


def _table(plan: LetterPlan, shown: Shown) -> list[_Item]:
    """The rows of a child list under their heads; one that is taller than a page goes on in another row."""
    block = shown.block
    rows: Sequence[Values] = shown.rows or ({},) * block.blank_rows
    size = block.size or min(plan.edition.type_size, 12.0)
    ((height, head),) = _row(plan, block, size, [column.head for column in block.columns], "hei")
    made = [_Item(size * MM * 0.5, (), keep=True), _Item(height, head, keep=True)]
    most = max(1, int((plan.bottom - plan.top - height - ROW_SPACE) / line_height(size)))
    for number, row in enumerate(rows, 1):
        texts = [shown_value(column.field, row, column.format) for column in block.columns]
        keep = not_alone(number, len(rows))
        for tall, boxes in _row(plan, block, size, texts, "fangsong", most):
            made.append(_Item(tall, boxes, keep, head=(height, head)))
    return [*made, _Item(size * MM * 0.6, ())]


def not_alone(number: int, rows: int) -> bool:
    """Whether a row of a table stays with the next one, so that neither the first nor the last is alone on a page."""
    return rows > 2 and number in (1, rows - 1)


def _row(
    plan: LetterPlan, block: Block, size: float, texts: Sequence[str], style: Style, most: int = 1000
) -> Iterator[tuple[float, tuple[Box, ...]]]:
    """Height and boxes of a row, or of as many as it takes when a cell has over ``most`` lines."""
    own, em = plan.metrics(style), size * MM
    left = plan.left + (plan.inner - sum(column.width for column in block.columns)) / 2
    broken = [
        break_lines(text, (column.width - 2 * PAD_X) / em, own.advance) if text else []
        for text, column in zip(texts, block.columns, strict=True)
    ]
    for first in range(0, max(*map(len, broken), 1), most):
        spans = [lines[first : first + most] for lines in broken]
        height = max(*map(len, spans), 1) * line_height(size) + ROW_SPACE
        boxes, x = [], left
        for text, lines, column in zip(texts, spans, block.columns, strict=True):
            top, w = (height - len(lines) * line_height(size)) / 2, column.width - 2 * PAD_X
            align = "center" if style == "hei" else column.align
            placed = set_lines(text, lines, own, size, x + PAD_X, top, w, align)
            boxes.append(
                Box(
                    "value",
                    x,
                    0.0,
                    column.width,
                    height,
                    path=column.field,
                    text=text,
                    lines=placed,
                    size=size,
                )
            )
            x += column.width
        yield height, tuple(boxes)


def _signing(plan: LetterPlan, shown: Shown) -> _Item:
    """Those who sign, side by side, each with its lines in the rows of the others'; one alone stands at the right."""
    own, size = plan.metrics(shown.style), shown.block.size or plan.edition.type_size
    em, step = size * MM, size * MM * STEP
    columns = _alone(plan, shown, own, em) if len(shown.parties) == 1 else _side_by_side(plan, shown)
    align: Align = "left" if len(shown.parties) > 1 else "center"
    boxes: list[Box] = []
    y = SIGN_GAP
    for texts in zip_longest(*shown.parties, fillvalue=""):
        ems = [own.width(text) for text in texts]
        sizes = [signed_size(wide, size, w) for wide, (_, w) in zip(ems, columns, strict=True)]
        if min(sizes) >= size * 0.75:
            sizes = [min(sizes)] * len(sizes)
        height = step
        for text, fitting, (x, w) in zip(texts, sizes, columns, strict=True):
            spans = phrased(text, w / (fitting * MM) + 1e-6, own.advance) if text else []
            tall = len(spans) * line_height(fitting)
            height = max(height, tall + 1.0)
            top = y + max(0.0, (step - tall) / 2)
            lines = set_lines(text, spans, own, fitting, x, top, w, align)
            if text:
                boxes.append(Box("line", x, y, w, step, text=text, lines=lines, ruled=False, size=fitting))
        y += height
    return _Item(y + em, tuple(boxes))


PARTY_GAP = 4.0
"""mm between those who sign side by side."""


def _side_by_side(plan: LetterPlan, shown: Shown) -> list[tuple[float, float]]:
    """Left edge and width in mm of each one's column."""
    count = len(shown.parties)
    w = (plan.inner - PARTY_GAP * (count - 1)) / count
    return [(plan.left + number * (w + PARTY_GAP), w) for number in range(count)]


def _alone(plan: LetterPlan, shown: Shown, own: Metrics, em: float) -> list[tuple[float, float]]:
    """The same of one alone: its date ends four characters from the right edge, the name stands over the middle of it; a
    name longer than the date ends two characters from it (GB/T 9704, 7.3.5.1)."""
    *names, day = (own.width(text) for text in shown.parties[0])
    longest = max([day, *names])
    w = min(longest * em, plan.inner - 2 * em)
    return [(plan.left + plan.inner - w - (4 if longest == day else 2) * em, w)]


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


def _paged(plan: LetterPlan, items: Sequence[_Item]) -> list[list[Box]]:
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
