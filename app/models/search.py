"""What people are found, sorted and listed by: derived from records, rebuildable, not journalled."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, position_column, text_column


class PersonSearch(Base):
    """A person's searchable values; ``app.store.search`` keeps the full-text index ``person_index`` beside it.

    ``id`` is the index's rowid. ``pinyin`` is syllables with a space between, ``digits`` ID number and phones
    likewise. No foreign key: the row follows its person at the end of each operation.
    """

    __tablename__ = "person_search"
    __table_args__ = (Index("ix_person_search_pinyin", "pinyin", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    name: Mapped[str] = text_column()
    pinyin: Mapped[str] = text_column()
    digits: Mapped[str] = text_column()


class EnrolmentRow(Base):
    """A row of the people's list as it stands on the screen; ``app.store.listed`` keeps it.

    ``id`` is the enrolment's. Without a rowid, each index ends with ``id``: the list's usual orders and filters are
    read from an index alone. No foreign keys: the row follows its records at the end of each operation.
    """

    __tablename__ = "enrolment_row"
    __table_args__ = (
        Index("ix_enrolment_row_position", "position"),
        Index("ix_enrolment_row_pinyin", "pinyin"),
        Index("ix_enrolment_row_unit_id", "unit_id", "pinyin"),
        Index("ix_enrolment_row_receiving_unit_id", "receiving_unit_id", "pinyin"),
        Index("ix_enrolment_row_batch_id", "batch_id", "pinyin"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    person_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    unit_id: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    receiving_unit_id: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    batch_id: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    position: Mapped[int] = position_column()
    name: Mapped[str] = text_column()
    pinyin: Mapped[str] = text_column()
    unit: Mapped[str] = text_column()
    title: Mapped[str] = text_column()
    receiving_unit: Mapped[str] = text_column()
    mobile: Mapped[str] = text_column()
    id_number: Mapped[str] = text_column()
    batch: Mapped[str] = text_column()
