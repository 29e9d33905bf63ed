"""Units and batches by the names that people type: found, or made when they are new."""

from __future__ import annotations

from sqlalchemy import select

from app.catalogue.names import unit_key
from app.catalogue.problems import Problem, Refusal
from app.models import Batch, Unit, UnitAlias
from app.operations.planning import unit_kind
from app.store.journal import OperationScope

LEAST = 3
"""Characters of a unit's name, at least; 科室 and abbreviations are shorter."""


def known_unit(op: OperationScope, name: str) -> bytes | None:
    """The unit of that name or alias, whatever its blanks and widths."""
    key = unit_key(name)
    for model, column in ((Unit, Unit.id), (UnitAlias, UnitAlias.unit_id)):
        for found, known in op.session.execute(select(column, model.name)):
            if unit_key(known) == key:
                return bytes(found)
    return None


def unit_named(op: OperationScope, name: str) -> bytes:
    """The unit of that name or alias, made when there is none. ``name`` is not empty."""
    found = known_unit(op, name)
    if found is not None:
        return found
    unit = Unit(name=name.strip(), kind=unit_kind(name))
    op.session.add(unit)
    op.session.flush()
    return unit.id


def find_or_make_unit(op: OperationScope, name: str) -> bytes | None:
    """The same, None for an empty name. Raises :class:`Refusal` NAM-001 for a new one that is no unit's name, as when
    somebody typed pinyin and took none of what was offered."""
    if not name.strip():
        return None
    found = known_unit(op, name)
    if found is None and (problem := no_unit_name(name)) is not None:
        raise Refusal(problem)
    return found or unit_named(op, name)


def no_unit_name(name: str) -> Problem | None:
    """Why a name that no unit bears is none for a new one (NAM-001); None for one that may be."""
    if len(name.strip()) >= LEAST and not name.isascii():
        return None
    said = f"没有叫“{name.strip()}”的单位"
    return Problem("NAM-001", said, "请从列出的单位里选；新的单位请写中文全称", value=name)


def find_or_make_batch(op: OperationScope, name: str) -> bytes | None:
    """The batch of that name, made when there is none; None for an empty name."""
    if not name.strip():
        return None
    found = op.session.scalar(select(Batch).where(Batch.name == name.strip()))
    if found is None:
        found = Batch(name=name.strip())
        op.session.add(found)
        op.session.flush()
    return found.id


def new_units_said(op: OperationScope) -> str:
    """Which units the operation made beside what it was for, as its message ends; '' for none."""
    made = [key for table, key, what in op.changed if table == "unit" and what == "insert"]
    names = [unit.name for key in made if (unit := op.session.get(Unit, key)) is not None]
    return f"，并新增了单位“{'”“'.join(names)}”" if names else ""
