"""A look at what an import would do. It stores nothing; the clerk decides the doubtful rows, then it is applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.catalogue.fields import Value
from app.catalogue.problems import Problem

if TYPE_CHECKING:  # the window shows previews long before it reads a table
    from app.operations.known import Writes
    from app.tables.columns import UnknownHead
    from app.tables.importing import SheetTable

Status = Literal["new", "same", "changed", "doubtful", "refused"]
STATUS_LABELS: dict[Status, str] = {
    "new": "新增", "same": "相同", "changed": "有变化", "doubtful": "待确认", "refused": "退回",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would change: what the screen calls it, the old and the new text."""

    path: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored record that a doubtful row may mean. ``id`` is its key, ``why`` says what agrees and what does not."""

    id: bytes
    label: str
    why: str = ""


@dataclass(slots=True)
class PreviewRow:
    """One row (or one form of a folder) with what would become of it."""

    number: int
    sheet: str
    row: int
    title: str
    status: Status
    values: dict[str, Value]
    changes: list[Change] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    question: str = ""
    doubt: str = ""
    """What the question is about: ``person``, or ``unit:`` with the name's key (one answer serves all its rows)."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    decision: bytes | Literal["new", "skip"] | None = None
    """For a doubtful row: a candidate's id, ``new`` or ``skip``; None is undecided and is skipped and listed."""
    replannable: bool = False
    """False while the row could not even be read; planning it again would not help."""

    @property
    def place(self) -> str:
        return f"{self.sheet} 第{self.row}行" if self.row else self.sheet


@dataclass(slots=True)
class Preview:
    """All rows of one file, of pasted rows, or of a folder of forms."""

    source: Path | None
    kind: str
    rows: list[PreviewRow]
    unknown: list[UnknownHead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    chosen_units: dict[str, bytes | None] = field(default_factory=dict)
    """Decisions about short unit names by the name's key: a unit, or None for a new one of that very name."""
    tables: list[SheetTable] = field(default_factory=list)
    """The sheets as they were read, for the workbook of refused rows; none for a folder of forms."""

    planned: tuple[tuple[object, object], list[Writes]] | None = field(
        default=None, repr=False, compare=False
    )
    """What the rows would store, with a mark of the ledger and the decisions that it was planned on."""

    def count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)
