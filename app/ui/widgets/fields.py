"""A field of a form or a grid as data, and how a stored value and its text on the screen turn into each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.catalogue.fields import field_of

Kind = Literal[
    "line", "text", "choice", "yesno", "flag", "date", "number", "unit", "batch", "person", "posting", "pairing"
]  # fmt: skip
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """``key`` is a column or a field's path. ``codes`` maps what is shown to what is stored (驻点 → stationed).

    ``strict`` choices allow nothing else; others may be typed over. A ``unit``, ``batch``, ``person``, ``posting``
    or ``pairing`` is a reference: on the screen it is a name. A ``flag`` is a yes/no that is never untold.
    """

    key: str
    label: str
    kind: Kind = "line"
    choices: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    width: int = 120
    wide: bool = False
    hint: str = ""

    @property
    def options(self) -> tuple[str, ...] | None:
        """What a drop-down offers; None when the field is no drop-down."""
        if self.kind == "flag":
            return NO, YES
        if self.kind == "yesno":
            return "", YES, NO
        return ("", *self.choices) if self.kind in ("choice", "batch") else None

    @property
    def closed(self) -> bool:
        """Whether nothing but the options may be typed."""
        return self.kind != "choice" or self.strict

    def shown(self, value: Any) -> str:
        """The text on the screen for a stored value."""
        if value is None:
            return ""
        if self.kind in ("yesno", "flag"):
            return YES if value is True or value == 1 else NO if value is False or value == 0 else ""
        if self.codes:
            return next((text for text, code in self.codes.items() if code == value), str(value))
        if self.kind == "date":
            from app.catalogue.dates import format_partial

            return format_partial(str(value), "Y.M.D")
        return str(value)

    def stored(self, text: str) -> Any:
        """The value to be stored for a text as typed. A text that is no date stays as it was typed."""
        text = text.strip() if self.kind != "text" else text.rstrip()
        if self.kind == "flag":
            return text == YES
        if self.kind == "yesno":
            return {YES: True, NO: False}.get(text)
        if self.codes:
            return self.codes.get(text, "")
        if self.kind == "date":
            from app.catalogue.dates import parse_partial

            return parse_partial(text) or text
        return text


_KINDS: dict[str, Kind] = {
    "text": "text",
    "lines": "text",
    "choice": "choice",
    "yesno": "yesno",
    "month": "date",
    "date": "date",
    "number": "number",
}


def catalogue_field(path: str, *, width: int = 120, label: str = "") -> FieldSpec:
    """The spec of one of the catalogue's fields, or of an office's own (``free.…``), keyed by its path."""
    known = field_of(path)
    assert known is not None  # the caller asks for what a checked edition has
    kind = _KINDS.get(known.kind, "line")
    unit = f"（{known.unit}）" if known.unit else ""
    return FieldSpec(path, label or known.label + unit, kind, known.choices, width=width)
