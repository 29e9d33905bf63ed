"""Finding the records that a print or an export speaks of, in the official order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased

from app.catalogue.dates import parse_partial
from app.catalogue.problems import Problem, Refusal
from app.forms.edition import Edition
from app.models import Batch, Enrolment, Pairing, Person, Plan, PlanItem, Posting, Report, Training, Unit
from app.operations import register_papers
from app.operations.letter_paths import certifies, kind_not_for
from app.operations.select_year import ASKED, KEYS, OF_PEOPLE, OWNERS, QUERIES
from app.operations.selection import Selected, Selection
from app.store.opening import Store
from app.store.search import search_people

_MANY = 100_000
_MOST_BOUND = 5_000
"""Keys that a statement binds; a longer list is sieved here, for SQLite limits what one statement may bind."""


def _people(store: Store, selection: Selection) -> Sequence[bytes] | None:
    """Keys of the people that the selection's name or search text means; None when it names none."""
    if selection.person:
        with store.read() as session:
            return list(session.scalars(sql_select(Person.id).where(Person.name == selection.person)))
    if selection.search:
        return list(search_people(store, selection.search, _MANY))
    return None


def _enrolments(chosen: Selection) -> Select[Any]:
    receiving = aliased(Unit)
    query = (
        sql_select(Enrolment.id, Person.name, Unit.name, receiving.name)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(receiving, receiving.id == Enrolment.receiving_unit_id)
        .order_by(Enrolment.position, Enrolment.id)
    )
    if chosen.batch:
        query = query.where(Enrolment.batch_id == chosen.batch)
    if chosen.pairing:
        query = query.where(Enrolment.pairing_id == chosen.pairing)
    if chosen.unit:
        query = query.where(or_(Person.unit_id == chosen.unit, Enrolment.receiving_unit_id == chosen.unit))
    if chosen.month:
        query = query.where(Enrolment.id.in_(sql_select(Posting.enrolment_id).where(_within(chosen.month))))
    return query


def _within(month: str) -> ColumnElement[bool]:
    """Postings whose term touches that month; an untold end is still to come."""
    return and_(Posting.start <= month + "-31", or_(Posting.end == "", Posting.end >= month))


def _postings(chosen: Selection) -> Select[Any]:
    supporting, receiving = aliased(Unit), aliased(Unit)
    query = (
        sql_select(Posting.id, Person.name, supporting.name, receiving.name)
        .join(Person, Person.id == Posting.person_id)
        .outerjoin(Enrolment, Enrolment.id == Posting.enrolment_id)
        .outerjoin(supporting, supporting.id == Posting.supporting_unit_id)
        .join(receiving, receiving.id == Posting.unit_id)
        .order_by(Enrolment.position, Posting.start, Posting.id)
    )
    if chosen.batch:
        query = query.where(Enrolment.batch_id == chosen.batch)
    if chosen.pairing:
        query = query.where(Enrolment.pairing_id == chosen.pairing)
    if chosen.unit:
        query = query.where(or_(Posting.supporting_unit_id == chosen.unit, Posting.unit_id == chosen.unit))
    if chosen.month:
        query = query.where(_within(chosen.month))
    return query


def _reports(chosen: Selection) -> Select[Any]:
    supporting, receiving = aliased(Unit), aliased(Unit)
    query = (
        sql_select(Report.id, supporting.name, receiving.name, Report.month)
        .join(supporting, supporting.id == Report.supporting_unit_id)
        .join(receiving, receiving.id == Report.receiving_unit_id)
        .outerjoin(Person, Person.id == Report.person_id)
        .order_by(Report.month, supporting.name, receiving.name)
    )
    if chosen.month:
        query = query.where(Report.month == chosen.month)
    if chosen.unit:
        query = query.where(
            or_(Report.supporting_unit_id == chosen.unit, Report.receiving_unit_id == chosen.unit)
        )
    if chosen.search:
        pattern = f"%{chosen.search}%"
        query = query.where(or_(supporting.name.like(pattern), receiving.name.like(pattern)))
    return query


def _pairings(chosen: Selection) -> Select[Any]:
    supporting, receiving = aliased(Unit), aliased(Unit)
    query = (
        sql_select(Pairing.id, supporting.name, receiving.name, Pairing.form)
        .join(supporting, supporting.id == Pairing.supporting_id)
        .join(receiving, receiving.id == Pairing.receiving_id)
        .order_by(Pairing.position, Pairing.id)
    )
    if chosen.batch:
        query = query.where(Pairing.batch_id == chosen.batch)
    if chosen.pairing:
        query = query.where(Pairing.id == chosen.pairing)
    if chosen.unit:
        query = query.where(or_(Pairing.supporting_id == chosen.unit, Pairing.receiving_id == chosen.unit))
    if chosen.search:
        pattern = f"%{chosen.search}%"
        texts = (supporting.name, receiving.name, Pairing.source_document)
        query = query.where(or_(*(text.like(pattern) for text in texts)))
    return query


def _plan_items(chosen: Selection) -> Select[Any]:
    query = (
        sql_select(PlanItem.id, PlanItem.goal, PlanItem.period, PlanItem.due_text)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .order_by(Plan.position, PlanItem.position)
    )
    if chosen.search:
        query = query.where(PlanItem.goal.like(f"%{chosen.search}%"))
    return query


_QUERIES: dict[str, Callable[[Selection], Select[Any]]] = {
    "enrolment": _enrolments,
    "appraisal": _postings,
    "roster": _postings,
    "report": _reports,
    "allocation": _pairings,
    "plan": _plan_items,
    **QUERIES,
    **register_papers.QUERIES,
}


_KEYS: dict[str, Any] = {
    "enrolment": Enrolment.id,
    "appraisal": Posting.id,
    "roster": Posting.id,
    "report": Report.id,
    "allocation": Pairing.id,
    "plan": PlanItem.id,
    **KEYS,
    **register_papers.KEYS,
}
_OF_PEOPLE = ("enrolment", "appraisal", "roster", "training", *OF_PEOPLE)


def select(store: Store, subject: str, selection: Selection) -> list[Selected]:
    """The records of a subject that meet all conditions of the selection, in the order in which they print."""
    query, sieves = _QUERIES[subject](selection), []
    people = _people(store, selection) if subject in _OF_PEOPLE else None
    for column, keys in ((_KEYS[subject], selection.ids or None), (Person.id, people)):
        if keys is not None and len(keys) <= _MOST_BOUND:
            query = query.where(column.in_(keys))
        elif keys is not None:
            query = query.add_columns(column)
            sieves.append(frozenset(keys))
    with store.read() as session:
        rows = session.execute(query).all()
    for number, sieve in enumerate(reversed(sieves)):
        rows = [row for row in rows if bytes(row[-1 - number]) in sieve]
    return [
        Selected(bytes(key), name or "", " → ".join(filter(None, details[: len(details) - len(sieves)])))
        for key, name, *details in rows
    ]


def select_for(store: Store, edition: Edition, selection: Selection) -> list[Selected]:
    """As :func:`select`, but only those that the paper fits (:func:`fitting`), unless they were told one by one."""
    found = select(store, edition.subject, selection)
    if selection.ids:
        return found
    kept = frozenset(fitting(store, edition, [one.id for one in found]))
    return [one for one in found if one.id in kept]


def fitting(store: Store, edition: Edition, records: Sequence[bytes]) -> tuple[bytes, ...]:
    """Those of the records that the paper is for: agreements of its kind; of a certificate who was given one.

    Where nobody was given a certificate all stay, so that printing says why there is none.
    """
    unfit = kind_not_for(edition)
    if unfit:
        others = {bytes(key) for (key,) in store.sql("SELECT id FROM agreement WHERE kind = ?", (unfit,))}
        return tuple(key for key in records if key not in others)
    if not certifies(edition):
        return tuple(records)
    given = {bytes(key) for (key,) in store.sql("SELECT id FROM mentorship WHERE certificate_number <> ''")}
    return tuple(key for key in records if key in given) or tuple(records)


_ASKED = {
    "enrolment": {"batch", "unit", "month"},
    "appraisal": {"batch", "unit", "month"},
    "roster": {"batch", "unit", "month"},
    "report": {"unit", "month"},
    "allocation": {"batch", "unit"},
    "plan": set(),
    **ASKED,
    **register_papers.ASKED,
}
_WAYS = {"batch": "批次", "unit": "单位", "month": "月份"}


def check_asked(subject: str, ways: Iterable[str]) -> None:
    """Raises :class:`Refusal` SEL-010 when records of the subject cannot be chosen in one of these ways."""
    for way in ways:
        if way not in _ASKED[subject]:
            ask = "、".join(f"--{known}" for known in ("all", *sorted(_ASKED[subject])))
            raise Refusal(Problem("SEL-010", f"这种表不能按{_WAYS[way]}挑选", f"可以用 {ask}"))


def names_for_choice(store: Store) -> tuple[dict[str, bytes], dict[str, bytes], dict[str, bytes]]:
    """Names of batches, units and pairings (支援 → 受援) with their keys, for choosing what to print."""
    supporting, receiving = aliased(Unit), aliased(Unit)
    pairs = (
        sql_select(supporting.name, receiving.name, Pairing.id)
        .join(supporting, supporting.id == Pairing.supporting_id)
        .join(receiving, receiving.id == Pairing.receiving_id)
        .order_by(Pairing.position, Pairing.id)
    )
    with store.read() as session:
        batches = {
            name: bytes(key)
            for name, key in session.execute(sql_select(Batch.name, Batch.id).order_by(Batch.id))
        }
        units = {
            name: bytes(key)
            for name, key in session.execute(sql_select(Unit.name, Unit.id).order_by(Unit.id))
        }
        pairings = {f"{giver} → {taker}": bytes(key) for giver, taker, key in session.execute(pairs)}
    return batches, units, pairings


def find_unit(store: Store, text: str) -> bytes:
    """The unit whose name is or contains ``text``. Raises :class:`Refusal` when none or several do."""
    return _one(store, Unit, text, "SEL-001", "单位")


def find_batch(store: Store, text: str) -> bytes:
    """The batch of that name, or the only one that contains it."""
    return _one(store, Batch, text, "SEL-002", "批次")


def _one(store: Store, model: Any, text: str, code: str, what: str) -> bytes:
    with store.read() as session:
        containing = model.name.contains(text, autoescape=True)
        rows = session.execute(sql_select(model.id, model.name).where(containing)).all() if text else []
    exact = [row for row in rows if row.name == text]
    rows = exact or rows
    if len(rows) == 1:
        return bytes(rows[0].id)
    if not rows:
        raise Refusal(Problem(code, f"没有叫“{text}”的{what}", f"请用完整的{what}名称", value=text))
    names = "、".join(row.name for row in rows[:8]) + ("等" if len(rows) > 8 else "")
    raise Refusal(Problem(code, f"“{text}”有{len(rows)}个{what}：{names}", "请写全名", value=text))


def read_key(text: str) -> bytes:
    """A record's key from its 32 hex digits."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 16:
        raise Refusal(
            Problem("SEL-003", f"“{text}”不是记录编号", "编号是32位十六进制，可从列表命令得到", value=text)
        )
    return key


def read_month(text: str) -> str:
    """A month as ``2021-05``."""
    month = parse_partial(text)
    if month is None or len(month) < 7:
        raise Refusal(Problem("SEL-004", f"“{text}”不是月份", "请写成 2021-05", value=text))
    return month[:7]


def find_one_person(store: Store, subject: str, name: str) -> tuple[bytes, ...]:
    """Records of the one person of that name. A name borne by two is refused with both keys."""
    with store.read() as session:
        people = session.execute(
            sql_select(Person.id, Person.department, Unit.name)
            .outerjoin(Unit, Unit.id == Person.unit_id)
            .where(Person.name == name)
        ).all()
    if not people:
        raise Refusal(
            Problem("SEL-005", f"没有叫“{name}”的人员", "请检查姓名，或先用 people --search 查找", value=name)
        )
    if len(people) > 1:
        bearers = "；".join(f"{key.hex()}（{unit or ''}{department}）" for key, department, unit in people)
        raise Refusal(
            Problem("SEL-006", f"有{len(people)}位“{name}”：{bearers}", "请改用 --id 加编号", value=name)
        )
    return _records_of(store, subject, bytes(people[0].id), name)


def find_named(store: Store, subject: str, text: str) -> tuple[bytes, ...]:
    """Records of a person told by name or by 编号 (his own, or that of a record). Namesakes are refused with both keys."""
    if re.fullmatch(r"[0-9a-fA-F]{32}", text.strip()):
        return find_record(store, subject, text.strip())
    try:
        return find_one_person(store, subject, text)
    except Refusal as refusal:
        if refusal.problem.code != "SEL-006":
            raise
        raise Refusal(replace(refusal.problem, remedy="请把姓名换成编号")) from refusal


def find_record(store: Store, subject: str, text: str) -> tuple[bytes, ...]:
    """A record of the subject by its own key, or the records of the person of that key."""
    key = read_key(text)
    if select(store, subject, Selection(ids=(key,))):
        return (key,)
    with store.read() as session:
        name = session.scalar(sql_select(Person.name).where(Person.id == key))
    if name is None:
        raise Refusal(
            Problem("SEL-009", f"没有编号为“{text}”的记录或人员", "请用 people 命令查编号", value=text)
        )
    return _records_of(store, subject, key, name)


def _records_of(store: Store, subject: str, person: bytes, name: str) -> tuple[bytes, ...]:
    known: dict[str, Any] = {
        "enrolment": Enrolment,
        "appraisal": Posting,
        "roster": Posting,
        "report": Report,
        "training": Training,
        **OWNERS,
    }
    model = known.get(subject)
    if model is None:
        ways = "、".join(f"--{way}" for way in ("id", *sorted(_ASKED[subject])))
        raise Refusal(Problem("SEL-007", "这种表不按人挑选", f"可以用 {ways}", value=name))
    with store.read() as session:
        found = session.scalars(_owned(model, person)).all()
    if not found:
        raise Refusal(Problem("SEL-008", f"“{name}”没有这种表的记录", "请先录入报名或派驻", value=name))
    return tuple(bytes(key) for key in found)


def _owned(model: Any, person: bytes) -> Select[Any]:
    """Records of a person: his own, those of his postings, or the person himself."""
    if model is Person:
        return sql_select(Person.id).where(Person.id == person)
    if hasattr(model, "person_id"):
        return sql_select(model.id).where(model.person_id == person).order_by(model.id)
    query = (
        sql_select(model.id).join(Posting, Posting.id == model.posting_id).where(Posting.person_id == person)
    )
    return query.order_by(model.id)
