"""Checking a parsed TOML tree against ``resources/forms/schema.json``.

The file is plain JSON Schema (draft 2020-12), so that any editor can use it. Only the words that it uses are
understood here: loading jsonschema costs 70 ms of start for the same answers without our codes and wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_NAMES = {
    "object": "表",
    "array": "数组",
    "string": "文字（加引号）",
    "boolean": "true 或 false",
    "integer": "整数",
    "number": "数字",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the shape: where it is, its code, what is wrong and what to do."""

    path: Path
    code: str
    message: str
    remedy: str
    value: str = ""


def faults(tree: object, schema: Mapping[str, Any]) -> Iterator[Fault]:
    """Every fault of ``tree``, in the order of the tree. Codes FRM-003 to FRM-005."""
    yield from _check(tree, schema, schema, ())


def _is(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _kinds(node: Mapping[str, Any]) -> list[str]:
    kinds: str | list[str] = node.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _check(value: object, node: Mapping[str, Any], root: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    if "$ref" in node:
        node = root["$defs"][node["$ref"].rpartition("/")[2]]
    key = str(path[-1]) if path else ""
    if "enum" in node and value not in node["enum"]:
        choices = "、".join(map(str, node["enum"]))
        yield Fault(path, "FRM-005", f"“{key}”的值不对", f"可用的值：{choices}", str(value))
        return
    kinds = _kinds(node)
    if kinds and not any(_is(value, kind) for kind in kinds):
        names = "或".join(_NAMES[kind] for kind in kinds)
        yield Fault(path, "FRM-005", f"“{key}”的类型不对", f"应当是{names}", str(value))
        return
    if isinstance(value, dict):
        yield from _check_table(value, node, root, path)
    elif isinstance(value, list):
        yield from _check_array(value, node, root, path)
    else:
        yield from _check_plain(value, node, key, path)


def _check_plain(value: object, node: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
    if isinstance(value, (int, float)) and value < node.get("minimum", value):
        yield Fault(path, "FRM-005", f"“{key}”太小", f"至少是 {node['minimum']}", str(value))
    if isinstance(value, str):
        if len(value) < node.get("minLength", 0):
            yield Fault(path, "FRM-005", f"“{key}”是空的", "请填上文字")
        elif "pattern" in node and not re.search(node["pattern"], value):
            yield Fault(
                path,
                "FRM-005",
                f"“{key}”的写法不对",
                "只用小写字母、数字和连字符，如 yubei-2021-roster",
                value,
            )


def _check_array(
    value: list[object], node: Mapping[str, Any], root: Mapping[str, Any], path: Path
) -> Iterator[Fault]:
    least, most = node.get("minItems", 0), node.get("maxItems", len(value))
    if not least <= len(value) <= most:
        wanted = f"{least} 项" if least == node.get("maxItems") else f"至少 {least} 项"
        yield Fault(path, "FRM-005", f"“{path[-1]}”的项数不对（{len(value)} 项）", f"应当是{wanted}")
    for number, item in enumerate(value):
        yield from _check(item, node.get("items", {}), root, (*path, number))


def _check_table(
    value: dict[str, object], node: Mapping[str, Any], root: Mapping[str, Any], path: Path
) -> Iterator[Fault]:
    for key in node.get("required", ()):
        if key not in value:
            yield Fault((*path, key), "FRM-004", f"缺少“{key}”", f"请补上“{key} = …”")
    known: Mapping[str, Any] = node.get("properties", {})
    patterns: Mapping[str, Any] = node.get("patternProperties", {})
    for key, item in value.items():
        inner = known.get(key) or next((s for p, s in patterns.items() if re.search(p, key)), None)
        if inner is not None:
            yield from _check(item, inner, root, (*path, key))
        elif not node.get("additionalProperties", True):
            remedy = f"可用的项：{'、'.join(known)}" if known else "请检查写法"
            yield Fault((*path, key), "FRM-003", f"不认识的项“{key}”", remedy, key)
