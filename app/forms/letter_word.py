"""The body of a letter or certificate in Word: paragraphs with a first-line indent, tables, those who sign side by side."""

from __future__ import annotations

from collections.abc import Sequence

from app.forms import word_xml as xml
from app.forms.edition import Align, Column, Edition
from app.forms.grid import page_size
from app.forms.layout_letter import STEP
from app.forms.letter_text import ATTACHED, Shown, filled, shown_blocks
from app.forms.shown import shown_value
from app.forms.snapshot import Snapshot, Values

_EDGES = ("top", "left", "bottom", "right")
_ROW = 8.0
"""mm that a row of a table is at least high."""


def letter_body(edition: Edition, snapshot: Snapshot, *, new_page: bool) -> str:
    """The paragraphs and tables of one letter."""
    parts = _title(edition, snapshot.values, new_page)
    shown = list(shown_blocks(edition, snapshot))
    for at, block in enumerate(shown):
        signs = any(later.parties for later in shown[at + 1 : at + 3])
        parts += _block(
            edition, block, keep=signs or (at + 1 < len(shown) and bool(shown[at + 1].block.rows))
        )
    return "".join(parts)


def _title(edition: Edition, values: Values, new_page: bool) -> list[str]:
    made = []
    for number, line in enumerate(edition.title):
        size = line.size or edition.title_size
        made.append(
            xml.paragraph(
                xml.run(filled(line.text, values, line.blank), xml.Face(size, "title", bold=True)),
                "center",
                size=size,
                keep=True,
                new_page=new_page and number == 0,
                after=6.0 if number == len(edition.title) - 1 else 0.0,
            )
        )
    return made


def _block(edition: Edition, shown: Shown, *, keep: bool) -> list[str]:
    block = shown.block
    if shown.parties:
        return [_signing(edition, shown)]
    if block.rows:
        return [_table(edition, shown), xml.hair()]
    if shown.attachments:
        return _attachments(edition, shown)
    size = block.size or edition.type_size
    face = xml.Face(size, shown.style)
    pitch = size * STEP / 1.3
    indent = 2.0 if block.indent and block.align in ("left", "justify") else 0.0
    heading = block.level in (1, 2)
    return [
        xml.paragraph(
            xml.run(part, face),
            block.align,
            size=pitch,
            keep=keep or heading,
            new_page=block.page and number == 0,
            indent=indent * size / pitch if indent else 0.0,
        )
        for number, part in enumerate(shown.text.split("\n"))
    ]


def _attachments(edition: Edition, shown: Shown) -> list[str]:
    """附件：, a line below the text; further names stand under the first one's beginning."""
    size = shown.block.size or edition.type_size
    face, pitch = xml.Face(size, shown.style), size * STEP / 1.3
    texts = [
        "",
        *(
            ATTACHED + name if at == 0 else "　" * len(ATTACHED) + name
            for at, name in enumerate(shown.attachments)
        ),
    ]
    return [
        xml.paragraph(xml.run(text, face), "left", size=pitch, indent=2.0 * size / pitch, keep=True)
        for text in texts
    ]


def _table(edition: Edition, shown: Shown) -> str:
    block = shown.block
    size = block.size or min(edition.type_size, 12.0)
    rows: Sequence[Values] = shown.rows or ({},) * block.blank_rows
    made = [xml.row([_cell(one, one.head, size, head=True) for one in block.columns], _ROW, head=True)]
    for values in rows:
        made.append(
            xml.row(
                [
                    _cell(one, shown_value(one.field, values, one.format), size, head=False)
                    for one in block.columns
                ],
                _ROW,
            )
        )
    return xml.table(made, [one.width for one in block.columns])


def _cell(column: Column, text: str, size: float, *, head: bool) -> str:
    face = xml.Face(size, "hei" if head else "fangsong")
    inside = xml.paragraph(xml.run(text, face), "center" if head else column.align, size=size, keep=head)
    return xml.cell(inside, column.width, 1, "middle")


def _signing(edition: Edition, shown: Shown) -> str:
    """A table without lines: it is never broken, and its row goes with what stands above it."""
    size = shown.block.size or edition.type_size
    width, _ = page_size(edition)
    inner = width - edition.margins[1] - edition.margins[3]
    count = max(2, len(shown.parties))
    parties = [(), *shown.parties] if len(shown.parties) == 1 else list(shown.parties)
    cells = []
    for party in parties:
        align: Align = "center" if len(shown.parties) == 1 else "left"
        lines = [
            xml.paragraph(xml.run(line, xml.Face(size, shown.style)), align, size=size * 1.3)
            for line in party
        ]
        space = xml.paragraph(xml.run("", xml.Face(size)), size=size)
        cells.append(xml.cell("".join([space, *lines]), inner / count, 1, "top", open_edges=_EDGES))
    return xml.table([xml.row(cells, 30.0)], [inner / count] * count) + xml.hair()
