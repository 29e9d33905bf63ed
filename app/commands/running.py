"""Running a command and answering: exit codes and the one JSON object of the contract.

0 done · 1 done in part · 2 refused, also for wrong usage · 3 a bug of ours · 4 cancelled.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from app.catalogue.problems import Cancelled, Problem, Refusal, Surroundings
from app.commands.parser import parse
from app.operations.results import Outcome

DONE, PART, REFUSED, BUG, CANCELLED = range(5)
log = logging.getLogger(__name__)


def default_folder() -> Path:
    """Where the data lies unless told: ``%LOCALAPPDATA%\\Yuanbang`` or ``~/.local/share/yuanbang``."""
    import os  # noqa: PLC0415 - only here

    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home())
        return Path(base) / "Yuanbang"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "yuanbang"


def main(arguments: Sequence[str]) -> int:
    """Parse, run and answer; the exit code."""
    wants_json = "--json" in arguments
    try:
        options = parse(arguments)
        if options.command is None:
            return _window(options)
        from app.commands.acts import ACTS  # noqa: PLC0415 - the window needs none of it

        outcome = ACTS[options.command](options, options.data or default_folder())
    except Refusal as refusal:
        first = refusal.problem
        return _answer(wants_json, REFUSED, first.code, str(first), [], list(refusal.problems))
    except Surroundings as fault:
        return _answer(wants_json, REFUSED, fault.problem.code, str(fault.problem), [], [fault.problem])
    except (Cancelled, KeyboardInterrupt):
        return _answer(wants_json, CANCELLED, "CLI-004", "已取消，什么都没有保存", [], [])
    except Exception as error:
        trace = traceback.format_exc()
        text = f"程序出错（不是您的操作问题）：{type(error).__name__}: {error}"
        if not wants_json:
            print(trace, file=sys.stderr)
        return _answer(wants_json, BUG, "BUG-001", text, [], [])
    status = PART if outcome.done_in_part else DONE
    return _answer(wants_json, status, None, outcome.message, outcome.items, outcome.refused)


def _window(options: Namespace) -> int:
    from app.ui.start import run  # noqa: PLC0415 - commands need no Qt

    return run(options.data or default_folder())


def _answer(
    as_json: bool,
    status: int,
    code: str | None,
    message: str,
    items: list[dict[str, object]],
    refused: list[Problem],
) -> int:
    if code is None and status == PART:
        code = refused[0].code if refused else "CLI-002"
    if as_json:
        answer = {
            "ok": status == DONE,
            "code": code,
            "message": message,
            "items": items,
            "refused": [problem.as_item() for problem in refused],
        }
        print(json.dumps(answer, ensure_ascii=False))
        return status
    stream = sys.stdout if status in (DONE, PART) else sys.stderr
    _print_items(items)
    for problem in refused:
        if str(problem) != message:
            print(problem, file=sys.stderr)
    print(message, file=stream)
    return status


def _print_items(items: Sequence[dict[str, object]]) -> None:
    for item in items:
        print("  ".join(_shown(value) for value in item.values() if value not in ("", None, [], {})))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "；".join(_shown(part) for part in value)
    if isinstance(value, dict):
        return " ".join(_shown(part) for part in value.values() if part)
    return str(value)


def outcome_of(items: list[dict[str, object]], message: str = "") -> Outcome:
    """An outcome that only lists."""
    return Outcome(message or f"共{len(items)}条", items)
