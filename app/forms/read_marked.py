"""Reading a sheet of our own workbook by the map of its hidden mark, once its captions prove that the map still holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.forms.captions import CaptionMap, key, slot_value
from app.forms.form_tables import FormSource
from app.forms.photos import choose_photo
from app.forms.read_list import Heads, read_records
from app.forms.read_workbook import cell_text, faults
from app.forms.reading import ReadForm, put, tell
from app.forms.wording import slots
from app.forms.workbook import spots_of
from app.forms.workbook_mark import Mark, Spot

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SURE = 0.8


def _place(address: str) -> tuple[int, int]:
    """Row and column from 0."""
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415 - heavy

    row, column = coordinate_to_tuple(address)
    return row - 1, column - 1


def _holds(spots: tuple[Spot, ...], sheet: Worksheet) -> bool:
    """Whether at least four in five captions stand where the map says."""
    wanted = [spot for spot in spots if spot.role in ("caption", "head")]
    there = sum(key(cell_text(sheet[spot.address].value)) == key(spot.wording) for spot in wanted)
    return bool(wanted) and there >= _SURE * len(wanted)


def read_marked(mark: Mark, captions: CaptionMap, sheet: Worksheet, source: FormSource) -> ReadForm | None:
    """The form on ``sheet``, read by the mark's map; None when the sheet was rebuilt and only captions can tell."""
    spots = mark.spots or tuple(spots_of(captions.edition))
    if not _holds(spots, sheet):
        return None
    form = ReadForm(captions.edition.id, sheet=sheet.title, by="mark")
    for spot in spots:
        if spot.role in ("value", "foot"):
            put(form, spot.path, cell_text(sheet[spot.address].value))
        elif spot.role in ("line", "title"):
            text = cell_text(sheet[spot.address].value)
            for slot in slots(spot.wording):
                value = slot_value(slot, text)
                put(form, slot.path, value or "")
    asked = {spot.address: spot.path for spot in spots if spot.role == "value"}
    form.problems += faults(sheet, asked)
    table = source.tables[0]
    if captions.edition.kind == "list":
        _records(form, captions, spots, source)
    for spot in spots:
        if spot.role == "photo":
            cell = table.at(*_place(spot.address))
            form.photo, _ = choose_photo(source.pictures, [cell] if cell else [])
            form.values[spot.path] = form.photo
    return form


def _records(form: ReadForm, captions: CaptionMap, spots: tuple[Spot, ...], source: FormSource) -> None:
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415 - heavy

    heads = [spot for spot in spots if spot.role == "head"]
    first = max(int(re.sub(r"\D", "", spot.address)) for spot in heads)
    columns = [spot for spot in spots if spot.role == "column"]
    places = {number: column_index_from_string(spot.address) - 1 for number, spot in enumerate(columns)}
    found = Heads(places, first)
    form.rows, form.row_numbers, problems = read_records(captions, source.tables[0], found, ours=True)
    tell(form, problems)
