"""Developments 学科与技术: specialties, techniques and rules as things with a start and a state; 五个一 of a batch."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, reference, text_column


class Development(Base):
    """Something built up at a receiving unit. ``kind`` is a code of :data:`app.catalogue.work.DEVELOPMENTS`.

    It counts in the month in which it ``began``; ``achieved`` is when it was in use.
    """

    __tablename__ = "development"

    id: Mapped[bytes] = key_column()
    kind: Mapped[str] = mapped_column()
    name: Mapped[str] = text_column()
    unit_id: Mapped[bytes] = reference("unit.id")
    supporting_unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    person_id: Mapped[bytes | None] = optional_reference("person.id")
    posting_id: Mapped[bytes | None] = optional_reference("posting.id")
    department: Mapped[str] = text_column()
    began: Mapped[str] = text_column(index=True)
    achieved: Mapped[str] = text_column()
    state: Mapped[str] = text_column()
    evidence: Mapped[str] = text_column()
    attachment: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class BatchOne(Base):
    """One of the 五个一 of a batch; ``item`` is a code of :data:`app.catalogue.work.FIVE_ONES`."""

    __tablename__ = "batch_one"
    __table_args__ = (UniqueConstraint("batch_id", "item"),)

    id: Mapped[bytes] = key_column()
    batch_id: Mapped[bytes] = reference("batch.id")
    item: Mapped[str] = mapped_column()
    text: Mapped[str] = text_column()
    person_id: Mapped[bytes | None] = optional_reference("person.id")
    done_on: Mapped[str] = text_column()
    evidence: Mapped[str] = text_column()
