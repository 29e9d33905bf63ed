"""Reading the records of a list: its heads found where they are, merged and blank cells as above, totals left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.catalogue.fields import Value
from app.catalogue.problems import Problem
from app.forms.canonical import canonical
from app.forms.captions import CaptionMap, key
from app.forms.edition import NUMBER, Column
from app.forms.form_tables import FormTable

_TOTALS = ("合计", "总计", "小计", "共计")
_HEAD_ROWS = 40


@dataclass(frozen=True, slots=True)
class Heads:
    """Where a list's columns stand: column of the table by number of the edition's column, and the first data row."""

    columns: dict[int, int]
    first: int


def _matches(captions: CaptionMap, table: FormTable, row: int) -> dict[int, tuple[int, int]]:
    """The edition's columns whose heads stand in a row: number → (table's column, row after the head)."""
    listed = captions.edition.listed
    by_head = {key(column.head): number for number, column in enumerate(listed) if column.head}
    by_path = {column.field: number for number, column in enumerate(listed)}
    found: dict[int, tuple[int, int]] = {}
    for cell in table.row(row):
        number = by_head.get(key(cell.text))
        if number is None and (asked := captions.find(cell.text)):
            number = by_path.get(asked.path)
        if number is not None:
            found.setdefault(number, (cell.column, cell.bottom))
    return found


def find_heads(captions: CaptionMap, table: FormTable) -> Heads | None:
    """Where the heads of a list stand; None when fewer than half of them (or two) are there."""
    listed = captions.edition.listed
    headed = sum(bool(column.head) for column in listed)
    best: dict[int, tuple[int, int]] = {}
    for row in range(min(table.height, _HEAD_ROWS)):
        found = _matches(captions, table, row)
        if found and len(found) >= len(best):
            best = found if len(found) > len(best) or max(f[1] for f in found.values()) <= row + 2 else best
            if len(best) == headed:
                break
    if len(best) < max(2, headed / 2):
        return None
    columns = {number: place for number, (place, _) in best.items()}
    for number, column in enumerate(listed):
        beside = columns.get(number + 1)
        if not column.head and beside is not None and beside > 0 and beside - 1 not in columns.values():
            columns[number] = beside - 1
    return Heads(columns, max(bottom for _, bottom in best.values()))


def _is_data(captions: CaptionMap, table: FormTable, heads: Heads, row: int) -> bool:
    cells = table.row(row)
    told = [cell for cell in cells if cell.text.strip()]
    if not told:
        return False
    label = captions.edition.total.label if captions.edition.total else ""
    first = key(told[0].text)
    if first in _TOTALS or (label and first == key(label)):
        return False
    if len(told) == 1 and told[0].columns >= max(3, table.width - 1):
        return False
    return len(_matches(captions, table, row)) < max(2, len(heads.columns) / 2)


def _as_above(listed: Sequence[Column], texts: dict[int, str], above: Mapping[int, str], ours: bool) -> None:
    """Fill blanks of merging columns from the record above, as long as all merging columns to the left agree.

    ``ours`` is a sheet that the program wrote: what it merges has its text in every record, so a blank to the right of
    a text stands for nothing. Only a row typed into it may begin with blanks that mean "as above".
    """
    for number, column in enumerate(listed):
        if not column.merge or number not in texts:
            continue
        if not texts[number].strip():
            texts[number] = above.get(number, "")
        elif ours or texts[number] != above.get(number):
            return


def _record(listed: Sequence[Column], texts: Mapping[int, str]) -> tuple[dict[str, Value], list[Problem]]:
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for number, text in texts.items():
        column = listed[number]
        if column.mark:
            bare = text.rstrip().removesuffix(column.mark)
            values[column.mark_field] = bare != text.rstrip()
            text = bare
        found, doubts = canonical(column.field, text)
        values.update(found)
        problems += doubts
    return values, problems


def read_records(
    captions: CaptionMap, table: FormTable, heads: Heads, *, ours: bool = False
) -> tuple[list[dict[str, Value]], list[int], list[Problem]]:
    """The records below the heads, the row (from 1) of each, and what is doubtful.

    ``ours`` tells a sheet that the program wrote from one that others drew, where a blank may mean "as above".
    """
    listed = captions.edition.listed
    records: list[dict[str, Value]] = []
    rows: list[int] = []
    problems: list[Problem] = []
    above: dict[int, str] = {}
    for row in range(heads.first, table.height):
        if not _is_data(captions, table, heads, row):
            continue
        cells = {number: table.at(row, place) for number, place in heads.columns.items()}
        texts = {number: cell.text if cell else "" for number, cell in cells.items()}
        texts = {number: text for number, text in texts.items() if listed[number].field != NUMBER}
        own = [t for n, t in texts.items() if not listed[n].merge] or list(texts.values())
        if not any(text.strip() for text in own):
            continue
        _as_above(listed, texts, above, ours)
        above = dict(texts)
        record, doubts = _record(listed, texts)
        records.append(record)
        rows.append(row + 1)
        problems += (doubt.at(sheet=table.place, row=row + 1) for doubt in doubts)
    return records, rows, problems
