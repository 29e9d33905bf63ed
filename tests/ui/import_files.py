"""Workbooks for tests of the import dialog, over the ledger of :mod:`ledger_maker`: every status, and any size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ledger_maker import BATCH, LONG_NAME, RECEIVING, SUPPORTING, id_number, name_of
from openpyxl import Workbook

HEADS = ("支援单位名称", "受援卫生院名称", "姓名", "性别", "身份证号", "联系方式", "支援时间", "批次名称")
TERM = "2021.5.1-2021.10.31"
SHORT = "区人民医院"


def write(path: Path, rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总表"
    for line in (heads, *rows):
        sheet.append(list(line))
    book.save(path)
    return path


def known(number: int, **other: str) -> list[str]:
    """A row about a person of the ledger, as the ledger has it but for ``other``."""
    told = {
        "unit": SUPPORTING[number % 3], "to": RECEIVING[number % 3], "name": name_of(number),
        "sex": "", "id": id_number(number), "mobile": f"1380000{number % 10000:04d}", "term": TERM, "batch": BATCH,
    }  # fmt: skip
    return list((told | other).values())


def stranger(number: int, **other: str) -> list[str]:
    """A row about somebody whom the ledger does not have."""
    name = "欧阳" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
    return known(number, **({"name": name, "id": "", "mobile": f"138000{number:05d}"} | other))


def every_status(path: Path) -> Path:
    """2 new, 2 changed, 4 doubtful (a person, three rows of one short unit name), 2 refused, 1 same as one above."""
    return write(
        path,
        [
            stranger(700, name="张䶮"),
            stranger(701, name="阿依努尔·阿卜杜热合曼·买合木提江"),
            known(0),
            known(1, mobile="13800009001"),
            known(4, id="", mobile="", unit=SUPPORTING[0]),
            stranger(702, unit=SHORT),
            stranger(703, unit=SHORT),
            stranger(704, unit=SHORT),
            known(0, name=LONG_NAME),
            stranger(705, id=id_number(705)[:-1] + ("1" if id_number(705)[-1] != "1" else "2")),
            known(0),
        ],
    )


def many(path: Path, count: int) -> Path:
    """``count`` rows of new people, every twentieth with a short unit name."""
    return write(
        path,
        [stranger(n, **({"unit": SHORT} if n % 20 == 7 else {})) for n in range(1000, 1000 + count)],
    )
