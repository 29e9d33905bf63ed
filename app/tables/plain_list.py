"""Writing a plain list as a workbook: bold heads that stay in view, every cell text, so that IDs and phones stay whole.

Official papers are written with openpyxl (``app.forms.workbook``), which knows merged cells and drop-downs; a list needs
neither and may have 100,000 rows: rust_xlsxwriter takes an eighth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.catalogue.files import written_beside

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST = 32_767
"""Characters that a cell of a workbook may hold."""


def write_list(
    target: Path,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float] = (),
) -> int:
    """Write ``heads`` and ``rows`` to ``target`` (.xlsx); gives how many rows were written.

    ``widths`` are in characters. Whatever a text begins with, it is no formula. What ``rows`` raises is raised, and
    an old target stays then; raises :class:`app.catalogue.problems.Surroundings` for errors of the disk.
    """
    from rustpy_xlsxwriter import write_worksheet  # noqa: PLC0415 - only when a list is written

    names = _different(heads)
    count = 0

    def records() -> Iterator[dict[str, str]]:
        nonlocal count
        for row in rows:
            count += 1
            yield dict(zip(names, map(_writable, row), strict=True))
        if not count:
            yield dict.fromkeys(names, "")

    with written_beside(target) as beside:
        write_worksheet(
            records(),
            str(beside),
            sheet_name=_NAME.sub(" ", title)[:31] or None,
            freeze_row=1,
            bold_headers=True,
            column_widths=dict(zip(names, widths, strict=True)) if widths else None,
        )
    return count


def _different(heads: Sequence[str]) -> list[str]:
    """Heads that tell columns apart: one that comes again gets spaces behind it."""
    names: list[str] = []
    for head in heads:
        name = _writable(head) or " "
        while name in names:
            name += " "
        names.append(name)
    return names


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)[:LONGEST]
