"""A workbook as tables of cells and pictures, and by its hidden mark as texts straight by field."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.catalogue.problems import Problem
from app.forms.form_files import damaged, open_package
from app.forms.form_tables import FormCell, FormSource, FormTable, Picture
from app.forms.workbook_mark import SHEET, Mark, read_mark

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 120
_ERRORS = re.compile(r"#(?:REF!|VALUE!|N/A|NAME\?|DIV/0!|NULL!|NUM!)")
_IN_CELL = re.compile(r'DISPIMG\("([^"]+)"')
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass
class BookFile:
    """An opened workbook: its mark if it has one, and the pictures that WPS keeps inside cells, by their id."""

    book: Workbook
    mark: Mark | None
    in_cells: dict[str, bytes]

    @property
    def sheets(self) -> list[Worksheet]:
        """The sheets that people see."""
        return [s for s in self.book.worksheets if s.sheet_state == "visible" and s.title.casefold() != SHEET]


def _in_cells(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Pictures that WPS put "into the cell" (嵌入单元格): they live in a part of its own, named by id."""
    if "xl/cellimages.xml" not in archive.namelist():
        return {}
    from lxml import etree  # noqa: PLC0415 - heavy

    from app.forms.read_word import relations  # noqa: PLC0415

    targets = relations(archive, "xl/cellimages.xml")
    root = etree.fromstring(archive.read("xl/cellimages.xml"), etree.XMLParser(resolve_entities=False))
    found = {}
    for picture in root.iter(f"{_XDR}pic"):
        name, blip = picture.find(f".//{_XDR}cNvPr"), picture.find(f".//{_A}blip")
        target = targets.get(blip.get(f"{_R}embed", "") if blip is not None else "", ("", ""))[1]
        if name is not None and target in archive.namelist():
            found[name.get("name", "")] = archive.read(target)
    return found


def read_book(path: Path) -> BookFile:
    """Open a workbook with its values (formulas by their last result).

    Raises the refusals of :func:`app.forms.form_files.open_package`, FRM-204 for anything openpyxl cannot read.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy

    with open_package(path) as archive:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of drawings and extensions it leaves out
                book = load_workbook(path, data_only=True)
                return BookFile(book, read_mark(book), _in_cells(archive))
        except (
            Exception
        ) as error:  # a damaged file makes openpyxl fail in many ways, each of them means the same
            raise damaged(path) from error


def cell_text(value: Any) -> str:
    """A cell's value as the text a person sees: whole numbers without exponent, dates as ISO, errors as nothing."""
    if value is None or isinstance(value, time):
        return "" if value is None else value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return repr(value)
    if isinstance(value, int):
        return f"{value:.5E}" if abs(value) >= 10**15 else str(value)
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "" if _ERRORS.fullmatch(text) else text


def faults(sheet: Worksheet, addresses: dict[str, str]) -> Iterator[Problem]:
    """FRM-224 for cells among ``addresses`` (address → caption) that show a formula's error."""
    for address, caption in addresses.items():
        text = str(sheet[address].value or "")
        if _ERRORS.fullmatch(text):
            row = sheet[address].row
            message = f"单元格{address}是公式错误 {text}"
            yield Problem(
                "FRM-224", message, "请直接填写内容", sheet=sheet.title, row=row, column=caption, value=text
            )


def sheet_table(sheet: Worksheet) -> FormTable:
    """A worksheet as a table of cells, merged ones joined. Rows beyond 20,000 and columns beyond 120 are left out."""
    merged = {}
    for block in sheet.merged_cells.ranges:
        merged[block.min_row, block.min_col] = (
            block.max_row - block.min_row + 1,
            block.max_col - block.min_col + 1,
        )
    covered = {
        (r, c)
        for (row, column), (rows, columns) in merged.items()
        if row <= MOST_ROWS and rows * columns <= MOST_ROWS
        for r in range(row, row + rows)
        for c in range(column, column + columns)
    } - set(merged)
    cells = []
    width = min(sheet.max_column, MOST_COLUMNS)
    for line in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=width):
        for cell in line:
            spot = (cell.row or 0, cell.column or 0)
            if spot in covered:
                continue
            rows, columns = merged.get(spot, (1, 1))
            cells.append(
                FormCell(cell_text(cell.value), spot[0] - 1, spot[1] - 1, rows, columns, cell.coordinate)
            )
    return FormTable(cells, sheet.title)


def _pictures(book: BookFile, sheet: Worksheet, table: FormTable) -> Iterator[Picture]:
    for image in getattr(sheet, "_images", []):
        start = getattr(image.anchor, "_from", None)
        cell = table.at(start.row, start.col) if start is not None else None
        yield Picture(image._data(), image.width, image.height, cell)
    for cell in table.cells:
        inside = _IN_CELL.search(cell.text)
        if inside and inside[1] in book.in_cells:
            cell.text = ""
            yield Picture(book.in_cells[inside[1]], 0, 0, cell)


def sheet_source(book: BookFile, sheet: Worksheet) -> FormSource:
    """One worksheet as a form's source."""
    table = sheet_table(sheet)
    return FormSource([table], [], list(_pictures(book, sheet, table)), sheet.title)
