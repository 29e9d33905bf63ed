"""The rows of a list as bands: a record's texts broken in their columns, sliced where it is taller than a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.forms.linebreak import break_lines, longest_word, phrased
from app.forms.list_plan import ListPlan, Track
from app.forms.list_rows import cell_starts
from app.forms.setting import MM, PAD_Y, Spans, line_height
from app.forms.snapshot import Values

STEP = 0.5
WORD_SHRINK = 0.8
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in its column: the spans of it that stand in this band."""

    text: str
    size: float
    spans: Spans

    @property
    def tall(self) -> float:
        return len(self.spans) * line_height(self.size) + 2 * PAD_Y


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the table: a record (or None for an empty one) and its height in mm."""

    record: int | None
    pieces: tuple[Piece, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Join:
    """A cell of a page: column, first and last band (of that page) it spans."""

    track: Track
    first: int
    last: int


def _piece(plan: ListPlan, track: Track, text: str, size: float) -> Piece:
    advance, metrics = plan.values.advance, plan.values
    if not text:
        return Piece("", size, ())
    if "\n" not in text and metrics.width(text) * size * MM <= track.inner + _EPSILON:
        return Piece(text, size, ((0, len(text)),))
    word, least = longest_word(text, advance), max(plan.edition.least_size, size * WORD_SHRINK)
    small = size
    while word * small * MM > track.inner and small - STEP >= least:
        small -= STEP
    if word * small * MM > track.inner:
        small = size
    breaker = phrased if track.column.align == "center" else break_lines
    return Piece(text, small, breaker(text, track.inner / (small * MM), advance))


def _tall(plan: ListPlan, pieces: Sequence[Piece]) -> float:
    single = (p.tall for t, p in zip(plan.tracks, pieces, strict=True) if not t.column.merge)
    return max(plan.edition.row_height, *single)


def _fitted(plan: ListPlan, texts: Sequence[str], room: float) -> tuple[Piece, ...]:
    """The texts of a record in their columns; type shrinks where the row would be taller than a page."""
    pieces = [_piece(plan, t, text, t.size) for t, text in zip(plan.tracks, texts, strict=True)]
    for number, piece in enumerate(pieces):
        while piece.tall > room and piece.size - STEP >= plan.edition.least_size:
            piece = _piece(plan, plan.tracks[number], piece.text, piece.size - STEP)
        pieces[number] = piece
    return tuple(pieces)


def _sliced(plan: ListPlan, record: int, pieces: tuple[Piece, ...], room: float) -> Iterator[Band]:
    """A record that is taller than a page even so, page by page; merged texts stand on each, other lines on one."""
    rest = list(pieces)
    while any(piece.tall > room for piece in rest):
        now = []
        for number, piece in enumerate(rest):
            if plan.tracks[number].column.merge and piece.tall <= room:
                now.append(piece)
                continue
            count = max(1, int((room - 2 * PAD_Y) / line_height(piece.size)))
            now.append(replace(piece, spans=piece.spans[:count]))
            rest[number] = replace(piece, spans=piece.spans[count:])
        yield Band(record, tuple(now), room)
    yield Band(record, tuple(rest), max(_tall(plan, rest), *(p.tall for p in rest)))


def bands_of(plan: ListPlan, rows: Sequence[Values], room: float) -> Iterator[Band]:
    """The bands of all records; ``room`` is the height in mm that a page has for rows."""
    for number, record in enumerate(rows):
        pieces = _fitted(plan, [track.text(record) for track in plan.tracks], room)
        if any(piece.tall > room for piece in pieces):
            yield from _sliced(plan, number, pieces, room)
        else:
            yield Band(number, pieces, _tall(plan, pieces))


def empty_bands(plan: ListPlan, count: int) -> list[Band]:
    """Empty rows to be filled in by hand."""
    nothing = tuple(Piece("", track.size, ()) for track in plan.tracks)
    return [Band(None, nothing, plan.edition.row_height)] * count


def joins(plan: ListPlan, bands: Sequence[Band]) -> list[list[Join]]:
    """By first band: the cells of a page, those of merging columns joined downwards (see :func:`cell_starts`).

    Empty rows for the pen and the parts of a record taller than a page stay apart.
    """
    cells: list[list[Join]] = [[] for _ in bands]
    records = [band.record for band in bands]
    apart = {n for n in range(1, len(bands)) if records[n] is None or records[n] == records[n - 1]}
    texts = [[piece.text for piece in band.pieces] for band in bands]
    merged = cell_starts(plan.edition.listed, texts, apart)
    for track in plan.tracks:
        begins = sorted(merged.get(track.number, range(len(bands))))
        for first, after in pairwise([*begins, len(bands)]):
            cells[first].append(Join(track, first, after - 1))
    return cells


def heightened(plan: ListPlan, bands: Sequence[Band]) -> list[Band]:
    """The bands of a page with their last rows made taller where a merged text needs more than its rows give."""
    made = list(bands)
    for cells in joins(plan, made):
        for cell in cells:
            if not cell.track.column.merge:
                continue
            lacking = made[cell.first].pieces[cell.track.number].tall - sum(
                band.height for band in made[cell.first : cell.last + 1]
            )
            if lacking > _EPSILON:
                made[cell.last] = replace(made[cell.last], height=made[cell.last].height + lacking)
    return made


def _count(plan: ListPlan, bands: Sequence[Band], room: float) -> int:
    """How many bands fit ``room`` mm, merged texts counted."""
    count, height = 0, 0.0
    while count < len(bands) and height + bands[count].height <= room + _EPSILON:
        height += bands[count].height
        count += 1
    while count and height_of(heightened(plan, bands[:count])) > room + _EPSILON:
        count -= 1
    return count


def height_of(bands: Sequence[Band]) -> float:
    """mm that the bands take together."""
    return sum(band.height for band in bands)


def paged(
    plan: ListPlan, bands: Sequence[Band], first_room: float, room: float, tail: float
) -> list[list[Band]]:
    """Part the bands into pages: ``first_room`` mm on the first, ``room`` on the others, ``tail`` below the last.

    The tail (total and notes) takes the last band along to its page rather than stand there alone.
    """
    pages: list[list[Band]] = []
    rest, here = list(bands), first_room
    while True:
        count = _count(plan, rest, here)
        page = heightened(plan, rest[:count])
        fits = height_of(page) + tail <= here + _EPSILON
        if count == len(rest) and count and not fits:
            count -= 1
        if count == 0 and rest and here >= room - _EPSILON:
            count = 1
        page, rest = heightened(plan, rest[:count]), rest[count:]
        pages.append(page)
        if not rest:
            if height_of(page) + tail > here + _EPSILON:
                pages.append([])
            return pages
        here = room
