"""A bundle: papers and scans of signed ones behind one another in one PDF, numbered through, with bookmarks.

What the program printed itself is drawn once more by the PDF face, so that the whole bundle shares its faces. A scan is laid
onto a page of A4 of its own by PDFium, as it was scanned, a little smaller so that the bundle's number stands clear below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.catalogue.files import written_beside
from app.catalogue.problems import Problem, Refusal
from app.forms.boxes import Box, Page, with_box
from app.forms.linebreak import metrics
from app.forms.pdf import Document, PrintResult, write_pages
from app.forms.pdf_draw import PT
from app.forms.scanned import PDFIUM, is_pdf, open_pdf, page_image, upright_jpeg
from app.forms.setting import line_height, set_lines
from app.forms.snapshot import Progress

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

A4 = (210.0, 297.0)
STRIP = 11.0
"""mm kept free below a scan for the bundle's number."""
NUMBER_SIZE = 9.0
RIGHT, BOTTOM, FRAMED = 14.0, 5.0, 12.5
"""mm from the paper's edges to the number; ``FRAMED`` is from the lower edge where a frame stands along it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper of a bundle: its ``pages``, or the file of a ``scan`` with empty pages in the place of its own.

    ``marks`` are the bookmarks that lead to it (level, title); ``framed``: a frame runs along the edges of its pages.
    """

    title: str
    pages: tuple[Page, ...]
    scan: bytes = b""
    marks: tuple[tuple[int, str], ...] = ()
    framed: bool = False


def scan_leaf(title: str, data: bytes) -> Leaf:
    """A scan (PDF, JPEG or PNG) as part of a bundle; what lies across gets a page that lies across.

    Raises :class:`Refusal` SCN-010 when it cannot be read.
    """
    if is_pdf(data):
        with PDFIUM, open_pdf(data) as document:
            sizes = [page.get_size() for page in document]
    else:
        sizes = [page_image(data, 1, 64).size]
    if not sizes:
        raise Refusal(Problem("SCN-010", "扫描件里没有一页", "请重新扫描"))
    pages = (Page(*(A4 if tall >= wide else A4[::-1]), ()) for wide, tall in sizes)
    return Leaf(title, tuple(pages), data)


def starts(leaves: Sequence[Leaf]) -> Iterator[int]:
    """The number in the bundle of each paper's first page, counted from 1."""
    number = 1
    for leaf in leaves:
        yield number
        number += len(leaf.pages)


def numbered(leaves: Sequence[Leaf], faces: FaceSet, said: str = "第{page}页 共{pages}页") -> list[Leaf]:
    """The papers with the bundle's running number below at the right of every page."""
    of = sum(len(leaf.pages) for leaf in leaves)
    made = []
    for leaf, first in zip(leaves, starts(leaves), strict=True):
        texts = (said.format(page=first + at, pages=of) for at in range(len(leaf.pages)))
        pages = (_with_number(page, text, leaf, faces) for page, text in zip(leaf.pages, texts, strict=True))
        made.append(replace(leaf, pages=tuple(pages)))
    return made


def _with_number(page: Page, text: str, leaf: Leaf, faces: FaceSet) -> Page:
    tall = line_height(NUMBER_SIZE)
    x, w = page.width / 2, page.width / 2 - RIGHT
    y = page.height - tall - (FRAMED if leaf.framed else BOTTOM)
    lines = set_lines(text, ((0, len(text)),), metrics(faces, "song"), NUMBER_SIZE, x, y, w, "right")
    box = Box("note", x, y, w, tall, text=text, lines=lines, ruled=False, size=NUMBER_SIZE)
    return with_box(page, box)


def write_bundle(
    leaves: Sequence[Leaf], target: Path, *, title: str, faces: FaceSet, progress: Progress | None = None
) -> PrintResult:
    """Write the papers into one PDF; ``progress`` counts them.

    Raises :class:`Surroundings` when the disk does not let us, :class:`Refusal` SCN-010 for a scan that cannot be read,
    and whatever ``progress`` raises; ``target`` is then as it was.
    """
    documents = (Document(leaf.pages, leaf.title, marks=leaf.marks) for leaf in leaves)
    if not any(leaf.scan for leaf in leaves):
        return write_pages(documents, target, title=title, faces=faces, total=len(leaves), progress=progress)
    with (
        written_beside(target) as beside,
        TemporaryDirectory(prefix=".bundle-", dir=target.parent, ignore_cleanup_errors=True) as place,
    ):
        drawn = Path(place) / "drawn.pdf"
        result = write_pages(documents, drawn, title=title, faces=faces, total=len(leaves), progress=progress)
        beside.write_bytes(_with_scans(leaves, drawn))
    return result


def _with_scans(leaves: Sequence[Leaf], source: Path) -> bytes:
    """The drawn bundle with the scans on their pages."""
    made = BytesIO()  # PDFium would not tell of a full disk
    with PDFIUM, open_pdf(source) as bundle:
        for leaf, first in zip(leaves, starts(leaves), strict=True):
            if not leaf.scan:
                continue
            if is_pdf(leaf.scan):
                with open_pdf(leaf.scan) as scan:
                    for number, size in enumerate([page.get_size() for page in scan]):
                        piece = scan.page_as_xobject(number, bundle).as_pageobject()
                        _place(bundle[first - 1 + number], piece, (1.0, 1.0), size)
            else:
                piece, size = _picture(bundle, leaf.scan)
                _place(bundle[first - 1], piece, size, size)
        bundle.save(made)
    return made.getvalue()


def _picture(bundle: Any, data: bytes) -> tuple[Any, tuple[float, float]]:
    from pypdfium2 import PdfImage  # noqa: PLC0415 - heavy

    jpeg, width, height = upright_jpeg(data)
    piece = PdfImage.new(bundle)
    piece.load_jpeg(BytesIO(jpeg), inline=True)
    return piece, (width, height)


def _place(page: Any, piece: Any, unit: tuple[float, float], size: tuple[float, float]) -> None:
    """Put a scan of ``size`` points into the middle of a page, as large as fits above the strip.

    ``unit`` is by how much it must be stretched to have its size: a picture is one by one at first.
    """
    from pypdfium2 import PdfMatrix  # noqa: PLC0415 - heavy

    width, height = page.get_size()
    room = height - STRIP * PT
    scale = min(width / size[0], room / size[1])
    left, bottom = (width - size[0] * scale) / 2, STRIP * PT + (room - size[1] * scale) / 2
    piece.set_matrix(PdfMatrix().scale(unit[0] * scale, unit[1] * scale).translate(left, bottom))
    page.insert_obj(piece)
    page.gen_content()
    page.close()
