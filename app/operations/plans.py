"""工作计划: dated occurrences of items that come round, their states, and what is due when.

Source: 工作计划清单 of shaoxing-2017-66 (每年3月和9月). Codes: PLA-001 the item does not repeat, PLA-002 no years, PLA-003 a
year that is none, PLA-004 gone, PLA-005 an item that cannot be dated, PLA-006 a date that is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import parse_partial
from app.catalogue.due import (
    DONE,
    due_state,
    last_day,
    last_of,
    months_of,
    plan_due,
    repeats_of,
    years_of,
)
from app.catalogue.problems import Problem, Refusal
from app.models import Plan, PlanItem, PlanOccurrence
from app.operations.record_days import check_days
from app.operations.results import Outcome
from app.store.journal import OperationScope
from app.store.opening import Store

_MOST_YEARS = 30


def read_due(store: Store, items: Sequence[bytes] | None = None) -> Outcome:
    """Tell the due date or the returning months of items by their wording, where neither is told yet; all by default."""
    with store.operation("read_due", "读出计划的完成时间") as op:
        query = select(PlanItem).where(PlanItem.due == "", PlanItem.repeats == "", PlanItem.due_text != "")
        told = 0
        for item in op.session.scalars(query if items is None else query.where(PlanItem.id.in_(items))):
            read_wording(op, item)
            told += bool(item.due or item.repeats)
    return _outcome(op, f"读出{told}项的完成时间")


FIRST_PLAN = "对口帮扶工作计划清单"


def add_item(store: Store, values: Mapping[str, Any], beside: bytes | None = None) -> Outcome:
    """Put a new item at the end of the plan of ``beside`` (else of the first plan, else of a new one), in one operation.

    It takes the next number where none is told; its time is read as :func:`read_wording` does, and an item that comes
    round is dated at once where its period tells the years.
    """
    with store.operation("add_plan_item", "新增计划项") as op:
        near = op.session.get(PlanItem, beside) if beside else None
        plan = (
            near.plan_id
            if near
            else op.session.scalar(select(Plan.id).order_by(Plan.position, Plan.id).limit(1))
        )
        if plan is None:
            first = Plan(title=FIRST_PLAN)
            op.session.add(first)
            op.session.flush()
            plan = first.id
        others = op.session.execute(
            select(PlanItem.number, PlanItem.position).where(PlanItem.plan_id == plan)
        ).all()
        told = {column: value for column, value in values.items() if value not in (None, "")}
        told.setdefault("number", _next_number([number for number, _ in others]))
        item = PlanItem(plan_id=plan, **told)
        item.position = max((position for _, position in others), default=0) + 1
        check_days("plan_item", item, told)
        op.session.add(item)
        op.session.flush()
        read_wording(op, item)
        dates = _date(op, item, years_of(item.period)) if item.repeats and years_of(item.period) else []
        op.title = f"新增计划项：{item.goal[:20]}"
        key = item.id.hex()
    said = f"，排出{len(dates)}个日期" if dates else ""
    return _outcome(op, f"已{op.title}{said}", {"id": key})


def _next_number(numbers: Sequence[str]) -> str:
    """The number after the highest; '' in a plan whose items are not numbered."""
    told = [int(number) for number in numbers if number.isdecimal()]  # ① is a digit, and no number
    return str(max(told) + 1) if told else "" if numbers else "1"


def read_wording(_op: OperationScope, item: PlanItem) -> None:
    """The due date or the returning months by the wording of an item where neither is told."""
    if item.due_text and not item.due and not item.repeats:
        item.due = plan_due(item.due_text, item.period)
        item.repeats = "" if item.due else repeats_of(item.due_text, item.period)


def make_occurrences(store: Store, plan_item: bytes, years: Sequence[str] | None = None) -> Outcome:
    """The dated occurrences of an item that repeats, in those years (by default those of its period); none is doubled.

    An occurrence is due on the last day of its month. Raises :class:`Refusal` PLA-001 to PLA-004.
    """
    with store.operation("make_occurrences", "排出计划日期") as op:
        item = _found(op, plan_item)
        months = months_of(item.repeats or repeats_of(item.due_text, item.period))
        if not months:
            raise Refusal(
                Problem(
                    "PLA-001",
                    "这一项没有写明每年哪几个月",
                    "请在“每年的月份”里填，如 03,09；只做一次的请填到期日",
                    value=item.due_text,
                )
            )
        item.repeats = ",".join(f"{month:02d}" for month in months)
        made = _date(op, item, _years(item, years))
        op.title = f"排出计划日期：{item.goal[:20]}"
    items: list[dict[str, object]] = [{"due": due} for due in made]
    return _outcome(op, f"排出{len(made)}个日期" if made else "这些日期早已排出", *items)


def _date(op: OperationScope, item: PlanItem, years: Sequence[str]) -> list[str]:
    """Occurrences of an item in its months of these years; the due dates of those that were not there."""
    there = {
        due[:7]
        for due in op.session.scalars(
            select(PlanOccurrence.due).where(PlanOccurrence.plan_item_id == item.id)
        )
    }
    dates = [last_day(year, month) for year in years for month in months_of(item.repeats)]
    made = [due for due in dates if due[:7] not in there]
    op.session.add_all(PlanOccurrence(plan_item_id=item.id, due=due) for due in made)
    op.session.flush()
    return made


def _years(item: PlanItem, years: Sequence[str] | None) -> list[str]:
    told = list(years) if years is not None else years_of(item.period)
    for year in told:
        if not (year.isdigit() and len(year) == 4 and "1990" <= year <= "2100"):
            raise Refusal(Problem("PLA-003", f"“{year}”不是年份", "请写成 2021 或 2018—2022", value=year))
    if not told or len(told) > _MOST_YEARS:
        raise Refusal(
            Problem("PLA-002", "没有说是哪几年", "请填年份，如 2018—2022", column="时期", value=item.period)
        )
    return sorted(set(told))


def _found(op: OperationScope, plan_item: bytes) -> PlanItem:
    found = op.session.get(PlanItem, plan_item)
    if found is None:
        raise Refusal(Problem("PLA-004", "这一项计划已经不在了", "可能已被删除，可在变更记录里撤销"))
    return found


def _outcome(op: OperationScope, message: str, *items: dict[str, object]) -> Outcome:
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(message, list(items), operation=op.id, changed=changed)


def complete(store: Store, record: bytes, *, done_on: str = "", evidence: str = "") -> Outcome:
    """Tick off an item or one of its occurrences (told by key); an item with open occurrences is done when they are.

    Raises :class:`Refusal` PLA-004 (gone) and PLA-006 (no date).
    """
    day = parse_partial(done_on) if done_on else date.today().isoformat()
    if not day:
        raise Refusal(
            Problem("PLA-006", f"“{done_on}”不是日期", "请写成 2021.9.30", column="完成日期", value=done_on)
        )
    with store.operation("complete_plan", "完成计划") as op:
        occurrence = op.session.get(PlanOccurrence, record)
        if occurrence is not None:
            occurrence.state, occurrence.done_on = "已完成", day
            occurrence.evidence = evidence or occurrence.evidence
            item = _found(op, occurrence.plan_item_id)
            _settle(op, item)
        else:
            item = _found(op, record)
            item.state = "已完成"
            item.evidence = evidence or item.evidence or f"{day}完成"
        op.title = f"完成计划：{item.goal[:20]}"
    return _outcome(op, f"已{op.title}", {"id": record.hex()})


def _settle(op: OperationScope, item: PlanItem) -> None:
    """An item whose occurrences are all done is done; with one of them done it has begun."""
    op.session.flush()
    query = select(PlanOccurrence.state).where(PlanOccurrence.plan_item_id == item.id)
    states = list(op.session.scalars(query))
    item.state = "已完成" if all(state in DONE for state in states) else "进行中"


@dataclass(frozen=True, slots=True)
class Due:
    """Something of the plan with a date: an item, or an occurrence of one (then ``occurrence`` is its key).

    ``end`` is the last day that the date covers, ``state`` what :func:`app.catalogue.due.due_state` says.
    """

    item: bytes
    occurrence: bytes | None
    goal: str
    lead: str
    due: str
    end: str
    state: str


def due_items(store: Store, until: str, *, since: str = "", today: str = "") -> list[Due]:
    """What is to be done by ``until`` (ISO) and is not done yet, overdue things too, the earliest first."""
    query = (
        "SELECT i.id, NULL, i.goal, i.lead, i.due, i.state FROM plan_item i WHERE i.due <> '' AND substr(i.due, 1, 7) <= ?1"
        " AND NOT EXISTS (SELECT 1 FROM plan_occurrence o WHERE o.plan_item_id = i.id)"
        " UNION ALL SELECT i.id, o.id, i.goal, i.lead, o.due, o.state FROM plan_occurrence o"
        " JOIN plan_item i ON i.id = o.plan_item_id WHERE substr(o.due, 1, 7) <= ?1 AND i.state <> '已取消'"
    )
    found = []
    for item, occurrence, goal, lead, due, state in store.sql(query, (until[:7],)):
        end = last_of(due)
        if end and since <= end <= until and state not in DONE:
            key = bytes(occurrence) if occurrence is not None else None
            found.append(Due(bytes(item), key, goal, lead, due, end, due_state(due, state, today)))
    return sorted(found, key=lambda one: (one.end, one.goal))


def due_this_week(store: Store, today: str = "") -> list[Due]:
    """What is overdue or falls due from today to the end of the week (Sunday)."""
    day = date.fromisoformat(today) if today else date.today()
    return due_items(store, (day + timedelta(days=6 - day.weekday())).isoformat(), today=day.isoformat())
