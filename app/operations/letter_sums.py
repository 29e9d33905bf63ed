"""Letters that sum up: 对口支援经历证明 of a person, 年度总结报告 of a year.

Every figure comes from records: days from postings and stays less leave (:mod:`app.operations.service`), amounts from the
ledger. :func:`yearly_records` gives the records behind a figure of the yearly report.
"""

from __future__ import annotations

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
            "experience.count": str(len(rows)),
            "experience.days": str(service.on_site),
            "experience.from": str(rows[0]["period.start"]) if rows else "",
            "experience.to": str(rows[-1]["period.end"]) if rows else "",
        }
        return _snapshot(key, person.name, values, experience__periods=rows)


def _one(store: Store, query: str, *values: object) -> int:
    return int(store.sql(query, values)[0][0] or 0)


_POSTED = "start <> '' AND start <= ?1 || '-12-31' AND (\"end\" = '' OR \"end\" >= ?1)"
_COUNTS = {
    "postings": f"SELECT count(*) FROM posting WHERE {_POSTED}",
    "people": f"SELECT count(DISTINCT person_id) FROM posting WHERE {_POSTED}",
    "supporting_units": f"SELECT count(DISTINCT supporting_unit_id) FROM posting WHERE {_POSTED}",
    "receiving_units": f"SELECT count(DISTINCT unit_id) FROM posting WHERE {_POSTED}",
    "mentees": f"SELECT count(DISTINCT mentee_id) FROM mentorship WHERE {_POSTED}",
    "mentees_new": (
        "SELECT count(*) FROM mentorship WHERE substr(CASE signed_on WHEN '' THEN start ELSE signed_on END, 1, 4) = ?1"
    ),
    "certificates": "SELECT count(*) FROM mentorship WHERE certificate_number <> '' AND substr(certified_on, 1, 4) = ?1",
    "trainees": f"SELECT count(*) FROM training WHERE {_POSTED}",
    "contacts": "SELECT count(*) FROM contact WHERE substr(date, 1, 4) = ?1",
    "agreements": "SELECT count(*) FROM agreement WHERE substr(signed_on, 1, 4) = ?1",
    **{
        name: f"SELECT count(*) FROM development WHERE kind = '{name}' AND substr(began, 1, 4) = ?1"
        for name in ("specialties", "techniques", "services", "rules")
    },
}
"""Figures of the yearly report by their field's last part; the year is ``?1``."""


def yearly_values(store: Store, year: str) -> tuple[dict[str, Value], Rows, Rows]:
    """The figures of a year: values, a row for each kind of work done, a row for each receiving unit."""
    values: dict[str, Value] = {
        f"yearly.{name}": str(_one(store, query, year)) for name, query in _COUNTS.items()
    }
    values["yearly.year"] = year
    sums = {
        kind: (int(amount), int(records))
        for kind, amount, records in store.sql(
            "SELECT kind, sum(amount), count(*) FROM activity WHERE month >= ?1 AND month <= ?1 || '-99' GROUP BY kind",
            (year,),
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
        units, days = _by_unit(store, session, year)
    values["yearly.days"] = str(days)
    return values, works, units


def _by_unit(store: Store, session: Any, year: str) -> tuple[Rows, int]:
    first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    query = (
        select(Posting, Unit.name)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(
            Posting.start != "", Posting.start <= f"{year}-12-31", or_(Posting.end == "", Posting.end >= year)
        )
        .order_by(Unit.name, Posting.position)
    )
    people: dict[bytes, set[bytes]] = {}
    names: dict[bytes, str] = {}
    days = 0
    for posting, name in session.execute(query):
        people.setdefault(posting.unit_id, set()).add(posting.person_id)
        names[posting.unit_id] = name
        days += _days(session, posting, first, last)
    sums: dict[tuple[bytes, str], int] = {
        (bytes(unit), kind): int(amount)
        for unit, kind, amount in store.sql(
            "SELECT unit_id, kind, sum(amount) FROM activity WHERE month >= ?1 AND month <= ?1 || '-99' GROUP BY unit_id, kind",
            (year,),
        )
    }
    mentees = {
        bytes(unit): int(count)
        for unit, count in store.sql(
            "SELECT p.unit_id, count(DISTINCT m.mentee_id) FROM mentorship m JOIN posting p ON p.id = m.posting_id"
            " WHERE m.start <> '' AND m.start <= ?1 || '-12-31' AND (m.\"end\" = '' OR m.\"end\" >= ?1) GROUP BY p.unit_id",
            (year,),
        )
    }
    return [
        {
            "receiving.name": names[unit],
            "receiving.people": str(len(people[unit])),
            **{
                f"receiving.{kind}": str(sums.get((unit, kind), 0))
                for kind in ("outpatients", "lectures", "rounds")
            },
            "receiving.mentees": str(mentees.get(unit, 0)),
        }
        for unit in names
    ], days


def yearly_records(store: Store, year: str, figure: str) -> tuple[str, list[bytes]]:
    """The table and the keys of the records behind a figure (``yearly.lectures``); no keys for one that is no count."""
    name = figure.removeprefix("yearly.")
    if name in WORKS:
        rows = store.sql(
            "SELECT id FROM activity WHERE kind = ?2 AND month >= ?1 AND month <= ?1 || '-99' ORDER BY date, id",
            (year, name),
        )
        return "activity", [bytes(key) for (key,) in rows]
    query = _COUNTS.get(name)
    if query is None:
        return "", []
    head, _, rest = query.partition(" FROM ")
    table = rest.partition(" ")[0]
    column = ("DISTINCT " in head and head.partition("DISTINCT ")[2].rstrip(")")) or "id"
    rows = store.sql(f"SELECT DISTINCT {column} FROM {rest}", (year,))
    return _REFERRED.get(column, table), [bytes(key) for (key,) in rows if key is not None]


_REFERRED = {"person_id": "person", "mentee_id": "person", "supporting_unit_id": "unit", "unit_id": "unit"}


def yearly(store: Store, key: bytes) -> Snapshot | None:
    """The yearly report that a letter keeps: its year is told in it, its figures are counted anew."""
    with store.read() as session:
        letter = session.get(Letter, key)
        if letter is None:
            return None
        facts = letter_facts(letter)
        unit = _name(session, letter.unit_id)
    year = str(facts.get("yearly.year") or facts["letter.issued_on"])[:4]
    if not year.isdigit():
        year = str(date.today().year)
    values, works, units = yearly_values(store, year)
    told = values | facts | {"letter.unit": unit, "yearly.unit": str(facts.get("yearly.unit") or unit)}
    return _snapshot(key, f"{year}年度总结报告", told, yearly__works=works, yearly__units=units)


def yearly_figures(store: Store, key: bytes) -> list[Progress]:
    """Every counted figure of a yearly report with the records behind it, those that are nought left out."""
    paper = yearly(store, key)
    if paper is None:
        return []
    year = str(paper.values["yearly.year"])
    found = []
    for name in (*_COUNTS, *WORKS):
        path = f"yearly.{name}"
        table, records = yearly_records(store, year, path)
        if records:
            done = str(paper.values[path])
            found.append(Progress(key, label_of(path), name, "", done, None, table, tuple(records)))
    return found
