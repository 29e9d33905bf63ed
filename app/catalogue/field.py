"""What a field is: its path, label, kind, choices and owner. The fields themselves are in ``app.catalogue.fields``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "line",
    "text",
    "lines",
    "month",
    "date",
    "term",
    "choice",
    "yesno",
    "number",
    "id_number",
    "phone",
    "photo",
]
Owner = Literal["person", "sending", "receiving", "bureau", "office"]
Value = str | bool | bytes | None


@dataclass(frozen=True, slots=True)
class Field:
    """One value: ``label`` is what the screen calls it; ``synonyms`` are other heads and captions seen for it."""

    path: str
    label: str
    kind: Kind = "line"
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unit: str = ""
    owner: Owner = "person"
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Composite:
    """A caption that asks for several fields in one cell: how they join, and by ``app.catalogue.composites`` part."""

    path: str
    label: str
    parts: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
