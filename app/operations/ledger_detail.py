"""What belongs to one entry of the ledger: which 帮带对象 were present, and the file that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.catalogue.problems import Problem, Refusal, Surroundings
from app.models import Activity, ActivityMentee, Attachment, Mentorship, Person, Posting
from app.operations.results import Outcome
from app.store.attachments import get_attachment, put_attachment
from app.store.journal import OperationScope
from app.store.opening import Store

LARGEST = 50 * 1024 * 1024
"""Bytes of the largest file that is kept as evidence."""


@dataclass(frozen=True, slots=True)
class Mentee:
    """A 帮带对象 of the entry's unit; ``present`` at it or not."""

    mentorship: bytes
    name: str
    mentor: str
    present: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """``file`` is the evidence's name and ``size`` its bytes; '' and 0 where none is attached."""

    mentees: tuple[Mentee, ...] = ()
    file: str = ""
    size: int = 0


def detail_of(store: Store, key: bytes) -> Detail:
    """The 帮带对象 that could have been present, those of the entry's person first, and its evidence."""
    with store.read() as session:
        record = session.get(Activity, key)
        if record is None:
            return Detail()
        present = set(
            session.scalars(select(ActivityMentee.mentorship_id).where(ActivityMentee.activity_id == key))
        )
        mentee, mentor = aliased(Person), aliased(Person)
        query = (
            select(Mentorship.id, mentee.name, mentor.name)
            .join(Posting, Posting.id == Mentorship.posting_id)
            .join(mentor, mentor.id == Posting.person_id)
            .join(mentee, mentee.id == Mentorship.mentee_id)
            .where((Posting.unit_id == record.unit_id) | Mentorship.id.in_(present))
            .order_by(Posting.person_id != record.person_id, Mentorship.position, Mentorship.id)
        )
        mentees = tuple(Mentee(one, name, by, one in present) for one, name, by in session.execute(query))
        told = select(Attachment.name, Attachment.size).where(Attachment.sha256 == record.attachment)
        file = session.execute(told).first() if record.attachment else None
        return Detail(mentees, *(file or ("", 0)))


def set_present(store: Store, key: bytes, mentorships: Sequence[bytes]) -> Outcome:
    """Say which 帮带对象 were present, in place of those told before."""
    with store.operation("change", "在场的帮带对象") as op:
        if op.session.get(Activity, key) is None:
            raise Refusal(Problem("ACT-020", "这一条已经不在了", "可能已被删除，可在变更记录里撤销"))
        set_mentees(op, key, mentorships)
    return Outcome("已修改", [{"id": key.hex()}], operation=op.id, changed=frozenset({"activity_mentee"}))


def set_mentees(op: OperationScope, key: bytes, mentorships: Sequence[bytes]) -> None:
    """Within an operation: who was present from now on."""
    query = select(ActivityMentee.id, ActivityMentee.mentorship_id).where(ActivityMentee.activity_id == key)
    kept = {mentorship: record for record, mentorship in op.session.execute(query)}
    op.delete_many(ActivityMentee, [record for one, record in kept.items() if one not in mentorships])
    fresh = [{"activity_id": key, "mentorship_id": one} for one in mentorships if one not in kept]
    if fresh:
        op.insert_many(ActivityMentee, fresh)


def attach_file(store: Store, key: bytes, path: Path) -> Outcome:
    """Keep a file of the disk with an entry."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Surroundings(
            Problem("ACT-023", "文件读不出来", "请确认文件还在，没有被别的程序占用", file=path.name)
        ) from error
    if size > LARGEST:
        raise _unfit(f"文件超过{LARGEST // 1024**2}MB", path.name)
    return attach_evidence(store, key, data, path.name)


def _unfit(said: str, name: str) -> Refusal:
    return Refusal(Problem("ACT-021", said, "请选择照片、PDF 或压缩过的文件", value=name))


def attach_evidence(store: Store, key: bytes, data: bytes, name: str) -> Outcome:
    """Keep a file with an entry, in place of the one it has. Raises :class:`Refusal` ACT-020, ACT-021."""
    if not data or len(data) > LARGEST:
        raise _unfit("文件是空的" if not data else f"文件超过{LARGEST // 1024**2}MB", name)
    with store.operation("attach", f"附上佐证：{name}") as op:
        record = op.session.get(Activity, key)
        if record is None:
            raise Refusal(Problem("ACT-020", "这一条已经不在了", "可能已被删除，可在变更记录里撤销"))
        record.attachment = put_attachment(op, data, name)
        record.evidence = record.evidence or name
    changed = frozenset({"activity", "attachment"})
    return Outcome(f"已附上{name}", [{"id": key.hex()}], operation=op.id, changed=changed)


def evidence_of(store: Store, key: bytes) -> tuple[str, bytes]:
    """Name and bytes of the file that proves an entry. Raises :class:`Refusal` ACT-022 where there is none."""
    with store.read() as session:
        record = session.get(Activity, key)
        sha256 = record.attachment if record is not None else ""
        name = session.scalar(select(Attachment.name).where(Attachment.sha256 == sha256))
    data = get_attachment(store, sha256)
    if data is None:
        raise Refusal(Problem("ACT-022", "没有附上佐证文件", "请用“附上文件…”选一个"))
    return name or "佐证", data
