"""The way of a monthly report: sent, returned, accepted, corrected, and which one stands for a team's month.

Codes: RPT-002 not in a state for that, RPT-003 nothing told, RPT-004 no reason, RPT-011 a month that has not begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from app.catalogue.dates import day_here
from app.catalogue.problems import Problem, Refusal
from app.models import Report, ReportStep
from app.operations.reports import CHANGED, COLUMNS, STATES, record_of
from app.operations.results import Outcome
from app.store.journal import OperationScope
from app.store.opening import Store


def send_report(store: Store, report: bytes, *, at: str = "") -> Outcome:
    """草稿 or 退回 → 已报. Raises :class:`Refusal` RPT-003 when it neither tells a figure nor is a zero report, and
    RPT-011 before its month has begun."""

    def ready(record: Report) -> None:
        told = any(str(getattr(record, column)).strip() for column in COLUMNS.values())
        if not told and not record.zero:
            raise Refusal(
                Problem("RPT-003", "还没有填任何一项", "请填写，或填入台账数；确实没有工作请选“零报告”")
            )
        if record.month > (at or date.today().isoformat())[:7]:
            remedy = "请核对月份；要补记上报的日子，可以另写日期"
            raise Refusal(Problem("RPT-011", "这个月还没有到", remedy, column="月份", value=record.month))

    return _step(store, report, "sent", ("draft", "returned"), "上报", at=at, check=ready)


def return_report(store: Store, report: bytes, reason: str, *, at: str = "") -> Outcome:
    """已报 → 退回, with what is to be mended. Raises :class:`Refusal` RPT-004 without a reason."""
    if not reason.strip():
        raise Refusal(Problem("RPT-004", "没有写退回的原因", "请写明要改什么，对方才知道怎么改"))
    return _step(store, report, "returned", ("sent",), "退回", at=at, reason=reason.strip())


def accept_report(store: Store, report: bytes, *, at: str = "") -> Outcome:
    """已报 → 已收. A second accepted report of the team and month is no error: :func:`conflicts` tells it."""
    return _step(store, report, "accepted", ("sent",), "收下", at=at)


def _step(
    store: Store,
    report: bytes,
    state: str,
    allowed: Sequence[str],
    called: str,
    *,
    at: str = "",
    reason: str = "",
    check: Callable[[Report], None] | None = None,
) -> Outcome:
    with store.operation(f"report_{state}", f"{called}月报") as op:
        record = record_of(op, report)
        if record.state not in allowed:
            now, wanted = STATES[record.state], "、".join(STATES[one] for one in allowed)
            raise Refusal(
                Problem("RPT-002", f"这份月报是“{now}”，不能{called}", f"{called}的是“{wanted}”的月报")
            )
        if check is not None:
            check(record)
        _take_step(op, store, record, state, at, reason)
        op.title = f"{called}月报：{record.month}"
    return Outcome(f"已{called}", [{"id": report.hex(), "state": state}], operation=op.id, changed=CHANGED)


def _take_step(
    op: OperationScope, store: Store, record: Report, state: str, at: str = "", reason: str = ""
) -> None:
    """Bring a report into a state and keep when, by whom and why; ``at`` is ISO, '' for this moment."""
    record.state = state
    last = op.session.scalar(select(func.max(ReportStep.position)).where(ReportStep.report_id == record.id))
    op.session.add(
        ReportStep(
            report_id=record.id,
            position=(last or 0) + 1,
            state=state,
            at=at or datetime.now(UTC).isoformat(timespec="seconds"),
            by=store.operator or store.workbench().setting("operator"),
            reason=reason,
        )
    )


def correct_report(store: Store, report: bytes) -> Outcome:
    """A new revision of an accepted report, with its figures, as a draft; the accepted one stands until it is accepted."""
    with store.operation("correct_report", "更正月报") as op:
        old = record_of(op, report)
        if old.state != "accepted":
            raise Refusal(Problem("RPT-002", "只有已收下的月报才需要更正", "没有收下的可以退回后直接改"))
        told = {column: getattr(old, column) for column in (*COLUMNS.values(), "note")}
        new = Report(
            supporting_unit_id=old.supporting_unit_id,
            receiving_unit_id=old.receiving_unit_id,
            person_id=old.person_id,
            month=old.month,
            zero=old.zero,
            revision=old.revision + 1,
            revises_id=old.id,
            **told,
        )
        op.session.add(new)
        op.session.flush()
        key = bytes(new.id)
        op.title = f"更正月报：{old.month}（第{new.revision}稿）"
    return Outcome("已开出更正稿", [{"id": key.hex()}], operation=op.id, changed=CHANGED)


def steps(store: Store, report: bytes) -> list[dict[str, object]]:
    """A report's way so far: state, when, by whom and why."""
    with store.read() as session:
        query = select(ReportStep).where(ReportStep.report_id == report).order_by(ReportStep.position)
        return [
            {"state": STATES[one.state], "at": one.at, "by": one.by, "reason": one.reason}
            for one in session.scalars(query)
        ]


def standing(store: Store, first: str, last: str, day: str = "") -> list[Any]:
    """The report that counts for each team, unit, person and month: the latest accepted one, else the latest.

    Rows have the columns of ``report``; those of a conflict (two accepted of one revision) are both there. With a
    ``day`` (ISO) a report's state is what it was at the end of that day.
    """
    with store.read() as session:
        query = select(Report).where(Report.month.between(first, last)).order_by(Report.revision, Report.id)
        reports = session.scalars(query).all()
        session.expunge_all()
    if day:
        _go_back(store, reports, day)
    by_place: dict[tuple[bytes, bytes, bytes | None, str], list[Report]] = {}
    for one in reports:
        place = (one.supporting_unit_id, one.receiving_unit_id, one.person_id, one.month)
        by_place.setdefault(place, []).append(one)
    found: list[Report] = []
    for mine in by_place.values():
        found += _accepted(mine) or mine[-1:]
    return found


def _go_back(store: Store, reports: Sequence[Report], day: str) -> None:
    """Give reports the state that they had at the end of a day; one that had taken no step yet was a draft."""
    rows = store.sql("SELECT report_id, state, at FROM report_step ORDER BY report_id, position")
    known: dict[bytes, str] = {}
    stepped = set()
    for key, state, at in rows:
        stepped.add(bytes(key))
        if day_here(at) <= day:
            known[bytes(key)] = state
    for one in reports:
        if one.id in stepped:
            one.state = known.get(one.id, "draft")


def _accepted(reports: Iterable[Report]) -> list[Report]:
    """The accepted reports that no other accepted one corrects."""
    accepted = [one for one in reports if one.state == "accepted"]
    corrected = {one.revises_id for one in accepted}
    return [one for one in accepted if one.id not in corrected]


def conflicts(store: Store) -> list[list[bytes]]:
    """Reports of one team, unit and month that were both accepted: to be settled by keeping one."""
    places: dict[tuple[bytes, bytes, bytes | None, str], list[bytes]] = {}
    for one in standing(store, "", "9999"):
        if one.state == "accepted":
            place = (one.supporting_unit_id, one.receiving_unit_id, one.person_id, one.month)
            places.setdefault(place, []).append(one.id)
    return [keys for keys in places.values() if len(keys) > 1]


def settle(store: Store, keep: bytes, *, reason: str) -> Outcome:
    """Keep one of the accepted reports of a conflict; the others go back with the reason. Raises as :func:`return_report`."""
    if not reason.strip():
        raise Refusal(Problem("RPT-004", "没有写为什么留这一份", "请写明原因，另一份会连同原因退回"))
    others = next((keys for keys in conflicts(store) if keep in keys), [])
    if not others:
        raise Refusal(Problem("RPT-002", "这份月报没有重复的", "没有要处理的冲突"))
    with store.operation("settle_reports", "处理重复的月报") as op:
        for key in others:
            if key != keep:
                _take_step(op, store, record_of(op, key), "returned", reason=reason)
    return Outcome("已留下一份，其余退回", [{"id": keep.hex()}], operation=op.id, changed=CHANGED)
