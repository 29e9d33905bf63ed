"""派驻时间线: who was where from when to when, a lane for each receiving unit, with the gaps and the hand-overs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.store.opening import Store


@dataclass(frozen=True, slots=True)
class Bar:
    """A posting on the line. ``end`` is the last day; open ones end on the day that the line is drawn for (``open``)."""

    posting: bytes
    name: str
    supporting: str
    start: date
    end: date
    open: bool
    replaces: bytes | None
    away: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A receiving unit's postings, and the spans between its first and last day in which nobody was there."""

    unit: bytes
    name: str
    bars: tuple[Bar, ...]
    gaps: tuple[tuple[date, date], ...]


def first_day(text: str) -> date | None:
    """The first day that a partial date covers; None for words."""
    try:
        return date.fromisoformat(
            f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01" if len(text) == 7 else text
        )
    except ValueError:
        return None


def last_day(text: str) -> date | None:
    """The last day that a partial date covers; None for words."""
    first = first_day(text)
    if first is None or len(text) == 10:
        return first
    if len(text) == 4:
        return date(first.year, 12, 31)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)


def timeline(store: Store, as_of: str = "") -> list[Lane]:
    """Every receiving unit's lane in the official order of its pairings; postings without a start are left out."""
    day = date.fromisoformat(as_of) if as_of else date.today()
    away: dict[bytes, list[tuple[date, date]]] = {}
    for posting, start, end in store.sql('SELECT posting_id, start, "end" FROM absence ORDER BY start'):
        begin, until = first_day(start), last_day(end or start)  # without an end it is a day's
        if begin is not None and until is not None:
            away.setdefault(bytes(posting), []).append((begin, until))
    rows = store.sql(
        "SELECT t.id, u.id, u.name, p.name, coalesce(s.name, ''), t.start, t.\"end\", t.replaces_id FROM posting t"
        " JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id"
        " LEFT JOIN unit s ON s.id = coalesce(t.supporting_unit_id, p.unit_id)"
        " LEFT JOIN (SELECT receiving_id, min(position) AS position FROM pairing GROUP BY receiving_id) a"
        " ON a.receiving_id = u.id ORDER BY coalesce(a.position, 999999), u.name, t.start, t.id"
    )
    lanes: dict[bytes, tuple[str, list[Bar]]] = {}
    for key, unit, name, person, supporting, start, end, replaces in rows:
        begin = first_day(start)
        until = last_day(end) if end else max(day, begin) if begin else None
        if begin is None or until is None or until < begin:
            continue
        bar = Bar(
            bytes(key), person, supporting, begin, until, not end, bytes(replaces) if replaces else None,
            tuple(away.get(bytes(key), ())),
        )  # fmt: skip
        lanes.setdefault(bytes(unit), (name, []))[1].append(bar)
    return [Lane(unit, name, tuple(bars), tuple(gaps(bars))) for unit, (name, bars) in lanes.items()]


def gaps(bars: list[Bar]) -> list[tuple[date, date]]:
    """The spans between the first and the last day of these postings in which none of them was going on."""
    found = []
    covered: date | None = None
    for bar in sorted(bars, key=lambda one: one.start):
        if covered is not None and bar.start > covered + timedelta(days=1):
            found.append((covered + timedelta(days=1), bar.start - timedelta(days=1)))
        covered = bar.end if covered is None else max(covered, bar.end)
    return found
