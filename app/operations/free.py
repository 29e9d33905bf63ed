"""Free values 自设栏: what an office's own edition asks for, kept beside the record that its paper is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import FREE, Value
from app.models import FreeValue
from app.store.journal import OperationScope

OWNERS = {"enrolment": "enrolment", "appraisal": "posting", "report": "report"}
"""The table of the record that a subject's papers are of."""


def free_values(session: Any, owners: Sequence[bytes]) -> dict[bytes, dict[str, Value]]:
    """The free values of records by their keys."""
    found: dict[bytes, dict[str, Value]] = {}
    query = select(FreeValue.owner_id, FreeValue.name, FreeValue.value).where(FreeValue.owner_id.in_(owners))
    for owner, name, value in session.execute(query):
        found.setdefault(owner, {})[name] = value
    return found


def save_free(op: OperationScope, subject: str, owner: bytes, values: Mapping[str, Value]) -> None:
    """Keep the free values among ``values``; those that are not told stay as they were."""
    told = {path: str(value or "") for path, value in values.items() if path.startswith(FREE)}
    if not told:
        return
    query = select(FreeValue).where(FreeValue.owner_id == owner, FreeValue.name.in_(told))
    kept = {record.name: record for record in op.session.scalars(query)}
    for path, value in told.items():
        record = kept.get(path)
        if record is None and value:
            op.session.add(FreeValue(owner_table=OWNERS[subject], owner_id=owner, name=path, value=value))
        elif record is not None and record.value != value:
            record.value = value
