"""Dates that a form or a grid may not store: a text that is no date, an end before its beginning.

Codes: SAV-007 no date, SAV-008 the wrong way round. Times that people write in their own words (每年3月和9月) are not kept
in these columns.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from app.catalogue.dates import parse_partial
from app.catalogue.problems import Problem, Refusal

DAYS: dict[str, dict[str, str]] = {
    "batch": {"start": "开始", "end": "结束"},
    "batch_one": {"done_on": "完成日期"},
    "contact": {"date": "日期"},
    "development": {"began": "开始", "achieved": "开展、验收"},
    "duty_check": {"checked_on": "考核日期"},
    "letter": {"issued_on": "出具日期"},
    "mentorship_step": {"done_on": "完成日期"},
    "pairing": {"start": "开始", "end": "结束"},
    "plan_item": {"due": "到期日"},
    "plan_occurrence": {"due": "到期日", "done_on": "完成日期"},
    "posting": {"start": "到岗日期", "end": "离岗日期"},
    "posting_goal": {"judged_on": "评定日期"},
    "stay": {"arrive": "到", "leave": "离"},
}
"""Columns that hold a date, by table, with what the screen calls them; other tables have checks of their own."""
TERMS = (("start", "end"), ("arrive", "leave"), ("began", "achieved"))
"""Two of them that follow each other, where a table has both."""


def check_days(table: str, record: Any, told: Collection[str]) -> None:
    """Raises :class:`Refusal` SAV-007 or SAV-008 for the columns that were written; what stood there is left alone."""
    days = DAYS.get(table, {})
    for column, label in days.items():
        text = getattr(record, column)
        if column in told and text and parse_partial(text) is None:
            raise Refusal(
                Problem("SAV-007", f"“{text}”不是日期", "请写成 2021.5.1", column=label, value=text)
            )
    for first, last in TERMS:
        if first in days and last in days and not {first, last}.isdisjoint(told):
            start, end = getattr(record, first), getattr(record, last)
            if start and end and end[: len(start)] < start[: len(end)]:
                said = f"“{days[last]}”早于“{days[first]}”"
                raise Refusal(Problem("SAV-008", said, "请核对两个日期", column=days[last], value=end))
