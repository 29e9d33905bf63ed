"""What an edition prints: the fields of its cells, its columns and within its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.catalogue.fields import field_of
from app.forms.edition import Edition

_SLOT = re.compile(r"\{([a-z_]+(?:\.[\w]+)+)(?:\|[^{}]*)?\}")


CERTIFICATE = "mentorship.certificate_number"


def paths_of(edition: Edition) -> list[str]:
    """Every field path that an edition prints, in the order of the paper: of its cells, its columns and within its text."""
    found: dict[str, None] = {}

    def walk(part: Any) -> None:
        if isinstance(part, Mapping):
            if isinstance(part.get("field"), str) and part["field"]:
                found[part["field"]] = None
            for value in part.values():
                walk(value)
        elif isinstance(part, list | tuple):
            for value in part:
                walk(value)
        elif isinstance(part, str):
            found.update(dict.fromkeys(_SLOT.findall(part)))

    walk(asdict(edition))
    return [path for path in found if field_of(path) is not None]


def single_paths(edition: Edition) -> list[str]:
    """The same without those of repeated rows: what one document has one value of."""
    repeated = {one.field for block in edition.blocks for one in block.columns} | {
        block.rows for block in edition.blocks
    }
    return [path for path in paths_of(edition) if path not in repeated]


def bears_own_number(edition: Edition) -> bool:
    """Whether the paper prints the number of its record (an agreement's, a certificate's): then it needs none of a letter's."""
    numbers = [path for path in paths_of(edition) if path.endswith((".number", ".certificate_number"))]
    return bool(numbers) and "letter.number" not in numbers


def certifies(edition: Edition) -> bool:
    """Whether an edition is the certificate of a mentorship, which is given after passing alone."""
    return edition.subject == "mentorship" and CERTIFICATE in paths_of(edition)


OTHER_KINDS = {"yuanbang-departments": "责任书", "yuanbang-responsibility": "科室协议"}
"""By the beginning of an edition's id the kind of agreement that it is not for; copies bear the id they were made from."""


def kind_not_for(edition: Edition) -> str:
    """The kind of agreement that a paper about agreements is not for; '' where it is for all."""
    return next((kind for name, kind in OTHER_KINDS.items() if edition.id.startswith(name)), "")
