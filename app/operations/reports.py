"""月报: a team's month at a receiving unit from draft to accepted, 填报数 beside 台账数.

Source: yubei-2021-72 annex 2. Codes: RPT-001 gone, RPT-002 not in a state for that, RPT-003 nothing told, RPT-004 no reason,
RPT-005 zero with figures, RPT-006 zero although the ledger has work, RPT-007 accepted or sent already, RPT-008 a figure
that is no number, RPT-011 a month that has not begun, RPT-012 a team of which nobody was there in that month.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.fields import label_of
from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import kinds_of
from app.models import Report, ReportRemark, ReportStep
from app.operations.columns import REPORT_COLUMNS
from app.operations.counting import (
    FIGURES,
    TEXTS,
    Counted,
    Scope,
    counted,
    records_behind,
)
from app.operations.results import Outcome
from app.store.journal import OperationScope
from app.store.opening import Store

STATES = {"draft": "草稿", "sent": "已报", "returned": "退回", "accepted": "已收"}
COLUMNS = {figure: REPORT_COLUMNS[figure] for figure in FIGURES}
_CHANGED = frozenset({"report", "report_step", "report_remark"})
_NUMBER = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?)\s*(?:人次|例|次|项|个|万元)?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a report: what is stated, what the ledger counts, whether they differ, and why that is so."""

    figure: str
    label: str
    stated: str
    counted: Counted
    differs: bool
    remark: str


def scope_of(report: Report) -> Scope:
    """Whose work a report speaks of."""
    return Scope(
        report.month, report.month, report.supporting_unit_id, report.receiving_unit_id, report.person_id
    )


def report_of(
    store: Store, supporting: bytes, receiving: bytes, month: str, person: bytes | None = None
) -> bytes | None:
    """The latest revision of a team's report; None when there is none."""
    with store.read() as session:
        return _latest(session, supporting, receiving, month, person)


def _latest(
    session: Session, supporting: bytes, receiving: bytes, month: str, person: bytes | None
) -> bytes | None:
    return session.scalar(
        select(Report.id)
        .where(
            Report.supporting_unit_id == supporting,
            Report.receiving_unit_id == receiving,
            Report.month == month,
            Report.person_id == person,
        )
        .order_by(Report.revision.desc(), Report.id.desc())
        .limit(1)
    )


def open_report(
    store: Store,
    supporting: bytes,
    receiving: bytes,
    month: str,
    person: bytes | None = None,
    *,
    filled: bool = False,
) -> Outcome:
    """The team's report of that month: the one that is there, else a new draft, ``filled`` with what the ledger counts."""
    with store.operation("open_report", f"新建月报：{month}") as op:
        found = _latest(
            op.session, supporting, receiving, month, person
        )  # another window may have made it just now
        if found is None:
            counts = counted(store, Scope(month, month, supporting, receiving, person)) if filled else {}
            (key,) = op.insert_many(
                Report,
                [
                    {
                        "supporting_unit_id": supporting,
                        "receiving_unit_id": receiving,
                        "person_id": person,
                        "month": month,
                        **{COLUMNS[figure]: one.text for figure, one in counts.items()},
                    }
                ],
            )
    if found is not None:
        return Outcome("已有这份月报，打开了原来的那一份", [{"id": found.hex()}])
    return Outcome("已新建月报", [{"id": key.hex()}], operation=op.id, changed=_CHANGED)


def compare(store: Store, report: bytes) -> list[Line]:
    """填报数 beside 台账数, figure by figure in the order of the paper. Raises :class:`Refusal` RPT-001."""
    with store.read() as session:
        record = session.get(Report, report)
        if record is None:
            raise Refusal(_gone())
        remarks = {
            row.figure: row.text
            for row in session.execute(
                select(ReportRemark.figure, ReportRemark.text).where(ReportRemark.report_id == report)
            )
        }
        stated = {figure: getattr(record, column) for figure, column in COLUMNS.items()}
        scope = scope_of(record)
    return _lines(store, scope, stated, remarks)


def only_counted(store: Store, supporting: bytes, receiving: bytes, month: str) -> list[Line]:
    """What the ledger counts for a team's month of which there is no report."""
    return _lines(store, Scope(month, month, supporting, receiving), dict.fromkeys(FIGURES, ""), {})


def _lines(store: Store, scope: Scope, stated: dict[str, str], remarks: dict[str, str]) -> list[Line]:
    found = counted(store, scope)
    return [
        Line(
            figure,
            label_of(figure),
            stated[figure],
            found[figure],
            _differs(figure, stated[figure], found[figure]),
            remarks.get(figure, ""),
        )
        for figure in FIGURES
    ]


def check_team(store: Store, supporting: bytes, receiving: bytes, month: str) -> None:
    """Raises :class:`Refusal` RPT-012 when nobody of the supporting unit was posted to the receiving one in that month."""
    there = store.sql(
        "SELECT 1 FROM posting WHERE supporting_unit_id = ? AND unit_id = ? AND substr(start, 1, 7) <= ?"
        """ AND ("end" = '' OR substr("end", 1, 7) >= ?) LIMIT 1""",
        (supporting, receiving, month, month),
    )
    if not there:
        remedy = "请核对单位和月份；确实要报，请写明原因（--reason）"
        raise Refusal(Problem("RPT-012", "这个月没有派到这里的人", remedy, column="月份", value=month))


def records_of(store: Store, report: bytes, figure: str) -> tuple[str, list[bytes], dict[str, object]]:
    """The table and keys of the records behind a counted figure of a report, and the list's filters that show them."""
    with store.read() as session:
        record = session.get(Report, report)
        if record is None:
            raise Refusal(_gone())
        scope = scope_of(record)
    table, keys = records_behind(store, figure, scope)
    filters: dict[str, object] = {
        "month": scope.first,
        "unit_id": scope.receiving,
        "supporting_unit_id": scope.supporting,
        "person_id": scope.person,
    }
    kinds = kinds_of(figure) if table == "activity" else ()
    if kinds:
        filters["kind"] = kinds[0] if len(kinds) == 1 else figure
    return table, keys, filters


def number_of(text: str) -> Decimal | None:
    """The number that a stated figure begins with; None for words."""
    found = _NUMBER.match(text)
    try:
        return Decimal(found[1].replace(",", "")) if found else None
    except InvalidOperation:
        return None


def _differs(figure: str, stated: str, found: Counted) -> bool:
    said, known = number_of(stated), number_of(found.text)
    if figure in TEXTS and (said is None or known is None):
        return bool(stated.strip()) != bool(found.text)
    return (said or 0) != (known or 0) if stated.strip() else bool(known)


def take_counted(store: Store, report: bytes, figures: Sequence[str] = ()) -> Outcome:
    """Put what the ledger counts into the stated figures (``figures``, or all): an act of its own, never by itself."""
    with store.operation("take_counted", "填入台账数") as op:
        record = _open(op, report)
        found = counted(store, scope_of(record))
        for figure in figures or FIGURES:
            setattr(record, COLUMNS[figure], found[figure].text)
        record.zero = False
        op.title = f"填入台账数：{record.month}月报"
    return Outcome("已填入台账数", [{"id": report.hex()}], operation=op.id, changed=_CHANGED)


def state_figures(store: Store, report: bytes, values: dict[str, str]) -> Outcome:
    """State figures by their field paths. Raises :class:`Refusal` RPT-008 for text where a number belongs."""
    check_figures(values)
    with store.operation("state_figures", "填写月报") as op:
        record = _open(op, report)
        for figure, text in values.items():
            setattr(record, COLUMNS[figure], text.strip())
        op.title = f"填写月报：{record.month}"
    return Outcome("已保存", [{"id": report.hex()}], operation=op.id, changed=_CHANGED)


def check_figures(values: dict[str, Any]) -> None:
    """Raises :class:`Refusal` RPT-008 for words, and for negative figures, where a number belongs."""
    problems = [
        Problem(
            "RPT-008",
            "这里要填数",
            "请填不小于0的数，如 12；没有做就填 0",
            column=label_of(figure),
            value=str(text)[:40],
        )
        for figure, text in values.items()
        if figure in COLUMNS
        and figure not in TEXTS
        and str(text or "").strip()
        and not _NUMBER.fullmatch(str(text))
    ]
    if problems:
        raise Refusal(*problems)


def remark(store: Store, report: bytes, figure: str, text: str) -> Outcome:
    """Keep why a stated figure differs from the counted one; '' takes the remark away."""
    with store.operation("remark", f"说明差异：{label_of(figure)}") as op:
        _report(op, report)
        _keep_remark(op, report, figure, text)
    return Outcome("已保存说明", [{"id": report.hex()}], operation=op.id, changed=_CHANGED)


def _keep_remark(op: OperationScope, report: bytes, figure: str, text: str) -> None:
    query = select(ReportRemark).where(ReportRemark.report_id == report, ReportRemark.figure == figure)
    kept = op.session.scalar(query)
    if kept is None and text.strip():
        op.session.add(ReportRemark(report_id=report, figure=figure, text=text.strip()))
    elif kept is not None and text.strip():
        kept.text = text.strip()
    elif kept is not None:
        op.session.delete(kept)


def state_zero(store: Store, report: bytes, *, reason: str = "") -> Outcome:
    """State that there was nothing to report. Raises :class:`Refusal` RPT-005 when figures are told, and RPT-006 when the
    ledger has work of that month and no ``reason`` is given (it is kept as a remark)."""
    with store.operation("state_zero", "零报告") as op:
        record = _open(op, report)
        if any((number_of(getattr(record, column)) or 0) for column in COLUMNS.values()):
            raise Refusal(Problem("RPT-005", "这份月报填有数，不是零报告", "请先清空各项数字，再选零报告"))
        found = counted(store, scope_of(record))
        records = sum(one.records for one in found.values())
        if records and not reason.strip():
            remedy = "请先填入台账数；确实不报请写明原因"
            raise Refusal(Problem("RPT-006", f"台账里这个月有{records}条工作", remedy))
        record.zero = True
        for column in COLUMNS.values():
            setattr(record, column, "")
        if reason.strip():
            _keep_remark(op, report, "report.month", reason)
        op.title = f"零报告：{record.month}"
    return Outcome("已记为零报告", [{"id": report.hex()}], operation=op.id, changed=_CHANGED)


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
        record = _report(op, report)
        if record.state not in allowed:
            now, wanted = STATES[record.state], "、".join(STATES[one] for one in allowed)
            raise Refusal(
                Problem("RPT-002", f"这份月报是“{now}”，不能{called}", f"{called}的是“{wanted}”的月报")
            )
        if check is not None:
            check(record)
        record.state = state
        last = (
            op.session.scalar(select(func.max(ReportStep.position)).where(ReportStep.report_id == report))
            or 0
        )
        moment = at or datetime.now(UTC).isoformat(timespec="seconds")
        op.session.add(
            ReportStep(
                report_id=report,
                position=last + 1,
                state=state,
                at=moment,
                by=_operator(store),
                reason=reason,
            )
        )
        op.title = f"{called}月报：{record.month}"
    return Outcome(f"已{called}", [{"id": report.hex(), "state": state}], operation=op.id, changed=_CHANGED)


def _operator(store: Store) -> str:
    return store.operator or store.workbench().setting("operator")


def correct_report(store: Store, report: bytes) -> Outcome:
    """A new revision of an accepted report, with its figures, as a draft; the accepted one stands until it is accepted."""
    with store.operation("correct_report", "更正月报") as op:
        old = _report(op, report)
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
    return Outcome("已开出更正稿", [{"id": key.hex()}], operation=op.id, changed=_CHANGED)


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
    rows = store.sql(
        "SELECT report_id, state, substr(at, 1, 10) FROM report_step ORDER BY report_id, position"
    )
    known: dict[bytes, str] = {}
    stepped = set()
    for key, state, on in rows:
        stepped.add(bytes(key))
        if on <= day:
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
                record = _report(op, key)
                record.state = "returned"
                last = (
                    op.session.scalar(
                        select(func.max(ReportStep.position)).where(ReportStep.report_id == key)
                    )
                    or 0
                )
                moment = datetime.now(UTC).isoformat(timespec="seconds")
                op.session.add(
                    ReportStep(
                        report_id=key,
                        position=last + 1,
                        state="returned",
                        at=moment,
                        by=_operator(store),
                        reason=reason,
                    )
                )
    return Outcome("已留下一份，其余退回", [{"id": keep.hex()}], operation=op.id, changed=_CHANGED)


def may_change(record: Report) -> Problem | None:
    """Why a report's figures may not be changed now; None when they may."""
    if record.state in ("draft", "returned"):
        return None
    remedy = "请用“更正”开一份更正稿" if record.state == "accepted" else "请先退回，再修改"
    return Problem("RPT-007", f"这份月报已经是“{STATES[record.state]}”，不能直接改", remedy)


def _open(op: OperationScope, report: bytes) -> Report:
    record = _report(op, report)
    problem = may_change(record)
    if problem is not None:
        raise Refusal(problem)
    return record


def _report(op: OperationScope, report: bytes) -> Report:
    record = op.session.get(Report, report)
    if record is None:
        raise Refusal(_gone())
    return record


def _gone() -> Problem:
    return Problem("RPT-001", "这份月报已经不在了", "可能已被删除，可在变更记录里撤销")


def team_name(store: Store, report: bytes) -> str:
    """``渝北区中医院 张䶮 → 云阳县江口镇中心卫生院 2021-06``: how a sentence names a report."""
    rows = store.sql(
        "SELECT t.name, coalesce(p.name, ''), u.name, r.month FROM report r JOIN unit t ON t.id = r.supporting_unit_id"
        " JOIN unit u ON u.id = r.receiving_unit_id LEFT JOIN person p ON p.id = r.person_id WHERE r.id = ?",
        (report,),
    )
    if not rows:
        return ""
    team, person, unit, month = rows[0]
    return f"{team}{' ' + person if person else ''} → {unit} {month}"
