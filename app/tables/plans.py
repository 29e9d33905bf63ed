"""Due dates of plan items where their wording tells one (工作计划清单, shaoxing-2017-66)."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from app.catalogue.dates import parse_partial

_YEARS = re.compile(r"(?:19|20)\d\d")
_WITH_YEAR = re.compile(r"(?:19|20)\d\d年?")
_MONTH = re.compile(r"(1[0-2]|0?[1-9])月(?:份)?(上旬|中旬|下旬|底|末|初|中)?(?:前|之前|完成)?")
_DAY = re.compile(r"(1[0-2]|0?[1-9])月(\d{1,2})[日号](?:前|之前)?")
_YEAR_END = re.compile(r"(?:年底|年终|年末|全年|年内)(?:前)?")


def _only_year(period: str) -> str:
    """The year of a period that is one (2017年（协调、启动）); '' for several."""
    years = set(_YEARS.findall(period))
    return years.pop() if len(years) == 1 else ""


@lru_cache(maxsize=5_000)
def plan_due(text: str, period: str) -> str:
    """The partial ISO date by which an item is due; '' when the wording tells none (每年3月和9月, 择时实施).

    8月下旬 is told by its month; 12月底 by its last day, 年终 by the year's.
    """
    plain = "".join(text.split())
    if not plain or "每" in plain:
        return ""
    whole = parse_partial(plain.removesuffix("前").removesuffix("之"))
    if whole:
        return whole
    year = _only_year(plain) or _only_year(period)
    bare = _WITH_YEAR.sub("", plain)
    if not year:
        return ""
    day = _DAY.fullmatch(bare)
    if day:
        return parse_partial(f"{year}.{day[1]}.{day[2]}") or ""
    month = _MONTH.fullmatch(bare)
    if month:
        number = int(month[1])
        last = f"-{monthrange(int(year), number)[1]:02d}" if month[2] in ("底", "末") else ""
        return f"{year}-{number:02d}{last}"
    return f"{year}-12-31" if _YEAR_END.fullmatch(bare) else ""
