"""What is typed or pasted into a grid: different values for several records, stored as one undoable operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.catalogue.fields import Value
from app.catalogue.problems import Problem, Refusal
from app.models import MODELS, Batch, Enrolment, Person, Unit
from app.operations.columns import ENROLMENT_COLUMNS, PERSON_COLUMNS
from app.operations.editing import TABLE_LABELS, place_last
from app.operations.naming import find_or_make_unit
from app.operations.record_checks import check_record
from app.operations.results import Outcome, Progress
from app.operations.saving import save_values
from app.store.opening import Store

CHUNK = 500


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a grid: ``key`` None makes a record; ``unit_names`` are unit columns given by name."""

    key: bytes | None
    values: Mapping[str, Any]
    unit_names: Mapping[str, str] = field(default_factory=dict)


def change_each(
    store: Store,
    subject: str,
    changes: Sequence[tuple[bytes | None, Mapping[str, Value]]],
    progress: Progress | None = None,
) -> Outcome:
    """Store for each record of a paper's subject its own values (by field path); None makes a new one.

    All or none. ``items`` give the keys in the order of ``changes``.
    """
    with store.operation("change_each", f"表格编辑：{len(changes)}条") as op:
        keys = []
        for done, (key, values) in enumerate(changes):
            if progress is not None:
                progress(done, len(changes))
            keys.append(save_values(op, subject, key, values))
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(
        f"已保存{len(changes)}条", [{"id": key.hex()} for key in keys], operation=op.id, changed=changed
    )


def people_rows(
    store: Store, enrolments: Sequence[bytes], progress: Progress | None = None
) -> list[tuple[bytes, dict[str, Value]]]:
    """The values of enrolments that a grid shows, by field path, in the order given: no career lines, no photos."""
    receiving = aliased(Unit)
    query = (
        select(Enrolment, Person, Unit.name, receiving.name, Batch.name)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(receiving, receiving.id == Enrolment.receiving_unit_id)
        .outerjoin(Batch, Batch.id == Enrolment.batch_id)
    )
    rows: list[tuple[bytes, dict[str, Value]]] = []
    with store.read() as session:
        for start in range(0, len(enrolments), CHUNK):
            if progress is not None:
                progress(start, len(enrolments))
            part = enrolments[start : start + CHUNK]
            found = {row[0].id: tuple(row) for row in session.execute(query.where(Enrolment.id.in_(part)))}
            rows += [(key, _row_values(*found[key])) for key in part if key in found]
    return rows


def _row_values(
    enrolment: Enrolment, person: Person, unit: str | None, receiving: str | None, batch: str | None
) -> dict[str, Value]:
    values: dict[str, Value] = {path: getattr(person, column) for path, column in PERSON_COLUMNS.items()}
    values |= {path: getattr(enrolment, column) for path, column in ENROLMENT_COLUMNS.items()}
    return values | {
        "person.unit": unit or "",
        "enrolment.receiving_unit": receiving or "",
        "enrolment.batch": batch or "",
    }


def save_rows(
    store: Store,
    table: str,
    rows: Sequence[RowChange],
    fixed: Mapping[str, Any] | None = None,
    order_by: str = "",
) -> Outcome:
    """Write columns of several records of one table, or make them.

    ``fixed`` are columns that every new record gets (its parent's key); ``order_by`` names the parent's column when
    new records go to the end of its list (their ``position``). ``items`` give the keys in the order of ``rows``.
    """
    model: Any = MODELS[table]
    label = TABLE_LABELS.get(table, table)
    given = dict(fixed or {})
    with store.operation("save", f"填写{label}" + (f"：{len(rows)}条" if len(rows) > 1 else "")) as op:
        keys = []
        for row in rows:
            told = dict(row.values)
            for column, name in row.unit_names.items():
                told[column] = find_or_make_unit(op, name)
            if row.key is None:
                record = model(**given, **told)
                if order_by:
                    parent = getattr(model, order_by)
                    last = op.session.scalar(
                        select(func.max(model.position)).where(parent == given[order_by])
                    )
                    record.position = (last or 0) + 1
                place_last(op, model, record)
                op.session.add(record)
            else:
                record = op.session.get(model, row.key)
                if record is None:
                    raise Refusal(
                        Problem("SAV-003", f"这条{label}已经不在了", "可能已被删除，可在变更记录里撤销")
                    )
                for column, value in told.items():
                    if getattr(record, column) != value:
                        setattr(record, column, value)
            op.session.flush()
            check_record(op, table, record, told)
            keys.append(bytes(record.id))
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome("已保存", [{"id": key.hex()} for key in keys], operation=op.id, changed=changed)
