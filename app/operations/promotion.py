"""晋升材料包: one folder with everything that a supporter hands to the professional-title committee about his service.

The folder holds one PDF of all papers, numbered through, with a contents page and bookmarks, and each paper as a file of its
own; scans of signed papers stand in the place of prints. Nothing in the ledger changes. Codes: PRM-001 no posting, PRM-002 a
scan that is gone, PRM-003 several chosen where one is meant, SCN-010 a scan that cannot be read (its print stands there then).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from app.catalogue.fields import Value
from app.catalogue.files import moved, surroundings, written_beside
from app.catalogue.problems import Problem, Refusal
from app.forms.bundle import Leaf, numbered, starts, write_bundle
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.letter_text import han
from app.forms.naming import file_beside
from app.forms.pdf import Document, PrintResult, write_pages
from app.forms.scanned import is_pdf
from app.forms.snapshot import Snapshot
from app.operations.promotion_lists import Rows, own_page
from app.operations.promotion_parts import PRINTED, SCANNED, SPOILT, Piece, Plan, Task, parts, planned
from app.operations.results import Outcome, Progress
from app.operations.service import service_periods
from app.store.opening import Store

NAME = "晋升材料"
_OWNERS = {"posting": "posting", "enrolment": "enrolment"}
"""Lists in which a person is chosen by another record: the table of that record, which names him."""


def person_of(store: Store, subject: str, record: bytes) -> bytes:
    """The person of a posting or an enrolment. Raises :class:`Refusal` SRV-001 when the record is gone."""
    rows = store.sql(f"SELECT person_id FROM {_OWNERS[subject]} WHERE id = ?", (record,))
    if not rows:
        raise Refusal(Problem("SRV-001", "这位人员已经不在了", "可能已被删除，可在变更记录里撤销"))
    return bytes(rows[0][0])


@dataclass(frozen=True, slots=True)
class _Bundle:
    """The papers made, ``leaves`` the contents page and they, numbered through."""

    plan: Plan
    pieces: tuple[Piece, ...]
    leaves: tuple[Leaf, ...]
    name: str


def make_promotion(
    store: Store, person: bytes, out: Path, *, as_of: date | None = None, progress: Progress | None = None
) -> Outcome:
    """Make the folder ``晋升材料-姓名`` in ``out``; one of that name stays, the new one is numbered then.

    Service is counted up to ``as_of`` (today). The item tells ``folder``, ``file``, ``pages``, the ``parts`` with the pages
    on which they begin, and what is ``missing``. Raises :class:`Refusal` SRV-001 (the person is gone), PRM-001, what a
    paper is refused for, :class:`Surroundings` for the disk's faults and what ``progress`` raises; nothing is left then.
    """
    service = service_periods(store, person, as_of)
    if not service.periods:
        raise Refusal(
            Problem(
                "PRM-001", f"{service.name}还没有派驻，没有可汇编的晋升材料", "请先在“帮扶工作 → 派驻”里登记",
                value=service.name,
            )
        )  # fmt: skip
    plan = planned(store, service)
    count = len(plan.tasks)

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, 3 * count + 2)

    pieces = []
    for number, task in enumerate(plan.tasks):
        tell(number)
        pieces.append(task.make())
    bundle = _Bundle(plan, tuple(pieces), _bound(plan, pieces), f"{NAME}-{service.name}")
    folder, files, result = _written(bundle, out, lambda done: tell(count + done))
    return _outcome(bundle, folder, files, result)


# the bundle


def _bound(plan: Plan, pieces: Sequence[Piece]) -> tuple[Leaf, ...]:
    """The contents page and the papers with their bookmarks and the running number."""
    leaves = [piece.leaf for piece in pieces]
    for title, numbers in parts(plan.tasks):
        for number in numbers:
            marks = [(0, title)] if number == numbers[0] else []
            if len(numbers) > 1:
                marks.append((1, plan.tasks[number].title))
            leaves[number] = replace(leaves[number], marks=tuple(marks))
    first = _contents(plan, pieces, 1)
    contents = _contents(plan, pieces, len(first.pages))
    return tuple(numbered([contents, *leaves], faces()))


def _contents(plan: Plan, pieces: Sequence[Piece], own: int) -> Leaf:
    """The contents page, which has ``own`` pages itself."""
    begin = [own + number for number in starts([piece.leaf for piece in pieces])]
    rows: Rows = []
    for at, (title, numbers) in enumerate(parts(plan.tasks), start=1):
        tasks = [plan.tasks[number] for number in numbers]
        single = len(tasks) == 1
        named = f"{title}：{tasks[0].title}" if single and tasks[0].title != title else title
        rows.append(
            {
                "part.number": han(at), "part.title": named if single else f"{title}（{len(tasks)}份）",
                "part.note": _note(tasks[0], pieces[numbers[0]]) if single else "",
                "part.page": str(begin[numbers[0]]),
            }
        )  # fmt: skip
        for number in () if single else numbers:
            rows.append(
                {
                    "part.title": f"　{plan.tasks[number].title}",
                    "part.note": _note(plan.tasks[number], pieces[number]),
                    "part.page": str(begin[number]),
                }
            )
    missing: Rows = [{"lack.title": one.title, "lack.reason": one.reason} for one in plan.lacking]
    whole = own + sum(len(piece.leaf.pages) for piece in pieces)
    values: dict[str, Value] = {
        **plan.values,
        "bundle.pages": str(whole),
        "bundle.made_on": plan.service.as_of.isoformat(),
    }
    lists = {"bundle.parts": rows, "bundle.missing": missing}
    paper = Snapshot(values, name=plan.service.name, lists=lists)
    return Leaf("目录", tuple(lay_out(own_page("contents"), paper, faces())), marks=((0, "目录"),))


def _note(task: Task, piece: Piece) -> str:
    if not task.official:
        return ""
    return SCANNED if piece.signed else SPOILT if piece.problems else PRINTED


# the folder


def _written(bundle: _Bundle, out: Path, tell: Callable[[int], None]) -> tuple[Path, list[Path], PrintResult]:
    """Write everything into a folder beside its place and move it there: the folder, its files and the PDF's facts."""
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    place = out / f".{NAME}-{uuid4().hex[:8]}"
    try:
        place.mkdir(parents=True)
        files, result = _write_all(bundle, place, tell)
        there = {one.name.casefold() for one in out.iterdir()}
        folder = file_beside(out / NAME, bundle.plan.service.name, there)
        moved(place, folder)
        made = []
    except OSError as error:
        raise surroundings(error, out) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
        for one in made:
            with suppress(OSError):
                one.rmdir()
    return folder, [folder / file.name for file in files], result


def _write_all(bundle: _Bundle, place: Path, tell: Callable[[int], None]) -> tuple[list[Path], PrintResult]:
    used: set[str] = set()
    whole = file_beside(place / f"{NAME}.pdf", bundle.plan.service.name, used)
    files = [whole]
    for number, (task, piece) in enumerate(zip(bundle.plan.tasks, bundle.pieces, strict=True)):
        tell(number)
        name = task.title if task.title == task.part else f"{task.part} {task.title}"
        files.append(_write_single(piece.leaf, place / f"{number + 1:02d}.pdf", name, used))
    count = len(bundle.pieces)
    title = f"{NAME} {bundle.plan.service.name}"
    result = write_bundle(
        bundle.leaves, whole, title=title, faces=faces(), progress=lambda done, _: tell(count + done)
    )
    return files, result


def _write_single(leaf: Leaf, target: Path, name: str, used: set[str]) -> Path:
    if not leaf.scan:
        path = file_beside(target, name, used)
        write_pages([Document(leaf.pages, leaf.title)], path, title=name, faces=faces())
        return path
    suffix = ".pdf" if is_pdf(leaf.scan) else ".png" if leaf.scan.startswith(b"\x89PNG") else ".jpg"
    path = file_beside(target.with_suffix(suffix), name, used)
    with written_beside(path) as beside:
        beside.write_bytes(leaf.scan)
    return path


# what is told


def _outcome(bundle: _Bundle, folder: Path, files: Sequence[Path], result: PrintResult) -> Outcome:
    plan, own = bundle.plan, len(bundle.leaves[0].pages)
    begin = [own + number for number in starts([piece.leaf for piece in bundle.pieces])]
    told: list[dict[str, object]] = [
        {
            "part": task.part, "title": task.title, "page": page, "pages": len(piece.leaf.pages), "signed": piece.signed,
            "file": str(file),
        }
        for task, piece, page, file in zip(plan.tasks, bundle.pieces, begin, files[1:], strict=True)
    ]  # fmt: skip
    item: dict[str, object] = {
        "id": plan.service.person.hex(), "name": plan.service.name, "folder": str(folder), "file": str(files[0]),
        "pages": result.pages, "files": [str(file) for file in files], "parts": told,
        "missing": [f"{one.title}：{one.reason}" for one in plan.lacking],
        "days": plan.service.days, "on_site": plan.service.on_site,
    }  # fmt: skip
    problems = [problem for piece in bundle.pieces for problem in piece.problems] + list(result.problems)
    if result.missing:
        named = "、".join(dict.fromkeys(character for _, character in result.missing))
        remedy = "请安装含这些字的字体，或手写补上；其余内容都已印出"
        problems.append(Problem("PRN-005", f"没有字体能印出这些字：{named}", remedy, value=named))
    lacking = f"；{len(plan.lacking)}项没有或还不齐，目录页上已列出" if plan.lacking else ""
    message = f"已汇编{plan.service.name}的晋升材料：{len(told)}份，{result.pages}页{lacking}"
    return Outcome(message, [item], refused=problems, done_in_part=bool(problems))
