"""Scans of signed papers: a page with a code finds its record, the others wait to be placed by hand.

Codes: SCN-001 a code of somebody else's, SCN-002 a damaged one, SCN-003 one of a newer program, SCN-004 an edition that is not
here, SCN-005 a record that is not here, SCN-006 pages of a paper are lacking, SCN-007 a page twice, SCN-008 nothing to read,
SCN-009 a page without a code, SCN-010 a file that cannot be read, SCN-011 its scan is attached already, SCN-012 no such step,
SCN-013 codes of several papers on a page.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Refusal, Surroundings
from app.forms.qr import PaperMark, edition_code
from app.forms.scanned import SUFFIXES, ScannedPage, as_file, page_count, read_pages
from app.models import SignOff
from app.operations.own_editions import known_editions
from app.operations.results import Outcome, Progress
from app.operations.signoffs import (
    STEPS,
    SUBJECT_OWNERS,
    day_done,
    found_step,
    keep_scan,
    owner_records,
    printed_states,
    step_label,
    steps_of,
    title_of,
)
from app.store.attachments import get_attachment
from app.store.opening import Store

_FAULTS = {
    "foreign": ("SCN-001", "页上的二维码不是本程序印的", "请在右边选它是哪一份，点“附上”"),
    "damaged": ("SCN-002", "页上的二维码残缺，读不出是哪一份", "请重新扫描，或在右边选它是哪一份"),
    "several": ("SCN-013", "这一页上有几份材料的二维码", "请一份一页重新扫描，或在右边选它是哪一份"),
    "newer": ("SCN-003", "二维码是更新版本的程序印的", "请先更新程序，或在右边选它是哪一份"),
}
_STEP_PAPERS = "、".join(str(step) for step in STEPS["appraisal"])


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """The pages of one printed paper. ``owner`` and ``key`` tell whose sign-off it is.

    ``pages`` are those that were read now and, of those that are kept already, the others. ``steps`` are those that the
    scan is for: handed over and not back, else all that are not, else all. ``attached``: all this is kept already.
    ``changed``: the record now says something else than the paper.
    """

    subject: str
    record: bytes
    edition: str
    edition_name: str
    title: str
    pages: tuple[ScannedPage, ...]
    steps: tuple[int, ...]
    attached: bool = False
    changed: bool = False
    remarks: tuple[Problem, ...] = ()

    @property
    def said(self) -> str:
        """Which paper it is, as a person names it."""
        return f"{self.title}《{self.edition_name}》"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder held: papers known by their codes, pages to be placed by hand, and why; files that no one can read."""

    papers: tuple[FoundPaper, ...]
    loose: tuple[tuple[ScannedPage, Problem], ...]
    refused: tuple[Problem, ...]
    pages: int


def files_of(path: Path) -> list[Path]:
    """The file itself, or a folder's files in their order by name, hidden ones left out.

    Raises :class:`Surroundings` when it cannot be listed, :class:`Refusal` SCN-008 when there is nothing.
    """
    try:
        if path.is_file():
            return [path]
        found = sorted(one for one in path.iterdir() if one.is_file() and not _hidden(one))
    except OSError as error:
        raise surroundings(error, path) from error
    if not any(one.suffix.lower() in SUFFIXES for one in found):
        raise Refusal(
            Problem("SCN-008", "这里没有扫描件", "请选存放 PDF、JPG 或 PNG 的文件夹", file=str(path))
        )
    return found


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.lower() in ("thumbs.db", "desktop.ini")


def read_scans(store: Store, path: Path, progress: Progress | None = None) -> Reading:
    """Read every page of a folder (or one file) and find out whose papers they are. Nothing is stored.

    ``progress`` counts pages and may raise :class:`Cancelled`.
    """
    files, refused = [], list[Problem]()
    for file in files_of(path):
        try:
            files.append((file, page_count(file)))
        except (Refusal, Surroundings) as fault:
            refused.append(fault.problem)
    total, pages = sum(count for _, count in files), []
    for file, _ in files:
        try:
            for page in read_pages(file, refused=refused):
                pages.append(page)
                if progress is not None:
                    progress(len(pages), total)
        except (Refusal, Surroundings) as fault:
            refused.append(fault.problem)
    papers, loose = _matched(store, pages)
    return Reading(tuple(papers), tuple(loose), tuple(refused), len(pages))


def _matched(
    store: Store, pages: Iterable[ScannedPage]
) -> tuple[list[FoundPaper], list[tuple[ScannedPage, Problem]]]:
    """Pages of one paper come together, from however many files, in the order of the paper."""
    editions = {edition_code(one): one for one in known_editions(store.folder)}
    together: dict[tuple[str, bytes, str], list[tuple[PaperMark, ScannedPage]]] = {}
    loose: list[tuple[ScannedPage, Problem]] = []
    for page in pages:
        if page.mark is not None:
            key = (page.mark.subject, page.mark.record, page.mark.edition)
            together.setdefault(key, []).append((page.mark, page))
        else:
            told = _FAULTS.get(page.fault) or (
                "SCN-009",
                "这一页没有二维码",
                "请在右边选它是哪一份，点“附上”",
            )
            loose.append((page, Problem(*told, file=page.name)))
    papers = []
    for found in together.values():
        try:
            papers.append(_paper(store, editions, found))
        except Refusal as refusal:
            loose += [(page, refusal.problem.at(file=page.name)) for _, page in found]
    return papers, loose


def _paper(
    store: Store, editions: Mapping[str, str], found: Sequence[tuple[PaperMark, ScannedPage]]
) -> FoundPaper:
    """Raises :class:`Refusal` SCN-004, SCN-005."""
    mark = found[0][0]
    edition = editions.get(mark.edition)
    if edition is None:
        raise Refusal(Problem("SCN-004", "这张表的表样不在本机", "请先导入那种表样，或在右边选它是哪一份"))
    state = _state(store, edition, mark.record)
    name = known_editions(store.folder)[edition].name
    kept = _kept(store, mark.subject, mark.record, edition)
    waiting = [one for one in kept if not one["attachment"] and not one["stamped_on"]]
    open_steps = [one for one in waiting if one["handed_on"]] or waiting
    steps = tuple(int(str(one["step"])) for one in open_steps) or every_step(mark.subject)
    done = {int(str(one["step"])) for one in kept if one["attachment"]}
    hashes = {str(one["attachment"]) for one in kept if one["attachment"]}
    now = sorted((page for _, page in found), key=_page_number)
    before = [page for page in _kept_pages(store, hashes) if page.mark and _page_number(page)]
    fresh = {_page_number(page) for page in now}
    known = {_page_number(page) for page in before}
    attached = bool(hashes) and (
        (set(steps) <= done and (not known or fresh <= known))
        or hashlib.sha256(as_file(now)[0]).hexdigest() in hashes
    )
    pages = sorted([*now, *(page for page in before if _page_number(page) not in fresh)], key=_page_number)
    return FoundPaper(
        mark.subject,
        mark.record,
        edition,
        name,
        _title(store, mark.subject, mark.record),
        tuple(pages),
        steps,
        attached,
        changed=any(one.state != state[:8].upper() for one, _ in found),
        remarks=tuple(_remarks(pages, found[0][1].name)),
    )


def _page_number(page: ScannedPage) -> int:
    return page.mark.page if page.mark else 0


def _kept_pages(store: Store, hashes: Iterable[str]) -> Iterator[ScannedPage]:
    """The pages of scans that are kept already, their codes read anew."""
    for told in sorted(hashes):
        data = get_attachment(store, told)
        if data:
            with suppress(Refusal):
                yield from read_pages(Path("已附的扫描件"), data)


def every_step(subject: str) -> tuple[int, ...]:
    """The steps of a subject's papers."""
    return STEPS.get(SUBJECT_OWNERS[subject], (1,))


def _state(store: Store, edition: str, record: bytes) -> str:
    """What the paper would say now. Raises :class:`Refusal` SCN-005 when its record is not here."""
    try:
        ((_, state),) = printed_states(store, edition, [record])
    except Refusal as refusal:
        if refusal.problem.code != "PRN-002":
            return ""  # what it was printed from no longer lets it be printed: changed
        raise Refusal(
            Problem(
                "SCN-005",
                "二维码所指的记录不在本机",
                "可能是别的单位印的，或记录已删除（可在变更记录里撤销）",
            )
        ) from refusal
    return state


def _kept(store: Store, subject: str, record: bytes, edition: str) -> list[dict[str, object]]:
    """The steps that are kept of a paper already; looking begins none."""
    owner = SUBJECT_OWNERS[subject]
    if owner == "appraisal":
        keys = store.sql("SELECT id FROM appraisal WHERE posting_id = ?", (record,))
    elif owner == "letter":
        from app.operations.letters import letter_of  # noqa: PLC0415 - official sheets need none of it

        keys = [(key,)] if (key := letter_of(store, edition, record)) else []
    else:
        keys = [(record,)]
    return [one for (key,) in keys for one in steps_of(store, owner, bytes(key)) if one["edition"] == edition]


def _title(store: Store, subject: str, record: bytes) -> str:
    table = {"appraisal": "posting", "goals": "posting", "replacement": "posting", "yearly": "letter"}
    if subject == "duty":
        rows = store.sql("SELECT posting_id FROM duty_check WHERE id = ?", (record,))
        return title_of(store, "posting", bytes(rows[0][0])) if rows else ""
    if subject == "experience":
        rows = store.sql("SELECT name FROM person WHERE id = ?", (record,))
        return str(rows[0][0]) if rows else ""
    return title_of(store, table.get(subject, subject), record)


def _remarks(pages: Sequence[ScannedPage], file: str) -> Iterable[Problem]:
    marks = [page.mark for page in pages if page.mark]
    seen = Counter(mark.page for mark in marks)
    lacking = [number for number in range(1, max(mark.of for mark in marks) + 1) if number not in seen]
    if lacking:
        named = "、".join(map(str, lacking))
        yield Problem("SCN-006", f"缺第{named}页", "已有的页可以先附上，补扫了再读一次就会拼上", file=file)
    if twice := [number for number, count in sorted(seen.items()) if count > 1]:
        named = "、".join(map(str, twice))
        yield Problem("SCN-007", f"第{named}页扫了不止一次", "都会附上，一页不丢", file=file)


def attach_papers(
    store: Store,
    papers: Sequence[FoundPaper],
    *,
    again: bool = False,
    day: str = "",
    progress: Progress | None = None,
) -> Outcome:
    """Attach each paper's pages to its steps, as one operation; those attached already are left (``again``: replaced).

    A file at a time is held. Raises :class:`Cancelled`, and nothing is stored then.
    """
    today = day_done(day)
    wanted = [paper for paper in papers if again or not paper.attached]
    left = [
        Problem(
            "SCN-011", f"{paper.said}的扫描件早已附上", "要换成这次扫的，请选“替换”", file=paper.pages[0].name
        )
        for paper in papers
        if paper.attached and not again
    ]
    if not wanted:
        return Outcome("没有新的扫描件要附", refused=left, done_in_part=bool(left))
    owners = {
        (paper.edition, paper.record): owner_records(store, paper.subject, [paper.record], paper.edition)[
            paper.record
        ]
        for paper in wanted
    }
    with store.operation("attach_scans", f"附上扫描件：{len(wanted)}份") as op:
        for number, paper in enumerate(wanted):
            if progress is not None:
                progress(number, len(wanted))
            data, suffix = as_file(paper.pages)
            owner = SUBJECT_OWNERS[paper.subject]
            column, key = f"{owner}_id", owners[paper.edition, paper.record]
            query = select(SignOff).where(getattr(SignOff, column) == key, SignOff.edition == paper.edition)
            kept = {one.step: one for one in op.session.scalars(query)}
            for step in paper.steps:
                record = kept.get(step)
                if record is None:
                    record = SignOff(edition=paper.edition, step=step, **{column: key})
                    op.session.add(record)
                    op.session.flush()
                keep_scan(op, record, data, f"{paper.said}{suffix}", today)
    items: list[dict[str, object]] = [_item(paper) for paper in wanted]
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(
        f"已附上{len(wanted)}份扫描件", items, left, operation=op.id, changed=changed, done_in_part=bool(left)
    )


def _item(paper: FoundPaper) -> dict[str, object]:
    owner = SUBJECT_OWNERS[paper.subject]
    return {
        "id": paper.record.hex(), "subject": paper.subject, "edition": paper.edition, "title": paper.title,
        "pages": [page.name for page in paper.pages],
        "steps": [{"step": step, "label": step_label(owner, step)} for step in paper.steps],
        "changed": paper.changed, "attached": paper.attached,
        "remarks": [problem.as_item() for problem in paper.remarks],
    }  # fmt: skip


def attach_pages(
    store: Store, sign_offs: Sequence[bytes], pages: Sequence[ScannedPage], *, day: str = ""
) -> Outcome:
    """Attach pages that a person placed to the steps that he chose (one paper's), as one file.

    Raises :class:`Refusal` SGN-001 when a step is gone.
    """
    today = day_done(day)
    data, suffix = as_file(pages)
    name = f"{pages[0].file.stem}{suffix}"
    with store.operation("attach_scans", f"附上扫描件：{name}") as op:
        for key in sign_offs:
            keep_scan(op, found_step(op, key), data, name, today)
    changed = frozenset(table for table, _, _ in op.changed)
    items: list[dict[str, object]] = [
        {"id": key.hex(), "pages": [page.name for page in pages]} for key in sign_offs
    ]
    return Outcome(f"已附上{len(pages)}页扫描件", items, operation=op.id, changed=changed)


def scan_folder(
    store: Store,
    path: Path,
    *,
    step: int | None = None,
    again: bool = False,
    preview: bool = False,
    day: str = "",
    progress: Progress | None = None,
) -> Outcome:
    """Read a folder and attach what bears our codes; pages that must be placed by hand are ``refused``, each with its reason.

    ``step`` attaches to that step alone. Raises :class:`Refusal` SCN-012 when none of the papers has it.
    """
    if step is not None and step not in STEPS["appraisal"]:
        raise Refusal(
            Problem(
                "SCN-012", f"没有第{step}栏", f"考核鉴定表有 {_STEP_PAPERS}，别的表只有 1", value=str(step)
            )
        )
    reading = read_scans(store, path, progress)
    papers = list(reading.papers)
    if step is not None:
        for paper in papers:
            if step not in every_step(paper.subject):
                raise Refusal(
                    Problem(
                        "SCN-012", f"{paper.said}没有第{step}栏", f"考核鉴定表有 {_STEP_PAPERS}，别的表只有 1",
                        value=str(step),
                    )
                )  # fmt: skip
        papers = [replace(paper, steps=(step,)) for paper in papers]
    refused = [*reading.refused, *(problem for _, problem in reading.loose)]
    told = f"读了{reading.pages}页，认出{len(papers)}份"
    if preview:
        items = [_item(paper) for paper in papers]
        return Outcome(f"{told}（预览，没有附上）", items, refused, done_in_part=bool(refused))
    outcome = attach_papers(store, papers, again=again, day=day)
    remarks = [problem for paper in papers for problem in paper.remarks if again or not paper.attached]
    refused += [*outcome.refused, *remarks]
    changed = sum(1 for item in outcome.items if item["changed"])
    more = f"，其中{changed}份打印以后记录改过" if changed else ""
    loose = f"，{len(reading.loose)}页要手工归位" if reading.loose else ""
    return replace(
        outcome,
        message=f"{told}；{outcome.message}{more}{loose}",
        refused=refused,
        done_in_part=bool(refused),
    )
