"""Where the heads of a table stand: under a title and notes, one or two rows deep, some merged over several columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.tables.book import Cell, Row, Sheet
from app.tables.vocabulary import (
    KINDS,
    REQUIRED,
    TableKind,
    all_words,
    head_key,
    path_of_head,
    vocabulary_of_work,
)

_SEARCHED = 60
"""Rows from the top among which the heads are looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's caption and, where the head row is two deep, the head above it that spans several columns."""

    text: str
    group: str = ""

    @property
    def full(self) -> str:
        return f"{self.group}·{self.text}" if self.group else self.text


@dataclass(frozen=True, slots=True)
class Header:
    """The head rows ``first`` to ``last`` (from 0), a head for each column ('' where there is none), the lines above."""

    first: int
    last: int
    heads: tuple[Head, ...]
    title: str = ""


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _one_deep(row: Row) -> tuple[Head, ...]:
    return tuple(Head(_text(cell)) for cell in row)


def _two_deep(upper: Row, lower: Row) -> tuple[Head, ...]:
    heads, group = [], ""
    for column in range(max(len(upper), len(lower))):
        above = _text(upper[column]) if column < len(upper) else ""
        below = _text(lower[column]) if column < len(lower) else ""
        group = above or group
        heads.append(Head(below, group) if below else Head(above))
    return tuple(heads)


def _matched(kind: TableKind, heads: tuple[Head, ...], mapping: Mapping[str, str]) -> set[str]:
    found = (path_of_head(kind, head.group, head.text, mapping) for head in heads if head.text)
    return {path for path in found if path}


def _names_a_field(row: Row, mapping: Mapping[str, str]) -> bool:
    words = all_words()
    keys = (head_key(cell) for cell in row if isinstance(cell, str) and cell and len(cell) < 60)
    return any(key in words or key in mapping for key in keys)


def _candidates(sheet: Sheet, mapping: Mapping[str, str]) -> list[tuple[int, int, tuple[Head, ...]]]:
    """Every row, and every two rows, that might be the heads: one with a text in two columns at least."""
    rows = sheet.rows[:_SEARCHED]
    known = [_names_a_field(row, mapping) for row in rows]
    found = []
    for number, row in enumerate(rows):
        if not any(known[number : number + 2]):
            continue
        texts = {_text(cell) for cell in row} - {""}
        if len(texts) >= 2:
            found.append((number, number, _one_deep(row)))
        if texts and number + 1 < len(rows) and any(_text(cell) for cell in rows[number + 1]):
            found.append((number, number + 1, _two_deep(row, rows[number + 1])))
    return found


def find_header(sheet: Sheet, kind: TableKind, mapping: Mapping[str, str]) -> tuple[Header, set[str]] | None:
    """The head rows for a kind of table with the fields they name; None when no row names two of its fields.

    One field is enough where it is all that the kind requires, or where it was set by hand.
    """
    best: tuple[tuple[int, int, int], tuple[int, int, tuple[Head, ...]], set[str]] | None = None
    for candidate in _candidates(sheet, mapping):
        first, last, heads = candidate
        paths = _matched(kind, heads, mapping)
        weight = (len(paths), first - last, -first)
        if paths and (best is None or weight > best[0]):
            best = (weight, candidate, paths)
    if best is None:
        return None
    (_, (first, last, heads), paths) = best
    if len(paths) < 2 and not (set(REQUIRED[kind]) <= paths or paths & set(mapping.values())):
        return None
    return Header(first, last, heads, _title(sheet, first)), paths


_TITLE_ENDS = re.compile(r"(?:表|清单|名册|名单|花名册|计划|台账)(?:[（(].*[)）])?$")


def _title(sheet: Sheet, first: int) -> str:
    """The first line above the heads, with the second where the title goes on there (two lines, as bureaus set them)."""
    lines = [texts[0] for row in sheet.rows[:first] if (texts := [text for text in map(_text, row) if text])]
    title = "".join(lines[0].split()) if lines else ""
    if len(lines) > 1 and not _TITLE_ENDS.search(title):
        more = "".join(lines[1].split())
        if _TITLE_ENDS.search(more):
            return title + more
    return title


def _goes_on_in_captions(sheet: Sheet, header: Header) -> bool:
    """Whether the lines below the heads name fields too: then it is one person's form, not a list of people.

    Kinds of work are no captions: the rows of a ledger name them.
    """
    words = all_words() - vocabulary_of_work()
    below = sheet.rows[header.last + 1 : header.last + 9]
    return sum(any(head_key(_text(cell)) in words for cell in row if cell) for row in below) >= 3


_ORDER: tuple[TableKind, ...] = ("roster", "allocation", "plan", "people", "activities", "mentees")


def guess_kind(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> TableKind | None:
    """What kind of table a sheet is, by the fields that its heads name; None when it is none that is known."""
    best: tuple[int, int, TableKind] | None = None
    for kind in KINDS:
        found = find_header(sheet, kind, mapping or {})
        if found is None or not set(REQUIRED[kind]) <= found[1] or _goes_on_in_captions(sheet, found[0]):
            continue
        weight = (len(found[1]), -_ORDER.index(kind), kind)
        if best is None or weight[:2] > best[:2]:
            best = weight
    return best[2] if best else None
