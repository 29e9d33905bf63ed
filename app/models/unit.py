"""Units 单位: hospitals, township clinics and the like. Their role (支援/受援) belongs to the pairing, never to them."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, flag_column, key_column, position_column, reference, text_column


class Unit(Base):
    """An institution by its full official name. ``class_`` is 受援县或单位类别 (省属薄弱, 民族县 …)."""

    __tablename__ = "unit"

    id: Mapped[bytes] = key_column()
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = text_column()
    level: Mapped[str] = text_column()
    region: Mapped[str] = text_column()
    class_: Mapped[str] = mapped_column("class", default="", server_default="")
    address: Mapped[str] = text_column()
    note: Mapped[str] = text_column()


class UnitAlias(Base):
    """A short or former name by which people write a unit. Two units may share one: then the clerk decides."""

    __tablename__ = "unit_alias"

    id: Mapped[bytes] = key_column()
    unit_id: Mapped[bytes] = reference("unit.id")
    name: Mapped[str] = text_column(index=True)


class UnitContact(Base):
    """Whom to call at a unit, down to its departments."""

    __tablename__ = "unit_contact"

    id: Mapped[bytes] = key_column()
    unit_id: Mapped[bytes] = reference("unit.id")
    department: Mapped[str] = text_column()
    name: Mapped[str] = text_column()
    phone: Mapped[str] = text_column()
    duty: Mapped[str] = text_column()
    position: Mapped[int] = position_column()


class UnitDepartment(Base):
    """A department of a receiving unit; ``main`` ones and their ``key_staff`` are what mentoring must cover."""

    __tablename__ = "unit_department"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[bytes] = key_column()
    unit_id: Mapped[bytes] = reference("unit.id")
    position: Mapped[int] = position_column()
    name: Mapped[str] = mapped_column()
    main: Mapped[bool] = flag_column()
    key_staff: Mapped[str] = text_column()


class UnitYear(Base):
    """A figure of a unit for a year; ``measure`` is a code of :data:`app.catalogue.work.YEARLY`."""

    __tablename__ = "unit_year"
    __table_args__ = (UniqueConstraint("unit_id", "year", "measure"),)

    id: Mapped[bytes] = key_column()
    unit_id: Mapped[bytes] = reference("unit.id")
    year: Mapped[str] = mapped_column()
    measure: Mapped[str] = mapped_column()
    value: Mapped[str] = text_column()
    source: Mapped[str] = text_column()
