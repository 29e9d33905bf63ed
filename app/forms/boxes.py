"""What layout yields and every face draws: pages of boxes and broken lines, in millimetres.

The origin is the page's top left corner, x to the right, y downwards. Type sizes are in points. A run's text
is drawn glyph by glyph from the run's x with the face's own advances (no kerning), so that PDF and Qt agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def _record(cls: type[_T]) -> type[_T]:
    """A frozen dataclass for the type checker alone: setting what is frozen takes three times as long, and a stack of
    forms is hundreds of thousands of boxes, lines and runs."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


BoxKind = Literal["title", "line", "caption", "value", "photo", "foot", "note", "page_number", "code"]
Mark = tuple[float, float, float, float]
"""x, y, width and height in mm of a rectangle full of ink."""


RULE = 0.2
"""mm that the border lines are thick; they stand on the edges of the boxes, half inside."""
PHOTO_INSET = 0.3
"""mm between a photo and the edges of its cell; the photo fills what is inside, cropped at both sides alike."""


@_record
class Run:
    """Characters of one face. ``x`` in mm from the page's left edge, ``width`` in mm. Never reordered or kerned."""

    face: str
    text: str
    x: float
    width: float


@_record
class Line:
    """One broken line. ``baseline`` in mm from the page's top. ``start`` and ``end`` index the box's ``text``."""

    baseline: float
    size: float
    runs: tuple[Run, ...]
    start: int = 0
    end: int = 0


@_record
class Box:
    """A rectangle of the paper. ``path`` names the field it shows (empty for captions), ``record`` the row of a list.

    ``ruled`` boxes have a border line round them. ``text`` is the value as shown; ``size`` the type size after
    shrinking. ``hidden`` counts characters that go on on a continuation page. ``marks`` are inked: a QR code's modules.
    """

    kind: BoxKind
    x: float
    y: float
    w: float
    h: float
    path: str = ""
    record: int | None = None
    text: str = ""
    lines: tuple[Line, ...] = ()
    ruled: bool = True
    size: float = 0.0
    image: bytes | None = None
    vertical: bool = False
    foot_of: str = ""
    hidden: int = 0
    marks: tuple[Mark, ...] = ()


@_record
class Page:
    """One side of paper, ``width`` by ``height`` mm. ``number`` counts from 1 within its document of ``of`` pages.

    ``boxes`` is all there is to draw, in reading order. A page of a sheet parts it again for faces that draw the
    blank form once and place it on every page: ``static`` holds captions, literal lines and the empty frames of the
    value cells; ``filled`` what is drawn over that (the same objects as in ``boxes``; their frames are already in
    ``static``, so their border need not be drawn again). Pages with an equal ``blank_key`` have the same ``static``
    (the very same tuple). An empty ``blank_key`` means there is no such split: draw ``boxes``.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    number: int = 1
    of: int = 1
    continuation: bool = False
    static: tuple[Box, ...] = ()
    filled: tuple[Box, ...] = ()
    blank_key: str = ""


def with_box(page: Page, box: Box) -> Page:
    """The page with one more box over all others."""
    filled = (*page.filled, box) if page.blank_key else page.filled
    return replace(page, boxes=(*page.boxes, box), filled=filled)
