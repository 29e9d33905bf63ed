"""How a row of the journal proves itself, also after one of its values had to be erased.

Each field of a change has a *leaf*, a hash of its salt, its name and its values; the row's hash covers its head
(operation, position, table, record, kind) and the leaves. The salts come out of one *secret* of the row. To erase a
field, its values give way to the leaf, and the secret to the salts of the other fields: the row's hash still
holds, and nobody can try out ID numbers against the leaf, since the salt it was made with is gone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256, shake_128
from json.encoder import encode_basestring
from typing import Any, Final

SECRET_BYTES: Final = 12
"""Never a multiple of a salt's length, by which a secret is told from a list of salts."""
SALT_BYTES: Final = 16

Pieces = Sequence[tuple[str, str]]
"""A change's fields: name, and ``[old,new]`` as JSON."""

_ENCODERS: dict[type, Any] = {
    str: encode_basestring,
    type(None): lambda value: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    bytes: lambda value: f'{{"hex":"{value.hex()}"}}',
    float: repr,
}


def encode(value: object) -> str:
    """A column's value as JSON; bytes as ``{"hex": "…"}``. Raises :class:`KeyError` for other types."""
    return _ENCODERS[type(value)](value)  # type: ignore[no-any-return]


def decode(value: Any) -> Any:
    """The column's value behind what :func:`json.loads` made of :func:`encode`."""
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def _salts(secret: bytes, count: int) -> list[bytes]:
    stream = shake_128(secret).digest(SALT_BYTES * count) if len(secret) == SECRET_BYTES else secret
    return [stream[start : start + SALT_BYTES] for start in range(0, SALT_BYTES * count, SALT_BYTES)]


def head_of(operation: bytes, position: int, table: str, record: bytes, kind: str) -> bytes:
    """What a row's hash covers besides its leaves; each part has a fixed length or an end mark."""
    return b"%s%d|%s|%s|%s" % (operation, position, table.encode(), kind.encode(), record)


def seal(head: bytes, pieces: Pieces, secret: bytes) -> tuple[str, bytes]:
    """The row's ``fields`` text and its hash. ``secret`` is :data:`SECRET_BYTES` random bytes."""
    stream = shake_128(secret).digest(SALT_BYTES * len(pieces))
    row = sha256(head)
    texts = []
    start = 0
    for name, piece in pieces:
        text = f'"{name}":{piece}'
        row.update(sha256(stream[start : start + SALT_BYTES] + text.encode()).digest())
        texts.append(text)
        start += SALT_BYTES
    return "{" + ",".join(texts) + "}", row.digest()


def _leaves(fields: dict[str, Any], secret: bytes) -> dict[str, bytes]:
    leaves = {}
    for (name, values), salt in zip(fields.items(), _salts(secret, len(fields)), strict=True):
        if isinstance(values, dict):
            leaves[name] = bytes.fromhex(values["erased"])
        else:
            leaves[name] = sha256(salt + _text(name, values).encode()).digest()
    return leaves


def _text(name: str, values: Any) -> str:
    old, new = (encode(decode(value)) for value in values)
    return f'"{name}":[{old},{new}]'


def is_whole(head: bytes, fields: str, secret: bytes, digest: bytes) -> bool:
    """Whether a row is still what was sealed, apart from values that were erased by :func:`without`."""
    try:
        leaves = _leaves(json.loads(fields), secret)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return sha256(head + b"".join(leaves.values())).digest() == digest


def without(fields: str, secret: bytes, name: str) -> tuple[str, bytes]:
    """The row's ``fields`` and ``secret`` with that field's values erased; its hash stays as it is."""
    told = json.loads(fields)
    leaf = _leaves(told, secret)[name].hex()
    salts = dict(zip(told, _salts(secret, len(told)), strict=True))
    salts[name] = bytes(SALT_BYTES)
    texts = [
        f'"{key}":{{"erased":"{leaf}"}}' if key == name else _erased_or_text(key, values)
        for key, values in told.items()
    ]
    return "{" + ",".join(texts) + "}", b"".join(salts.values())


def _erased_or_text(name: str, values: Any) -> str:
    return f'"{name}":{{"erased":"{values["erased"]}"}}' if isinstance(values, dict) else _text(name, values)


def unsealed(fields: str) -> dict[str, tuple[Any, Any] | None]:
    """``{field: (old, new)}`` of a row; None in place of values that were erased."""
    return {
        name: None if isinstance(values, dict) else (decode(values[0]), decode(values[1]))
        for name, values in json.loads(fields).items()
    }
