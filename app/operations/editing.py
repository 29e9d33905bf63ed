"""Changing records outside the papers: grids, several at once, delete. Each is one undoable operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from app.catalogue.fields import Value, label_of
from app.catalogue.problems import Problem, Refusal
from app.models import MODELS, Enrolment, Posting
from app.operations.naming import find_or_make_unit, new_units_said
from app.operations.record_checks import check_record
from app.operations.results import Outcome, Progress
from app.operations.saving import save_values
from app.store.deleting import delete_record
from app.store.journal import OperationScope
from app.store.opening import Store
from app.store.words import TABLE_LABELS


def _tables(op: OperationScope) -> frozenset[str]:
    return frozenset(table for table, _, _ in op.changed)


def change_many(
    store: Store,
    subject: str,
    ids: Sequence[bytes],
    values: Mapping[str, Value],
    progress: Progress | None = None,
) -> Outcome:
    """Set the same values on several records (批量改), all or none."""
    labels = "、".join(label_of(path) for path in values)
    with store.operation("change_many", f"批量改{labels}：{len(ids)}条") as op:
        for done, key in enumerate(ids):
            if progress is not None:
                progress(done, len(ids))
            save_values(op, subject, key, values)
    return Outcome(f"已改{len(ids)}条", operation=op.id, changed=_tables(op))


def place_last(op: OperationScope, model: Any, record: Any) -> None:
    """Put a new record behind all others of its table, unless it was told its place or its table has no order."""
    if "position" in model.__table__.columns and record.position is None:
        record.position = (op.session.scalar(select(func.max(model.position))) or 0) + 1


def save_record(
    store: Store,
    table: str,
    record: bytes | None,
    values: Mapping[str, Any],
    unit_names: Mapping[str, str] | None = None,
) -> Outcome:
    """Write columns of one record, or make it. ``unit_names`` are unit columns given by name: found or made.

    Raises :class:`Refusal` when the record is gone.
    """
    model: Any = MODELS[table]
    label = TABLE_LABELS.get(table, table)
    with store.operation("save", f"{'新增' if record is None else '修改'}{label}") as op:
        told = dict(values)
        for column, name in (unit_names or {}).items():
            told[column] = find_or_make_unit(op, name)
        if record is None:
            found = model(**told)
            place_last(op, model, found)
            op.session.add(found)
        else:
            found = op.session.get(model, record)
            if found is None:
                raise Refusal(
                    Problem("SAV-003", f"这条{label}已经不在了", "可能已被删除，可在变更记录里撤销")
                )
            for column, value in told.items():
                if getattr(found, column) != value:
                    setattr(found, column, value)
        op.session.flush()
        check_record(op, table, found, told)
        key = bytes(found.id)
        said = "已保存" + (new_units_said(op) if table != "unit" else "")
    return Outcome(said, [{"id": key.hex()}], operation=op.id, changed=_tables(op))


def delete_records(
    store: Store, table: str, ids: Sequence[bytes], progress: Progress | None = None
) -> Outcome:
    """Delete records with what belongs to them; undoable. Refused whole when something else still needs one of them."""
    label = TABLE_LABELS.get(table, table)
    with store.operation("delete", f"删除{label}：{len(ids)}条") as op:
        for done, key in enumerate(ids):
            if progress is not None:
                progress(done, len(ids))
            delete_record(op, MODELS[table], key)
    return Outcome(f"已删除{len(ids)}条{label}，可撤销", operation=op.id, changed=_tables(op))


def delete_enrolments(store: Store, ids: Sequence[bytes], progress: Progress | None = None) -> Outcome:
    """Delete people from the list of enrolments: the enrolment, its postings, and the person who has no other."""
    with store.operation("delete", f"删除人员：{len(ids)}人") as op:
        for done, key in enumerate(ids):
            if progress is not None:
                progress(done, len(ids))
            enrolment = op.session.get(Enrolment, key)
            if enrolment is None:
                continue
            person = enrolment.person_id
            for posting in op.session.scalars(select(Posting.id).where(Posting.enrolment_id == key)).all():
                delete_record(op, Posting, posting)
            delete_record(op, Enrolment, key)
            op.session.flush()
            others = op.session.scalars(select(Enrolment.id).where(Enrolment.person_id == person)).first()
            if others is None:
                delete_record(op, MODELS["person"], person)
    return Outcome(f"已删除{len(ids)}人，可撤销", operation=op.id, changed=_tables(op))
