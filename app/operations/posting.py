"""Postings 派驻: sending a person to a receiving unit, and replacing one in mid-term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import day_said, parse_partial
from app.catalogue.due import last_of
from app.catalogue.problems import Problem, Refusal
from app.models import Enrolment, Person, Posting, Unit
from app.operations.naming import find_or_make_unit, new_units_said
from app.operations.record_days import check_days
from app.operations.results import Outcome, Progress
from app.store.journal import OperationScope
from app.store.opening import Store

CARRIED = (
    "unit_id",
    "supporting_unit_id",
    "department",
    "mode",
    "duty",
    "post",
    "main_task",
    "subsidised",
    "end",
)
"""What a replacement takes over from the posting that it replaces."""


def _person(op: OperationScope, key: bytes | None) -> Person:
    found = op.session.get(Person, key) if key else None
    if found is None:
        raise Refusal(Problem("POS-001", "没有选中人员", "请输入姓名或拼音，并从列出的人里选一位"))
    return found


def _latest_enrolment(op: OperationScope, person: Person) -> Enrolment | None:
    query = select(Enrolment).where(Enrolment.person_id == person.id).order_by(Enrolment.id.desc()).limit(1)
    return op.session.scalar(query)


def post_person(
    store: Store, person: bytes | None, unit: str, values: Mapping[str, Any], *, reason: str = ""
) -> Outcome:
    """Send a person to the unit of that name (found or made); ``values`` are further columns of the posting.

    The posting belongs to the person's latest enrolment; an empty unit takes the one enrolled for. Raises
    :class:`Refusal` POS-001 (no person), POS-002 (no receiving unit told), and POS-006 for a term that overlaps another
    posting of the person, unless there is a ``reason``: it is kept in the note.
    """
    with store.operation("post", "登记派驻") as op:
        who = _person(op, person)
        enrolment = _latest_enrolment(op, who)
        receiving = find_or_make_unit(op, unit) or (enrolment.receiving_unit_id if enrolment else None)
        if receiving is None:
            raise Refusal(_no_unit())
        given = {column: value for column, value in values.items() if value not in (None, "")}
        if enrolment is not None:
            given.setdefault("department", enrolment.receiving_department)
        posting = Posting(
            person_id=who.id,
            enrolment_id=enrolment.id if enrolment else None,
            unit_id=receiving,
            supporting_unit_id=who.unit_id,
            **given,
        )
        if reason.strip():
            posting.note = "\n".join(filter(None, (posting.note, f"{REASON}：{reason.strip()}")))
        check_days("posting", posting, given)
        op.session.add(posting)
        op.session.flush()
        check_overlap(op, posting)
        op.title = f"登记派驻：{who.name}"
        key, name, beside = bytes(posting.id), who.name, new_units_said(op)
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(f"已登记{name}的派驻{beside}", [{"id": key.hex()}], operation=op.id, changed=changed)


REASON = "理由"
"""With this word in its note a posting may overlap another of the same person."""


def check_overlap(op: OperationScope, posting: Posting) -> None:
    """Raises :class:`Refusal` POS-006 when the person is at another unit in the same term and no reason is told.

    A day shared at a hand-over is no overlap; 间隔去 goes beside anything; a replaced posting has ended.
    """
    if REASON in (posting.note or "") or posting.mode == "interval" or posting.state == "replaced":
        return
    others = select(Posting).where(Posting.person_id == posting.person_id, Posting.id != posting.id)
    for other in op.session.scalars(others.where(Posting.state != "replaced", Posting.mode != "interval")):
        if _overlap(posting, other):
            unit = op.session.get(Unit, other.unit_id)
            term = "至".join(filter(None, map(day_said, (other.start, other.end))))
            raise Refusal(
                Problem(
                    "POS-006",
                    f"这个人{term}已派驻到{unit.name if unit else ''}，时间重叠",
                    f"请核对起止日期；确实同时派驻，请写“{REASON}”（修改时写在备注里：{REASON}：……）",
                    column="到岗日期",
                    value=posting.start,
                )
            )


def _overlap(one: Posting, other: Posting) -> bool:
    """Whether two told terms share more than the day of a hand-over."""
    if not parse_partial(one.start) or not parse_partial(other.start):
        return False
    ends = [last_of(term.end) or "9999" for term in (one, other)]
    return one.start < ends[1] and other.start < ends[0]


def post_enrolled(store: Store, enrolments: Sequence[bytes], progress: Progress | None = None) -> Outcome:
    """Register a posting for each enrolment at the unit it names, in one operation.

    Enrolments that have one already are left out and counted in the message; those that name no receiving unit are
    told as POS-002.
    """
    made, there, lacking = 0, 0, []
    with store.operation("post", "登记派驻") as op:
        for done, key in enumerate(enrolments):
            if progress is not None:
                progress(done, len(enrolments))
            enrolment = op.session.get(Enrolment, key)
            person = op.session.get(Person, enrolment.person_id) if enrolment else None
            if enrolment is None or person is None:
                continue
            if op.session.scalar(select(Posting.id).where(Posting.enrolment_id == key).limit(1)):
                there += 1
            elif enrolment.receiving_unit_id is None:
                lacking.append(_no_unit().at(value=person.name))
            else:
                made += 1
                op.session.add(_posting(enrolment, person, enrolment.receiving_unit_id))
        op.session.flush()
        op.title = f"登记派驻：{made}人"
    said = f"已登记{made}人的派驻" + (f"，{there}人早已登记" if there else "")
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(said, refused=lacking, operation=op.id, changed=changed, done_in_part=bool(lacking))


def _posting(enrolment: Enrolment, person: Person, unit: bytes) -> Posting:
    return Posting(
        person_id=person.id,
        enrolment_id=enrolment.id,
        unit_id=unit,
        supporting_unit_id=person.unit_id,
        department=enrolment.receiving_department,
    )


def _no_unit() -> Problem:
    return Problem("POS-002", "没有填受援单位", "请填派驻到哪个单位；报名表上填过的会自动带出")


def replace_posting(
    store: Store,
    posting: bytes,
    person: bytes | None,
    *,
    start: str,
    reason: str,
    approved_by_unit: str,
    approved_by_bureau: str,
    overlap: str = "",
) -> Outcome:
    """Replace a posted person in mid-term by another; the old posting ends at ``start``.

    sichuan-2017-122 asks for the approval of the unit's leaders and of the health bureau: without both the
    replacement is refused (POS-003). POS-004: the posting is over or was replaced already. POS-007: ``start`` is not
    within its term. POS-006: the new person is at another unit then, unless ``overlap`` gives a reason.
    """
    if not approved_by_unit.strip() or not approved_by_bureau.strip():
        raise Refusal(
            Problem(
                "POS-003",
                "中途更换队员须经单位领导和卫生健康行政部门同意",
                "请填写两级的批准（批准人、日期或文号）",
            )
        )
    with store.operation("replace", "更换队员") as op:
        who = _person(op, person)
        old = op.session.get(Posting, posting)
        if old is None:
            raise Refusal(Problem("SAV-003", "这条派驻已经不在了", "可能已被删除，可在变更记录里撤销"))
        if old.state in ("ended", "replaced"):
            raise Refusal(Problem("POS-004", "这次派驻已经结束或已被更换", "请选正在派驻的那一条"))
        if old.person_id == who.id:
            raise Refusal(Problem("POS-005", "更换的队员与原队员是同一人", "请选另一位队员"))
        _check_change(old, start)
        enrolment = _latest_enrolment(op, who)
        new = Posting(
            person_id=who.id,
            enrolment_id=enrolment.id if enrolment else None,
            replaces_id=old.id,
            replacement_reason=reason,
            approved_by_unit=approved_by_unit,
            approved_by_bureau=approved_by_bureau,
            start=start,
            state=old.state,
            note=f"{REASON}：{overlap.strip()}" if overlap.strip() else "",
            **{column: getattr(old, column) for column in CARRIED},
        )
        old.state = "replaced"
        if start:
            old.end = start
        op.session.add(new)
        op.session.flush()
        check_overlap(op, new)
        replaced = op.session.get(Person, old.person_id)
        op.title = f"更换队员：{replaced.name if replaced else ''}换为{who.name}"
        key, title = bytes(new.id), op.title
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(f"已{title}", [{"id": key.hex()}], operation=op.id, changed=changed)


def _check_change(old: Posting, start: str) -> None:
    """The day of the change lies within the term that is cut short by it."""
    day = parse_partial(start) or ""
    late = bool(old.end) and day[: len(old.end)] > old.end[: len(day)]
    if not day or late or (bool(old.start) and day[: len(old.start)] < old.start[: len(day)]):
        term = "至".join(filter(None, map(day_said, (old.start, old.end))))
        raise Refusal(
            Problem(
                "POS-007",
                f"更换日期“{day_said(start)}”不在原派驻的起止时间里（{term}）" if day else "没有填更换日期",
                "请填新队员接替的那一天，如 2021.8.1",
                column="更换日期",
                value=start,
            )
        )
