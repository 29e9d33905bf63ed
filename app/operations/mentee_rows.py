"""A row of 师带徒名单: the mentor's posting is found, the mentee found or made, the agreement new, the same or changed.

Codes beside those of :mod:`app.operations.mentoring`: MEN-020 nobody of that name is posted (there).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.catalogue.dates import parse_partial
from app.catalogue.mentoring import contents_of, propose_steps
from app.catalogue.names import tidy_name
from app.catalogue.problems import Problem, Refusal
from app.models import Mentorship, MentorshipStep, Person, Posting
from app.operations.known import Record
from app.operations.mentoring import check_term, doubled
from app.operations.numbers import numbers_from, used_numbers
from app.operations.planning import Doubt, Refused, RowPlan, Step, resolve_unit
from app.operations.preview import Candidate
from app.store.opening import Store

_COLUMNS = ("department", "specialty", "signed_on", "start", "end", "goals", "contents", "notes")
_JUDGED = ("assessment", "assessed_on", "assessor", "result")
_PEOPLE = {
    "mentorship.mentee_title": "title",
    "mentorship.mentee_department": "department",
    "mentorship.mentee_sex": "sex",
}


@dataclass(slots=True)
class MenteePlans:
    """Plans rows in order on what is stored; ``kept`` are agreements by posting and mentee."""

    store: Store
    kept: dict[tuple[bytes, bytes], Record] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    last: int = 0

    def __post_init__(self) -> None:
        columns = ("id", "posting_id", "mentee_id", "number", *_COLUMNS, *_JUDGED, "position")
        names = ", ".join(f'"{column}"' for column in columns)
        for row in self.store.sql(f"SELECT {names} FROM mentorship ORDER BY position, id"):
            record = dict(zip(columns, row, strict=True))
            self.kept[bytes(record["posting_id"]), bytes(record["mentee_id"])] = record
            self.last = max(self.last, record["position"])
        self.used = used_numbers(self.store.sql, "mentorship", "number")

    def plan(self, step: Step) -> RowPlan:
        """What one row would store. Raises :class:`Doubt` and :class:`Refused`."""
        mentor, mentee = tidy_name(step.text("mentorship.mentor")), tidy_name(step.text("mentorship.mentee"))
        unit = resolve_unit(step, step.text("mentorship.mentee_unit"), "mentorship.mentee_unit")
        told = _told(step)
        posting = _posting(step, mentor, unit, told)
        person = None if mentee == mentor else _mentee(step, mentee, unit or posting["unit_id"])
        if person in (None, posting["person_id"]):
            raise Refused(
                Problem("MEN-007", f"“{mentee}”就是导师本人", "请核对导师和帮带对象", column="帮带对象")
            )
        assert person is not None
        stored = self.kept.get((posting["id"], person))
        if stored is None:
            self._insert(step, posting, person, told)
        else:
            self._change(step, posting, stored, told)
        return step.plan(f"{mentor} 带 {mentee}")

    def _insert(self, step: Step, posting: Record, person: bytes, told: dict[str, str]) -> None:
        values: Record = dict.fromkeys((*_COLUMNS, *_JUDGED), "") | told
        values["start"] = values["start"] or posting["start"]
        values["end"] = values["end"] or posting["end"]
        number = step.text("mentorship.number")
        if number and number in self.used:
            raise Refused(doubled(number))
        _checked(posting, values)
        if not number:
            number = next(
                numbers_from(self.used, (values["signed_on"] or values["start"])[:4] or step.known.today[:4])
            )
        self.used.append(number)
        self.last += 1
        values |= {"posting_id": posting["id"], "mentee_id": person, "number": number, "position": self.last}
        key = step.insert(Mentorship, **values)
        self.kept[posting["id"], person] = values
        if values["contents"]:
            steps = propose_steps(values["start"], values["end"], values["contents"])
            for position, one in enumerate(steps, start=1):
                step.insert(MentorshipStep, mentorship_id=key, position=position, **one)

    def _change(self, step: Step, posting: Record, stored: Record, told: dict[str, str]) -> None:
        _checked(posting, stored | told)
        number = step.text("mentorship.number")
        if number and number != stored["number"] and number in self.used:
            raise Refused(doubled(number))
        for column, value in (("number", number), *told.items()):
            step.change(Mentorship, stored, column, value, f"mentorship.{_PATHS.get(column, column)}")
        stored |= {column: value for column, value in told.items() if value}


_PATHS = {"department": "mentee_department"}


def _told(step: Step) -> dict[str, str]:
    """Columns of the agreement that the row tells."""
    told = {column: step.text(f"mentorship.{column}") for column in (*_COLUMNS, *_JUDGED)}
    told["department"] = step.text("mentorship.mentee_department")
    told["contents"] = "\n".join(contents_of(told["contents"]))
    start, slash, end = step.text("mentorship.term").partition("/")
    if slash:
        told["start"], told["end"] = told["start"] or start, told["end"] or end
    return {column: value for column, value in told.items() if value}


def _checked(posting: Record, values: Record) -> None:
    """The rules of signing, on the values of a row; a note is the reason for what lies outside the posting."""
    made = Mentorship(**{column: values[column] for column in ("signed_on", "start", "end")})
    term = Posting(start=posting["start"], end=posting["end"])
    try:
        check_term(made, term, values["notes"])
    except Refusal as refusal:
        raise Refused(refusal.problem) from refusal


def _postings(step: Step, mentor: str, unit: bytes | None) -> Iterator[Record]:
    for person in step.known.by_name.get(mentor, ()):
        for posting in step.known.postings.get(person, ()):
            if unit is None or posting["unit_id"] == unit:
                yield posting


def _posting(step: Step, mentor: str, unit: bytes | None, told: dict[str, str]) -> Record:
    """The mentor's posting at the unit: the one in whose term the teaching begins, else the latest."""
    found = list(_postings(step, mentor, unit))
    if isinstance(step.decision, bytes):
        found = [one for one in found if one["person_id"] == step.decision] or found
    if not found:
        raise Refused(
            Problem(
                "MEN-020", f"“{mentor}”没有在这个单位的派驻", "请核对姓名和受援单位，或先导入名册、登记派驻",
                column="导师", value=mentor,
            )
        )  # fmt: skip
    people = {one["person_id"] for one in found}
    if len(people) > 1:
        candidates = [Candidate(key, _said(step, key), "姓名相同") for key in sorted(people)]
        raise Doubt("person", f"导师“{mentor}”是哪一位？", candidates)
    begins = parse_partial(told.get("start", "")) or ""
    within = [one for one in found if begins and one["start"] <= begins <= (one["end"] or "9")]
    return max(within or found, key=lambda one: one["start"])


def _said(step: Step, key: bytes) -> str:
    person = step.known.people[key]
    unit = step.known.units.get(person["unit_id"], {}).get("name", "")
    return f"{person['name']} {unit} {person['department']}".strip()


def _mentee(step: Step, name: str, unit: bytes) -> bytes:
    """The person of that name at the receiving unit, else a new one there."""
    known = step.known
    found = [known.people[key] for key in known.by_name.get(name, ()) if known.people[key]["unit_id"] == unit]
    department = step.text("mentorship.mentee_department")
    if len(found) > 1:
        found = [one for one in found if department and one["department"] == department]
        if len(found) != 1:
            problem = Problem(
                "MEN-011",
                f"受援单位有几位“{name}”",
                "请在科室一列写明是哪个科室的",
                column="帮带对象",
                value=name,
            )
            raise Refused(problem)
    told: dict[str, Any] = {column: step.text(path) for path, column in _PEOPLE.items()}
    if found:
        for path, column in _PEOPLE.items():
            if not found[0][column]:
                step.change(Person, found[0], column, told[column], path)
        return bytes(found[0]["id"])
    return step.insert(Person, **_blank_person() | told | {"name": name, "unit_id": unit})


def _blank_person() -> Record:
    from app.operations.columns import PERSON_COLUMNS  # noqa: PLC0415

    return dict.fromkeys(PERSON_COLUMNS.values(), "") | {"photo": ""}
