"""Changing an edition's file as an office does: title, source and captions, rows hidden and added, columns likewise.

Each change takes the file's text and gives the new text; comments and layout of the rest stay. Nothing is checked
here: :func:`app.forms.editions.checked` says what is wrong with the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit import TOMLDocument

from app.forms.edition import Edition
from app.forms.grid import Placed, placed_cells


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption that may be changed: ``at`` is its path in the file, ``text`` what stands there."""

    at: tuple[str | int, ...]
    text: str


def captions(edition: Edition) -> list[Caption]:
    """The captions of an edition in reading order: lines above, cells or heads of columns, lines below."""
    return [
        *_lines("above", edition),
        *_heads(edition),
        *_cells(edition),
        *_wording(edition),
        *_lines("below", edition),
    ]


def _lines(where: str, edition: Edition) -> Iterator[Caption]:
    for number, line in enumerate(getattr(edition, where)):
        yield Caption((where, number, "text"), line.text)


def _heads(edition: Edition) -> Iterator[Caption]:
    for number, column in enumerate(edition.listed):
        yield Caption(("column", number, "head"), column.head)


def _cells(edition: Edition) -> Iterator[Caption]:
    for y, row in enumerate(edition.rows):
        for x, cell in enumerate(row.cells):
            if cell.label:
                yield Caption(("row", y, "cells", x, "label"), cell.label)


def _wording(edition: Edition) -> Iterator[Caption]:
    for number, block in enumerate(edition.blocks):
        if block.text:
            yield Caption(("block", number, "text"), block.text)
        for at, column in enumerate(block.columns):
            yield Caption(("block", number, "columns", at, "head"), column.head)
        for at, name in enumerate(block.attachments):
            yield Caption(("block", number, "attachments", at), name)
        for at, party in enumerate(block.parties):
            for line, text in enumerate(party.lines):
                yield Caption(("block", number, "parties", at, "lines", line), text)


def with_head(text: str, **values: str) -> str:
    """The same edition with other values of ``[edition]`` (id, name, source)."""
    document = tomlkit.parse(text)
    for key, value in values.items():
        document["edition"][key] = value
    return tomlkit.dumps(document)


def with_title(text: str, lines: Sequence[str]) -> str:
    """The same edition with another title; a line that is unchanged keeps the places where it is broken."""
    document = tomlkit.parse(text)
    head: Any = document["edition"]
    kept = {"".join(old) if isinstance(old, list) else str(old): old for old in head["title"]}
    title = tomlkit.array()
    for line in lines:
        title.append(kept.get(line, line))
    head["title"] = title
    return tomlkit.dumps(document)


def with_caption(text: str, at: Sequence[str | int], caption: str) -> str:
    """The same edition with another caption at a path of :func:`captions`; its old places of breaking go with it."""
    document = tomlkit.parse(text)
    holder = _holder(document, at)
    if holder[at[-1]] == caption:
        return text
    holder[at[-1]] = caption
    if at[-1] == "label" and "lines" in holder:
        del holder["lines"]
    return tomlkit.dumps(document)


def _holder(document: TOMLDocument, at: Sequence[str | int]) -> Any:
    found: Any = document
    for step in at[:-1]:
        found = found[step]
    return found


def with_wording(text: str, blocks: Sequence[Mapping[str, Any]]) -> str:
    """The same letter with another wording, given as :func:`app.forms.letter_text.blocks_of` gives it."""
    document = tomlkit.parse(text)
    fresh = tomlkit.aot()
    for block in blocks:
        table = tomlkit.table()
        for name, value in block.items():
            table[name] = value
        fresh.append(table)
    del document["block"]
    document["block"] = fresh
    return tomlkit.dumps(document)


def without_row(text: str, edition: Edition, number: int) -> str:
    """The same sheet without row ``number`` (from 0). Cells that reach into it from above become shorter; those that
    begin in it and reach further down begin one row later."""
    document = tomlkit.parse(text)
    rows: Any = document["row"]
    moved: list[tuple[Placed, Any]] = []
    for place, cell in _placed(document, edition):
        if place.row < number < place.row + place.rows:
            _span(cell, place.rows - 1)
        elif place.row == number and place.rows > 1:
            _span(cell, place.rows - 1)
            moved.append((place, cell))
    below = [place for place in placed_cells(edition) if place.row == number + 1]
    for place, cell in reversed(moved):
        rows[number + 1]["cells"].insert(sum(one.column < place.column for one in below), cell)
    if rows[number].get("page") and number + 1 < len(rows):
        rows[number + 1]["page"] = True
    del rows[number]
    return tomlkit.dumps(document)


def _placed(document: TOMLDocument, edition: Edition) -> Iterator[tuple[Placed, Any]]:
    """Each cell's place on the grid beside its table in the file."""
    rows: Any = document["row"]
    cells = (cell for row in rows for cell in row["cells"])
    return zip(placed_cells(edition), cells, strict=True)


def _span(cell: Any, rows: int) -> None:
    if rows > 1:
        cell["rows"] = rows
    elif "rows" in cell:
        del cell["rows"]


def with_row(text: str, edition: Edition, after: int, label: str, field: str) -> str:
    """The same sheet with a row of a caption and a field below row ``after`` (from 0).

    Cells that stand beside both rows, and captions set vertically that end at that row, reach over the new one too.
    It is as low as the lowest row, so that a full page still holds it where it can.
    """
    document = tomlkit.parse(text)
    rows: Any = document["row"]
    taken: set[int] = set()
    for place, cell in _placed(document, edition):
        end = place.row + place.rows - 1
        over = place.row <= after < end or (place.cell.vertical and place.rows > 1 and end == after)
        if over:
            _span(cell, place.rows + 1)
            taken.update(range(place.column, place.column + place.columns))
    free = [x for x in range(len(edition.columns)) if x not in taken]
    row = tomlkit.table()
    row["min"] = min(one.min for one in edition.rows)
    row["cells"] = _row_cells(free, _caption_width(edition, free), label, field)
    rows.insert(after + 1, row)
    return tomlkit.dumps(document)


def _caption_width(edition: Edition, free: Sequence[int]) -> int:
    """How many of the free columns the caption takes: those below the first caption that the form has there."""
    for place in placed_cells(edition):
        if place.cell.label and not place.cell.field and free and place.column == free[0]:
            return min(place.columns, max(1, len(free) - 1))
    return 1


def _row_cells(free: Sequence[int], first: int, label: str, field: str) -> Any:
    caption = tomlkit.inline_table()
    caption["label"] = label
    if first > 1:
        caption["columns"] = first
    value = tomlkit.inline_table()
    value["field"] = field
    value["align"] = "left"
    if len(free) - first > 1:
        value["columns"] = len(free) - first
    cells = tomlkit.array()
    cells.append(caption)
    cells.append(value)
    return cells


def without_column(text: str, number: int) -> str:
    """The same list without column ``number`` (from 0); its neighbours share the width that it leaves."""
    document = tomlkit.parse(text)
    columns: Any = document["column"]
    freed = float(columns[number]["width"])
    del columns[number]
    _share(columns, freed)
    _shift_total(document, lambda old: None if old == number else old - (old > number))
    return tomlkit.dumps(document)


def with_column(text: str, after: int, head: str, field: str) -> str:
    """The same list with a column behind column ``after`` (from 0); the others give it its width."""
    document = tomlkit.parse(text)
    columns: Any = document["column"]
    total = sum(float(column["width"]) for column in columns)
    width = round(total / (len(columns) + 1), 1)
    _share(columns, -width)
    column = tomlkit.table()
    column["width"] = width
    column["head"] = head
    column["field"] = field
    columns.insert(after + 1, column)
    _shift_total(document, lambda old: old + (old > after))
    return tomlkit.dumps(document)


def _share(columns: Any, spare: float) -> None:
    """Widen (or narrow) all columns in proportion, so that together they take ``spare`` mm more."""
    total = sum(float(column["width"]) for column in columns)
    for column in columns:
        column["width"] = round(float(column["width"]) * (total + spare) / total - 0.005, 2)


def _shift_total(document: TOMLDocument, moved: Any) -> None:
    if "total" not in document:
        return
    counts: Any = document["total"]["counts"]
    now = {moved(int(key)): value for key, value in counts.items()}
    fresh = tomlkit.inline_table()
    for key, value in now.items():
        if key is not None:
            fresh[str(key)] = value
    document["total"]["counts"] = fresh
