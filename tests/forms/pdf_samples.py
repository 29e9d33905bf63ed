"""Reading PDF files back for tests, and invented photos."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from app.forms.boxes import Box, Page
from app.forms.fonts import faces
from app.forms.linebreak import break_lines, metrics
from app.forms.setting import MM, set_lines

SHIPPED = faces(system=False)


def copied(path: Path) -> list[str]:
    """What copying each page gives, with plain line ends."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def picture(path: Path, number: int = 0, scale: float = 2.0) -> Image.Image:
    """A page as it looks."""
    document = pypdfium2.PdfDocument(path)
    try:
        return document[number].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def streams(path: Path) -> list[bytes]:
    """All compressed streams of a file, unpacked."""
    found = re.finditer(rb"/Filter/FlateDecode/Length (\d+)>>stream\n", data := path.read_bytes())
    return [zlib.decompress(data[match.end() : match.end() + int(match[1])]) for match in found]


def unbroken(text: str) -> str:
    """Without white space: where lines are broken is not part of a value."""
    return "".join(text.split())


def text_box(text: str, y: float = 20.0, w: float = 120.0, size: float = 10.5) -> Box:
    """A ruled cell at x = 20 mm that holds ``text`` broken to its width."""
    own = metrics(SHIPPED, "fangsong")
    spans = break_lines(text, w / (size * MM), own.advance)
    lines = set_lines(text, spans, own, size, 20.0, y, w, None)
    return Box("value", 20.0, y, w, 30.0, path="person.name", text=text, lines=lines, size=size)


def page_of(*texts: str, w: float = 120.0) -> Page:
    """A page of such cells, one below the other."""
    return Page(210.0, 297.0, tuple(text_box(text, 20.0 + 40 * n, w) for n, text in enumerate(texts)))


def jpeg(
    size: tuple[int, int] = (60, 80),
    colour: int | tuple[int, ...] = (200, 30, 30),
    mode: str = "RGB",
    **how: object,
) -> bytes:
    """A JPEG of one colour."""
    made = BytesIO()
    Image.new(mode, size, colour).save(made, "JPEG", **how)
    return made.getvalue()
