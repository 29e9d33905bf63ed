"""师带徒 as the notice counts it: how many mentees a supporter is to have, and how a plan's steps are worded.

Source: sichuan-2017-122 二（三） (1:5, 1:4 and 1:3 by class of the receiving unit, each year, new ones; main departments and
业务骨干 within three years).
"""

from __future__ import annotations

import re

from app.catalogue.work import CONTENTS

RATIOS = {"省属薄弱": 5, "市属薄弱": 4, "县属薄弱": 3, "民族县": 3, "民族待遇县": 3, "肿瘤防治重点县": 3}
"""Mentees of each supporter by 受援县或单位类别. The notice names the first three; the county classes after them are read
as 县属 units."""

COVER_YEARS = 3
"""Years within which main departments and their key staff are to be covered."""

PASSED, FAILED = "合格", "不合格"
RESULTS = (PASSED, FAILED)

_TAUGHT = {
    "理论讲座": "基础理论和诊疗规范",
    "诊疗示范": "常见病、多发病的规范诊疗",
    "手术示教": "常用手术和操作技术",
    "教学查房": "病史采集、查体和病情分析",
    "案例分析": "疑难、典型病例的诊断与鉴别",
}
_FIRST, _LAST = "了解基础，定出目标", "小结与考核"


def required_mentees(unit_class: str) -> int | None:
    """How many mentees each supporter at a unit of that class is to have; None when the class does not tell."""
    return RATIOS.get(unit_class.strip())


def contents_of(text: str) -> list[str]:
    """The ways of teaching that a text names, one a line or parted by 、；，."""
    return [one for part in re.split(r"[\n、；;，,]+", text) if (one := part.strip())]


def months_between(start: str, end: str) -> list[str]:
    """The months ``YYYY-MM`` from one partial date to the other, both included; none when they do not tell months."""
    if not re.match(r"\d{4}-\d{2}", start) or not re.match(r"\d{4}-\d{2}", end):
        return []
    first = int(start[:4]) * 12 + int(start[5:7]) - 1
    last = int(end[:4]) * 12 + int(end[5:7]) - 1
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, min(last, first + 59) + 1)]


def propose_steps(start: str, end: str, contents: str, specialty: str = "") -> list[dict[str, str]]:
    """A plan over the term: each month a way of teaching, in turn; the first begins with the level, the last with tests.

    Rows are ``{"month", "content", "form"}``. A proposal: the clerk changes it as the mentor likes.
    """
    months, forms = months_between(start, end), contents_of(contents) or list(CONTENTS)
    steps = []
    for number, month in enumerate(months):
        form = forms[number % len(forms)]
        taught = specialty + _TAUGHT.get(form, form)
        if number == 0:
            taught = f"{_FIRST}；{taught}"
        elif number == len(months) - 1:
            taught = f"{taught}；{_LAST}"
        steps.append({"month": month, "content": taught, "form": form})
    return steps
