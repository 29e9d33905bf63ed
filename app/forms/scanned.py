"""Scanned pages: finding the code on each, whichever way up it lies, and making one upright file of a paper's pages.

PDFium reads the PDFs and zxing-cpp the codes. PDFium must not be used by two threads at a time, so that every use of it
goes through :data:`PDFIUM`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Refusal
from app.forms.qr import NotOurs, PaperMark, read_text

if TYPE_CHECKING:
    from PIL.Image import Image

PDFIUM = Lock()
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")
_PIXELS = 2400
"""The longer side at which a page is first looked at: 200 dots an inch of A4."""
_FINER = 3600
"""And once more when no code was found: a small code, or a poor scan."""
_QUALITY = 88
"""JPEG quality of pages that came as another kind of picture."""
_SHORT_SIDE = 595.0
"""Points: a picture that does not tell its size is taken as A4."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page of one file. ``number`` counts from 1 within its file of ``of`` pages.

    ``turn`` is by how many degrees clockwise it must be turned to stand upright, as its code tells (0 without one).
    ``fault`` says why a code on it does not count: ``foreign``, ``newer`` or ``damaged``; '' when there is none. ``data``
    is the file's content where it is no file on the disk but one that is kept already.
    """

    file: Path
    number: int
    of: int
    mark: PaperMark | None = None
    turn: int = 0
    fault: str = ""
    data: bytes | None = None

    @property
    def source(self) -> Path | bytes:
        """Where its file is read from."""
        return self.file if self.data is None else self.data

    @property
    def name(self) -> str:
        """How it is named to a person."""
        return self.file.name if self.of == 1 else f"{self.file.name} 第{self.number}页"


def read_pages(path: Path, data: bytes | None = None) -> Iterator[ScannedPage]:
    """The pages of a PDF or picture, one at a time, so that memory stays flat; ``data`` is a kept file's content.

    Raises :class:`Refusal` SCN-010 (no such kind, damaged, locked with a password), and
    :class:`Surroundings` when the disk does not give it.
    """
    of = page_count(path, data)
    for number in range(1, of + 1):
        yield _read(ScannedPage(path, number, of, data=data))


def page_count(path: Path, data: bytes | None = None) -> int:
    """How many pages a file has. Raises as :func:`read_pages`."""
    if data is None and path.suffix.lower() not in SUFFIXES:
        raise _unreadable(path, "不是扫描件能用的文件")
    source = path if data is None else data
    if not is_pdf(source):
        return 1
    with PDFIUM, OpenPdf(source) as document:
        return len(document)


def is_pdf(source: Path | bytes) -> bool:
    """Whether it is a PDF: a file by its name, bytes by how they begin."""
    return source.startswith(b"%PDF") if isinstance(source, bytes) else source.suffix.lower() == ".pdf"


def page_image(source: Path | bytes, number: int, pixels: int, *, colour: bool = False) -> Image:
    """A page of a file as a picture whose longer side is ``pixels`` at most (a PDF's exactly), in grey or colour.

    Raises as :func:`read_pages`.
    """
    mode = "RGB" if colour else "L"
    if is_pdf(source):
        with PDFIUM, OpenPdf(source) as document:
            page = document[number - 1]
            scale = pixels / max(page.get_size())
            return page.render(scale=scale, grayscale=not colour).to_pil().convert(mode)  # type: ignore[no-any-return]
    image = _picture(source).convert(mode)
    image.thumbnail((pixels, pixels))
    return image


def _read(page: ScannedPage) -> ScannedPage:
    fault = ""
    for pixels in (_PIXELS, _FINER):
        image = page_image(page.source, page.number, pixels)
        for text, turn in _codes(image):
            try:
                return replace(page, mark=read_text(text), turn=turn)
            except NotOurs as found:
                fault = max(fault, str(found), key=("", "foreign", "damaged", "newer").index)
        if fault in ("damaged", "newer") or max(image.size) < pixels:
            break
    return replace(page, fault=fault)


def _codes(image: Image) -> Iterator[tuple[str, int]]:
    import zxingcpp  # noqa: PLC0415 - only scans need it

    for found in zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False
    ):
        yield found.text, -round(found.orientation / 90) * 90 % 360


def _picture(source: Path | bytes) -> Image:
    """A picture as its camera held it."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - heavy

    path = source if isinstance(source, Path) else Path()
    try:
        with Image.open(BytesIO(source) if isinstance(source, bytes) else source) as image:
            return ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        raise _unreadable(path, "图片打不开，可能已损坏") from error
    except OSError as error:
        if error.errno is None:  # Pillow's own word for a picture cut short
            raise _unreadable(path, "图片打不开，可能已损坏") from error
        raise surroundings(error, path) from error


def _unreadable(path: Path, said: str) -> Refusal:
    return Refusal(Problem("SCN-010", said, "请用 PDF、JPG 或 PNG 重新扫描或另存", file=str(path)))


class OpenPdf:
    """An open PDF, its faults told in our words (SCN-010). Only within :data:`PDFIUM`."""

    def __init__(self, source: Path | bytes) -> None:
        self.source = source
        self.path = source if isinstance(source, Path) else Path()

    def __enter__(self) -> Any:
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - heavy

        try:
            self.data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        except OSError as error:
            raise surroundings(error, self.path) from error
        try:
            self.document = PdfDocument(self.data)
            len(self.document)
        except PdfiumError as error:
            locked = "password" in str(error).lower()
            raise _unreadable(
                self.path, "PDF 有密码，打不开" if locked else "PDF 打不开，可能已损坏"
            ) from error
        return self.document

    def __exit__(self, *_: object) -> None:
        self.document.close()


# one file of a paper's pages


def as_file(pages: Sequence[ScannedPage]) -> tuple[bytes, str]:
    """The pages as one file, upright, in the order given: its bytes and suffix. The same pages give the same bytes.

    A file that is just these pages, upright already, is kept as it is, byte by byte; else a PDF is made of them, in which
    JPEG pictures and PDF pages are as they were scanned.
    """
    first = pages[0]
    whole = [(page.source, page.number, page.turn) for page in pages]
    if whole == [(first.source, number, 0) for number in range(1, first.of + 1)]:
        data = _bytes(first.source)
        return data, ".pdf" if data.startswith(b"%PDF") else ".png" if data.startswith(b"\x89PNG") else ".jpg"
    return _as_pdf(pages), ".pdf"


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        raise surroundings(error, source) from error


def _as_pdf(pages: Sequence[ScannedPage]) -> bytes:
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - heavy

    pictures = {page: upright_jpeg(page.source) for page in pages if not is_pdf(page.source)}
    made = BytesIO()
    with PDFIUM:
        target = PdfDocument.new()
        try:
            for number, page in enumerate(pages):
                if page in pictures:
                    _add_picture(target, *pictures[page])
                else:
                    with OpenPdf(page.source) as source:
                        target.import_pages(source, [page.number - 1])
                added = target[number]
                added.set_rotation((added.get_rotation() + page.turn) % 360)
            target.save(made)
        finally:
            target.close()
    return _without_clock(made.getvalue())


_CLOCK = re.compile(rb"/CreationDate\(D:[^)]*\)")
_LOT = re.compile(rb"/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]")


def _without_clock(data: bytes) -> bytes:
    """PDFium writes the time and a number drawn by lot into a file: both give way, so that nothing else than the pages
    tells two files apart. Lengths stay, for the file's own table counts bytes."""
    data = _CLOCK.sub(
        lambda found: b"/CreationDate(D:19700101000000+00'00'"[: len(found[0]) - 1] + b")", data
    )
    own = hashlib.sha256(_LOT.sub(b"", data)).hexdigest()[:32].upper().encode()
    return _LOT.sub(b"/ID[<%b><%b>]" % (own, own), data)


def upright_jpeg(source: Path | bytes) -> tuple[bytes, float, float]:
    """A picture as JPEG, with its width and height in points: the file's own bytes where they are JPEG and upright."""
    image = _picture(source)
    dots = image.info.get("dpi", (0, 0))[0]
    scale = 72 / float(dots) if dots and dots > 1 else _SHORT_SIDE / min(image.size)
    data = _bytes(source)
    if not data.startswith(b"\xff\xd8\xff") or _turned_by_camera(data):
        made = BytesIO()
        image.convert("L" if image.mode in ("1", "L", "LA") else "RGB").save(
            made, "JPEG", quality=_QUALITY, optimize=True
        )
        data = made.getvalue()
    return data, image.width * scale, image.height * scale


def _turned_by_camera(data: bytes) -> bool:
    from PIL import ExifTags, Image  # noqa: PLC0415 - heavy

    with Image.open(BytesIO(data)) as image:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1)) != 1


def _add_picture(target: Any, data: bytes, width: float, height: float) -> None:
    from pypdfium2 import PdfImage, PdfMatrix  # noqa: PLC0415 - heavy

    page = target.new_page(width, height)
    picture = PdfImage.new(target)
    picture.load_jpeg(BytesIO(data), inline=True)
    picture.set_matrix(PdfMatrix().scale(width, height))
    page.insert_obj(picture)
    page.gen_content()
    page.close()
