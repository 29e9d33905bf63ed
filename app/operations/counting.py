"""台账数: what the ledger counts for each figure of the monthly report, and the records behind every number.

A figure's kinds of work are in :data:`app.catalogue.work.WORKS`; specialties, techniques and rules are developments and
count in the month in which they began (yubei-2021-72 annex 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.catalogue.work import DEVELOPMENTS, WORKS, is_other, kinds_of, shown
from app.store.opening import Store

FIGURES = (
    "report.outpatients", "report.operations", "report.rounds", "report.tours", "report.lectures", "report.trained",
    "report.specialties", "report.techniques", "report.rules_made", "report.health_education", "report.donations",
    "report.other",
)  # fmt: skip
"""The twelve figures in the order of the paper."""
TEXTS = frozenset({"report.specialties", "report.other"})
"""Figures that are told in words."""
_BUILT = {figure: kind for kind, (_, figure) in DEVELOPMENTS.items() if figure}


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted figure as it would be printed, and how many records it counts."""

    text: str
    records: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work is counted: of these months (``2021-05`` to ``2021-10``), team, receiving unit and person where told."""

    first: str
    last: str
    supporting: bytes | None = None
    receiving: bytes | None = None
    person: bytes | None = None

    def where(self, month: str) -> tuple[str, list[Any]]:
        """The condition on a table's rows, with what it is asked with; ``month`` is the SQL of their month.

        Months are named one by one: then the index by month, unit, team and person leads straight to the rows.
        """
        months = months_between(self.first, self.last)
        parts, told = [f"{month} IN ({', '.join('?' * len(months))})"], list[Any](months)
        for column, key in (
            ("unit_id", self.receiving),
            ("supporting_unit_id", self.supporting),
            ("person_id", self.person),
        ):
            if key is not None:
                parts.append(f"{column} = ?")
                told.append(key)
        return " AND ".join(parts), told


def months_between(first: str, last: str) -> list[str]:
    """``2021-11`` to ``2022-02``, each month."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while (text := f"{year}-{month:02d}") <= last:
        found.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def counted(store: Store, scope: Scope) -> dict[str, Counted]:
    """Every figure of the report as the ledger counts it."""
    where, told = scope.where("month")
    rows = store.sql(
        f"SELECT kind, sum(amount), sum(people), count(*) FROM activity WHERE {where} GROUP BY kind", told
    )
    by_kind = {kind: (int(amount), int(people), int(count)) for kind, amount, people, count in rows}
    found = {figure: _figure(figure, by_kind) for figure in FIGURES}
    return found | _built(store, scope)


def _figure(figure: str, by_kind: dict[str, tuple[int, int, int]]) -> Counted:
    if figure == "report.other":
        return _others(by_kind)
    total, records, money = 0, 0, None
    for work in WORKS.values():
        amount, people, count = by_kind.get(work.code, (0, 0, 0))
        if work.figure == figure:
            total, records, money = total + amount, records + count, work if work.money else None
        elif work.people == figure:
            total, records = total + people, records + count
    return Counted(shown(money, total) if money else str(total), records)


def _others(by_kind: dict[str, tuple[int, int, int]]) -> Counted:
    """Work that the paper has no line for stands together in its last one."""
    parts, records = [], 0
    for work in WORKS.values():
        amount, _, count = by_kind.get(work.code, (0, 0, 0))
        if count and is_other(work):
            parts.append(f"{work.label}{shown(work, amount)}{work.unit}")
            records += count
    return Counted("、".join(parts), records)


def _built(store: Store, scope: Scope) -> dict[str, Counted]:
    where, told = scope.where("substr(began, 1, 7)")
    names: dict[str, list[str]] = {}
    for kind, name in store.sql(f"SELECT kind, name FROM development WHERE {where} ORDER BY began, id", told):
        names.setdefault(kind, []).append(name)
    found = {}
    for figure, kind in _BUILT.items():
        mine = names.get(kind, [])
        words = f"{len(mine)}/{'、'.join(filter(None, mine))}".rstrip("/") if mine else ""
        found[figure] = Counted(words if figure in TEXTS else str(len(mine)), len(mine))
    return found


def records_behind(store: Store, figure: str, scope: Scope) -> tuple[str, list[bytes]]:
    """The table and the keys of the records that a figure counts, by date."""
    if figure in _BUILT:
        where, told = scope.where("substr(began, 1, 7)")
        query = f"SELECT id FROM development WHERE {where} AND kind = ? ORDER BY began, id"
        return "development", [bytes(key) for (key,) in store.sql(query, [*told, _BUILT[figure]])]
    kinds = kinds_of(figure)
    where, told = scope.where("month")
    marks = ", ".join("?" * len(kinds))
    query = f"SELECT id FROM activity WHERE {where} AND kind IN ({marks}) ORDER BY date, id"
    return "activity", [bytes(key) for (key,) in store.sql(query, [*told, *kinds])]
