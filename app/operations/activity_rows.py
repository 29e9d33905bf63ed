"""Tables of the ledger: a row for each entry, or a row for each person and month with a column for each kind of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import label_of
from app.catalogue.names import tidy_name, unit_key
from app.catalogue.problems import Problem
from app.catalogue.work import MODES, WORKS, shown
from app.models import Activity
from app.operations.ledger_rows import LABELS, Books, check_row, load_books
from app.operations.planning import Doubt, Refused, RowPlan, Step
from app.operations.preview import Candidate, Change
from app.store.opening import Store

_TEXTS = ("mode", "department", "audience", "evidence", "note", "reason")
_FIGURE = "work."


@dataclass(slots=True)
class _Kept:
    """An entry that is stored; each answers for one row of the table."""

    id: bytes
    amount: int
    people: int
    texts: dict[str, str]
    taken: bool = False


@dataclass(slots=True)
class ActivityPlans:
    """Plans rows in order: an entry that is there already is the same or changed, one more like it is new."""

    store: Store
    books: Books = field(init=False)
    kept: dict[tuple[Any, ...], list[_Kept]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = [getattr(Activity, name) for name in _TEXTS]
        with self.store.read() as session:
            self.books = load_books(session)
            query = select(
                Activity.id, Activity.kind, Activity.date, Activity.unit_id, Activity.person_id, Activity.topic,
                Activity.amount, Activity.people, Activity.supporting_unit_id, *columns,
            ).order_by(Activity.id)  # fmt: skip
            for key, kind, day, unit, person, topic, amount, people, team, *texts in session.execute(query):
                entry = _Kept(key, amount, people, dict(zip(_TEXTS, texts, strict=True)))
                self.kept.setdefault((kind, day, unit, person or team, topic), []).append(entry)

    def plan(self, step: Step) -> RowPlan:
        """What one row would store. Raises :class:`Doubt` and :class:`Refused`."""
        shared = {key: step.text(f"activity.{key}") for key in LABELS}
        for key in ("unit", "supporting_unit"):
            shared[key] = self._unit(step, shared[key], f"activity.{key}")
        shared["person"] = self._person(step, shared["person"], shared["unit"])
        entries = list(_entries(step, shared))
        if not entries:
            raise Refused(
                Problem(
                    "ACT-001", "没有写做了什么", "请写工作类别，或在各类工作的列里写数量", column="工作类别"
                )
            )
        for one in entries:
            checked = check_row(self.books, one)
            if checked.problems:
                raise Refused(checked.problems[0])
            self._write(step, checked.values)
        return step.plan(_title(step, shared))

    def _unit(self, step: Step, name: str, path: str) -> Any:
        """A unit's key; the name itself when nobody knows it, for the check to refuse."""
        found = step.known.unit(name) if name else None
        if not name or found is not None:
            return found
        candidates = step.known.unit_candidates(name)
        if candidates:
            raise _which_unit(name, path, candidates)
        return name

    def _person(self, step: Step, name: str, unit: Any) -> Any:
        """A person's key; of namesakes the one who is posted there, or a question."""
        known = self.books.people.get(tidy_name(name), []) if name else []
        if isinstance(step.decision, bytes) and step.decision in known:
            return step.decision
        posted = [key for key in known if self._posted(key, unit)]
        if len(posted) > 1 or (not posted and len(known) > 1):
            raise Doubt(
                "person", f"“{name}”是哪一位？", [self._candidate(step, key) for key in posted or known]
            )
        return posted[0] if posted else known[0] if known else name

    def _posted(self, person: bytes, unit: Any) -> bool:
        return any(unit in (None, one.unit_id) for one in self.books.postings.get(person, ()))

    def _candidate(self, step: Step, key: bytes) -> Candidate:
        person = step.known.people.get(key, {})
        unit = (step.known.units.get(self.books.own_unit.get(key) or b"") or {}).get("name") or "单位未填"
        return Candidate(
            key, f"{person.get('name', '')} {unit} {person.get('department', '')}".strip(), "姓名相同"
        )

    def _write(self, step: Step, values: dict[str, Any]) -> None:
        doer = values["person_id"] or values["supporting_unit_id"]
        place = (values["kind"], values["date"], values["unit_id"], doer, values["topic"])
        free = [one for one in self.kept.get(place, ()) if not one.taken]
        exact = next((one for one in free if not _differences(one, values)), None)
        found = exact or self._meant(step, values, free)
        if found is None:
            step.insert(Activity, **values, source="import")
            return
        found.taken = True
        told = _differences(found, values)
        for column, (old, new) in told.items():
            path = f"activity.{column}"
            work = WORKS[values["kind"]]
            as_shown = [shown(work, one) if column == "amount" else str(one) for one in (old, new)]
            if column == "mode":
                as_shown = [MODES.get(one, one) for one in as_shown]
            step.changes.append(Change(path, label_of(path), *as_shown))
        if told:
            fresh = {column: new for column, (_, new) in told.items()}
            step.writes.updates.append((Activity, found.id, fresh))

    def _meant(self, step: Step, values: dict[str, Any], free: list[_Kept]) -> _Kept | None:
        """The stored entry that a row with another figure corrects. Whether it does, or is one more, is asked."""
        numbers = [one for one in free if one.amount != values["amount"]]
        if not numbers or step.decision == "new":
            return free[0] if free and not numbers else None
        chosen = next((one for one in numbers if one.id == step.decision), None)
        if chosen is not None:
            return chosen
        work = WORKS[values["kind"]]
        kept, told = (f"{shown(work, one)}{work.unit}" for one in (numbers[0].amount, values["amount"]))
        said = f"{values['date']}的“{work.label}”已经记了{kept}，这里是{told}"
        raise Doubt(
            "entry",
            f"{said}：是更正，还是另外一条？",
            [
                Candidate(one.id, f"更正已记的{shown(work, one.amount)}{work.unit}", "同一天、同一人、同一项")
                for one in numbers
            ],
        )


def _differences(kept: _Kept, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than a stored entry; what it does not say is no difference."""
    found: dict[str, tuple[Any, Any]] = {}
    if kept.amount != values["amount"]:
        found["amount"] = (kept.amount, values["amount"])
    if values["people"] and kept.people != values["people"]:
        found["people"] = (kept.people, values["people"])
    for column in _TEXTS:
        if values[column] and kept.texts[column] != values[column]:
            found[column] = (kept.texts[column], values[column])
    return found


def _entries(step: Step, shared: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The entries that a row tells: one by its kind, and one for each column of a kind that has a figure."""
    if shared["kind"]:
        yield shared
    for path, value in step.values.items():
        if path.startswith(_FIGURE) and str(value).strip() not in ("", "0", "/", "-", "—", "无"):
            yield shared | {"kind": path.removeprefix(_FIGURE), "amount": str(value), "people": ""}


def _which_unit(name: str, path: str, candidates: list[tuple[bytes, str]]) -> Doubt:
    found = [Candidate(key, full, "名称相近") for key, full in candidates]
    return Doubt(f"unit:{unit_key(name)}", f"{label_of(path)}“{name}”是哪个单位？", found)


def _title(step: Step, shared: dict[str, Any]) -> str:
    what = shared["kind"] or "各类工作"
    return " ".join(filter(None, (step.text("activity.person"), shared["date"], what)))
