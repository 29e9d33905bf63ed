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
        ("absence", "posting_id"),
        ("activity_mentee", "activity_id"),
        ("activity_mentee", "mentorship_id"),
        ("agreement_party", "agreement_id"),
        ("agreement_task", "agreement_id"),
        ("allowance", "posting_id"),
        ("appraisal", "posting_id"),
        ("batch_one", "batch_id"),
        ("career_line", "person_id"),
        ("duty_check", "posting_id"),
        ("enrolment", "person_id"),
        ("letter", "agreement_id"),
        ("letter", "mentorship_id"),
        ("letter", "posting_id"),
        ("mentorship_step", "mentorship_id"),
        ("opinion", "appraisal_id"),
        ("pairing_department", "pairing_id"),
        ("person_paper", "person_id"),
        ("plan_item", "plan_id"),
        ("plan_occurrence", "plan_item_id"),
        ("posting", "person_id"),
        ("posting_goal", "posting_id"),
        ("report_remark", "report_id"),
        ("report_step", "report_id"),
        ("sign_off", "agreement_id"),
        ("sign_off", "appraisal_id"),
        ("sign_off", "enrolment_id"),
        ("sign_off", "letter_id"),
        ("sign_off", "mentorship_id"),
        ("sign_off", "posting_id"),
        ("sign_off", "report_id"),
        ("stay", "posting_id"),
        ("unit_alias", "unit_id"),
        ("unit_contact", "unit_id"),
        ("unit_department", "unit_id"),
        ("unit_year", "unit_id"),
    }
)
"""References by which a record is part of another: it is deleted with it."""

LETS_GO = frozenset(
    {
        ("activity", "posting_id"),
        ("agreement", "pairing_id"),
        ("batch_one", "person_id"),
        ("contact", "batch_id"),
        ("contact", "pairing_id"),
        ("development", "person_id"),
        ("development", "posting_id"),
        ("enrolment", "pairing_id"),
        ("posting", "enrolment_id"),
        ("posting", "replaces_id"),
        ("report", "revises_id"),
        ("training", "pairing_id"),
    }
)
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
    going.extend(
        ("free_value", free)
        for (free,) in op.raw.execute("SELECT id FROM free_value WHERE owner_id = ?", (key,))
    )


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
