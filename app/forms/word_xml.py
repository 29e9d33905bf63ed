"""Pieces of WordprocessingML as text: runs, paragraphs, cells, pictures. Lengths in mm, type sizes in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from app.forms.edition import Align, Style, VAlign
from app.forms.fitting import LEADING
from app.forms.fonts import faces
from app.forms.wording import xml_text

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TYPEFACES: dict[Style, str] = {
    "title": "方正小标宋简体",
    "song": "宋体",
    "fangsong": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
}
_JUSTIFY = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_VERTICAL = {"top": "top", "middle": "center", "bottom": "bottom"}
_EMU = 36_000


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm / 25.4 * 1440)


@dataclass(frozen=True, slots=True)
class Face:
    """How a text looks; ``spacing`` is how many points its characters stand further apart."""

    size: float
    style: Style = "song"
    bold: bool = False
    spacing: float = 0.0


def title_face(size: float) -> Face:
    """How titles look: 小标宋 where this machine has it, else 宋体 in bold as on the other faces."""
    own = faces().chains["title"][0].name
    return Face(size, "title") if "小标宋" in own else Face(size, "song", bold=True)


def run(text: str, face: Face) -> str:
    """One run; ``\\n`` becomes a line break and ``\\t`` a tab."""
    name = quoteattr(TYPEFACES[face.style])
    spacing = f'<w:spacing w:val="{round(face.spacing * 20)}"/>' if face.spacing else ""
    look = (
        f'<w:rPr><w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'
        f'{"<w:b/>" if face.bold else ""}{spacing}<w:sz w:val="{round(face.size * 2)}"/></w:rPr>'
    )
    inside = escape(xml_text(text)).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    inside = inside.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r>{look}<w:t xml:space='preserve'>{inside}</w:t></w:r>"


def paragraph(
    inside: str,
    align: Align = "left",
    *,
    size: float = 0.0,
    keep: bool = False,
    new_page: bool = False,
    tab: float = 0.0,
    before: float = 0.0,
    after: float = 0.0,
    indent: float = 0.0,
) -> str:
    """A paragraph round runs.

    ``size`` sets lines exactly as far apart as type of that size wants, so that a substituted face does not push the
    paper over its page. ``tab`` spreads what tabs part over so many mm, ``before`` and ``after`` are space round it,
    ``indent`` sets the first line so many characters of ``size`` in, without a character.
    """
    line = f' w:line="{round(size * LEADING * 20)}" w:lineRule="exact"' if size else ""
    lead = (
        f'<w:ind w:firstLineChars="{indent * 100:.0f}" w:firstLine="{indent * size * 20:.0f}"/>'
        if indent
        else ""
    )
    marks = "<w:keepNext/>" if keep else ""
    marks += "<w:pageBreakBefore/>" if new_page else ""
    marks += _stops(inside.count("<w:tab/>"), tab) if tab else ""
    marks += f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}"{line}/>{lead}<w:jc w:val="{_JUSTIFY[align]}"/>'
    return f"<w:p><w:pPr>{marks}</w:pPr>{inside}</w:p>"


def _stops(count: int, width: float) -> str:
    """Tab stops for the pieces of a line: the last one ends at its right, those between stand in the middle of theirs."""
    stops = "".join(
        f'<w:tab w:val="{"right" if at == count else "center"}" w:pos="{twips(width * at / count)}"/>'
        for at in range(1, count + 1)
    )
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def placed(made: str, place: Sequence[float]) -> str:
    """A paragraph in a frame of its own: ``place`` is its left and upper edge on the page and its width in mm."""
    x, y, w = map(twips, place)
    frame = f'<w:framePr w:w="{w}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{x}" w:y="{y}"/>'
    return made.replace("<w:pPr>", f"<w:pPr>{frame}", 1)


def hair(*, new_page: bool = False, section: str = "") -> str:
    """A paragraph of next to no height: Word wants one between and after tables."""
    page = "<w:pageBreakBefore/>" if new_page else ""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f'<w:p><w:pPr>{page}{spacing}<w:rPr><w:sz w:val="2"/></w:rPr>{section}</w:pPr></w:p>'


def picture(relation: str, number: int, width: float, height: float) -> str:
    """A run with an inline picture; ``relation`` is the id of the image's relationship."""
    cx, cy = round(width * _EMU), round(height * _EMU)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
        f'<wp:docPr id="{number}" name="照片{number}" descr="照片"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="照片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def field(code: str, face: Face) -> str:
    """A run with a field such as PAGE or NUMPAGES."""
    return f'<w:fldSimple w:instr="{code}">{run("1", face)}</w:fldSimple>'


def cell(
    paragraphs: str,
    width: float,
    columns: int,
    valign: VAlign,
    *,
    merge: str = "",
    open_edges: Sequence[str] = (),
) -> str:
    """A table cell. ``merge`` is '', ``restart`` or ``continue``; ``open_edges`` names edges that bear no line."""
    marks = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    marks += f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    marks += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    if open_edges:
        marks += (
            "<w:tcBorders>" + "".join(f'<w:{edge} w:val="nil"/>' for edge in open_edges) + "</w:tcBorders>"
        )
    return f'<w:tc><w:tcPr>{marks}<w:vAlign w:val="{_VERTICAL[valign]}"/></w:tcPr>{paragraphs or "<w:p/>"}</w:tc>'


def row(cells: Sequence[str], height: float, *, whole: bool = True, head: bool = False) -> str:
    """A table row at least ``height`` mm high; ``whole`` keeps it on one page, ``head`` repeats it on each."""
    marks = "<w:cantSplit/>" if whole else ""
    marks += f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'
    marks += "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: Sequence[str], widths: Sequence[float]) -> str:
    """A table of fixed column widths with a thin line round every cell."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{edge} w:val="single" w:sz="6" w:space="0" w:color="auto"/>' for edge in edges)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    margins = "".join(
        f'<w:{edge} w:w="{width}" w:type="dxa"/>'
        for edge, width in (("top", 20), ("left", 57), ("bottom", 20), ("right", 57))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
