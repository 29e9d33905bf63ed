"""Scanned pages: finding the code on each, whichever way up it lies, and making one upright file of a paper's pages.

PDFium reads the PDFs and zxing-cpp the codes. PDFium must not be used by two threads at a time, so that every use of it
goes through :data:`PDFIUM`.
"""

from __future__ import annotations

import hashlib
import re
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Refusal
from app.forms.pdf_photos import on_white
from app.forms.qr import NotOurs, PaperMark, read_text

if TYPE_CHECKING:
    from PIL.Image import Image

PDFIUM = Lock()
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG"
_PICTURES = (_JPEG, _PNG)
_HEAD = 1024
"""Bytes within which a PDF says that it is one (ISO 32000-1, Annex H, 13)."""
_PIXELS = 2400
"""The longer side at which a page is first looked at: 200 dots an inch of A4."""
_FINER = 3600
"""And once more when no code was found: a small code, or a poor scan."""
_GREY = ("1", "L", "LA", "I;16")
_AT_A_TIME = 16
"""Pages that are read from a PDF before it is opened anew: PDFium keeps what it has read until then."""
_QUALITY = 88
"""JPEG quality of pages that came as another kind of picture."""
_COARSE, _FINE = 36, 2500
"""Dots an inch between which a picture's own word of its size is believed."""
_SHORT_SIDE = 595.0
"""Points: a picture that does not tell its size is taken as A4."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page of one file. ``number`` counts from 1 within its file of ``of`` pages.

    ``turn`` is by how many degrees clockwise it must be turned to stand upright, as its code tells (0 without one).
    ``fault`` says why a code on it does not count: ``foreign``, ``newer`` or ``damaged``, or that there are ``several``; ''
    when there is none. ``data`` is the file's content where it is no file on the disk but one that is kept already.
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


def read_pages(
    path: Path, data: bytes | None = None, refused: list[Problem] | None = None
) -> Iterator[ScannedPage]:
    """The pages of a PDF or picture, one at a time, so that memory stays flat; ``data`` is a kept file's content.

    Raises :class:`Refusal` SCN-010 (no such kind, damaged, locked with a password, no page), and
    :class:`Surroundings` when the disk does not give it. With ``refused`` a page that cannot be shown is put there,
    and the others are read.
    """
    of = page_count(path, data)
    source = path if data is None else data
    for first in range(1, of + 1, _AT_A_TIME):
        with _document(source) as document:
            for number in range(first, min(first + _AT_A_TIME, of + 1)):
                try:
                    page = _read(ScannedPage(path, number, of, data=data), document)
                except Refusal as refusal:
                    if refused is None:
                        raise
                    refused.append(refusal.problem)
                else:
                    yield page


@contextmanager
def _document(source: Path | bytes) -> Iterator[Any]:
    """The open PDF, None for a picture. The lock is free between uses."""
    if not is_pdf(source):
        yield None
        return
    with PDFIUM:
        document = _pdf(source)
    try:
        yield document
    finally:
        with PDFIUM:
            document.close()


def page_count(path: Path, data: bytes | None = None) -> int:
    """How many pages a file has, one at least. Raises as :func:`read_pages`."""
    if data is None and path.suffix.lower() not in SUFFIXES:
        raise _unreadable(path, "不是扫描件能用的文件")
    source = path if data is None else data
    if not is_pdf(source):
        return 1
    with PDFIUM, open_pdf(source) as document:
        if not len(document):
            raise _unreadable(path, "PDF 里没有一页")
        return len(document)


def is_pdf(source: Path | bytes) -> bool:
    """Whether it is a PDF: by how it begins, for phones and chats name files wrongly; else a file by its name.

    Raises :class:`Surroundings` when the disk does not give it.
    """
    head = source[:_HEAD] if isinstance(source, bytes) else _bytes(source, _HEAD)
    if head.startswith(_PICTURES):
        return False
    return b"%PDF-" in head or (isinstance(source, Path) and source.suffix.lower() == ".pdf")


def page_image(source: Path | bytes, number: int, pixels: int, *, colour: bool = False) -> Image:
    """A page of a file as a picture whose longer side is ``pixels`` at most (a PDF's exactly), in grey or colour.

    Raises as :func:`read_pages`.
    """
    return _image(source, number, pixels, "RGB" if colour else "L")


def _image(source: Path | bytes, number: int, pixels: int, mode: str, document: Any = None) -> Image:
    """The same in grey (``L``), colour (``RGB``) or as red light shows it (``R``); ``document`` is the PDF if it is open."""
    if document is not None or is_pdf(source):
        return _rendered(source, number, pixels, mode, document)
    image = _picture(source, mode, pixels)
    image.thumbnail((pixels, pixels))
    return image


def _rendered(source: Path | bytes, number: int, pixels: int, mode: str, document: Any) -> Image:
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - heavy

    with PDFIUM, nullcontext(document) if document is not None else open_pdf(source) as opened:
        try:
            page = opened[number - 1]
            scale = pixels / max(page.get_size())
            picture = page.render(scale=scale, grayscale=mode == "L", rev_byteorder=True).to_pil()
            page.close()
        except (PdfiumError, ZeroDivisionError) as error:
            raise _unreadable(source, f"PDF 的第{number}页打不开，可能已损坏") from error
    return _as(picture, mode)


def _as(picture: Image, mode: str) -> Image:
    if mode == "R":
        return picture.convert("L") if picture.mode in _GREY else picture.convert("RGB").getchannel("R")
    return picture if picture.mode == mode else picture.convert(mode)


def _read(page: ScannedPage, document: Any = None) -> ScannedPage:
    """The page with the mark of its code. Where none is found it is looked at again: larger, for a small code or a poor
    scan, and in red light, in which the ring of a red stamp across the code is not seen."""
    fault = ""
    for look in (_first_look, _second_look):
        found: dict[PaperMark, int] = {}
        for text, turn in _codes(look(page, document)):
            try:
                found.setdefault(read_text(text), turn)
            except NotOurs as told:
                fault = max(fault, str(told), key=("", "foreign", "damaged", "newer").index)
        if len(found) > 1:
            return replace(page, fault="several")
        for mark, turn in found.items():
            return replace(page, mark=mark, turn=turn)
        if fault in ("damaged", "newer"):
            break
    return replace(page, fault=fault)


def _first_look(page: ScannedPage, document: Any) -> Image:
    return _image(page.source, page.number, _PIXELS, "L", document)


def _second_look(page: ScannedPage, document: Any) -> Image:
    image = _image(page.source, page.number, _FINER, "R", document)
    if max(image.size) < _PIXELS:
        scale = _FINER / max(image.size)
        image = image.resize((round(image.width * scale), round(image.height * scale)))
    return image


def _codes(image: Image) -> Iterator[tuple[str, int]]:
    import zxingcpp  # noqa: PLC0415 - only scans need it

    for found in zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False
    ):
        yield found.text, -round(found.orientation / 90) * 90 % 360


@contextmanager
def _opened(source: Path | bytes) -> Iterator[Image]:
    """A picture that is open, its faults told in our words (SCN-010)."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(source) if isinstance(source, bytes) else source)
        with opened as image:
            yield image
    except Image.DecompressionBombError as error:
        raise _unreadable(source, "图片太大，打不开") from error
    except (UnidentifiedImageError, ValueError, SyntaxError, struct.error) as error:
        raise _unreadable(source, "图片打不开，可能已损坏") from error
    except OSError as error:
        if error.errno is None:  # Pillow's own word for a picture cut short
            raise _unreadable(source, "图片打不开，可能已损坏") from error
        raise surroundings(error, _named(source)) from error


def _picture(source: Path | bytes, mode: str, pixels: int = 0) -> Image:
    """A picture as its camera held it, in ``mode`` (as :func:`_image`), white where it is transparent.

    Where ``pixels`` are enough for its longer side, a JPEG is decoded at a half or a quarter.
    """
    from PIL import ImageOps  # noqa: PLC0415 - heavy

    with _opened(source) as image:
        if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
            raise _unreadable(source, "图片文件里有好几页，只有 PDF 能有好几页")
        if pixels:
            image.draft("L" if mode == "L" else "RGB", (pixels, pixels))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return _as(on_white(image) if image.has_transparency_data else image, mode)


def _named(source: Path | bytes) -> Path:
    """The file that is told of; what is kept already has none."""
    return source if isinstance(source, Path) else Path()


def _unreadable(source: Path | bytes, said: str) -> Refusal:
    return Refusal(Problem("SCN-010", said, "请用 PDF、JPG 或 PNG 重新扫描或另存", file=str(_named(source))))


def _pdf(source: Path | bytes) -> Any:
    """A PDF, opened; its faults are told in our words (SCN-010). Only within :data:`PDFIUM`.

    Of a file only what is asked for is read, for a stack of scans is large.
    """
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - heavy

    try:
        held = source if isinstance(source, bytes) else source.open("rb")
    except OSError as error:
        raise surroundings(error, _named(source)) from error
    try:
        document = PdfDocument(held, autoclose=True)
        len(document)
    except PdfiumError as error:
        if not isinstance(held, bytes):
            held.close()
        locked = "password" in str(error).lower()
        raise _unreadable(source, "PDF 有密码，打不开" if locked else "PDF 打不开，可能已损坏") from error
    return document


def open_pdf(source: Path | bytes) -> closing[Any]:
    """The same for a ``with`` statement, closed at its end."""
    return closing(_pdf(source))


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
        if is_pdf(data):
            return data, ".pdf"
        if data.startswith(_PICTURES):
            return data, ".jpg" if data.startswith(_JPEG) else ".png"
    return _as_pdf(pages), ".pdf"


def _bytes(source: Path | bytes, most: int = -1) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as opened:
            return opened.read(most)
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
                    with open_pdf(page.source) as source:
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
    """A picture as JPEG, with its width and height in points: the file's own bytes where they are JPEG and upright.

    Raises as :func:`read_pages`.
    """
    from PIL import ExifTags  # noqa: PLC0415 - heavy

    data = _bytes(source)
    with _opened(source) as image:
        upright = image.getexif().get(ExifTags.Base.Orientation, 1) == 1
        dots = float(image.info.get("dpi", (0, 0))[0] or 0)
        size, grey = image.size, image.mode in _GREY
    if not (upright and data.startswith(_JPEG)):
        picture, made = _picture(source, "L" if grey else "RGB"), BytesIO()
        picture.save(made, "JPEG", quality=_QUALITY, optimize=True)
        data, size = made.getvalue(), picture.size
    scale = 72 / dots if _COARSE < dots < _FINE else _SHORT_SIDE / min(size)
    return data, size[0] * scale, size[1] * scale


def _add_picture(target: Any, data: bytes, width: float, height: float) -> None:
    from pypdfium2 import PdfImage, PdfMatrix  # noqa: PLC0415 - heavy

    page = target.new_page(width, height)
    picture = PdfImage.new(target)
    picture.load_jpeg(BytesIO(data), inline=True)
    picture.set_matrix(PdfMatrix().scale(width, height))
    page.insert_obj(picture)
    page.gen_content()
    page.close()
