"""The sample year counted by hand: straight from its workbooks and its script, with no code of the program.

Every test that says "agrees with a count by hand" takes the count from here. What the year's script does besides (who sent
no report, whose figure was stated otherwise) is told here once more in plain words, so that a slip in the program that plays
it is seen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
MONTHS = ("2021-05", "2021-06", "2021-07", "2021-08", "2021-09", "2021-10")
FIRST, LAST = date(2021, 5, 1), date(2021, 10, 31)
LABELS = {
    "report.outpatients": "诊疗病人", "report.operations": "开展手术", "report.rounds": "教学查房", "report.tours": "巡回诊疗",
    "report.lectures": "开展讲座", "report.health_education": "开展健康教育宣传", "report.donations": "援助设备、药品等",
}  # fmt: skip
"""Figures of the monthly report that are sums of one kind of work, with that kind as the workbook says it."""
TRAINED = ("开展讲座", "业务培训")
"""培训人数（人次） are the people who heard these."""
BUILT = {"report.specialties": "specialties", "report.techniques": "techniques", "report.rules_made": "rules"}
OTHER = (
    ("病例讨论", "次"), ("急危重症抢救", "例"), ("技术指导", "次"), ("远程会诊", "例"), ("义诊", "次"),
    ("宣传报道", "篇"), ("管理帮扶", "次"),
)  # fmt: skip
"""Work that the paper has no line for, in the order in which 开展的其它项目 names it; 业务培训 stands before 病例讨论."""


@dataclass(frozen=True)
class Entry:
    """A row of the sample ledger: ``amount`` as the workbook has it (万元 for donations), ``heads`` people who took part."""

    day: str
    unit: str
    person: str
    label: str
    amount: Decimal
    heads: int
    topic: str

    @property
    def month(self) -> str:
        return self.day[:7]


def sheet_rows(name: str, first: int) -> list[tuple[Any, ...]]:
    """The rows of a sample workbook from a row on."""
    return list(load_workbook(SAMPLES / name).worksheets[0].iter_rows(min_row=first, values_only=True))


@cache
def entries() -> tuple[Entry, ...]:
    rows = sheet_rows("activities-2021.xlsx", 3)
    return tuple(
        Entry(f"{day:%Y-%m-%d}", unit, person, label, Decimal(str(amount)), heads or 0, topic or "")
        for day, unit, person, label, amount, heads, _, topic, *_ in rows
    )


@cache
def script() -> dict[str, Any]:
    with (SAMPLES / "year-2021.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def details() -> list[dict[str, Any]]:
    """What each wrote on the own paper, by field path."""
    with (SAMPLES / "details.toml").open("rb") as file:
        return list(tomllib.load(file)["enrolment"])


@cache
def people() -> dict[str, tuple[str, str]]:
    """Everybody who was sent: name → supporting unit and receiving unit, in the roster's order."""
    rows = sheet_rows("roster-2021.xlsx", 4)
    return {row[3]: (row[0], row[1]) for row in rows if row[3]}


@cache
def teams() -> dict[tuple[str, str], tuple[str, ...]]:
    """Supporting and receiving unit → the people, in the roster's order."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, team in people().items():
        found[team] = (*found.get(team, ()), name)
    return found


@cache
def mentees() -> dict[str, tuple[tuple[str, str], ...]]:
    """Mentor → name and department of whom he taught."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for mentor, name, _, department, *_ in sheet_rows("mentees-2021.xlsx", 3):
        found[mentor] = (*found.get(mentor, ()), (name, department))
    return found


def of(names: Iterable[str] = (), months: Iterable[str] = (), labels: Iterable[str] = ()) -> list[Entry]:
    """The entries of these people, months and kinds; all where none are told."""
    who, when, what = set(names), set(months), set(labels)
    return [
        one
        for one in entries()
        if (not who or one.person in who)
        and (not when or one.month in when)
        and (not what or one.label in what)
    ]


def total(found: Iterable[Entry]) -> str:
    """The sum of amounts as people write it: 120, 0.35."""
    return plain(sum((one.amount for one in found), Decimal(0)))


def heads(found: Iterable[Entry]) -> str:
    return str(sum(one.heads for one in found))


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def built(kind: str, names: Iterable[str], months: Iterable[str] = ()) -> list[dict[str, str]]:
    """What these people built up of a kind, begun in these months, the earliest first."""
    who, when = set(names), set(months)
    found = [
        one
        for one in script()["development"]
        if one["kind"] == kind and one["person"] in who and (not when or one["began"][:7] in when)
    ]
    return sorted(found, key=lambda one: one["began"])


def behind(figure: str, names: Iterable[str], months: Iterable[str]) -> list[Entry]:
    """The entries that a figure of the monthly report counts."""
    names, months = tuple(names), tuple(months)
    if figure in LABELS:
        return of(names, months, (LABELS[figure],))
    if figure == "report.trained":
        return of(names, months, TRAINED)
    assert figure == "report.other"
    return of(names, months, ("业务培训", *(label for label, _ in OTHER)))


def counted(figure: str, names: Iterable[str], months: Iterable[str]) -> str:
    """A figure of the monthly report as it is printed."""
    names, months = tuple(names), tuple(months)
    if figure in BUILT:
        found = built(BUILT[figure], names, months)
        if figure == "report.specialties":
            return f"{len(found)}/{'、'.join(one['name'] for one in found)}" if found else ""
        return str(len(found))
    if figure == "report.trained":
        return heads(behind(figure, names, months))
    if figure == "report.other":
        parts = [
            f"{label}{total(mine)}{unit}"
            for label, unit in (("业务培训", "次"), *OTHER)
            if (mine := of(names, months, (label,)))
        ]
        return "、".join(parts)
    return total(behind(figure, names, months))


# what the reports said otherwise

ZERO = ("重医大附三院", "云阳县妇女儿童医院", "2021-08")
STATED = {("渝北区人民医院", "云阳县江口镇中心卫生院", "2021-06", "report.operations"): "9"}
RETURNED = ("渝北区人民医院", "云阳县江口镇中心卫生院", "2021-06")
NEVER_CAME = (
    ("重医大附三院", "云阳县凤鸣镇中心卫生院", "2021-10"),
    ("重医大附三院", "云阳县沙市镇中心卫生院", "2021-10"),
)
SENT, SENT_BACK, SENT_AGAIN, ACCEPTED, DUE = 4, 6, 7, 8, 5
"""Days of the following month on which reports went their way; the last is the day by which they are due."""


def came(team: tuple[str, str], months: Iterable[str] = MONTHS) -> list[str]:
    """The months whose report of a team was accepted in the end."""
    return [month for month in months if (*team, month) not in NEVER_CAME]


def next_month(month: str, day: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]), 12)
    return f"{year}-{number + 1:02d}-{day:02d}"


def report_state(team: tuple[str, str], month: str, day: str) -> str:
    """How a team's report of a month stands on a day, as the board says it."""
    on = {at: next_month(month, at) for at in (SENT, SENT_BACK, SENT_AGAIN, ACCEPTED, DUE)}
    if (*team, month) not in NEVER_CAME:
        if day >= on[ACCEPTED]:
            return "零报告" if (*team, month) == ZERO else "已收"
        if (*team, month) == RETURNED and on[SENT_BACK] <= day < on[SENT_AGAIN]:
            return "退回"
        if day >= on[SENT]:
            return "零报告待收" if (*team, month) == ZERO else "已报"
    if day > on[DUE]:
        return f"逾期{(date.fromisoformat(day) - date.fromisoformat(on[DUE])).days}天"
    return "应报" if day[:7] > month else "未到期"


# days


def away(name: str) -> set[date]:
    """The days on which somebody was on leave."""
    return {
        day
        for one in script()["absence"]
        if one["person"] == name
        for day in days(date.fromisoformat(one["start"]), date.fromisoformat(one["end"]))
    }


def on_site(name: str, first: date = FIRST, last: date = LAST) -> int:
    """Days at the receiving unit within a span of the term: leave does not count."""
    return len(set(days(max(first, FIRST), min(last, LAST))) - away(name))


def days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
