"""When plan items are due, by the words that plans use (工作计划清单, shaoxing-2017-66): one date, or months that return.

Where the wording tells no date none is guessed: 择时实施 has none, 7月 in a period of several years has none either.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from app.catalogue.dates import parse_partial

_YEARS = re.compile(r"(?:19|20)\d\d")
_WITH_YEAR = re.compile(r"(?:19|20)\d\d年?")
_MONTH = re.compile(r"(1[0-2]|0?[1-9])月(?:份)?(上旬|中旬|下旬|底|末|初|中)?(?:前|之前|以前|完成)*")
_DAY = re.compile(r"(1[0-2]|0?[1-9])月(\d{1,2})[日号](?:前|之前|以前|完成)*")
_SPAN = re.compile(r"(?:1[0-2]|0?[1-9])月?(?:份)?[-—–~～至到]+(1[0-2]|0?[1-9])月(?:份)?(?:前|完成)*")
_YEAR_END = re.compile(r"(?:年底|年终|年末|全年|年内|下半年|第?[四4]季度)(?:前|之前|完成)*")
_PARTS = {
    re.compile(r"(?:上半年|第?[二2]季度)(?:前|完成)*"): 6,
    re.compile(r"第?[一1]季度(?:前|完成)*"): 3,
    re.compile(r"第?[三3]季度(?:前|完成)*"): 9,
}
_EACH_MONTH = re.compile(r"(1[0-2]|0?[1-9])(?:月份?)?(?=[、,，和及与/月]|$|底|初|末|中|上|下|前)")
_ENDS = {"上旬": 10, "中旬": 20, "中": 20, "初": 10}

APPRAISAL = "鉴定表"
"""What stands for an appraisal where a month stands for a report."""


def _only_year(period: str) -> str:
    """The year of a period that is one (2017年（协调、启动）); '' for several."""
    years = set(_YEARS.findall(period))
    return years.pop() if len(years) == 1 else ""


@lru_cache(maxsize=5_000)
def plan_due(text: str, period: str) -> str:
    """The partial ISO date by which an item is due; '' when the wording tells none (每年3月和9月, 择时实施).

    8月下旬 is told by its month; 12月底 by its last day, 年终 by the year's; 上半年 and quarters by their last day.
    """
    plain = "".join(text.split())
    if not plain or "每" in plain:
        return ""
    whole = parse_partial(re.sub(r"(?:之前|以前|前|完成)+$", "", plain))
    if whole:
        return whole
    year = _only_year(plain) or _only_year(period)
    bare = _WITH_YEAR.sub("", plain)
    return _within(year, bare) if year else ""


def _within(year: str, bare: str) -> str:
    day = _DAY.fullmatch(bare)
    if day:
        return parse_partial(f"{year}.{day[1]}.{day[2]}") or ""
    month = _MONTH.fullmatch(bare)
    if month:
        number = int(month[1])
        if month[2] in _ENDS:
            return f"{year}-{number:02d}-{_ENDS[month[2]]:02d}"
        return last_day(year, number) if month[2] in ("底", "末") else f"{year}-{number:02d}"
    span = _SPAN.fullmatch(bare)
    if span:
        return last_day(year, int(span[1]))
    if _YEAR_END.fullmatch(bare):
        return f"{year}-12-31"
    return next((last_day(year, number) for part, number in _PARTS.items() if part.fullmatch(bare)), "")


def last_day(year: str, month: int) -> str:
    """The last day of a month, ISO."""
    return f"{year}-{month:02d}-{monthrange(int(year), month)[1]:02d}"


@lru_cache(maxsize=5_000)
def repeats_of(text: str, period: str = "") -> str:
    """The months of each year in which an item comes round (``03,09``); '' when it does not.

    每年3月和9月, 每季度, 每半年, 每月, 每年 (its last month); 年终 within a period of several years is each year's end.
    """
    plain = "".join(text.split())
    if "每月" in plain:
        return _joined(range(1, 13))
    if "每季" in plain or "每个季度" in plain:
        return _joined((3, 6, 9, 12))
    if "每半年" in plain:
        return _joined((6, 12))
    several = len(set(_YEARS.findall(period))) > 1
    if "每年" not in plain:
        return "12" if several and _YEAR_END.fullmatch(plain) else ""
    bare = plain.partition("每年")[2]
    spans = [int(end) for end in re.findall(r"\d{1,2}月?[-—–~～至到]+(\d{1,2})月", bare)]
    months = spans or [
        int(month) for month in _EACH_MONTH.findall(re.sub(r"月\d{1,2}[日号]", "月", bare)) if month
    ]
    return _joined(sorted(set(months))) if months else "12"


def _joined(months: range | list[int] | tuple[int, ...]) -> str:
    return ",".join(f"{month:02d}" for month in months)


def months_of(repeats: str) -> list[int]:
    """The months that ``03,09`` names, whatever parts them; those that are none are left out."""
    return sorted({int(part) for part in re.findall(r"\d+", repeats) if 1 <= int(part) <= 12})


def years_of(period: str) -> list[str]:
    """The years that a period spans: 2018年—2022年 gives five; none when it names none, or an absurd span."""
    told = _YEARS.findall(period)
    if not told:
        return []
    first, last = int(min(told)), int(max(told))
    return [str(year) for year in range(first, last + 1)] if last - first < 30 else []


def last_of(due: str) -> str:
    """The last day that a partial ISO date covers; '' for text that is none."""
    found = parse_partial(due) or ""
    if len(found) == 4:
        return f"{found}-12-31"
    return last_day(found[:4], int(found[5:7])) if len(found) == 7 else found


DONE = frozenset({"已完成", "完成", "done", "已取消"})
"""States of an item that nobody waits for any more."""


def due_state(due: str, state: str, today: str = "", soon: int = 7) -> str:
    """How a date stands: 已完成 and the like as told, 逾期N天, 今天到期, N天后到期 within ``soon`` days, else ''."""
    if state in DONE:
        return state
    end = last_of(due)
    if not end:
        return ""
    left = (date.fromisoformat(end) - (date.fromisoformat(today) if today else date.today())) // timedelta(
        days=1
    )
    if left < 0:
        return f"逾期{-left}天"
    if left == 0:
        return "今天到期"
    return f"{left}天后到期" if left <= soon else ""
