"""Workbooks that are zip archives (xlsx, ods), looked through before they are opened.

Three things that the reader of the cells does not guard against: an archive that unpacks without end, a lone cell so far
away that the empty room up to it would fill the memory, and formulas that show an error (it gives them as empty cells).
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from app.catalogue.problems import Problem, Refusal
from app.tables.book import ERRORS, column_index

LARGEST = 500 << 20
"""Bytes that an archive may unpack to."""
_SUSPECT, _RATIO = 60 << 20, 100
_MOST_ENTRIES = 20_000
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, OverflowError, RuntimeError,
    KeyError,
)  # fmt: skip
"""What zipfile raises, in memory, for an archive whose own tables are wrong; NotImplementedError is a RuntimeError."""
_GAP = 2_000
"""Rows left empty before a cell that is then taken to be astray."""
_FARTHEST_COLUMN = 256
_FAR_COLUMN = rb"(?:[A-Z]{3}|[J-Z][A-Z]|I[W-Z])"


@dataclass(slots=True)
class Checked:
    """``source`` is what to open: the archive as it is, or mended. ``errors``: sheet part → cell → error."""

    kind: str
    source: io.BytesIO
    errors: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    far: dict[str, list[str]] = field(default_factory=dict)
    content: bytes = b""


def _refuse(code: str, message: str, remedy: str) -> Refusal:
    return Refusal(Problem(code, message, remedy))


def damaged() -> Refusal:
    return _refuse("IMP-003", "文件已损坏，打不开", "请用 WPS 或 Excel 打开检查，另存一份再导入")


def locked() -> Refusal:
    return _refuse("IMP-002", "文件设了打开密码", "请在 WPS 或 Excel 里去掉密码，另存后再导入")


def _too_large(size: int) -> Refusal:
    said = f"文件展开后有{size >> 20}MB" if size >> 20 else "文件里重复的行太多"
    return _refuse("IMP-006", f"{said}，不是正常的表格", "请核对文件来源；确有这么多行的，请分成几个文件导入")


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if total > LARGEST or len(entries) > _MOST_ENTRIES or (total > _SUSPECT and total / packed > _RATIO):
        raise _too_large(total)
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()


def check_zip(source: io.BytesIO) -> Checked:
    """Look an archive through. Raises :class:`Refusal` for what is no table, locked, damaged or a zip bomb."""
    try:
        with zipfile.ZipFile(source) as archive:
            _check_size(archive.infolist())
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return _check_xlsx(source, archive)
            if "content.xml" in names and "spreadsheet" in _mimetype(archive, names):
                return _check_ods(source, archive, names)
    except _BROKEN as error:
        raise damaged() from error
    if "word/document.xml" in names:
        raise _refuse(
            "IMP-010", "这是 Word 文档，不是表格", "填好的报名表请用“读取填好的表”；名册请另存为 .xlsx"
        )
    if "xl/workbook.bin" in names:
        raise _refuse("IMP-005", "不能读取二进制工作簿（.xlsb）", "请用 Excel 打开，另存为 .xlsx 再导入")
    raise _refuse("IMP-001", "不是表格文件", "请选择 .xlsx、.xls、.ods 或 .csv 文件")


def _mimetype(archive: zipfile.ZipFile, names: set[str]) -> str:
    return archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else "spreadsheet"


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> io.BytesIO:
    """The archive with some parts changed; pictures are left out, nobody reads them here."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as written:
        for entry in archive.infolist():
            if entry.filename in changed:
                written.writestr(entry.filename, changed[entry.filename])
            elif not entry.filename.startswith(("xl/media/", "Pictures/", "Thumbnails/")):
                written.writestr(entry.filename, archive.read(entry))
    target.seek(0)
    return target


# --- xlsx ---------------------------------------------------------------------------------------------------------

_PREFIX = re.compile(rb"<(?:(\w+):)?worksheet[\s>]")
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(.*?)</(?:\w+:)?c>', re.S
)
_ERROR_TEXT = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_PERHAPS_LONG = re.compile(
    rb'r="[A-Z]*(\d{5,})"'
)  # begins with plain letters: runs through megabytes five times as fast
_LONG_NUMBER = re.compile(rb'\sr="[A-Z]*(\d{5,})"')


def _check_xlsx(source: io.BytesIO, archive: zipfile.ZipFile) -> Checked:
    checked = Checked("xlsx", source)
    changed = {}
    for name in archive.namelist():
        if not name.endswith(".xml") or name.startswith(("xl/media/", "customXml/")):
            continue
        data = archive.read(name)  # also proves that the declared size and the checksum are true
        if name.startswith("xl/worksheets/sheet") or (
            name.startswith("xl/worksheets/") and b"sheetData" in data
        ):
            mended = _check_sheet(checked, name, data)
            if mended is not None:
                changed[name] = mended
    if checked.errors or checked.far:
        checked.names = _sheet_parts(archive)
    if changed:
        checked.source = _rewritten(archive, changed)
    return checked


def _check_sheet(checked: Checked, name: str, data: bytes) -> bytes | None:
    """Note a sheet's error cells; its XML without the cells that are astray, or None when there are none."""
    if b't="e"' in data:
        checked.errors[name] = {
            (int(row) - 1, column_index(letters.decode())): _error_text(inner)
            for letters, row, inner in _ERROR_CELL.findall(data)
        }
    found = _PREFIX.search(data[:4096])
    prefix = (found[1] + b":") if found and found[1] else b""
    far: list[str] = []
    mended = _cut_far_columns(_cut_far_rows(data, prefix, far), prefix, far)
    if far:
        checked.far[name] = far
    return mended if mended is not data else None


def _error_text(inner: bytes) -> str:
    found = _ERROR_TEXT.search(inner)
    text = found[1].decode("utf-8", "replace") if found else ""
    return text if text in ERRORS else "#N/A"


def _largest(number: re.Pattern[bytes], data: bytes) -> int:
    return max(map(int, number.findall(data)), default=0)


def _cut_far_rows(data: bytes, prefix: bytes, far: list[str]) -> bytes:
    """The sheet without what stands far below the rest. Raises :class:`Refusal` when cells contradict their rows."""
    opening = b"<" + prefix + b"row"
    count = data.count(opening)
    if any(_largest(number, data) - count < _GAP for number in (_PERHAPS_LONG, _LONG_NUMBER)):
        return data
    before = 0
    for found in re.finditer(re.escape(opening) + rb"\b[^>]*?\sr=\"(\d+)\"", data):
        at = int(found[1])
        if at - before > _GAP:
            end = data.find(b"</" + prefix + b"sheetData>", found.start())
            if re.search(rb"<(?:\w+:)?(?:v|t|f)[\s>]", data[found.start() : end]):
                far.append(f"第{at}行")
            data = data[: found.start()] + data[end:]
            break
        before = at
    if _largest(_LONG_NUMBER, data) > max(before, count) + _GAP:
        raise damaged()
    return data


def _cut_far_columns(data: bytes, prefix: bytes, far: list[str]) -> bytes:
    cell = rb"<%sc\b[^>]*\br=\"(" % prefix + _FAR_COLUMN + rb")\d+\"[^>]*?(?:/>|>.*?</%sc>)" % prefix
    if not re.search(rb'r="' + _FAR_COLUMN + rb"\d", data):
        return data
    columns: set[str] = set()

    def cut(found: re.Match[bytes]) -> bytes:
        letters = found[1].decode()
        if column_index(letters) < _FARTHEST_COLUMN:
            return found[0]
        if not found[0].endswith(b"/>"):
            columns.add(letters)
        return b""

    mended = re.sub(cell, cut, data, flags=re.S)
    far.extend(f"{letters}列" for letters in sorted(columns)[:5])
    return mended if mended != data else data


_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_REL_TAG = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")


def _attribute(tag: bytes, name: bytes) -> str:
    from xml.sax.saxutils import unescape

    found = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return unescape(found[1].decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"}) if found else ""


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Each sheet's part of the archive → its name."""
    related = archive.read("xl/_rels/workbook.xml.rels")
    targets = {_attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in _REL_TAG.findall(related)}
    parts = {}
    for tag in _SHEET_TAG.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(tag, rb"(?:\w+:)?id"), "")
        parts[target.removeprefix("/") if target.startswith("/") else f"xl/{target}"] = _attribute(
            tag, b"name"
        )
    return parts


# --- ods ----------------------------------------------------------------------------------------------------------

_ODS_TABLE = re.compile(rb"<table:table\s[^>]*?table:name=\"([^\"]*)\".*?</table:table>", re.S)
_ODS_ROWS = re.compile(rb"<table:table-row\b[^>]*number-rows-repeated=\"(\d{5,})\"[^>]*>")
_ODS_REPEATED = re.compile(rb'number-rows-repeated="(\d{1,4})"')
_MOST_REPEATED = 100_000
_ODS_ROW = re.compile(rb"<table:table-row\b(?:[^>]*/>|.*?</table:table-row>)", re.S)
_ODS_WIDE = re.compile(rb"(<table:(?:covered-)?table-cell\b[^>]*number-columns-repeated=\")(\d{3,})(\")")


def _check_ods(source: io.BytesIO, archive: zipfile.ZipFile, names: set[str]) -> Checked:
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise locked()
    checked = Checked("ods", source)
    data = archive.read("content.xml")

    def mend(found: re.Match[bytes]) -> bytes:
        return _mend_ods_table(checked, found[1].decode("utf-8", "replace"), found[0])

    mended = _ODS_TABLE.sub(mend, data)
    if mended != data:
        checked.source = _rewritten(archive, {"content.xml": mended})
    checked.content = mended
    return checked


def _mend_ods_table(checked: Checked, name: str, table: bytes) -> bytes:
    """Cut what follows ten thousand equal rows or more (as a rule empty ones to the sheet's end), and shorten wide repeats."""
    table = _ODS_WIDE.sub(lambda found: found[1] + b"1" + found[3], table)
    if sum(int(number) for number in _ODS_REPEATED.findall(table)) > _MOST_REPEATED:
        raise _too_large(len(table))
    long = _ODS_ROWS.search(table)
    if long is None:
        return table
    head, tail = table[: long.start()], table[long.start() :]
    if b"<text:p" in tail:
        number = len(_ODS_ROW.findall(head)) + int(long[1]) + 1
        checked.far.setdefault(name, []).append(f"约第{number}行")
    return head + _ODS_ROW.sub(b"", tail)


def ods_merged(content: bytes, name: str) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet; the reader of the cells gives none for ods."""
    if b"-spanned=" not in content:
        return []
    wanted: Callable[[bytes], bool] = lambda told: told.decode("utf-8", "replace") == name  # noqa: E731
    for table in _ODS_TABLE.finditer(content):
        if wanted(table[1]):
            return _spans(table[0])
    return []


def _number(tag: bytes, attribute: bytes) -> int:
    found = re.search(attribute + rb'="(\d+)"', tag)
    return int(found[1]) if found else 1


def _spans(table: bytes) -> list[tuple[int, int, int, int]]:
    merged, row = [], 0
    for found in _ODS_ROW.finditer(table):
        column = 0
        for cell in re.finditer(rb"<table:(?:covered-)?table-cell\b[^>]*>", found[0]):
            down, right = _number(cell[0], b"rows-spanned"), _number(cell[0], b"columns-spanned")
            if down > 1 or right > 1:
                merged.append((row, column, row + down - 1, column + right - 1))
            column += _number(cell[0], b"columns-repeated")
        row += _number(found[0][: found[0].find(b">") + 1], b"rows-repeated")
    return merged
