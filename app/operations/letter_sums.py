"""Letters that sum up: 对口支援经历证明 of a person, 年度总结报告 of a year.

Every figure comes from records: days from postings and stays less leave (:mod:`app.operations.service`), amounts from the
ledger. :func:`yearly_records` gives the records behind a figure of the yearly report.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.catalogue.fields import Value, label_of
from app.catalogue.work import WORKS, shown
from app.forms.snapshot import Snapshot
from app.models import Letter, Person, Posting, Unit
from app.operations.letter_values import Rows, _name, _snapshot, _term, letter_facts
from app.operations.progress import Progress
from app.operations.service import days_there, service_of
from app.operations.snapshots import person_values, posting_values
from app.store.opening import Store


def _days(session: Any, posting: Posting, first: date, last: date) -> int:
    return len(days_there(session, posting, first, last))


def experience(store: Store, key: bytes) -> Snapshot | None:
    """A person's postings in their order, each with days on site up to today; a day at two of them counts once in all."""
    with store.read() as session:
        person = session.get(Person, key)
        if person is None:
            return None
        values = person_values(person, _name(session, person.unit_id), "", None)
        service = service_of(session, key, date.today())
        rows: Rows = [
            {
                "period.unit": one.unit, "period.department": one.department, "period.start": one.start,
                "period.end": one.end, "period.term": _term(one.start, one.end), "period.days": str(one.on_site),
                "period.duty": one.role,
            }
            for one in service.periods
        ]  # fmt: skip
        if service.periods:
            latest = session.get(Posting, service.periods[-1].posting)
            assert latest is not None  # read a moment ago in this session
            values |= posting_values(latest)
            values["enrolment.receiving_unit"] = rows[-1]["period.unit"]
        values |= {
            "letter.unit": values["person.unit"],
            "experience.count": str(len(rows)),
            "experience.days": str(service.on_site),
            "experience.from": str(rows[0]["period.start"]) if rows else "",
            "experience.to": str(rows[-1]["period.end"]) if rows else "",
        }
        return _snapshot(key, person.name, values, experience__periods=rows)


_POSTED = "start <> '' AND start <= ?1 || '-12-31' AND (\"end\" = '' OR \"end\" >= ?1)"
_WORKED = "month >= ?1 AND month <= ?1 || '-99'"
_COUNTS = {
    "postings": ("posting", "id", _POSTED),
    "people": ("posting", "person_id", _POSTED),
    "supporting_units": ("posting", "supporting_unit_id", _POSTED),
    "receiving_units": ("posting", "unit_id", _POSTED),
    "mentees": ("mentorship", "mentee_id", _POSTED),
    "mentees_new": (
        "mentorship", "id", "substr(CASE signed_on WHEN '' THEN start ELSE signed_on END, 1, 4) = ?1",
    ),
    "certificates": ("mentorship", "id", "certificate_number <> '' AND substr(certified_on, 1, 4) = ?1"),
    "trainees": ("training", "id", _POSTED),
    "contacts": ("contact", "id", "substr(date, 1, 4) = ?1"),
    "agreements": ("agreement", "id", "substr(signed_on, 1, 4) = ?1"),
    **{
        name: ("development", "id", f"kind = '{name}' AND substr(began, 1, 4) = ?1")
        for name in ("specialties", "techniques", "services", "rules")
    },
}  # fmt: skip
"""Figures of the yearly report by their field's last part: table, what of its rows is counted (each once), which rows.

The year is ``?1``.
"""
_SIDES = "(supporting_unit_id = ?2 OR unit_id = ?2)"
_OF_UNIT = {
    "posting": _SIDES,
    "activity": _SIDES,
    "development": _SIDES,
    "contact": _SIDES,
    "mentorship": f"posting_id IN (SELECT id FROM posting WHERE {_SIDES})",
    "training": "(unit_id = ?2 OR from_unit_id = ?2)",
    "agreement": "(pairing_id IN (SELECT id FROM pairing WHERE supporting_id = ?2 OR receiving_id = ?2)"
    " OR id IN (SELECT agreement_id FROM agreement_party WHERE unit_id = ?2))",
}
"""Which rows of a table belong to a unit (``?2``), whichever side it is on."""
_REFERRED = {"person_id": "person", "mentee_id": "person", "supporting_unit_id": "unit", "unit_id": "unit"}


def _counted(
    store: Store, table: str, what: str, condition: str, year: str, unit: bytes | None, end: str = ""
) -> Sequence[Any]:
    """``what`` of a table's rows in a year, of a unit where one is told."""
    scope, told = ("", [year]) if unit is None else (f" AND {_OF_UNIT[table]}", [year, unit])
    return store.sql(f"SELECT {what} FROM {table} WHERE {condition}{scope} {end}", told)


def reporting_unit(store: Store, unit: bytes | None) -> bytes | None:
    """The unit whose own work a yearly report tells; None (everybody's) for one that neither sends nor receives: a bureau."""
    if unit is None:
        return None
    ((many,),) = store.sql(f"SELECT count(*) FROM posting WHERE {_SIDES.replace('?2', '?1')}", (unit,))
    return unit if many else None


def yearly_values(store: Store, year: str, unit: bytes | None = None) -> tuple[dict[str, Value], Rows, Rows]:
    """The figures of a year: values, a row for each kind of work done, a row for each receiving unit.

    ``unit`` narrows all of it to what one supporting or receiving unit had a part in.
    """
    values: dict[str, Value] = {
        f"yearly.{name}": str(len(yearly_records(store, year, name, unit)[1])) for name in _COUNTS
    }
    values["yearly.year"] = year
    sums = {
        kind: (int(amount), int(records))
        for kind, amount, records in _counted(
            store, "activity", "kind, sum(amount), count(*)", _WORKED, year, unit, "GROUP BY kind"
        )
    }
    works: Rows = []
    for code, work in WORKS.items():
        amount, records = sums.get(code, (0, 0))
        values[f"yearly.{code}"] = shown(work, amount)
        if records:
            works.append(
                {
                    "figure.label": work.label, "figure.amount": shown(work, amount), "figure.unit": work.unit,
                    "figure.records": str(records),
                }
            )  # fmt: skip
    with store.read() as session:
        units, days = _by_unit(store, session, year, unit)
    values["yearly.days"] = str(days)
    return values, works, units


def _by_unit(store: Store, session: Any, year: str, only: bytes | None) -> tuple[Rows, int]:
    first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    query = (
        select(Posting, Unit.name)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(
            Posting.start != "", Posting.start <= f"{year}-12-31", or_(Posting.end == "", Posting.end >= year)
        )
        .order_by(Unit.name, Posting.position)
    )
    if only is not None:
        query = query.where(or_(Posting.supporting_unit_id == only, Posting.unit_id == only))
    people: dict[bytes, set[bytes]] = {}
    names: dict[bytes, str] = {}
    days = 0
    for posting, name in session.execute(query):
        people.setdefault(posting.unit_id, set()).add(posting.person_id)
        names[posting.unit_id] = name
        days += _days(session, posting, first, last)
    sums: dict[tuple[bytes, str], int] = {
        (bytes(unit), kind): int(amount)
        for unit, kind, amount in _counted(
            store, "activity", "unit_id, kind, sum(amount)", _WORKED, year, only, "GROUP BY unit_id, kind"
        )
    }
    mentees: dict[bytes, set[bytes]] = {}
    of = "(SELECT p.unit_id FROM posting p WHERE p.id = mentorship.posting_id), mentee_id"
    for unit, mentee in _counted(store, "mentorship", of, _POSTED, year, only):
        mentees.setdefault(bytes(unit), set()).add(bytes(mentee))
    return [
        {
            "receiving.name": names[unit],
            "receiving.people": str(len(people[unit])),
            **{
                f"receiving.{kind}": str(sums.get((unit, kind), 0))
                for kind in ("outpatients", "lectures", "rounds")
            },
            "receiving.mentees": str(len(mentees.get(unit, ()))),
        }
        for unit in names
    ], days


def yearly_records(
    store: Store, year: str, figure: str, unit: bytes | None = None
) -> tuple[str, list[bytes]]:
    """The table and the keys of the records behind a figure (``yearly.lectures``); no keys for one that is no count."""
    name = figure.removeprefix("yearly.")
    if name in WORKS:
        rows = _counted(
            store, "activity", "id", f"kind = '{name}' AND {_WORKED}", year, unit, "ORDER BY date, id"
        )
        return "activity", [bytes(key) for (key,) in rows]
    if name not in _COUNTS:
        return "", []
    table, what, condition = _COUNTS[name]
    rows = _counted(store, table, f"DISTINCT {what}", condition, year, unit)
    return _REFERRED.get(what, table), [bytes(key) for (key,) in rows if key is not None]


def yearly(store: Store, key: bytes) -> Snapshot | None:
    """The yearly report that a letter keeps: its year is told in it, its figures are counted anew."""
    with store.read() as session:
        letter = session.get(Letter, key)
        if letter is None:
            return None
        facts = letter_facts(letter)
        key_of_unit, unit = letter.unit_id, _name(session, letter.unit_id)
    year = str(facts.get("yearly.year") or facts["letter.issued_on"])[:4]
    if not year.isdigit():
        year = str(date.today().year)
    values, works, units = yearly_values(store, year, reporting_unit(store, key_of_unit))
    issuer = unit or store.workbench().setting("unit")
    told = values | {"letter.unit": issuer} | facts | {"yearly.unit": str(facts.get("yearly.unit") or unit)}
    return _snapshot(key, f"{year}年度总结报告", told, yearly__works=works, yearly__units=units)


def yearly_figures(store: Store, key: bytes) -> list[Progress]:
    """Every counted figure of a yearly report with the records behind it, those that are nought left out."""
    paper = yearly(store, key)
    if paper is None:
        return []
    year = str(paper.values["yearly.year"])
    ((letter_unit,),) = store.sql("SELECT unit_id FROM letter WHERE id = ?", (key,))
    unit = reporting_unit(store, bytes(letter_unit) if letter_unit else None)
    found = []
    for name in (*_COUNTS, *WORKS):
        path = f"yearly.{name}"
        table, records = yearly_records(store, year, path, unit)
        if records:
            done = str(paper.values[path])
            found.append(Progress(key, label_of(path), name, "", done, None, table, tuple(records)))
    return found
