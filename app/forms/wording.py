"""Texts outside the grid: literal wording with ``{path|format}`` in it, and values cleaned for an XML file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SLOT = re.compile(r"\{([^{}|]+)(?:\|([^{}]*))?\}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A field inside a line of wording, with the literal text around it up to the next fields."""

    path: str
    format: str
    before: str
    after: str


def slots(wording: str) -> Iterator[Slot]:
    """The fields that a line of wording asks for, in order."""
    found = list(_SLOT.finditer(wording))
    for number, slot in enumerate(found):
        begin = found[number - 1].end() if number else 0
        end = found[number + 1].start() if number + 1 < len(found) else len(wording)
        yield Slot(slot[1], slot[2] or "", wording[begin : slot.start()], wording[slot.end() : end])


def without_slots(wording: str) -> str:
    """The wording as its blank form has it, each field an ideographic space."""
    return _SLOT.sub("\u3000", wording)


def xml_text(value: str) -> str:
    """The text without characters that XML forbids; line breaks as ``\\n``."""
    return _NOT_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
