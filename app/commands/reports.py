"""Commands of the monthly reports, of who owes what, and of the played year: ``report``, ``report-sum``,
``board``, ``sample-year``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.catalogue.problems import Cancelled, Problem, Refusal
from app.commands.opening import opened, path_of
from app.operations.results import Outcome

WORKLOAD = "yubei-2021-workload"


def add(commands: Any) -> None:
    """The words of these commands."""
    command = commands.add_parser("report", help="看一份月报的填报数和台账数；上报、收下或退回")
    command.add_argument("supporting", metavar="SUPPORTING", help="支援单位")
    command.add_argument("receiving", metavar="RECEIVING", help="受援单位")
    command.add_argument("month", metavar="MONTH", help="月份，如 2021-06")
    act = command.add_mutually_exclusive_group()
    act.add_argument("--send", action="store_true", help="上报（没有填的项先填入台账数）")
    act.add_argument("--accept", action="store_true", help="收下")
    act.add_argument("--return", dest="returned", metavar="REASON", help="退回，写明原因")
    act.add_argument("--zero", action="store_true", help="零报告")
    command.add_argument(
        "--reason", metavar="WHY", default="", help="台账里有工作仍零报告、没有人在岗仍上报的原因，记入说明"
    )
    command.add_argument("--on", metavar="DATE", default="", help="哪一天上报、收下或退回的，默认今天")
    command = commands.add_parser("report-sum", help="一支队伍月报的半年、全年合计，给医政科的一份")
    command.add_argument("supporting", metavar="SUPPORTING", help="支援单位")
    command.add_argument("receiving", metavar="RECEIVING", help="受援单位")
    command.add_argument(
        "span", metavar="SPAN", help="2021、2021上半年、2021下半年、2021派驻期或 2021-05..2021-10"
    )
    command.add_argument(
        "--edition", metavar="EDITION", default=WORKLOAD, help=f"用哪种月报表样写，默认 {WORKLOAD}"
    )
    command.add_argument(
        "--out",
        type=path_of,
        metavar="FILE",
        help="另写成 .pdf、.xlsx 或 .docx；不写就只看数",
    )
    command = commands.add_parser("board", help="报送情况：谁还欠什么")
    command.add_argument("--as-of", metavar="DATE", help="看哪一天的情况，默认今天")
    commands.add_parser("sample-year", help="把样例的一年放进一个空的数据文件夹（--data 指定），可以随便试")


def _report(options: Namespace, folder: Path) -> Outcome:
    from app.operations import report_steps, reports  # noqa: PLC0415
    from app.operations.select import find_unit, read_month  # noqa: PLC0415

    day = _day(options.on)
    with opened(options, folder) as store:
        team, unit = find_unit(store, options.supporting), find_unit(store, options.receiving)
        month = read_month(options.month)
        key = reports.report_of(store, team, unit, month)
        if key is None and (options.send or options.zero):
            key = _begun(store, team, unit, month, options.reason)
        if key is None:
            if options.accept or options.returned is not None:
                raise Refusal(Problem("RPT-001", f"还没有{month}的月报", "请先上报（--send）", value=month))
            said = f"{options.supporting} → {options.receiving} {month}：还没有月报，这是台账数"
            return Outcome(said, _items(reports.only_counted(store, team, unit, month)))
        said = ""
        if options.zero:
            said = reports.state_zero(store, key, reason=options.reason).message
        elif options.send:
            empty = [line.figure for line in reports.compare(store, key) if not line.stated]
            if empty and not store.sql("SELECT zero FROM report WHERE id = ?", (key,))[0][0]:
                reports.take_counted(store, key, empty)
                said = f"空着的{len(empty)}项填入了台账数，"
            said += report_steps.send_report(store, key, at=day).message
        elif options.accept:
            said = report_steps.accept_report(store, key, at=day).message
        elif options.returned is not None:
            said = report_steps.return_report(store, key, options.returned, at=day).message
        return _told(store, key, said)


def _begun(store: Any, team: bytes, unit: bytes, month: str, reason: str) -> bytes:
    """A new report of a team of which somebody was there, or for which a reason is given: it is kept beside the month."""
    from app.operations import reports  # noqa: PLC0415

    lacking = None
    try:
        reports.check_team(store, team, unit, month)
    except Refusal as refusal:
        if not reason.strip():
            raise
        lacking = refusal
    key = bytes.fromhex(str(reports.open_report(store, team, unit, month).items[0]["id"]))
    if lacking is not None:
        reports.remark(store, key, "report.month", reason)
    return key


def _sum(options: Namespace, folder: Path) -> Outcome:
    from app.operations.report_sums import (  # noqa: PLC0415
        missing_said,
        read_span,
        sum_items,
        team_sum,
        write_sum,
    )
    from app.operations.select import find_unit  # noqa: PLC0415

    with opened(options, folder) as store:
        team, unit = find_unit(store, options.supporting), find_unit(store, options.receiving)
        first, last = read_span(store, team, unit, options.span)
        found = team_sum(store, team, unit, first, last)
        said = "；".join(filter(None, (f"{found.name} {first}至{last}", missing_said(found))))
        if options.out is None:
            return Outcome(said, list(sum_items(found)))
        written = write_sum(store, options.edition, found, options.out)
        return Outcome(
            f"{found.name} {first}至{last}：{written.message}", written.items, refused=written.refused,
            done_in_part=written.done_in_part,
        )  # fmt: skip


def _told(store: Any, key: bytes, said: str) -> Outcome:
    from app.operations.reports import STATES, compare, team_name  # noqa: PLC0415

    ((state, zero),) = store.sql("SELECT state, zero FROM report WHERE id = ?", (key,))
    items: list[dict[str, object]] = [{"id": key.hex(), **item} for item in _items(compare(store, key))]
    name = f"{team_name(store, key)}：{STATES[state]}{'（零报告）' if zero else ''}"
    return Outcome(f"{name}；{said}" if said else name, items)


def _items(lines: Any) -> list[dict[str, object]]:
    return [
        {
            "figure": line.figure, "label": line.label, "stated": line.stated, "counted": line.counted.text,
            "records": line.counted.records, "differs": line.differs, "remark": line.remark,
        }
        for line in lines
    ]  # fmt: skip


def _day(text: str | None) -> str:
    """A day that an option tells as ISO, '' when it tells none. Raises :class:`Refusal` BRD-001."""
    from app.catalogue.dates import parse_partial  # noqa: PLC0415

    day = parse_partial(text) if text else ""
    if text and (not day or len(day) != 10):
        raise Refusal(Problem("BRD-001", "看不出是哪一天", "请写成 2021-11-20", value=text))
    return day or ""


def _board(options: Namespace, folder: Path) -> Outcome:
    from app.operations.board import board, board_items  # noqa: PLC0415
    from app.operations.out import answer  # noqa: PLC0415

    day = _day(options.as_of)
    with opened(options, folder) as store:
        found = board(store, day)
        said = answer(store, day).text
    owed = len(found.owed())
    return Outcome(
        f"{said}；{len(found.rows)}支队伍，{owed}份材料待报送（截至{found.as_of}）", board_items(found)
    )


def _sample_year(options: Namespace, folder: Path) -> Outcome:
    from app.sample_year import play  # noqa: PLC0415

    with opened(options, folder) as store:
        try:
            return play(store)
        except (Cancelled, KeyboardInterrupt) as stopped:
            said = "已取消，样例只放进了一部分" if store.sql("SELECT 1 FROM operation LIMIT 1") else ""
            raise Cancelled(said) from stopped


ACTS = {"report": _report, "report-sum": _sum, "board": _board, "sample-year": _sample_year}
