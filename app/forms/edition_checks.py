"""What a schema cannot tell of an edition: that fields exist, the grid closes and the page holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.catalogue.fields import COMPOSITES, FIELDS, field_of
from app.forms.edition import NUMBER, PLACEHOLDER, Block, Cell, Column, Edition, Text
from app.forms.grid import page_size, place, sides
from app.forms.schema import Fault, Path

DATED = {"month", "date", "term"}
_SLACK = 0.05
"""mm by which columns may be wider than the page, for sums of decimals."""


def faults(edition: Edition) -> Iterator[Fault]:
    """Every fault of a built edition; paths are those of the TOML tree. Codes FRM-006 to FRM-016."""
    yield from _kind(edition)
    for number, line in enumerate(edition.title):
        yield from _placeholders(line, ("edition", "title", number))
    for place_, texts in (("above", edition.above), ("below", edition.below)):
        for number, line in enumerate(texts):
            yield from _placeholders(line, (place_, number, "text"))
    for y, row in enumerate(edition.rows):
        for x, cell in enumerate(row.cells):
            yield from _cell(cell, ("row", y, "cells", x))
    for number, column in enumerate(edition.listed):
        yield from _column(column, ("column", number))
    for number, block in enumerate(edition.blocks):
        yield from _block(edition, block, ("block", number))
    yield from _geometry(edition)


def _kind(edition: Edition) -> Iterator[Fault]:
    wanted = {"sheet": "row", "list": "column"}.get(edition.kind, "block")
    has = {"row": bool(edition.rows), "column": bool(edition.listed), "block": bool(edition.blocks)}
    others = [name for name, there in has.items() if there and name != wanted]
    if not has[wanted] or others:
        text = f'kind = "{edition.kind}" 的表样要用 [[{wanted}]]' + "".join(
            f"，不用 [[{name}]]" for name in others
        )
        yield Fault(("edition", "kind"), "FRM-013", text, "请改 kind，或改用相应的行或列", edition.kind)
    if edition.kind == "sheet" and not edition.columns:
        yield Fault(("page", "columns"), "FRM-004", "缺少“columns”", "请写出各列的宽度（毫米）")
    if edition.total:
        for number in edition.total.counts:
            if number >= len(edition.listed):
                text = f"合计指向第{number}列，但只有{len(edition.listed)}列"
                yield Fault(("total", "counts", str(number)), "FRM-005", text, "列从 0 数起", str(number))


def _field(path: str, format_: str, at: Path, format_at: Path | None = None) -> Iterator[Fault]:
    known = field_of(path)
    if known is None and path not in COMPOSITES:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a refusal

        near = get_close_matches(path, [*FIELDS, *COMPOSITES], 3)
        maybe = f"是不是：{'、'.join(near)}；" if near else ""
        remedy = (
            f"{maybe}现有的字段见 app/catalogue/fields.py；要填现在没有的内容，写成 free.名称（如 free.巡回地点）；"
            f"列表的序号写 {NUMBER}"
        )
        yield Fault(at, "FRM-006", f"没有字段“{path}”", remedy, path)
    elif format_ and (known is None or known.kind not in DATED or not re.search("[YMD]", format_)):
        where = format_at or (*at[:-1], "format")
        yield Fault(
            where, "FRM-012", f"格式“{format_}”用不到字段“{path}”上", "日期的格式如 Y.M、Y年M月D日", format_
        )


def _is_photo(path: str) -> bool:
    return path in FIELDS and FIELDS[path].kind == "photo"


def _cell(cell: Cell, at: Path) -> Iterator[Fault]:
    if cell.label and cell.field and not _is_photo(cell.field):
        text = f"同一格里既有 label“{cell.label}”又有 field“{cell.field}”"
        yield Fault((*at, "field"), "FRM-010", text, "一格只放一样：栏名或字段", cell.field)
    elif cell.field:
        yield from _field(cell.field, cell.format, (*at, "field"))
    if cell.lines and "".join(cell.lines) != cell.label:
        yield Fault(
            (*at, "lines"), "FRM-014", "lines 连起来不是 label", "lines 只说明在哪里换行，文字要与 label 相同"
        )
    if cell.indent and (not cell.field or _is_photo(cell.field) or cell.align not in ("left", "justify")):
        text = "indent 只用于左对齐的字段格"
        yield Fault((*at, "indent"), "FRM-005", text, '请给这一格写 align = "left"，或去掉 indent', "true")
    if cell.foot:
        yield from _field(
            cell.foot.field,
            "" if cell.foot.format == "Y年M月D日" else cell.foot.format,
            (*at, "foot", "field"),
        )


def _column(column: Column, at: Path) -> Iterator[Fault]:
    if column.field != NUMBER or column.format:
        yield from _field(column.field, column.format, (*at, "field"))
    if column.mark_field:
        yield from _field(column.mark_field, "", (*at, "mark_field"))


def _block(edition: Edition, block: Block, at: Path) -> Iterator[Fault]:
    yield from _placeholders(Text(block.text), (*at, "text"))
    for path, key in ((block.when, "when"), (block.rows, "rows")):
        if path:
            yield from _field(path, "", (*at, key))
    for number, column in enumerate(block.columns):
        yield from _column(column, (*at, "columns", number))
    for number, name in enumerate(block.attachments):
        yield from _placeholders(Text(name), (*at, "attachments", number))
    for number, party in enumerate(block.parties):
        for line, text in enumerate(party.lines):
            yield from _placeholders(Text(text), (*at, "parties", number, "lines", line))
    if bool(block.rows) != bool(block.columns):
        yield Fault((*at, "rows"), "FRM-017", "表格要同时写 rows 和 columns", "请补上另一项", block.rows)
    if block.level > 4:
        yield Fault(
            (*at, "level"), "FRM-005", "层次只到 4：一、（一）1.（1）", "请写 0 至 4", str(block.level)
        )
    if edition.kind == "certificate" and len(block.place) != 3:
        yield Fault((*at, "place"), "FRM-018", "证书的每一块要写 place", "请写 [左, 上, 宽]，毫米", "")
    width, _ = page_size(edition)
    room = width - edition.margins[1] - edition.margins[3]
    used = sum(column.width for column in block.columns)
    if used > room + _SLACK:
        yield Fault(
            (*at, "columns"),
            "FRM-009",
            f"各列共宽 {used:g} 毫米，纸上只有 {room:g} 毫米",
            "请减小列宽",
            f"{used:g}",
        )


def _placeholders(line: Text, at: Path) -> Iterator[Fault]:
    rest = PLACEHOLDER.sub("", line.text)
    if "{" in rest or "}" in rest:
        yield Fault(at, "FRM-016", "花括号不成对", "字段写作 {person.name} 或 {report.month|M}", line.text)
        return
    for path, format_ in PLACEHOLDER.findall(line.text):
        yield from _field(path, format_, at, at)


def _geometry(edition: Edition) -> Iterator[Fault]:
    width, height = page_size(edition)
    top, right, bottom, left = edition.margins
    room, used = width - left - right, sum(edition.columns)
    if used > room + _SLACK:
        at: Path = (
            ("page", "columns") if edition.kind == "sheet" else ("column", len(edition.listed) - 1, "width")
        )
        text = f"各列共宽 {used:g} 毫米，纸上只有 {room:g} 毫米"
        yield Fault(at, "FRM-009", text, "请减小列宽或页边距", f"{used:g}")
    if edition.kind != "sheet":
        return
    for fault in place(edition.rows, len(edition.columns))[1]:
        spot: Path = ("row", fault.row) if fault.cell is None else ("row", fault.row, "cells", fault.cell)
        yield Fault(spot, fault.code, fault.message, fault.remedy)
    for side in sides(edition):
        tall = sum(edition.rows[y].min for y in side)
        if tall > height - top - bottom:
            text = f"这一面各行至少共高 {tall:g} 毫米，纸上只有 {height - top - bottom:g} 毫米"
            yield Fault(
                ("row", side[-1], "min"),
                "FRM-011",
                text,
                "请减小 min，或用 page = true 另起一面",
                f"{tall:g}",
            )
