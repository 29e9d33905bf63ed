"""The photo in the bureau's own Word file: into its cell, as large as it fits, with the parts a picture needs."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.forms import word_edit as edit
from app.forms import word_xml as xml
from app.forms.form_tables import FormCell, FormSource
from app.forms.photos import placeable
from app.forms.read_captions import Spot, photo_cells
from app.forms.read_word import W, WordFile

_LARGEST = (33.0, 45.0)
_TYPES = "[Content_Types].xml"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@dataclass
class Package:
    """Parts of the file that will be written anew, by name. Everything else stays."""

    part: str
    types: bytes
    rels: bytes
    names: set[str]
    changed: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, word: WordFile) -> Package:
        """The package of a file that was read as ``word``."""
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            rels = archive.read(cls._rels_name(word.part)) if cls._rels_name(word.part) in names else b""
            return cls(word.part, archive.read(_TYPES), rels, names)

    @staticmethod
    def _rels_name(part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def add_image(self, data: bytes) -> str:
        """Add a picture as a part of the package; returns its relationship id."""
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        name = posixpath.join(posixpath.dirname(self.part), "media", f"yuanbang_photo.{kind}")
        self.changed[name] = data
        text = self.rels.decode("utf-8") or (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
            'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        )
        used = set(re.findall(r'Id="([^"]+)"', text))
        relation = next(f"rIdPhoto{n}" for n in range(1, 10_000) if f"rIdPhoto{n}" not in used)
        entry = f'<Relationship Id="{relation}" Type="{_IMAGE}" Target="media/yuanbang_photo.{kind}"/>'
        text = re.sub(r"<Relationships([^>]*)/>", r"<Relationships\1></Relationships>", text)
        self.changed[self._rels_name(self.part)] = text.replace(
            "</Relationships>", f"{entry}</Relationships>"
        ).encode()
        types = self.types.decode("utf-8")
        if not re.search(rf'Extension="{kind}"', types, re.IGNORECASE):
            default = f'<Default Extension="{kind}" ContentType="image/{kind}"/>'
            types = re.sub(r"(<Types[^>]*>)", rf"\1{default}", types, count=1)
            self.changed[_TYPES] = types.encode()
        return relation

    def finish(self, word: WordFile) -> None:
        """Write the changed tree as the document part."""
        from lxml import etree  # noqa: PLC0415 - heavy

        tree = word.root.getroottree()
        self.changed[self.part] = etree.tostring(
            tree, xml_declaration=True, encoding="UTF-8", standalone=True
        )


def _cell_for(source: FormSource, spots: list[Spot]) -> FormCell | None:
    """The photo's cell: one that says 照片, else one with a picture in it, else the empty one that spans most rows
    of those to which no caption points."""
    said = next(photo_cells(source), None)
    if said is not None:
        return said
    pictured = next((p.cell for p in source.pictures if p.cell is not None and p.like_portrait), None)
    if pictured is not None:
        return pictured
    used = {id(cell) for spot in spots for cell in (*spot.values, spot.cell)}
    free = [
        cell
        for table in source.tables
        for cell in table.cells
        if id(cell) not in used and not cell.text.strip() and cell.rows >= 3
    ]
    return max(free, key=lambda cell: (cell.rows, cell.column), default=None)


def _room(cell: FormCell) -> tuple[float, float]:
    """The cell's inside in mm as far as the file tells it, else the size of a two-inch photo."""
    width = cell.source.find(f"{W}tcPr/{W}tcW")
    wide = _LARGEST[0]
    if width is not None and width.get(f"{W}type") == "dxa" and width.get(f"{W}w", "").isdigit():
        wide = int(width.get(f"{W}w")) / 1440 * 25.4 - 4
    line, tall = cell.source.getparent(), 0.0
    for _ in range(cell.rows):
        height = line.find(f"{W}trPr/{W}trHeight") if line is not None else None
        tall += int(height.get(f"{W}val", "0")) / 1440 * 25.4 if height is not None else 0.0
        line = line.getnext() if line is not None else None
    return min(_LARGEST[0], max(wide, 15.0)), min(_LARGEST[1], tall - 2 if tall > 20 else _LARGEST[1])


def _drawing(paragraph: Any, relation: str, width: float, height: float) -> Any:
    from lxml import etree  # noqa: PLC0415 - heavy

    used = {
        int(n)
        for e in paragraph.getroottree().iter()
        if (n := e.get("id", "")).isdigit() and "docPr" in str(e.tag)
    }
    number = max(used, default=0) + 1
    return etree.fromstring(f"<w:p {xml.NAMESPACES}>{xml.picture(relation, number, width, height)}</w:p>")[0]


def place_photo(source: FormSource, spots: list[Spot], data: bytes, package: Package) -> bool:
    """Put the photo into its cell in place of what is there; False when the form has no such cell."""
    cell = _cell_for(source, spots)
    if cell is None or cell.source is None:
        return False
    places = edit.paragraphs(cell.source)
    if not places:
        return False
    data, *size = placeable(data)
    room = _room(cell)
    scale = min(room[0] / size[0], room[1] / size[1])
    for place in places:
        edit.set_paragraph(place, "")
        for run in list(place.iter(f"{W}r")):
            if next(run.iter(f"{W}drawing", f"{W}pict"), None) is not None:
                run.getparent().remove(run)
    places[0].append(_drawing(places[0], package.add_image(data), size[0] * scale, size[1] * scale))
    exact = places[0].find(f"{W}pPr/{W}spacing")
    if (
        exact is not None and exact.get(f"{W}lineRule") == "exact"
    ):  # lines of exact height would cut the picture
        exact.set(f"{W}lineRule", "atLeast")
    return True
