"""Activities 帮扶工作: what was done where, when, by whom, how much. Together they are the ledger 帮扶工作台账."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, reference, text_column


class Activity(Base):
    """One entry of the ledger: a single act (a lecture) or a total of a day, a month or a past year.

    ``kind`` is a code of :data:`app.catalogue.work.WORKS`; ``amount`` whole base units of it (money in 元), ``people``
    how many took part. ``date`` is a partial ISO date and says by its precision what the entry covers; ``month`` is
    its first seven characters, kept so that a month's figures come straight from an index. ``unit_id`` receives;
    ``supporting_unit_id`` is the team. ``mode`` is onsite, online or ''. ``source`` tells how it came in (grid, chat,
    import), ``attachment`` is the SHA-256 of its evidence.
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("people >= 0", name="people"),
        Index(
            "ix_activity_month",
            "month",
            "unit_id",
            "supporting_unit_id",
            "person_id",
            "kind",
            "amount",
            "people",
        ),
        Index("ix_activity_date", "date", "id"),
    )

    id: Mapped[bytes] = key_column()
    kind: Mapped[str] = mapped_column()
    date: Mapped[str] = text_column()
    month: Mapped[str] = text_column()
    unit_id: Mapped[bytes] = reference("unit.id")
    supporting_unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    person_id: Mapped[bytes | None] = optional_reference("person.id")
    posting_id: Mapped[bytes | None] = optional_reference("posting.id")
    amount: Mapped[int] = mapped_column(default=0, server_default="0")
    people: Mapped[int] = mapped_column(default=0, server_default="0")
    mode: Mapped[str] = text_column()
    department: Mapped[str] = text_column()
    topic: Mapped[str] = text_column()
    audience: Mapped[str] = text_column()
    evidence: Mapped[str] = text_column()
    attachment: Mapped[str] = text_column()
    reason: Mapped[str] = text_column()
    source: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class ActivityMentee(Base):
    """A 帮带对象 who was present."""

    __tablename__ = "activity_mentee"
    __table_args__ = (UniqueConstraint("activity_id", "mentorship_id"),)

    id: Mapped[bytes] = key_column()
    activity_id: Mapped[bytes] = reference("activity.id")
    mentorship_id: Mapped[bytes] = reference("mentorship.id")
