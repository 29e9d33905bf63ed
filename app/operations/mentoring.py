"""师带徒: signing with a 帮带对象, the plan's steps, the assessment, and the certificate after passing alone.

Source: sichuan-2017-122 二（三）. Codes: MEN-001 no posting, 002 no mentee named, 003 number already borne, 004 certificate
before passing, 005 mentee of another unit, 006 signed already, 007 mentor and mentee are one, 008 outside the posting's
term, 009 dates, 010 assessment incomplete, 011 namesakes, 012 certificate given already, 013 gone. MEN-005 and MEN-008
may be overridden with a reason, which is kept in the notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import day_said, parse_partial
from app.catalogue.mentoring import PASSED, RESULTS, contents_of, propose_steps
from app.catalogue.problems import Problem, Refusal
from app.models import Mentorship, MentorshipStep, Person, Posting
from app.operations.mentees import find_mentee
from app.operations.numbers import next_number, taken
from app.operations.results import Outcome
from app.store.journal import OperationScope
from app.store.opening import Store

_VALUES = ("department", "specialty", "signed_on", "start", "end", "goals", "contents", "notes")


def sign_mentorship(
    store: Store,
    posting: bytes | None,
    mentee: bytes | Mapping[str, str],
    values: Mapping[str, Any],
    steps: Sequence[Mapping[str, str]] | None = None,
    *,
    reason: str = "",
) -> Outcome:
    """Sign an agreement between a posting's person and a mentee; one undoable operation.

    ``mentee`` is a person's key, or ``{"name", "unit", "department", "title", "sex" …}``: found among the people of the
    receiving unit (``unit`` '' is that unit) by name, or made. ``values`` are columns of the mentorship; what is not
    told comes from the posting and the mentee, the number runs. ``steps`` are ``{"month", "content", "form"}``; None
    proposes them over the term where ``contents`` are told. The item gives ``id``, ``number`` and ``mentee``.
    """
    with store.operation("sign_mentorship", "签师带徒协议") as op:
        found = op.session.get(Posting, posting) if posting else None
        if found is None:
            raise Refusal(Problem("MEN-001", "没有选中派驻", "请先选导师和他的派驻，再签协议"))
        person = find_mentee(op, found, mentee, reason)
        made = _agreement(op, found, person, values, reason)
        op.session.add(made)
        op.session.flush()
        _add_steps(
            op,
            made,
            propose_steps(made.start, made.end, made.contents)
            if steps is None and made.contents
            else steps or (),
        )
        mentor = op.session.get(Person, found.person_id)
        op.title = f"签师带徒协议：{mentor.name if mentor else ''}与{person.name}"
        item: dict[str, object] = {
            "id": made.id.hex(), "number": made.number, "mentee": person.id.hex(), "name": person.name,
        }  # fmt: skip
    return _outcome(op, f"已{op.title}，编号{item['number']}", item)


def _outcome(op: OperationScope, message: str, *items: dict[str, object]) -> Outcome:
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(message, list(items), operation=op.id, changed=changed)


# the agreement


def _agreement(
    op: OperationScope, posting: Posting, person: Person, values: Mapping[str, Any], reason: str
) -> Mentorship:
    told = {column: str(values.get(column) or "").strip() for column in _VALUES}
    for column in ("signed_on", "start", "end"):
        told[column] = parse_partial(told[column]) or told[column]
    told["contents"] = "\n".join(contents_of(told["contents"]))
    made = Mentorship(posting_id=posting.id, mentee_id=person.id, **told)
    made.start = made.start or posting.start
    made.end = made.end or posting.end
    made.department = made.department or person.department
    made.specialty = made.specialty or person.specialty
    check_term(made, posting, reason)
    if reason.strip():
        made.notes = "\n".join(filter(None, (made.notes, f"理由：{reason.strip()}")))
    year = (made.signed_on or made.start or posting.start)[:4]
    year = year if year.isdigit() else str(date.today().year)
    made.number = str(values.get("number") or "").strip() or next_number(op, "mentorship", "number", year)
    if taken(op, "mentorship", "number", made.number, b""):
        raise Refusal(doubled(made.number))
    made.position = (
        op.session.scalar(select(Mentorship.position).order_by(Mentorship.position.desc()).limit(1)) or 0
    ) + 1
    return made


def doubled(number: str) -> Problem:
    """The problem of a number that another agreement or certificate bears."""
    return Problem(
        "MEN-003", f"编号{number}已经用过", "请留空让程序编号，或换一个编号", column="编号", value=number
    )


def check_term(made: Mentorship, posting: Posting, reason: str = "") -> None:
    """Raises :class:`Refusal` MEN-009 for dates that are none or the wrong way round, MEN-008 outside the posting or signed
    after the end."""
    for label, text in (("签订日期", made.signed_on), ("开始", made.start), ("结束", made.end)):
        if text and parse_partial(text) is None:
            raise Refusal(
                Problem("MEN-009", f"“{text}”不是日期", "请写成 2021.5.10", column=label, value=text)
            )
    if made.start and made.end and made.start > made.end:
        raise Refusal(
            Problem(
                "MEN-009",
                "开始在结束之后",
                "请核对起止时间",
                column="起止时间",
                value=f"{made.start}/{made.end}",
            )
        )
    early = (
        posting.start and made.start and made.start[: len(posting.start)] < posting.start[: len(made.start)]
    )
    late = posting.end and made.end and made.end[: len(posting.end)] > posting.end[: len(made.end)]
    if (early or late) and not reason.strip():
        raise Refusal(
            Problem(
                "MEN-008",
                f"帮带时间（{day_said(made.start)}至{day_said(made.end)}）超出派驻时间（{day_said(posting.start)}至{day_said(posting.end)}）",
                "请改时间；确实要超出，请写明理由",
                column="起止时间",
            )
        )
    signed = parse_partial(made.signed_on or "") or ""
    if made.end and signed[: len(made.end)] > made.end[: len(signed)] and not reason.strip():
        raise Refusal(
            Problem(
                "MEN-008",
                f"签订日期（{day_said(signed)}）在帮带结束（{day_said(made.end)}）之后",
                "补录往年的协议请填当时的日期，编号按那一年排；确实后签，请写明理由",
                column="签订日期",
                value=signed,
            )
        )


def _add_steps(op: OperationScope, made: Mentorship, steps: Sequence[Mapping[str, str]]) -> None:
    for position, step in enumerate(steps, start=1):
        told = {
            column: str(step.get(column) or "") for column in ("month", "content", "form", "done_on", "note")
        }
        op.session.add(MentorshipStep(mentorship_id=made.id, position=position, **told))
    op.session.flush()


def plan_steps(store: Store, mentorship: bytes) -> Outcome:
    """Fill the plan of a mentorship that has none with a proposal over its term. Raises :class:`Refusal` MEN-009 when
    the term does not tell months, MEN-014 when it has steps already."""
    with store.operation("plan_mentorship", "拟订帮带计划") as op:
        made = _found(op, mentorship)
        if op.session.scalar(
            select(MentorshipStep.id).where(MentorshipStep.mentorship_id == made.id).limit(1)
        ):
            raise Refusal(
                Problem("MEN-014", "这份协议已经有帮带计划", "请在计划里逐条修改，或先删去原来的步骤")
            )
        steps = propose_steps(made.start, made.end, made.contents)
        if not steps:
            raise Refusal(
                Problem("MEN-009", "起止时间没有写明月份", "请先填起止时间，如 2021.5.10—2021.10.31")
            )
        _add_steps(op, made, steps)
    return _outcome(
        op, f"已按月拟出{len(steps)}步，可逐条修改", {"id": mentorship.hex(), "steps": len(steps)}
    )


# assessment and certificate


def assess_mentorship(
    store: Store,
    mentorship: bytes,
    *,
    result: str,
    assessed_on: str,
    assessment: str = "",
    assessor: str = "",
) -> Outcome:
    """Keep the assessment at the end. Raises :class:`Refusal` MEN-010 without a result (合格, 不合格) or its date."""
    day = parse_partial(assessed_on)
    if result not in RESULTS or not day:
        raise Refusal(
            Problem(
                "MEN-010", "考核要有结果和日期", "结果选“合格”或“不合格”，日期写成 2021.10.28", value=result
            )
        )
    with store.operation("assess_mentorship", "帮带考核") as op:
        made = _found(op, mentorship)
        if made.certificate_number and result != PASSED:
            raise Refusal(_certified(made.certificate_number))
        made.result, made.assessed_on = result, day
        made.assessment, made.assessor = assessment.strip(), assessor.strip()
        op.title = f"帮带考核：{_mentee_name(op, made)}，{result}"
    return _outcome(op, f"已记下{op.title}", {"id": mentorship.hex(), "result": result})


def certify(store: Store, mentorship: bytes, *, certified_on: str = "") -> Outcome:
    """Give the certificate its running number. Raises :class:`Refusal` MEN-004 before passing, MEN-012 when it has one."""
    with store.operation("certify", "发师带徒证书") as op:
        made = _found(op, mentorship)
        if made.certificate_number:
            raise Refusal(_certified(made.certificate_number))
        if made.result != PASSED:
            raise Refusal(not_passed(made))
        day = parse_partial(certified_on) or made.assessed_on or date.today().isoformat()
        made.certified_on = day
        made.certificate_number = next_number(op, "mentorship", "certificate_number", day[:4])
        number = made.certificate_number
        op.title = f"发师带徒证书：{_mentee_name(op, made)}，{number}"
    return _outcome(op, f"已{op.title}", {"id": mentorship.hex(), "number": number})


def not_passed(made: Mentorship) -> Problem:
    """Why there is no certificate yet."""
    said = f"考核结果是“{made.result}”" if made.result else "还没有考核"
    return Problem(
        "MEN-004",
        f"{said}，不能发证书",
        "请先记下考核，结果“合格”才发证书",
        column="考核结果",
        value=made.result,
    )


def _certified(number: str) -> Problem:
    return Problem(
        "MEN-012", f"已经发过证书，编号{number}", "要更正请在变更记录里撤销发证，或改证书上的字", value=number
    )


def _found(op: OperationScope, mentorship: bytes) -> Mentorship:
    found = op.session.get(Mentorship, mentorship)
    if found is None:
        raise Refusal(Problem("MEN-013", "这份师带徒协议已经不在了", "可能已被删除，可在变更记录里撤销"))
    return found


def _mentee_name(op: OperationScope, made: Mentorship) -> str:
    person = op.session.get(Person, made.mentee_id)
    return person.name if person else ""


def check_mentorship(op: OperationScope, made: Mentorship) -> None:
    """What a form or grid may not store either: a doubled number, a certificate before passing, dates that are none."""
    for column in ("number", "certificate_number"):
        number = getattr(made, column)
        if number and taken(op, "mentorship", column, number, made.id):
            raise Refusal(doubled(number))
    if made.certificate_number and made.result != PASSED:
        raise Refusal(not_passed(made))
    posting = op.session.get(Posting, made.posting_id)
    if posting is not None:
        check_term(made, posting, made.notes if "理由" in made.notes else "")
