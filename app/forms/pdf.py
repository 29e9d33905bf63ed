"""The PDF face: papers written page by page as they are laid out, with faces embedded and every value copied as typed.

The blank form is drawn once and placed on every page that has the same one (a Form XObject, ISO 32000-1, 8.10); JPEG
photos go in as they are. The same input gives the same bytes: there is no clock in the file unless one is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from app.catalogue.files import written_beside
from app.catalogue.problems import Problem, Refusal
from app.forms.boxes import Page
from app.forms.edition import Edition
from app.forms.fonts import FaceSet
from app.forms.fonts import faces as machine_faces
from app.forms.layout import lay_out
from app.forms.naming import write_each
from app.forms.pdf_draw import PT, inked, photo, rules, type_set
from app.forms.pdf_fonts import Fonts
from app.forms.pdf_objects import PdfFile, string
from app.forms.pdf_outline import Entry, write_outline
from app.forms.pdf_photos import Jpeg, jpeg_of
from app.forms.snapshot import BLANK, Progress, Snapshot

_PHOTOS = 64
"""Photos remembered so that the same one is stored once; more would grow with the number of people."""


@dataclass(frozen=True, slots=True)
class Document:
    """The pages of one paper. ``name`` says whose it is; ``sides`` 2 means printed on both sides of its sheets.

    ``marks`` are bookmarks that lead to its first page: level (0 is the outermost) and title.
    """

    pages: Sequence[Page]
    name: str = ""
    sides: int = 1
    marks: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What was written. ``faces`` names those used; ``missing`` are (document, character) drawn as 〓 because no face
    has them; ``problems`` tell photos that could not be printed."""

    pages: int
    documents: int
    faces: tuple[str, ...]
    missing: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Job:
    """A file being written: the blank forms (by key) and photos (by hash) that it holds already."""

    pdf: PdfFile
    fonts: Fonts
    resources: int
    blanks: dict[str, int] = field(default_factory=dict)
    photos: dict[bytes, tuple[int, Jpeg] | Problem] = field(default_factory=dict)
    missing: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    documents: int = 0
    outline: list[Entry] = field(default_factory=list)


def _blank(job: _Job, page: Page) -> int:
    """The form XObject of what the page has in common with others."""
    number = job.blanks.get(page.blank_key)
    if number is None:
        number = job.blanks[page.blank_key] = job.pdf.new()
        drawn = "\n".join((rules(page.static, page.height), type_set(page.static, page.height, job.fonts)))
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]/Resources<</Font %d 0 R>>" % (
            page.width * PT,
            page.height * PT,
            job.resources,
        )
        job.pdf.put_stream(number, entries, drawn.encode("latin-1"))
    return number


def _photo(job: _Job, data: bytes, name: str) -> tuple[int, Jpeg] | None:
    key = sha256(data).digest()
    known = job.photos.get(key)
    if known is None:
        try:
            jpeg = jpeg_of(data)
        except Refusal as refusal:
            known = refusal.problem
        else:
            known = job.pdf.new(), jpeg
            entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8/Filter/DCTDecode"
            job.pdf.put_stream(known[0], entries % (jpeg.width, jpeg.height, jpeg.space), jpeg.data, level=0)
            known = known[0], Jpeg(b"", jpeg.width, jpeg.height, jpeg.space)
        if len(job.photos) >= _PHOTOS:
            job.photos.pop(next(iter(job.photos)))
        job.photos[key] = known
    if isinstance(known, Problem):
        job.problems.append(known.at(value=name))
        return None
    return known


def _draw(job: _Job, page: Page, name: str) -> int:
    """Write one page with its contents; the number of its object."""
    parts: list[str] = []
    forms: list[bytes] = []
    boxes = page.filled if page.blank_key else page.boxes
    if page.blank_key:
        forms.append(b"/B %d 0 R" % _blank(job, page))
        parts.append("/B Do")
    else:
        parts.append(rules(boxes, page.height))
    for number, box in enumerate(boxes):
        if box.image and (found := _photo(job, box.image, name)):
            forms.append(b"/P%d %d 0 R" % (number, found[0]))
            parts.append(photo(box, page.height, found[1], f"P{number}"))
    parts.append(type_set(boxes, page.height, job.fonts))
    if marks := inked(boxes, page.height):
        parts.append(marks)
    contents = job.pdf.new()
    job.pdf.put_stream(contents, b"", "\n".join(parts).encode("latin-1"))
    return job.pdf.add_page(
        b"/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</Font %d 0 R/XObject<<%b>>>>"
        % (page.width * PT, page.height * PT, contents, job.resources, b"".join(forms))
    )


def _named_missing(job: _Job, document: Document) -> None:
    if lacking := job.fonts.lacking:
        lines = (line for page in document.pages for box in page.boxes for line in box.lines)
        used = dict.fromkeys(ch for line in lines for run in line.runs for ch in run.text)
        job.missing += [(document.name, ch) for ch in used if ch in lacking]


def whole_sheets(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents, those for both sides of a sheet filled up with an empty side if another one follows, so that a
    stack printed on both sides keeps every paper on sheets of its own."""
    held: Document | None = None
    for document in documents:
        if held is not None:
            if held.sides == 2 and len(held.pages) % 2:
                last = held.pages[-1]
                held = replace(held, pages=[*held.pages, Page(last.width, last.height, ())])
            yield held
        held = document
    if held is not None:
        yield held


def _catalog(title: str, sides: int, copies: int) -> tuple[bytes, bytes]:
    """What a reader asks of the document: its language and title, and how it suggests to print."""
    wishes = b"/DisplayDocTitle true/PrintScaling/None"
    if sides == 2:
        wishes += b"/Duplex/DuplexFlipLongEdge"
    if copies > 1:
        wishes += b"/NumCopies %d" % copies
    return b"/Lang(zh-CN)/ViewerPreferences<<%b>>" % wishes, b"/Title%b/Producer%b" % (
        string(title),
        string("援帮"),
    )


def _written(
    file: BinaryIO, documents: Iterable[Document], faces: FaceSet, total: int, progress: Progress | None
) -> tuple[_Job, int]:
    pdf = PdfFile(file)
    job = _Job(pdf, Fonts(faces), pdf.new())
    sides = 1
    for document in whole_sheets(documents):
        drawn = [_draw(job, page, document.name) for page in document.pages]
        job.outline += [Entry(level, title, drawn[0]) for level, title in document.marks if drawn]
        _named_missing(job, document)
        sides = max(sides, document.sides)
        job.documents += 1
        if progress:
            progress(job.documents, max(total, job.documents))
    job.fonts.write(pdf, job.resources)
    return job, sides


def write_pages(
    documents: Iterable[Document],
    target: Path,
    *,
    title: str = "",
    copies: int = 1,
    faces: FaceSet | None = None,
    total: int = 0,
    progress: Progress | None = None,
    moment: datetime | None = None,
) -> PrintResult:
    """Write laid out documents one after the other, as they come, into ``target``.

    ``title`` and ``copies`` (how many are usually printed) go into the file for its reader; ``moment`` is the time
    that the file says it was made. ``faces`` must be those it was laid out with.

    Raises :class:`app.catalogue.problems.Surroundings` when the disk does not let us, and whatever ``progress``
    raises; ``target`` is then as it was.
    """
    known = faces or machine_faces()
    with written_beside(target) as beside, beside.open("wb", buffering=1 << 18) as file:
        job, sides = _written(file, documents, known, total, progress)
        catalog, info = _catalog(title, sides, copies)
        if moment:
            info += b"/CreationDate(D:%b)" % moment.strftime("%Y%m%d%H%M%S").encode()
        if job.outline:
            catalog += b"/PageMode/UseOutlines/Outlines %d 0 R" % write_outline(job.pdf, job.outline)
        job.pdf.finish(catalog, info)
    used = tuple(dict.fromkeys(codes.face.name for codes in job.fonts.values()))
    return PrintResult(job.pdf.pages, job.documents, used, tuple(job.missing), tuple(job.problems))


def _title(edition: Edition, name: str) -> str:
    return f"{edition.name} {name}" if name else edition.name


def write_pdf(
    edition: Edition,
    snapshots: Iterable[Snapshot],
    target: Path,
    *,
    faces: FaceSet | None = None,
    total: int = 0,
    progress: Progress | None = None,
    moment: datetime | None = None,
) -> PrintResult:
    """Lay out and write one paper for each snapshot (``(BLANK,)`` gives the blank form) into one file.

    ``progress`` is called after each with (done, ``total``). Raises as :func:`write_pages` does.
    """
    known = faces or machine_faces()
    papers = iter(snapshots)
    first = next(papers, BLANK)
    second = next(papers, None)
    every = chain((first,), () if second is None else (second,), papers)
    return write_pages(
        (Document(lay_out(edition, paper, known), paper.name, edition.sides) for paper in every),
        target,
        title=_title(edition, first.name if second is None else ""),
        copies=edition.copies,
        faces=known,
        total=total,
        progress=progress,
        moment=moment,
    )


def write(
    edition: Edition,
    papers: Iterable[Snapshot],
    target: Path,
    *,
    each: bool = False,
    total: int = 0,
    progress: Progress | None = None,
) -> tuple[list[Path], dict[str, object]]:
    """Write one file, or with ``each`` one beside ``target`` for every paper: the files, and facts on them.

    Facts: ``pages``, ``faces``, ``missing`` (document and character drawn as 〓), ``problems`` (photos left out).
    """
    results: list[PrintResult] = []
    if not each:
        results.append(write_pdf(edition, papers, target, total=total, progress=progress))
        files = [target]
    else:

        def one(paper: Snapshot, path: Path, number: int) -> None:
            results.append(write_pdf(edition, (paper,), path))
            if progress:
                progress(number + 1, max(total, number + 1))

        files = write_each(papers, target, one)
    return files, {
        "pages": sum(result.pages for result in results),
        "faces": list(dict.fromkeys(face for result in results for face in result.faces)),
        "missing": [{"name": name, "character": ch} for result in results for name, ch in result.missing],
        "problems": [problem.as_item() for result in results for problem in result.problems],
    }
