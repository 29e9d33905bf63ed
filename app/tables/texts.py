"""Tables as text: csv files in the encodings that are met, and rows pasted from WPS or Excel."""

from __future__ import annotations

import csv
import io

from app.catalogue.problems import Problem, Refusal
from app.tables.book import Row

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LARGEST_CELL = 1 << 22


def decode(data: bytes) -> str:
    """The text of a csv file: by its mark, else UTF-8 when the bytes allow it, else GB18030.

    Raises :class:`Refusal` IMP-007 when it is neither, or no text at all.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        raise Refusal(Problem("IMP-001", "不是表格文件", "请选择 .xlsx、.xls、.ods 或 .csv 文件"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(
            Problem(
                "IMP-007", "看不出文字编码，读出来会是乱码", "请用 WPS 或 Excel 打开，另存为 .xlsx 再导入"
            )
        ) from error


def _delimiter(text: str) -> str:
    """Of tab, comma and semicolon the one that parts the first lines into the most cells, evenly."""

    def weight(mark: str) -> tuple[int, int]:
        counts = [len(row) for row in _parted(text[:20_000], mark)[:50] if row]
        wide = [count for count in counts if count > 1]
        return (sum(wide), -len(set(wide))) if wide else (0, 0)

    return max(("\t", ",", ";", "；", "|"), key=weight)


def _parted(text: str, mark: str) -> list[list[str]]:
    # One cell holds a whole career, or, with a quotation mark too many, the rest of the file.
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def rows_of_text(text: str, mark: str | None = None) -> list[Row]:
    """The rows of a csv text; ``mark`` parts the cells, found out when it is not told."""
    if text.startswith("sep=") and text[5:6] in ("\r", "\n"):
        mark, text = text[4], text[5:].lstrip("\r\n")
    text = text.replace("\0", "")
    try:
        rows = _parted(text, mark or _delimiter(text))
    except csv.Error as error:
        raise Refusal(
            Problem("IMP-003", "文件已损坏，打不开", "请用 WPS 或 Excel 打开检查，另存一份再导入")
        ) from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(text: str) -> str:
    """Excel writes ``="0138"`` into csv to keep a number as text."""
    text = text.strip(" \t\xa0")
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text
