"""Canonical values as the text that stands on the paper, and lines of type with values in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue import composites, dates
from app.catalogue.fields import COMPOSITES, Value, field_of
from app.forms.edition import PLACEHOLDER, Column, Text
from app.forms.snapshot import Values

DEFAULTS = {"month": "Y.M", "date": "Y年M月D日", "term": "Y.M.D"}
"""How dates look where an edition says nothing: 1980.05, 2021年5月1日, 2021.5.1-2021.10.31."""
_MONTH = re.compile(r"^\d{4}-(\d\d)")


def shown(path: str, value: Value, format: str = "") -> str:
    """The text for one value of the field ``path``; '' for what is not told and for photos.

    ``format`` shapes dates (patterns of :mod:`app.catalogue.dates`; ``M`` alone is the month's number).
    """
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    known = field_of(path)
    if not value or known is None or known.kind not in DEFAULTS:
        return value
    if format == "M":
        month = _MONTH.match(value)
        return str(int(month[1])) if month else value
    pattern = format or DEFAULTS[known.kind]
    if known.kind == "term":
        return dates.format_term(value, pattern, "-" if "." in pattern else "至")
    return dates.format_partial(value, pattern)


def shown_value(path: str, values: Values, format: str = "") -> str:
    """The text for ``path`` out of a snapshot; a composite is joined from its parts."""
    if path in COMPOSITES:
        own = values.get(path)
        return own if isinstance(own, str) and own else composites.join(path, values)
    return shown(path, values.get(path), format)


def shown_cell(column: Column, record: Values) -> str:
    """The text of one cell of a list, its mark (△) after it where the record bears one."""
    text = shown_value(column.field, record, column.format)
    if column.mark and text and record.get(column.mark_field) is True and not text.endswith(column.mark):
        return text + column.mark
    return text


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line of type: literal text (``path`` empty) or the value of ``path``."""

    text: str
    path: str = ""


def pieces(line: Text, values: Values) -> Iterator[Piece]:
    """The literal and filled parts of a line outside the grid, one after the other; ``\\t`` stays in the literals."""
    at = 0
    for found in PLACEHOLDER.finditer(line.text):
        if found.start() > at:
            yield Piece(line.text[at : found.start()])
        text = shown_value(found[1], values, found[2] or "")
        yield Piece(text or line.blank.get(found[1], ""), found[1])
        at = found.end()
    if at < len(line.text):
        yield Piece(line.text[at:])
