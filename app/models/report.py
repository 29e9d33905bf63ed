"""Reports 月报: the workload that a team states for a month at a receiving unit (yubei-2021-72 annex 2)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.models.base import Base, key_column, optional_reference, reference, text_column


class Report(Base):
    """The twelve stated figures (填报数) of one team (or one person) at one receiving unit in ``month`` (2021-06).

    Figures are text as typed: 特色科室 are told by name as often as by number, and nothing told is not zero.
    """

    __tablename__ = "report"

    id: Mapped[bytes] = key_column()
    supporting_unit_id: Mapped[bytes] = reference("unit.id")
    receiving_unit_id: Mapped[bytes] = reference("unit.id")
    person_id: Mapped[bytes | None] = optional_reference("person.id")
    month: Mapped[str] = text_column(index=True)
    outpatients: Mapped[str] = text_column()
    operations: Mapped[str] = text_column()
    rounds: Mapped[str] = text_column()
    tours: Mapped[str] = text_column()
    lectures: Mapped[str] = text_column()
    trained: Mapped[str] = text_column()
    specialties: Mapped[str] = text_column()
    techniques: Mapped[str] = text_column()
    rules_made: Mapped[str] = text_column()
    health_education: Mapped[str] = text_column()
    donations: Mapped[str] = text_column()
    other: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
