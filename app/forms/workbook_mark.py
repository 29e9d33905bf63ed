"""The edition mark of a fill-in workbook: what it is and where its values stand, kept where resaving leaves it alone.

It is written three times: on a very hidden sheet together with the map of cells, as a hidden defined name, and as a
document property. WPS and LibreOffice keep all three; any one of them is enough to know the edition again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.forms.edition import Edition

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEET = "_yuanbang"
NAME = "_yuanbang_edition"
PROPERTY = "yuanbang.edition"
_MAGIC = "yuanbang-form"


@dataclass(frozen=True, slots=True)
class Spot:
    """One entry of the map: ``address`` of the cell (a column's letter in a list), its role, path or wording."""

    address: str
    role: str
    path: str
    wording: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a workbook says of itself. ``spots`` is empty when only the name or the property was left."""

    edition_id: str
    mark: str
    spots: tuple[Spot, ...] = ()
    first: int = 0


def write_mark(book: Any, edition: Edition, spots: Iterable[Spot], first: int) -> None:
    """Put the mark into ``book``; ``first`` is the first record row of a list."""
    from openpyxl.packaging.custom import StringProperty  # noqa: PLC0415 - heavy, and only for writing
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    sheet = book.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.append([_MAGIC, edition.id, edition.mark, str(first)])
    for spot in spots:
        sheet.append([spot.address, spot.role, spot.path, spot.wording, spot.format])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else cell.data_type
    sheet.protection.sheet = True
    text = f"{edition.id} {edition.mark}"
    book.defined_names[NAME] = DefinedName(NAME, attr_text=f'"{text}"', hidden=True)
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=text))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _from_sheet(book: Workbook) -> Mark | None:
    sheet = next((s for s in book.worksheets if s.title.casefold() == SHEET), None)
    rows = list(sheet.iter_rows(max_col=5, max_row=500, values_only=True)) if sheet else []
    if not rows or rows[0][0] != _MAGIC:
        return None
    head = [_text(value) for value in rows[0]]
    spots = tuple(Spot(*(_text(value) for value in row)) for row in rows[1:] if row[0] is not None)
    return Mark(head[1], head[2], spots, int(head[3]) if head[3].isdigit() else 0)


def read_mark(book: Any) -> Mark | None:
    """The mark of a workbook, or None when it has none."""
    found = _from_sheet(book)
    if found:
        return found
    named = book.defined_names.get(NAME)
    text = _text(named.attr_text).strip('"') if named is not None else ""
    if not text:
        text = next((_text(p.value) for p in book.custom_doc_props.props if p.name == PROPERTY), "")
    edition_id, _, mark = text.partition(" ")
    return Mark(edition_id, mark) if edition_id else None
