"""What people are found and sorted by: derived from records, rebuildable, not journalled."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, text_column


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
