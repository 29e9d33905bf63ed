"""Small tables as people send them, and counting in a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from app.operations.imports import apply_preview, preview_file
from app.operations.preview import Preview
from app.operations.results import Outcome
from app.store.opening import Store

ROSTER_HEADS = (
    "支援单位名称", "受援卫生院名称", "受援卫生院联系电话", "姓名", "性别", "职称", "科室", "联系方式", "支援时间",
)  # fmt: skip
PEOPLE_HEADS = ("姓名", "性别", "工作单位", "科室", "职称", "身份证号", "手机")
TERM = "2021.5.1-2021.10.31"


def workbook(path: Path, heads: Sequence[str], *rows: Sequence[object], title: str = "") -> Path:
    """A workbook of one sheet with a title, a row of heads and rows."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def roster_row(
    name: str,
    mobile: str = "13800000901",
    unit: str = "渝北区中医院",
    clinic: str = "云阳县泥溪镇卫生院",
    **told: str,
) -> tuple[str, ...]:
    values = {"sex": "女", "title": "主治医师", "department": "儿科", "contact": "", "term": TERM} | told
    return (
        unit, clinic, values["contact"], name, values["sex"], values["title"], values["department"], mobile,
        values["term"],
    )  # fmt: skip


def imported(store: Store, path: Path, kind: str | None = None) -> tuple[Preview, Outcome]:
    """Preview and apply at once, as a clerk who looks at nothing."""
    preview = preview_file(store, path, kind)
    return preview, apply_preview(store, preview)


def count(store: Store, table: str, where: str = "1") -> int:
    ((number,),) = store.sql(f"SELECT count(*) FROM {table} WHERE {where}")
    return int(number)


def statuses(preview: Preview) -> list[str]:
    return [row.status for row in preview.rows]


def operations(store: Store) -> int:
    return count(store, "operation")


def people(store: Store) -> list[str]:
    return [name for (name,) in store.sql("SELECT name FROM person ORDER BY id")]
