"""A file or pasted rows into parsed rows: open it, tell its kind, find the heads, match the columns, parse.

IMP-008: no sheet is a table of a known kind. IMP-009, IMP-011, IMP-012, IMP-013 and IMP-015 do not stop the rest; they stand
in ``problems``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.catalogue.problems import Problem, Refusal
from app.tables.book import Book, Sheet
from app.tables.columns import Matching, UnknownHead, mapping_keys, match_columns
from app.tables.headers import Header, find_header, guess_kind
from app.tables.reading import read_pasted, read_tables
from app.tables.rows import ParsedRow, parse_rows
from app.tables.vocabulary import KINDS, TableKind

KIND_NAMES: Mapping[TableKind, str] = {
    "roster": "情况汇总表（名册）", "allocation": "任务分配表", "plan": "工作计划清单", "people": "人员名单",
    "activities": "帮扶工作台账", "mentees": "师带徒名单",
}  # fmt: skip


@dataclass(slots=True)
class SheetTable:
    """A sheet that is a table of the kind looked for."""

    sheet: Sheet
    header: Header
    matching: Matching


@dataclass(slots=True)
class TableRows:
    """Everything read from one source. ``unknown`` are heads to be mapped by hand, or left out."""

    kind: TableKind
    rows: list[ParsedRow]
    unknown: list[UnknownHead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: list[SheetTable] = field(default_factory=list)


def read_file(path: Path, kind: str | None = None, mapping: Mapping[str, str] | None = None) -> TableRows:
    """Read a workbook or csv. ``kind`` is found out unless told; ``mapping`` is head → field path ('' leaves it out).

    Raises :class:`Refusal` (IMP-0xx) for a file that is no such table, :class:`Surroundings` when it cannot be got at.
    """
    try:
        return read_book(read_tables(path), kind, mapping)
    except Refusal as refusal:
        raise Refusal(*(problem.at(file=str(path)) for problem in refusal.problems)) from refusal.__cause__


def read_text(text: str, kind: str | None = None, mapping: Mapping[str, str] | None = None) -> TableRows:
    """Read rows pasted from WPS or Excel, their heads among them."""
    return read_book(read_pasted(text), kind, mapping)


def read_book(book: Book, kind: str | None = None, mapping: Mapping[str, str] | None = None) -> TableRows:
    """The rows of every sheet of one kind; other sheets are left out and said."""
    told = next((known for known in KINDS if known == kind), None)
    if kind is not None and told is None:
        raise Refusal(Problem("IMP-016", f"没有叫“{kind}”的表", f"可用的有：{'、'.join(KINDS)}", value=kind))
    keys = mapping_keys(mapping)
    sheets = [sheet for sheet in book.sheets if not sheet.empty]
    guesses = {sheet.name: guess_kind(sheet, keys) for sheet in sheets}
    wanted = told or next(filter(None, guesses.values()), None)
    if wanted is None:
        raise _unknown_kind(sheets)
    result = TableRows(wanted, [], problems=list(book.problems))
    for sheet in sheets:
        _read_sheet(result, sheet, keys, guesses[sheet.name] if kind is None else wanted)
    if not result.tables:
        raise _unknown_kind(sheets)
    if not result.rows:
        place = result.tables[0].sheet.name
        raise Refusal(
            Problem("IMP-004", "表头下面没有内容", "请检查是不是选错了文件", sheet=place), *result.problems
        )
    if book.path is not None:
        _tell_file(result, str(book.path))
    return result


def _unknown_kind(sheets: list[Sheet]) -> Refusal:
    return Refusal(
        Problem(
            "IMP-008",
            "认不出这是哪种表：没有找到姓名、支援单位、受援单位、工作计划这样的表头",
            "请检查表头那一行是否在（粘贴时请连表头一起复制），或先选定表的种类再手工指定各列；填好的报名表、鉴定表请放进一个文件夹，用“读取填好的表”（read-forms）",
            sheet=sheets[0].name if sheets else "",
        )
    )


def _read_sheet(result: TableRows, sheet: Sheet, keys: Mapping[str, str], kind: TableKind | None) -> None:
    found = find_header(sheet, result.kind, keys) if kind == result.kind else None
    if found is None:
        like = f"，像是{KIND_NAMES[kind]}" if kind is not None and kind != result.kind else ""
        message = f"这一页不是{KIND_NAMES[result.kind]}{like}，没有读取"
        result.problems.append(Problem("IMP-013", message, "需要它的内容时，请另行导入", sheet=sheet.name))
        return
    header = found[0]
    matching = match_columns(sheet, header, result.kind, keys)
    result.tables.append(SheetTable(sheet, header, matching))
    result.unknown += matching.unknown
    result.problems += matching.problems
    rows = list(parse_rows(sheet, header, matching))
    if result.kind == "plan" and header.title:
        for row in rows:
            row.values["plan.title"] = header.title
    result.rows += rows


def _tell_file(result: TableRows, path: str) -> None:
    result.problems = [problem.at(file=path) for problem in result.problems]
    for row in result.rows:
        if row.problems:
            row.problems = [problem.at(file=path) for problem in row.problems]
