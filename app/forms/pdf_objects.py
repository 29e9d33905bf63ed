"""A PDF file written object by object as its parts come, so that memory stays flat however many pages there are.

reportlab keeps every object of a document until it is saved and reads whole fonts (its ``pdfdoc`` alone takes longer
to import than one form may take to print); this is the little of ISO 32000-1 that the papers need.
"""

from __future__ import annotations

import re
import zlib
from array import array
from typing import BinaryIO

_NODE = 64
"""Pages under one node of the page tree."""
_NOT_PLAIN = re.compile(rb"[^A-Za-z0-9_.+-]")


def name(text: str) -> bytes:
    """A PDF name for any text (7.3.5)."""
    return b"/" + _NOT_PLAIN.sub(lambda found: b"#%02X" % found[0][0], text.encode())


def string(text: str) -> bytes:
    """A text string in UTF-16BE with its mark (7.9.2.2), as hexadecimal digits."""
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode() + b">"


class PdfFile:
    """Objects numbered from 1 and written once each; pages are kept as bare numbers until a node of the tree is full."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._sum = 0
        self._offsets = array("Q", (0,))
        self._waiting: list[int] = []
        self._nodes: list[tuple[int, int]] = []
        self._node = 0
        self.pages = 0
        self.catalog, self.tree, self.info = self.new(), self.new(), self.new()
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)
        self._sum = zlib.crc32(data, self._sum)

    def new(self) -> int:
        """The number of an object to be written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def put(self, number: int, body: bytes) -> None:
        """Write object ``number``."""
        self._offsets[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def put_stream(self, number: int, entries: bytes, data: bytes, *, level: int = 6) -> None:
        """Write a stream with the given dictionary ``entries``, compressed unless ``level`` is 0."""
        if level:
            data = zlib.compress(data, level)
            entries += b"/Filter/FlateDecode"
        self.put(number, b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data))

    def add_page(self, entries: bytes) -> int:
        """Write a page with the given dictionary ``entries`` as the next one of the document; its object's number."""
        if not self._waiting:
            self._node = self.new()
        number = self.new()
        self.put(number, b"<</Type/Page/Parent %d 0 R%b>>" % (self._node, entries))
        self._waiting.append(number)
        self.pages += 1
        if len(self._waiting) == _NODE:
            self._close_node()
        return number

    def _close_node(self) -> None:
        if not self._waiting:
            return
        kids = b" ".join(b"%d 0 R" % page for page in self._waiting)
        count = len(self._waiting)
        self.put(self._node, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (self.tree, count, kids))
        self._nodes.append((self._node, count))
        self._waiting = []

    def finish(self, catalog: bytes, info: bytes) -> None:
        """Write page tree, catalog, document information and the table of offsets."""
        self._close_node()
        kids = b" ".join(b"%d 0 R" % node for node, _ in self._nodes)
        self.put(self.tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.pages, kids))
        self.put(self.catalog, b"<</Type/Catalog/Pages %d 0 R%b>>" % (self.tree, catalog))
        self.put(self.info, b"<<%b>>" % info)
        mark = b"<%08X%024X>" % (self._sum, self._at)
        start, count = self._at, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for first in range(1, count, 4096):
            self._write(b"".join(b"%010d 00000 n \n" % at for at in self._offsets[first : first + 4096]))
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[%b%b]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, self.catalog, self.info, mark, mark, start)
        )
