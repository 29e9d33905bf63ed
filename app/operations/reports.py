"""月报: a team's month at a receiving unit, 填报数 beside 台账数; its way is told in :mod:`app.operations.report_steps`.

Source: yubei-2021-72 annex 2. Codes: RPT-001 gone, RPT-005 zero with figures, RPT-006 zero although the ledger has work,
RPT-007 accepted or sent already, RPT-008 a figure that is no number, RPT-012 a team of which nobody was there in that month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.fields import label_of
from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import kinds_of
from app.models import Report, ReportRemark
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
CHANGED = frozenset({"report", "report_step", "report_remark"})
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
    return Outcome("已新建月报", [{"id": key.hex()}], operation=op.id, changed=CHANGED)


def compare(store: Store, report: bytes) -> list[Line]:
    """填报数 beside 台账数, figure by figure in the order of the paper. Raises :class:`Refusal` RPT-001."""
    with store.read() as session:
        record = session.get(Report, report)
        if record is None:
            raise Refusal(gone())
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
            raise Refusal(gone())
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
    return Outcome("已填入台账数", [{"id": report.hex()}], operation=op.id, changed=CHANGED)


def state_figures(store: Store, report: bytes, values: dict[str, str]) -> Outcome:
    """State figures by their field paths. Raises :class:`Refusal` RPT-008 for text where a number belongs."""
    check_figures(values)
    with store.operation("state_figures", "填写月报") as op:
        record = _open(op, report)
        for figure, text in values.items():
            setattr(record, COLUMNS[figure], text.strip())
        op.title = f"填写月报：{record.month}"
    return Outcome("已保存", [{"id": report.hex()}], operation=op.id, changed=CHANGED)


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
        record_of(op, report)
        _keep_remark(op, report, figure, text)
    return Outcome("已保存说明", [{"id": report.hex()}], operation=op.id, changed=CHANGED)


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
    return Outcome("已记为零报告", [{"id": report.hex()}], operation=op.id, changed=CHANGED)


def may_change(record: Report) -> Problem | None:
    """Why a report's figures may not be changed now; None when they may."""
    if record.state in ("draft", "returned"):
        return None
    remedy = "请用“更正”开一份更正稿" if record.state == "accepted" else "请先退回，再修改"
    return Problem("RPT-007", f"这份月报已经是“{STATES[record.state]}”，不能直接改", remedy)


def _open(op: OperationScope, report: bytes) -> Report:
    record = record_of(op, report)
    problem = may_change(record)
    if problem is not None:
        raise Refusal(problem)
    return record


def record_of(op: OperationScope, report: bytes) -> Report:
    record = op.session.get(Report, report)
    if record is None:
        raise Refusal(gone())
    return record


def gone() -> Problem:
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
