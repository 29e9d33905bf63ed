"""Pairings 对口关系: who supports whom, down to departments; and the batches 批次 by which a notice sends people."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
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


class Batch(Base):
    """A round of support as a notice sets it. ``start`` and ``end`` are partial dates or text as typed."""

    __tablename__ = "batch"

    id: Mapped[bytes] = key_column()
    name: Mapped[str] = mapped_column(unique=True)
    year: Mapped[str] = text_column()
    source_document: Mapped[str] = text_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class Pairing(Base):
    """One unit supports another. ``managed`` is 托管 (△ in 任务分配表); ``position`` is the official table's order."""

    __tablename__ = "pairing"
    __table_args__ = (CheckConstraint("supporting_id <> receiving_id", name="two_units"),)

    id: Mapped[bytes] = key_column()
    batch_id: Mapped[bytes | None] = optional_reference("batch.id")
    supporting_id: Mapped[bytes] = reference("unit.id")
    receiving_id: Mapped[bytes] = reference("unit.id")
    form: Mapped[str] = text_column()
    managed: Mapped[bool] = flag_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    source_document: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
    position: Mapped[int] = position_column()


class PairingDepartment(Base):
    """Department to department within a pairing, each side with its contact.

    天全县人民医院（妇儿科） is a pairing with one such record, whose ``receiving_department`` is 妇儿科.
    """

    __tablename__ = "pairing_department"

    id: Mapped[bytes] = key_column()
    pairing_id: Mapped[bytes] = reference("pairing.id")
    position: Mapped[int] = position_column()
    supporting_department: Mapped[str] = text_column()
    supporting_contact: Mapped[str] = text_column()
    supporting_phone: Mapped[str] = text_column()
    receiving_department: Mapped[str] = text_column()
    receiving_contact: Mapped[str] = text_column()
    receiving_phone: Mapped[str] = text_column()
