"""The body of a Word paper for one snapshot, as WordprocessingML text: title, lines, table, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.catalogue.fields import Value
from app.forms import word_xml as xml
from app.forms.edition import Edition, Text
from app.forms.fitting import FOOT_HEIGHT, Fitted, fit, inner_width, text_height, title_height
from app.forms.grid import sides
from app.forms.linebreak import opens
from app.forms.list_rows import numbered, runs_of_equal, totals
from app.forms.photos import placeable
from app.forms.shown import pieces, shown_cell, shown_value
from app.forms.snapshot import Snapshot, Values
from app.forms.workbook_plan import Area, cells_on, heads_on, strips_of

AddPicture = Callable[[bytes], tuple[str, int]]
"""Puts image bytes into the package; gives the relationship's id and a number for the picture."""


def _worded(text: Text, values: Values) -> str:
    return "".join(piece.text for piece in pieces(text, values))


def titles(edition: Edition, values: Values, *, new_page: bool, after: float = 2.0) -> list[str]:
    """The title lines, ``after`` mm above what follows."""
    last = len(edition.title) - 1
    lines = []
    for number, text in enumerate(edition.title):
        face = xml.title_face(text.size or edition.title_size)
        run = xml.run(_worded(replace(text, text=text.broken), values), face)
        first, below = new_page and number == 0, after if number == last else 0.0
        lines.append(xml.paragraph(run, "center", size=face.size, keep=True, new_page=first, after=below))
    return lines


def _outside(edition: Edition, texts: Sequence[Text], values: Values) -> list[str]:
    return [
        xml.paragraph(
            xml.run(_worded(text, values), xml.Face(text.size or edition.type_size, text.style or "song")),
            text.align,
            size=text.size or edition.type_size,
            tab=inner_width(edition) if "\t" in text.text else 0.0,
            before=0.8,
            after=0.8,
        )
        for text in texts
    ]


def _outside_height(edition: Edition, values: Values) -> float:
    texts = (*edition.above, *edition.below)
    lines = (
        text_height(_worded(t, values), inner_width(edition), t.size or edition.type_size) + 1.2
        for t in texts
    )
    return title_height(edition, [_worded(text, values) for text in edition.title]) + sum(lines)


def _photo(
    area: Area, value: Value, widths: Sequence[float], height: float, face: xml.Face, add: AddPicture
) -> str:
    if not isinstance(value, bytes):
        return xml.paragraph(xml.run(area.wording, face), "center", size=face.size)
    data, *size = placeable(value)
    width = sum(widths[area.left - 1 : area.right])
    scale = min((width - 2.5) / size[0], (height - 2) / size[1])
    relation, number = add(data)
    return xml.paragraph(xml.picture(relation, number, size[0] * scale, size[1] * scale), "center")


def _content(area: Area, edition: Edition, values: Values, fitted: Fitted, add: AddPicture) -> str:
    """The paragraphs of one cell."""
    cell = area.cell
    assert cell is not None
    face = xml.Face(cell.size or edition.type_size, cell.style or "song")
    if area.role == "caption":
        text = "\n".join(area.wording) if cell.vertical else area.wording
        return xml.paragraph(xml.run(text, face), cell.align or "center", size=face.size)
    if area.role == "photo":
        height = sum(fitted.heights[area.row : area.row + cell.rows])
        return _photo(area, values.get(area.path), edition.columns, height, face, add)
    if area.role == "foot":
        assert cell.foot is not None
        text = shown_value(area.path, values, area.format) or cell.foot.blank
        return xml.paragraph(xml.run(text, face), cell.foot.align, size=face.size)
    face = xml.Face(fitted.sizes.get((area.row, area.column), face.size), face.style)
    lines = shown_value(area.path, values, area.format).split("\n")
    keep = cell.foot is not None
    align = cell.align or "center"
    return "".join(
        xml.paragraph(
            xml.run(line, face),
            align,
            size=face.size,
            keep=keep,
            indent=cell.indented if opens(line, 0) else 0.0,
        )
        for line in lines
    )


def _cells_of_row(
    number: int, areas: Sequence[Area], edition: Edition, contents: dict[Area, str]
) -> list[str]:
    """The ``w:tc`` of one table row: what begins here and what goes on from above."""
    made = []
    for area in sorted((a for a in areas if a.top <= number <= a.bottom), key=lambda a: a.left):
        width = sum(edition.columns[area.left - 1 : area.right])
        assert area.cell is not None
        merge = "" if area.top == area.bottom else ("restart" if area.top == number else "continue")
        inside = contents[area] if area.top == number else "<w:p/>"
        footed = area.cell.foot is not None
        edges = ["top"] if area.role == "foot" else ["bottom"] if footed and area.role == "value" else []
        valign = "middle" if area.role == "foot" else area.cell.valign
        made.append(
            xml.cell(inside, width, area.right - area.left + 1, valign, merge=merge, open_edges=edges)
        )
    return made


def sheet_body(edition: Edition, snapshot: Snapshot, add: AddPicture, *, new_page: bool) -> str:
    """A sheet's paper; a row with ``page`` begins a table of its own on a new page."""
    values = snapshot.values
    strips = strips_of(edition, 1, growing=False)
    areas = list(cells_on(edition, strips))
    shown = {(a.row, a.column): shown_value(a.path, values, a.format) for a in areas if a.role == "value"}
    fitted = fit(edition, shown, _outside_height(edition, values))
    contents = {area: _content(area, edition, values, fitted, add) for area in areas}
    parts = [*titles(edition, values, new_page=new_page), *_outside(edition, edition.above, values)]
    for number, side in enumerate(sides(edition)):
        rows = []
        for row in side:
            footed = len(strips[row]) > 1
            for strip in strips[row]:
                foot = footed and strip == strips[row][-1]
                height = FOOT_HEIGHT if foot else fitted.heights[row] - (FOOT_HEIGHT if footed else 0.0)
                whole = footed or not edition.rows[row].flow
                if not whole and fitted.overflowing:  # a row that stands on its height is not parted
                    height = edition.rows[row].min
                rows.append(xml.row(_cells_of_row(strip, areas, edition, contents), height, whole=whole))
        if number:
            parts.append(xml.hair(new_page=True))
        parts.append(xml.table(rows, edition.columns))
    parts += _outside(edition, edition.below, values)
    return "".join(parts)


def _head_rows(edition: Edition, widths: Sequence[float]) -> list[str]:
    heads = list(heads_on(edition.listed, 1))
    face = xml.Face(edition.type_size, "song", True)
    rows = []
    for number in range(1, max(head.bottom for head in heads) + 1):
        cells = []
        for head in sorted((h for h in heads if h.top <= number <= h.bottom), key=lambda h: h.left):
            merge = "" if head.top == head.bottom else ("restart" if head.top == number else "continue")
            inside = (
                xml.paragraph(xml.run(head.wording, face), "center", size=face.size)
                if head.top == number
                else "<w:p/>"
            )
            width = sum(widths[head.left - 1 : head.right])
            cells.append(xml.cell(inside, width, head.right - head.left + 1, "middle", merge=merge))
        rows.append(xml.row(cells, edition.row_height, head=True))
    return rows


def list_body(edition: Edition, snapshot: Snapshot, *, new_page: bool) -> str:
    """A list's paper: heads repeated on each page, equal neighbours joined downwards, total, notes."""
    widths = [column.width for column in edition.listed]
    records = numbered(edition, snapshot.rows)
    texts = [[shown_cell(column, record) for column in edition.listed] for record in records]
    count = len(texts)
    texts += [[""] * len(widths)] * (0 if texts else edition.blank_rows)
    joined = {}
    for number, begin, end in runs_of_equal(edition.listed, texts[:count]):
        joined.update(
            {
                (record, number): "continue" if record > begin else "restart"
                for record in range(begin, end + 1)
            }
        )
    if edition.total:
        texts.append(totals(edition, texts[:count]))
    rows = _head_rows(edition, widths)
    for record, line in enumerate(texts):
        cells = []
        for number, (column, text) in enumerate(zip(edition.listed, line, strict=True)):
            merge = joined.get((record, number), "")
            face = xml.Face(column.size or edition.type_size)
            inside = "" if merge == "continue" else "".join(
                xml.paragraph(xml.run(piece, face), column.align, size=face.size) for piece in text.split("\n")
            )  # fmt: skip
            cells.append(xml.cell(inside, column.width, 1, "middle", merge=merge))
        rows.append(xml.row(cells, edition.row_height))
    parts = [
        *titles(edition, snapshot.values, new_page=new_page),
        *_outside(edition, edition.above, snapshot.values),
    ]
    parts.append(xml.table(rows, widths))
    parts += _outside(edition, edition.below, snapshot.values)
    return "".join(parts)
