"""登记簿: trainees who come for 进修, allowances 补贴, 五个一 of a batch; what their grids may not store.

Sources: sichuan-2017-122 (补贴, 财政补助), shaoxing-2017-66 三（二）5 (五个一) and annex 9 (进修), guizhou-2020-52. Codes:
REG-001 no person, REG-002 no unit, REG-003 a date that is none or the wrong way round, REG-004 a figure that is none,
REG-005 no batch, REG-006 nothing to make, REG-007 a year or month that is none, REG-008 leave outside its posting,
REG-009 registered already.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import func, or_, select

from app.catalogue.dates import day_said, parse_partial
from app.catalogue.due import last_day
from app.catalogue.names import tidy_name
from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import FIVE_ONES, YEARLY
from app.models import Absence, Allowance, Batch, BatchOne, Person, Posting, Training
from app.operations.naming import find_or_make_unit
from app.operations.results import Outcome
from app.operations.service import days_there
from app.store.journal import OperationScope
from app.store.opening import Store

MOST_SHARE = 100
_TRAINING = ("department", "specialty", "start", "end", "returned_on", "result", "note")


def _outcome(op: OperationScope, message: str, *items: dict[str, object]) -> Outcome:
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(message, list(items), operation=op.id, changed=changed)


def add_training(store: Store, person: bytes | str, values: Mapping[str, Any]) -> Outcome:
    """Register a trainee: a known person by key, or by name at ``values["from_unit"]``, found there or made.

    ``values["unit"]`` is the host by name; others are columns of the training. Raises :class:`Refusal` REG-001, REG-002.
    """
    with store.operation("add_training", "登记进修") as op:
        origin = find_or_make_unit(op, str(values.get("from_unit") or ""))
        who = _trainee(op, person, origin, values)
        host = find_or_make_unit(op, str(values.get("unit") or ""))
        if host is None:
            raise Refusal(Problem("REG-002", "没有填进修单位", "请填接收进修的单位", column="进修单位"))
        told = {column: str(values.get(column) or "").strip() for column in _TRAINING}
        for column in ("start", "end", "returned_on"):
            told[column] = parse_partial(told[column]) or told[column]
        free = values.get("free")
        made = Training(
            person_id=who.id, unit_id=host, from_unit_id=origin or who.unit_id,
            free=free if isinstance(free, bool) else None, **told,
        )  # fmt: skip
        check_term(op, made)
        _check_twice(op, made, who)
        op.session.add(made)
        op.session.flush()
        op.title = f"登记进修：{who.name}"
        key = made.id.hex()
    return _outcome(op, f"已{op.title}", {"id": key})


def _check_twice(op: OperationScope, made: Training, who: Person) -> None:
    """One person's 进修 at one unit from one day is registered once."""
    there = select(Training.id).where(
        Training.person_id == made.person_id, Training.unit_id == made.unit_id, Training.start == made.start
    )
    if made.start and op.session.scalar(there.limit(1)):
        raise Refusal(
            Problem(
                "REG-009",
                f"{who.name}从{day_said(made.start)}起的进修已经登记过",
                "请在列表里改原来那条，或核对日期",
                column="姓名",
                value=who.name,
            )
        )


def _trainee(
    op: OperationScope, told: bytes | str, origin: bytes | None, values: Mapping[str, Any]
) -> Person:
    found = op.session.get(Person, told) if isinstance(told, bytes) else None
    if found is not None:
        return found
    name = tidy_name(told) if isinstance(told, str) else ""
    if not name:
        raise Refusal(
            Problem("REG-001", "没有填姓名", "请输入姓名，从列出的人里选，或照全名填", column="姓名")
        )
    bearers = list(op.session.scalars(select(Person).where(Person.name == name)))
    fitting = [one for one in bearers if origin is None or one.unit_id in (origin, None)]
    if len(fitting) == 1:
        return fitting[0]
    if origin is None:
        raise Refusal(
            Problem(
                "REG-002", f"“{name}”不知道是哪个单位的", "请填他来自哪个单位", column="来自单位", value=name
            )
        )
    made = Person(name=name, unit_id=origin, title=str(values.get("title") or ""))
    op.session.add(made)
    op.session.flush()
    return made


def posting_told(posting: bytes | None) -> bytes:
    """The posting that was chosen. Raises :class:`Refusal` REG-001 when none was."""
    if posting is None:
        raise Refusal(
            Problem("REG-001", "没有选中派驻", "请输入姓名，从列出的派驻里选一条", column="队员（派驻）")
        )
    return posting


def begin_five_ones(store: Store, batch: bytes) -> Outcome:
    """The five entries of 五个一 for a batch, those that are not there yet. Raises :class:`Refusal` REG-005."""
    with store.operation("five_ones", "列出五个一") as op:
        found = op.session.get(Batch, batch)
        if found is None:
            raise Refusal(Problem("REG-005", "没有选中批次", "请先在“对口关系 → 批次”里建立批次"))
        there = set(op.session.scalars(select(BatchOne.item).where(BatchOne.batch_id == batch)))
        made = [BatchOne(batch_id=batch, item=item) for item in FIVE_ONES if item not in there]
        op.session.add_all(made)
        op.session.flush()
        op.title = f"列出五个一：{found.name}"
        items: list[dict[str, object]] = [{"id": one.id.hex()} for one in made]
    return _outcome(op, f"列出{len(items)}项" if items else "五个一都已列出", *items)


# allowances


def make_allowances(store: Store, month: str, rate: str, *, subsidised: bool = False) -> Outcome:
    """An allowance for the month ``YYYY-MM`` for each posting of it that has none: days there less leave, at ``rate`` 元.

    Days come from the stays where some are told, else from the posting's term. ``subsidised`` leaves out postings that
    财政补助 does not cover. Raises :class:`Refusal` REG-004 (rate), REG-006 (nobody), REG-007 (month).
    """
    told = parse_partial(month) or ""
    if len(told) != 7:
        raise Refusal(Problem("REG-007", f"“{month}”不是月份", "请写成 2021-05", column="月份", value=month))
    pay = figure(rate)
    if pay is None or pay < 0:
        raise Refusal(
            Problem("REG-004", f"“{rate}”不是金额", "请写每天多少元，如 80", column="每天（元）", value=rate)
        )
    first, last = date.fromisoformat(f"{told}-01"), date.fromisoformat(last_day(told[:4], int(told[5:7])))
    with store.operation("make_allowances", f"算补贴：{told}") as op:
        there = set(
            op.session.scalars(select(Allowance.posting_id).where(func.substr(Allowance.start, 1, 7) == told))
        )
        query = select(Posting).where(
            Posting.start != "",
            Posting.start <= last.isoformat(),
            or_(Posting.end == "", Posting.end >= told),
        )
        made = []
        for posting in op.session.scalars(query.order_by(Posting.position, Posting.id)):
            if posting.id in there or (subsidised and not posting.subsidised):
                continue
            days = sorted(days_there(op.session, posting, first, last))
            if days:
                made.append(_allowance(posting, days, pay))
        if not made:
            raise Refusal(
                Problem("REG-006", f"{told}没有要算的补贴", "这个月没有人在外，或都已经算过", value=told)
            )
        op.session.add_all(made)
        op.session.flush()
        items: list[dict[str, object]] = [
            {"id": one.id.hex(), "days": one.days, "amount": one.amount} for one in made
        ]
        total = sum((Decimal(one.amount) for one in made), Decimal())
    return _outcome(op, f"算出{len(items)}人的补贴，共{_plain(total)}元", *items)


def _allowance(posting: Posting, days: list[date], pay: Decimal) -> Allowance:
    return Allowance(
        posting_id=posting.id, start=days[0].isoformat(), end=days[-1].isoformat(), days=str(len(days)),
        rate=_plain(pay), amount=_plain(pay * len(days)),
    )  # fmt: skip


def figure(text: str) -> Decimal | None:
    """A typed figure; None when it is none."""
    try:
        found = Decimal(text.strip().replace(",", "").replace("，", "").removesuffix("元").removesuffix("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


# what grids and forms may not store


def check_term(_op: OperationScope, record: Any) -> None:
    """Dates of an absence or a training: none that are no dates, none the wrong way round (REG-003)."""
    named = (("start", "开始"), ("end", "结束"), ("returned_on", "返回日期"), ("paid_on", "发放日期"))
    for column, said in named:
        text = getattr(record, column, "")
        if text and parse_partial(text) is None:
            raise Refusal(Problem("REG-003", f"“{text}”不是日期", "请写成 2021.8.1", column=said, value=text))
    if record.start and record.end and record.end[: len(record.start)] < record.start[: len(record.end)]:
        raise Refusal(Problem("REG-003", "结束在开始之前", "请核对起止日期", column="结束", value=record.end))


def check_absence(op: OperationScope, record: Absence) -> None:
    """Leave has sound dates (REG-003) and lies within its posting (REG-008)."""
    check_term(op, record)
    posting = op.session.get(Posting, record.posting_id)
    if posting is None:
        return
    start, end = record.start, record.end or record.start
    early = start and posting.start and start[: len(posting.start)] < posting.start[: len(start)]
    late = end and posting.end and end[: len(posting.end)] > posting.end[: len(end)]
    if early or late:
        term = "至".join(filter(None, map(day_said, (posting.start, posting.end))))
        raise Refusal(
            Problem(
                "REG-008", f"请假的日子不在派驻的起止时间里（{term}）", "请核对日期，或先改派驻的起止日期",
                column="自" if early else "至", value=start if early else end,
            )
        )  # fmt: skip


def check_allowance(op: OperationScope, record: Allowance) -> None:
    """Figures of an allowance (REG-004); the amount follows from days and rate where it is not told."""
    check_term(op, record)
    for column, said in (("days", "天数"), ("rate", "每天（元）"), ("amount", "金额（元）")):
        _check_figure(getattr(record, column), said)
    days, rate = figure(record.days), figure(record.rate)
    if not record.amount and days is not None and rate is not None:
        record.amount = _plain(days * rate)


def check_unit_year(_op: OperationScope, record: Any) -> None:
    """A yearly figure has a year (REG-007) and is a figure (REG-004)."""
    year = record.year.removesuffix("年").strip()
    if not (year.isdigit() and len(year) == 4):
        raise Refusal(
            Problem("REG-007", f"“{record.year}”不是年份", "请写成 2021", column="年份", value=record.year)
        )
    if record.year != year:
        record.year = year
    _check_figure(record.value, "数值")
    share = YEARLY.get(record.measure, ("", ""))[1] == "%"
    if share and (figure(record.value) or 0) > MOST_SHARE:
        raise Refusal(
            Problem(
                "REG-004",
                f"{record.value}%超过了100%",
                "请核对，只写数字，如 91.2",
                column="数值",
                value=record.value,
            )
        )


def check_score(_op: OperationScope, record: Any) -> None:
    """A score is a figure (REG-004)."""
    _check_figure(record.score, "得分")


def _check_figure(text: str, said: str) -> None:
    number = figure(text) if text else Decimal()
    if number is None or number < 0:
        raise Refusal(Problem("REG-004", f"“{text}”不是数字", "请只写数字，如 91.2", column=said, value=text))
