"""The records of the office's year as plain values for letters, certificates and their lists.

Subjects beside those of :mod:`app.operations.snapshots`: ``mentorship``, ``agreement``, ``goals`` (a posting with its goals),
``replacement`` (a posting that replaces another), ``duty`` (a 履职考核), ``experience`` (a person), ``yearly`` (a letter that
keeps year and unit), and the list ``allowance``. Child lists travel in ``Snapshot.lists`` and as text beside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import Value
from app.catalogue.work import DEVELOPMENTS, WORKS
from app.forms.shown import shown
from app.forms.snapshot import Snapshot, Values
from app.models import (
    Agreement,
    AgreementParty,
    Allowance,
    DutyCheck,
    Letter,
    Mentorship,
    MentorshipStep,
    Person,
    Posting,
    Unit,
)
from app.operations.progress import goals, tasks
from app.operations.snapshots import person_values, posting_values
from app.store.opening import Store

Rows = list[dict[str, Value]]


def as_lines(rows: Sequence[Values]) -> str:
    """A child list as text: one row a line, its values as they print, parted by blanks."""
    return "\n".join(
        "　".join(filter(None, (shown(path, value) for path, value in row.items()))) for row in rows
    )


def _snapshot(key: bytes, name: str, values: Mapping[str, Value], **lists: Rows) -> Snapshot:
    named = {path.replace("__", "."): rows for path, rows in lists.items()}
    told = dict(values) | {path: as_lines(rows) for path, rows in named.items()}
    return Snapshot(told, id=key.hex(), name=name, lists=named)


def _name(session: Any, key: bytes | None) -> str:
    found = session.get(Unit, key) if key is not None else None
    return found.name if found is not None else ""


def _term(start: str, end: str) -> str:
    return f"{start}/{end}" if start or end else ""


# mentoring and agreements


def mentorship(store: Store, key: bytes) -> Snapshot | None:
    """A mentorship with its plan: ``mentorship.*``, its mentor as ``person.*``."""
    with store.read() as session:
        made = session.get(Mentorship, key)
        if made is None:
            return None
        posting, mentee = session.get(Posting, made.posting_id), session.get(Person, made.mentee_id)
        assert posting is not None and mentee is not None  # references that must exist
        mentor = session.get(Person, posting.person_id)
        assert mentor is not None
        sending = _name(session, posting.supporting_unit_id or mentor.unit_id)
        own = (
            "number", "specialty", "signed_on", "start", "end", "goals", "contents", "notes", "assessment", "assessed_on",
            "assessor", "result", "certificate_number", "certified_on",
        )  # fmt: skip
        values: dict[str, Value] = {f"mentorship.{name}": getattr(made, name) for name in own}
        values |= {
            "mentorship.mentor": mentor.name,
            "mentorship.mentor_unit": sending,
            "mentorship.mentor_department": mentor.department,
            "mentorship.mentor_title": mentor.title,
            "mentorship.mentee": mentee.name,
            "mentorship.mentee_unit": _name(session, posting.unit_id),
            "mentorship.mentee_department": made.department or mentee.department,
            "mentorship.mentee_title": mentee.title,
            "mentorship.mentee_sex": mentee.sex,
            "mentorship.term": _term(made.start, made.end),
        }
        steps = session.scalars(
            select(MentorshipStep)
            .where(MentorshipStep.mentorship_id == key)
            .order_by(MentorshipStep.position)
        )
        columns = ("month", "content", "form", "done_on", "note")
        rows: Rows = [{f"step.{column}": getattr(step, column) for column in columns} for step in steps]
        return _snapshot(key, f"{mentor.name}带{mentee.name}", values, mentorship__steps=rows)


_SIDES = ("a", "b", "c")


def agreement(store: Store, key: bytes) -> Snapshot | None:
    """An agreement with its parties in their order (甲乙丙) and by their role, and its yearly tasks as counted."""
    with store.read() as session:
        made = session.get(Agreement, key)
        if made is None:
            return None
        own = (
            "number",
            "kind",
            "title",
            "department",
            "signed_on",
            "start",
            "end",
            "overall_goal",
            "source_document",
            "note",
        )
        values: dict[str, Value] = {f"agreement.{name}": getattr(made, name) for name in own}
        values["agreement.term"] = _term(made.start, made.end)
        query = (
            select(AgreementParty).where(AgreementParty.agreement_id == key).order_by(AgreementParty.position)
        )
        parties = list(session.scalars(query))
        rows = _task_rows(store, key)
    for side, party in zip(_SIDES, parties, strict=False):
        values[f"agreement.party_{side}"] = party.name
        values[f"agreement.representative_{side}"] = party.representative
    for path, word in (("government", "政府"), ("supporting", "支援方"), ("receiving", "受援方")):
        found = (one.name for one in parties if word in one.role)
        values[f"agreement.{path}"] = next(found, "")
    return _snapshot(key, str(values["agreement.title"]), values, agreement__tasks=rows)


def _task_rows(store: Store, key: bytes) -> Rows:
    told = store.sql(
        "SELECT id, year, content, indicator, target FROM agreement_task WHERE agreement_id = ? ORDER BY position, id",
        (key,),
    )
    done = {one.key: one.done for one in tasks(store, key)}
    columns = ("year", "content", "indicator", "target")
    return [
        {f"task.{column}": value for column, value in zip(columns, row, strict=True)}
        | {"task.done": done.get(bytes(found), "")}
        for found, *row in told
    ]


# what belongs to postings


def _posted(store: Store, key: bytes) -> tuple[str, dict[str, Value]] | None:
    """The person's name and the values of a posting: ``person.*``, ``posting.*`` and the two units."""
    with store.read() as session:
        posting = session.get(Posting, key)
        if posting is None:
            return None
        person = session.get(Person, posting.person_id)
        assert person is not None  # a reference that must exist
        sending, receiving = (
            _name(session, posting.supporting_unit_id or person.unit_id),
            _name(session, posting.unit_id),
        )
        values = person_values(person, sending, "", None) | posting_values(posting)
        values |= {
            "enrolment.receiving_unit": receiving,
            "enrolment.receiving_department": posting.department,
            "posted.unit": receiving,
            "posted.supporting_unit": sending,
        }
        if posting.replaces_id is not None:
            values |= _replaced(session, posting)
        return person.name, values


def _replaced(session: Any, posting: Posting) -> dict[str, Value]:
    old = session.get(Posting, posting.replaces_id)
    who = session.get(Person, old.person_id)
    return {
        "replacement.name": who.name,
        "replacement.sex": who.sex,
        "replacement.title": who.title,
        "replacement.department": who.department,
        "replacement.term": _term(old.start, old.end),
        "replacement.reason": posting.replacement_reason,
        "replacement.start": posting.start,
        "replacement.approved_by_unit": posting.approved_by_unit,
        "replacement.approved_by_bureau": posting.approved_by_bureau,
    }


def posted_goals(store: Store, key: bytes) -> Snapshot | None:
    """A posting with its goals, counted from the ledger (个人目标任务书)."""
    found = _posted(store, key)
    if found is None:
        return None
    told = {
        bytes(row[0]): row[1:]
        for row in store.sql(
            "SELECT id, measure, due, result, judged_on FROM posting_goal WHERE posting_id = ?", (key,)
        )
    }
    rows: Rows = []
    for one in goals(store, key):
        measure, due, result, judged_on = told[one.key]
        rows.append(
            {
                "goal.text": one.text,
                "goal.measure": measure or _measured(one.kind),
                "goal.target": one.target,
                "goal.due": due,
                "goal.done": one.done,
                "goal.result": result,
                "goal.judged_on": judged_on,
            }
        )
    return _snapshot(key, found[0], found[1], posted__goals=rows)


def _measured(kind: str) -> str:
    if kind in WORKS:
        return f"{WORKS[kind].label}（{WORKS[kind].unit}）"
    return DEVELOPMENTS[kind][0] if kind in DEVELOPMENTS else ""


def replacement(store: Store, key: bytes) -> Snapshot | None:
    """A posting that replaces another (支援队员更换审批表): the new one as ``person.*``, the old as ``replacement.*``."""
    found = _posted(store, key)
    return None if found is None else _snapshot(key, found[0], found[1])


def duty(store: Store, key: bytes) -> Snapshot | None:
    """A 履职考核 with its posting and person."""
    with store.read() as session:
        check = session.get(DutyCheck, key)
        if check is None:
            return None
        columns = ("period", "attendance", "work", "conduct", "score", "opinion", "result", "checked_on")
        values: dict[str, Value] = {f"duty.{name}": getattr(check, name) for name in columns}
        posting = check.posting_id
    found = _posted(store, posting)
    assert found is not None  # a reference that must exist
    return _snapshot(key, found[0], found[1] | values)


def letter_facts(letter: Letter) -> dict[str, Value]:
    """What a letter keeps of its own: ``letter.*``, and the values that were told for it alone."""
    facts: dict[str, Value] = {
        "letter.number": letter.number, "letter.title": letter.title, "letter.issued_on": letter.issued_on,
        "letter.note": letter.note,
    }  # fmt: skip
    told = json.loads(letter.told) if letter.told else {}
    return facts | {path: value for path, value in told.items() if isinstance(value, str | bool)}


def allowance_rows(store: Store, ids: Sequence[bytes]) -> Iterator[Values]:
    """A row for each allowance (补贴发放表), with person, posting and units."""
    columns = ("start", "end", "days", "rate", "amount", "paid_on", "note")
    for key in ids:
        with store.read() as session:
            made = session.get(Allowance, key)
            if made is None:
                continue
            values: dict[str, Value] = {f"allowance.{name}": getattr(made, name) for name in columns}
            values["allowance.term"] = _term(made.start, made.end)
            posting = made.posting_id
        found = _posted(store, posting)
        if found is not None:
            yield found[1] | values | {"pairing.supporting_unit": found[1]["posted.supporting_unit"],
                                       "pairing.receiving_unit": found[1]["posted.unit"]}  # fmt: skip


Reader = Callable[[Store, bytes], Snapshot | None]


def readers() -> dict[str, Reader]:
    """One reader for each subject, of one record."""
    from app.operations.letter_sums import experience, yearly  # noqa: PLC0415 - sums are read when asked for

    return {
        "mentorship": mentorship,
        "agreement": agreement,
        "goals": posted_goals,
        "replacement": replacement,
        "duty": duty,
        "experience": experience,
        "yearly": yearly,
    }
