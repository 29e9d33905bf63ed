"""Attachments: what is known of a kept file; its bytes lie by their hash in a file of their own."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, text_column


class Attachment(Base):
    """A file by its SHA-256 in hex, with the name it came under and its ``size`` in bytes."""

    __tablename__ = "attachment"

    id: Mapped[bytes] = key_column()
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = text_column()
    mime: Mapped[str] = text_column()
    size: Mapped[int] = mapped_column(default=0, server_default="0")
