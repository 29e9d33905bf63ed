"""Commands of a person's appraisal and of what he hands in for promotion: ``appraisal``, ``promotion``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.commands.opening import opened, path_of
from app.operations.results import Outcome


def add(commands: Any) -> None:
    """The words of these commands."""
    command = commands.add_parser("appraisal", help="看一个人的鉴定：总结、四级意见、还缺什么")
    command.add_argument("person", metavar="PERSON", help="姓名或编号")
    command.add_argument("--draft", action="store_true", help="按台账起草一份工作总结，只显示不保存")
    command = commands.add_parser("promotion", help="汇编一个人的晋升材料包：一个文件夹，合订本加单份文件")
    command.add_argument("person", metavar="PERSON", help="姓名或编号")
    command.add_argument(
        "--out",
        type=path_of,
        required=True,
        metavar="FOLDER",
        help="放在哪个文件夹里（其中新建“晋升材料-姓名”）",
    )
    command.add_argument("--as-of", metavar="DATE", default="", help="天数算到哪一天，默认今天")


def _appraisal(options: Namespace, folder: Path) -> Outcome:
    from app.operations.appraising import draft_summary, state_of  # noqa: PLC0415
    from app.operations.select import find_named  # noqa: PLC0415

    with opened(options, folder) as store:
        found = find_named(store, "appraisal", options.person)
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


def _promotion(options: Namespace, folder: Path) -> Outcome:
    from datetime import date  # noqa: PLC0415

    from app.operations.promotion import make_promotion  # noqa: PLC0415
    from app.operations.select import find_named  # noqa: PLC0415
    from app.operations.signoffs import read_day  # noqa: PLC0415

    day = read_day(options.as_of)
    if len(day) != 10:
        raise Refusal(Problem("SGN-002", "看不出是哪一天", "请写成 2021.11.3", value=options.as_of))
    with opened(options, folder) as store:
        (person,) = find_named(store, "experience", options.person)
        return make_promotion(store, person, options.out, as_of=date.fromisoformat(day))


ACTS = {"appraisal": _appraisal, "promotion": _promotion}
"""The acts by their command."""
