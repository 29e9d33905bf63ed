"""Counted tasks against the ledger: how much of a kind of work was done in a window, and by which records.

A task's ``kind`` is a code of :data:`app.catalogue.work.WORKS` (amounts of activities) or of
:data:`app.catalogue.work.DEVELOPMENTS` (things begun, each counts one). Source: yubei-2021-72 四（三）, national-2016 责任书.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from app.catalogue.due import last_of
from app.catalogue.work import DEVELOPMENTS, WORKS, shown
from app.store.opening import Store

KINDS: dict[str, str] = {
    **{f"{work.label}（{work.unit}）": code for code, work in WORKS.items()},
    **{f"{label}（项）": code for code, (label, _) in DEVELOPMENTS.items()},
}
"""What a counted task may count, as the screen says it → its code."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A task as it stands: ``done`` and ``target`` as shown texts, ``records`` the keys behind ``done`` in ``table``.

    ``met`` is None where no number is asked or nothing is counted.
    """

    key: bytes
    text: str
    kind: str
    target: str
    done: str
    met: bool | None
    table: str
    records: tuple[bytes, ...]
    year: str = ""
    """The year that a task of an agreement is for."""

    @property
    def ratio(self) -> str:
        """``3/5``; only what was done where no number is asked; '' where nothing counts."""
        return f"{self.done}/{self.target}" if self.target and self.done else self.done


def counted(
    store: Store,
    kind: str,
    first: str,
    last: str,
    *,
    units: Sequence[bytes] = (),
    supporting: bytes | None = None,
    person: bytes | None = None,
) -> tuple[str, str, tuple[bytes, ...]]:
    """The amount of a kind between two days (ISO, '' is open), as shown, with its table and the keys of its records.

    An entry counts where its own date (a day, a month or a year) begins within the window.
    """
    table = "activity" if kind in WORKS else "development"
    column = "date" if kind in WORKS else "began"
    amount = "amount" if kind in WORKS else "1"
    conditions, told = ["kind = ?", f"{column} <> ''"], list[Any]((kind,))
    if first:  # a total of a month belongs to a term that begins within the month
        conditions.append(f"({column} >= ? OR length({column}) < 10 AND {column} >= ?)")
        told += [first, first[:7]]
    for condition, value in (
        (f"substr({column}, 1, 10) <= ?", last_of(last) or last),
        ("supporting_unit_id = ?", supporting),
        ("person_id = ?", person),
    ):
        if value:
            conditions.append(condition)
            told.append(value)
    if units:
        conditions.append(f"unit_id IN ({', '.join('?' * len(units))})")
        told += units
    rows = store.sql(
        f"SELECT id, {amount} FROM {table} WHERE {' AND '.join(conditions)} ORDER BY {column}, id", told
    )
    total = sum(int(row[1]) for row in rows)
    text = shown(WORKS[kind], total) if kind in WORKS else str(total)
    return text, table, tuple(bytes(row[0]) for row in rows)


def number_of(text: str) -> Decimal | None:
    """A target as a number; None when it is none (若干)."""
    try:
        found = Decimal(text.strip().rstrip("次例项个人篇台万元以上≥+").lstrip("≥").strip() or "x")
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _progress(
    key: bytes, text: str, kind: str, target: str, found: tuple[str, str, tuple[bytes, ...]]
) -> Progress:
    done, table, records = found
    asked = number_of(target)
    met = None if asked is None else Decimal(done) >= asked
    return Progress(key, text, kind, target, done, met, table, records)


def goals(store: Store, posting: bytes) -> list[Progress]:
    """The goals of a posting in their order, counted within its term at its unit; judged ones without a count too."""
    rows = store.sql(
        'SELECT g.id, g.text, g.kind, g.target, g.result, p.person_id, p.unit_id, p.start, p."end"'
        " FROM posting_goal g JOIN posting p ON p.id = g.posting_id WHERE p.id = ? ORDER BY g.position, g.id",
        (posting,),
    )
    found = []
    for key, text, kind, target, result, person, unit, start, end in rows:
        if kind in WORKS or kind in DEVELOPMENTS:
            seen = counted(store, kind, start, end, units=(unit,), person=person)
            found.append(_progress(bytes(key), text, kind, target, seen))
        else:
            met = {"已完成": True, "未完成": False}.get(result)
            found.append(Progress(bytes(key), text, "", target, "", met, "", ()))
    return found


def tasks(store: Store, agreement: bytes) -> list[Progress]:
    """The yearly tasks of an agreement, counted at its receiving units by its supporting one, in the task's year.

    A task without a year is counted over the agreement's term.
    """
    ((start, end),) = store.sql('SELECT start, "end" FROM agreement WHERE id = ?', (agreement,)) or [("", "")]
    supporting, receiving = sides(store, agreement)
    rows = store.sql(
        "SELECT id, content, kind, target, year FROM agreement_task WHERE agreement_id = ? ORDER BY position, id",
        (agreement,),
    )
    found = []
    for key, text, kind, target, year in rows:
        told = "".join(character for character in year if character.isdigit())[:4]
        if kind in WORKS or kind in DEVELOPMENTS:
            first, last = (told, told) if len(told) == 4 else (start, end)
            seen = counted(store, kind, first, last, units=receiving, supporting=supporting)
            found.append(replace(_progress(bytes(key), text, kind, target, seen), year=told))
        else:
            found.append(Progress(bytes(key), text, "", target, "", None, "", (), told))
    return found


def sides(store: Store, agreement: bytes) -> tuple[bytes | None, tuple[bytes, ...]]:
    """The supporting unit and the receiving ones of an agreement: its pairing's, else its parties' by their role."""
    pairing = store.sql(
        "SELECT p.supporting_id, p.receiving_id FROM agreement a JOIN pairing p ON p.id = a.pairing_id WHERE a.id = ?",
        (agreement,),
    )
    if pairing:
        return bytes(pairing[0][0]), (bytes(pairing[0][1]),)
    parties = store.sql(
        "SELECT role, unit_id FROM agreement_party WHERE agreement_id = ? AND unit_id IS NOT NULL ORDER BY position",
        (agreement,),
    )
    supporting = next((bytes(unit) for role, unit in parties if "支援" in role and "受" not in role), None)
    return supporting, tuple(bytes(unit) for role, unit in parties if "受援" in role)
