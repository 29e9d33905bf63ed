"""Printing: an edition and the records it is about into PDF, fill-in workbook or Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.catalogue.problems import Problem, Refusal
from app.forms.boxes import Page
from app.forms.edition import Edition
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.snapshot import BLANK, Snapshot, state_hash
from app.operations.own_editions import edition_of, known_editions
from app.operations.results import Outcome, Progress
from app.operations.select import select_for
from app.operations.selection import Selection
from app.operations.snapshots import LISTS, SHEETS, list_snapshot, snapshot_of, snapshots
from app.store.opening import Store

SUFFIXES = (".pdf", ".xlsx", ".docx")
Offset = tuple[float, float]
"""mm to the right and down by which a printer must be helped."""


def documents(
    store: Store,
    edition: Edition,
    selection: Selection | None,
    *,
    coded: bool = False,
    overprint: Offset | None = None,
) -> tuple[int, Iterator[Snapshot]]:
    """How many documents there will be, and their snapshots one after the other; one blank for no selection.

    ``coded`` ones bear on each page a small QR code by which a scan finds its record again (:mod:`app.forms.qr`). With an
    ``overprint`` certificates are their values alone, moved by that offset (套打, onto a bought blank).
    """
    if selection is None:
        return 1, iter((BLANK,))
    found = [record.id for record in select_for(store, edition, selection)]
    if not found:
        raise Refusal(Problem("PRN-002", "没有符合条件的记录，什么都没有打印", "请放宽条件，或先导入、录入"))
    if edition.subject in LISTS:
        return 1, iter((list_snapshot(store, edition.subject, found),))
    papers = snapshots(store, edition.subject, found)
    if edition.subject not in SHEETS:
        from app.operations.letters import worded  # noqa: PLC0415 - official sheets need none of it

        papers = worded(store, edition, papers)
    if coded and bears_codes(edition):
        papers = _coded(edition, papers)
    if overprint is not None and edition.kind == "certificate":
        papers = (replace(paper, overprint=overprint) for paper in papers)
    return len(found), papers


def bears_codes(edition: Edition) -> bool:
    """Whether papers of this edition can bear codes: those of one record each. A certificate is kept free of them."""
    from app.forms.qr import LETTERS  # noqa: PLC0415 - few papers bear codes

    return edition.subject in LETTERS and edition.kind != "certificate"


def _coded(edition: Edition, papers: Iterator[Snapshot]) -> Iterator[Snapshot]:
    from app.forms.qr import PaperMark, edition_code  # noqa: PLC0415 - few papers bear codes

    name = edition_code(edition.id)
    for paper in papers:
        mark = PaperMark(edition.subject, bytes.fromhex(paper.id), name, state_hash(paper))
        yield replace(paper, code=mark)


def _write(
    edition: Edition,
    papers: Iterator[Snapshot],
    target: Path,
    count: int,
    each: bool,
    progress: Progress | None,
) -> tuple[list[Path], dict[str, object]]:
    suffix = target.suffix.lower()
    if suffix == ".pdf":
        from app.forms import pdf  # noqa: PLC0415 - the face is chosen by the target

        return pdf.write(edition, papers, target, each=each, total=count, progress=progress)
    if suffix == ".xlsx":
        from app.forms import workbook  # noqa: PLC0415 - openpyxl is heavy

        return workbook.write(edition, papers, target, each=each, total=count, progress=progress)
    from app.forms import word  # noqa: PLC0415 - python-docx is heavy

    return word.write(edition, papers, target, each=each, total=count, progress=progress)


def print_forms(
    store: Store,
    edition_id: str,
    selection: Selection | None,
    target: Path,
    *,
    each: bool = False,
    coded: bool = False,
    overprint: Offset | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Write the papers to ``target``; its suffix tells the face, ``each`` one file for each record beside it.

    ``selection`` None prints the blank form; ``coded`` and ``overprint`` are :func:`documents`' and hold for PDF alone.
    The item lists the files, pages, faces used and characters that no face has.
    """
    edition = edition_of(store.folder, edition_id)
    _check_suffix(target)
    on_pdf = target.suffix.lower() == ".pdf"
    count, papers = documents(
        store, edition, selection, coded=coded and on_pdf, overprint=overprint if on_pdf else None
    )
    return _written(edition, papers, target, count, each, progress)


def write_snapshots(
    store: Store,
    edition_id: str,
    papers: Sequence[Snapshot],
    target: Path,
    *,
    progress: Progress | None = None,
) -> Outcome:
    """The same for papers that no record stands for (sums of several), into one file."""
    edition = edition_of(store.folder, edition_id)
    _check_suffix(target)
    return _written(edition, iter(papers), target, len(papers), False, progress)


def check_drawn(edition: Edition, target: Path, *, coded: bool = False, overprint: bool = False) -> None:
    """Raises :class:`Refusal` PRN-008 when codes, or values alone, are asked for and the paper would not have them."""
    on_pdf = target.suffix.lower() == ".pdf"
    if coded and not (on_pdf and bears_codes(edition)):
        said = "二维码只印在 PDF 上" if not on_pdf else f"《{edition.name}》不印二维码"
        remedy = "请把文件名写成 .pdf" if not on_pdf else "一份材料对一条记录的表样才印，证书不印"
        raise Refusal(Problem("PRN-008", said, remedy, file=str(target)))
    if overprint and not (on_pdf and edition.kind == "certificate"):
        said = "套打只能写成 PDF" if not on_pdf else f"《{edition.name}》不是证书，不能套打"
        remedy = "请把文件名写成 .pdf" if not on_pdf else "套打是印在买来的空白证书上；别的文书请整页印"
        raise Refusal(Problem("PRN-008", said, remedy, file=str(target)))


def _check_suffix(target: Path) -> None:
    if target.suffix.lower() not in SUFFIXES:
        raise Refusal(
            Problem(
                "PRN-003", f"不能打印成“{target.suffix}”文件", "请用 .pdf、.xlsx 或 .docx", file=str(target)
            )
        )


def _written(
    edition: Edition,
    papers: Iterator[Snapshot],
    target: Path,
    count: int,
    each: bool,
    progress: Progress | None,
) -> Outcome:
    files, facts = _write(edition, papers, target, count, each, progress)
    problems = _problems(facts)
    item: dict[str, object] = {
        "edition": edition.id,
        "documents": count,
        "files": [str(f) for f in files],
        **facts,
    }
    message = f"《{edition.name}》{count}份，{len(files)}个文件"
    return Outcome(message, [item], refused=problems, done_in_part=bool(problems))


def _problems(facts: dict[str, object]) -> list[Problem]:
    """What did not come onto the paper: broken photos, and characters that no face of this machine has."""
    told = facts.pop("problems", [])
    problems = [Problem(**item) for item in told] if isinstance(told, list) else []
    missing = facts.get("missing")
    if isinstance(missing, list | tuple) and missing:
        named = "、".join(f"{told['character']}（{told['name']}）" for told in missing)
        remedy = "请安装含这些字的字体，或手写补上；其余内容都已印出"
        problems.append(Problem("PRN-005", f"没有字体能印出这些字：{named}", remedy, value=named))
    return problems


def pages_for(
    store: Store,
    edition_id: str,
    selection: Selection | None,
    *,
    coded: bool = False,
    overprint: Offset | None = None,
) -> Iterator[Page]:
    """The pages that would print, laid out one document at a time, for the preview and the system's printing."""
    edition = edition_of(store.folder, edition_id)
    _, papers = documents(store, edition, selection, coded=coded, overprint=overprint)
    for paper in papers:
        yield from lay_out(edition, paper, faces())


def unprintable(store: Store, edition_id: str, selection: Selection) -> list[tuple[str, str]]:
    """Characters that no face of this machine has, as (document's name, character): named before printing."""
    edition = edition_of(store.folder, edition_id)
    face_set = faces()
    found: list[tuple[str, str]] = []
    _, papers = documents(store, edition, selection)
    for paper in papers:
        rows: Sequence[object] = (paper.values, *paper.rows)
        text = "".join(v for row in rows for v in dict(row).values() if isinstance(v, str))  # type: ignore[call-overload]
        found.extend((paper.name, character) for character in face_set.missing(text))
    return found


def fill_original(
    store: Store, source: Path, enrolment: bytes, target: Path, subject: str = "enrolment"
) -> Outcome:
    """Fill the bureau's own Word file for one person, its look untouched."""
    from app.forms import original  # noqa: PLC0415 - python-docx is heavy

    result = original.fill_original(
        source, snapshot_of(store, subject, enrolment), target, known_editions(store.folder)
    )
    item: dict[str, object] = {
        "file": str(target),
        "filled": list(result.filled),
        "not_found": list(result.not_found),
    }
    return Outcome(
        f"已填{len(result.filled)}项",
        [item],
        refused=list(result.problems),
        done_in_part=bool(result.problems),
    )


def write_calibration(target: Path, offset: Offset = (0.0, 0.0), printer: str = "") -> Outcome:
    """Write the page by which a printer's offset is read off, A4 landscape as certificates are. Raises PRN-003."""
    from app.forms.calibration import lay_out_calibration  # noqa: PLC0415 - few printers need it
    from app.forms.pdf import Document, write_pages  # noqa: PLC0415

    if target.suffix.lower() != ".pdf":
        raise Refusal(Problem("PRN-003", "校准页只能写成 PDF", "请把文件名写成 .pdf", file=str(target)))
    page = lay_out_calibration(faces(), dx=offset[0], dy=offset[1], printer=printer)
    write_pages([Document([page])], target, title="套打校准页")
    return Outcome("校准页", [{"files": [str(target)], "pages": 1}])
