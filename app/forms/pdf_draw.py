"""Boxes as the operators of a PDF page (ISO 32000-1, 8 and 9): border lines, type, and where photos stand.

Lengths come in mm from the top left and go out in points from the bottom left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.forms.boxes import PHOTO_INSET, RULE, Box
from app.forms.pdf_fonts import Fonts
from app.forms.pdf_photos import Jpeg, placed

PT = 72 / 25.4
"""Points of one mm."""
_GRID = 100
"""Edges that differ by less than a hundredth of a mm are the same line."""
_HYPHENS = frozenset("-\u00ad\u2010")
Span = tuple[int, int]


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Overlapping and touching pieces of one line as single pieces."""
    ordered = sorted(spans)
    start, end = ordered[0]
    for low, high in ordered[1:]:
        if low > end:
            yield start, end
            start, end = low, high
        else:
            end = max(end, high)
    yield start, end


def rules(boxes: Iterable[Box], height: float) -> str:
    """The border lines of the boxes on a page ``height`` mm tall, each drawn once, as long as it goes."""
    across: dict[int, set[Span]] = defaultdict(set)
    down: dict[int, set[Span]] = defaultdict(set)
    for box in boxes:
        if box.ruled:
            left, right = round(box.x * _GRID), round((box.x + box.w) * _GRID)
            top, bottom = round(box.y * _GRID), round((box.y + box.h) * _GRID)
            across[top].add((left, right))
            across[bottom].add((left, right))
            down[left].add((top, bottom))
            down[right].add((top, bottom))
    if not across:
        return ""
    unit = PT / _GRID
    parts = [f"{RULE * PT:.3f} w"]
    more = RULE * PT / 2  # what lies across is that much longer, so that corners are closed
    for y, spans in sorted(across.items()):
        at = (height * _GRID - y) * unit
        parts += [
            f"{a * unit - more:.2f} {at:.2f} m {b * unit + more:.2f} {at:.2f} l" for a, b in _merged(spans)
        ]
    for x, spans in sorted(down.items()):
        parts += [
            f"{x * unit:.2f} {(height * _GRID - a) * unit:.2f} m {x * unit:.2f} {(height * _GRID - b) * unit:.2f} l"
            for a, b in _merged(spans)
        ]
    parts.append("S")
    return "\n".join(parts)


def _swallowed(box: Box, number: int) -> str:
    """Spaces that line breaking swallowed after a line: drawn after it, unseen, so that they are copied too."""
    gap = box.text[box.lines[number].end : box.lines[number + 1].start]
    return gap if gap.isspace() and "\n" not in gap else ""


def _hyphened(box: Box) -> bool:
    """Whether a line but the last ends in a hyphen: readers take it for one of word division and leave it out."""
    lines = box.lines
    return len(lines) > 1 and any(line.runs and line.runs[-1].text[-1:] in _HYPHENS for line in lines[:-1])


def _span(box: Box) -> str:
    """The mark that tells a box's text as it stands (ISO 32000-1, 14.9.4)."""
    told = box.text[box.lines[0].start : box.lines[-1].end]
    return f"/Span<</ActualText<FEFF{told.encode('utf-16-be', 'replace').hex().upper()}>>>BDC"


def type_set(boxes: Iterable[Box], height: float, fonts: Fonts) -> str:
    """The type of the boxes, run by run where layout put it, in the boxes' order."""
    parts = ["BT"]
    last_face, last_size = "", 0.0
    for box in boxes:
        lines = box.lines
        joined = _hyphened(box)
        if joined:
            parts.append(_span(box))
        for number, line in enumerate(lines, 1):
            size, y = line.size, (height - line.baseline) * PT
            for run in line.runs:
                codes = fonts[run.face]
                if run.face != last_face or size != last_size:
                    last_face, last_size = run.face, size
                    parts.append(f"/{codes.resource} {size:g} Tf")
                shown = "".join(map(codes.__getitem__, run.text))
                if number < len(lines) and run is line.runs[-1] and (after := _swallowed(box, number - 1)):
                    shown += codes.show(after)
                parts.append(f"1 0 0 1 {run.x * PT:.2f} {y:.2f} Tm({shown})Tj")
        if joined:
            parts.append("EMC")
    parts.append("ET")
    return "\n".join(parts) if len(parts) > 2 else ""


def inked(boxes: Iterable[Box], height: float) -> str:
    """The inked rectangles of the boxes, filled at once so that neighbours show no seam."""
    marks = [mark for box in boxes for mark in box.marks]
    if not marks:
        return ""
    drawn = (f"{x * PT:.3f} {(height - y - h) * PT:.3f} {w * PT:.3f} {h * PT:.3f} re" for x, y, w, h in marks)
    return "\n".join((*drawn, "f"))


def photo(box: Box, height: float, jpeg: Jpeg, resource: str) -> str:
    """A photo that fills its cell inside the border lines and is cut there."""
    x, y = (box.x + PHOTO_INSET) * PT, (height - box.y - box.h + PHOTO_INSET) * PT
    w, h = (box.w - 2 * PHOTO_INSET) * PT, (box.h - 2 * PHOTO_INSET) * PT
    left, bottom, wide, tall = placed(jpeg, x, y, w, h)
    return (
        f"q {x:.2f} {y:.2f} {w:.2f} {h:.2f} re W n "
        f"{wide:.2f} 0 0 {tall:.2f} {left:.2f} {bottom:.2f} cm/{resource} Do Q"
    )
