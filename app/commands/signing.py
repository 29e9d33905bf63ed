"""Commands of papers on their way through signatures and stamps: ``signoffs`` and ``scans``."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.commands.opening import opened, path_of
from app.operations.results import Outcome


def add(commands: Any) -> None:
    """The words of these commands."""
    command = commands.add_parser("signoffs", help="列出印出后还没有签章回来的材料")
    command.add_argument("--as-of", metavar="DATE", default="", help="看哪一天的情况，默认今天")
    command = commands.add_parser("scans", help="读取一个文件夹里的扫描件，有二维码的自动归位")
    command.add_argument(
        "folder",
        type=path_of,
        metavar="FOLDER",
        help="存放 PDF、JPG、PNG 的文件夹，或一个文件",
    )
    which = command.add_mutually_exclusive_group()
    which.add_argument("--preview", action="store_true", help="只看认出哪些，不附上")
    which.add_argument(
        "--to",
        metavar="ID",
        action="append",
        default=[],
        help="不看二维码，全部附到这一步（编号见 signoffs，可写多次）",
    )
    command.add_argument(
        "--step", type=int, metavar="N", help="只附到第几栏意见（考核鉴定表 1 至 4），默认是送出未回的各栏"
    )
    command.add_argument("--replace", action="store_true", help="已有扫描件的换成这次扫的")
    command.add_argument("--on", metavar="DATE", default="", help="哪一天收回的，默认今天")


def _signoffs(options: Namespace, folder: Path) -> Outcome:
    from app.operations.signoffs import read_day, waiting  # noqa: PLC0415

    with opened(options, folder) as store:
        found = waiting(store, read_day(options.as_of))
    items: list[dict[str, object]] = [
        {
            "id": one.sign_off.hex(), "title": one.title, "paper": one.paper, "edition": one.edition, "step": one.step,
            "label": one.step_label, "stage": one.stage, "since": one.since, "days": one.days, "handed_to": one.handed_to,
        }
        for one in found
    ]  # fmt: skip
    return Outcome(f"共{len(items)}项等签章", items)


def _scans(options: Namespace, folder: Path) -> Outcome:
    from app.operations.scans import attach_pages, read_scans, scan_folder  # noqa: PLC0415
    from app.operations.select import read_key  # noqa: PLC0415

    with opened(options, folder) as store:
        if not options.to:
            outcome = scan_folder(
                store, options.folder, step=options.step, again=options.replace, preview=options.preview, day=options.on
            )  # fmt: skip
            return replace(outcome, refused=[_by_hand(problem) for problem in outcome.refused])
        steps = [read_key(text) for text in options.to]
        reading = read_scans(store, options.folder)
        if reading.refused:
            raise Refusal(*reading.refused)
        pages = [page for paper in reading.papers for page in paper.pages]
        pages = sorted(
            [*pages, *(page for page, _ in reading.loose)], key=lambda page: (page.file, page.number)
        )
        if not pages:
            raise Refusal(Problem("SCN-008", "这里没有扫描件", file=str(options.folder)))
        return attach_pages(store, steps, pages, day=options.on)


def _by_hand(problem: Problem) -> Problem:
    """Where a page is placed by hand without a window."""
    return replace(problem, remedy=_PLACE_IT) if "在右边选它是哪一份" in problem.remedy else problem


_PLACE_IT = "请重新扫描，或用 scans 文件 --to 编号 归位，编号见 signoffs"
ACTS = {"signoffs": _signoffs, "scans": _scans}
