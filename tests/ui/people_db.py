"""A list's source over a small SQLite file of its own, to try lists of any length without a ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.ui.lists.source import Column, Query

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "䶮", "秀英", "建国", "思源", "子涵"]
UNITS = ["渝北区人民医院", "渝北区中医院", "渝北区妇幼保健院", "资阳市第一人民医院"]


def make_people(path: Path, count: int) -> None:
    """``count`` invented people, the same ones each time."""
    con = sqlite3.connect(path)
    con.execute(
        "CREATE TABLE person (id BLOB PRIMARY KEY, name TEXT, unit TEXT, title TEXT, mobile TEXT, state TEXT)"
    )
    con.executemany(
        "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                n.to_bytes(16, "big"),
                SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)],
                UNITS[n % len(UNITS)],
                ("主治医师", "副主任医师")[n % 2],
                f"1380000{n % 10000:04d}",
                ("在岗", "已结束", "待派出")[n % 3],
            )
            for n in range(count)
        ),
    )
    con.execute("CREATE INDEX ix_name ON person (name)")
    con.commit()
    con.close()


class PeopleSource:
    """The table as a list."""

    columns = (
        Column("name", "姓名", 110, strong=True),
        Column("unit", "工作单位", 220),
        Column("title", "职称", 120),
        Column("mobile", "移动电话", 140),
        Column("state", "状态", 100, tag=True, tags={"在岗": "accent", "待派出": "warn"}),
    )
    tables = frozenset({"person"})

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asked: list[Query] = []

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)

    def ids(self, query: Query) -> Sequence[bytes]:
        self.asked.append(query)
        where, values = [], []
        if query.search:
            where.append("name LIKE ?")
            values.append(f"%{query.search}%")
        for name, value in query.filters:
            where.append(f"{name} = ?")
            values.append(str(value))
        sql = "SELECT id FROM person" + (" WHERE " + " AND ".join(where) if where else "")
        sql += f" ORDER BY {query.sort or 'id'} {'DESC' if query.descending else 'ASC'}, id"
        con = self._connect()
        try:
            return [row[0] for row in con.execute(sql, values)]
        finally:
            con.close()

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        con = self._connect()
        try:
            marks = ",".join("?" * len(ids))
            sql = f"SELECT id, name, unit, title, mobile, state FROM person WHERE id IN ({marks})"
            return {row[0]: row[1:] for row in con.execute(sql, list(ids))}
        finally:
            con.close()
