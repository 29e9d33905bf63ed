"""People 人员, with every field of 报名表 (sichuan-2017-122 annex 2) and of 考核鉴定表's head (yubei-2021-72 annex 1)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, position_column, reference, text_column


class Person(Base):
    """A person. Months and dates are partial ISO dates or text as typed; ``photo`` is an attachment's SHA-256 in hex.

    ``paper_kind`` says what ``id_number`` is: 身份证, 15位身份证, 港澳台, 护照, or '' when not told.
    """

    __tablename__ = "person"

    id: Mapped[bytes] = key_column()
    name: Mapped[str] = mapped_column(index=True)
    sex: Mapped[str] = text_column()
    birth: Mapped[str] = text_column()
    ethnicity: Mapped[str] = text_column()
    party: Mapped[str] = text_column()
    education: Mapped[str] = text_column()
    degree: Mapped[str] = text_column()
    major: Mapped[str] = text_column()
    school: Mapped[str] = text_column()
    graduated: Mapped[str] = text_column()
    work_start: Mapped[str] = text_column()
    unit_id: Mapped[bytes | None] = optional_reference("unit.id")
    department: Mapped[str] = text_column()
    duty: Mapped[str] = text_column()
    title: Mapped[str] = text_column()
    title_since: Mapped[str] = text_column()
    specialty: Mapped[str] = text_column()
    specialty_since: Mapped[str] = text_column()
    paper_kind: Mapped[str] = text_column()
    id_number: Mapped[str] = text_column(index=True)
    office_phone: Mapped[str] = text_column()
    mobile: Mapped[str] = text_column()
    im: Mapped[str] = text_column()
    photo: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class CareerLine(Base):
    """One period of a life as 个人简历 has it: ``text`` is the line as typed, its dates beside it where told."""

    __tablename__ = "career_line"

    id: Mapped[bytes] = key_column()
    person_id: Mapped[bytes] = reference("person.id")
    position: Mapped[int] = position_column()
    text: Mapped[str] = text_column()
    start: Mapped[str] = text_column()
    end: Mapped[str] = text_column()


class PersonPaper(Base):
    """A paper that a person holds (licence, certificate); ``attachment`` is the SHA-256 of its scan, or ''."""

    __tablename__ = "person_paper"

    id: Mapped[bytes] = key_column()
    person_id: Mapped[bytes] = reference("person.id")
    kind: Mapped[str] = text_column()
    number: Mapped[str] = text_column()
    valid_until: Mapped[str] = text_column()
    attachment: Mapped[str] = text_column()
