"""Half-year and year sums of the monthly reports of one team: the copy for 医政科, and every number's months.

What is summed is what was accepted; a month that the team was out and whose report is not accepted is named, never counted
as 0. Source: yubei-2021-72 annex 2 (半年工作情况小结) and 四（三）. Codes: RPT-009 no such span, RPT-010 nothing to sum,
RPT-013 an edition that is no report's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.catalogue.fields import label_of
from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import WORKS, kinds_of
from app.forms.snapshot import Snapshot
from app.models import Unit
from app.operations.board import Team, teams
from app.operations.counting import FIGURES, TEXTS, Counted, Scope, counted, months_between, records_behind
from app.operations.own_editions import edition_of
from app.operations.report_steps import standing
from app.operations.reports import COLUMNS, STATES, number_of
from app.operations.results import Outcome
from app.store.opening import Store

PARTS: dict[str, tuple[str, int, int]] = {
    "h1": ("上半年", 1, 6),
    "h2": ("下半年", 7, 12),
    "year": ("全年", 1, 12),
    "term": ("派驻期", 1, 12),
}
"""Spans of a year: what each is called, its first and last month. 派驻期 is cut to the months that the team was out."""
_SPAN = re.compile(r"(\d{4})年?(上半年|下半年|全年|派驻期|上|下)?")
_ITEM = re.compile(r"([^\d，。（）()]+)(\d[\d,]*(?:\.\d+)?)(人次|次|例|篇|项|个|台|万元)")
_ORDER = {work.label: number for number, work in enumerate(WORKS.values())}
_MOST_YEARS = 20
_FROM_TO = re.compile(r"(\d{4})-(\d{2})(?:\.\.|至|~)(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Month:
    """A figure in one month: as stated in the accepted ``report`` ('' when it tells nothing of it), and as counted."""

    month: str
    stated: str
    counted: Counted
    report: bytes | None


@dataclass(frozen=True, slots=True)
class FigureSum:
    """One figure over the span: the sum of what was stated, what the ledger counts, and both by month."""

    figure: str
    label: str
    stated: str
    counted: Counted
    months: tuple[Month, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """Months whose accepted report tells nothing of this figure: not the same as 0."""
        return tuple(one.month for one in self.months if one.report is not None and not one.stated)


@dataclass(frozen=True, slots=True)
class TeamSum:
    """A team's sum. ``missing`` are months without an accepted report and why, ``doubled`` those with two."""

    supporting: bytes
    receiving: bytes
    name: str
    first: str
    last: str
    lines: tuple[FigureSum, ...]
    missing: tuple[tuple[str, str], ...]
    doubled: tuple[str, ...]
    paper: Snapshot


def years_of(store: Store) -> list[str]:
    """The years that postings touch, the last first."""
    rows = store.sql(
        'SELECT min(substr(start, 1, 4)), max(max(substr(start, 1, 4)), max(substr("end", 1, 4))) FROM posting'
        " WHERE start <> ''"
    )
    first, last = rows[0]
    if not first or not first.isdigit() or not last.isdigit():
        return []
    return [str(year) for year in range(int(last), int(first) - 1, -1)]


def teams_of(store: Store, year: str) -> list[Team]:
    """The teams that were out in a year, in the official order. Raises :class:`Refusal` RPT-009."""
    _check_year(year)
    return teams(store, f"{year}-01", f"{year}-12")


def _check_year(year: str) -> None:
    if not re.fullmatch(r"\d{4}", year):
        raise Refusal(Problem("RPT-009", "看不出是哪一段时间", "年份请写成 2021", value=year))


def span_of(store: Store, supporting: bytes, receiving: bytes, year: str, part: str) -> tuple[str, str]:
    """First and last month of a part of a year (a key of :data:`PARTS`). Raises :class:`Refusal` RPT-009."""
    _check_year(year)
    _, first, last = PARTS[part]
    begin, until = f"{year}-{first:02d}", f"{year}-{last:02d}"
    if part == "term":
        out = sorted(_out(store, supporting, receiving, begin, until))
        begin, until = (out[0], out[-1]) if out else (begin, until)
    return begin, until


def read_span(store: Store, supporting: bytes, receiving: bytes, text: str) -> tuple[str, str]:
    """A span as people write it: 2021, 2021上半年, 2021下, 2021派驻期, 2021-05..2021-10. Raises :class:`Refusal` RPT-009."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _FROM_TO.fullmatch(plain)
    if found:
        first, last = f"{found[1]}-{found[2]}", f"{found[3]}-{found[4]}"
        real = (
            "01" <= found[2] <= "12"
            and "01" <= found[4] <= "12"
            and int(found[3]) - int(found[1]) < _MOST_YEARS
        )
        if real and months_between(first, last):
            return first, last
    named = _SPAN.fullmatch(plain)
    if named is None:
        raise Refusal(
            Problem(
                "RPT-009",
                "看不出是哪一段时间",
                "请写成 2021、2021上半年、2021下半年、2021派驻期或 2021-05..2021-10",
                value=text,
            )
        )
    part = {"上": "h1", "下": "h2", "派": "term"}.get((named[2] or "")[:1], "year")
    return span_of(store, supporting, receiving, named[1], part)


def _out(store: Store, supporting: bytes, receiving: bytes, first: str, last: str) -> frozenset[str]:
    """The months of a span that the team was out."""
    return frozenset(
        month
        for team in teams(store, first, last)
        if (team.supporting, team.receiving) == (supporting, receiving)
        for month in team.months
    )


def team_sum(store: Store, supporting: bytes, receiving: bytes, first: str, last: str) -> TeamSum:
    """The sum of a team's reports over months (``2021-05`` to ``2021-10``), with every number's months."""
    mine: dict[str, list[Any]] = {}
    states: dict[str, str] = {}
    for one in standing(store, first, last):
        if (one.supporting_unit_id, one.receiving_unit_id) == (supporting, receiving):
            states[one.month] = one.state
            if one.state == "accepted":
                mine.setdefault(one.month, []).append(one)
    months = months_between(first, last)
    ledger = {
        month: counted(store, Scope(month, month, supporting, receiving)) for month in months
    }  # month by month: the sum of each is what its own line opens
    whole = counted(store, Scope(first, last, supporting, receiving))
    paper = summed(store, supporting, receiving, first, last)
    out = _out(store, supporting, receiving, first, last) or frozenset(months)
    missing = tuple(
        (month, _why(states.get(month, ""))) for month in months if month in out and month not in mine
    )
    lines = []
    for figure in FIGURES:
        parts = []
        for month in months:
            kept = mine.get(month, [])
            if month not in out and not kept and not ledger[month][figure].records:
                continue
            parts += [
                Month(month, _told(one, figure), ledger[month][figure] if at == 0 else Counted("", 0), one.id)
                for at, one in enumerate(kept)
            ] or [Month(month, "", ledger[month][figure], None)]
        stated = str(paper.values[figure] or "")
        lines.append(FigureSum(figure, label_of(figure), stated, whole[figure], tuple(parts)))
    doubled = tuple(month for month, kept in mine.items() if len({one.person_id for one in kept}) < len(kept))
    named = "、".join(str(int(month[5:])) for month, _ in missing)
    values = {path: str(value or "") for path, value in paper.values.items()}
    name = f"{values['report.team']} → {values['report.receiving_unit']}"
    if named:  # whoever reads the copy must see that it is not whole
        said = f"（缺{named}月的月报，各项合计都不含）"
        values["report.other"] = "\n".join(filter(None, (values["report.other"], said)))
    return TeamSum(
        supporting, receiving, name, first, last,
        tuple(lines), missing, doubled, Snapshot(values, name=paper.name.partition("（缺")[0]),
    )  # fmt: skip


def _told(report: Any, figure: str) -> str:
    """What an accepted report states; a zero report states 0."""
    text = str(getattr(report, COLUMNS[figure])).strip()
    return "0" if report.zero and not text and figure not in TEXTS else text


def _why(state: str) -> str:
    return {"draft": "是草稿，没有上报", "sent": "已报，没有收下", "returned": "退回未重报"}.get(
        state, STATES.get(state, "没有月报")
    )


def missing_said(found: TeamSum) -> str:
    """What is not in the sum, in words; '' when nothing is missing."""
    parts = []
    if found.missing:
        named = "、".join(f"{int(month[5:])}月（{why}）" for month, why in found.missing)
        parts.append(f"缺{len(found.missing)}个月，没有算进填报数：{named}")
    if found.doubled:
        named = "、".join(f"{int(month[5:])}月" for month in found.doubled)
        parts.append(f"{named}收下了两份，两份都算进去了，请先留下一份")
    return "；".join(parts)


def month_records(
    store: Store, found: TeamSum, figure: str, month: str
) -> tuple[str, list[bytes], dict[str, object]]:
    """The table and keys of the records that a figure counts in a month, and the ledger's filters that show them."""
    table, keys = records_behind(store, figure, Scope(month, month, found.supporting, found.receiving))
    filters: dict[str, object] = {
        "month": month, "unit_id": found.receiving, "supporting_unit_id": found.supporting,
    }  # fmt: skip
    kinds = kinds_of(figure) if table == "activity" else ()
    if kinds:
        filters["kind"] = kinds[0] if len(kinds) == 1 else figure
    return table, keys, filters


def write_sum(store: Store, edition_id: str, found: TeamSum, target: Path) -> Outcome:
    """Write the sum on the report's paper (.pdf, .xlsx, .docx). Raises :class:`Refusal` RPT-010 where none was accepted,
    RPT-013 for another edition, and as printing does."""
    from app.operations.printing import write_snapshots  # noqa: PLC0415 - printing is heavy

    if all(one.report is None for line in found.lines for one in line.months):
        raise Refusal(
            Problem("RPT-010", "这段时间没有已收下的月报，没有可以汇总的", "请先收下月报，或换一段时间")
        )
    edition = edition_of(store.folder, edition_id)
    if edition.subject != "report":
        remedy = "请用工作量月统计报告表这样的表样"
        raise Refusal(Problem("RPT-013", f"《{edition.name}》不是月报的表样", remedy, value=edition_id))
    outcome = write_snapshots(store, edition_id, [found.paper], target)
    said = missing_said(found)
    return replace(outcome, message=f"{outcome.message}（{said}）") if said else outcome


def sum_items(found: TeamSum) -> Iterator[dict[str, object]]:
    """The sum for the command line: a line a figure, with its months."""
    for line in found.lines:
        yield {
            "figure": line.figure, "label": line.label, "stated": line.stated, "counted": line.counted.text,
            "records": line.counted.records,
            "months": [
                {"month": one.month, "stated": one.stated, "counted": one.counted.text, "accepted": one.report is not None}
                for one in line.months
            ],
        }  # fmt: skip


def summed(store: Store, supporting: bytes, receiving: bytes, first: str, last: str) -> Snapshot:
    """The paper over several months: the sums of what was accepted (half-year copy for 医政科, yearly sum).

    Words are joined; a month without an accepted report is left out and named in the snapshot's ``name``.
    """
    mine = [
        one
        for one in standing(store, first, last)
        if (one.supporting_unit_id, one.receiving_unit_id, one.state) == (supporting, receiving, "accepted")
    ]
    values: dict[str, Any] = {}
    for figure, column in COLUMNS.items():
        told = [getattr(one, column) for one in sorted(mine, key=lambda one: one.month)]
        values[figure] = _joined(told) if figure in TEXTS else _sum(told)
    with store.read() as session:
        query = select(Unit.id, Unit.name).where(Unit.id.in_((supporting, receiving)))
        names = {row.id: row.name for row in session.execute(query)}
    span = _span(first, last)
    values |= {
        "report.team": names.get(supporting, ""),
        "report.receiving_unit": names.get(receiving, ""),
        "report.month": span,
    }
    there = {one.month for one in mine}
    missing = [month for month in months_between(first, last) if month not in there]
    name = f"{values['report.team']} {values['report.receiving_unit']} {first[:4]}年{span}月"
    return Snapshot(values, name=name + (f"（缺{'、'.join(missing)}）" if missing else ""))


def _span(first: str, last: str) -> str:
    return f"{int(first[5:7])}—{int(last[5:7])}" if first != last else str(int(first[5:7]))


def _sum(texts: Sequence[str]) -> str:
    numbers = [number for number in map(number_of, texts) if number is not None]
    return _plain(sum(numbers, Decimal(0))) if numbers else ""


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _joined(texts: Sequence[str]) -> str:
    """Specialties of several months: how many and their names, each once; other words in their order."""
    names: list[str] = []
    count = 0
    for text in filter(None, (text.strip() for text in texts)):
        number, slash, rest = text.partition("/")
        if slash and number.isdigit():
            fresh = [name for name in re.split("[、，,]", rest) if name and name not in names]
            names += fresh
            count += int(number)
        else:
            names.append(text)
    return f"{count}/{'、'.join(names)}" if count else _merged(names) or "；".join(names)


def _merged(texts: Sequence[str]) -> str:
    """Counted work of several months as one list (病例讨论5次、远程会诊11例) in the order of the monthly papers.

    '' where some of it is told otherwise.
    """
    sums: dict[tuple[str, str], Decimal] = {}
    for item in (item.strip() for text in texts for item in re.split("[、；;]", text)):
        found = _ITEM.fullmatch(item)
        if found is None:
            return ""
        key = (found[1], found[3])
        sums[key] = sums.get(key, Decimal(0)) + Decimal(found[2].replace(",", ""))
    ordered = sorted(sums.items(), key=lambda one: _ORDER.get(one[0][0], len(_ORDER)))
    return "、".join(f"{name}{_plain(number)}{unit}" for (name, unit), number in ordered)
