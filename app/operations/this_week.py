"""What is overdue in the plan or falls due by Sunday: plan items, monthly reports and appraisals, postings that end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue.dates import format_partial
from app.catalogue.due import APPRAISAL, due_state
from app.operations.board import DUE, NOT_YET, Board
from app.operations.out import Out
from app.operations.plans import due_this_week
from app.store.opening import Store


@dataclass(frozen=True, slots=True)
class Soon:
    """One thing: ``when`` in words (逾期3天, 今天到期, 2天后到期), ``place`` and ``record`` where it is looked after.

    ``place`` is a page with its tab after a slash; '' for what stands on the board itself.
    """

    end: str
    when: str
    text: str
    place: str
    record: bytes | None = None


def this_week(store: Store, found: Board, out: list[Out]) -> list[Soon]:
    """Everything by the day on which it is due, the earliest first; ``found`` and ``out`` are of the day that is asked for."""
    day = date.fromisoformat(found.as_of)
    sunday = (day + timedelta(days=6 - day.weekday())).isoformat()
    plan = [
        Soon(one.end, one.state, one.goal, "support/plan", one.item)
        for one in due_this_week(store, found.as_of)
    ]
    back = [
        Soon(one.until, "", f"{one.name}派驻期满　{one.unit}", "support/postings", one.posting)
        for one in out
        if len(one.until) == 10 and one.until <= sunday
    ]
    said = [
        Soon(one.end, one.when or due_state(one.end, "", found.as_of), one.text, one.place, one.record)
        for one in (*plan, *_papers(found, sunday), *back)
    ]
    return sorted(said, key=lambda one: one.end)


def _papers(found: Board, sunday: str) -> Iterator[Soon]:
    """Papers that fall due from today to Sunday and have not come: a line for each month, one for the appraisals."""
    cells = [(month, cell) for row in found.rows for month, cell in row.months.items()]
    cells += [(APPRAISAL, row.appraisal) for row in found.rows]
    waiting: dict[tuple[str, str], int] = {}
    for paper, cell in cells:
        if cell.state in (DUE, NOT_YET) and found.as_of <= cell.due <= sunday:
            waiting[paper, cell.due] = waiting.get((paper, cell.due), 0) + 1
    for (paper, due), count in waiting.items():
        what = "考核鉴定表" if paper == APPRAISAL else f"{int(paper[5:7])}月月报"
        yield Soon(due, "", f"{what}还有{count}支队伍没有报，{format_partial(due, 'M月D日')}前", "")
