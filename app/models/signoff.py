"""Sign-offs 签字盖章: the way of a printed paper through signatures and stamps until its scan is back."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, text_column


class SignOff(Base):
    """One step of one paper. Exactly one of the references says which record the paper is of.

    ``step`` counts from 1 in the order of the paper (the four opinions); a paper with one stamp has step 1.
    ``printed_state`` is a short hash of what was printed, by which a later change of the record is told.
    ``attachment`` is the SHA-256 of the scan.
    """

    __tablename__ = "sign_off"

    id: Mapped[bytes] = key_column()
    edition: Mapped[str] = text_column()
    step: Mapped[int] = mapped_column(default=1, server_default="1")
    appraisal_id: Mapped[bytes | None] = optional_reference("appraisal.id")
    report_id: Mapped[bytes | None] = optional_reference("report.id")
    enrolment_id: Mapped[bytes | None] = optional_reference("enrolment.id")
    posting_id: Mapped[bytes | None] = optional_reference("posting.id")
    agreement_id: Mapped[bytes | None] = optional_reference("agreement.id")
    mentorship_id: Mapped[bytes | None] = optional_reference("mentorship.id")
    letter_id: Mapped[bytes | None] = optional_reference("letter.id")
    printed_on: Mapped[str] = text_column()
    printed_state: Mapped[str] = text_column()
    handed_on: Mapped[str] = text_column()
    handed_to: Mapped[str] = text_column()
    stamped_on: Mapped[str] = text_column()
    attachment: Mapped[str] = text_column()
    attached_on: Mapped[str] = text_column()
    note: Mapped[str] = text_column()
