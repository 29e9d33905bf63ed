"""Filling one worksheet of a fill-in workbook: areas, row heights, drop-downs, photo, page setup, protection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from app.catalogue.fields import label_of
from app.forms.edition import Align, Column, Edition
from app.forms.fitting import FOOT_HEIGHT, INDENT, MM_PER_POINT, fit, inner_width, text_height
from app.forms.hints import choices, hint, kind_of
from app.forms.list_rows import cell_starts, numbered, totals
from app.forms.photos import placeable
from app.forms.shown import pieces, shown_cell, shown_value
from app.forms.snapshot import Snapshot, Values
from app.forms.wording import xml_text
from app.forms.workbook_look import Look, Looks
from app.forms.workbook_plan import Area, Plan

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_EMU = 36_000  # to the millimetre
_TALLEST = 409.0  # points, the highest row a worksheet can have
Rows = Sequence[Sequence[str]]
EMPTY_ROWS = 60
"""Rows for filling in that an empty list has; more can be inserted."""
_LONGEST_LIST = 250  # characters of a drop-down's choices written in place; the format allows 255


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put ``text`` into a cell as text, whatever it begins with."""
    if text:
        cell = sheet.cell(row, column)
        cell.value = xml_text(text)
        cell.data_type = "s"


def _ruled(sheet: Worksheet, looks: Looks, area: Area, look: Look) -> None:
    """Give every cell of ``area`` the look, and merge them. (openpyxl's own merging redraws all borders: slow.)"""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            looks.put(sheet.cell(row, column), look)
    if (area.top, area.left) != (area.bottom, area.right):
        corner = f"{get_column_letter(area.left)}{area.top}:{get_column_letter(area.right)}{area.bottom}"
        sheet.merged_cells.add(corner)


def _wording(area: Area, values: Values) -> str:
    return "".join(piece.text for piece in pieces(area.text, values)) if area.text else area.wording


def _line_look(area: Area, edition: Edition) -> Look:
    text = area.text
    assert text is not None
    if area.role == "title":
        return Look(text.size or edition.title_size, text.style or "title", True, "center", open=area.asks)
    align: Align = "right" if area.left > 1 and text.align == "left" else text.align
    return Look(text.size or edition.type_size, text.style or "song", False, align, open=area.asks)


def _cell_look(area: Area, edition: Edition, shrunk: dict[tuple[int, int], float]) -> Look:
    cell = area.cell
    assert cell is not None
    size = cell.size or edition.type_size
    style = cell.style or "song"
    if area.role == "caption":
        return Look(size, style, False, cell.align or "center", cell.valign, "ltrb", upright=cell.vertical)
    if area.role == "foot":
        assert cell.foot is not None
        return Look(size, style, False, cell.foot.align, "middle", "lrb", open=True)
    edges = "ltr" if cell.foot else "ltrb"
    size = shrunk.get((area.row, area.column), size)
    return Look(size, style, False, cell.align or "center", cell.valign, edges, open=True)


def _value(area: Area, values: Values) -> str:
    if area.role == "photo":
        return "" if isinstance(values.get(area.path), bytes) else area.wording
    if area.role == "foot":
        assert area.cell is not None and area.cell.foot is not None
        return shown_value(area.path, values, area.format) or area.cell.foot.blank
    return shown_value(area.path, values, area.format)


def _heights(sheet: Worksheet, edition: Edition, where: Plan, heights: Sequence[float]) -> None:
    for strips, row, height in zip(where.strips, edition.rows, heights, strict=True):
        footed = any(cell.foot for cell in row.cells)
        body = strips[:-1] if footed else strips
        rest = height - (FOOT_HEIGHT if footed else 0.0)
        for strip in body:
            sheet.row_dimensions[strip].height = min(_TALLEST, rest / len(body) / MM_PER_POINT)
        if footed:
            sheet.row_dimensions[strips[-1]].height = FOOT_HEIGHT / MM_PER_POINT


def _put_lines(
    sheet: Worksheet, looks: Looks, edition: Edition, areas: Iterable[Area], values: Values
) -> float:
    """Title lines and lines outside the grid; returns the height in mm that they take."""
    heights: dict[int, float] = {}
    for area in areas:
        look, text = _line_look(area, edition), _wording(area, values)
        _ruled(sheet, looks, area, look)
        write_text(sheet, area.top, area.left, text)
        share = (area.right - area.left + 1) / max(1, len(edition.columns or edition.listed))
        width = inner_width(edition) * share
        heights[area.top] = max(heights.get(area.top, 0.0), text_height(text, width, look.size) + 1.2)
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height / MM_PER_POINT
    return sum(heights.values())


def _photo(sheet: Worksheet, where: Plan, area: Area, data: bytes) -> None:
    """Place the picture in the middle of its cell, as large as it fits with its own proportions."""
    image = Image(BytesIO(placeable(data)[0]))
    width = sum(where.widths[area.left - 1 : area.right])
    rows = range(area.top, area.bottom + 1)
    tall = [(sheet.row_dimensions[row].height or 15.0) * MM_PER_POINT for row in rows]
    scale = min((width - 2) / image.width, (sum(tall) - 2) / image.height)
    size = (image.width * scale, image.height * scale)
    down, row = (sum(tall) - size[1]) / 2, area.top
    while down > tall[row - area.top]:
        down -= tall[row - area.top]
        row += 1
    aside = (width - size[0]) / 2
    corner = AnchorMarker(
        col=area.left - 1, colOff=round(aside * _EMU), row=row - 1, rowOff=round(down * _EMU)
    )
    image.anchor = OneCellAnchor(_from=corner, ext=XDRPositiveSize2D(*(round(side * _EMU) for side in size)))
    sheet.add_image(image)


class _Validations:
    """Drop-downs and prompts of one sheet, one rule for all the cells that share it."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._made: dict[tuple[tuple[str, ...], str, str], DataValidation] = {}

    def add(self, path: str, cells: str) -> None:
        offered, prompt = choices(path), hint(path)
        formula = ",".join(offered)
        if not offered and not prompt:
            return
        key = (offered, prompt, label_of(path))
        rule = self._made.get(key)
        if rule is None:
            rule = DataValidation(allow_blank=True)
            if offered and len(formula) <= _LONGEST_LIST and not any("," in choice for choice in offered):
                rule = DataValidation(type="list", formula1=f'"{formula}"', allow_blank=True)
                rule.errorStyle, rule.showErrorMessage = "warning", True
                rule.errorTitle, rule.error = "不在选项里", "这不是常用的写法，确定要这样填吗？"
            if prompt:
                rule.showInputMessage = True
                rule.promptTitle, rule.prompt = label_of(path)[:32], prompt
            self._made[key] = rule
            self._sheet.add_data_validation(rule)
        rule.add(cells)


def _page(sheet: Worksheet, edition: Edition, where: Plan, last: int, pages: int) -> None:
    """A4 with the edition's margins, one page wide; ``pages`` 0 lets it go on over as many as it takes."""
    for number, width in enumerate(where.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width / 25.4 * 96 / 7
    setup = sheet.page_setup
    setup.paperSize = {"A3": 8, "A4": 9, "A5": 11}.get(edition.size, 9)
    setup.orientation = "landscape" if edition.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    top, right, bottom, left = (margin / 25.4 for margin in edition.margins)
    margins = sheet.page_margins
    margins.top, margins.right, margins.bottom, margins.left = top, right, bottom, left
    margins.header = margins.footer = min(8 / 25.4, bottom / 2)
    sheet.print_options.horizontalCentered = True
    sheet.print_area = f"A1:{get_column_letter(len(where.widths))}{last}"
    sheet.sheet_view.showGridLines = False
    protection = sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = protection.formatCells = False  # False: allowed


def fill_sheet(sheet: Worksheet, looks: Looks, edition: Edition, where: Plan, snapshot: Snapshot) -> None:
    """Fill one worksheet with a sheet's paper."""
    values, rules = snapshot.values, _Validations(sheet)
    first = where.strips[0][0]
    outside = _put_lines(sheet, looks, edition, (a for a in where.areas if a.top < first), values)
    below = [_moved(area, where.first) for area in where.below]
    outside += _put_lines(sheet, looks, edition, below, values)
    inside = [area for area in where.areas if area.top >= first]
    shown = {(a.row, a.column): _value(a, values) for a in inside if a.role == "value"}
    fitted = fit(edition, shown, outside)
    _heights(sheet, edition, where, fitted.heights)
    for area in inside:
        _ruled(sheet, looks, area, _cell_look(area, edition, fitted.sizes))
        text = area.wording if area.role == "caption" else _value(area, values)
        write_text(sheet, area.top, area.left, text)
        if area.path:
            rules.add(area.path, f"{get_column_letter(area.left)}{area.top}")
        picture = values.get(area.path)
        if area.role == "photo" and isinstance(picture, bytes):
            _photo(sheet, where, area, picture)
    breaks = [s[0] for s, row in zip(where.strips, edition.rows, strict=True) if row.page and s[0] > first]
    for row in breaks:
        sheet.row_breaks.append(Break(id=row - 1))
    last = max([where.first - 1, *(area.bottom for area in below)])
    _page(sheet, edition, where, last, 0 if breaks or fitted.overflowing else 1)


def _moved(area: Area, rows: int) -> Area:
    from dataclasses import replace  # noqa: PLC0415

    return replace(area, top=area.top + rows, bottom=area.bottom + rows)


def _list_row(
    sheet: Worksheet, looks: Looks, edition: Edition, row: int, texts: Sequence[str], open_: bool = True
) -> None:
    tallest = edition.row_height
    for number, (column, text) in enumerate(zip(edition.listed, texts, strict=True), 1):
        size = column.size or edition.type_size
        look = Look(size, "song", False, column.align, "middle", "ltrb", open=open_)
        looks.put(sheet.cell(row, number), look)
        write_text(sheet, row, number, text)
        if not column.merge:
            tallest = max(tallest, _needed(column, size, text))
    sheet.row_dimensions[row].height = min(_TALLEST, tallest / MM_PER_POINT)


def _needed(column: Column, size: float, text: str) -> float:
    """mm that a text of a list takes in its column."""
    indent = INDENT if column.align in ("left", "right") else 0.0
    return text_height(text, column.width - indent, size) + 2


def _joined(
    sheet: Worksheet, edition: Edition, first: int, column: int, runs: Iterable[tuple[int, int]], texts: Rows
) -> None:
    """Join the cells of a merging column downwards (``runs`` of records, the second not in it); rows grow for its text."""
    letter, one = get_column_letter(column + 1), edition.listed[column]
    for begin, after in runs:
        rows = [sheet.row_dimensions[first + record] for record in range(begin, after)]
        needed = _needed(one, one.size or edition.type_size, texts[begin][column]) / MM_PER_POINT
        missing = needed - sum(row.height for row in rows)
        for row in rows:
            row.height = min(_TALLEST, row.height + max(0.0, missing) / len(rows))
        if after - begin > 1:
            for record in range(begin + 1, after):
                sheet.cell(first + record, column + 1).value = None
            sheet.merged_cells.add(f"{letter}{first + begin}:{letter}{first + after - 1}")


def fill_list(sheet: Worksheet, looks: Looks, edition: Edition, where: Plan, snapshot: Snapshot) -> None:
    """Fill one worksheet with a list: heads, a row for each record, total, notes; empty rows if there is no record."""
    empty = 0 if snapshot.rows else EMPTY_ROWS
    heads = [area for area in where.areas if area.role == "head"]
    lines = (area for area in where.areas if area.role != "head")
    _put_lines(sheet, looks, edition, lines, snapshot.values)
    for head in heads:
        _ruled(sheet, looks, head, Look(edition.type_size, "song", True, edges="ltrb"))
        write_text(sheet, head.top, head.left, head.wording)
        width = sum(where.widths[head.left - 1 : head.right])
        needed = max(edition.row_height, text_height(head.wording, width, edition.type_size) + 1)
        known = (sheet.row_dimensions[head.bottom].height or 0.0) * MM_PER_POINT
        sheet.row_dimensions[head.bottom].height = max(known, needed) / MM_PER_POINT
    rows = numbered(edition, snapshot.rows)
    texts = [[xml_text(shown_cell(column, record)) for column in edition.listed] for record in rows]
    for number, text in enumerate(texts):
        _list_row(sheet, looks, edition, where.first + number, text)
    for column, starts in cell_starts(edition.listed, texts).items():
        runs = pairwise([*sorted(starts), len(texts)])
        _joined(sheet, edition, where.first, column, runs, texts)
    after = where.first + len(texts)
    blank = [""] * len(edition.listed)
    for row in range(after, after + empty):
        _list_row(sheet, looks, edition, row, blank)
    last = after + empty
    if edition.total:
        _list_row(sheet, looks, edition, last, totals(edition, texts), False)
        last += 1
    below = [_moved(area, last) for area in where.below]
    _put_lines(sheet, looks, edition, below, snapshot.values)
    _list_rules(sheet, edition, where.first, after + empty - 1)
    printed = last - 1 + len({area.top for area in below})
    _page(sheet, edition, where, printed, 0)
    sheet.print_title_rows = f"1:{where.first - 1}"
    sheet.freeze_panes = f"A{where.first}"
    sheet.protection.insertRows = sheet.protection.deleteRows = sheet.protection.sort = False  # allowed
    if edition.page_number:
        told = edition.page_number.replace("{page}", "&P").replace("{pages}", "&N")
        footer: Any = sheet.oddFooter
        footer.center.text = told


def _list_rules(sheet: Worksheet, edition: Edition, first: int, last: int) -> None:
    rules = _Validations(sheet)
    for number, column in enumerate(edition.listed, 1):
        if kind_of(column.field) != "photo":
            letter = get_column_letter(number)
            rules.add(column.field, f"{letter}{first}:{letter}{last}")
