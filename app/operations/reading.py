"""What the window's forms show: a record's columns with its references by name, the records that belong to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.models import MODELS, Batch, Pairing, Person, Posting, Unit
from app.store import schema
from app.store.opening import Store

Reference = Literal["unit", "batch", "person", "posting", "pairing"]
Record = dict[str, Any]
_NAMED: dict[str, Any] = {"unit": Unit, "batch": Batch, "person": Person}


def attribute(column: str) -> str:
    """The attribute of a column: ``class`` is a word of Python."""
    return "class_" if column == "class" else column


def read_record(
    store: Store, table: str, key: bytes, columns: Sequence[str], references: Mapping[str, Reference]
) -> Record | None:
    """Columns of one record; None when it has gone. See :func:`_values` for references."""
    with store.read() as session:
        found = session.get(MODELS[table], key)
        return None if found is None else _values(session, found, columns, references)


def read_children(
    store: Store,
    table: str,
    parent: str,
    key: bytes,
    columns: Sequence[str],
    references: Mapping[str, Reference],
) -> list[tuple[bytes, Record]]:
    """The records of ``table`` whose column ``parent`` is ``key``, in their order, with their own keys."""
    model: Any = MODELS[table]
    order = [model.position] if hasattr(model, "position") else []
    query = select(model).where(getattr(model, parent) == key).order_by(*order, model.id)
    with store.read() as session:
        return [(bytes(one.id), _values(session, one, columns, references)) for one in session.scalars(query)]


def _values(session: Any, record: Any, columns: Sequence[str], references: Mapping[str, Reference]) -> Record:
    """References are given by name; their keys stand beside them under ``<column>:id``."""
    values: Record = {}
    for name in columns:
        value = getattr(record, attribute(name))
        if name in references:
            values[f"{name}:id"] = value
            value = _named(session, references[name], value)
        values[name] = value
    return values


def _named(session: Any, kind: Reference, key: bytes | None) -> str:
    """What a reference is called on the screen; postings and pairings by their two ends."""
    if key is None:
        return ""
    if kind in _NAMED:
        found = session.get(_NAMED[kind], key)
        return found.name if found is not None else ""
    if kind == "posting":
        query = select(Person.name, Unit.name).join(Posting, Posting.person_id == Person.id)
        row = session.execute(query.join(Unit, Unit.id == Posting.unit_id).where(Posting.id == key)).first()
    else:
        giver, taker = aliased(Unit), aliased(Unit)
        query = select(giver.name, taker.name).join(Pairing, Pairing.supporting_id == giver.id)
        row = session.execute(
            query.join(taker, taker.id == Pairing.receiving_id).where(Pairing.id == key)
        ).first()
    return " → ".join(row) if row else ""


def posting_of(store: Store, enrolment: bytes) -> bytes | None:
    """The posting that an enrolment's appraisal is about: its own latest, else the person's latest; None without any.

    The key of a posting is that posting.
    """
    if store.sql("SELECT 1 FROM posting WHERE id = ?", (enrolment,)):
        return enrolment
    query = (
        "SELECT p.id FROM posting p JOIN enrolment e ON e.person_id = p.person_id WHERE e.id = ?"
        " ORDER BY p.enrolment_id = e.id DESC, p.id DESC LIMIT 1"
    )
    found = store.sql(query, (enrolment,))
    return bytes(found[0][0]) if found else None


def backups(store: Store) -> list[Path]:
    """The automatic backups in the data folder, the newest first."""
    return schema.backups(store.folder)
