"""Stored records as the plain values that a paper is filled with.

A *subject* names what an edition is about. Sheets take one record each: ``enrolment`` (an enrolment with its
person), ``appraisal`` (a posting with its person), ``report`` (a team's month). Lists take many: ``roster``
(postings), ``allocation`` (pairings), ``plan`` (plan items).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import FIELDS, Value
from app.forms.snapshot import Snapshot, Values
from app.models import (
    Appraisal,
    Batch,
    CareerLine,
    Enrolment,
    Opinion,
    Pairing,
    PairingDepartment,
    Person,
    PlanItem,
    Posting,
    Report,
    Unit,
    UnitContact,
)
from app.operations.columns import MODE_LABELS, OPINION_STEPS, PERSON_COLUMNS, REPORT_COLUMNS
from app.operations.counting import FIGURES
from app.operations.free import OWNERS, free_values
from app.operations.register_papers import READERS, SUBJECTS
from app.store.attachments import get_attachment
from app.store.opening import Store

SHEETS = ("enrolment", "appraisal", "report")
LISTS = ("roster", "allocation", "plan", "allowance", *SUBJECTS)
CHUNK = 200


def _in_order(rows: Sequence[Any], ids: Sequence[bytes]) -> list[Any]:
    by_id = {row[0].id: row for row in rows}
    return [by_id[key] for key in ids if key in by_id]


def _chunks(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _careers(session: Any, people: list[bytes]) -> dict[bytes, str]:
    lines: dict[bytes, list[str]] = {}
    query = (
        select(CareerLine.person_id, CareerLine.text)
        .where(CareerLine.person_id.in_(people))
        .order_by(CareerLine.person_id, CareerLine.position)
    )
    for person, text in session.execute(query):
        lines.setdefault(person, []).append(text)
    return {person: "\n".join(texts) for person, texts in lines.items()}


def person_values(person: Person, unit: str | None, career: str, photo: bytes | None) -> dict[str, Value]:
    """The ``person.*`` values of one person; the photo as image bytes."""
    values: dict[str, Value] = {path: getattr(person, column) for path, column in PERSON_COLUMNS.items()}
    values["person.unit"] = unit or ""
    values["person.career"] = career
    values["person.photo"] = photo
    return values


def _enrolments(store: Store, ids: Sequence[bytes]) -> Iterator[Snapshot]:
    query = (
        select(Enrolment, Person, Unit.name, Batch.name)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Batch, Batch.id == Enrolment.batch_id)
        .where(Enrolment.id.in_(ids))
    )
    with store.read() as session:
        rows = _in_order(session.execute(query).all(), ids)
        receiving = _unit_names(session, [row[0].receiving_unit_id for row in rows])
        careers = _careers(session, [row[1].id for row in rows])
        for enrolment, person, unit, batch in rows:
            values = person_values(
                person, unit, careers.get(person.id, ""), get_attachment(store, person.photo)
            )
            values |= {
                "enrolment.receiving_unit": receiving.get(enrolment.receiving_unit_id, ""),
                "enrolment.receiving_department": enrolment.receiving_department,
                "enrolment.batch": batch or "",
                "enrolment.recommended": enrolment.recommended,
                "enrolment.leader_post": enrolment.leader_post,
                "enrolment.unit_opinion": enrolment.unit_opinion,
                "enrolment.unit_opinion_date": enrolment.unit_opinion_date,
            }
            yield Snapshot(values, id=enrolment.id.hex(), name=person.name)


def _unit_names(session: Any, ids: Sequence[bytes | None]) -> dict[bytes | None, str]:
    known = [key for key in set(ids) if key]
    return {row.id: row.name for row in session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(known)))}


def _opinions(session: Any, postings: Sequence[bytes]) -> dict[bytes, dict[str, Value]]:
    found: dict[bytes, dict[str, Value]] = {}
    query = (
        select(Appraisal.posting_id, Opinion.step, Opinion.text, Opinion.date)
        .join(Opinion, Opinion.appraisal_id == Appraisal.id)
        .where(Appraisal.posting_id.in_(postings))
    )
    for posting, step, text, date in session.execute(query):
        name = OPINION_STEPS[step]
        found.setdefault(posting, {}).update(
            {f"appraisal.{name}_opinion": text, f"appraisal.{name}_date": date}
        )
    return found


def posting_values(posting: Posting) -> dict[str, Value]:
    """The ``posting.*`` values of one posting."""
    term = f"{posting.start}/{posting.end}" if posting.start or posting.end else ""
    return {
        "posting.term": term,
        "posting.start": posting.start,
        "posting.end": posting.end,
        "posting.department": posting.department,
        "posting.mode": MODE_LABELS.get(posting.mode, posting.mode),
        "posting.duty": posting.duty,
        "posting.post": posting.post,
        "posting.main_task": posting.main_task,
        "posting.subsidised": posting.subsidised,
    }


def _appraisals(store: Store, ids: Sequence[bytes]) -> Iterator[Snapshot]:
    query = (
        select(Posting, Person, Unit.name, Appraisal.summary, Appraisal.term_text)
        .join(Person, Person.id == Posting.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Appraisal, Appraisal.posting_id == Posting.id)
        .where(Posting.id.in_(ids))
    )
    with store.read() as session:
        rows = _in_order(session.execute(query).all(), ids)
        receiving = _unit_names(session, [row[0].unit_id for row in rows])
        opinions = _opinions(session, [row[0].id for row in rows])
        for posting, person, unit, summary, term_text in rows:
            values = person_values(person, unit, "", get_attachment(store, person.photo))
            values |= posting_values(posting)
            values |= {
                "enrolment.receiving_unit": receiving.get(posting.unit_id, ""),
                "enrolment.receiving_department": posting.department,
                "appraisal.summary": summary or "",
            }
            if term_text:
                values["posting.term"] = term_text
            values |= opinions.get(posting.id, {})
            yield Snapshot(values, id=posting.id.hex(), name=person.name)


def _reports(store: Store, ids: Sequence[bytes]) -> Iterator[Snapshot]:
    with store.read() as session:
        query = (
            select(Report, Person.name)
            .outerjoin(Person, Person.id == Report.person_id)
            .where(Report.id.in_(ids))
        )
        rows = _in_order(session.execute(query).all(), ids)
        names = _unit_names(
            session, [r.supporting_unit_id for r, _ in rows] + [r.receiving_unit_id for r, _ in rows]
        )
        for report, person in rows:
            supporting, receiving = (
                names.get(report.supporting_unit_id, ""),
                names.get(report.receiving_unit_id, ""),
            )
            values: dict[str, Value] = {path: getattr(report, col) for path, col in REPORT_COLUMNS.items()}
            team = f"{supporting} {person}".strip() if person else supporting
            values |= {"report.team": team, "report.receiving_unit": receiving}
            if report.zero:  # a statement that nothing was done: an empty paper would state nothing
                values |= {path: values[path] or "0" for path in FIGURES if path != "report.other"}
            yield Snapshot(values, id=report.id.hex(), name=f"{team} {receiving} {report.month}")


_READERS: dict[str, Callable[[Store, Sequence[bytes]], Iterator[Snapshot]]] = {
    "enrolment": _enrolments,
    "appraisal": _appraisals,
    "report": _reports,
}


def snapshots(store: Store, subject: str, ids: Sequence[bytes]) -> Iterator[Snapshot]:
    """One snapshot for each id of a sheet's subject, in the order given, read in chunks so that memory stays flat."""
    read = _READERS.get(subject) or _of_the_year(subject)
    for chunk in _chunks(ids):
        found = list(read(store, chunk))
        if subject not in OWNERS:
            yield from found
            continue
        with store.read() as session:
            free = free_values(session, chunk)
        for one in found:
            more = free.get(bytes.fromhex(one.id))
            yield replace(one, values={**one.values, **more}) if more else one


def _of_the_year(subject: str) -> Callable[[Store, Sequence[bytes]], Iterator[Snapshot]]:
    """How a letter's subject is read, record by record."""
    from app.operations.letter_values import readers  # noqa: PLC0415 - it reads with this module

    one = readers()[subject]

    def read(store: Store, ids: Sequence[bytes]) -> Iterator[Snapshot]:
        for key in ids:
            found = one(store, key)
            if found is not None:
                yield found

    return read


def snapshot_of(store: Store, subject: str, record: bytes) -> Snapshot:
    """The values of one record. Raises :class:`KeyError` when it is no longer there."""
    for snapshot in snapshots(store, subject, (record,)):
        return snapshot
    raise KeyError(record.hex())


def _contacts(session: Any) -> dict[bytes, str]:
    query = select(UnitContact.unit_id, UnitContact.name, UnitContact.phone).order_by(
        UnitContact.unit_id, UnitContact.position.desc()
    )
    return {
        unit: "：".join(part for part in (name, phone) if part)
        for unit, name, phone in session.execute(query)
    }


def _roster_rows(store: Store, ids: Sequence[bytes]) -> Iterator[Values]:
    with store.read() as session:
        contacts = _contacts(session)
        query = (
            select(Posting, Person, Unit.name)
            .join(Person, Person.id == Posting.person_id)
            .join(Unit, Unit.id == Posting.unit_id)
        )
        for chunk in _chunks(ids):
            rows = _in_order(session.execute(query.where(Posting.id.in_(chunk))).all(), chunk)
            names = _unit_names(session, [p.supporting_unit_id or person.unit_id for p, person, _ in rows])
            for posting, person, receiving in rows:
                supporting = names.get(posting.supporting_unit_id or person.unit_id, "")
                yield (
                    person_values(person, supporting, "", None)
                    | posting_values(posting)
                    | {
                        "pairing.supporting_unit": supporting,
                        "pairing.receiving_unit": receiving,
                        "pairing.receiving_contact": contacts.get(posting.unit_id, ""),
                        "enrolment.receiving_unit": receiving,
                        "enrolment.receiving_department": posting.department,
                    }
                )


def _allocation_rows(store: Store, ids: Sequence[bytes]) -> Iterator[Values]:
    with store.read() as session:
        units = {unit.id: unit for (unit,) in session.execute(select(Unit))}
        departments: dict[bytes, list[str]] = {}
        query = select(PairingDepartment.pairing_id, PairingDepartment.receiving_department).order_by(
            PairingDepartment.position
        )
        for pairing, department in session.execute(query):
            departments.setdefault(pairing, []).append(department)
        contacts = _contacts(session)
        for chunk in _chunks(ids):
            found = session.execute(select(Pairing).where(Pairing.id.in_(chunk))).all()
            for (pairing,) in _in_order(found, chunk):
                supporting, receiving = units[pairing.supporting_id], units[pairing.receiving_id]
                department = "、".join(filter(None, departments.get(pairing.id, [])))
                yield {
                    "pairing.supporting_region": supporting.region,
                    "pairing.supporting_unit": supporting.name,
                    "pairing.receiving_region": receiving.region,
                    "pairing.receiving_unit": receiving.name + (f"（{department}）" if department else ""),
                    "pairing.receiving_class": receiving.class_,
                    "pairing.receiving_contact": contacts.get(receiving.id, ""),
                    "pairing.form": pairing.form,
                    "pairing.managed": pairing.managed,
                    "pairing.department": department,
                }


def _plan_rows(store: Store, ids: Sequence[bytes]) -> Iterator[Values]:
    paths = [path for path in FIELDS if path.startswith("plan.")]
    with store.read() as session:
        for chunk in _chunks(ids):
            for (item,) in _in_order(
                session.execute(select(PlanItem).where(PlanItem.id.in_(chunk))).all(), chunk
            ):
                yield {path: str(getattr(item, path.partition(".")[2]) or "") for path in paths}


def _allowance_rows(store: Store, ids: Sequence[bytes]) -> Iterator[Values]:
    from app.operations.letter_values import allowance_rows  # noqa: PLC0415 - it reads with this module

    return allowance_rows(store, ids)


_ROW_READERS: dict[str, Callable[[Store, Sequence[bytes]], Iterator[Values]]] = {
    "roster": _roster_rows,
    "allocation": _allocation_rows,
    "plan": _plan_rows,
    "allowance": _allowance_rows,
    **READERS,
}


def list_snapshot(store: Store, subject: str, ids: Sequence[bytes]) -> Snapshot:
    """One document with a row for each id of a list's subject."""
    return Snapshot({}, rows=list(_ROW_READERS[subject](store, ids)))
