"""Agreements 责任书 and 协议, and the letters that the office writes: certificates, proofs, reports."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, position_column, reference, text_column


class Agreement(Base):
    """A signed paper between units (national-2016 三（一）). ``kind`` is 责任书, 科室协议 or another word."""

    __tablename__ = "agreement"

    id: Mapped[bytes] = key_column()
    pairing_id: Mapped[bytes | None] = optional_reference("pairing.id")
    kind: Mapped[str] = text_column()
    number: Mapped[str] = text_column(index=True)
    title: Mapped[str] = text_column()
    department: Mapped[str] = text_column()
    signed_on: Mapped[str] = text_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()
    overall_goal: Mapped[str] = text_column()
    source_document: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
    position: Mapped[int] = position_column()


class AgreementParty(Base):
    """One of the parties, in their order on the paper; a county government is no unit of ours: its ``name`` is enough."""

    __tablename__ = "agreement_party"

    id: Mapped[bytes] = key_column()
    agreement_id: Mapped[bytes] = reference("agreement.id")
    position: Mapped[int] = position_column()
    role: Mapped[str] = text_column()
    unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    name: Mapped[str] = text_column()
    representative: Mapped[str] = text_column()
    signed_on: Mapped[str] = text_column()


class AgreementTask(Base):
    """A task of one year with its counted indicator: ``target`` of work ``kind`` where the ledger can count it."""

    __tablename__ = "agreement_task"

    id: Mapped[bytes] = key_column()
    agreement_id: Mapped[bytes] = reference("agreement.id")
    position: Mapped[int] = position_column()
    year: Mapped[str] = text_column()
    content: Mapped[str] = text_column()
    indicator: Mapped[str] = text_column()
    kind: Mapped[str] = text_column()
    target: Mapped[str] = text_column()


class Letter(Base):
    """A letter or certificate that was made from an edition, of the record that it is about.

    ``blocks`` is JSON: this letter's own wording where it was changed, '' while it is the edition's. ``told`` is JSON
    too: values of the letter that no record keeps.
    """

    __tablename__ = "letter"

    id: Mapped[bytes] = key_column()
    edition: Mapped[str] = mapped_column()
    number: Mapped[str] = text_column(index=True)
    title: Mapped[str] = text_column()
    issued_on: Mapped[str] = text_column()
    agreement_id: Mapped[bytes | None] = optional_reference("agreement.id")
    mentorship_id: Mapped[bytes | None] = optional_reference("mentorship.id")
    posting_id: Mapped[bytes | None] = optional_reference("posting.id")
    person_id: Mapped[bytes | None] = optional_reference("person.id")
    unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    blocks: Mapped[str] = text_column()
    told: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
