"""The journal 变更记录: who changed what, when, and what they had seen. It is the audit trail and the undo.

These tables are written by ``app.store.journal`` alone and are not journalled themselves.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column, optional_reference, reference, text_column


class Station(Base):
    """A copy of the program's data that writes (单位端): this one, and those whose operations arrived here.

    ``number`` is the last operation of it that is known here: what the next operation has *seen*.
    """

    __tablename__ = "station"

    id: Mapped[bytes] = key_column()
    name: Mapped[str] = text_column()
    since: Mapped[str] = text_column()
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = text_column()


class Operation(Base):
    """One act of a person: all its changes are stored together or not at all.

    ``number`` runs from 1 within a station; ``at`` is UTC in ISO with milliseconds; ``seen`` is JSON
    ``{station hex: number}``, the last operation of every station that this one knew of; ``undoes`` is the
    operation that this one takes back.
    """

    __tablename__ = "operation"
    __table_args__ = (UniqueConstraint("station_id", "number"),)

    id: Mapped[bytes] = key_column()
    station_id: Mapped[bytes] = reference("station.id")
    number: Mapped[int] = mapped_column()
    at: Mapped[str] = mapped_column()
    operator: Mapped[str] = text_column()
    name: Mapped[str] = mapped_column()
    title: Mapped[str] = text_column()
    seen: Mapped[str] = mapped_column(default="{}", server_default="{}")
    undoes_id: Mapped[bytes | None] = optional_reference("operation.id")


class Change(Base):
    """One record's change within an operation, in the order made.

    ``fields`` is JSON ``{field: [old, new]}``; bytes stand in it as ``{"hex": "…"}``. ``hash`` covers the row by way
    of a salted hash of each field's values, ``secret`` gives the salts: see ``app.store.sealing`` for how a field's
    values can be erased while the row still proves itself. ``id`` only counts within this file; between stations
    a change is told by its operation and ``position``.
    """

    __tablename__ = "change"
    __table_args__ = (
        CheckConstraint("kind IN ('insert', 'update', 'delete')", name="kind"),
        UniqueConstraint("operation_id", "position"),
        Index("ix_change_record_id", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("operation.id"))
    position: Mapped[int] = mapped_column()
    table_name: Mapped[str] = mapped_column()
    record_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    kind: Mapped[str] = mapped_column()
    fields: Mapped[str] = mapped_column()
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Meta(Base):
    """What the file says of itself, by key: ``program`` is the version that last brought it to its schema."""

    __tablename__ = "meta"

    id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = text_column()
