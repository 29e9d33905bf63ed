"""Opening tables: xlsx, xls, ods, csv and pasted rows into plain sheets, or a coded refusal of what is none.

IMP-001 no table · 002 password · 003 damaged · 004 no rows · 005 a format to be saved anew · 006 zip bomb · 007 encoding ·
010 a Word document · 017 no file. Left out and said in ``problems``: IMP-011 cells far away from the rest, IMP-012 hidden sheets.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Refusal, Surroundings
from app.tables import ole
from app.tables.book import Book, Merged, Row, Sheet
from app.tables.texts import decode, rows_of_text
from app.tables.zips import Checked, check_zip, damaged, locked, ods_merged

_SAVE_ANEW = {
    ".doc": ("旧版 Word 格式（.doc）", ".docx"),
    ".wps": ("WPS 文字格式（.wps）", ".docx"),
    ".rtf": ("RTF 格式", ".docx"),
    ".et": ("WPS 表格格式（.et）", ".xlsx"),
    ".xlsb": ("二进制工作簿（.xlsb）", ".xlsx"),
    ".pdf": ("PDF 文件", ".xlsx"),
    ".numbers": ("Numbers 表格", ".xlsx"),
}
_LARGEST_TEXT = 200 << 20
_LARGEST_AREA = 5_000_000
"""Cells that an old .xls may span beyond those it holds."""


def read_tables(path: Path) -> Book:
    """Every visible sheet of a workbook, or the one of a csv.

    Raises :class:`Refusal` with a code of this module, :class:`Surroundings` when the file cannot be got at.
    """
    try:
        book = _read(path)
    except Refusal as refusal:
        raise Refusal(*(problem.at(file=str(path)) for problem in refusal.problems)) from refusal.__cause__
    except OSError as error:
        raise _out_of_reach(error, path) from error
    if all(sheet.empty for sheet in book.sheets):
        raise Refusal(_no_rows().at(file=str(path)), *book.problems)
    return book


def read_pasted(text: str) -> Book:
    """Rows copied in WPS or Excel: cells parted by tabs, those with line breaks in quotation marks."""
    rows = rows_of_text(text, "\t")
    if not rows:
        raise Refusal(_no_rows())
    return Book(None, [Sheet("粘贴的行", rows)])


def _no_rows() -> Problem:
    return Problem("IMP-004", "表里没有内容", "请检查是不是选错了文件，或内容在隐藏的工作表里")


def _out_of_reach(error: OSError, path: Path) -> Surroundings:
    if isinstance(error, PermissionError):
        return Surroundings(
            Problem(
                "SYS-005",
                "文件读不出来：可能正被别的程序打开，或没有读取权限",
                "请关闭打开它的程序再试",
                file=str(path),
            )
        )
    return surroundings(error, path)


def _read(path: Path) -> Book:
    suffix = path.suffix.lower()
    if path.exists() and not path.is_file():
        raise Refusal(
            Problem("IMP-017", "这里是文件夹或设备，不是文件", "请选择一个 .xlsx、.xls、.ods 或 .csv 文件")
        )
    with path.open("rb") as handle:
        start = handle.read(4096)
        if suffix in _SAVE_ANEW:
            raise _save_anew(*_SAVE_ANEW[suffix])
        if not start:
            raise Refusal(_no_rows())
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _read_zip(path, check_zip(io.BytesIO(start + handle.read())))
        if start.startswith(ole.MAGIC):
            return _read_xls(path, start + handle.read())
        return _read_text(path, start, handle)


def _save_anew(kind: str, better: str) -> Refusal:
    remedy = f"请用 WPS 或 Office 打开，另存为 {better} 再导入"
    return Refusal(Problem("IMP-005", f"不能读取{kind}", remedy))


def _read_text(path: Path, start: bytes, handle: io.BufferedReader) -> Book:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if head.startswith(b"%pdf"):
        raise _save_anew(*_SAVE_ANEW[".pdf"])
    if head.startswith(b"{\\rtf"):
        raise _save_anew(*_SAVE_ANEW[".rtf"])
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise _save_anew("网页格式的表格", ".xlsx")
    data = start + handle.read(_LARGEST_TEXT)
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise Refusal(Problem("IMP-001", "不是表格文件", "请选择 .xlsx、.xls、.ods 或 .csv 文件"))
    if len(data) >= _LARGEST_TEXT:
        raise Refusal(Problem("IMP-006", "文件太大，不是正常的名册", "请核对文件来源，或分成几个文件导入"))
    return Book(path, [Sheet(path.stem, rows_of_text(decode(data)))])


# --- the cells ----------------------------------------------------------------------------------------------------


def _open(source: io.BytesIO) -> Any:
    """A workbook of python-calamine, by what it holds: of a path it would believe the name.

    What it raises beside its own errors is a panic of the library: damaged too.
    """
    import python_calamine

    try:
        source.seek(0)
        return python_calamine.load_workbook(source)
    except python_calamine.PasswordError as error:
        raise locked() from error
    except OSError:
        raise
    except (python_calamine.CalamineError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


OUR_MARK = "_yuanbang"
"""The hidden sheet by which the program knows its own fill-in workbooks: nobody asks what it holds."""


def _sheets(opened: Any, problems: list[Problem]) -> list[tuple[int, Any]]:
    """The visible worksheets with their numbers among all."""
    import python_calamine

    shown = []
    for number, told in enumerate(opened.sheets_metadata):
        if told.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if told.name.casefold() == OUR_MARK:
            continue
        if told.visible != python_calamine.SheetVisibleEnum.Visible:
            problems.append(
                Problem("IMP-012", "隐藏的工作表没有读取", "需要它的内容时，请先取消隐藏", sheet=told.name)
            )
            continue
        try:
            shown.append((number, opened.get_sheet_by_name(told.name)))
        except python_calamine.CalamineError as error:
            raise damaged() from error
    return shown


def _rows(sheet: Any) -> list[Row]:
    """All rows from the first of the spreadsheet on."""
    if sheet.start is None:
        return []
    rows: list[Row] = sheet.to_python(skip_empty_area=False)
    return rows


def _put_errors(rows: list[Row], errors: dict[tuple[int, int], str]) -> None:
    for (row, column), error in errors.items():
        if row < len(rows):
            cells = rows[row]
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = error


def _far(sheet: str, places: list[str]) -> Problem:
    where = "、".join(places)
    return Problem(
        "IMP-011",
        f"离表格很远的地方（{where}）有零散内容，没有读取",
        "如是误填，请删除那一行或那一列；如有用，请挪到表格里",
        sheet=sheet,
    )


def _merged(sheet: Any) -> list[Merged]:
    return [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def _read_zip(path: Path, checked: Checked) -> Book:
    problems: list[Problem] = []
    parts = {name: part for part, name in checked.names.items()}
    merged: Callable[[Any], list[Merged]] = _merged
    if checked.kind == "ods":
        merged = lambda sheet: ods_merged(checked.content, sheet.name)  # noqa: E731
    sheets = []
    with _open(checked.source) as opened:
        for _, sheet in _sheets(opened, problems):
            rows, part = _rows(sheet), parts.get(sheet.name, sheet.name)
            _put_errors(rows, checked.errors.get(part, {}))
            if part in checked.far:
                problems.append(_far(sheet.name, checked.far[part]))
            sheets.append(Sheet(sheet.name, rows, merged(sheet)))
    return Book(path, sheets, [problem.at(file=str(path)) for problem in problems])


def _read_xls(path: Path, data: bytes) -> Book:
    try:
        container = ole.Ole(data)
        names = container.entries
        if "EncryptedPackage" in names or "EncryptionInfo" in names:
            raise locked()
        if "WordDocument" in names:
            raise _save_anew(*_SAVE_ANEW[".doc"])
        book = next((name for name in names if name.lower() in ("workbook", "book")), None)
        if book is None:
            raise Refusal(Problem("IMP-001", "不是表格文件", "请选择 .xlsx、.xls、.ods 或 .csv 文件"))
        encrypted, errors, extents = ole.biff_facts(container.stream(book))
    except ole.Damaged as error:
        raise damaged() from error
    if encrypted:
        raise locked()
    for cells, rows, columns in extents.values():
        if rows * columns > _LARGEST_AREA and cells * 50 < rows * columns:
            raise Refusal(_far("", [f"第{rows}行"]))
    problems: list[Problem] = []
    sheets = []
    with _open(io.BytesIO(data)) as opened:
        for number, sheet in _sheets(opened, problems):
            rows_read = _rows(sheet)
            _put_errors(rows_read, errors.get(number, {}))
            sheets.append(Sheet(sheet.name, rows_read, _merged(sheet)))
    return Book(path, sheets, [problem.at(file=str(path)) for problem in problems])
