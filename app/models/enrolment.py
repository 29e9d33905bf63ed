"""Enrolments 报名: a person put forward for support; the receiving unit may not be known yet."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.models.base import (
    Base,
    key_column,
    optional_reference,
    position_column,
    reference,
    text_column,
    yesno_column,
)


class Enrolment(Base):
    """One 报名表. ``recommended`` is 是否推荐担任受援单位（科室）领导职务, None when not told."""

    __tablename__ = "enrolment"

    id: Mapped[bytes] = key_column()
    person_id: Mapped[bytes] = reference("person.id")
    batch_id: Mapped[bytes | None] = optional_reference("batch.id")
    pairing_id: Mapped[bytes | None] = optional_reference("pairing.id")
    receiving_unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    receiving_department: Mapped[str] = text_column()
    recommended: Mapped[bool | None] = yesno_column()
    leader_post: Mapped[str] = text_column()
    unit_opinion: Mapped[str] = text_column()
    unit_opinion_date: Mapped[str] = text_column()
    state: Mapped[str] = text_column()
    position: Mapped[int] = position_column()
    note: Mapped[str] = text_column()
