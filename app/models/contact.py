"""Contacts 沟通交流: calls, video meetings, visits, meetings and inspections (guizhou-2020-52 二（一）, yubei-2021-72 四)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, text_column


class Contact(Base):
    """One exchange. ``kind`` is a code of :data:`app.catalogue.work.CONTACTS`; ``level`` says who took part
    (主要领导, 分管领导, 科室负责人, 卫健部门)."""

    __tablename__ = "contact"

    id: Mapped[bytes] = key_column()
    kind: Mapped[str] = mapped_column()
    date: Mapped[str] = text_column(index=True)
    unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    supporting_unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    pairing_id: Mapped[bytes | None] = optional_reference("pairing.id")
    batch_id: Mapped[bytes | None] = optional_reference("batch.id")
    level: Mapped[str] = text_column()
    participants: Mapped[str] = text_column()
    topic: Mapped[str] = text_column()
    outcome: Mapped[str] = text_column()
    evidence: Mapped[str] = text_column()
    attachment: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
