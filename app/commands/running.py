"""Running a command and answering: exit codes and the one JSON object of the contract.

0 done · 1 done in part · 2 refused, also for wrong usage · 3 a bug of ours · 4 cancelled.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.catalogue.bug_log import account, keep, without_numbers
from app.catalogue.files import surroundings
from app.catalogue.place import default_folder, expect
from app.catalogue.problems import Cancelled, Problem, Refusal, Surroundings
from app.commands import window
from app.commands.parser import HelpAsked, parse
from app.commands.showing import shown
from app.operations.results import Outcome

DONE, PART, REFUSED, BUG, CANCELLED = range(5)


def main(arguments: Sequence[str]) -> int:
    """Parse, run and answer; the exit code."""
    wants_json = "--json" in arguments
    command, folder = "", default_folder()
    try:
        options = parse(arguments)
        command, folder = options.command or "", options.data or folder
        if options.data is None:
            expect(folder)
        if options.command is None:
            if wants_json:
                raise Refusal(Problem("CLI-005", "没有写命令", "用 python -m app --help 查看有哪些命令"))
            return window.main(told=options.data)
        from app.commands.acts import ACTS  # noqa: PLC0415 - the window needs none of it

        _open_streams()
        outcome = ACTS[options.command](options, folder)
    except HelpAsked as asked:
        return _answer(wants_json, DONE, None, Outcome(asked.text), "")
    except (Exception, KeyboardInterrupt) as error:
        return failed(error, folder, wants_json, command, arguments)
    status = PART if outcome.done_in_part else DONE
    code = (outcome.refused[0].code if outcome.refused else "CLI-002") if status == PART else None
    return _answer(wants_json, status, code, outcome, command)


def _open_streams() -> None:
    """A program without a console has no streams; nobody reads what is said, yet the exit code is the answer."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the program ends
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def failed(
    error: BaseException,
    folder: Path,
    as_json: bool = False,
    command: str = "",
    arguments: Sequence[str] = (),
) -> int:
    """Answer an error by its kind; the exit code. ``command`` is the word that was being carried out.

    A refusal of what was asked, not of a file, has its place in the words that asked: ``arguments``.
    """
    match error:
        case Refusal():
            return _refused(as_json, [_placed(problem, arguments) for problem in error.problems])
        case Surroundings():
            return _refused(as_json, [error.problem])
        case OSError():
            return _refused(as_json, [surroundings(error, error.filename or "").problem])
        case _ if (stopped := _stopped(error)) is not None:
            said = str(stopped) or "已取消，什么都没有保存"
            return _answer(as_json, CANCELLED, "CLI-004", Outcome(said), "")
    return _answer(as_json, BUG, "BUG-001", Outcome(_bug_told(error, folder, command)), "")


def _stopped(error: BaseException) -> BaseException | None:
    """The cancelling itself, also where it came in the midst of something that then failed over it."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, Cancelled | KeyboardInterrupt):
        seen = seen.__cause__ or seen.__context__
    return seen


def _placed(problem: Problem, arguments: Sequence[str]) -> Problem:
    if problem.file or problem.sheet or problem.row or problem.column or problem.value:
        return problem
    return problem.at(value=" ".join(one for one in arguments if one != "--json"))


def _refused(as_json: bool, problems: Sequence[Problem]) -> int:
    first = problems[0]
    return _answer(as_json, REFUSED, first.code, Outcome(str(first), refused=list(problems)), "")


def _bug_told(error: BaseException, folder: Path, command: str) -> str:
    """What to say of a bug of ours. The trace goes to the log in the data folder, not onto the screen."""
    text = without_numbers(f"程序出错（不是您的操作问题）：{type(error).__name__}: {error}")
    target = keep(folder, account(error, doing=[command] if command else ()))
    return f"{text}。详情已记在 {target}，请发给维护的人" if target else text


def _answer(as_json: bool, status: int, code: str | None, outcome: Outcome, command: str) -> int:
    """Say what came of a command; its exit code, also where nobody reads on (``| head``)."""
    _open_streams()
    try:
        _say(as_json, status, code, outcome, command)
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - takes what is left over
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows calls a closed pipe an invalid argument
            print(surroundings(error, "标准输出").problem, file=sys.stderr)
            return PART if status == DONE else status
    return status


def _say(as_json: bool, status: int, code: str | None, outcome: Outcome, command: str) -> None:
    if as_json:
        answer = {
            "ok": status == DONE,
            "code": code,
            "message": outcome.message,
            "items": outcome.items,
            "refused": [problem.as_item() for problem in outcome.refused],
        }
        print(json.dumps(answer, ensure_ascii=False))
        return
    for line in shown(command, outcome.items):
        print(line)
    for problem in outcome.refused:
        if str(problem) != outcome.message:
            print(problem, file=sys.stderr)
    print(outcome.message, file=sys.stdout if status in (DONE, PART) else sys.stderr)
