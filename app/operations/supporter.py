"""One supporter's own view: the month's work by kind, how far the goals are, and when the month's report is due.

Goals are those of the posting; for a kind of work that none of them counts, the default of the notice
(``resources/goals.toml``, an office's own in the data folder) stands, counted over the posting's term at its unit.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.catalogue.work import DEVELOPMENTS, WORKS, shown
from app.operations.board import ACCEPTED, NOT_YET, SENT, ZERO, board
from app.operations.counting import months_between
from app.operations.progress import Progress, counted, goals, number_of
from app.store.opening import Store

GOALS = Path(__file__).resolve().parents[2] / "resources" / "goals.toml"
OWN_GOALS = "goals.toml"


@dataclass(frozen=True, slots=True)
class Default:
    """A goal that holds for everybody without one of their own: ``target`` of these kinds together."""

    text: str
    kinds: tuple[str, ...]
    target: str
    source: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it stands. ``source`` is the document of a default, '' for one of the posting."""

    progress: Progress
    source: str = ""
    reading: str = ""

    @property
    def part(self) -> float | None:
        """How much of it is done, 0 to 1; None where nothing is counted or no number asked."""
        asked, done = number_of(self.progress.target), number_of(self.progress.done)
        return None if asked is None or done is None or not asked else float(min(Decimal(1), done / asked))


@dataclass(frozen=True, slots=True)
class Done:
    """A kind of work in the month: ``text`` as shown (3次), ``people`` who took part, ``count`` records of ``table``."""

    kind: str
    label: str
    text: str
    people: int
    count: int
    table: str
    first: bytes


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The monthly report that waits longest, or this month's: ``days`` left (negative: overdue), its state on the board."""

    month: str
    due: str
    days: int
    state: str
    record: bytes | None


@dataclass(frozen=True, slots=True)
class View:
    """Everything of one posting; ``month`` is the one that ``done`` tells of, ``months`` those to choose from."""

    person: bytes
    name: str
    posting: bytes
    unit: bytes
    unit_name: str
    supporting: bytes | None
    supporting_name: str
    start: str
    end: str
    months: tuple[str, ...]
    month: str
    done: tuple[Done, ...]
    goals: tuple[Goal, ...]
    report: ReportDue | None


def person_of(store: Store, operator: str) -> bytes | None:
    """The supporter whom the operator's name means: the only person of that name who is or was posted."""
    rows = store.sql(
        "SELECT DISTINCT p.id FROM person p JOIN posting t ON t.person_id = p.id WHERE p.name = ? LIMIT 2",
        (operator.strip(),),
    )
    return bytes(rows[0][0]) if len(rows) == 1 else None


def view_of(store: Store, person: bytes, as_of: str = "", month: str = "") -> View | None:
    """The view of a person's posting of the day (else the next, else the last); None for somebody never posted."""
    day = as_of or date.today().isoformat()
    rows = store.sql(
        "SELECT t.id, t.unit_id, u.name, s.id, coalesce(s.name, ''), t.start, t.\"end\", p.name FROM posting t"
        " JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id"
        " LEFT JOIN unit s ON s.id = coalesce(t.supporting_unit_id, p.unit_id) WHERE t.person_id = ? AND t.start <> ''"
        ' ORDER BY t.start <= ?2 AND (t."end" = \'\' OR t."end" >= substr(?2, 1, length(t."end"))) DESC,'
        " t.start > ?2 DESC, CASE WHEN t.start > ?2 THEN t.start END, t.start DESC LIMIT 1",
        (person, day),
    )
    if not rows:
        return None
    posting, unit, unit_name, team, supporting, start, end, name = rows[0]
    months = _months(start, end, day)
    shown_month = month if month in months else (months[-1] if months else day[:7])
    return View(
        person, name, bytes(posting), bytes(unit), unit_name, team, supporting, start, end, months, shown_month,
        tuple(done_in(store, person, shown_month)),
        tuple(goals_of(store, bytes(posting), bytes(unit), person, start, end)),
        _report(store, bytes(posting), months, day),
    )  # fmt: skip


def _months(start: str, end: str, day: str) -> tuple[str, ...]:
    """The months of a term that have begun."""
    begin = start[:7] if len(start) >= 7 else f"{start[:4]}-01"
    until = (end[:7] if len(end) >= 7 else f"{end[:4]}-12") if end else day[:7]
    return tuple(months_between(begin, min(until, day[:7])))


def done_in(store: Store, person: bytes, month: str) -> list[Done]:
    """A person's work of a month by kind, in the order of the papers; then what was begun in it."""
    rows = store.sql(
        "SELECT kind, sum(amount), sum(people), count(*), min(id) FROM activity WHERE month = ? AND person_id = ?"
        " GROUP BY kind",
        (month, person),
    )
    known = {row[0]: row[1:] for row in rows}
    found = []
    for work in WORKS.values():
        if work.code in known:
            amount, people, count, first = known[work.code]
            text = f"{shown(work, int(amount))}{work.unit}"
            found.append(Done(work.code, work.label, text, int(people), int(count), "activity", bytes(first)))
    begun = store.sql(
        "SELECT kind, count(*), min(id) FROM development WHERE substr(began, 1, 7) = ? AND person_id = ? GROUP BY kind",
        (month, person),
    )
    for kind, count, first in begun:
        label = DEVELOPMENTS[kind][0] if kind in DEVELOPMENTS else kind
        found.append(Done(kind, label, f"{count}项", 0, int(count), "development", bytes(first)))
    return found


def goals_of(store: Store, posting: bytes, unit: bytes, person: bytes, start: str, end: str) -> list[Goal]:
    """The posting's goals, then the defaults for kinds of work that none of them counts."""
    own = goals(store, posting)
    counted_kinds = {one.kind for one in own if one.kind}
    found = [Goal(one) for one in own]
    for default in defaults(store):
        if counted_kinds.isdisjoint(default.kinds):
            seen = [counted(store, kind, start, end, units=(unit,), person=person) for kind in default.kinds]
            done = sum((Decimal(text) for text, _, _ in seen), Decimal(0))
            asked = number_of(default.target)
            progress = Progress(
                b"", default.text, default.kinds[0], default.target, format(done, "f"),
                None if asked is None else done >= asked, "activity",
                tuple(key for _, _, keys in seen for key in keys),
            )  # fmt: skip
            found.append(Goal(progress, default.source, default.reading))
    return found


def defaults(store: Store) -> list[Default]:
    """The office's own defaults, else the shipped ones; a file or an entry that cannot be read offers nothing."""
    for path in (store.folder / OWN_GOALS, GOALS):
        try:
            told = tomllib.loads(path.read_text("utf-8")).get("goal", [])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        return [made for one in told if (made := _default(one)) is not None] if isinstance(told, list) else []
    return []


def _default(told: Any) -> Default | None:
    kinds: Sequence[Any] = told.get("kinds", ()) if isinstance(told, dict) else ()
    known = tuple(kind for kind in kinds if kind in WORKS and not WORKS[kind].money)
    if not known:
        return None
    text = str(told.get("text") or WORKS[known[0]].label)
    return Default(
        text, known, str(told.get("target", "")), str(told.get("source", "")), str(told.get("reading", ""))
    )


def _report(store: Store, posting: bytes, months: Sequence[str], day: str) -> ReportDue | None:
    """The first month whose report is still to be sent; nothing when all are."""
    if not months:
        return None
    rows = [row for row in board(store, day, months).rows if posting in row.team.postings]
    for month, cell in (pair for row in rows for pair in row.months.items()):
        if cell.state not in (SENT, ACCEPTED, ZERO) and cell.due:
            days = (date.fromisoformat(cell.due) - date.fromisoformat(day)).days
            return ReportDue(month, cell.due, days, cell.state, cell.record)
    return None


def report_said(report: ReportDue | None) -> str:
    """When the report is due, in words."""
    if report is None:
        return "各月月报都已上报。"
    what = f"{int(report.month[:4])}年{int(report.month[5:7])}月月报"
    by = f"应于{int(report.due[5:7])}月{int(report.due[8:10])}日前报送"
    left = (
        f"还有{report.days}天"
        if report.days > 0
        else "今天到期"
        if not report.days
        else f"已逾期{-report.days}天"
    )
    state = "" if report.state == NOT_YET or report.days < 0 else f"（{report.state}）"
    return f"{what}{by}，{left}{state}"
