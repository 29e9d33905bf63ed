"""A form's specs as the operations want them: columns, references, and values by attribute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.ui.lookups import Lookups
from app.ui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from app.operations.reading import Reference
    from app.store.opening import Store

Record = dict[str, Any]


def _columns(specs: Sequence[FieldSpec]) -> tuple[list[str], dict[str, Reference]]:
    references: dict[str, Reference] = {}
    for spec in specs:
        if spec.kind in ("unit", "batch", "person", "posting", "pairing"):
            references[spec.key] = spec.kind
    return [spec.key for spec in specs], references


def read_record(store: Store, table: str, key: bytes, specs: Sequence[FieldSpec]) -> Record | None:
    """The specs' columns of one record, references by name; None when it has gone. Runs on a worker."""
    from app.operations.reading import read_record as read

    return read(store, table, key, *_columns(specs))


def read_children(
    store: Store, table: str, parent: str, key: bytes, specs: Sequence[FieldSpec]
) -> list[tuple[bytes, Record]]:
    """The records that belong to another one, with their own keys. Runs on a worker."""
    from app.operations.reading import read_children as read

    return read(store, table, parent, key, *_columns(specs))


def parted(values: Record, specs: Sequence[FieldSpec], lookups: Lookups) -> tuple[Record, dict[str, str]]:
    """Values by attribute, and unit columns by the unit's name, as ``save_record`` takes them."""
    kinds = {spec.key: spec.kind for spec in specs}
    plain: Record = {}
    units: dict[str, str] = {}
    for key, value in values.items():
        if kinds[key] == "unit":
            units[key] = str(value or "")
        elif kinds[key] == "batch":
            plain[key] = lookups.batches.get(str(value or ""))
        elif kinds[key] == "person":
            plain[key] = lookups.person(str(value or ""))
        elif kinds[key] in ("posting", "pairing"):
            plain[key] = lookups.found(str(value or ""))
        else:
            plain["class_" if key == "class" else key] = value
    return plain, units
