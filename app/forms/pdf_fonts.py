"""The faces of one PDF file: Type0 fonts whose codes are given out as characters first appear (ISO 32000-1, 9.7).

Every *character* has a code of its own, also where characters share a glyph, so that what is copied out of the file
is what was typed: U+00A0 stays one, and a character drawn as 〓 is copied as itself.
"""

from __future__ import annotations

from app.forms.fonts import Drawn, Face, FaceSet
from app.forms.pdf_objects import PdfFile, name
from app.forms.subset import subset

_BYTES = [
    {"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r"}.get(chr(byte), chr(byte)) for byte in range(256)
]
"""Bytes as they stand in a string of a page (7.3.4.2)."""
_SECTION = 100
"""Entries of one bfchar section at most (Adobe Technical Note 5014)."""
_LEVEL = 4
"""Of compressing outlines: the highest takes twice as long and spares two hundredths."""
_TO_UNICODE = b"""/CIDInit/ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><FFFF>
endcodespacerange
%bendcmap
CMapName currentdict/CMap defineresource pop
end
end
"""


class Codes(dict[str, str]):
    """The codes of one face: character → two bytes as they stand in a string of a page, as Latin-1 text.

    ``drawn`` tells how the characters are drawn in the order of their codes, which begin at 1; ``lacking`` are those
    that the face has been asked for and has not.
    """

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face, self.resource = face, resource
        self.drawn: list[Drawn] = []
        self.lacking: set[str] = set()

    def __missing__(self, ch: str) -> str:
        drawn = self.face.drawn(ch)
        self.drawn.append(drawn)
        if drawn.lacking:
            self.lacking.add(ch)
        high, low = divmod(len(self.drawn), 256)
        self[ch] = coded = _BYTES[high] + _BYTES[low]
        return coded

    def show(self, text: str) -> str:
        """``text`` as the operand of Tj, without its brackets."""
        return "".join(map(self.__getitem__, text))


def _widths(codes: Codes) -> bytes:
    """The W array: what is not one em wide (9.7.4.3)."""
    others = (f"{code}[{d.width:g}]" for code, d in enumerate(codes.drawn, 1) if d.width != 1000)
    return "".join(others).encode()


def _to_unicode(codes: Codes) -> bytes:
    entries = [f"<{code:04X}><{drawn.utf16}>\n" for code, drawn in enumerate(codes.drawn, 1)]
    sections = []
    for start in range(0, len(entries), _SECTION):
        part = entries[start : start + _SECTION]
        sections.append(f"{len(part)} beginbfchar\n{''.join(part)}endbfchar\n")
    return _TO_UNICODE % "".join(sections).encode()


def _tag(number: int) -> str:
    """Six capitals that mark a subset (9.6.4); ``number`` keeps the subsets of one file apart."""
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(65 + letter))
    return "".join(reversed(letters))


def write_font(pdf: PdfFile, number: int, codes: Codes, order: int) -> None:
    """Write the Type0 font ``number`` for the characters used, with its subset and ToUnicode."""
    font = codes.face.font
    base = name(f"{_tag(order)}+{codes.face.key}")
    descendant, descriptor, file, unicode = pdf.new(), pdf.new(), pdf.new(), pdf.new()
    pdf.put(
        number,
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (base, descendant, unicode),
    )
    pdf.put(
        descendant,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[%b]/CIDToGIDMap/Identity>>"
        % (base, descriptor, _widths(codes)),
    )
    box = b" ".join(b"%d" % round(edge * 1000 / font.upm) for edge in font.box)
    ascent, descent = (round(edge * 1000 / font.upm) for edge in (font.ascent, font.descent))
    pdf.put(
        descriptor,
        b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[%b]/ItalicAngle 0/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>" % (base, box, ascent, descent, ascent, file),
    )
    data = subset(font, [0, *(drawn.glyph for drawn in codes.drawn)])
    pdf.put_stream(file, b"/Length1 %d" % len(data), data, level=_LEVEL)
    pdf.put_stream(unicode, b"", _to_unicode(codes))


class Fonts(dict[str, Codes]):
    """The faces that a file has used so far, by the key of runs."""

    def __init__(self, faces: FaceSet) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, key: str) -> Codes:
        self[key] = codes = Codes(self._faces.by_key(key), f"F{len(self)}")
        return codes

    @property
    def lacking(self) -> set[str]:
        """Characters met so far that no face has."""
        return set().union(*(codes.lacking for codes in self.values()))

    def write(self, pdf: PdfFile, number: int) -> None:
        """Write all fonts, and object ``number`` that names them as the pages' resources."""
        entries = []
        for order, codes in enumerate(self.values()):
            font = pdf.new()
            write_font(pdf, font, codes, order)
            entries.append(b"/%b %d 0 R" % (codes.resource.encode(), font))
        pdf.put(number, b"<<%b>>" % b"".join(entries))
