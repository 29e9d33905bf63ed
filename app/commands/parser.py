"""The words of the command line, in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, NoReturn

from app.catalogue.problems import Problem, Refusal
from app.commands.opening import path_of

KINDS = ("roster", "allocation", "plan", "people", "activities", "mentees")

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "expected one argument": "后面要有一个值",
    "expected at least one argument": "后面至少要有一个值",
    "not allowed with argument %s": "不能与 %s 同用",
    "one of the arguments %s is required": "要从 %s 中选一个",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”，可选：%(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是合适的值",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
}


def _speak_chinese() -> None:
    """argparse takes its words through gettext, module-wide; ours are put in its place."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: one if count == 1 else many  # type: ignore[attr-defined]


class HelpAsked(Exception):
    """Somebody asked how it is used; ``text`` is the answer."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Parser(argparse.ArgumentParser):
    """Raises :class:`Refusal` for wrong usage and :class:`HelpAsked`, so that ``--json`` answers with one object too."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        told = _CHOICES.sub(lambda found: found[0].replace("'", "").replace(", ", "、"), message)
        raise Refusal(Problem("CLI-001", told, f"用 {self.prog} --help 查看用法"))

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - argparse's own signature
        raise HelpAsked(self.format_help().rstrip())


_CHOICES = re.compile(r"可选：.*")


def _add_further(commands: argparse._SubParsersAction[Parser]) -> None:
    """The commands that stand in modules of their own, each with its words beside its acts."""
    from app.commands import appraisals, ledger, letters, reports, signing  # noqa: PLC0415 - the window's start has no command

    for module in (ledger, reports, appraisals, letters, signing):
        module.add(commands)


def build_parser(*, command: bool = True) -> Parser:
    """The grammar: ``python -m app [--data DIR] [--json] COMMAND …``; without ``command`` only what stands before it."""
    _speak_chinese()
    parser = Parser(
        prog="python -m app", description="援帮：对口支援工作台账与公文打印。不带命令时打开窗口。"
    )
    parser.add_argument(
        "--data", type=path_of, metavar="DIR", help="数据文件夹，没有就新建（默认在用户文件夹下）"
    )
    parser.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser.add_argument("--operator", default=None, metavar="NAME", help="操作人，记入变更记录")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=Parser)
    _add_import(commands)
    _add_printing(commands)
    _add_forms(commands)
    _add_lists(commands)
    _add_keeping(commands)
    if command:
        _add_further(commands)
    return parser


def _add_import(commands: argparse._SubParsersAction[Parser]) -> None:
    command = commands.add_parser(
        "import", help="导入名册、任务分配表、计划清单、人员名单、帮扶台账或帮带对象"
    )
    command.add_argument("file", type=path_of, metavar="FILE", help="xlsx、xls、ods 或 csv 文件")
    command.add_argument("--kind", choices=KINDS, help="表的种类，默认自动识别")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="表头=字段",
        help="手工指定一列，如 --map 手机=person.mobile",
    )
    _add_choice(command)
    command.add_argument(
        "--refused", type=path_of, metavar="FILE", help="把退回的行另存为工作簿，改好后可再导入"
    )


def _add_choice(command: Parser) -> None:
    choice = command.add_mutually_exclusive_group()
    choice.add_argument("--preview", action="store_true", help="只预览，不保存（默认）")
    choice.add_argument("--yes", action="store_true", help="保存")
    command.add_argument(
        "--doubtful",
        choices=("skip", "new", "same"),
        default="skip",
        help="待确认的行：跳过、都当新的、都当已有的",
    )


def _add_printing(commands: argparse._SubParsersAction[Parser]) -> None:
    command = commands.add_parser("print", help="打印表样，成 PDF、工作簿或 Word")
    command.add_argument("edition", metavar="EDITION", help="表样编号，见 editions 命令")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="全部记录")
    which.add_argument("--person", metavar="NAME", help="某人")
    which.add_argument("--id", metavar="ID", help="某条记录或某人的编号")
    which.add_argument("--batch", metavar="B", help="某批次")
    which.add_argument("--unit", metavar="U", help="某单位（支援或受援）")
    which.add_argument("--month", metavar="M", help="某月，如 2021-05")
    which.add_argument("--blank", action="store_true", help="空白表")
    command.add_argument("--out", type=path_of, required=True, metavar="FILE", help=".pdf、.xlsx 或 .docx")
    command.add_argument("--each", action="store_true", help="每条记录一个文件")
    command.add_argument("--qr", action="store_true", help="PDF 每页印一个小二维码，扫描件凭它归位")
    command.add_argument("--printed", action="store_true", help="同时记下已打印，从此等签章")


def _add_forms(commands: argparse._SubParsersAction[Parser]) -> None:
    command = commands.add_parser("fill-in", help="生成空白填报工作簿，发给本人或卫生院填写")
    command.add_argument("edition", metavar="EDITION", help="表样编号")
    command.add_argument("--out", type=path_of, required=True, metavar="FILE.xlsx")
    command = commands.add_parser("fill-original", help="填写上级发来的 Word 原件，版式不动")
    command.add_argument("file", type=path_of, metavar="FILE.docx")
    command.add_argument("--person", required=True, metavar="NAME")
    command.add_argument("--out", type=path_of, required=True, metavar="FILE.docx")
    command = commands.add_parser("read-forms", help="读取一个文件夹里填好的表（工作簿或 Word）")
    command.add_argument("folder", type=path_of, metavar="FOLDER")
    command.add_argument("--photos", type=path_of, metavar="FOLDER", help="照片文件夹，文件名为姓名或证件号")
    _add_choice(command)


def _add_lists(commands: argparse._SubParsersAction[Parser]) -> None:
    commands.add_parser("editions", help="列出表样")
    command = commands.add_parser("people", help="列出人员")
    command.add_argument("--search", metavar="TEXT", help="姓名、拼音、首字母、证件号或电话的一部分")
    command.add_argument("--full", action="store_true", help="显示完整证件号")
    commands.add_parser("pairings", help="列出对口关系")
    commands.add_parser("plan", help="列出工作计划")
    commands.add_parser("history", help="列出变更记录")


def _add_keeping(commands: argparse._SubParsersAction[Parser]) -> None:
    command = commands.add_parser("undo", help="撤销一次操作（默认最近一次）")
    command.add_argument("operation", nargs="?", metavar="OPERATION", help="操作编号，见 history")
    command = commands.add_parser("backup", help="把整个数据文件夹备份成一个文件")
    command.add_argument("file", type=path_of, metavar="FILE")
    command = commands.add_parser("restore", help="从备份恢复（先恢复到副本并检查）")
    command.add_argument("file", type=path_of, metavar="FILE")
    command.add_argument("--yes", action="store_true", help="检查通过后替换现有数据（现有数据另存一份）")
    command = commands.add_parser("self-test", help="自检：文件、建库、旧数据、录入、打印、读回、备份、窗口")
    command.add_argument(
        "--report", type=path_of, metavar="FILE", help="把结果写成一份文字（没有命令行窗口的程序用）"
    )


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse; ``--data``, ``--operator`` and ``--json`` may stand anywhere, as people type them.

    Raises :class:`Refusal` CLI-001 for wrong usage and :class:`HelpAsked`.
    """
    front: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument in ("--data", "--operator"):
            front += [argument, *islice(given, 1)]
        elif argument == "--json" or argument.startswith(("--data=", "--operator=")):
            front.append(argument)
        else:
            rest.append(argument)
    return build_parser(command=bool(rest)).parse_args(front + rest)
