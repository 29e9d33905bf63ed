"""Tables that leave the program as xlsx: refused rows to be mended and imported again, and plain lists.

Everything that was text is written as text: no ID number becomes 4.4E+17 and no cell that begins with = a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.catalogue.fields import COMPOSITES, FIELDS
from app.catalogue.files import written_beside
from app.tables.book import Cell, Row, as_text
from app.tables.importing import SheetTable
from app.tables.records import filled_rows
from app.tables.vocabulary import REASON_HEAD, head_key

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Progress = Callable[[int, int], None]

_EVERY = 500
_MEASURED = 200
"""Rows by which the widths of a list's columns are chosen."""
_WIDEST, _NARROWEST = 42, 8
_FORBIDDEN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEXT_KINDS = {"id_number", "phone"}


def write_refused(
    target: Path, tables: Sequence[SheetTable], reasons: Mapping[tuple[str, int], str], name: str = "退回的行"
) -> int:
    """Write the rows named by ``reasons`` ((sheet, row number) → why) under the heads of their sheets; tells how many.

    Cells stand as they were read, blanks that mean "as above" filled in, with the reason in a last column that reading
    passes over. ``name`` is for a sheet without one. Raises :class:`Surroundings` when the file cannot be written.
    """
    count = 0
    with _written_book(target) as book:
        for table in tables:
            rows = filled_rows(table.sheet, table.header, table.matching)
            told = [
                (rows[row], why)
                for (sheet, row), why in sorted(reasons.items())
                if sheet == table.sheet.name and row in rows
            ]
            if told:
                _write_table(book, table, told, name)
                count += len(told)
        if not book.worksheets:
            book.create_sheet(_sheet_name(name))
    return count


def write_list(
    target: Path,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell | None]],
    progress: Progress | None = None,
    total: int = 0,
) -> int:
    """Write a plain list under one row of heads; tells how many rows. ``title`` names the sheet.

    ``progress`` is called with rows done and ``total``; what it raises ends the writing, and ``target`` stays as it was.
    """
    count = 0
    with _written_book(target) as book:
        sheet = book.create_sheet(_sheet_name(title))
        following = iter(rows)
        first = list(islice(following, _MEASURED))
        _set_widths(sheet, [heads, *first])
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, head, bold=True) for head in heads])
        for count, row in enumerate(chain(first, following), 1):
            if progress is not None and count % _EVERY == 0:
                progress(count, total)
            sheet.append([_cell(sheet, cell) for cell in row])
    return count


@contextmanager
def _written_book(target: Path) -> Iterator[Any]:
    """A write-only workbook that is saved at the end; its half-written sheets are closed when it is given up."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy

    book = Workbook(write_only=True)
    with written_beside(target) as beside:
        try:
            yield book
            book.save(beside)
        except BaseException:
            for sheet in book.worksheets:
                with suppress(Exception):
                    sheet.close()
            raise


def _sheet_name(text: str) -> str:
    return _FORBIDDEN_NAME.sub(" ", text).strip(" '")[:31] or "Sheet1"


# --- refused rows -------------------------------------------------------------------------------------------------


def _write_table(book: Any, table: SheetTable, told: list[tuple[Row, str]], name: str) -> None:
    header = table.header
    heads = [table.sheet.rows[number] for number in range(header.first, header.last + 1)]
    kept = _kept_columns(table, [*heads, *(row for row, _ in told)])
    texts = {at for at, column in enumerate(kept) if _is_text(table.matching.columns.get(column, ""))}
    sheet = book.create_sheet(_sheet_name(table.sheet.name or name))
    picked = [_picked(row, kept) for row in heads]
    body = [_picked(row, kept) for row, _ in told]
    reason = len(kept)
    _set_widths(sheet, [*picked, *body])
    sheet.column_dimensions[_letter(reason)].width = _WIDEST
    top = 1 if header.title else 0
    sheet.freeze_panes = f"A{top + len(heads) + 1}"
    if len(heads) > 1:
        _merge_heads(sheet, table, top + 1, kept, reason)
    if header.title:
        sheet.append([_cell(sheet, header.title, bold=True)])
    for number, row in enumerate(picked):
        sheet.append([_cell(sheet, cell, bold=True) for cell in [*row, REASON_HEAD if number == 0 else ""]])
    for row, (_, why) in zip(body, told, strict=True):
        cells = [_cell(sheet, cell, text=at in texts) for at, cell in enumerate(row)]
        sheet.append([*cells, _cell(sheet, why, warn=True)])


def _kept_columns(table: SheetTable, rows: Sequence[Row]) -> list[int]:
    """The columns that hold anything, without the reasons of an earlier import."""
    header = table.header
    used = {column for row in rows for column, cell in enumerate(row) if cell != ""}
    old = {column for column, head in enumerate(header.heads) if head_key(head.text) == REASON_HEAD}
    return [column for column in range(max(used, default=-1) + 1) if column not in old]


def _picked(row: Row, columns: Sequence[int]) -> Row:
    return [row[column] if column < len(row) else "" for column in columns]


def _is_text(path: str) -> bool:
    """Whether a column's cells must stay text when the clerk types into them."""
    parts = COMPOSITES[path].parts if path in COMPOSITES else (path,)
    return any(FIELDS[part].kind in _TEXT_KINDS for part in parts if part in FIELDS)


def _merge_heads(
    sheet: WriteOnlyWorksheet, table: SheetTable, top: int, kept: list[int], reason: int
) -> None:
    """Heads two deep look as they did: one head over both rows, a group head over its columns."""
    upper, lower = (
        _picked(table.sheet.rows[number], kept) for number in (table.header.first, table.header.last)
    )
    at = 0
    while at < len(kept):
        end = at
        if upper[at] != "" and lower[at] != "":
            while end + 1 < len(kept) and upper[end + 1] == "" and lower[end + 1] != "":
                end += 1
            if end > at:
                _merge(sheet, f"{_letter(at)}{top}:{_letter(end)}{top}")
        elif upper[at] != "":
            _merge(sheet, f"{_letter(at)}{top}:{_letter(at)}{top + 1}")
        at = end + 1
    _merge(sheet, f"{_letter(reason)}{top}:{_letter(reason)}{top + 1}")


def _merge(sheet: Any, area: str) -> None:
    from openpyxl.worksheet.cell_range import CellRange  # noqa: PLC0415 - heavy

    sheet.merged_cells.add(CellRange(area))  # a write-only sheet has no merge_cells


# --- cells --------------------------------------------------------------------------------------------------------


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    return get_column_letter(column + 1)


def _set_widths(sheet: Any, rows: Sequence[Sequence[Cell | None]]) -> None:
    """Columns wide enough for most of their texts; a Chinese character takes two places."""
    for column in range(max((len(row) for row in rows), default=0)):
        texts = [as_text(row[column] or "") for row in rows if column < len(row)]
        widest = max((_width(line) for text in texts for line in text.split("\n")), default=0)
        sheet.column_dimensions[_letter(column)].width = max(_NARROWEST, min(widest + 2, _WIDEST))


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _cell(
    sheet: WriteOnlyWorksheet,
    value: Cell | None,
    *,
    text: bool = False,
    bold: bool = False,
    warn: bool = False,
) -> Any:
    """One cell as it stands; with ``text`` whatever it holds, or will hold, is text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - heavy
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - heavy

    if text or isinstance(value, bool):
        value = as_text(value if value is not None else "")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if value in ("", None) and not (text or bold):
        return None
    cell = WriteOnlyCell(sheet, value="")
    if isinstance(value, str):
        cell.value = _FORBIDDEN_TEXT.sub("", value) or None
        if cell.value is not None:
            cell.data_type = "s"  # openpyxl takes = for a formula and #N/A for an error
        cell.number_format = "@"
    else:
        cell.value = value
        if isinstance(value, date) and not isinstance(value, datetime):
            cell.number_format = "yyyy-m-d"
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    elif isinstance(value, str) and ("\n" in value or warn):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if warn:
        cell.font = Font(color="FFB3261E")
    return cell
