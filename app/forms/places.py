"""Finding the line of a TOML value again: ``tomllib`` tells none, but a refusal must name it.

Walks the text once, only when there is something to refuse. Understands what editions are written in: tables,
arrays of tables, inline tables, arrays, strings of all four kinds, comments, bare and quoted and dotted keys.
"""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
_TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"""|' + r"'''.*?'''" + r'|"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*')"
    r"|(?P<comment>#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{},=.])|(?P<bare>[^\s\[\]{},=.#\"']+)",
    re.DOTALL,
)
_HEADER = re.compile(r"^[ \t]*(\[\[?)([^\[\]\n]+)\]\]?[ \t]*(?:#.*)?$")


class _Walk:
    """The state of one walk: where the current table is, and the containers that are open."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.table: Path = ()
        self.open: list[tuple[str, Path, int]] = []  # bracket, path of the container, items so far
        self.key: list[str] = []
        self.expects_value = False
        self.path: Path = ()

    def note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def header(self, double: bool, name: str, line: int) -> None:
        path: Path = tuple(part.strip().strip("\"'") for part in name.split("."))
        if double:
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            path = (*path, number)
        self.table = path
        self.note(path, line)

    def value_starts(self, line: int) -> None:
        """A value begins: name its path when it stands in an array."""
        if not self.expects_value and self.open and self.open[-1][0] == "[":
            self.path = (*self.open[-1][1], self.open[-1][2])
        self.note(self.path, line)
        self.expects_value = False

    def base(self) -> Path:
        return self.open[-1][1] if self.open else self.table


def _mark(walk: _Walk, mark: str, line: int) -> None:
    if mark == "=":
        walk.path = (*walk.base(), *walk.key)
        walk.note(walk.path, line)
        walk.key, walk.expects_value = [], True
    elif mark in "[{":
        walk.value_starts(line)
        walk.open.append((mark, walk.path, 0))
    elif mark in "]}" and walk.open:
        walk.open.pop()
        walk.key = []
    elif mark == "," and walk.open:
        bracket, path, count = walk.open.pop()
        walk.open.append((bracket, path, count + 1))
        walk.key = []


def _word(walk: _Walk, text: str, line: int) -> None:
    if walk.expects_value or (walk.open and walk.open[-1][0] == "["):
        walk.value_starts(line)
    else:
        walk.key.append(text.strip("\"'"))


def line_numbers(text: str) -> dict[Path, int]:
    """The line (from 1) of every key and item: ``("row", 2, "cells", 0, "field")`` → 31."""
    walk = _Walk()
    position, line = 0, 1
    while position < len(text):
        at_start = position == 0 or text[position - 1] == "\n"
        if at_start and not walk.open:
            end = text.find("\n", position)
            rest = text[position : end if end >= 0 else len(text)]
            header = _HEADER.match(rest)
            if header:
                walk.header(header[1] == "[[", header[2], line)
                position += len(rest)
                continue
        match = _TOKEN.match(text, position)
        if match is None:
            position += 1
            continue
        position = match.end()
        kind, token = match.lastgroup, match[0]
        if kind == "newline":
            walk.key = walk.key if walk.open else []
        elif kind == "mark":
            _mark(walk, token, line)
        elif kind in ("string", "bare"):
            _word(walk, token, line)
        line += token.count("\n")
    return walk.lines


def line_of(text: str, path: Path) -> int | None:
    """The line of ``path``, or of the nearest table round it; None for an empty path."""
    lines = line_numbers(text)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
