"""What a form or a grid may not store, by table: the rules that the acts keep hold for records typed over too.

What follows from a record's other columns is filled in here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from app.operations.record_days import check_days
from app.store.journal import OperationScope

Check = Callable[[OperationScope, Any], None]


def _mentorship(op: OperationScope, record: Any) -> None:
    from app.operations.mentoring import check_mentorship  # noqa: PLC0415 - only where one is stored

    check_mentorship(op, record)


def _agreement(op: OperationScope, record: Any) -> None:
    from app.operations import agreements  # noqa: PLC0415

    acts: dict[str, Check] = {
        "agreement": agreements.check_agreement,
        "agreement_party": agreements.bind_party,
        "agreement_task": agreements.check_task,
        "posting_goal": agreements.check_task,
    }
    acts[record.__tablename__](op, record)


def _register(op: OperationScope, record: Any) -> None:
    from app.operations import registers  # noqa: PLC0415

    acts: dict[str, Check] = {
        "absence": registers.check_absence,
        "training": registers.check_term,
        "allowance": registers.check_allowance,
        "unit_year": registers.check_unit_year,
        "duty_check": registers.check_score,
    }
    acts[record.__tablename__](op, record)


def _posting(op: OperationScope, record: Any) -> None:
    from app.operations.posting import check_overlap  # noqa: PLC0415

    check_overlap(op, record)


def _development(op: OperationScope, record: Any) -> None:
    """What a supporter built up belongs to his posting there and so to his team: its monthly report counts it."""
    from sqlalchemy import select  # noqa: PLC0415

    from app.models import Posting  # noqa: PLC0415

    kept = op.session.get(Posting, record.posting_id) if record.posting_id else None
    if record.person_id is None or (kept is not None and kept.person_id == record.person_id):
        return
    query = select(Posting).where(Posting.person_id == record.person_id, Posting.unit_id == record.unit_id)
    there = list(op.session.scalars(query.order_by(Posting.start, Posting.id)))
    began = [one for one in there if one.start[: len(record.began)] <= record.began] if record.began else []
    if not there:
        return
    posting = began[-1] if began else there[0]
    record.posting_id = posting.id
    if record.supporting_unit_id is None:
        record.supporting_unit_id = posting.supporting_unit_id


def _plan_item(op: OperationScope, record: Any) -> None:
    from app.operations.plans import read_wording  # noqa: PLC0415

    read_wording(op, record)


_TERM = frozenset({"start", "end", "unit_id", "person_id", "mode"})

CHECKS: dict[str, Check] = {
    "mentorship": _mentorship,
    "posting": _posting,
    "agreement": _agreement,
    "agreement_party": _agreement,
    "agreement_task": _agreement,
    "posting_goal": _agreement,
    "absence": _register,
    "training": _register,
    "allowance": _register,
    "unit_year": _register,
    "duty_check": _register,
    "development": _development,
    "plan_item": _plan_item,
}
"""Called with a record after it was written and before its operation ends; raises ``Refusal``, and nothing is stored."""


def check_record(op: OperationScope, table: str, record: Any, told: Collection[str]) -> None:
    """Refuse what the table's rules do not allow. ``told`` are the columns that were written."""
    check_days(table, record, told)
    if table == "posting" and _TERM.isdisjoint(told):
        return  # what overlaps already is not refused for another column
    check = CHECKS.get(table)
    if check is not None:
        check(op, record)
