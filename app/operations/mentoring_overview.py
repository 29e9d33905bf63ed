"""Who teaches how many, against the ratio of the receiving unit's class, and which departments have somebody taught.

Source: sichuan-2017-122 二（三）. More than the ratio is fine; a class that tells no ratio asks for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.catalogue.mentoring import COVER_YEARS, PASSED, contents_of, required_mentees
from app.models import Mentorship, Person, Posting, Unit, UnitDepartment
from app.store.opening import Store


@dataclass(frozen=True, slots=True)
class Mentor:
    """A supporter's posting with his mentees of the year. ``required`` is None where the unit's class tells none.

    ``mentees`` are agreements in force in the year, ``new`` those of them signed in it; keys of mentorships.
    """

    posting: bytes
    person: bytes
    name: str
    unit: str
    unit_class: str
    required: int | None
    mentees: tuple[bytes, ...] = ()
    new: tuple[bytes, ...] = ()

    @property
    def missing(self) -> int:
        """How many new ones are still to be signed this year."""
        return max(0, (self.required or 0) - len(self.new))


@dataclass(frozen=True, slots=True)
class Department:
    """A department of a receiving unit. ``key_staff`` is how many 业务骨干 it has (None when not told), or their names.

    ``mentees`` are names of those taught within the years that count.
    """

    name: str
    main: bool
    mentees: tuple[str, ...]
    key_names: tuple[str, ...] = ()
    key_count: int | None = None

    @property
    def covered(self) -> bool:
        return bool(self.mentees)

    @property
    def staff_missing(self) -> tuple[int, tuple[str, ...]]:
        """Key staff without a mentor: how many, and who where names are told."""
        if self.key_names:
            left = tuple(name for name in self.key_names if name not in self.mentees)
            return len(left), left
        return max(0, (self.key_count or 0) - len(self.mentees)), ()


@dataclass(frozen=True, slots=True)
class Receiving:
    """A receiving unit with its mentors and departments."""

    unit: bytes
    name: str
    unit_class: str
    required: int | None
    mentors: tuple[Mentor, ...]
    departments: tuple[Department, ...]

    @property
    def mentees(self) -> int:
        return len({key for mentor in self.mentors for key in mentor.mentees})

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Main departments in which nobody is taught."""
        return tuple(one.name for one in self.departments if one.main and not one.covered)


@dataclass(frozen=True, slots=True)
class MentoringOverview:
    """A year's mentoring. ``passed`` and ``certified`` count the year's agreements by how they ended."""

    year: str
    units: tuple[Receiving, ...] = field(default_factory=tuple)
    passed: int = 0
    certified: int = 0

    @property
    def mentors(self) -> list[Mentor]:
        return [mentor for unit in self.units for mentor in unit.mentors]

    @property
    def mentees(self) -> int:
        return sum(unit.mentees for unit in self.units)

    @property
    def short(self) -> list[Mentor]:
        """Mentors who have fewer new mentees this year than their unit's class asks for."""
        return [mentor for mentor in self.mentors if mentor.missing]


def _within(start: Any, end: Any, first: str, last: str) -> Any:
    """Terms that touch the years ``first`` to ``last``; an untold end is still to come, an untold start is nowhere."""
    return (start != "") & (start <= last + "-12-31") & or_(end == "", end >= first)


def years_told(store: Store) -> list[str]:
    """The years that postings and agreements speak of, the latest first."""
    query = (
        "SELECT DISTINCT substr(start, 1, 4) AS year FROM posting WHERE start <> ''"
        " UNION SELECT DISTINCT substr(start, 1, 4) FROM mentorship WHERE start <> ''"
        " UNION SELECT DISTINCT substr(signed_on, 1, 4) FROM mentorship WHERE signed_on <> '' ORDER BY year DESC"
    )
    return [row[0] for row in store.sql(query) if row[0].isdigit()]


def mentoring_overview(store: Store, year: str) -> MentoringOverview:
    """The year's mentors by receiving unit, with what the class of each unit asks for and the departments covered."""
    with store.read() as session:
        postings = session.execute(
            select(Posting.id, Posting.person_id, Posting.unit_id, Person.name)
            .join(Person, Person.id == Posting.person_id)
            .where(_within(Posting.start, Posting.end, year, year))
            .order_by(Posting.position, Posting.id)
        ).all()
        agreements = _agreements(session, year)
        found = {row.unit_id for row in postings} | {row.unit_id for row in agreements}
        units = {unit.id: unit for unit in session.scalars(select(Unit)) if unit.id in found}
        departments = _departments(session, found)
    by_posting: dict[bytes, list[Any]] = {}
    for row in agreements:
        by_posting.setdefault(row.posting_id, []).append(row)
    listed: dict[bytes, Any] = {row.id: row for row in postings}
    for row in agreements:  # a posting whose dates are untold counts as soon as it has a mentee
        if _in_year(row, year):
            listed.setdefault(row.posting_id, _Posted(row.posting_id, row.person_id, row.unit_id, row.mentor))
    mentors: dict[bytes, list[Mentor]] = {}
    for row in listed.values():
        unit = units[row.unit_id]
        mentors.setdefault(unit.id, []).append(_mentor(row, unit, by_posting.get(row.id, []), year))
    told = [row for row in agreements if _in_year(row, year)]
    return MentoringOverview(
        year,
        tuple(
            _receiving(units[key], mentors[key], departments.get(key, []), agreements)
            for key in sorted(mentors, key=lambda key: units[key].name)
        ),
        sum(row.result == PASSED for row in told),
        sum(bool(row.certificate_number) for row in told),
    )


@dataclass(frozen=True, slots=True)
class _Posted:
    id: bytes
    person_id: bytes
    unit_id: bytes
    name: str


def _agreements(session: Any, year: str) -> list[Any]:
    """Agreements that touch the years in which departments are to be covered."""
    mentor = aliased(Person)
    query = (
        select(
            Mentorship.id, Mentorship.posting_id, Posting.unit_id, Posting.person_id, mentor.name.label("mentor"),
            Person.name, Mentorship.department, Person.department.label("own_department"), Mentorship.start,
            Mentorship.end, Mentorship.signed_on, Mentorship.result, Mentorship.certificate_number,
        )
        .join(Posting, Posting.id == Mentorship.posting_id)
        .join(Person, Person.id == Mentorship.mentee_id)
        .join(mentor, mentor.id == Posting.person_id)
        .order_by(Mentorship.position, Mentorship.id)
    )  # fmt: skip
    first = str(int(year) - COVER_YEARS + 1)
    return [row for row in session.execute(query) if first <= _begun(row) <= year or _in_year(row, year)]


def _begun(row: Any) -> str:
    return str(row.signed_on or row.start)[:4]


def _in_year(row: Any, year: str) -> bool:
    begun = _begun(row)
    return begun == year or (begun != "" and begun < year and str(row.end)[:4] >= year)


def _departments(session: Any, units: Iterable[bytes]) -> dict[bytes, list[UnitDepartment]]:
    found: dict[bytes, list[UnitDepartment]] = {}
    query = select(UnitDepartment).order_by(UnitDepartment.unit_id, UnitDepartment.position)
    wanted = set(units)
    for one in session.scalars(query):
        if one.unit_id in wanted:
            found.setdefault(one.unit_id, []).append(one)
    return found


def _mentor(row: Any, unit: Unit, agreements: Iterable[Any], year: str) -> Mentor:
    mine = [one for one in agreements if _in_year(one, year)]
    new = tuple(bytes(one.id) for one in mine if _begun(one) == year)
    mentees = tuple(bytes(one.id) for one in mine)
    required = required_mentees(unit.class_)
    return Mentor(row.id, row.person_id, row.name, unit.name, unit.class_, required, mentees, new)


def _receiving(
    unit: Unit, mentors: list[Mentor], told: Iterable[UnitDepartment], agreements: Iterable[Any]
) -> Receiving:
    taught: dict[str, list[str]] = {}
    for row in agreements:
        if row.unit_id == unit.id:
            names = taught.setdefault(row.department or row.own_department, [])
            if row.name not in names:
                names.append(row.name)
    departments = [_department(one, taught.pop(one.name, [])) for one in told]
    departments += [Department(name, False, tuple(names)) for name, names in taught.items() if name]
    required = required_mentees(unit.class_)
    return Receiving(unit.id, unit.name, unit.class_, required, tuple(mentors), tuple(departments))


def _department(told: UnitDepartment, mentees: list[str]) -> Department:
    staff = contents_of(told.key_staff)
    if len(staff) == 1 and staff[0].removesuffix("人").strip().isdigit():
        count = int(staff[0].removesuffix("人"))
        return Department(told.name, told.main, tuple(mentees), key_count=count)
    return Department(told.name, told.main, tuple(mentees), tuple(staff), len(staff) or None)
