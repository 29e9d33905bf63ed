"""How a row of the journal proves itself, also after one of its values had to be erased.

Each field of a change has a *leaf*, a hash of its salt, its name and its values; the row's hash covers its head
(operation, position, table, record, kind) and the leaves. The salts come out of one *secret* of the row. To erase a
field, its values give way to the leaf, and the secret to the salts of the other fields: the row's hash still
holds, and nobody can try out ID numbers against the leaf, since the salt it was made with is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256, shake_128
from json.encoder import encode_basestring
from typing import Any, Final

SECRET_BYTES: Final = 12
"""Never a multiple of a salt's length, by which a secret is told from a list of salts."""
SALT_BYTES: Final = 16


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


def decode(value: Any) -> Any:
    """The column's value behind what :func:`json.loads` made of :data:`ENCODERS`."""
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def _salts(secret: bytes, count: int) -> list[bytes]:
    stream = shake_128(secret).digest(SALT_BYTES * count) if len(secret) == SECRET_BYTES else secret
    return [stream[start : start + SALT_BYTES] for start in range(0, SALT_BYTES * count, SALT_BYTES)]


def head_of(operation: bytes, position: int, table: str, record: bytes, kind: str) -> bytes:
    """What a row's hash covers besides its leaves; each part has a fixed length or an end mark."""
    return b"%s%d|%s|%s|%s" % (operation, position, table.encode(), kind.encode(), record)


def seal(head: bytes, texts: Sequence[str], secret: bytes) -> tuple[str, bytes]:
    """The row's ``fields`` and its hash, of its :func:`field_text` s and :data:`SECRET_BYTES` random bytes."""
    stream = shake_128(secret).digest(SALT_BYTES * len(texts))
    leaves = [
        sha256(stream[start : start + SALT_BYTES] + text.encode()).digest()
        for start, text in zip(range(0, len(stream), SALT_BYTES), texts, strict=True)
    ]
    return "{" + ",".join(texts) + "}", sha256(head + b"".join(leaves)).digest()


def _leaves(fields: dict[str, Any], secret: bytes) -> dict[str, bytes]:
    leaves = {}
    for (name, values), salt in zip(fields.items(), _salts(secret, len(fields)), strict=True):
        if isinstance(values, dict):
            leaves[name] = bytes.fromhex(values["erased"])
        else:
            leaves[name] = sha256(salt + _text(name, values).encode()).digest()
    return leaves


def _text(name: str, values: Any) -> str:
    return field_text(name, *(decode(value) for value in values))


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
