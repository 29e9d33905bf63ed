"""How tall the rows of a sheet are for one document, and how its texts are broken in them.

A row takes its least height and shares the page's spare height by ``stretch``; a text too tall for that makes its
row grow; when the page is full, type shrinks by half points to the cell's least size; what then still does not fit
goes on on a 续页: of ``flow`` rows first, of others rather than cutting them. A row with a stamp is never parted:
it moves to the next page whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.forms.edition import Row
from app.forms.linebreak import break_lines, longest_word, phrased
from app.forms.setting import MM, PAD_Y, Spans, line_height
from app.forms.sheet_plan import SheetPlan, Side, Slot

STEP = 0.5
WORD_SHRINK = 0.8
"""A word wider than its cell may shrink the type to this share before it is broken."""
_LONG_WORD = 24
_LONG = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{24}")
"""Only where so many such characters follow one another can a word be wider than a cell of so many em."""
_EPSILON = 1e-6


@dataclass(slots=True)
class Setting:
    """A text as it will be set in its slot: ``shown`` of its lines stand in the cell, the others go on elsewhere."""

    slot: Slot
    text: str
    size: float
    spans: Spans
    shown: int = -1
    foot_here: bool = True

    @property
    def tall(self) -> float:
        """mm that the whole text with its stamp and foot needs."""
        return len(self.spans) * line_height(self.size) + 2 * PAD_Y + self.slot.kept

    @property
    def hides(self) -> bool:
        return 0 <= self.shown < len(self.spans)


@dataclass(slots=True)
class Fit:
    """Rows of one page with their heights (mm) and settings by slot. ``fits`` is False when rows must move on."""

    side: Side
    heights: dict[int, float]
    settings: dict[Slot, Setting] = field(default_factory=dict)
    fits: bool = True


def broken(slot: Slot, text: str, size: float) -> Spans:
    """The spans of ``text`` in the slot's width at ``size`` points."""
    width = slot.inner / (size * MM)
    indent = slot.cell.indented
    if "\n" not in text and slot.metrics.width(text) + indent <= width + _EPSILON:
        return ((0, len(text)),)
    if slot.single and not indent:
        return phrased(text, width, slot.metrics.advance)
    return break_lines(text, width, slot.metrics.advance, indent)


def _started(slot: Slot, text: str) -> Setting:
    """A text at its full size, or a little smaller where that keeps a long number or word whole."""
    spans = broken(slot, text, slot.size)
    size = slot.size
    if len(spans) > 1 and (slot.inner < _LONG_WORD * size * MM or _LONG.search(text)):
        word = longest_word(text, slot.metrics.advance) + slot.cell.indented
        while word * size * MM > slot.inner and size - STEP >= max(slot.least, slot.size * WORD_SHRINK):
            size -= STEP
        if word * size * MM > slot.inner:
            size = slot.size
        elif size != slot.size:
            spans = broken(slot, text, size)
    return Setting(slot, text, size, spans)


def _shared(
    plan: SheetPlan, side: Side, least: Mapping[int, float], room: float, stretch: bool
) -> dict[int, float]:
    """Heights that are at least ``least``, with the spare height of ``room`` shared by stretch as on the blank form."""
    rows = plan.edition.rows
    heights = dict(least)
    grows = [y for y in side.rows if rows[y].stretch > 0] if stretch else []
    while grows:
        fixed = sum(heights[y] for y in side.rows if y not in grows)
        unit = (room - fixed - sum(rows[y].min for y in grows)) / sum(rows[y].stretch for y in grows)
        above = [y for y in grows if least[y] > rows[y].min + unit * rows[y].stretch]
        if not above:
            heights.update({y: max(least[y], rows[y].min + unit * rows[y].stretch) for y in grows})
            break
        grows = [y for y in grows if y not in above]
    return heights


def _least(plan: SheetPlan, side: Side, settings: Mapping[Slot, Setting]) -> dict[int, float]:
    """The least height of each row: its own, or what its tallest text needs (of a span, in its last row)."""
    least = {y: plan.edition.rows[y].min for y in side.rows}
    for slot, setting in settings.items():
        need, row = setting.tall, slot.placed.row
        if slot.placed.rows > 1:
            last = row + slot.placed.rows - 1
            need, row = need - sum(least[y] for y in range(row, last)), last
        least[row] = max(least[row], need)
    return least


def _excess(plan: SheetPlan, setting: Setting) -> float:
    placed = setting.slot.placed
    return setting.tall - sum(plan.edition.rows[y].min for y in range(placed.row, placed.row + placed.rows))


def _shrink(plan: SheetPlan, side: Side, settings: Mapping[Slot, Setting], room: float) -> dict[int, float]:
    """Shrink the type of the tallest text step by step until the rows fit ``room`` or nothing can shrink."""
    least = _least(plan, side, settings)
    while sum(least.values()) > room + _EPSILON:
        able = [s for s in settings.values() if s.size - STEP >= s.slot.least and _excess(plan, s) > 0]
        if not able:
            break
        tallest = max(able, key=lambda s: _excess(plan, s))
        tallest.size -= STEP
        tallest.spans = broken(tallest.slot, tallest.text, tallest.size)
        least = _least(plan, side, settings)
    return least


def _level(least: dict[int, float], rows: Sequence[Row], able: Sequence[int], room: float) -> None:
    """Lower the rows ``able`` to one level (never under their own least height) so that all fit ``room``."""
    low, high = 0.0, max((least[y] for y in able), default=0.0)
    rest = sum(h for y, h in least.items() if y not in able)
    for _ in range(40):
        middle = (low + high) / 2
        if rest + sum(max(rows[y].min, min(least[y], middle)) for y in able) > room:
            high = middle
        else:
            low = middle
    for y in able:
        least[y] = max(rows[y].min, min(least[y], low))


def _cap(
    plan: SheetPlan, side: Side, settings: Mapping[Slot, Setting], least: dict[int, float], room: float
) -> None:
    """Lower rows whose text may go on on a 续页: flow rows first, then other rows without a stamp."""
    rows = plan.edition.rows
    stamped = {slot.placed.row for slot in settings if slot.cell.stamp}
    for able in (
        [y for y in side.rows if rows[y].flow and y not in stamped],
        [y for y in side.rows if y not in stamped],
    ):
        if sum(least.values()) > room + _EPSILON and able:
            _level(least, rows, able, room)


def _hide(setting: Setting, height: float) -> None:
    """Keep the lines that fit ``height`` with a line of notice under them; the others are hidden."""
    if setting.tall > height + _EPSILON:
        room = height - 2 * PAD_Y - line_height(setting.slot.least)
        setting.shown = max(0, min(len(setting.spans) - 1, int(room / line_height(setting.size))))
        setting.foot_here = not setting.slot.kept


def fit(plan: SheetPlan, side: Side, texts: Mapping[Slot, str], room: float, stretch: bool = True) -> Fit:
    """Fit the texts of some rows into ``room`` mm of height.

    ``fits`` is False only when rows with stamps do not fit even at the least size: then rows must move on.
    """
    settings = {slot: _started(slot, texts[slot]) for slot in side.slots if texts.get(slot)}
    least = _least(plan, side, settings)
    if sum(least.values()) > room + _EPSILON:
        least = _shrink(plan, side, settings, room)
    done = Fit(side, least, settings)
    if sum(least.values()) > room + _EPSILON:
        _cap(plan, side, settings, least, room)
        done.fits = sum(least.values()) <= room + _EPSILON
        for slot, setting in settings.items():
            rows = range(slot.placed.row, slot.placed.row + slot.placed.rows)
            if not slot.cell.stamp:
                _hide(setting, sum(least[y] for y in rows))
    done.heights = _shared(plan, side, least, room, stretch) if done.fits else least
    return done


def fits_of(
    plan: SheetPlan, side: Side, texts: Mapping[Slot, str], room: float, later: Callable[[], float]
) -> list[Fit]:
    """The pages of one side: one, or more when opinions with their stamps do not fit and move on whole.

    ``room`` is the height for rows on the side itself, ``later()`` on the pages after it.
    """
    whole = fit(plan, side, texts, room)
    if whole.fits:
        return [whole]
    for count in range(len(side.rows) - 1, 0, -1):
        if any(c.placed.row < side.rows[count] < c.placed.row + c.placed.rows for c in side.cells):
            continue
        head = fit(plan, plan.part(side, side.rows[:count]), texts, room)
        if head.fits:
            tail = plan.part(side, side.rows[count:])
            return [head, *_later(plan, tail, texts, later())]
    return [_clipped(whole, room)]


def _later(plan: SheetPlan, side: Side, texts: Mapping[Slot, str], room: float) -> list[Fit]:
    for count in range(len(side.rows), 0, -1):
        head = fit(plan, plan.part(side, side.rows[:count]), texts, room, stretch=False)
        if head.fits or count == 1:
            head = head if head.fits else _clipped(head, room)
            rest = side.rows[count:]
            return [head, *(_later(plan, plan.part(side, rest), texts, room) if rest else [])]
    return []


def _clipped(whole: Fit, room: float) -> Fit:
    """One opinion longer than a page: its text goes on, and its stamp and date stand under its end."""
    others = sum(h for y, h in whole.heights.items() if not _stamped(whole, y))
    stamped = [y for y in whole.heights if _stamped(whole, y)]
    for y in stamped:
        whole.heights[y] = (room - others) / len(stamped)
    for slot, setting in whole.settings.items():
        if slot.placed.row in stamped:
            _hide(setting, whole.heights[slot.placed.row])
    whole.fits = True
    return whole


def _stamped(whole: Fit, row: int) -> bool:
    return any(slot.placed.row == row and slot.cell.stamp for slot in whole.settings)
