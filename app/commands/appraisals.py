"""Commands of the appraisals: ``appraisal``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.commands.opening import opened
from app.operations.results import Outcome


def add(commands: Any) -> None:
    """The words of these commands."""
    command = commands.add_parser("appraisal", help="看一个人的鉴定：总结、四级意见、还缺什么")
    command.add_argument("person", metavar="PERSON", help="姓名或编号")
    command.add_argument("--draft", action="store_true", help="按台账起草一份工作总结，只显示不保存")


def _appraisal(options: Namespace, folder: Path) -> Outcome:
    from app.operations.appraising import draft_summary, state_of  # noqa: PLC0415
    from app.operations.select import find_one_person  # noqa: PLC0415

    with opened(options, folder) as store:
        found = find_one_person(store, "appraisal", options.person)
        if not found:
            raise Refusal(Problem("APR-001", f"“{options.person}”还没有派驻", "请先在“帮扶工作”里登记派驻"))
        posting = found[-1]
        state = state_of(store, posting)
        draft = draft_summary(store, posting) if options.draft else ""
    item: dict[str, object] = {
        "id": posting.hex(),
        "name": state.name,
        "summary": draft or state.summary,
        "drafted": bool(draft),
        "opinions": [
            {"step": one.step, "label": one.label, "text": one.text, "signer": one.signer, "date": one.date, "result": one.result}
            for one in state.opinions
        ],
        "missing": list(state.missing),
        "remarks": list(state.remarks),
    }  # fmt: skip
    return Outcome(f"{state.name}：四级意见已有{state.steps}级", [item])


ACTS = {"appraisal": _appraisal}
"""The acts by their command."""
