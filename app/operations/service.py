"""支援时段: how long a person served, posting by posting and over the years — counted by days, none of them twice.

Source: rules.md, *Notes on measuring*. Two lengths are told and never mixed: ``days`` are the calendar days of the term,
both ends counted (gz-batch, yb-arrive ask for the term); ``on_site`` are the days at the receiving unit, by its stays where
some are registered, else by the term, less leave (si-interval-days, si-segment-days). Nothing is guessed: a posting
without a start that can be read has no days. Codes: SRV-001 the person is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from app.catalogue.problems import Problem, Refusal
from app.models import Absence, Person, Posting, Stay, Unit
from app.operations.timeline import first_day, last_day
from app.store.opening import Store

MONTH = 30
"""Days of a month, by the reading that counts days; the other one counts calendar months."""
_EARLIEST = date(1950, 1, 1)
_DAY = timedelta(days=1)

Span = tuple[date, date]
"""First and last day, both counted."""


@dataclass(frozen=True, slots=True)
class Period:
    """One posting: ``start`` and ``end`` as they are kept, the rest counted up to the day that was asked for.

    ``leave`` are the days of leave within the term, ``open`` means that no end is told. ``span`` is None and every count
    0 where nothing of it is counted: ``why`` says the reason.
    """

    posting: bytes
    unit: str
    department: str
    role: str
    start: str
    end: str
    span: Span | None
    days: int
    leave: int
    on_site: int
    open: bool
    stays: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year's days, each counted once."""

    year: int
    days: int
    on_site: int


@dataclass(frozen=True, slots=True)
class Service:
    """A person's postings in the order of time, and their sums: days of two postings at once are counted once.

    ``overlap`` are the days that would have been counted again, ``gaps`` the spans between the first and the last day
    without any posting, ``months`` the whole calendar months of the unbroken spans.
    """

    person: bytes
    name: str
    as_of: date
    periods: tuple[Period, ...]
    years: tuple[Year, ...]
    days: int
    leave: int
    on_site: int
    overlap: int
    months: int
    spans: tuple[Span, ...]
    gaps: tuple[Span, ...]


def service_periods(store: Store, person: bytes, as_of: date | None = None) -> Service:
    """Every posting of a person with its days up to ``as_of`` (today). Raises :class:`Refusal` SRV-001."""
    with store.read() as session:
        return service_of(session, person, as_of or date.today())


def service_of(session: Any, person: bytes, as_of: date) -> Service:
    """The same within a session."""
    who = session.get(Person, person)
    if who is None:
        raise Refusal(Problem("SRV-001", "这位人员已经不在了", "可能已被删除，可在变更记录里撤销"))
    query = (
        select(Posting, Unit.name)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.person_id == person)
        .order_by(Posting.start == "", Posting.start, Posting.position, Posting.id)
    )
    periods: list[Period] = []
    term: set[date] = set()
    there: set[date] = set()
    away: set[date] = set()
    for posting, unit in session.execute(query):
        inside = _term(posting, _EARLIEST, as_of)
        site = days_there(session, posting, _EARLIEST, as_of)
        leave = inside & _away(session, posting, _EARLIEST, as_of)
        periods.append(_period(session, posting, unit, inside, leave, site, as_of))
        term |= inside
        there |= site
        away |= leave
    runs = spans(term)
    return Service(
        person, who.name, as_of, tuple(periods), tuple(_years(term, there)), len(term), len(away - there), len(there),
        sum(one.days for one in periods) - len(term), sum(map(calendar_months, runs)), runs, gaps(runs),
    )  # fmt: skip


def _period(
    session: Any,
    posting: Posting,
    unit: str,
    inside: set[date],
    leave: set[date],
    site: set[date],
    as_of: date,
) -> Period:
    stays = session.scalars(select(Stay).where(Stay.posting_id == posting.id)).all()
    return Period(
        bytes(posting.id), unit, posting.department, posting.post or posting.duty, posting.start, posting.end,
        (min(inside), max(inside)) if inside else None, len(inside), len(leave), len(site), not posting.end, len(stays),
        "" if inside else _uncounted(posting, as_of),
    )  # fmt: skip


def _uncounted(posting: Posting, as_of: date) -> str:
    begins = first_day(posting.start)
    if begins is None:
        return "没有写开始日期"
    return "还没有开始" if begins > as_of else "结束在开始之前"


def _years(term: set[date], there: set[date]) -> Iterable[Year]:
    for year in sorted({day.year for day in term | there}):
        yield Year(year, sum(day.year == year for day in term), sum(day.year == year for day in there))


# days


def days_there(session: Any, posting: Posting, first: date, last: date) -> set[date]:
    """The days between two that the posting's person was on site: by its stays, else by its term, less leave."""
    stays = session.scalars(select(Stay).where(Stay.posting_id == posting.id))
    told = [(one.arrive, one.leave) for one in stays if one.arrive] or [(posting.start, posting.end)]
    there = {day for start, end in told for day in days_of(start, end, first, last)}
    return there - _away(session, posting, first, last)


def _term(posting: Posting, first: date, last: date) -> set[date]:
    return set(days_of(posting.start, posting.end, first, last))


def _away(session: Any, posting: Posting, first: date, last: date) -> set[date]:
    away = session.scalars(select(Absence).where(Absence.posting_id == posting.id))
    return {day for one in away for day in days_of(one.start, one.end or one.start, first, last)}


def days_of(start: str, end: str, first: date, last: date) -> list[date]:
    """Days of a span of partial dates within two days, both ends counted; an untold end is open.

    A month or a year stands for its first day where it begins a span, for its last where it ends one.
    """
    begins = first_day(start)
    if begins is None:
        return []
    begins, ends = max(begins, first), min(last_day(end) or last, last)
    return [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]


def spans(days: Iterable[date]) -> tuple[Span, ...]:
    """The unbroken spans of some days, in their order."""
    found: list[Span] = []
    for day in sorted(days):
        if found and day == found[-1][1] + _DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)


def gaps(runs: Sequence[Span]) -> tuple[Span, ...]:
    """What lies between spans."""
    return tuple((before[1] + _DAY, after[0] - _DAY) for before, after in pairwise(runs))


def length(span: Span) -> int:
    """The days of a span, both ends counted."""
    return (span[1] - span[0]).days + 1


def calendar_months(span: Span) -> int:
    """Whole calendar months of a span: 1 May to 31 October are six, 15 May to 14 June is one."""
    start, after = span[0], span[1] + _DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    if after.day < start.day and (after + _DAY).month == after.month:
        months -= 1  # unless the month has no such day: then it is whole before its last one
    return max(0, months)
