"""鉴定: the appraisal of a posting — a draft of the self-summary from the ledger, four opinions, what is still missing.

Source: yubei-2021-72 annex 1. The form asks for the opinions in order (受援卫生院 → 受援区县卫健 → 派出单位 → 派出区县卫健);
another order is remarked on and no obstacle. Codes: APR-001 gone, APR-002 no such step, APR-003 a date that is none, APR-004
nothing to keep.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import format_partial, parse_partial
from app.catalogue.fields import label_of
from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import DEVELOPMENTS, WORKS, shown
from app.models import Appraisal, Mentorship, Opinion, Person, Posting, Unit
from app.operations.columns import OPINION_STEPS
from app.operations.progress import Progress
from app.operations.results import Outcome
from app.store.opening import Store

PHRASES = Path(__file__).resolve().parents[2] / "resources" / "phrases.toml"
OWN_PHRASES = "phrases.toml"
RESULTS = ("优秀", "合格", "基本合格", "不合格")
STEP_LABELS = {step: label_of(f"appraisal.{name}_opinion") for step, name in OPINION_STEPS.items()}
SHORT_LABELS = {1: "受援单位", 2: "受援卫健部门", 3: "派出单位", 4: "派出卫健部门"}
_CHANGED = frozenset({"appraisal", "opinion"})


@dataclass(frozen=True, slots=True)
class Given:
    """One opinion as it stands; all empty when it is not given yet."""

    step: int
    label: str
    text: str = ""
    signer: str = ""
    date: str = ""
    result: str = ""

    @property
    def done(self) -> bool:
        return bool(self.text and self.date)


@dataclass(frozen=True, slots=True)
class State:
    """The appraisal of a posting: its summary, the four opinions in the form's order, what is missing, what is odd."""

    posting: bytes
    name: str
    summary: str
    opinions: tuple[Given, ...]
    missing: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def steps(self) -> int:
        return sum(one.done for one in self.opinions)


def state_of(store: Store, posting: bytes) -> State:
    """How far the appraisal is. Raises :class:`Refusal` APR-001 when the posting is gone."""
    with store.read() as session:
        row = session.execute(
            select(Person.name).join(Posting, Posting.person_id == Person.id).where(Posting.id == posting)
        ).first()
        if row is None:
            raise Refusal(_gone())
        sheet = session.scalar(select(Appraisal).where(Appraisal.posting_id == posting))
        kept = session.scalars(select(Opinion).where(Opinion.appraisal_id == sheet.id)).all() if sheet else []
        told = {
            one.step: Given(one.step, STEP_LABELS[one.step], one.text, one.signer, one.date, one.result)
            for one in kept
        }
        summary = sheet.summary if sheet else ""
    opinions = tuple(told.get(step) or Given(step, STEP_LABELS[step]) for step in OPINION_STEPS)
    missing = ([] if summary else ["本人对口支援工作总结"]) + [one.label for one in opinions if not one.done]
    return State(posting, row[0], summary, opinions, tuple(missing), tuple(_remarks(opinions)))


def _remarks(opinions: Sequence[Given]) -> list[str]:
    """What is unusual about the order of the opinions; none of it stops anybody."""
    found = []
    dated = [one for one in opinions if one.date]
    for earlier, later in pairwise(dated):
        if later.date < earlier.date:
            found.append(
                f"{SHORT_LABELS[later.step]}的日期早于{SHORT_LABELS[earlier.step]}，与表上的次序不同"
            )
    for one in opinions:
        if one.done:
            skipped = [before for before in opinions if before.step < one.step and not before.done]
            found += [
                f"{SHORT_LABELS[one.step]}已签，{SHORT_LABELS[before.step]}还没有" for before in skipped
            ]
    results = {one.result for one in opinions if one.result}
    if len(results) > 1:
        found.append("几级的考核结果不一致：" + "、".join(sorted(results)))
    return list(dict.fromkeys(found))


def give_opinion(
    store: Store, posting: bytes, step: int, text: str, *, signer: str = "", date: str = "", result: str = ""
) -> Outcome:
    """Keep an opinion (all of it; empty text and date take it away again).

    Raises :class:`Refusal` APR-002 for a step that the form has not and APR-003 for a date that is none.
    """
    if step not in OPINION_STEPS:
        raise Refusal(Problem("APR-002", "考核鉴定表只有四级意见", "请选 1 至 4", value=str(step)))
    day = parse_partial(date) if date.strip() else ""
    if day is None:
        raise Refusal(
            Problem("APR-003", "看不出是哪一天", "请写成 2021.11.3", column=STEP_LABELS[step], value=date)
        )
    with store.operation("give_opinion", f"填写{SHORT_LABELS[step]}意见") as op:
        record = op.session.get(Posting, posting)
        if record is None:
            raise Refusal(_gone())
        person = op.session.get(Person, record.person_id)
        sheet = op.session.scalar(select(Appraisal).where(Appraisal.posting_id == posting))
        if sheet is None:
            sheet = Appraisal(posting_id=posting)
            op.session.add(sheet)
            op.session.flush()
        kept = op.session.scalar(
            select(Opinion).where(Opinion.appraisal_id == sheet.id, Opinion.step == step)
        )
        told = {"text": text.strip(), "signer": signer.strip(), "date": day, "result": result.strip()}
        if kept is None:
            if not any(told.values()):
                raise Refusal(Problem("APR-004", "没有内容", "请写意见，或从常用语里选一条"))
            op.session.add(Opinion(appraisal_id=sheet.id, step=step, **told))
        elif not any(told.values()):
            op.session.delete(kept)
        else:
            for column, value in told.items():
                setattr(kept, column, value)
        op.title = f"填写{SHORT_LABELS[step]}意见：{person.name if person else ''}"
    return Outcome(f"已{op.title}", [{"id": posting.hex(), "step": step}], operation=op.id, changed=_CHANGED)


def keep_summary(store: Store, posting: bytes, text: str) -> Outcome:
    """Keep the self-summary of a posting's person."""
    with store.operation("keep_summary", "填写工作总结") as op:
        if op.session.get(Posting, posting) is None:
            raise Refusal(_gone())
        sheet = op.session.scalar(select(Appraisal).where(Appraisal.posting_id == posting))
        if sheet is None:
            op.session.add(Appraisal(posting_id=posting, summary=text))
        else:
            sheet.summary = text
    return Outcome("已保存工作总结", [{"id": posting.hex()}], operation=op.id, changed=_CHANGED)


def draft_summary(store: Store, posting: bytes) -> str:
    """A summary put together from what is kept: term, work by kind, what was built up, who was taught.

    It is a draft that the person goes on with; nothing is stored. Raises :class:`Refusal` APR-001.
    """
    with store.read() as session:
        record = session.get(Posting, posting)
        if record is None:
            raise Refusal(_gone())
        unit = session.get(Unit, record.unit_id)
        mentees = session.execute(
            select(Person.name, Mentorship.result)
            .join(Mentorship, Mentorship.mentee_id == Person.id)
            .where(Mentorship.posting_id == posting)
            .order_by(Mentorship.position, Mentorship.id)
        ).all()
        where = unit.name if unit else ""
        told = (record.start, record.end, record.department, record.post)
    return "\n".join(
        filter(
            None,
            (
                _beginning(where, *told),
                _work(store, posting),
                _built(store, posting),
                _taught([(row[0], row[1]) for row in mentees]),
                "下一步将继续通过远程会诊、线上指导等方式保持联系，巩固帮扶成效。",
            ),
        )
    )


def _beginning(unit: str, start: str, end: str, department: str, post: str) -> str:
    term = "至".join(
        format_partial(day, "Y年M月D日") if len(day) == 10 else day for day in (start, end) if day
    )
    where = unit + (department or "")
    as_what = f"，任{post}" if post else ""
    return (
        f"{term}，本人在{where}开展对口支援工作{as_what}。"
        if term
        else f"本人在{where}开展对口支援工作{as_what}。"
    )


def _work(store: Store, posting: bytes) -> str:
    rows = store.sql(
        "SELECT kind, sum(amount), sum(people) FROM activity WHERE posting_id = ? GROUP BY kind", (posting,)
    )
    totals = {kind: (int(amount), int(people)) for kind, amount, people in rows}
    parts = []
    for code, work in WORKS.items():
        amount, people = totals.get(code, (0, 0))
        if amount:
            heard = f"（{work.people_label}{people}）" if work.people_label and people else ""
            parts.append(f"{work.label}{shown(work, amount)}{work.unit}{heard}")
    return f"支援期间共完成：{'，'.join(parts)}。" if parts else ""


_BUILT = (
    "FROM development WHERE posting_id = ?1 OR (posting_id IS NULL AND person_id = (SELECT person_id FROM posting WHERE"
    " id = ?1) AND unit_id = (SELECT unit_id FROM posting WHERE id = ?1)) ORDER BY began, id"
)


def figures(store: Store, posting: bytes) -> list[Progress]:
    """Every number of :func:`draft_summary` with the records behind it; people who heard stand with their work."""
    found = []
    for code, work in WORKS.items():
        rows = store.sql(
            "SELECT id, amount, people FROM activity WHERE posting_id = ? AND kind = ? ORDER BY date, id",
            (posting, code),
        )
        amount, people = sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)
        if amount:
            heard = f"（{work.people_label}{people}）" if work.people_label and people else ""
            keys = tuple(bytes(row[0]) for row in rows)
            done = f"{shown(work, amount)}{work.unit}"
            found.append(Progress(posting, work.label + heard, code, "", done, None, "activity", keys))
    built = tuple(bytes(key) for (key,) in store.sql(f"SELECT id {_BUILT}", (posting,)))
    taught = tuple(
        bytes(key)
        for (key,) in store.sql(
            "SELECT mentee_id FROM mentorship WHERE posting_id = ? ORDER BY position, id", (posting,)
        )
    )
    for label, unit, table, keys in (
        ("建立和开展的技术、专科等", "项", "development", built),
        ("帮带对象", "人", "person", taught),
    ):
        if keys:
            found.append(Progress(posting, label, "", "", f"{len(keys)}{unit}", None, table, keys))
    return found


def _built(store: Store, posting: bytes) -> str:
    rows = store.sql(f"SELECT kind, name, state {_BUILT}", (posting,))
    parts = [
        f"{DEVELOPMENTS.get(kind, (kind, ''))[0]}“{name}”（{state or '进行中'}）"
        for kind, name, state in rows
    ]
    return f"帮助受援单位建立和开展{'、'.join(parts)}。" if parts else ""


def _taught(mentees: list[tuple[str, str]]) -> str:
    if not mentees:
        return ""
    passed = sum(result == "合格" for _, result in mentees)
    names = "、".join(name for name, _ in mentees)
    said = f"，考核合格{passed}人" if passed else ""
    return f"签订师带徒协议，帮带{names}共{len(mentees)}人{said}。"


def phrases(store: Store, step: int) -> list[str]:
    """Phrases for an opinion: the office's own first. A file that cannot be read offers nothing."""
    name = OPINION_STEPS[step]
    found: list[str] = []
    for path in (store.folder / OWN_PHRASES, PHRASES):
        try:
            told: Any = tomllib.loads(path.read_text("utf-8")).get(name, [])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        found += (
            [text for text in told if isinstance(text, str) and text not in found]
            if isinstance(told, list)
            else []
        )
    return found


def appraisals(store: Store) -> list[dict[str, object]]:
    """Every posting with how far its appraisal is, for lists and the command line."""
    rows = store.sql(
        "SELECT t.id, p.name, u.name, t.start, t.\"end\", coalesce(a.summary, '') <> '',"
        " (SELECT group_concat(o.step) FROM opinion o WHERE o.appraisal_id = a.id AND o.text <> '' AND o.date <> '')"
        " FROM posting t JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id"
        " LEFT JOIN appraisal a ON a.posting_id = t.id ORDER BY t.start, t.position, t.id"
    )
    return [
        {
            "id": bytes(key).hex(), "name": name, "unit": unit, "start": start, "end": end, "summary": bool(summary),
            "steps": sorted(int(step) for step in (steps or "").split(",") if step),
        }
        for key, name, unit, start, end, summary, steps in rows
    ]  # fmt: skip


def _gone() -> Problem:
    return Problem("APR-001", "这次派驻已经不在了", "可能已被删除，可在变更记录里撤销")
