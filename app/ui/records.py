"""A form's specs as the operations want them: columns, references, and values by attribute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.catalogue.problems import Problem, Refusal
from app.ui.lookups import Lookups
from app.ui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from app.operations.reading import Reference
    from app.store.opening import Store
    from app.ui.desk import StoreWork

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


_CALLED = {"batch": "批次", "person": "人员", "posting": "派驻", "pairing": "对口关系"}


def unknown(values: Record, specs: Sequence[FieldSpec], lookups: Lookups) -> Problem | None:
    """What a value refers to that is not there (SAV-009): a name typed without taking one that was offered."""
    found: dict[str, Callable[[str], bytes | None]] = {
        "batch": lookups.batches.get, "person": lookups.person, "posting": lookups.found, "pairing": lookups.found,
    }  # fmt: skip
    for spec in specs:
        text = str(values.get(spec.key) or "").strip()
        if not text or spec.kind not in found:
            continue
        if spec.kind == "person":
            lookups.recall_person(text)
        if found[spec.kind](text) is None:
            said = f"没有找到{_CALLED[spec.kind]}“{text}”"
            remedy = "请从列出的里面选一个；还没有的请先登记"
            return Problem("SAV-009", said, remedy, column=spec.label, value=text)
    return None


def refusing(problem: Problem) -> StoreWork:
    """Work that refuses, so that it is told as every refusal is."""

    def work(store: Any, progress: Any) -> Any:
        raise Refusal(problem)

    return work
