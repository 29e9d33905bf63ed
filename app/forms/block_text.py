"""A letter's blocks as plain text that a person can edit, and back.

A clause is its text; attachments are their names, one a line; a signature block is the lines of each party, a blank line
between two parties; a table is the heads of its columns, one a line. What is filled in by itself stands in braces by its
name: ``{帮带期限}`` for ``{mentorship.term}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.catalogue.fields import FIELDS, label_of
from app.catalogue.problems import Problem, Refusal
from app.forms.edition import PLACEHOLDER, Edition

Block = Mapping[str, Any]
_NAMED = re.compile(r"\{([^{}|]*)(\|[^{}]*)?\}")


def kind_of(block: Block) -> str:
    """``text``, ``table``, ``attachments`` or ``parties``."""
    if block.get("attachments"):
        return "attachments"
    return "table" if block.get("rows") else "parties" if block.get("parties") else "text"


def names_of(edition: Edition) -> dict[str, str]:
    """The fields that a wording of this edition may fill in, name → path: those it has, and their like."""
    used = {
        path for block in edition.blocks for text in (block.text, *block.attachments) for path in _paths(text)
    }
    used |= {
        path
        for block in edition.blocks
        for party in block.parties
        for line in party.lines
        for path in _paths(line)
    }
    groups = {path.partition(".")[0] for path in used}
    more = [
        path
        for path, one in FIELDS.items()
        if path.partition(".")[0] in groups and one.kind not in ("photo", "lines")
    ]
    names: dict[str, str] = {}
    for path in (*sorted(used), *more):
        name = label_of(path)
        if names.setdefault(name, path) != path:
            names[f"{name}（{path}）"] = path
    return names


def _paths(text: str) -> Iterable[str]:
    return (found[1] for found in PLACEHOLDER.finditer(text))


def names_in(*texts: str) -> dict[str, str]:
    """The fields that these texts fill in, name → path."""
    return {label_of(path): path for text in texts for path in _paths(text)}


def named(text: str, names: Mapping[str, str]) -> str:
    """A text with the names of its fields in braces, as a person sees it."""
    called = {path: name for name, path in reversed(list(names.items()))}

    def placed(found: re.Match[str]) -> str:
        shape = f"|{found[2]}" if found[2] else ""
        return "{" + called.get(found[1], found[1]) + shape + "}"

    return PLACEHOLDER.sub(placed, text)


def pathed(text: str, names: Mapping[str, str]) -> str:
    """The same back: the fields' paths in braces, as it is kept."""
    return _NAMED.sub(
        lambda found: "{" + names.get(found[1].strip(), found[1]) + (found[2] or "") + "}", text
    )


def said(block: Block, names: Mapping[str, str]) -> str:
    """What a person sees of a block."""
    kind = kind_of(block)
    if kind == "table":
        return "\n".join(str(column["head"]).replace("\n", "") for column in block["columns"])
    if kind == "attachments":
        text = "\n".join(block["attachments"])
    elif kind == "parties":
        text = "\n\n".join("\n".join(party["lines"]) for party in block["parties"])
    else:
        text = str(block.get("text", ""))
    return named(text, names)


def changed(block: Block, text: str, names: Mapping[str, str]) -> dict[str, Any]:
    """The block as a person now wants it to read.

    Raises :class:`Refusal` FRM-021 when a table would get another number of columns, or nobody would sign.
    """
    text = pathed(text, names)
    kind = kind_of(block)
    if kind == "text":
        return {**block, "text": text}
    if kind == "attachments":
        attached = [line.strip() for line in text.split("\n") if line.strip()]
        if not attached:
            raise Refusal(Problem("FRM-021", "没有写附件的名称", "没有附件，请删掉这一段", column="附件"))
        return {**block, "attachments": attached}
    if kind == "parties":
        parties = [
            {"lines": part.split("\n")} for part in re.split(r"\n[ 　]*\n+", text.strip("\n")) if part.strip()
        ]
        if not parties:
            raise Refusal(Problem("FRM-021", "落款至少要有一方", "不要落款，请删掉这一段", column="落款"))
        return {**block, "parties": parties}
    heads = [line.strip() for line in text.split("\n") if line.strip()]
    if len(heads) != len(block["columns"]):
        raise Refusal(
            Problem(
                "FRM-021", f"这张表有{len(block['columns'])}栏，写了{len(heads)}个栏名", "一行一个栏名，不能多也不能少",
                column="表格",
            )
        )  # fmt: skip
    columns = [
        column if str(column["head"]).replace("\n", "") == head else {**column, "head": head}
        for column, head in zip(block["columns"], heads, strict=True)
    ]
    return {**block, "columns": columns}
