"""The Word face (.docx): the same paper as a real table, for offices that sign and send Word files.

The table has the edition's column widths, merged cells and row heights, so that it reads back by its captions even
after it was worked on (:mod:`app.forms.reading`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.catalogue.files import surroundings, written_beside
from app.forms import word_xml as xml
from app.forms.edition import Align, Edition
from app.forms.grid import page_size
from app.forms.layout_certificate import FRAME
from app.forms.layout_letter import NUMBER_GAP, NUMBER_SIZE
from app.forms.letter_word import letter_body
from app.forms.naming import write_each
from app.forms.setting import MM, line_height
from app.forms.snapshot import BLANK, Progress, Snapshot
from app.forms.word_fill import list_body, sheet_body

if TYPE_CHECKING:
    from docx.document import Document


def _section(edition: Edition, footers: str = "") -> str:
    """The page set-up; a paper printed on both sides begins on a new sheet, one with page numbers at 1."""
    width, height = (xml.twips(side) for side in page_size(edition))
    top, right, bottom, left = edition.margins
    turned = ' w:orient="landscape"' if edition.landscape else ""
    edge = min(8.0, bottom / 2)
    below = bottom - NUMBER_GAP - line_height(NUMBER_SIZE) if edition.kind == "letter" else edge
    margins = {"top": top, "right": right, "bottom": bottom, "left": left, "header": edge, "footer": below}
    told = " ".join(f'w:{name}="{xml.twips(size)}"' for name, size in margins.items())
    numbered = '<w:pgNumType w:start="1"/>' if edition.page_number else ""
    return (
        f'<w:sectPr>{footers}<w:type w:val="{"oddPage" if edition.sides == 2 else "nextPage"}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {told} w:gutter="0"/>'
        f"{_frame() if edition.kind == 'certificate' else ''}"
        f"{numbered}</w:sectPr>"
    )


def _frame() -> str:
    """The two lines round a certificate."""
    space = round(FRAME[0] / MM)
    edges = "".join(
        f'<w:{edge} w:val="double" w:sz="6" w:space="{space}" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right")
    )
    return f'<w:pgBorders w:offsetFrom="page">{edges}</w:pgBorders>'


def _footers(document: Document, edition: Edition) -> str:
    """Write the page number into the footer; returns the references to it for a section.

    A letter has its number at the outer edge (GB/T 9704, 7.5), so odd and even pages have footers of their own.
    """
    if not edition.page_number:
        return ""
    section = document.sections[0]
    if edition.kind != "letter":
        return _footer(section.footer, "default", edition, "center", 9.0)
    document.settings.odd_and_even_pages_header_footer = True
    return _footer(section.footer, "default", edition, "right", NUMBER_SIZE) + _footer(
        section.even_page_footer, "even", edition, "left", NUMBER_SIZE
    )


def _footer(footer: Any, kind: str, edition: Edition, align: Align, size: float) -> str:
    from docx.oxml import parse_xml  # noqa: PLC0415 - heavy
    from docx.oxml.ns import qn  # noqa: PLC0415

    face = xml.Face(size)
    codes = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    found = re.split(r"(\{pages?\})", edition.page_number)
    if align != "center":
        found = ["\u00a0\u00a0", *found, "\u00a0\u00a0"]
    inside = "".join(xml.field(codes[p], face) if p in codes else xml.run(p, face) for p in found if p)
    footer.is_linked_to_previous = False
    element = footer._element
    for old in list(element):
        element.remove(old)
    made = parse_xml(f"<w:ftr {xml.NAMESPACES}>{xml.paragraph(inside, align, size=size)}</w:ftr>")
    element.extend(list(made))
    references = footer._sectPr.footerReference_lst
    (relation,) = (one.rId for one in references if one.get(qn("w:type")) == kind)
    return f'<w:footerReference w:type="{kind}" r:id="{relation}"/>'


def _base(edition: Edition) -> Document:
    """An empty document whose plain text is 宋体 without space between paragraphs."""
    import docx  # noqa: PLC0415 - heavy
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(edition.type_size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    # As on the PDF: no blanks of its own between Chinese and figures, no full stop that hangs into the margin.
    for own in ("autoSpaceDN", "autoSpaceDE", "overflowPunct"):
        mark = OxmlElement(f"w:{own}")
        mark.set(qn("w:val"), "0")
        normal.element.pPr.insert(0, mark)
    document.core_properties.title = edition.name
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.keywords = f"{edition.id} {edition.mark}".strip()
    return document


def _adder(document: Document) -> Any:
    numbers = iter(range(1, 1_000_000))

    def add(data: bytes) -> tuple[str, int]:
        relation, _ = document.part.get_or_add_image(BytesIO(data))
        return relation, next(numbers)

    return add


def _build(
    edition: Edition, snapshots: Iterable[Snapshot], progress: Progress | None, total: int
) -> tuple[Document, int]:
    from docx.oxml import parse_xml  # noqa: PLC0415 - heavy

    document = _base(edition)
    section, add = _section(edition, _footers(document, edition)), _adder(document)
    apart = edition.sides == 2 or bool(edition.page_number)
    body: list[str] = []
    count = 0
    for count, snapshot in enumerate(snapshots, 1):
        if count > 1 and apart:
            body.append(xml.hair(section=section))
        new_page = count > 1 and not apart
        if edition.kind == "list":
            body.append(list_body(edition, snapshot, new_page=new_page))
        elif edition.kind in ("letter", "certificate"):
            body.append(letter_body(edition, snapshot, new_page=new_page))
        else:
            body.append(sheet_body(edition, snapshot, add, new_page=new_page))
        if progress:
            progress(count, max(total, count))
    if body and body[-1].endswith("</w:tbl>"):
        body.append(xml.hair())
    whole = "".join(body) + section
    # Parsed as a whole: lxml takes quadratic time to move many elements from one document to another.
    document.part._element = parse_xml(f"<w:document {xml.NAMESPACES}><w:body>{whole}</w:body></w:document>")
    return document, count


def write_word(
    edition: Edition,
    snapshots: Iterable[Snapshot],
    target: Path,
    *,
    total: int = 0,
    progress: Progress | None = None,
) -> int:
    """Write one document with a paper for each snapshot, every one on a new page; returns how many there are.

    Raises :class:`Surroundings` when the disk does not let us, and whatever ``progress`` raises; ``target`` is then
    as it was.
    """
    document, count = _build(edition, snapshots, progress, total)
    if not count:
        return write_word(edition, (BLANK,), target)
    with written_beside(target) as beside:
        try:
            document.save(str(beside))
        except OSError as error:
            raise surroundings(error, target) from error
    return count


def write(
    edition: Edition,
    papers: Iterable[Snapshot],
    target: Path,
    *,
    each: bool = False,
    total: int = 0,
    progress: Progress | None = None,
) -> tuple[list[Path], dict[str, object]]:
    """Write one Word file, or with ``each`` one beside ``target`` for every paper: the files, and facts on them."""
    if not each:
        count = write_word(edition, papers, target, total=total, progress=progress)
        return [target], {"papers": count}

    def one(paper: Snapshot, path: Path, number: int) -> None:
        write_word(edition, (paper,), path)
        if progress:
            progress(number + 1, max(total, number + 1))

    files = write_each(papers, target, one)
    return files, {"papers": len(files)}
