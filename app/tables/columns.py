"""Matching the columns of a table to fields, and what to offer for heads that nothing matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from app.catalogue.fields import COMPOSITES, FIELDS, label_of
from app.catalogue.problems import Problem, Refusal
from app.tables.book import Sheet, column_letter
from app.tables.headers import Head, Header
from app.tables.vocabulary import IGNORED_HEADS, REQUIRED, TableKind, head_key, path_of_head, vocabulary

_MANY = {"pairing.receiving_contact"}
"""Fields that several columns may tell together: 联系人 and 联系电话."""
_ALIKE = 0.5
_MOST_SUGGESTED = 60
"""Unknown heads that are compared with every field; a sheet may have thousands, and nobody maps those by hand."""


@dataclass(frozen=True, slots=True)
class UnknownHead:
    """A column whose head nothing matched. ``suggestions`` are field paths, the likeliest first."""

    sheet: str
    column: int
    head: str
    suggestions: list[str]


@dataclass(slots=True)
class Matching:
    """``columns``: column → field path; ``captions``: column → its head as it stands; ``missing``: required fields."""

    kind: TableKind
    columns: dict[int, str] = field(default_factory=dict)
    captions: dict[int, str] = field(default_factory=dict)
    unknown: list[UnknownHead] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def mapping_keys(mapping: Mapping[str, str] | None) -> dict[str, str]:
    """A mapping set by hand (head as it stands → field path, '' to leave the column out) by the heads' keys.

    Raises :class:`Refusal` IMP-014 when it names a field that there is not.
    """
    keys = {}
    for head, path in (mapping or {}).items():
        if path and path not in FIELDS and path not in COMPOSITES:
            raise Refusal(
                Problem(
                    "IMP-014",
                    f"没有叫“{path}”的字段",
                    "请从字段列表里选一个，如 person.mobile",
                    column=head,
                    value=path,
                )
            )
        keys[head_key(head)] = path
        keys[head_key(head.replace("·", ""))] = path  # a head under a group head, as Head.full says it
    return keys


def match_columns(sheet: Sheet, header: Header, kind: TableKind, mapping: Mapping[str, str]) -> Matching:
    """Say for each column of a table which field it holds. ``mapping`` has head keys (:func:`mapping_keys`)."""
    matching = Matching(kind)
    unmatched = []
    for column, head in enumerate(header.heads):
        if not head.text:
            continue
        matching.captions[column] = head.text
        path = path_of_head(kind, head.group, head.text, mapping)
        if path is None:
            unmatched.append((column, head))
        elif path:
            _take(matching, sheet.name, header, column, path)
    if kind == "plan":
        _take_period(matching, sheet, header)
    for number, (column, head) in enumerate(unmatched):
        suggestions = _suggest(kind, head, matching) if number < _MOST_SUGGESTED else []
        matching.unknown.append(UnknownHead(sheet.name, column, head.full, suggestions))
    taken = set(matching.columns.values())
    for path in list(taken & COMPOSITES.keys()):
        taken.update(COMPOSITES[path].parts)
    matching.missing = [path for path in REQUIRED[kind] if path not in taken]
    for path in matching.missing:
        matching.problems.append(_missing(sheet.name, header, path))
    return matching


def _take(matching: Matching, sheet: str, header: Header, column: int, path: str) -> None:
    if path in matching.columns.values() and path not in _MANY:
        first = next(other for other, taken in matching.columns.items() if taken == path)
        matching.problems.append(
            Problem(
                "IMP-015",
                f"有两列都像“{label_of(path)}”，只读了{column_letter(first)}列，{column_letter(column)}列没有读取",
                "如不对，请手工指定这两列各是什么",
                sheet=sheet,
                row=header.last + 1,
                column=header.heads[column].text,
            )
        )
        return
    matching.columns[column] = path


def _take_period(matching: Matching, sheet: Sheet, header: Header) -> None:
    """工作计划清单 has its periods in a column without a head, before the others (shaoxing-2017-66)."""
    if "plan.period" in matching.columns.values() or "plan.goal" not in matching.columns.values():
        return
    goal = min(column for column, path in matching.columns.items() if path == "plan.goal")
    for column in range(goal):
        if not header.heads[column].text and any(
            column < len(row) and row[column] != "" for row in sheet.rows[header.last + 1 :]
        ):
            matching.columns[column] = "plan.period"
            matching.captions[column] = ""
            return


def _missing(sheet: str, header: Header, path: str) -> Problem:
    label = label_of(path)
    return Problem(
        "IMP-009",
        f"没有找到“{label}”这一列",
        f"请手工指定哪一列是{label}，或改好表头再导入",
        sheet=sheet,
        row=header.last + 1,
        column=label,
    )


def _suggest(kind: TableKind, head: Head, matching: Matching) -> list[str]:
    """Fields of a like name that no column has taken yet, three at most, the likeliest first."""
    key = head_key(head.text)
    taken = set(matching.columns.values())
    best: dict[str, float] = {}
    for word, path in vocabulary(kind).items():
        if path in taken or word in IGNORED_HEADS:
            continue
        alike = SequenceMatcher(None, key, word).ratio()
        if len(word) >= 2 and (word in key or key in word):
            alike += 0.25
        best[path] = max(best.get(path, 0.0), alike)
    return [path for path in sorted(best, key=lambda path: -best[path]) if best[path] >= _ALIKE][:3]
