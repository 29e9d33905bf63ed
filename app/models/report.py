"""Reports 月报: the workload that a team states for a month at a receiving unit (yubei-2021-72 annex 2)."""

from __future__ import annotations

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import (
    Base,
    flag_column,
    key_column,
    optional_reference,
    position_column,
    reference,
    text_column,
)

State = Literal["draft", "sent", "returned", "accepted"]
"""草稿, 已报, 退回, 已收."""

_STATES = ", ".join(f"'{state}'" for state in get_args(State))


class Report(Base):
    """The twelve stated figures (填报数) of one team (or one person) at one receiving unit in ``month`` (2021-06).

    Figures are text as typed: 特色科室 are told by name as often as by number, and nothing told is not zero.
    ``zero`` is the statement that there was nothing to report (零报告). A correction after acceptance is a new record
    of the next ``revision`` that ``revises`` the accepted one.
    """

    __tablename__ = "report"
    __table_args__ = (CheckConstraint(f"state IN ({_STATES})", name="state"),)

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
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    zero: Mapped[bool] = flag_column()
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    revises_id: Mapped[bytes | None] = optional_reference("report.id")


class ReportStep(Base):
    """One step on a report's way: who brought it to ``state`` and when; ``reason`` says why it was returned."""

    __tablename__ = "report_step"

    id: Mapped[bytes] = key_column()
    report_id: Mapped[bytes] = reference("report.id")
    position: Mapped[int] = position_column()
    state: Mapped[str] = mapped_column()
    at: Mapped[str] = text_column()
    by: Mapped[str] = text_column()
    reason: Mapped[str] = text_column()


class ReportRemark(Base):
    """Why a stated figure differs from the counted one."""

    __tablename__ = "report_remark"
    __table_args__ = (UniqueConstraint("report_id", "figure"),)

    id: Mapped[bytes] = key_column()
    report_id: Mapped[bytes] = reference("report.id")
    figure: Mapped[str] = mapped_column()
    text: Mapped[str] = text_column()
