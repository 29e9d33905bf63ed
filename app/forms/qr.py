"""The small QR code of a printed paper: what it tells, and where on the page it stands.

It tells which record, edition and page a sheet of paper is, and a short check of what was printed, and nothing about
a person. A scan of the signed paper finds its record by it (``app.operations.scans``). The text is of the 45 letters that a QR
code packs two to 11 bits (ISO/IEC 18004, 7.4.4)::

    YB1.E<record, 26 letters>.<edition, 8>.<page>-<pages>.<state, 8>.<check, 4>
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.forms.boxes import Box, Mark, Page, with_box

LETTERS = {
    "enrolment": "E", "appraisal": "A", "report": "R", "mentorship": "M", "agreement": "G", "goals": "L",
    "replacement": "W", "duty": "D", "experience": "X", "yearly": "Y",
}  # fmt: skip
"""The letter by which a code names what its record is: the edition's subject. Papers of other subjects bear no code."""
_SUBJECTS = {letter: subject for subject, letter in LETTERS.items()}
_OURS = re.compile(r"YB(\d+)\.")
_CODE = re.compile(
    r"YB1\.([A-Z])([A-Z2-7]{26})\.([0-9A-F]{8})\.(\d{1,3})-(\d{1,3})\.([0-9A-F]{8})\.([0-9A-F]{4})"
)
QUIET = 4
"""Modules that stay white round a code (ISO/IEC 18004, 9.1)."""
_SIZES = ((0.42, 7.0), (0.36, 6.0), (0.33, 5.0))
"""mm of one module, and mm from the paper's edges: as large as there is room for; the least still has 2.6 dots of a scan
at 200 dots an inch, and no printer needs more than 5 mm of edge."""


class NotOurs(ValueError):
    """A code that this program did not print, or that tells something else; the message says which."""


@dataclass(frozen=True, slots=True)
class PaperMark:
    """What a code tells. ``record`` is 16 bytes, ``edition`` and ``state`` are 8 hexadecimal digits."""

    subject: str
    record: bytes
    edition: str
    state: str
    page: int = 1
    of: int = 1


def edition_code(edition_id: str) -> str:
    """The 8 digits by which a code names an edition."""
    return hashlib.sha256(edition_id.encode()).hexdigest()[:8].upper()


def text_of(mark: PaperMark) -> str:
    """The text of a code."""
    record = base64.b32encode(mark.record).decode().rstrip("=")
    head = (
        f"YB1.{LETTERS[mark.subject]}{record}.{mark.edition}.{mark.page}-{mark.of}.{mark.state[:8].upper()}"
    )
    return f"{head}.{_check(head)}"


def _check(head: str) -> str:
    return f"{zlib.crc32(head.encode()) & 0xFFFF:04X}"


def read_text(text: str) -> PaperMark:
    """What a code tells. Raises :class:`NotOurs` for anything that this version did not print, with ``args[0]`` one of
    ``foreign``, ``newer``, ``damaged``."""
    ours = _OURS.match(text)
    if ours is None:
        raise NotOurs("foreign")
    if ours[1] != "1":
        raise NotOurs("newer")
    found = _CODE.fullmatch(text)
    if found is None or found[7] != _check(text.rpartition(".")[0]) or found[1] not in _SUBJECTS:
        raise NotOurs("damaged")
    try:
        record = base64.b32decode(found[2] + "=" * 6)
    except binascii.Error as error:
        raise NotOurs("damaged") from error
    return PaperMark(_SUBJECTS[found[1]], record, found[3], found[6], int(found[4]), int(found[5]))


def marked(pages: Sequence[Page], mark: PaperMark) -> list[Page]:
    """The pages with their codes, each where nothing else stands: below at the right, else at another corner.

    A page without room bears none (:func:`bears_code` tells).
    """
    return [_with_code(page, replace(mark, page=page.number, of=page.of)) for page in pages]


def bears_code(page: Page) -> bool:
    """Whether a code stands on the page."""
    return any(box.kind == "code" for box in page.boxes)


def _with_code(page: Page, mark: PaperMark) -> Page:
    import segno  # noqa: PLC0415 - few papers bear codes

    modules = segno.make(text_of(mark), error="m", micro=False, boost_error=False).matrix
    side = len(modules)
    for size, edge in _SIZES:
        length, quiet = side * size, QUIET * size
        for x, y in _corners(page, length, edge):
            if _free(page.boxes, x - quiet, y - quiet, length + 2 * quiet):
                marks = tuple(_runs(modules, x, y, size))
                box = Box("code", x, y, length, length, text="", ruled=False, marks=marks)
                return with_box(page, box)
    return page


def _corners(page: Page, length: float, edge: float) -> Iterator[tuple[float, float]]:
    right, bottom = page.width - edge - length, page.height - edge - length
    yield from ((right, bottom), (edge, bottom), (right, edge), (edge, edge))


def _free(boxes: Iterable[Box], x: float, y: float, length: float) -> bool:
    """Whether no ink of the boxes is in a square. Of a line of type only where it stands counts."""
    for box in boxes:
        if box.ruled or box.image:
            areas = [(box.x, box.y, box.w, box.h)]
        else:
            areas = [
                (run.x, line.baseline - line.size * 0.36, run.width, line.size * 0.46)
                for line in box.lines
                for run in line.runs
            ]
        for left, top, wide, tall in areas:
            if left < x + length and x < left + wide and top < y + length and y < top + tall:
                return False
    return True


def _runs(modules: Sequence[Sequence[int]], x: float, y: float, size: float) -> Iterator[Mark]:
    """The dark modules of a code as rectangles, neighbours in a row joined."""
    for number, line in enumerate(modules):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end] == line[start]:
                end += 1
            if line[start]:
                yield x + start * size, y + number * size, (end - start) * size, size
            start = end
