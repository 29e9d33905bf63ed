"""The fill-in workbook (填报工作簿): the first sheet is the paper, and only the cells for values are unlocked.

Every value is kept as text, so that no ID number becomes 4.4E+17 and no text a formula. The protection has no
password: an office may lift it. Reading back is :mod:`app.forms.reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue.files import surroundings, written_beside
from app.catalogue.problems import Problem, Refusal
from app.forms.edition import Edition
from app.forms.naming import sheet_name, write_each
from app.forms.shown import shown_value
from app.forms.snapshot import BLANK, Progress, Snapshot
from app.forms.workbook_look import Looks
from app.forms.workbook_mark import Spot, write_mark
from app.forms.workbook_plan import Area, plan

if TYPE_CHECKING:
    from openpyxl import Workbook

LONGEST = 32_767
"""Characters that a worksheet cell can hold; openpyxl would cut a longer text without a word."""


def spots_of(edition: Edition) -> Iterator[Spot]:
    """The map that the hidden mark keeps: captions to know the sheet by, and where each value stands."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    def address(area: Area) -> str:
        return f"{get_column_letter(area.left)}{area.top}"

    for area in plan(edition).areas:
        if area.role in ("caption", "head") or area.asks:
            yield Spot(address(area), area.role, area.path, area.wording, area.format)
    for number, column in enumerate(edition.listed, 1):
        yield Spot(get_column_letter(number), "column", column.field, column.head, column.format)


def _too_long(snapshot: Snapshot) -> list[Problem]:
    records = (snapshot.values, *snapshot.rows)
    return [
        Problem("FRM-209", f"内容有{len(value)}个字，一格最多{LONGEST}个字", "请缩短后再导出，或打印成 PDF", column=path)
        for record in records
        for path, value in record.items()
        if isinstance(value, str) and len(value) > LONGEST
    ]  # fmt: skip


def _build(
    edition: Edition, snapshots: Iterable[Snapshot], progress: Progress | None, total: int
) -> Workbook:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy

    from app.forms.workbook_fill import fill_list, fill_sheet  # noqa: PLC0415 - needs openpyxl

    if edition.kind in ("letter", "certificate"):
        raise Refusal(
            Problem(
                "FRM-230",
                f"《{edition.name}》是文书，没有工作簿的样子",
                "请用 .pdf 或 .docx",
                value=edition.id,
            )
        )
    book = Workbook()
    del book[book.sheetnames[0]]
    looks = Looks(book)
    where = plan(edition)
    used: set[str] = {"styles", "_yuanbang"}
    for number, snapshot in enumerate(snapshots, 1):
        if found := _too_long(snapshot):
            raise Refusal(*(problem.at(sheet=snapshot.name) for problem in found))
        name = snapshot.name or shown_value("person.name", snapshot.values) or edition.name
        sheet = book.create_sheet(sheet_name(name, used))
        fill = fill_list if edition.kind == "list" else fill_sheet
        try:
            fill(sheet, looks, edition, where, snapshot)
        except Refusal as refusal:
            raise Refusal(*(problem.at(sheet=snapshot.name) for problem in refusal.problems)) from refusal
        if progress:
            progress(number, max(total, number))
    looks.close()
    book.properties.title = edition.name
    book.properties.creator = ""
    write_mark(book, edition, spots_of(edition), where.first if edition.kind == "list" else 0)
    book.active = 0
    return book


def write_workbook(
    edition: Edition,
    snapshots: Iterable[Snapshot],
    target: Path,
    *,
    total: int = 0,
    progress: Progress | None = None,
) -> int:
    """Write one sheet for each snapshot (``(BLANK,)`` gives the empty form) and return how many there are.

    Raises :class:`Surroundings` when the disk does not let us, :class:`Refusal` FRM-209 for a text that no cell can
    hold, and whatever ``progress`` raises; ``target`` is then as it was.
    """
    book = _build(edition, snapshots, progress, total)
    count = sum(sheet.sheet_state == "visible" for sheet in book.worksheets)
    if not count:
        return write_workbook(edition, (BLANK,), target)
    with written_beside(target) as beside:
        try:
            book.save(beside)
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
    """Write one workbook, or with ``each`` one beside ``target`` for every paper: the files, and facts on them."""
    if not each:
        count = write_workbook(edition, papers, target, total=total, progress=progress)
        return [target], {"sheets": count}

    def one(paper: Snapshot, path: Path, number: int) -> None:
        write_workbook(edition, (paper,), path)
        if progress:
            progress(number + 1, max(total, number + 1))

    files = write_each(papers, target, one)
    return files, {"sheets": len(files)}
