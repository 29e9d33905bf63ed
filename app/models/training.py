"""Trainings 进修: people of a receiving unit who come to the supporting one, and their return."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.models.base import Base, key_column, optional_reference, reference, text_column, yesno_column


class Training(Base):
    """One trainee's time at ``unit_id`` (the host). ``free`` is whether it was free of charge, None when not told."""

    __tablename__ = "training"

    id: Mapped[bytes] = key_column()
    person_id: Mapped[bytes] = reference("person.id")
    unit_id: Mapped[bytes] = reference("unit.id")
    from_unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    pairing_id: Mapped[bytes | None] = optional_reference("pairing.id")
    department: Mapped[str] = text_column()
    specialty: Mapped[str] = text_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    returned_on: Mapped[str] = text_column()
    free: Mapped[bool | None] = yesno_column()
    result: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
