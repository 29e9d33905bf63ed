"""Mentorships 师带徒: a supporter teaches a named local person under an agreement (sichuan-2017-122 二（三）)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.models.base import Base, key_column, position_column, reference, text_column


class Mentorship(Base):
    """One agreement between the person of a posting and a 帮带对象 of the receiving unit.

    ``mentee_id`` is a person like others, whose unit is the receiving one. ``number`` runs within the year; ``contents``
    are the ways of teaching, one a line. ``result`` is 合格, 不合格 or '' before the assessment; a certificate is
    given after passing alone.
    """

    __tablename__ = "mentorship"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id")
    mentee_id: Mapped[bytes] = reference("person.id")
    number: Mapped[str] = text_column(index=True)
    department: Mapped[str] = text_column()
    specialty: Mapped[str] = text_column()
    signed_on: Mapped[str] = text_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    goals: Mapped[str] = text_column()
    contents: Mapped[str] = text_column()
    notes: Mapped[str] = text_column()
    assessment: Mapped[str] = text_column()
    assessed_on: Mapped[str] = text_column()
    assessor: Mapped[str] = text_column()
    result: Mapped[str] = text_column()
    certificate_number: Mapped[str] = text_column(index=True)
    certified_on: Mapped[str] = text_column()
    position: Mapped[int] = position_column()


class MentorshipStep(Base):
    """A step of the 帮带计划: what is taught in which month, how, and when it was done."""

    __tablename__ = "mentorship_step"

    id: Mapped[bytes] = key_column()
    mentorship_id: Mapped[bytes] = reference("mentorship.id")
    position: Mapped[int] = position_column()
    month: Mapped[str] = text_column()
    content: Mapped[str] = text_column()
    form: Mapped[str] = text_column()
    done_on: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
