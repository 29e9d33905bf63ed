"""Reading a form by its captions: what each caption's cells say, in whatever way the table was worked on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.forms.captions import Asked, CaptionMap, key, slot_value, title_key
from app.forms.form_tables import FormCell, FormSource, FormTable, joined

_PHOTO = re.compile(
    r"^(?:照片|相片|贴照片处|(?:近期|本人)?(?:一寸|二寸|1寸|2寸)?(?:免冠)?(?:彩色)?(?:照片|相片)|照片粘贴处|.{0,12}照片.{0,6})$"
)
_PIECES = 8


@dataclass(eq=False, slots=True)
class Spot:
    """A caption found: what it asks, the cells it stands in, the cells of its value, and text in its own cell."""

    asked: Asked
    cell: FormCell
    table: FormTable
    values: list[FormCell] = field(default_factory=list)
    inline: str = ""

    def text(self) -> str:
        """The value's text as it stands."""
        return joined([self.inline, *(cell.text for cell in self.values)])


def _inline(captions: CaptionMap, text: str) -> tuple[Asked, str] | None:
    """A caption and its value in one cell: ``单位意见：同意`` or the caption on the first line."""
    for found in re.finditer(r"[:：\n]", text[:80]):
        head, tail = text[: found.start()], text[found.end() :]
        asked = captions.find(head)
        if asked and asked.path and len(key(head)) >= 2:
            return asked, tail
    return None


def _gathered(captions: CaptionMap, table: FormTable, cell: FormCell) -> tuple[Asked, list[FormCell]] | None:
    """A caption that was split over neighbouring cells, to the right or downwards."""
    if not cell.text.strip() or len(key(cell.text)) > 10:
        return None
    for step in ("right", "down"):
        pieces, text = [cell], cell.text
        while len(pieces) < _PIECES:
            last = pieces[-1]
            nxt = table.at(last.row, last.right) if step == "right" else table.below(last)
            if nxt is None or not nxt.text.strip() or len(key(nxt.text)) > 12:
                break
            pieces.append(nxt)
            text += nxt.text
            asked = captions.own.get(key(text))
            if asked:
                return asked, pieces
    return None


def _union(pieces: list[FormCell]) -> FormCell:
    first, last = pieces[0], pieces[-1]
    rows = max(piece.bottom for piece in pieces) - first.row
    columns = max(piece.right for piece in pieces) - first.column
    return FormCell(
        "".join(piece.text for piece in pieces), first.row, first.column, rows, columns, last.source
    )


def _find(captions: CaptionMap, table: FormTable) -> tuple[list[Spot], dict[int, Spot]]:
    """All captions of a table, and by the identity of each cell that belongs to one."""
    spots: list[Spot] = []
    taken: dict[int, Spot] = {}
    for cell in table.cells:
        asked = captions.find(cell.text)
        if asked:
            spots.append(Spot(asked, cell, table))
            taken[id(cell)] = spots[-1]
    for cell in table.cells:
        if id(cell) in taken:
            continue
        split = _gathered(captions, table, cell)
        if split and not any(id(piece) in taken for piece in split[1]):
            spot = Spot(split[0], _union(split[1]), table)
            spots.append(spot)
            taken.update({id(piece): spot for piece in split[1]})
            continue
        own = _inline(captions, cell.text)
        if own:
            spots.append(Spot(own[0], cell, table, inline=own[1]))
            taken[id(cell)] = spots[-1]
    return spots, taken


def _values(spot: Spot, taken: dict[int, Spot]) -> list[FormCell]:
    """The cells right of a caption up to the next one, in each row it spans; else the cell below it."""
    found: list[FormCell] = []
    for row in range(spot.cell.row, spot.cell.bottom):
        for number, cell in enumerate(spot.table.rightwards(row, spot.cell.right)):
            if number and cell.rows > spot.cell.rows:  # the photo's cell beside the rows
                break
            if id(cell) in taken or _PHOTO.match(key(cell.text)):
                break
            if cell not in found:
                found.append(cell)
    if not found and not spot.inline:
        below = spot.table.below(spot.cell)
        if below is not None and id(below) not in taken:
            found.append(below)
    return found


def find_spots(captions: CaptionMap, source: FormSource) -> list[Spot]:
    """Every caption of the form that asks for a value, with the cells of its value; the edition's own ones first."""
    spots: list[Spot] = []
    for table in source.tables:
        here, taken = _find(captions, table)
        for spot in here:
            if spot.asked.path:
                spot.values = _values(spot, taken)
        spots += (spot for spot in here if spot.asked.path)
    return sorted(spots, key=lambda spot: not spot.asked.own)


def photo_cells(source: FormSource) -> Iterator[FormCell]:
    """Cells that say 照片."""
    for table in source.tables:
        yield from (cell for cell in table.cells if _PHOTO.match(key(cell.text)))


def slot_texts(captions: CaptionMap, source: FormSource) -> dict[str, str]:
    """The values inside lines of wording: the month in a title, the names in the line above a table."""
    found: dict[str, str] = {}
    wording = list(source.wording())
    for slot in captions.slots:
        for text in wording:
            value = slot_value(slot, text)
            if value is not None and (value or slot.path not in found):
                found[slot.path] = value
                if value:
                    break
    return found


def score(captions: CaptionMap, source: FormSource) -> float:
    """How well a source fits an edition: the share of its own captions found, other wordings half, and its title.

    Of two that fit alike, the one that asks for more of what is there fits better.
    """
    wanted = {asked.path for asked in captions.own.values() if asked.path}
    if not wanted:
        return 0.0
    found: dict[str, float] = {}
    for table in source.tables:
        spots, _ = _find(captions, table)
        for spot in spots:
            if spot.asked.path in wanted:
                found[spot.asked.path] = max(found.get(spot.asked.path, 0), 1.0 if spot.asked.own else 0.5)
    if len(found) < min(3, len(wanted)):
        return 0.0
    title = "".join(title_key(text.text) for text in captions.edition.title)
    seen = title_key("".join(text for text in source.wording())[:3000])
    return sum(found.values()) / len(wanted) + (0.3 if title and title in seen else 0.0) + len(found) / 1000
