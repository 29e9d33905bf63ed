"""Getting tables in: first a preview that stores nothing, then one operation that can be undone.

Applying plans the rows again when the ledger has changed meanwhile; when a row would then do what the preview did not
show, it is refused (IMP-051) with the preview brought up to date. The clerk's decisions travel with the rows.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from app.catalogue.fields import COMPOSITES, FIELDS, Value
from app.catalogue.problems import Problem, Refusal
from app.models import TABLES
from app.operations.import_rows import KIND_LABELS, PLANNERS, missing
from app.operations.known import Known, Writes, load_known
from app.operations.planning import Doubt, Refused, RowPlan, Step
from app.operations.preview import STATUS_LABELS, Preview, PreviewRow
from app.operations.results import Outcome, Progress
from app.store.opening import Store
from app.tables.importing import TableRows, read_file, read_text
from app.tables.vocabulary import KINDS, REASON_HEAD, head_key

_EVERY = 500
_OF_FORMS = (
    "person",
    "career_line",
    "enrolment",
    "unit",
    "batch",
    "appraisal",
    "opinion",
    "report",
    "posting",
)
"""Tables that filled-in papers may change."""

Planner = Callable[[Step], RowPlan]
Reader = Callable[[str | None, Mapping[str, str] | None], TableRows]
Decision = bytes | Literal["new", "skip"] | None


def preview_file(
    store: Store,
    path: Path,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read a workbook or csv and say what each row would become. ``mapping`` is head → field path, by hand.

    Raises :class:`Refusal` when the file as a whole cannot be read, :class:`Surroundings` when the disk does not let us.
    """

    def read(kind: str | None, mapping: Mapping[str, str] | None) -> TableRows:
        return read_file(path, kind, mapping)

    with _collector_resting():
        return _preview(store, _read_remembering(store, read, kind, mapping), path, progress)


def preview_pasted(
    store: Store, text: str, kind: str | None = None, mapping: Mapping[str, str] | None = None
) -> Preview:
    """The same for rows pasted from WPS or Excel."""

    def read(kind: str | None, mapping: Mapping[str, str] | None) -> TableRows:
        return read_text(text, kind, mapping)

    return _preview(store, _read_remembering(store, read, kind, mapping), None, None)


def _read_remembering(
    store: Store, read: Reader, kind: str | None, mapping: Mapping[str, str] | None
) -> TableRows:
    """Read with the mapping that is told, else with what the clerk once said about heads that the table has."""
    if mapping is not None:
        return read(kind, mapping)
    try:
        table = read(kind, None)
    except Refusal as refusal:
        if refusal.problem.code != "IMP-008":
            raise
        for known in KINDS if kind is None else (kind,):
            remembered = remembered_mapping(store, known)
            if remembered:
                with suppress(Refusal):
                    return read(known, remembered)
        raise
    remembered = remembered_mapping(store, table.kind)
    heads = {head_key(head.full) for one in table.tables for head in one.header.heads}
    told = {head: path for head, path in remembered.items() if head_key(head) in heads}
    return read(kind, told) if told else table


def remembered_mapping(store: Store, kind: str) -> dict[str, str]:
    """Head → field path ('' leaves the column out) as set by hand before for tables of that kind."""
    kept = store.workbench().mapping(kind, ()) or {}
    return {head: path for head, path in kept.items() if not path or path in FIELDS or path in COMPOSITES}


def remember_mapping(store: Store, kind: str, mapping: Mapping[str, str]) -> None:
    """Keep what heads of that kind of table mean; :func:`preview_file` uses it when no mapping is told."""
    store.workbench().remember_mapping(kind, (), remembered_mapping(store, kind) | dict(mapping))


def _preview(store: Store, table: TableRows, source: Path | None, progress: Progress | None) -> Preview:
    rows = [
        PreviewRow(
            number,
            row.sheet,
            row.row,
            str(row.values.get("person.name") or ""),
            "refused" if row.problems else "new",
            row.values,
            problems=list(row.problems),
            remarks=list(row.remarks),
        )
        for number, row in enumerate(table.rows, start=1)
    ]
    preview = Preview(source, table.kind, rows, list(table.unknown), list(table.problems))
    preview.tables = table.tables
    replan_preview(store, preview, progress)
    return preview


def _planner(store: Store, kind: str) -> Planner:
    if kind == "activities":
        from app.operations.activity_rows import ActivityPlans  # noqa: PLC0415 - other tables need none of it

        return ActivityPlans(store).plan
    if kind == "mentees":
        from app.operations.mentee_rows import MenteePlans  # noqa: PLC0415

        return MenteePlans(store).plan
    if kind != "forms":
        return PLANNERS[kind]
    from app.operations.form_rows import FormPlans  # noqa: PLC0415 - tables need none of it

    return FormPlans(store).plan


def replan(
    known: Known, preview: Preview, planner: Planner, progress: Progress | None = None
) -> list[tuple[PreviewRow, Writes]]:
    """Plan every row in order on ``known``; sets each row's status and returns what would be stored."""
    known.titles = {table.sheet.name: table.header.title for table in preview.tables}
    preview.chosen_units |= _chosen_units(preview.rows)
    known.chosen_units.update(preview.chosen_units)
    planned = []
    for done, row in enumerate(preview.rows):
        if progress is not None and done % _EVERY == 0:
            progress(done, len(preview.rows))
        writes = _plan_row(known, preview.kind, planner, row)
        if writes is not None:
            planned.append((row, writes))
    return planned


def _chosen_units(rows: Iterable[PreviewRow]) -> dict[str, bytes | None]:
    """A decision about a short unit name holds for every row of the file that has it."""
    chosen: dict[str, bytes | None] = {}
    for row in rows:
        if row.doubt.startswith("unit:") and row.decision not in (None, "skip"):
            chosen[row.doubt.removeprefix("unit:")] = (
                row.decision if isinstance(row.decision, bytes) else None
            )
    return chosen


def _plan_row(known: Known, kind: str, planner: Planner, row: PreviewRow) -> Writes | None:
    if row.problems and row.status == "refused" and not row.replannable:
        return None
    decision = row.decision if row.doubt in ("person", "entry") else None
    if row.decision == "skip":
        return None
    step = Step(known, row.values, decision, known.titles.get(row.sheet, ""))
    row.replannable = True
    empty = missing(kind, step)
    try:
        if empty:
            raise Refused(_empty(empty))
        plan = planner(step)
    except Doubt as doubt:
        if row.doubt != doubt.subject:
            row.decision = None  # it answered another question
        row.status, row.doubt = "doubtful", doubt.subject
        row.question, row.candidates = doubt.question, doubt.candidates
        row.title = row.title or _title(step)
        row.changes = []
        return None
    except Refused as refused:
        row.status = "refused"
        row.problems = [refused.problem.at(sheet=row.sheet, row=row.row or None)]
        row.title = row.title or _title(step)
        return None
    row.status, row.title, row.changes, row.problems = plan.status, plan.title, plan.changes, []
    row.remarks += [remark for remark in plan.remarks if remark not in row.remarks]
    known.take(plan.writes)
    return plan.writes


def _title(step: Step) -> str:
    return (
        step.text("person.name")
        or step.text("mentorship.mentee")
        or step.text("plan.goal")
        or step.text("pairing.supporting_unit")
    )


def _empty(labels: Sequence[str]) -> Problem:
    return Problem("IMP-040", f"缺少{'、'.join(labels)}", "请在表里补上后再导入", column=labels[0])


def decide(preview: Preview, row: PreviewRow, decision: Decision) -> list[PreviewRow]:
    """Answer a row's question; an answer about a unit's name serves every row that asks the same. Gives those rows.

    None takes the answer back. What becomes of the rows is said by :func:`replan_preview`.
    """
    of_unit = row.doubt.startswith("unit:")
    rows = [one for one in preview.rows if one.doubt == row.doubt] if of_unit else [row]
    if of_unit:
        preview.chosen_units.pop(row.doubt.removeprefix("unit:"), None)
    for one in rows:
        one.decision = decision
        if decision == "skip":
            one.status, one.changes = "doubtful", []
    return rows


def ask_again(preview: Preview) -> None:
    """Take back every answer."""
    preview.chosen_units.clear()
    for row in preview.rows:
        row.decision = None


def replan_preview(store: Store, preview: Preview, progress: Progress | None = None) -> None:
    """Say again what each row would become, now that rows are decided. Stores nothing."""
    with _collector_resting():
        _planned(store, preview, progress)


def _planned(store: Store, preview: Preview, progress: Progress | None) -> list[Writes]:
    """What the preview would store, planned again unless the ledger and the decisions are as they were last time."""
    ledger = _ledger_mark(store)
    if preview.planned is None or preview.planned[0] != (ledger, _decisions(preview)):
        planner = _planner(store, preview.kind)
        planned = replan(load_known(store), preview, planner, progress)
        writes = [writes for _, writes in planned if writes]
        preview.planned = ((ledger, _decisions(preview)), writes)
    return preview.planned[1]


def _is_current(store: Store, preview: Preview) -> bool:
    return preview.planned is not None and preview.planned[0] == (_ledger_mark(store), _decisions(preview))


def _planned_as_shown(store: Store, preview: Preview, progress: Progress | None) -> list[Writes]:
    """The same for storing. Raises :class:`Refusal` IMP-051 for rows that the ledger's change makes do something else."""
    if preview.planned is None or preview.planned[0][0] == _ledger_mark(store):
        return _planned(store, preview, progress)
    shown = [(row.status, list(row.changes)) for row in preview.rows]
    writes = _planned(store, preview, progress)
    _refuse_unseen(
        row
        for row, (status, changes) in zip(preview.rows, shown, strict=True)
        if (row.status == "new" != status) or any(change not in changes for change in row.changes)
    )
    return writes


def _refuse_unseen(rows: Iterable[PreviewRow]) -> None:
    problems = [
        Problem(
            "IMP-051",
            f"预览之后台账里的数据变了，“{row.title}”这一行要做的事与预览时不同",
            "请再看一遍预览，然后重新导入；什么都还没有保存",
            sheet=row.sheet,
            row=row.row,
            value=row.title,
        )
        for row in rows
    ]
    if problems:
        raise Refusal(*problems)


def _ledger_mark(store: Store) -> object:
    """Changes with every operation: each station's last number, and the last operation's key."""
    stations = tuple(store.sql("SELECT id, number FROM station WHERE number > 0 ORDER BY id"))
    return store.folder, stations, tuple(store.sql("SELECT max(id) FROM operation"))


def _decisions(preview: Preview) -> object:
    told = [(row.number, row.decision) for row in preview.rows if row.decision is not None]
    return told, dict(preview.chosen_units)


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Hundreds of thousands of values are made that all stay; the cycle collector would walk them over and over.

    Freezing and unfreezing puts them among the old ones at once; as young ones they would all be walked twice now.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if running:
            gc.enable()


def settle_all(store: Store, preview: Preview, choice: Literal["skip", "new", "same"]) -> None:
    """Decide every doubtful row alike. ``same`` takes the only candidate; where there are several none is guessed.

    Settling a unit may bring up the question of the person, so it is planned again until nothing new is asked.
    """
    while waiting := [row for row in preview.rows if row.status == "doubtful" and row.decision is None]:
        for row in waiting:
            if choice != "same":
                row.decision = choice
            elif len(row.candidates) == 1:
                row.decision = row.candidates[0].id
        if choice == "skip" or not any(row.decision for row in waiting):
            return
        replan_preview(store, preview)


def preview_outcome(preview: Preview) -> Outcome:
    """What the preview says, for the command line. Nothing is stored."""
    outcome = _outcome(preview, None, ())
    return replace(outcome, message=f"预览（没有保存）：{outcome.message}", done_in_part=False)


def apply_preview(store: Store, preview: Preview, progress: Progress | None = None) -> Outcome:
    """Store what the preview shows, in one operation that can be undone whole; undecided rows are left and listed.

    Raises :class:`Refusal` IMP-051 when the ledger has changed so that a row would do what the preview did not show:
    nothing is stored, the preview's rows say what they would do now, and it can be applied again.
    """
    label = KIND_LABELS.get(preview.kind, preview.kind)
    name = preview.source.name if preview.source else "粘贴的行"
    operation = None
    with _collector_resting():
        writes = _planned_as_shown(store, preview, progress)
        if writes:
            with store.operation("import", f"导入{label}：{name}") as op:
                _refuse_unseen([] if _is_current(store, preview) else preview.rows)
                store_writes(op, writes, progress)
            operation = op.id
        return _outcome(preview, operation, writes)


def store_writes(op: object, writes: Sequence[Writes], progress: Progress | None = None) -> None:
    """Write planned records through the journal, parents before children, in bulk.

    ``progress`` counts records; when it raises, the operation around it stores nothing.
    """
    inserts: dict[type, list[dict[str, Value]]] = {}
    for planned in writes:
        for model, values in planned.inserts:
            inserts.setdefault(model, []).append(values)
    order = {table: number for number, table in enumerate(TABLES)}
    done, total = 0, sum(len(planned.inserts) + len(planned.updates) for planned in writes)
    for model in sorted(inserts, key=lambda m: order[m.__table__.name]):  # type: ignore[attr-defined]
        if progress is not None:
            progress(done, total)
        op.insert_many(model, inserts[model])  # type: ignore[attr-defined]
        done += len(inserts[model])
    for number, planned in enumerate(writes):
        if progress is not None and number % _EVERY == 0:
            progress(done, total)
        done += len(planned.updates)
        for model, key, values in planned.updates:
            record = op.session.get(model, key)  # type: ignore[attr-defined]
            for column, value in values.items():
                setattr(record, column, value)
    _store_saves(op, writes, progress)


def _store_saves(op: object, writes: Sequence[Writes], progress: Progress | None) -> None:
    saves = [save for planned in writes for save in planned.saves]
    if not saves:
        return
    from app.operations.form_rows import store_form  # noqa: PLC0415 - tables need none of it

    made: dict[bytes, bytes] = {}
    for number, save in enumerate(saves):
        if progress is not None:
            progress(number, len(saves))
        store_form(op, save, made)  # type: ignore[arg-type]


def _outcome(preview: Preview, operation: bytes | None, writes: Sequence[Writes]) -> Outcome:
    counts = Counter(row.status for row in preview.rows)
    waiting = counts["doubtful"]
    parts = [f"{STATUS_LABELS[status]}{counts[status]}" for status in STATUS_LABELS if counts[status]]
    changed = {model.__table__.name for w in writes for model, _ in w.inserts}  # type: ignore[attr-defined]
    changed |= {model.__table__.name for w in writes for model, _, _ in w.updates}  # type: ignore[attr-defined]
    if any(w.saves for w in writes):
        changed |= set(_OF_FORMS)
    skipped = [doubt_problem(row) for row in preview.rows if row.status == "doubtful"]
    refused = [problem for row in preview.rows if row.status == "refused" for problem in row.problems]
    file = str(preview.source or "")
    return Outcome(
        message="、".join(parts) + ("份" if preview.kind == "forms" else "行"),
        items=[row_item(row) for row in preview.rows],
        refused=[problem.at(file=file) for problem in (*refused, *skipped)],
        operation=operation,
        changed=frozenset(changed),
        done_in_part=bool(waiting or counts["refused"]),
    )


def doubt_problem(row: PreviewRow) -> Problem:
    """A doubtful row as a listed item: nobody has decided it yet."""
    candidates = "；".join(candidate.label for candidate in row.candidates)
    return Problem(
        "IMP-050",
        row.question,
        f"请确认后再导入。可能是：{candidates}",
        sheet=row.sheet,
        row=row.row or None,
        value=row.title,
    )


def refused_workbook(preview: Preview, target: Path) -> int:
    """Write the rows that were refused or left doubtful to a workbook that can be mended and imported again.

    Tells how many rows. Forms of a folder have no rows to give back: they are listed with what is wrong.
    Raises :class:`Surroundings` when the file cannot be written.
    """
    from app.tables.writing import write_list, write_refused  # noqa: PLC0415 - openpyxl is heavy

    left = [row for row in preview.rows if row.status in ("refused", "doubtful")]
    if preview.tables:
        reasons = {(row.sheet, row.row): _reason(row) for row in left}
        return write_refused(target, preview.tables, reasons)
    listed = [(row.place, row.title, _reason(row)) for row in left]
    return write_list(target, STATUS_LABELS["refused"], ("来源", "姓名", REASON_HEAD), listed)


def _reason(row: PreviewRow) -> str:
    """Why a row was left, for the clerk who mends it: each problem with its column and remedy."""
    problems = [doubt_problem(row)] if row.status == "doubtful" else row.problems
    return "\n".join(
        f"{problem.column}：{said}" if problem.column else said
        for problem in problems
        for said in [problem.message + (f"（{problem.remedy}）" if problem.remedy else "")]
    )


def row_item(row: PreviewRow) -> dict[str, object]:
    """A preview row for the command line's JSON."""
    return {
        "row": row.number,
        "place": row.place,
        "title": row.title,
        "status": row.status,
        "changes": [{"field": c.path, "label": c.label, "old": c.old, "new": c.new} for c in row.changes],
        "question": row.question,
        "candidates": [{"id": c.id.hex(), "label": c.label, "why": c.why} for c in row.candidates],
        "remarks": row.remarks,
    }
