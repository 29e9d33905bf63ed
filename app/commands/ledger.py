"""Commands of the ledger of support work: ``activities``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.commands.opening import opened
from app.operations.results import Outcome


def add(commands: Any) -> None:
    """The words of these commands."""
    command = commands.add_parser("activities", help="列出帮扶工作台账")
    command.add_argument("--unit", metavar="U", help="某单位（支援或受援）")
    command.add_argument("--month", metavar="M", help="某月，如 2021-06")


def _activities(options: Namespace, folder: Path) -> Outcome:
    from app.operations.ledger import activities  # noqa: PLC0415
    from app.operations.select import find_unit, read_month  # noqa: PLC0415

    with opened(options, folder) as store:
        unit = find_unit(store, options.unit) if options.unit is not None else None
        month = read_month(options.month) if options.month is not None else ""
        items = activities(store, unit, month)
    return Outcome(f"共{len(items)}条", items)


ACTS = {"activities": _activities}
