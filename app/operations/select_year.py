"""Finding the records of letters and certificates: one query for each subject of :mod:`app.operations.letter_values`.

Columns are key, name, and details as the print page lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.models import (
    Agreement,
    AgreementParty,
    Allowance,
    DutyCheck,
    Enrolment,
    Letter,
    Mentorship,
    Person,
    Posting,
    PostingGoal,
    Unit,
)
from app.operations.selection import Selection

_YEARLY = "yearly"
"""What the id of an edition for yearly reports holds."""


def _posted(first: Any, chosen: Selection, *details: Any) -> Select[Any]:
    """Records of postings: joined with person, units and enrolment, narrowed as postings are."""
    supporting, receiving = aliased(Unit), aliased(Unit)
    query = select(first.id, Person.name, receiving.name, *details)
    if first is not Posting:
        query = query.join(Posting, Posting.id == first.posting_id)
    query = (
        query.join(Person, Person.id == Posting.person_id)
        .join(receiving, receiving.id == Posting.unit_id)
        .outerjoin(supporting, supporting.id == Posting.supporting_unit_id)
        .outerjoin(Enrolment, Enrolment.id == Posting.enrolment_id)
    )
    if chosen.batch:
        query = query.where(Enrolment.batch_id == chosen.batch)
    if chosen.pairing:
        query = query.where(Enrolment.pairing_id == chosen.pairing)
    if chosen.unit:
        query = query.where(or_(Posting.supporting_unit_id == chosen.unit, Posting.unit_id == chosen.unit))
    return query


def _mentorships(chosen: Selection) -> Select[Any]:
    mentee = aliased(Person)
    query = _posted(Mentorship, chosen, Mentorship.number)
    query = query.join(mentee, mentee.id == Mentorship.mentee_id)
    query = query.with_only_columns(
        Mentorship.id, Person.name + "带" + mentee.name, Mentorship.number, maintain_column_froms=True
    )
    if chosen.month:
        query = query.where(_within(Mentorship, chosen.month))
    return query.order_by(Mentorship.position, Mentorship.id)


def _within(model: Any, month: str) -> Any:
    return and_(model.start <= month + "-31", or_(model.end == "", model.end >= month))


def _agreements(chosen: Selection) -> Select[Any]:
    query = select(Agreement.id, Agreement.title, Agreement.number, Agreement.department)
    if chosen.unit:
        party = exists().where(
            AgreementParty.agreement_id == Agreement.id, AgreementParty.unit_id == chosen.unit
        )
        query = query.where(party)
    if chosen.pairing:
        query = query.where(Agreement.pairing_id == chosen.pairing)
    if chosen.search:
        named = exists().where(
            AgreementParty.agreement_id == Agreement.id, AgreementParty.name.contains(chosen.search)
        )
        texts = (Agreement.title, Agreement.number, Agreement.department, Agreement.kind)
        query = query.where(or_(named, *(text.contains(chosen.search) for text in texts)))
    return query.order_by(Agreement.position, Agreement.id)


def _goals(chosen: Selection) -> Select[Any]:
    query = _posted(Posting, chosen).where(exists().where(PostingGoal.posting_id == Posting.id))
    if chosen.month:
        query = query.where(_within(Posting, chosen.month))
    return query.order_by(Posting.position, Posting.id)


def _replacements(chosen: Selection) -> Select[Any]:
    query = _posted(Posting, chosen).where(Posting.replaces_id.is_not(None))
    if chosen.month:
        query = query.where(_within(Posting, chosen.month))
    return query.order_by(Posting.position, Posting.id)


def _duties(chosen: Selection) -> Select[Any]:
    return _posted(DutyCheck, chosen, DutyCheck.period).order_by(Posting.position, DutyCheck.id)


def _allowances(chosen: Selection) -> Select[Any]:
    query = _posted(Allowance, chosen, Allowance.start, Allowance.amount)
    if chosen.month:
        query = query.where(_within(Allowance, chosen.month))
    return query.order_by(Allowance.start, Posting.position, Allowance.id)


def _experiences(chosen: Selection) -> Select[Any]:
    posted = select(Posting.id).where(Posting.person_id == Person.id)
    if chosen.unit:
        posted = posted.where(or_(Posting.supporting_unit_id == chosen.unit, Posting.unit_id == chosen.unit))
    if chosen.batch:
        enrolled = select(Enrolment.id).where(Enrolment.batch_id == chosen.batch)
        posted = posted.where(Posting.enrolment_id.in_(enrolled))
    query = select(Person.id, Person.name, Unit.name).outerjoin(Unit, Unit.id == Person.unit_id)
    return query.where(posted.exists()).order_by(Person.id)


def _yearlies(chosen: Selection) -> Select[Any]:
    query = select(Letter.id, Letter.title, Letter.number, Unit.name).outerjoin(
        Unit, Unit.id == Letter.unit_id
    )
    query = query.where(Letter.edition.contains(_YEARLY))
    if chosen.unit:
        query = query.where(Letter.unit_id == chosen.unit)
    if chosen.search:
        query = query.where(Letter.title.contains(chosen.search))
    return query.order_by(Letter.issued_on, Letter.id)


QUERIES: dict[str, Callable[[Selection], Select[Any]]] = {
    "mentorship": _mentorships,
    "agreement": _agreements,
    "goals": _goals,
    "replacement": _replacements,
    "duty": _duties,
    "experience": _experiences,
    "yearly": _yearlies,
    "allowance": _allowances,
}
KEYS: dict[str, Any] = {
    "mentorship": Mentorship.id,
    "agreement": Agreement.id,
    "goals": Posting.id,
    "replacement": Posting.id,
    "duty": DutyCheck.id,
    "experience": Person.id,
    "yearly": Letter.id,
    "allowance": Allowance.id,
}
OWNERS: dict[str, Any] = {
    "mentorship": Mentorship,
    "goals": Posting,
    "replacement": Posting,
    "duty": DutyCheck,
    "experience": Person,
    "allowance": Allowance,
}
"""The model whose records are a person's; the mentor's for mentorships."""
OF_PEOPLE = tuple(OWNERS)
"""Subjects whose records are found by a person's name; for mentorships the mentor's."""
ASKED: dict[str, set[str]] = {
    "mentorship": {"batch", "unit", "month"},
    "agreement": {"unit"},
    "goals": {"batch", "unit", "month"},
    "replacement": {"batch", "unit", "month"},
    "duty": {"batch", "unit"},
    "experience": {"batch", "unit"},
    "yearly": {"unit"},
    "allowance": {"batch", "unit", "month"},
}
"""The ways of choosing beside a name, for the command line."""
