"""The bookmarks of a PDF (ISO 32000-1, 12.3.3): a tree of titles, each leading to a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.forms.pdf_objects import PdfFile, string


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark: ``level`` 0 is the outermost, ``page`` the number of the page's object."""

    level: int
    title: str
    page: int


@dataclass(slots=True)
class _Node:
    entry: Entry | None
    number: int
    below: list[_Node] = field(default_factory=list)

    @property
    def whole(self) -> int:
        """All bookmarks below this one."""
        return sum(1 + one.whole for one in self.below)


def write_outline(pdf: PdfFile, entries: Sequence[Entry]) -> int:
    """Write the bookmarks, all of them open; the number of their root's object. A level may be one deeper than the
    entry before it."""
    root = _Node(None, pdf.new())
    path = [root]
    for entry in entries:
        del path[entry.level + 1 :]
        node = _Node(entry, pdf.new())
        path[-1].below.append(node)
        path.append(node)
    _write(pdf, root, 0, b"/Type/Outlines")
    return root.number


def _write(pdf: PdfFile, node: _Node, parent: int, more: bytes) -> None:
    told = more
    if node.entry is not None:
        told += b"/Title%b/Parent %d 0 R/Dest[%d 0 R/Fit]" % (
            string(node.entry.title),
            parent,
            node.entry.page,
        )
    if node.below:
        told += b"/First %d 0 R/Last %d 0 R/Count %d" % (
            node.below[0].number,
            node.below[-1].number,
            node.whole,
        )
    pdf.put(node.number, b"<<%b>>" % told)
    for at, one in enumerate(node.below):
        beside = b"/Prev %d 0 R" % node.below[at - 1].number if at else b""
        if at + 1 < len(node.below):
            beside += b"/Next %d 0 R" % node.below[at + 1].number
        _write(pdf, one, node.number, beside)
