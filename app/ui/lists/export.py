"""A list as a workbook: what the columns say, every cell text, so that IDs and phones stay whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.catalogue.files import written_beside
from app.ui.lists.source import Source

CHUNK = 500


def export_rows(
    source: Source, ids: Sequence[bytes], title: str, target: Path, progress: Callable[[int, int], None]
) -> int:
    """Write heads and rows to ``target`` (.xlsx), as masked as the list is; gives how many rows were written."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for number, column in enumerate(source.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(8, column.width / 7)
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, column.head) for column in source.columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    written = 0
    for start in range(0, len(ids), CHUNK):
        progress(start, len(ids))
        part = ids[start : start + CHUNK]
        found = source.rows(part)
        for record in part:
            cells = found.get(record)
            if cells is not None:
                texts = (column.shown(cell) for column, cell in zip(source.columns, cells, strict=False))
                sheet.append([_text_cell(sheet, text) for text in texts])
                written += 1
    with written_beside(target) as beside:
        book.save(beside)
    return written


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with: a name like ``=1+1`` is no formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    made.data_type = "s"
    return made
