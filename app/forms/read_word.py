"""A Word file as tables of cells, paragraphs and pictures, read from its XML as it stands (nothing is rewritten)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.forms.form_files import damaged, open_package
from app.forms.form_tables import FormCell, FormSource, FormTable, Picture

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{MC}Fallback", f"{W}rPr", f"{W}pPr"}
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the body (``element``) or a top-level table with those nested in it (``tables``)."""

    element: Any
    tables: tuple[FormTable, ...] = ()

    @property
    def text(self) -> str:
        """A paragraph's text; '' for a table."""
        return "" if self.tables else paragraph_text(self.element)


@dataclass
class WordFile:
    """The main part of a Word file, parsed: ``root`` is its tree, ``tables`` its tables in order, nested ones after."""

    part: str
    root: Any
    targets: dict[str, str]
    tables: list[FormTable] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def _parse(data: bytes) -> Any:
    from lxml import etree  # noqa: PLC0415 - heavy

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The relationships of a part: id → (type, target's name in the package); outside targets are left out."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in archive.namelist():
        return {}
    found = {}
    for relation in _parse(archive.read(listing)).iter(f"{RELATIONS}Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[relation.get("Id", "")] = (relation.get("Type", ""), posixpath.normpath(place))
    return found


def main_part(archive: zipfile.ZipFile) -> str:
    """The name of the document part; '' when the package has none."""
    for kind, target in relations(archive, "").values():
        if kind.endswith("/officeDocument") and target in archive.namelist():
            return target
    return ""


def paragraph_text(paragraph: Any) -> str:
    """A paragraph's own text: line breaks and tabs kept, deleted text, fields' codes and fallbacks left out."""
    pieces: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                pieces.append(child.text or "")
            elif tag in (f"{W}br", f"{W}cr"):
                pieces.append("\n")
            elif tag == f"{W}tab":
                pieces.append("\t")
            elif tag == f"{W}noBreakHyphen":
                pieces.append("-")
            elif tag == f"{W}sym":
                pieces.append("☑" if child.get(f"{W}char", "").upper().endswith(("52", "FE", "54")) else "□")
            elif isinstance(tag, str) and tag not in _SKIPPED:
                walk(child)

    walk(paragraph)
    return "".join(pieces)


def blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables directly inside an element, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from blocks(child)


def cell_text(cell: Any) -> str:
    """The text of a ``w:tc`` without the tables nested in it."""
    return "\n".join(paragraph_text(block) for block in blocks(cell) if block.tag == f"{W}p")


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _inside(child, tag)


def _number(element: Any, path: str, least: int) -> int:
    found = element.find(path)
    text = found.get(f"{W}val", "") if found is not None else ""
    return max(least, int(text)) if text.isdigit() else least


def read_table(element: Any, place: str) -> FormTable:
    """A ``w:tbl`` as cells with their spans; cells merged downwards become one."""
    cells: list[FormCell] = []
    open_above: dict[int, FormCell] = {}
    for row, line in enumerate(_inside(element, f"{W}tr")):
        column = _number(line, f"{W}trPr/{W}gridBefore", 0)
        going_on: dict[int, FormCell] = {}
        for tc in _inside(line, f"{W}tc"):
            span = _number(tc, f"{W}tcPr/{W}gridSpan", 1)
            merge = tc.find(f"{W}tcPr/{W}vMerge")
            above = open_above.get(column)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and above is not None:
                above.rows = row - above.row + 1
                hidden = cell_text(tc).strip()
                above.text += f"\n{hidden}" if hidden else ""
                going_on[column] = above
            else:
                cell = FormCell(cell_text(tc), row, column, 1, span, tc)
                cells.append(cell)
                if merge is not None:
                    going_on[column] = cell
            column += span
        open_above = going_on
    return FormTable(cells, place)


def _walk_tables(parent: Any, found: list[Any], depth: int = 0) -> None:
    """All tables in document order, a nested one after the table round it."""
    for block in blocks(parent):
        if block.tag == f"{W}tbl" and depth < _DEEPEST:
            found.append(block)
            for line in _inside(block, f"{W}tr"):
                for tc in _inside(line, f"{W}tc"):
                    _walk_tables(tc, found, depth + 1)


def _pictures(archive: zipfile.ZipFile, word: WordFile) -> Iterator[Picture]:
    cells = {cell.source: cell for table in word.tables for cell in table.cells}
    names = set(archive.namelist())
    for mark in word.root.iter(f"{A}blip", f"{V}imagedata"):
        relation = mark.get(f"{R}embed") or mark.get(f"{R}id") or ""
        target = word.targets.get(relation, "")
        if target not in names:
            continue
        home = next((up for up in mark.iterancestors(f"{W}tc")), None)
        extent = next(
            (e for up in mark.iterancestors(f"{WP}inline", f"{WP}anchor") for e in up.iter(f"{WP}extent")),
            None,
        )
        size = (0.0, 0.0) if extent is None else (float(extent.get("cx", 0)), float(extent.get("cy", 0)))
        yield Picture(archive.read(target), *size, cells.get(home))


def read_word(path: Path) -> WordFile:
    """Parse a .docx: every table with its cells, top-level blocks in order, and all pictures with their cells.

    Raises the refusals of :func:`app.forms.form_files.open_package`, FRM-204 for a package without a document and
    FRM-206 for the "strict" variety, which WPS does not write.
    """
    with open_package(path) as archive:
        try:
            part = main_part(archive)
            data = archive.read(part) if part else b""
            if not part or b"wordprocessingml" not in data[:20_000]:
                raise damaged(path)
            if _STRICT in data[:4000]:
                raise Refusal(
                    Problem("FRM-206", "这是“严格 Open XML”格式", "请另存为普通的 .docx 再试", file=str(path))
                )
            targets = {key: target for key, (_, target) in relations(archive, part).items()}
            return _assembled(archive, WordFile(part, _parse(data), targets))
        except (
            zipfile.BadZipFile,
            KeyError,
            SyntaxError,
            ValueError,
            NotImplementedError,
            OSError,
            EOFError,
        ) as error:
            raise damaged(path) from error


def _assembled(archive: zipfile.ZipFile, word: WordFile) -> WordFile:
    body = word.root.find(f"{W}body")
    if body is None:
        return word
    for block in blocks(body):
        if block.tag == f"{W}p":
            word.blocks.append(Block(block))
            continue
        elements: list[Any] = [block]
        for line in _inside(block, f"{W}tr"):
            for tc in _inside(line, f"{W}tc"):
                _walk_tables(tc, elements)
        tables = [read_table(element, f"表格{len(word.tables) + n}") for n, element in enumerate(elements, 1)]
        word.tables += tables
        word.blocks.append(Block(block, tuple(tables)))
    word.pictures = list(_pictures(archive, word))
    return word


def sources(word: WordFile) -> Iterator[FormSource]:
    """The document in pieces: each top-level table with its nested ones and the paragraphs before it."""
    texts: list[str] = []
    last: FormSource | None = None
    for block in word.blocks:
        if not block.tables:
            texts.append(block.text)
            continue
        inside = {id(cell) for table in block.tables for cell in table.cells}
        near = [p for p in word.pictures if p.cell is not None and id(p.cell) in inside]
        last = FormSource(list(block.tables), texts, near, block.tables[0].place)
        yield last
        texts = []
    if last is not None:
        last.texts.extend(texts)
