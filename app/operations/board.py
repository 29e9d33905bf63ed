"""报送情况: teams at receiving units × months and papers, who owes what, and the reminders for it.

A team owes a monthly report for every month that its postings touch (yubei-2021-72 四（三）), due on a day of the next month
that the office sets (:data:`DUE_DAY` by default); the 考核鉴定表 is due that many days after the posting's end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.catalogue.due import APPRAISAL, last_of
from app.operations.counting import months_between
from app.operations.report_steps import standing
from app.store.opening import Store

DUE_DAY = 5
"""The day of the next month by which a report is due, unless the office says otherwise."""
DUE_SETTING = "board/due_day"
APPRAISAL_DAYS = 10
"""Days after the end of a posting by which its 考核鉴定表 goes to 医政科."""

NOT_YET, DUE, SENT, RETURNED, ACCEPTED, ZERO, LATE = (
    "未到期",
    "应报",
    "已报",
    "退回",
    "已收",
    "零报告",
    "逾期",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One paper of one team. ``text`` is what the board says (逾期3天); ``record`` the report or posting behind it.

    ``stamped`` is whether the stamped copy is back: None where none is awaited yet.
    """

    state: str
    text: str
    due: str = ""
    days: int = 0
    record: bytes | None = None
    stamped: bool | None = None

    @property
    def owed(self) -> bool:
        """Whether somebody has to be reminded."""
        return self.state in (LATE, DUE, RETURNED)


@dataclass(frozen=True, slots=True)
class Team:
    """A supporting unit's people at a receiving unit, in the official order of their pairing."""

    supporting: bytes
    receiving: bytes
    supporting_name: str
    receiving_name: str
    people: tuple[str, ...]
    months: frozenset[str]
    postings: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A team's line of the board: a cell for each month, and one for the appraisals of its people."""

    team: Team
    months: dict[str, Cell]
    appraisal: Cell


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board as of a day."""

    as_of: str
    months: tuple[str, ...]
    rows: tuple[Row, ...]

    def owed(self) -> list[tuple[Row, str, Cell]]:
        """Every cell that somebody is to be reminded of, with its month or 鉴定表."""
        found = [(row, month, cell) for row in self.rows for month, cell in row.months.items() if cell.owed]
        return found + [(row, APPRAISAL, row.appraisal) for row in self.rows if row.appraisal.owed]


def due_day(store: Store) -> int:
    """The day of the next month by which reports are due."""
    text = store.workbench().setting(DUE_SETTING)
    return int(text) if text.isdigit() and 1 <= int(text) <= 28 else DUE_DAY


def teams(store: Store, first: str, last: str) -> list[Team]:
    """Every team that is out in those months, in the order of its pairing in the official table."""
    rows = store.sql(
        'SELECT t.id, coalesce(t.supporting_unit_id, p.unit_id), t.unit_id, s.name, u.name, p.name, t.start, t."end"'
        " FROM posting t JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id"
        " JOIN unit s ON s.id = coalesce(t.supporting_unit_id, p.unit_id)"
        " LEFT JOIN pairing a ON a.supporting_id = s.id AND a.receiving_id = u.id"
        " WHERE t.start <> '' AND substr(t.start, 1, 7) <= ? AND (t.\"end\" = '' OR substr(t.\"end\", 1, 7) >= ?)"
        " GROUP BY t.id ORDER BY coalesce(min(a.position), 999999), s.name, u.name, t.position, t.id",
        (last, first),
    )
    found: dict[tuple[bytes, bytes], list[Any]] = {}
    for row in rows:
        found.setdefault((row[1], row[2]), []).append(row)
    made = []
    for (supporting, receiving), mine in found.items():
        months = {month for row in mine for month in _touched(row[6], row[7], first, last)}
        names = tuple(dict.fromkeys(row[5] for row in mine))
        postings = tuple(bytes(row[0]) for row in mine)
        made.append(
            Team(
                bytes(supporting),
                bytes(receiving),
                mine[0][3],
                mine[0][4],
                names,
                frozenset(months),
                postings,
            )
        )
    return made


def _touched(start: str, end: str, first: str, last: str) -> list[str]:
    """The months of a term within a span; a date that tells only its year touches all of it."""
    begin = start[:7] if len(start) >= 7 else f"{start[:4]}-01"
    until = end[:7] if len(end) >= 7 else f"{end[:4]}-12" if end else last
    return months_between(max(begin, first), min(until, last))


def board(store: Store, as_of: str = "", months: Sequence[str] | None = None) -> Board:
    """The board as of a day (ISO; today by default), over ``months`` or those of the postings of its last twelve months."""
    day = as_of or date.today().isoformat()
    shown = tuple(months) if months is not None else _months(store, day)
    if not shown:
        return Board(day, (), ())
    found = teams(store, shown[0], shown[-1])
    reports: dict[tuple[bytes, bytes, str], list[Any]] = {}
    for one in standing(store, shown[0], shown[-1], day):
        reports.setdefault((one.supporting_unit_id, one.receiving_unit_id, one.month), []).append(one)
    stamped = _stamped(store, "report_id", day)
    last_day = due_day(store)
    appraisals = _appraisals(store, day)
    rows = []
    for team in found:
        cells = {
            month: _month_cell(
                month, day, last_day, reports.get((team.supporting, team.receiving, month), []), stamped
            )
            for month in shown
            if month in team.months
        }
        rows.append(Row(team, cells, _appraisal_cell(team, appraisals, day)))
    return Board(day, shown, tuple(rows))


def latest_day(store: Store, today: str = "") -> str:
    """A day on which the board has something to show: today while somebody is or was out, else when the last came back.

    '' when nobody was ever out. Twenty days after, the last month's reports are due.
    """
    day = today or date.today().isoformat()
    if _months(store, day):
        return day
    ((end,),) = store.sql('SELECT max("end") FROM posting WHERE length("end") = 10 AND "end" < ?', (day,))
    return min(day, (date.fromisoformat(end) + timedelta(days=20)).isoformat()) if end else ""


def _months(store: Store, day: str) -> tuple[str, ...]:
    """The months of the postings that were out within the twelve months before the day, up to this one."""
    now = day[:7]
    year_ago = f"{int(now[:4]) - 1}{now[4:]}"
    rows = store.sql(
        'SELECT min(substr(start, 1, 7)), max(CASE WHEN "end" = \'\' THEN ? ELSE substr("end", 1, 7) END) FROM posting'
        ' WHERE length(start) >= 7 AND substr(start, 1, 7) <= ? AND ("end" = \'\' OR substr("end", 1, 7) > ?)',
        (now, now, year_ago),
    )
    first, last = rows[0]
    return tuple(months_between(max(first, year_ago), min(last, now))) if first else ()


def _stamped(store: Store, column: str, day: str) -> dict[bytes, bool]:
    """Whether all stamps of a record's printed papers are back, by the record."""
    rows = store.sql(
        f"SELECT {column}, min((stamped_on <> '' AND stamped_on <= ?1) OR (attached_on <> '' AND attached_on <= ?1))"
        f" FROM sign_off WHERE {column} IS NOT NULL AND printed_on <= ?1 GROUP BY 1",
        (day,),
    )
    return {bytes(key): bool(back) for key, back in rows}


def due_of(month: str, day: int) -> str:
    """The day by which the report of a month is due: that day of the next month."""
    year, number = int(month[:4]), int(month[5:7])
    year, number = (year, number + 1) if number < 12 else (year + 1, 1)
    return f"{year}-{number:02d}-{day:02d}"


def _month_cell(month: str, day: str, last_day: int, reports: list[Any], stamped: dict[bytes, bool]) -> Cell:
    due = due_of(month, last_day)
    accepted = [one for one in reports if one.state == "accepted"]
    if len(accepted) > 1:
        return Cell(ACCEPTED, "收到2份，待处理", due, record=accepted[-1].id)
    if accepted:
        one = accepted[0]
        return Cell(
            ZERO if one.zero else ACCEPTED,
            ZERO if one.zero else ACCEPTED,
            due,
            0,
            one.id,
            stamped.get(one.id),
        )
    one = reports[-1] if reports else None
    if one is not None and one.state == "sent":
        return Cell(SENT, f"{ZERO}待收" if one.zero else SENT, due, 0, one.id, stamped.get(one.id))
    record = one.id if one is not None else None
    if one is not None and one.state == "returned":
        return Cell(RETURNED, RETURNED, due, _days(due, day), record)
    if day > due:
        days = _days(due, day)
        return Cell(LATE, f"逾期{days}天", due, days, record)
    if day[:7] > month:
        return Cell(DUE, DUE, due, 0, record)
    return Cell(NOT_YET, NOT_YET, due, 0, record)


def _days(due: str, day: str) -> int:
    return max(0, (date.fromisoformat(day) - date.fromisoformat(due)).days)


def _appraisals(store: Store, day: str) -> dict[bytes, tuple[str, int]]:
    """By posting: its end, and how many of the four opinions are given."""
    rows = store.sql(
        'SELECT t.id, t."end", (SELECT count(*) FROM appraisal a JOIN opinion o ON o.appraisal_id = a.id'
        " WHERE a.posting_id = t.id AND o.text <> '' AND o.date <> '' AND o.date <= ?) FROM posting t",
        (day,),
    )
    return {bytes(key): (end, int(count)) for key, end, count in rows}


_URGENCY = (ACCEPTED, NOT_YET, SENT, DUE, LATE)
"""States of an appraisal, the one that speaks for a team of several last."""


def _appraisal_cell(team: Team, known: dict[bytes, tuple[str, int]], day: str) -> Cell:
    """The appraisals of a team's people as one cell: the one that is furthest behind speaks for them."""
    cells = [_one_appraisal(key, *known[key], day) for key in team.postings]
    return max(cells, key=lambda cell: (_URGENCY.index(cell.state), cell.days))


def _one_appraisal(posting: bytes, end: str, steps: int, day: str) -> Cell:
    last = last_of(end)
    if steps >= 4:
        return Cell(ACCEPTED, "四级已齐", record=posting)
    due = (date.fromisoformat(last) + timedelta(days=APPRAISAL_DAYS)).isoformat() if last else ""
    if steps:
        return Cell(SENT, f"已签{steps}级", due, 0, posting)
    if not last or day <= last:
        return Cell(NOT_YET, NOT_YET, due, record=posting)
    if day > due:
        return Cell(LATE, f"逾期{_days(due, day)}天", due, _days(due, day), posting)
    return Cell(DUE, "应交", due, 0, posting)


def reminder(cells: Iterable[tuple[Row, str, Cell]]) -> str:
    """催报 as text to paste into a chat: one line a team and kind of paper, its months named one by one."""
    lines: dict[tuple[str, bool], list[tuple[str, Cell]]] = {}
    for row, paper, cell in cells:
        team = f"{row.team.supporting_name}驻{row.team.receiving_name}（{'、'.join(row.team.people)}）"
        lines.setdefault((team, paper == APPRAISAL), []).append((paper, cell))
    return "\n".join(
        f"{team}：{_one_owed(owed[0], appraisal) if len(owed) == 1 else _several_owed(owed)}，请尽快报送，谢谢！"
        for (team, appraisal), owed in lines.items()
    )


def _one_owed(owed: tuple[str, Cell], appraisal: bool) -> str:
    paper, cell = owed
    what = "医疗队员考核鉴定表" if appraisal else f"{_month_said(paper)}工作量统计报告表"
    by = f"应于{int(cell.due[5:7])}月{int(cell.due[8:10])}日前报送" if cell.due else "请及时报送"
    return what + by + {LATE: f"，已逾期{cell.days}天", RETURNED: "，已退回待重报"}.get(cell.state, "")


def _several_owed(owed: Sequence[tuple[str, Cell]]) -> str:
    named = []
    for number, (month, cell) in enumerate(owed):
        same_year = number and owed[number - 1][0][:4] == month[:4]
        how = {LATE: f"（逾期{cell.days}天）", RETURNED: "（退回待重报）"}.get(cell.state, "")
        named.append((f"{int(month[5:7])}月" if same_year else _month_said(month)) + how)
    return f"工作量统计报告表还有{len(owed)}份没有报来：{'、'.join(named)}"


def _month_said(month: str) -> str:
    return f"{int(month[:4])}年{int(month[5:7])}月"


def owed_said(found: Board) -> str:
    """How much is owed, in words: 欠12份：逾期9、退回1、应报2."""
    states = Counter(cell.state for _, _, cell in found.owed())
    parts = "、".join(f"{state}{states[state]}" for state in (LATE, RETURNED, DUE) if states[state])
    return f"欠{states.total()}份：{parts}" if parts else "没有欠报的"


def board_items(found: Board) -> list[dict[str, object]]:
    """The board for the command line: a line a team, its months' states, what is owed."""
    return [
        {
            "supporting": row.team.supporting_name,
            "receiving": row.team.receiving_name,
            "people": list(row.team.people),
            "months": {month: cell.text for month, cell in row.months.items()},
            "appraisal": row.appraisal.text,
            "owed": [month for month, cell in row.months.items() if cell.owed],
        }
        for row in found.rows
    ]
