"""Free values: what an office's own 表样 asks for that no other record keeps."""

from __future__ import annotations

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, text_column


class FreeValue(Base):
    """The value of a free field (``free.…``) of one record, told by its table and key."""

    __tablename__ = "free_value"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[bytes] = key_column()
    owner_table: Mapped[str] = mapped_column()
    owner_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    name: Mapped[str] = mapped_column()
    value: Mapped[str] = text_column()
