"""年度报送: a year's figures of every team as a workbook, with a sheet that names the records behind each number.

The stated figures are the sums of the accepted monthly reports, the counted ones those of the ledger; both stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.catalogue.fields import FIELDS, label_of
from app.catalogue.files import written_beside
from app.catalogue.problems import Problem, Refusal
from app.catalogue.work import DEVELOPMENTS, WORKS, shown
from app.operations.board import Team, teams
from app.operations.counting import FIGURES, Counted, Scope, counted, records_behind
from app.operations.report_sums import summed
from app.operations.results import Outcome, Progress
from app.store.opening import Store

HEADS = ("支援单位", "受援单位", "队员")
RECORD_HEADS = ("编号", "支援单位", "受援单位", "项目", "日期", "人员", "内容", "数量", "人数", "佐证")
_WIDTHS = (20, 28, 24)
_RECORD_WIDTHS = (8, 20, 28, 18, 12, 12, 30, 10, 10, 20)


@dataclass(frozen=True, slots=True)
class Line:
    """A team's year: stated and counted figures by their field paths."""

    team: Team
    stated: dict[str, str]
    counted: dict[str, Counted]
    scope: Scope


def lines(store: Store, year: str, progress: Progress | None = None) -> list[Line]:
    """Every team that was out in the year, in the official order. Raises :class:`Refusal` YRL-001 for no year."""
    if not (len(year) == 4 and year.isdigit()):
        raise Refusal(Problem("YRL-001", "看不出是哪一年", "请写成 2021", value=year))
    first, last = f"{year}-01", f"{year}-12"
    found = []
    known = teams(store, first, last)
    for number, team in enumerate(known):
        if progress is not None:
            progress(number, len(known))
        scope = Scope(first, last, team.supporting, team.receiving)
        stated = {
            path: str(value or "")
            for path, value in summed(store, team.supporting, team.receiving, first, last).values.items()
        }
        found.append(Line(team, stated, counted(store, scope), scope))
    return found


def yearly_return(store: Store, year: str, target: Path, progress: Progress | None = None) -> Outcome:
    """Write the year's return (.xlsx): 汇总, 台账数, and 记录 with every record that a counted number is made of.

    A number of the second sheet leads to its records by a link. Raises :class:`Surroundings` for errors of the disk.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - heavy
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    told = lines(store, year, progress)
    book = Workbook()
    book.remove(book.worksheets[0])
    stated, numbers, records = (book.create_sheet(name) for name in ("填报数", "台账数", "记录"))
    heads = [
        *HEADS,
        *(f"{label_of(figure)}（{FIELDS[figure].unit}）".replace("（）", "") for figure in FIGURES),
    ]
    for sheet, title in ((stated, "按月报累计的填报数"), (numbers, "按台账统计的数（点数字看记录）")):
        sheet.append([f"{year}年对口帮扶工作年度报送：{title}"])
        sheet.append(heads)
        _dress(sheet, (*_WIDTHS, *([14] * len(FIGURES))), 2)
    records.append(["台账数由这些记录算出"])
    records.append(list(RECORD_HEADS))
    _dress(records, _RECORD_WIDTHS, 2)
    count = 0
    for line in told:
        who = [line.team.supporting_name, line.team.receiving_name, "、".join(line.team.people)]
        stated.append([*who, *(_number(line.stated.get(figure, "")) for figure in FIGURES)])
        numbers.append([*who, *(_number(line.counted[figure].text) for figure in FIGURES)])
        for at, figure in enumerate(FIGURES, start=len(HEADS) + 1):
            begin = records.max_row + 1
            for row in _rows(store, line, figure):
                count += 1
                records.append([count, *row])
            if records.max_row >= begin:
                cell = numbers.cell(numbers.max_row, at)
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'记录'!A{begin}")
                cell.font = Font(color="0B5A54", underline="single")
    if progress is not None:
        progress(len(told), len(told))
    with written_beside(target) as beside:
        book.save(beside)
    item: dict[str, object] = {"file": str(target), "teams": len(told), "records": count}
    return Outcome(f"{year}年的年度报送：{len(told)}支队伍，{count}条记录", [item])


def _dress(sheet: Any, widths: Sequence[float], head: int) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.cell(1, 1).font = Font(bold=True, size=14)
    for cell in sheet[head]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"A{head + 1}"


def _number(text: str) -> float | int | str:
    """A figure as a number where it is one, so that the sheet can go on counting."""
    plain = text.strip()
    if plain.isdigit():
        return int(plain)
    try:
        return float(plain) if plain.replace(".", "", 1).isdigit() else plain
    except ValueError:
        return plain


def _rows(store: Store, line: Line, figure: str) -> Iterator[list[object]]:
    """The records behind a figure of a team's year."""
    table, keys = records_behind(store, figure, line.scope)
    who = [line.team.supporting_name, line.team.receiving_name, label_of(figure)]
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ", ".join("?" * len(part))
        if table == "activity":
            query = (
                "SELECT a.date, coalesce(p.name, ''), a.kind, a.topic, a.amount, a.people, a.evidence FROM activity a"
                f" LEFT JOIN person p ON p.id = a.person_id WHERE a.id IN ({marks}) ORDER BY a.date, a.id"
            )
            for day, person, kind, topic, amount, people, evidence in store.sql(query, part):
                work = WORKS[kind]
                what = f"{work.label}：{topic}" if topic else work.label
                yield [
                    *who,
                    day,
                    person,
                    _safe(what),
                    _number(shown(work, amount)),
                    people or "",
                    _safe(evidence),
                ]
        else:
            query = (
                "SELECT d.began, coalesce(p.name, ''), d.kind, d.name, d.evidence FROM development d"
                f" LEFT JOIN person p ON p.id = d.person_id WHERE d.id IN ({marks}) ORDER BY d.began, d.id"
            )
            for day, person, kind, name, evidence in store.sql(query, part):
                yield [*who, day, person, _safe(f"{DEVELOPMENTS[kind][0]}：{name}"), 1, "", _safe(evidence)]


def _safe(text: str) -> str:
    """A text that a spreadsheet takes for no formula, without characters that its file cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    plain = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
