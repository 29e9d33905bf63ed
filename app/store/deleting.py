"""Deleting a record with what belongs to it, each removal journalled, so that undo brings all of it back.

What belongs to a record goes with it; what merely points at it lets go; anything else blocks (STO-030).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.catalogue.problems import Problem, Refusal
from app.models import MODELS
from app.models.base import Base
from app.store.references import references_to, referring
from app.store.words import TABLE_LABELS, called

if TYPE_CHECKING:
    from app.store.journal import OperationScope

BELONGS = frozenset(
    {
        ("appraisal", "posting_id"),
        ("career_line", "person_id"),
        ("enrolment", "person_id"),
        ("opinion", "appraisal_id"),
        ("pairing_department", "pairing_id"),
        ("person_paper", "person_id"),
        ("plan_item", "plan_id"),
        ("posting", "person_id"),
        ("posting_goal", "posting_id"),
        ("stay", "posting_id"),
        ("unit_alias", "unit_id"),
        ("unit_contact", "unit_id"),
    }
)
"""References by which a record is part of another: it is deleted with it."""

LETS_GO = frozenset({("posting", "enrolment_id"), ("posting", "replaces_id"), ("enrolment", "pairing_id")})
"""References that are emptied when the record they point at is deleted."""


def delete_record(op: OperationScope, model: type[Base], key: bytes) -> int:
    """Delete a record and what belongs to it; how many records went, 0 when it was gone already.

    Raises :class:`Refusal` STO-030 when something else still needs one of them (a unit with pairings).
    """
    op.session.flush()
    going: list[tuple[str, bytes]] = []
    _collect(op, model.__tablename__, key, going)
    _let_go_or_refuse(op, going)
    return sum(op.delete_many(MODELS[table], [record]) for table, record in reversed(going))


def _collect(op: OperationScope, table: str, key: bytes, going: list[tuple[str, bytes]]) -> None:
    """The record and, after it, all that belongs to it."""
    going.append((table, key))
    for reference in references_to(table):
        if (reference.table, reference.column) in BELONGS:
            for record, _ in referring(op.raw.execute, reference, [key]):
                if (reference.table, record) not in going:
                    _collect(op, reference.table, record, going)


def _let_go_or_refuse(op: OperationScope, going: list[tuple[str, bytes]]) -> None:
    execute = op.raw.execute
    held = set(going)
    for table, key in going:
        for reference in references_to(table):
            others = [
                record
                for record, _ in referring(execute, reference, [key])
                if (reference.table, record) not in held
            ]
            if not others:
                continue
            if (reference.table, reference.column) not in LETS_GO:
                label = TABLE_LABELS.get(reference.table, reference.table)
                message = f"{called(execute, table, key)}还有{len(others)}条{label}，不能删除"
                raise Refusal(Problem("STO-030", message, f"请先删除或改掉这些{label}"))
            op.update_many(MODELS[reference.table], [(record, {reference.column: None}) for record in others])
