"""An edition (表样): one official paper as data, the single source of its screen, print, workbook and Word faces.

These are the checked values that ``app.forms.editions`` reads from ``resources/forms/**/*.toml``. Two kinds so far:
a *sheet* is a fixed grid of cells, a *list* repeats a row for every record and goes on over pages.
All lengths are millimetres, type sizes points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["sheet", "list", "letter", "certificate"]
Align = Literal["left", "center", "right", "justify"]
VAlign = Literal["top", "middle", "bottom"]
Style = Literal["title", "song", "fangsong", "hei", "kai"]
TITLE_SIZE = 18.0
"""Points of a title, unless the edition says otherwise."""

NUMBER = "list.number"
"""The ``field`` of a list's column that counts its records on paper, from 1 (序号); no record keeps it."""
INDENT = 2.0
"""em: the two characters by which a Chinese paragraph begins further in."""
PLACEHOLDER = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
"""``{field.path}`` or ``{field.path|format}`` in a line of type."""


@dataclass(frozen=True, slots=True)
class Foot:
    """A line at the lower edge of a cell that is never parted from it: the date under an opinion.

    ``blank`` is what stands there literally when the field is empty (``年  月  日``); ``format`` shapes a filled one.
    """

    field: str
    blank: str
    format: str = "Y年M月D日"
    align: Align = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a literal ``label`` (``\\n`` is its line break) or the value of ``field`` (a path of the catalogue).

    ``columns`` and ``rows`` are spans. ``vertical`` sets the label one character a line. ``least`` is the smallest
    type size a long value may shrink to. ``format`` shapes dates (``Y.M``, ``Y年M月``). ``stamp`` keeps a square of so
    many mm free for a seal. ``lines`` says where a literal label without breaks of its own is broken on paper (joined they
    are the label again), so that 对口支援主要任务 stays one word for reading back and still breaks well.
    A photo's cell may have both: its ``label`` (照片) stands there as long as there is no photo. ``indent`` sets the first
    line of each paragraph of a value two characters in, as Chinese papers do; the value itself stays as it was typed.
    """

    label: str = ""
    field: str = ""
    columns: int = 1
    rows: int = 1
    vertical: bool = False
    align: Align | None = None
    valign: VAlign = "middle"
    style: Style | None = None
    size: float | None = None
    least: float | None = None
    format: str = ""
    foot: Foot | None = None
    stamp: float = 0.0
    lines: tuple[str, ...] = ()
    indent: bool = False

    @property
    def indented(self) -> float:
        """em by which the first line of a paragraph stands in."""
        return INDENT if self.indent else 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet. ``min`` its least height; ``stretch`` its share of the page's spare height; ``flow`` lets its
    value go on on a 续页; ``page`` starts a new side before it."""

    cells: tuple[Cell, ...]
    min: float
    stretch: float = 0.0
    flow: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A line of type outside the grid: parts are literal text with ``{field.path}`` or ``{field.path|format}`` in it.

    ``blank`` (by path) says what stands literally for an empty field, so that a blank form keeps its spaces.
    ``\t`` parts a line into pieces that are spread over its width (first at the left, last at the right).
    ``lines`` says where a long title is broken on paper; joined they are ``text`` again.
    """

    text: str
    align: Align = "left"
    style: Style | None = None
    size: float | None = None
    blank: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    @property
    def broken(self) -> str:
        """The text with its line breaks."""
        return "\n".join(self.lines) or self.text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. Neighbouring columns of one ``group`` share a head above theirs. ``merge`` joins equal
    neighbouring records downwards (only where all merging cells to its left are equal too, blank or not). ``mark``
    follows the value in a record whose yes/no field ``mark_field`` is true (△ after a 托管 hospital)."""

    width: float
    head: str
    field: str
    group: str = ""
    merge: bool = False
    align: Align = "center"
    format: str = ""
    size: float | None = None
    mark: str = ""
    mark_field: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """The last row of a list: ``label`` in the first column, and by column number (from 0) a count of distinct values,
    of records, or the sum of their amounts."""

    label: str
    counts: dict[int, Literal["distinct", "records", "sum"]]


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who sign, side by side: ``lines`` are the party, who signs for it, the date."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter, one below the other.

    ``level`` 1 to 4 numbers a clause 一、（一）1.（1）; 0 is plain text. ``when`` is a field without which the block is
    left out (and not counted). ``indent`` sets paragraphs two characters in. ``rows`` is a child list shown as a table
    with ``columns``; ``blank_rows`` are printed when it is empty. ``attachments`` names what is attached (附件：1.…, numbered
    when there are several; GB/T 9704, 7.3.4). ``parties`` sign here. ``place`` (x, y, width in mm)
    stands only in certificates. ``page`` begins a new page before the block. ``rule`` names the document and clause that it
    serves; it is not printed.
    """

    text: str = ""
    level: int = 0
    when: str = ""
    align: Align = "left"
    style: Style | None = None
    size: float | None = None
    indent: bool = True
    page: bool = False
    blank: dict[str, str] = field(default_factory=dict)
    rows: str = ""
    columns: tuple[Column, ...] = ()
    blank_rows: int = 4
    attachments: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    place: tuple[float, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A whole paper. ``subject`` tells which records fill it: enrolment, appraisal, report, roster, allocation, plan.

    ``margins`` are top, right, bottom, left. ``sides`` 2 means printed on both sides of one sheet. ``copies`` is how
    many the office usually prints. ``mark`` is the short hash that a fill-in workbook carries. ``blank_rows`` is
    how many empty rows a list without records prints, to be filled in by hand.
    """

    id: str
    title: tuple[Text, ...]
    name: str
    source: str
    kind: Kind
    subject: str
    size: str
    landscape: bool
    margins: tuple[float, float, float, float]
    columns: tuple[float, ...] = ()
    rows: tuple[Row, ...] = ()
    listed: tuple[Column, ...] = ()
    row_height: float = 8.0
    blank_rows: int = 12
    total: Total | None = None
    above: tuple[Text, ...] = ()
    below: tuple[Text, ...] = ()
    page_number: str = ""
    type_size: float = 10.5
    least_size: float = 7.0
    title_size: float = TITLE_SIZE
    sides: int = 1
    copies: int = 1
    blocks: tuple[Block, ...] = ()
    reference: bool = False
    file: str = ""
    mark: str = ""
