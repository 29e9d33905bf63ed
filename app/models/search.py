"""The search index over people: derived from records, rebuildable, not journalled.

Plain B-trees: a part of a name, of its pinyin, of the initials, of an ID number or a phone is the beginning of some
*suffix* of it, so each suffix is a key and a search is one range of the tree, which stops at its limit.
"""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, text_column


class PersonSearch(Base):
    """What a person is found and sorted by. ``digits`` holds ID number and phones, one after a space each.

    No foreign key: the row follows its person at the end of each operation.
    """

    __tablename__ = "person_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    name: Mapped[str] = text_column()
    pinyin: Mapped[str] = text_column(index=True)
    digits: Mapped[str] = text_column()


class SearchKey(Base):
    """One suffix by which the person of that number is found."""

    __tablename__ = "search_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
