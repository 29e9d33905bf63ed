"""How a row's status looks (icon, word and colour together) and what is said of a row in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.catalogue.fields import FIELDS, label_of
from app.operations.preview import STATUS_LABELS, PreviewRow, Status
from app.ui import style

if TYPE_CHECKING:
    from app.operations.imports import Decision


@dataclass(frozen=True, slots=True)
class Look:
    symbol: str
    ink: str
    ground: str


LOOKS: dict[Status, Look] = {
    "new": Look("plus", style.ACCENT_DARK, style.TINT),
    "same": Look("check", style.SOFT, "#eceff0"),
    "changed": Look("pencil", "#1d4f91", "#e4edf9"),
    "doubtful": Look("triangle-alert", style.WARN, style.WARN_TINT),
    "refused": Look("x", style.DANGER, style.DANGER_TINT),
}
_SKIPPED = Look("minus", style.SOFT, "#eceff0")
_FEW = 3
_TITLES = (
    "person.name",
    "mentorship.mentee",
    "plan.goal",
    "pairing.receiving_unit",
    "pairing.supporting_unit",
)
_AFTER_TITLE = (
    "person.unit",
    "pairing.receiving_unit",
    "enrolment.receiving_unit",
    "posting.term",
    "plan.due_text",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a row's question."""

    decision: bytes | str
    text: str
    why: str = ""


def look_of(row: PreviewRow) -> Look:
    return _SKIPPED if skipped(row) else LOOKS[row.status]


def skipped(row: PreviewRow) -> bool:
    return row.status == "doubtful" and row.decision == "skip"


def status_text(row: PreviewRow) -> str:
    if skipped(row):
        return "先不导入"
    return (
        "已答，核对中" if row.status == "doubtful" and row.decision is not None else STATUS_LABELS[row.status]
    )


_NEW = {
    "unit": ("新增为一个新单位", "名称就按表里写的"),
    "person": ("新增为另一位", "同名的另一个人"),
    "entry": ("另记一条", "同一天又做了一次，两条都算"),
}
"""What the answer "new" means to each kind of question, and why one gives it."""


def options(row: PreviewRow) -> list[Option]:
    """The answers to a row's question: the candidates, another one, not now."""
    found = [Option(candidate.id, candidate.label, candidate.why) for candidate in row.candidates]
    found.append(Option("new", *_NEW.get(row.doubt.partition(":")[0], _NEW["person"])))
    found.append(Option("skip", "先不导入", "这次跳过，以后再说"))
    return found


def answer_text(row: PreviewRow) -> str:
    """The answer given to a row's question, '' when there is none."""
    decision: Decision = row.decision
    return next((option.text for option in options(row) if option.decision == decision), "")


def title_of(row: PreviewRow) -> str:
    """What the row is about, also where it was refused before anything of it was understood."""
    told = (row.title, *(row.values.get(path) for path in _TITLES))
    return next((text for text in told if text and isinstance(text, str)), "（空）")


def line_of(row: PreviewRow) -> str:
    """What would happen to the row, or what is wrong with it, in one line."""
    if row.status == "refused" and row.problems:
        first, more = row.problems[0], len(row.problems) - 1
        place = f"{first.column}：" if first.column else ""
        return f"{place}{first.message}" + (f"（还有 {more} 处）" if more else "")
    if row.status == "doubtful":
        answer = answer_text(row)
        return f"{row.question} → {answer}" if answer else row.question
    if row.changes:
        return "；".join(f"{c.label}：{c.old or '（空）'} → {c.new or '（空）'}" for c in row.changes)
    return "；".join(row.remarks) if row.remarks else _few_values(row)


def _few_values(row: PreviewRow) -> str:
    paths = [path for path in _AFTER_TITLE if row.values.get(path)]
    paths += [path for path in row.values if path not in paths]
    found: list[str] = []
    for path in paths:
        text = value_text(path, row)
        if text and text not in title_of(row):
            found.append(text)
        if len(found) == _FEW:
            break
    return " · ".join(found)


def value_text(path: str, row: PreviewRow) -> str:
    """A value of the row as it stands on paper; a photo says that it is one."""
    from app.forms.shown import shown

    value = row.values.get(path)
    if isinstance(value, bytes):
        return f"照片（{max(1, len(value) // 1024):,} KB）"
    return shown(path, value)


def all_values(row: PreviewRow) -> list[tuple[str, str]]:
    """Every value that the row tells, by its field's label, in the order of the catalogue."""
    order = {path: number for number, path in enumerate(FIELDS)}
    paths = sorted(row.values, key=lambda path: order.get(path, len(order)))
    told = [(label_of(path), value_text(path, row)) for path in paths]
    return [(name, text) for name, text in told if text]
