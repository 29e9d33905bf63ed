"""The photo of a filled-in form: which of its pictures it is, and as JPEG or PNG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO

from app.catalogue.problems import Problem, Refusal
from app.forms.form_tables import FormCell, Picture

_LEAST = 40
"""Pixels: anything smaller is an ornament, not a photo."""
_KEPT = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def _size(picture: Picture) -> Picture | None:
    """The picture with its shape known from the file's own text or from its pixels; None when it cannot be read."""
    from PIL import Image  # noqa: PLC0415 - heavy

    try:
        with Image.open(BytesIO(picture.data)) as image:
            if min(image.size) < _LEAST:
                return None
            if picture.width <= 0 or picture.height <= 0:
                return replace(picture, width=float(image.width), height=float(image.height))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return picture


def _as_photo(data: bytes) -> bytes:
    """JPEG and PNG as they are, other kinds as PNG."""
    if data.startswith(_KEPT):
        return data
    from PIL import Image  # noqa: PLC0415 - heavy

    made = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.convert("RGB").save(made, "PNG")
    return made.getvalue()


def placeable(data: bytes) -> tuple[bytes, int, int]:
    """A photo fit for a Word file or workbook, with its width and height in pixels.

    Raises :class:`Refusal` FRM-214 for bytes that are no picture.
    """
    from PIL import Image  # noqa: PLC0415 - heavy

    try:
        with Image.open(BytesIO(data)) as image:
            return _as_photo(data), image.width, image.height
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal(
            Problem("FRM-214", "照片已损坏，放不进表里", "请重新放一张 JPG 或 PNG 照片", column="照片")
        ) from error


def choose_photo(pictures: Sequence[Picture], photo_cells: Iterable[FormCell]) -> tuple[bytes | None, bool]:
    """The photo among a form's pictures, and whether there was a picture in its cell that could not be read.

    A picture in one of ``photo_cells`` comes first; else the largest that is shaped like a portrait, those in cells
    before those beside the table; else the only one there is.
    """
    cells = {id(cell) for cell in photo_cells}
    readable = [found for picture in pictures if (found := _size(picture))]
    unreadable = len(readable) < len(pictures)
    in_place = [p for p in readable if id(p.cell) in cells]
    portraits = [p for p in readable if p.like_portrait]
    in_table = [p for p in portraits if p.cell is not None]
    for candidates in (in_place, in_table, portraits, readable if len(readable) == 1 else []):
        if candidates:
            best = max(candidates, key=lambda p: p.width * p.height)
            return _as_photo(best.data), False
    return None, unreadable
