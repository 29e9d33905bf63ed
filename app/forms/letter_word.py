"""The body of a letter or certificate in Word: paragraphs with a first-line indent, tables, those who sign side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from math import ceil, floor

from app.forms import word_xml as xml
from app.forms.edition import Align, Column, Edition
from app.forms.fitting import LEADING, ems, inner_width
from app.forms.layout_letter import ROW_SPACE, SIGN_GAP, STEP, line_room, not_alone
from app.forms.letter_text import ATTACHED, Shown, shown_blocks, signed_size
from app.forms.setting import MM, line_height
from app.forms.shown import shown_value
from app.forms.snapshot import Snapshot, Values
from app.forms.word_fill import titles

_EDGES = ("top", "left", "bottom", "right")
_APART = 5.0
"""Type size in points of the empty line above and below a table."""
_CELL = 2.2
"""mm that a cell keeps free at its sides."""


def letter_body(edition: Edition, snapshot: Snapshot, *, new_page: bool) -> str:
    """The paragraphs and tables of one letter."""
    parts = titles(edition, snapshot.values, new_page=new_page, after=6.0)
    shown = list(shown_blocks(edition, snapshot))
    for at, block in enumerate(shown):
        signs = any(later.parties for later in shown[at + 1 : at + 3])
        parts += _block(
            edition, block, keep=signs or (at + 1 < len(shown) and bool(shown[at + 1].block.rows))
        )
    return "".join(parts) + (xml.hair() if edition.kind == "certificate" else "")


def _block(edition: Edition, shown: Shown, *, keep: bool) -> list[str]:
    block = shown.block
    if shown.parties:
        return [_signing(edition, shown)]
    if block.rows:
        above = xml.paragraph("", size=_APART, keep=True)
        return [above, _table(edition, shown, keep=keep), xml.paragraph("", size=_APART, keep=keep)]
    if shown.attachments:
        return _attachments(edition, shown)
    size = block.size or edition.type_size
    body = block.align in ("left", "justify")
    face = xml.Face(size, shown.style, spacing=_spacing(edition, size) if body and not block.place else 0.0)
    pitch = size * STEP / LEADING
    indent = 2.0 if block.indent and body else 0.0
    heading = block.level in (1, 2)
    made = [
        xml.paragraph(
            xml.run(part, face),
            "justify" if body else block.align,
            size=pitch,
            keep=keep or heading,
            new_page=block.page and number == 0,
            indent=indent * size / pitch if indent else 0.0,
        )
        for number, part in enumerate(shown.text.split("\n"))
    ]
    return [xml.placed(one, block.place) for one in made] if block.place else made


def _spacing(edition: Edition, size: float) -> float:
    """Points by which characters stand closer, so that as many as on the PDF make a line (:func:`line_room`)."""
    inner = inner_width(edition)
    apart = (inner / line_room(inner, size)) / MM - size
    return min(0.0, floor(apart * 20) / 20) if apart < -0.01 else 0.0


def _attachments(edition: Edition, shown: Shown) -> list[str]:
    """附件：, a line below the text; further names stand under the first one's beginning."""
    size = shown.block.size or edition.type_size
    face, pitch = xml.Face(size, shown.style), size * STEP / LEADING
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


def _table(edition: Edition, shown: Shown, *, keep: bool) -> str:
    """The rows of a child list under their heads; with ``keep`` the last one goes with what follows."""
    block = shown.block
    size = block.size or min(edition.type_size, 12.0)
    rows: Sequence[Values] = shown.rows or ({},) * block.blank_rows
    made = [_row(block.columns, [one.head for one in block.columns], size, head=True, keep=True)]
    for number, values in enumerate(rows, 1):
        texts = [shown_value(one.field, values, one.format) for one in block.columns]
        held = not_alone(number, len(rows)) or (keep and number == len(rows))
        made.append(_row(block.columns, texts, size, keep=held))
    return xml.table(made, [one.width for one in block.columns])


def _row(
    columns: Sequence[Column], texts: Sequence[str], size: float, *, head: bool = False, keep: bool = False
) -> str:
    face = xml.Face(size, "hei" if head else "fangsong")
    cells = [
        xml.cell(
            xml.paragraph(xml.run(text, face), "center" if head else one.align, size=size, keep=keep),
            one.width,
            1,
            "middle",
        )
        for one, text in zip(columns, texts, strict=True)
    ]
    return xml.row(cells, line_height(size) + ROW_SPACE, head=head)


def _signing(edition: Edition, shown: Shown) -> str:
    """A table of one row without lines, which no page parts; what stands above it goes with it."""
    size = shown.block.size or edition.type_size
    widths, shares = _party_columns(edition, shown, size)
    align: Align = "center" if len(shown.parties) == 1 else "left"
    inside = [""] * len(widths)
    for texts in zip_longest(*shown.parties, fillvalue=""):
        sizes = [
            signed_size(ems(text), size, widths[at] - _CELL) for text, at in zip(texts, shares, strict=True)
        ]
        counts = [
            ceil(ems(text) * one * MM / (widths[at] - _CELL)) or 1
            for text, one, at in zip(texts, sizes, shares, strict=True)
        ]
        tall = max(size * STEP, *(count * one * LEADING for count, one in zip(counts, sizes, strict=True)))
        for text, one, count, at in zip(texts, sizes, counts, shares, strict=True):
            run = xml.run(text, xml.Face(one, shown.style))
            line = tall / count / LEADING
            inside[at] += xml.paragraph(run, align, size=line, keep=True)
    cells = [xml.cell(one, w, 1, "top", open_edges=_EDGES) for one, w in zip(inside, widths, strict=True)]
    space = xml.paragraph("", size=SIGN_GAP / MM / LEADING, keep=True)
    return space + xml.table([xml.row(cells, 30.0)], widths) + xml.hair()


def _party_columns(edition: Edition, shown: Shown, size: float) -> tuple[list[float], list[int]]:
    """Widths in mm of the columns of those who sign, and which of them bear text; one alone stands at the right."""
    inner, count = inner_width(edition), len(shown.parties)
    if count > 1:
        return [inner / count] * count, list(range(count))
    *names, day = map(ems, shown.parties[0])
    longest = max([day, *names])
    right = (4 if longest == day else 2) * size * MM
    w = min(longest * size * MM + _CELL + 1.0, inner - right - 2.0)
    return [inner - right - w, w, right], [1]
