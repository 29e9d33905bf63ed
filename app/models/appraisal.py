"""Appraisals 鉴定: what 考核鉴定表 (yubei-2021-72 annex 1) says beyond the person and the posting."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, reference, text_column


class Appraisal(Base):
    """The sheet of one posting.

    ``summary`` is 本人对口支援工作总结. ``receiving_text``, ``task_text`` and ``term_text`` are 对口支援单位,
    对口支援主要任务 and 对口支援起止时间 where the sheet words them otherwise than the posting; '' takes the posting's.
    """

    __tablename__ = "appraisal"

    id: Mapped[bytes] = key_column()
    posting_id: Mapped[bytes] = reference("posting.id", unique=True)
    summary: Mapped[str] = text_column()
    receiving_text: Mapped[str] = text_column()
    task_text: Mapped[str] = text_column()
    term_text: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class Opinion(Base):
    """One of the four opinions, by ``step`` in the order of the paper.

    1 受援乡镇卫生院, 2 受援区县卫生健康行政部门, 3 派出人员所在单位, 4 派出人员所在区县卫生健康行政部门.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "step"),
        CheckConstraint("step BETWEEN 1 AND 4", name="step"),
    )

    id: Mapped[bytes] = key_column()
    appraisal_id: Mapped[bytes] = reference("appraisal.id")
    step: Mapped[int] = mapped_column()
    text: Mapped[str] = text_column()
    signer: Mapped[str] = text_column()
    date: Mapped[str] = text_column()
    result: Mapped[str] = text_column()
