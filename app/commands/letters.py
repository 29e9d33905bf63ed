"""Commands of letters and certificates: ``letter``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.commands.opening import opened, path_of
from app.operations.results import Outcome


def add(commands: Any) -> None:
    """The words of these commands."""
    command = commands.add_parser("letter", help="写协议、证书、证明和年度报告")
    command.add_argument("edition", metavar="EDITION", help="文书的表样编号，见 editions 命令")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--person", metavar="NAME", help="某人的（师带徒按导师）")
    which.add_argument("--id", metavar="ID", help="某条记录或某人的编号")
    which.add_argument("--unit", metavar="U", help="某单位的（支援或受援）")
    which.add_argument("--year", metavar="Y", help="某年，年度报告用，如 2021")
    command.add_argument(
        "--out",
        type=path_of,
        required=True,
        metavar="FILE",
        help=".pdf 或 .docx",
    )
    command.add_argument(
        "--values-only", action="store_true", help="套打：证书只印内容，印在买来的空白证书上"
    )
    command.add_argument(
        "--offset",
        metavar="RIGHT,DOWN",
        default="0,0",
        help="套打时往右、往下移几毫米，如 1.5,-2（负数前写 --offset=）",
    )
    command.add_argument("--qr", action="store_true", help="PDF 每页印一个小二维码，扫描件凭它归位")
    command = commands.add_parser("calibration", help="打印套打用的校准页，量出打印机的偏移")
    command.add_argument("--out", type=path_of, required=True, metavar="FILE.pdf")
    command.add_argument("--offset", metavar="RIGHT,DOWN", default="0,0", help="已用的偏移，如 1.5,-2")


def _offset(text: str) -> tuple[float, float]:
    """mm to the right and down. Raises :class:`Refusal` PRN-007."""
    try:
        right, down = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise Refusal(
            Problem("PRN-007", "看不懂偏移", "请写成“往右,往下”两个毫米数，如 1.5,-2", value=text)
        ) from error
    if not max(abs(right), abs(down)) <= 100:  # not a number neither
        raise Refusal(Problem("PRN-007", "偏移超过100毫米，会印到纸外", "请用毫米写", value=text))
    return right, down


def _calibration(options: Namespace, _folder: Path) -> Outcome:
    from app.operations.printing import write_calibration  # noqa: PLC0415

    return write_calibration(options.out, _offset(options.offset))


def _letter(options: Namespace, folder: Path) -> Outcome:
    from app.operations.letters import letter_editions, write_letter, yearly_letter  # noqa: PLC0415
    from app.operations.printing import check_drawn  # noqa: PLC0415

    if options.out.suffix.lower() not in (".pdf", ".docx"):
        raise Refusal(
            Problem(
                "PRN-003", f"不能写成“{options.out.suffix}”文件", "请用 .pdf 或 .docx", file=str(options.out)
            )
        )
    overprint = _offset(options.offset) if options.values_only else None
    with opened(options, folder) as store:
        edition = letter_editions(folder).get(options.edition)
        if edition is not None:
            check_drawn(edition, options.out, coded=options.qr, overprint=options.values_only)
        if options.year is not None:
            found: tuple[bytes, ...] = (yearly_letter(store, options.edition, options.year),)
        else:
            found = _records(store, edition, options)
        return write_letter(store, options.edition, found, options.out, coded=options.qr, overprint=overprint)


def _records(store: Any, edition: Any, options: Namespace) -> tuple[bytes, ...]:
    from app.operations.select import (  # noqa: PLC0415
        find_one_person,
        find_record,
        find_unit,
        fitting,
        select_for,
    )
    from app.operations.selection import Selection  # noqa: PLC0415

    if edition is None:  # writing says which editions there are
        return ()
    if options.person is not None:
        return fitting(store, edition, find_one_person(store, edition.subject, options.person))
    if options.id is not None:
        return find_record(store, edition.subject, options.id)
    records = tuple(
        record.id for record in select_for(store, edition, Selection(unit=find_unit(store, options.unit)))
    )
    if not records:
        raise Refusal(Problem("PRN-002", "这个单位没有这种文书的记录", "请换一个单位，或先登记"))
    return records


ACTS = {"letter": _letter, "calibration": _calibration}
