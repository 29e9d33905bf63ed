"""What each command does: read the options, call the operation, give back its outcome."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue.problems import Problem, Refusal, Surroundings
from app.commands import appraisals, ledger, letters, reports, signing
from app.commands.opening import opened
from app.operations.preview import Preview
from app.operations.results import Outcome
from app.operations.selection import Selection
from app.store.opening import Store

if TYPE_CHECKING:
    from app.tables.columns import UnknownHead

Act = Callable[[Namespace, Path], Outcome]


def _import(options: Namespace, folder: Path) -> Outcome:
    from app.operations.imports import preview_file  # noqa: PLC0415

    mapping = dict(_mapped(text) for text in options.map)
    with opened(options, folder) as store:
        preview = preview_file(store, options.file, options.kind, mapping or None)
        outcome = _preview_or_apply(store, preview, options)
        if options.refused:
            outcome = _with_refused_rows(outcome, preview, options.refused)
    return outcome


def _with_refused_rows(outcome: Outcome, preview: Preview, target: Path) -> Outcome:
    """Write the rows that were left out into a workbook. What was imported stays so, also when that cannot be written."""
    from app.operations.imports import refused_workbook  # noqa: PLC0415

    try:
        count = refused_workbook(preview, target)
    except Surroundings as fault:
        if outcome.operation is None:
            raise
        told = f"{outcome.message}；已经导入，但没有导入的行没能写到 {target}"
        return replace(outcome, message=told, refused=[*outcome.refused, fault.problem], done_in_part=True)
    return replace(outcome, message=f"{outcome.message}；没有导入的{count}行写到了 {target}")


def _mapped(text: str) -> tuple[str, str]:
    head, equals, path = text.partition("=")
    if not equals:
        raise Refusal(
            Problem("CLI-003", f"“{text}”不是“表头=字段”", "例如 --map 手机=person.mobile", value=text)
        )
    return head, path


def _preview_or_apply(store: Store, preview: Preview, options: Namespace) -> Outcome:
    from app.operations.imports import apply_preview, preview_outcome, settle_all  # noqa: PLC0415

    settle_all(store, preview, options.doubtful)
    outcome = apply_preview(store, preview) if options.yes else preview_outcome(preview)
    return replace(outcome, message=outcome.message + _left_out(preview))


_MOST_TOLD = 10
"""Columns without a field that are told one by one; a sheet may have thousands."""


def _left_out(preview: Preview) -> str:
    """Columns, sheets and files that were not read: said, though they do not stop the rest."""
    told = [
        "".join(
            filter(None, (problem.sheet or Path(problem.file).name, problem.column and f"“{problem.column}”"))
        )
        + f"：{problem.message}"
        for problem in preview.problems
    ]
    told += [f"{head.sheet}“{head.head}”：{_unknown(head)}" for head in preview.unknown[:_MOST_TOLD]]
    if len(preview.unknown) > _MOST_TOLD:
        told.append(f"还有{len(preview.unknown) - _MOST_TOLD}列没有读取")
    return "".join(f"。{one}" for one in told)


def _unknown(head: UnknownHead) -> str:
    """What to do about a column that nobody knows: the likeliest field, in the words of the option."""
    from app.catalogue.fields import label_of  # noqa: PLC0415

    path = head.suggestions[0] if head.suggestions else "字段"
    perhaps = f"，像是“{label_of(path)}”" if head.suggestions else ""
    return f"这一列没有读取{perhaps}，可用 --map {head.head}={path} 指定"


def _print(options: Namespace, folder: Path) -> Outcome:
    from app.operations.own_editions import edition_of  # noqa: PLC0415
    from app.operations.printing import check_drawn, print_forms  # noqa: PLC0415
    from app.operations.select import fitting, select_for  # noqa: PLC0415
    from app.operations.signoffs import papers_printed  # noqa: PLC0415

    if options.blank and (options.qr or options.printed):
        option = "--qr" if options.qr else "--printed"
        raise Refusal(
            Problem("CLI-006", f"空白表没有记录，不能用 {option}", f"请去掉 {option}，或选要印的记录")
        )
    with opened(options, folder) as store:
        edition = edition_of(folder, options.edition)
        check_drawn(edition, options.out, coded=options.qr)
        chosen = None if options.blank else _selection(store, edition.subject, options)
        if chosen is not None and options.person is not None:
            chosen = Selection(ids=fitting(store, edition, chosen.ids))
        outcome = print_forms(store, edition.id, chosen, options.out, each=options.each, coded=options.qr)
        if options.printed and chosen is not None:
            ids = [record.id for record in select_for(store, edition, chosen)]
            marked = papers_printed(store, edition.subject, ids, edition.id)
            outcome = replace(
                outcome, message=f"{outcome.message}；{marked.message}", operation=marked.operation
            )
    return outcome


def _selection(store: Store, subject: str, options: Namespace) -> Selection:
    from app.operations.select import (  # noqa: PLC0415
        check_asked,
        find_batch,
        find_one_person,
        find_record,
        find_unit,
        read_month,
    )

    check_asked(subject, {way for way in ("batch", "unit", "month") if getattr(options, way) is not None})
    if options.person is not None:
        return Selection(ids=find_one_person(store, subject, options.person))
    if options.id is not None:
        return Selection(ids=find_record(store, subject, options.id))
    if options.batch is not None:
        return Selection(batch=find_batch(store, options.batch))
    if options.unit is not None:
        return Selection(unit=find_unit(store, options.unit))
    if options.month is not None:
        return Selection(month=read_month(options.month))
    return Selection()


def _fill_in(options: Namespace, folder: Path) -> Outcome:
    from app.operations.printing import print_forms  # noqa: PLC0415

    if options.out.suffix.lower() != ".xlsx":
        raise Refusal(
            Problem("PRN-004", "填报表是 .xlsx 工作簿", "请把 --out 写成 .xlsx", file=str(options.out))
        )
    with opened(options, folder) as store:
        return print_forms(store, options.edition, None, options.out)


def _fill_original(options: Namespace, folder: Path) -> Outcome:
    from app.operations.printing import fill_original  # noqa: PLC0415
    from app.operations.select import find_one_person  # noqa: PLC0415

    with opened(options, folder) as store:
        *_, latest = find_one_person(store, "enrolment", options.person)
        return fill_original(store, options.file, latest, options.out)


def _read_forms(options: Namespace, folder: Path) -> Outcome:
    from app.operations.forms_in import preview_forms  # noqa: PLC0415

    with opened(options, folder) as store:
        return _preview_or_apply(store, preview_forms(store, options.folder, options.photos), options)


def _editions(_options: Namespace, folder: Path) -> Outcome:
    from app.forms.editions import bad_files  # noqa: PLC0415
    from app.forms.wording import without_slots  # noqa: PLC0415
    from app.operations.own_editions import is_own, known_editions, own_folder  # noqa: PLC0415

    items: list[dict[str, object]] = [
        {"id": e.id, "title": "".join(without_slots(text.text) for text in e.title), "kind": e.kind,
         "name": e.name, "subject": e.subject, "source": e.source, "own": is_own(folder, e)}
        for e in known_editions(folder).values()
    ]  # fmt: skip
    bad = bad_files(own_folder(folder))
    return Outcome(f"共{len(items)}种表样", items, refused=bad, done_in_part=bool(bad))


def _listing(make: Callable[[Store, Namespace], list[dict[str, object]]], what: str) -> Act:
    def act(options: Namespace, folder: Path) -> Outcome:
        with opened(options, folder) as store:
            items = make(store, options)
        return Outcome(f"共{len(items)}{what}", items)

    return act


def _people(store: Store, options: Namespace) -> list[dict[str, object]]:
    from app.operations.listing import people  # noqa: PLC0415

    return people(store, options.search or "", full=options.full)


def _pairings(store: Store, _options: Namespace) -> list[dict[str, object]]:
    from app.operations.listing import pairings  # noqa: PLC0415

    return pairings(store)


def _plan(store: Store, _options: Namespace) -> list[dict[str, object]]:
    from app.operations.listing import plan_items  # noqa: PLC0415

    return plan_items(store)


def _history(store: Store, _options: Namespace) -> list[dict[str, object]]:
    from app.operations.listing import history_items  # noqa: PLC0415

    return history_items(store)


def _undo(options: Namespace, folder: Path) -> Outcome:
    from app.operations.history import undo_operation  # noqa: PLC0415
    from app.operations.select import read_key  # noqa: PLC0415

    with opened(options, folder) as store:
        return undo_operation(store, read_key(options.operation) if options.operation is not None else None)


def _backup(options: Namespace, folder: Path) -> Outcome:
    from app.operations.keeping import backup  # noqa: PLC0415

    with opened(options, folder) as store:
        return backup(store, options.file)


def _restore(options: Namespace, folder: Path) -> Outcome:
    from app.operations.keeping import restore  # noqa: PLC0415

    return restore(options.file, folder, replace=options.yes)


def _self_test(options: Namespace, _folder: Path) -> Outcome:
    from app.catalogue.files import written_beside  # noqa: PLC0415
    from app.commands.self_test import report_of, self_test  # noqa: PLC0415

    if options.report is None:
        return self_test()
    with written_beside(options.report) as beside:  # a place that cannot be written is told at once
        outcome = self_test()
        beside.write_text(report_of(outcome), "utf-8")
    return outcome


ACTS: dict[str, Act] = {
    "import": _import,
    "print": _print,
    "fill-in": _fill_in,
    "fill-original": _fill_original,
    "read-forms": _read_forms,
    "editions": _editions,
    "people": _listing(_people, "人"),
    "pairings": _listing(_pairings, "对"),
    "plan": _listing(_plan, "项"),
    "history": _listing(_history, "次操作"),
    "undo": _undo,
    "backup": _backup,
    "restore": _restore,
    "self-test": _self_test,
    **ledger.ACTS,
    **reports.ACTS,
    **appraisals.ACTS,
    **letters.ACTS,
    **signing.ACTS,
}
