"""Small editions of letters' subjects, as an office would add them to its data folder."""

from __future__ import annotations

from pathlib import Path

from app.operations.own_editions import own_folder

_SHEET = """[edition]
id = "{id}"
name = "{name}"
title = ["{name}"]
source = "参考样式"
kind = "sheet"
subject = "{subject}"
[page]
size = "A4"
columns = [40, 130]
[[row]]
min = 12
cells = [ {{label = "文号"}}, {{field = "letter.number"}} ]
{rows}
"""
_ROW = '[[row]]\nmin = 12\ncells = [ {{label = "{label}"}}, {{field = "{path}"}} ]\n'


def sheet(folder: Path, edition: str, subject: str, name: str, **fields: str) -> str:
    """A sheet with a row for each caption and field; its id."""
    rows = "".join(_ROW.format(label=label, path=path.replace("__", ".")) for path, label in fields.items())
    target = own_folder(folder) / f"{edition}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_SHEET.format(id=edition, subject=subject, name=name, rows=rows), "utf-8")
    return edition
