"""What every kept record shares: the declarative base, named constraints, and keys that sort by time.

Keys are UUIDv7 (RFC 9562) as 16 bytes. Within one process they only ever grow, so that records
made in one operation keep the order in which they were made, and inserting stays cheap in the key's index.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from sqlalchemy import Boolean, ForeignKey, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_RANDOM_BITS = 74
_LOW = (1 << 62) - 1
_MARKS = 0x7 << 76 | 0b10 << 62
"""The version and the variant of a UUIDv7."""
_lock = threading.Lock()
_last = [0]


class Base(DeclarativeBase):
    """The ledger's tables. Every constraint gets a name, without which SQLite's batch migrations cannot find it."""

    metadata = MetaData(naming_convention=NAMING)


def _compose(counter: int) -> bytes:
    """The 16 bytes of a UUIDv7 whose time and random parts are the high and low bits of ``counter``."""
    high, low = counter >> 62 & 0xFFF, counter & _LOW
    return (counter >> _RANDOM_BITS << 80 | high << 64 | low | _MARKS).to_bytes(16, "big")


def new_id() -> bytes:
    """A new key: 16 bytes, greater than every key given before in this process, from any thread."""
    chance = int.from_bytes(os.urandom(13), "big")
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | chance >> 32
        _last[0] = counter = max(fresh, _last[0] + 1) + (chance & 0xFFFFFFFF) + 1
    return _compose(counter)


def new_ids(count: int) -> list[bytes]:
    """``count`` keys in growing order. A step of up to 2^32 within the random part keeps them hard to guess."""
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | int.from_bytes(os.urandom(9), "big")
        counter = max(fresh, _last[0] + 1)
        steps = memoryview(os.urandom(4 * count)).cast("I")
        keys = []
        for step in steps:
            counter += step + 1
            keys.append(_compose(counter))
        _last[0] = counter
        return keys


def key_column(**options: Any) -> Mapped[bytes]:
    """A record's own key."""
    return mapped_column(LargeBinary(16), primary_key=True, default=new_id, **options)


def reference(target: str, *, unique: bool = False) -> Mapped[bytes]:
    """A reference to another record, which must exist; indexed."""
    return mapped_column(LargeBinary(16), ForeignKey(target), index=not unique, unique=unique or None)


def optional_reference(target: str) -> Mapped[bytes | None]:
    """A reference that may be untold; indexed."""
    return mapped_column(LargeBinary(16), ForeignKey(target), index=True, default=None)


def text_column(*, index: bool = False, unique: bool = False) -> Mapped[str]:
    """Text where nothing told and nothing there are the same: never NULL, '' by default."""
    return mapped_column(default="", server_default="", index=index or None, unique=unique or None)


def position_column() -> Mapped[int]:
    """The place of a record in its list, from 1; 0 when its list has no order yet."""
    return mapped_column(default=0, server_default="0")


def flag_column() -> Mapped[bool]:
    """A mark that is set or not; never unknown."""
    return mapped_column(Boolean(create_constraint=False), default=False, server_default="0")


def yesno_column() -> Mapped[bool | None]:
    """Yes, no, or None when not told."""
    return mapped_column(Boolean(create_constraint=False), default=None)
