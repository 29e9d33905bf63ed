"""Which lines of a table are records, and what their cells hold once merged cells and "as above" are told.

Blank lines, sums (合计), notes, signatures, repeated heads and lines kept ready are no records.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.tables.book import Cell, Row, Sheet
from app.tables.columns import Matching
from app.tables.headers import Header
from app.tables.vocabulary import KEY, REASON_HEAD, TableKind, head_key

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数)(?:[:：（(\d].*)?", re.S)
_NOTE = re.compile(
    r"(?:备注|说明|附注|注|注意事项|填表说明|填表人|制表人?|审核人?|审批人?|填报人|填报单位|填报日期|填报时间|日期|联系人|联系电话|经办人|"
    r"负责人|单位负责人|主要负责人|分管领导|单位|盖章|公章|单位盖章)(?:[:：（(]|\s*[0-9一二三]\s*[.．、]|$)"
)
_NOTE_STARTS = frozenset("备说附注填制审日联经负单主分盖公")
_TOTAL_STARTS = frozenset("合总小共")
_AS_ABOVE: dict[TableKind, tuple[str, ...]] = {
    "roster": ("pairing.supporting_unit",),
    "allocation": ("pairing.supporting_region", "pairing.supporting_unit", "pairing.receiving_region"),
    "plan": ("plan.period",),
    "people": (),
    "activities": ("activity.date", "activity.unit", "activity.person"),
    "mentees": ("mentorship.mentor", "mentorship.mentor_unit", "mentorship.mentee_unit"),
}
"""Fields whose blanks mean the cell above, merged or not. In a roster the receiving unit follows a blank supporting one."""


def _gapless(text: str) -> str:
    return "".join(text.split())


def _is_row(row: Row, key: int | None, first_head: str) -> bool:
    """Whether a line below the heads is a record: not blank, no sum, no note or signature, no repeated head."""
    told = [cell for cell in row if cell != ""]
    if not told:
        return False
    first = told[0]
    if not isinstance(first, str):
        return len(told) > 1 or row[0] != first  # 序号 alone: a line kept ready
    start = first.lstrip()[:1]
    if not start:
        return any(not isinstance(cell, str) or cell.strip() for cell in told)
    if start in _TOTAL_STARTS and _TOTAL.fullmatch(_gapless(first)):
        return False
    if key is not None and key < len(row) and isinstance(row[key], str) and row[key] == first_head:
        return False
    if start in _NOTE_STARTS and (key is None or key >= len(row) or row[key] == ""):
        return not (_NOTE.match(_gapless(first)) and len(told) <= 4)
    return True


def _unmerged(sheet: Sheet, header: Header, width: int) -> list[Row]:
    """The lines below the heads, all of one width, vertically merged cells told in each of their rows."""
    rows = sheet.rows[header.last + 1 :]
    if any(len(row) < width for row in rows):
        rows = [row + [""] * (width - len(row)) if len(row) < width else row for row in rows]
    start = header.last + 1
    copied: set[int] = set()
    for first, column, last, _ in sheet.merged:
        if first < start or last <= first or column >= width or first - start >= len(rows):
            continue
        value = rows[first - start][column]
        if value == "":
            continue
        for number in range(first - start + 1, min(last - start, len(rows) - 1) + 1):
            if number not in copied:
                rows[number] = list(rows[number])
                copied.add(number)
            rows[number][column] = value
    return rows


def _fill_down(cells: list[Cell], only: Sequence[bool] | None = None) -> list[Cell]:
    """Blanks replaced by the cell above; ``only`` says where."""
    filled: list[Cell] = []
    last: Cell = ""
    for number, cell in enumerate(cells):
        blank = cell == "" or (isinstance(cell, str) and cell.strip() in ("", '"', "〃", "同上"))
        if blank and (only is None or only[number] or cell != ""):
            filled.append(last)
        else:
            last = "" if blank else cell
            filled.append(cell)
    return filled


def records(
    sheet: Sheet, header: Header, matching: Matching
) -> tuple[list[int], list[Row], dict[int, list[Cell]]]:
    """The row numbers of the records, their lines, and the cells of each matched column."""
    columns = matching.columns
    width = max(columns, default=-1) + 1
    key = next((column for column, path in columns.items() if path == KEY[matching.kind]), None)
    first_head = header.heads[key].text if key is not None else ""
    raw = sheet.rows[header.last + 1 :]
    kept = [number for number, row in enumerate(raw) if _is_row(row, key, first_head)]
    reasons = {column for column, head in enumerate(header.heads) if head_key(head.text) == REASON_HEAD}
    if reasons:
        kept = [
            number
            for number in kept
            if any(cell != "" for at, cell in enumerate(raw[number]) if at not in reasons)
        ]
    unmerged = _unmerged(sheet, header, width)
    lines = [unmerged[number] for number in kept]
    return [header.last + 2 + number for number in kept], lines, _columns(lines, columns, matching.kind)


def _columns(lines: list[Row], columns: dict[int, str], kind: TableKind) -> dict[int, list[Cell]]:
    """The cells of each matched column, blanks that mean "as above" filled."""
    table: dict[int, list[Cell]] = {}
    for column, path in columns.items():
        cells = [line[column] for line in lines]
        table[column] = _fill_down(cells) if path in _AS_ABOVE[kind] else cells
    if kind == "roster":
        _follow_supporting(lines, columns, table)
    return table


def _follow_supporting(lines: list[Row], columns: dict[int, str], table: dict[int, list[Cell]]) -> None:
    supporting = [column for column, path in columns.items() if path == "pairing.supporting_unit"]
    if not supporting:
        return
    blank = [line[supporting[0]] == "" for line in lines]
    receiving = [column for column, path in columns.items() if path == "pairing.receiving_unit"]
    where = (
        [here and line[receiving[0]] == "" for here, line in zip(blank, lines, strict=True)]
        if receiving
        else blank
    )
    if not any(where):
        return
    for column, path in columns.items():
        if path in ("pairing.receiving_unit", "pairing.receiving_contact", "posting.term"):
            table[column] = _fill_down(table[column], where)


def filled_rows(sheet: Sheet, header: Header, matching: Matching) -> dict[int, Row]:
    """The records by row number, each cell as it stands but for blanks that mean "as above": they are told."""
    numbers, lines, table = records(sheet, header, matching)
    filled = [list(line) for line in lines]
    for column, cells in table.items():
        for line, cell in zip(filled, cells, strict=True):
            line[column] = cell
    return dict(zip(numbers, filled, strict=True))
