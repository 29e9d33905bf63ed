"""Reading editions (表样) from TOML into checked values; a bad one is refused with file, line, key and remedy.

Codes: FRM-001 unreadable, FRM-002 no TOML, FRM-003 unknown key, FRM-004 missing key, FRM-005 wrong value,
FRM-006 unknown field, FRM-007 overlap or overrun, FRM-008 hole, FRM-009 too wide, FRM-010 two values in one cell,
FRM-011 too tall, FRM-012 bad format, FRM-013 kind and content do not match, FRM-014 ``lines`` are not the label,
FRM-015 an id twice, FRM-016 bad placeholder.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.forms import edition_checks, schema
from app.forms.edition import TITLE_SIZE, Block, Cell, Column, Edition, Foot, Party, Row, Text, Total
from app.forms.places import line_of

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "forms"


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SHIPPED / "schema.json").read_text("utf-8"))
    return loaded


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Refusal(
            Problem("FRM-001", "读不了表样文件", f"请检查文件是否还在：{error.strerror}", file=str(path))
        ) from error
    except UnicodeDecodeError as error:
        raise Refusal(
            Problem("FRM-001", "表样文件不是 UTF-8 文字", "请用记事本另存为 UTF-8 编码", file=str(path))
        ) from error


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        row = int(at[1]) if at else text.count("\n") + 1
        remedy = f"请检查这一行的引号、括号和逗号（{error}）"
        raise Refusal(Problem("FRM-002", "表样文件的写法不对", remedy, file=str(path), row=row)) from error


def _refuse(text: str, path: Path, found: list[schema.Fault]) -> Refusal:
    """The faults as problems: ``row`` is the line, ``column`` the last key of the path."""
    return Refusal(
        *(
            Problem(
                fault.code,
                fault.message,
                fault.remedy,
                file=str(path),
                row=line_of(text, fault.path),
                column=next((key for key in reversed(fault.path) if isinstance(key, str)), ""),
                value=fault.value[:80],
            )
            for fault in found
        )
    )


def _text(table: Mapping[str, Any]) -> Text:
    return Text(**dict(table))


def _title(line: str | list[str], size: float | None, blank: dict[str, str]) -> Text:
    """A title line; one given in parts is one line of the paper that is broken there."""
    if isinstance(line, str):
        return Text(line, "center", "title", size, blank)
    return Text("".join(line), "center", "title", size, blank, tuple(line))


def _cell(table: Mapping[str, Any]) -> Cell:
    values = dict(table)
    if "foot" in values:
        values["foot"] = Foot(**values["foot"])
    values["lines"] = tuple(values.get("lines", ()))
    return Cell(**values)


def _row(table: Mapping[str, Any]) -> Row:
    values = dict(table)
    values["cells"] = tuple(map(_cell, values["cells"]))
    return Row(**values)


def block_of(table: Mapping[str, Any]) -> Block:
    """A block of a letter from its table."""
    values = dict(table)
    values["columns"] = tuple(Column(**column) for column in values.get("columns", ()))
    values["parties"] = tuple(Party(tuple(party["lines"])) for party in values.get("parties", ()))
    values["attachments"] = tuple(values.get("attachments", ()))
    values["place"] = tuple(values.get("place", ()))
    return Block(**values)


def _build(tree: Mapping[str, Any], path: Path, mark: str) -> Edition:
    head, page = dict(tree["edition"]), dict(tree["page"])
    blank = head.pop("title_blank", {})
    rows = tuple(map(_row, tree.get("row", ())))
    listed = tuple(Column(**column) for column in tree.get("column", ()))
    total = tree.get("total")
    size = page.get("title_size", TITLE_SIZE)
    title = tuple(_title(line, size, blank) for line in head.pop("title"))
    top, right, bottom, left = page.pop("margins", (20, 20, 15, 20))
    return Edition(
        **head,
        **{key: page[key] for key in ("sides", "type_size", "least_size", "title_size") if key in page},
        **tree.get("list", {}),
        title=title,
        size=page.get("size", "A4"),
        landscape=page.get("landscape", False),
        margins=(top, right, bottom, left),
        columns=tuple(page.get("columns", ())) or tuple(column.width for column in listed),
        page_number=page.get("number", ""),
        rows=rows,
        listed=listed,
        total=Total(total["label"], {int(k): v for k, v in total["counts"].items()}) if total else None,
        blocks=tuple(map(block_of, tree.get("block", ()))),
        above=tuple(map(_text, tree.get("above", ()))),
        below=tuple(map(_text, tree.get("below", ()))),
        file=str(path),
        mark=mark,
    )


def load_edition(path: Path) -> Edition:
    """The checked edition of one TOML file.

    Raises :class:`Refusal` with every problem found (codes above): ``file``, ``row`` the line, ``column`` the key.
    """
    return checked(_read(path), path)


def checked(text: str, path: Path) -> Edition:
    """The edition that a file's text gives; ``path`` is the place that problems name. Raises as :func:`load_edition`."""
    tree = _parse(text, path)
    found = list(schema.faults(tree, _schema()))
    if found:
        raise _refuse(text, path, found)
    mark = hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:12]
    edition = _build(tree, path, mark)
    found = list(edition_checks.faults(edition))
    if found:
        raise _refuse(text, path, found)
    return edition


Files = tuple[tuple[Path, int], ...]


def _files(folder: Path) -> Files:
    """The edition files of a folder and their times of change, so that a changed one is read again."""
    found = (path for path in sorted(folder.rglob("*.toml")) if not path.name.startswith("."))
    return tuple((path, path.stat().st_mtime_ns) for path in found)


@lru_cache(maxsize=8)
def _shipped() -> dict[str, Edition]:
    known, bad = _read_all(_files(SHIPPED))
    if bad:
        raise Refusal(*bad)
    return known


@lru_cache(maxsize=8)
def _read_all(files: Files) -> tuple[dict[str, Edition], tuple[Problem, ...]]:
    """The editions of sound files by id, and what is wrong with the others."""
    known: dict[str, Edition] = {}
    bad: list[Problem] = []
    for path, _ in files:
        try:
            edition = load_edition(path)
        except Refusal as refusal:
            bad.extend(refusal.problems)
            continue
        if edition.id in known:
            bad.append(_twice(edition, known[edition.id]))
        else:
            known[edition.id] = edition
    return known, tuple(bad)


def _twice(edition: Edition, first: Edition) -> Problem:
    path = Path(edition.file)
    return Problem(
        "FRM-015",
        f"表样编号“{edition.id}”已被 {Path(first.file).name} 使用",
        "请改用另一个编号",
        file=str(path),
        row=line_of(_read(path), ("edition", "id")),
        column="id",
        value=edition.id,
    )


def editions(extra: Path | None = None) -> dict[str, Edition]:
    """All editions by id: the shipped ones, and over them those of the folder ``extra``. Read once and kept;
    a changed file of ``extra`` is read again. Bad files of ``extra`` are left out: :func:`bad_files` tells them.

    Raises :class:`Refusal` for bad files that are shipped.
    """
    known = dict(_shipped())
    if extra is not None and extra.is_dir():
        known.update(_read_all(_files(extra))[0])
    return known


def bad_files(extra: Path) -> list[Problem]:
    """What is wrong with the files of an office's own folder."""
    return list(_read_all(_files(extra))[1]) if extra.is_dir() else []
