"""How a row of the journal proves itself, also after one of its values had to be erased.

Each field of a change that may have to be erased has a *leaf*, a hash of its salt, its name and its values; all other
fields together have one. The row's hash covers its head (operation, position, table, record, kind) and the
leaves. The salts come out of one *secret* of the row. To erase a field, its values give way to the leaf, and the secret
to the salts of the other leaves: the row's hash still holds, and nobody can try out ID numbers against the leaf,
since the salt it was made with is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256, shake_128
from json.encoder import encode_basestring
from typing import Any, Final

SECRET_BYTES: Final = 12
"""Random bytes of a secret. A thirteenth says how many fields have leaves of their own, for a row is read by what it
says of itself: :data:`ERASABLE` may grow. Never a multiple of a salt's length, by which it is told from a list of salts."""
SALT_BYTES: Final = 16
ERASABLE: Final = frozenset(
    (
        "name",
        "birth",
        "id_number",
        "office_phone",
        "mobile",
        "im",
        "photo",
        "phone",
        "text",
        "summary",
        "note",
    )
).union(("supporting_contact", "supporting_phone", "receiving_contact", "receiving_phone"))
"""Columns that tell of a person: of one who asks for it they are taken out of the journal."""


class _Encoders(dict[type, Callable[[Any], str]]):
    def __missing__(self, kind: type) -> Callable[[Any], str]:
        for base in kind.__mro__:
            if base in self:
                return self[base]
        raise TypeError(f"a record cannot keep {kind.__name__}")


ENCODERS: Final = _Encoders(
    {
        str: encode_basestring,
        type(None): lambda value: "null",
        bool: lambda value: "true" if value else "false",
        int: str,
        bytes: lambda value: f'{{"hex":"{value.hex()}"}}',
        float: repr,
    }
)
"""A column's value as JSON, by its type; bytes as ``{"hex": "…"}``."""


def field_text(name: str, old: object, new: object) -> str:
    """One field of a change as it stands in ``fields``: ``"name":[old,new]``."""
    return f'"{name}":[{ENCODERS[type(old)](old)},{ENCODERS[type(new)](new)}]'


def column_texts(name: str, cells: Sequence[Any], default: object, kept: bool) -> list[str] | None:
    """A column's :func:`field_text` s: from nothing to each cell, or to nothing when it is not ``kept``.

    '' where a cell is the default; None when all are. Each distinct cell is put into words once, since columns repeat
    themselves: a roster's texts take a third of the time that they take cell by cell.
    """
    before, after = (f'"{name}":[null,', "]") if kept else (f'"{name}":[', ",null]")
    distinct = set(cells)
    if distinct == {default}:
        return None
    if len(set(map(type, distinct)) & {bool, int, float}) > 1:  # True is 1 to a dictionary
        return ["" if cell == default else before + ENCODERS[type(cell)](cell) + after for cell in cells]
    told = {cell: before + ENCODERS[type(cell)](cell) + after for cell in distinct}
    if default in told:
        told[default] = ""
    return list(map(told.__getitem__, cells))


def decode(value: Any) -> Any:
    """The column's value behind what :func:`json.loads` made of :data:`ENCODERS`."""
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def _salts(secret: bytes) -> list[bytes]:
    """The salts of the leaves; the last is that of the fields that share one."""
    told = len(secret) % SALT_BYTES == 0
    stream = secret if told else shake_128(secret).digest(SALT_BYTES * (secret[-1] + 1))
    return [stream[start : start + SALT_BYTES] for start in range(0, len(stream), SALT_BYTES)]


def head_of(operation: bytes, position: int, table: str, record: bytes, kind: str) -> bytes:
    """What a row's hash covers besides its leaves; each part has a fixed length or an end mark."""
    return b"%s%d|%s|%s|%s" % (operation, position, table.encode(), kind.encode(), record)


def seal(head: bytes, own: Sequence[str], rest: str, random: bytes) -> tuple[str, bytes, bytes]:
    """The row's ``fields``, secret and hash, of :data:`SECRET_BYTES` random bytes and its :func:`field_text` s.

    ``own`` are those of erasable fields, ``rest`` the others with commas between.
    """
    secret = random + bytes((len(own),))
    stream = shake_128(secret).digest(SALT_BYTES * (len(own) + 1))
    if not own:  # most rows of a roster: pairings, enrolments and postings tell nothing of a person
        return "{" + rest + "}", secret, sha256(head + sha256(stream + rest.encode()).digest()).digest()
    leaves = [head]
    start = 0
    for text in (*own, rest):
        leaves.append(sha256(stream[start : start + SALT_BYTES] + text.encode()).digest())
        start += SALT_BYTES
    fields = ",".join((*own, rest) if rest else own)
    return "{" + fields + "}", secret, sha256(b"".join(leaves)).digest()


def _leaves(fields: dict[str, Any], salts: Sequence[bytes]) -> list[bytes]:
    """The leaves of the fields: one for each of the first, and one for those that are left when one salt is."""
    *own, last = salts
    told = list(fields.items())
    leaves = [
        bytes.fromhex(values["erased"])
        if isinstance(values, dict)
        else sha256(salt + _text(name, values).encode()).digest()
        for salt, (name, values) in zip(own, told[: len(own)], strict=True)
    ]
    rest = ",".join(_text(name, values) for name, values in told[len(own) :])
    return [*leaves, sha256(last + rest.encode()).digest()]


def _text(name: str, values: Any) -> str:
    return field_text(name, *(decode(value) for value in values))


def is_whole(head: bytes, fields: str, secret: bytes, digest: bytes) -> bool:
    """Whether a row is still what was sealed, apart from values that were erased by :func:`without`."""
    try:
        leaves = _leaves(json.loads(fields), _salts(secret))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return sha256(head + b"".join(leaves)).digest() == digest


def without(fields: str, secret: bytes, name: str) -> tuple[str, bytes]:
    """The row's ``fields`` and ``secret`` with that field's values erased; its hash stays as it is.

    Raises :class:`ValueError` for a field that has no leaf of its own (not among :data:`ERASABLE` when it was sealed).
    """
    told, salts = json.loads(fields), _salts(secret)
    place = list(told).index(name)
    if place >= len(salts) - 1:
        raise ValueError(f"{name} cannot be erased from the journal")
    leaf = _leaves(told, salts)[place].hex()
    salts[place] = bytes(SALT_BYTES)
    texts = [
        f'"{key}":{{"erased":"{leaf}"}}' if key == name else _erased_or_text(key, values)
        for key, values in told.items()
    ]
    return "{" + ",".join(texts) + "}", b"".join(salts)


def _erased_or_text(name: str, values: Any) -> str:
    return f'"{name}":{{"erased":"{values["erased"]}"}}' if isinstance(values, dict) else _text(name, values)


def unsealed(fields: str) -> dict[str, tuple[Any, Any] | None]:
    """``{field: (old, new)}`` of a row; None in place of values that were erased."""
    return {
        name: None if isinstance(values, dict) else (decode(values[0]), decode(values[1]))
        for name, values in json.loads(fields).items()
    }
