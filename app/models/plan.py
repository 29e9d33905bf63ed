"""Plans 工作计划清单 (shaoxing-2017-66, annex): what is to be done in which period, by when and by whom."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, position_column, reference, text_column


class Plan(Base):
    """A list of plan items under one title; of one unit where told."""

    __tablename__ = "plan"

    id: Mapped[bytes] = key_column()
    title: Mapped[str] = mapped_column()
    unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    source_document: Mapped[str] = text_column()
    position: Mapped[int] = position_column()


class PlanItem(Base):
    """One numbered item. ``due_text`` is 完成时间 as people write it; ``due`` the date where one can be told.

    ``repeats`` are the months of each year in which it comes round again (``03,09``), '' when it does not.
    """

    __tablename__ = "plan_item"

    id: Mapped[bytes] = key_column()
    plan_id: Mapped[bytes] = reference("plan.id")
    period: Mapped[str] = text_column()
    number: Mapped[str] = text_column()
    goal: Mapped[str] = text_column()
    due_text: Mapped[str] = text_column()
    due: Mapped[str] = text_column()
    lead: Mapped[str] = text_column()
    cooperating: Mapped[str] = text_column()
    state: Mapped[str] = text_column()
    evidence: Mapped[str] = text_column()
    position: Mapped[int] = position_column()
    repeats: Mapped[str] = text_column()


class PlanOccurrence(Base):
    """A dated occurrence of an item that ``repeats`` (每年3月和9月)."""

    __tablename__ = "plan_occurrence"

    id: Mapped[bytes] = key_column()
    plan_item_id: Mapped[bytes] = reference("plan_item.id")
    due: Mapped[str] = text_column(index=True)
    state: Mapped[str] = text_column()
    done_on: Mapped[str] = text_column()
    evidence: Mapped[str] = text_column()
