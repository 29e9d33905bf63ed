"""Tables made for a test: real workbooks of each format, with invented people."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.catalogue.identity import check_digit
from app.tables.book import Book, Sheet
from app.tables.importing import TableRows, read_book

Rows = Sequence[Sequence[Any]]

HEADS = ("支援单位名称", "受援卫生院名称", "姓名", "性别", "身份证号", "联系方式", "支援时间")


def id_number(birth: str = "19800517", order: int = 712) -> str:
    digits = f"519900{birth}{order:03d}"
    return digits + check_digit(digits)


ROWS = (
    ("渝北区中医院", "云阳县蔈草镇卫生院", "张䶮", "女", id_number(order=712), "13800000201", "2021.5.1-2021.10.31"),
    ("渝北区中医院", "云阳县泥溪镇卫生院", "阿依古丽·买买提", "男", id_number(order=713), "13800000202", "2021.5.1-2021.10.31"),
)  # fmt: skip


def xlsx(path: Path, sheets: Mapping[str, Rows], merged: Iterable[str] = ()) -> Path:
    """``merged`` are ranges of the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def ods(
    path: Path, sheets: Mapping[str, Rows], spans: Mapping[tuple[int, int], tuple[int, int]] | None = None
) -> Path:
    """``spans``: (row, column) of the first sheet → rows and columns that the cell spans."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    spans = spans or {}
    covered = {
        (row + down, column + right): True
        for (row, column), (rows, columns) in spans.items()
        for down in range(rows)
        for right in range(columns)
        if down or right
    }
    document = OpenDocumentSpreadsheet()
    for number, (name, rows) in enumerate(sheets.items()):
        table = Table(name=name)
        for at, row in enumerate(rows):
            line = TableRow()
            for column, value in enumerate(row):
                if number == 0 and (at, column) in covered:
                    line.addElement(CoveredTableCell())
                    continue
                spanned = spans.get((at, column)) if number == 0 else None
                more = (
                    {"numberrowsspanned": spanned[0], "numbercolumnsspanned": spanned[1]} if spanned else {}
                )
                cell = TableCell(valuetype="string", **more) if value not in (None, "") else TableCell(**more)
                if value not in (None, ""):
                    cell.addElement(P(text=str(value)))
                line.addElement(cell)
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def xls(path: Path, sheets: Mapping[str, Rows], merged: Iterable[tuple[int, int, int, int]] = ()) -> Path:
    """``merged``: first row, last row, first column, last column of the first sheet."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_sheet(name)
        areas = list(merged) if number == 0 else []
        inside = {(r, c) for r1, r2, c1, c2 in areas for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
        for r1, r2, c1, c2 in areas:
            sheet.write_merge(r1, r2, c1, c2, rows[r1][c1])
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in (None, "") and (at, column) not in inside:
                    sheet.write(at, column, value)
    book.save(str(path))
    return path


def edit_zip(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of an archive in place."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
    return path


def read(
    rows: Rows, kind: str | None = None, mapping: Mapping[str, str] | None = None, merged: Any = ()
) -> TableRows:
    """Rows as if a sheet 表 held them; ``None`` is an empty cell."""
    sheet = Sheet("表", [["" if cell is None else cell for cell in row] for row in rows], list(merged))
    return read_book(Book(None, [sheet]), kind, mapping)


def column(head: str, *cells: Any) -> TableRows:
    """A list of people that has one more column."""
    names = [
        "甲一诺",
        "乙一诺",
        "丙一诺",
        "丁一诺",
        "戊一诺",
        "己一诺",
        "庚一诺",
        "辛一诺",
        "壬一诺",
        "癸一诺",
    ]
    return read([("姓名", head), *((names[at % 10], cell) for at, cell in enumerate(cells))], "people")


def values(table: TableRows, path: str) -> list[Any]:
    return [row.values.get(path) for row in table.rows]


def codes(table: TableRows) -> list[list[str]]:
    return [[problem.code for problem in row.problems] for row in table.rows]
