"""Postings 派驻: who works where for which term, towards which goals, and when they were really there."""

from __future__ import annotations

from typing import Literal, get_args

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import (
    Base,
    key_column,
    optional_reference,
    position_column,
    reference,
    text_column,
    yesno_column,
)

Mode = Literal["", "stationed", "interval", "segmented"]
"""驻点, 间隔去, 分段驻; '' when not told. Other text that a table brings is kept as it is."""
State = Literal["planned", "active", "ended", "replaced"]

_STATES = ", ".join(f"'{state}'" for state in get_args(State))


class Posting(Base):
    """A person's term at a receiving unit.

    ``unit_id`` receives; ``supporting_unit_id`` sends (the person's own unit at that time). ``subsidised`` tells
    whether 财政补助 applies, None when not told. A replacement names the posting that it ``replaces`` with the two
    approvals that sichuan-2017-122 asks for (unit leaders and health bureau).
    """

    __tablename__ = "posting"
    __table_args__ = (CheckConstraint(f"state IN ({_STATES})", name="state"),)

    id: Mapped[bytes] = key_column()
    person_id: Mapped[bytes] = reference("person.id")
    enrolment_id: Mapped[bytes | None] = optional_reference("enrolment.id")
    unit_id: Mapped[bytes] = reference("unit.id")
    supporting_unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    department: Mapped[str] = text_column()
    mode: Mapped[str] = text_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    duty: Mapped[str] = text_column()
    post: Mapped[str] = text_column()
    main_task: Mapped[str] = text_column()
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    subsidised: Mapped[bool | None] = yesno_column()
    replaces_id: Mapped[bytes | None] = optional_reference("posting.id")
    replacement_reason: Mapped[str] = text_column()
    approved_by_unit: Mapped[str] = text_column()
    approved_by_bureau: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
    position: Mapped[int] = position_column()


class PostingGoal(Base):
    """A goal or counted task of a posting: ``target`` of ``measure`` by ``due``.

    ``kind`` is the code of the work that counts towards it, '' where a person judges; ``result`` is that judgement at
    the end (yubei-2021-72 四（三）).
    """

    __tablename__ = "posting_goal"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id")
    position: Mapped[int] = position_column()
    text: Mapped[str] = text_column()
    measure: Mapped[str] = text_column()
    target: Mapped[str] = text_column()
    due: Mapped[str] = text_column()
    state: Mapped[str] = text_column()
    kind: Mapped[str] = text_column()
    result: Mapped[str] = text_column()
    judged_on: Mapped[str] = text_column()


class Stay(Base):
    """When a person arrived at the receiving unit and left it; 间隔去 and 分段驻 have several."""

    __tablename__ = "stay"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id")
    arrive: Mapped[str] = text_column()
    leave: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class Absence(Base):
    """Leave within a posting: its days do not count as days on site."""

    __tablename__ = "absence"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id")
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    kind: Mapped[str] = text_column()
    reason: Mapped[str] = text_column()


class Allowance(Base):
    """补贴 of a posting for a period: ``days`` at ``rate`` 元 a day make ``amount`` 元; text as typed."""

    __tablename__ = "allowance"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id")
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    days: Mapped[str] = text_column()
    rate: Mapped[str] = text_column()
    amount: Mapped[str] = text_column()
    paid_on: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class DutyCheck(Base):
    """下派人员履职考核: how the person's own hospital judges the posting, over a ``period`` as people write it."""

    __tablename__ = "duty_check"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id")
    period: Mapped[str] = text_column()
    attendance: Mapped[str] = text_column()
    work: Mapped[str] = text_column()
    conduct: Mapped[str] = text_column()
    score: Mapped[str] = text_column()
    opinion: Mapped[str] = text_column()
    result: Mapped[str] = text_column()
    checked_on: Mapped[str] = text_column()
