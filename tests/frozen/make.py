"""Freeze a ledger of the present schema with invented content, to be upgraded by the tests for ever after.

Run once for each released schema, from the repository's folder: ``python -m tests.frozen.make``. It writes
``schema-NNNN.sqlite`` and, as ``schema-NNNN.json``, every row by table and column (bytes in hex) that an upgraded ledger
must still hold. Released ones are never made again.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from app.models import (
    Appraisal,
    Attachment,
    Batch,
    CareerLine,
    Enrolment,
    Opinion,
    Pairing,
    PairingDepartment,
    Person,
    PersonPaper,
    Plan,
    PlanItem,
    Posting,
    PostingGoal,
    Report,
    Stay,
    Unit,
    UnitAlias,
    UnitContact,
)
from app.store.connecting import connect
from app.store.journal import OperationScope
from app.store.opening import Store, open_store
from app.store.schema import LEDGER, SCHEMA
from app.store.undo import undo

FROZEN = Path(__file__).parent
DERIVED = ("alembic_version", "meta", "sqlite_", "person_index", "person_search", "enrolment_row")


def _units(op: OperationScope) -> dict[str, bytes]:
    names = ("资阳市第一人民医院", "渝北区中医院", "天全县人民医院", "云阳县蔈草镇卫生院")
    classes = ("市属薄弱", "", "省属薄弱", "民族待遇县")
    keys = op.insert_many(
        Unit,
        [
            {"name": name, "class_": class_, "region": "雅安", "level": "二级甲等"}
            for name, class_ in zip(names, classes, strict=True)
        ],
    )
    op.insert_many(UnitAlias, [{"unit_id": keys[3], "name": "蔈草卫生院"}])
    op.insert_many(
        UnitContact, [{"unit_id": keys[3], "name": "冉小满", "phone": "13800000031", "position": 1}]
    )
    return dict(zip(("ziyang", "yubei", "tianquan", "clinic"), keys, strict=True))


def _person(op: OperationScope, units: dict[str, bytes]) -> tuple[bytes, bytes]:
    (batch,) = op.insert_many(
        Batch, [{"name": "2021年第一批", "year": "2021", "start": "2021-05", "end": "2021-10"}]
    )
    first, second = op.insert_many(
        Pairing,
        [
            {"supporting_id": units["yubei"], "receiving_id": units["clinic"], "batch_id": batch, "position": 1},
            {
                "supporting_id": units["ziyang"], "receiving_id": units["tianquan"], "managed": True,
                "form": "整体托管", "position": 2,
            },
        ],
    )  # fmt: skip
    op.insert_many(
        PairingDepartment, [{"pairing_id": second, "receiving_department": "妇儿科", "position": 1}]
    )
    (person,) = op.insert_many(
        Person,
        [
            {
                "name": "张䶮", "sex": "女", "birth": "1985-01", "ethnicity": "土家族", "unit_id": units["yubei"],
                "title": "主治中医师", "id_number": "519901198501012342", "mobile": "13800001234", "paper_kind": "身份证",
            }
        ],
    )  # fmt: skip
    lines = ("2003.09-2008.07　重庆医科大学　本科", "2008.08 至今　渝北区中医院　医师")
    op.insert_many(
        CareerLine, [{"person_id": person, "position": n, "text": t} for n, t in enumerate(lines, 1)]
    )
    op.insert_many(PersonPaper, [{"person_id": person, "kind": "医师执业证", "number": "110000000000001"}])
    (enrolment,) = op.insert_many(
        Enrolment,
        [
            {
                "person_id": person, "batch_id": batch, "pairing_id": first, "receiving_unit_id": units["clinic"],
                "recommended": True, "leader_post": "挂职业务副院长", "unit_opinion": "同意推荐。", "position": 1,
            }
        ],
    )  # fmt: skip
    return person, enrolment


def _posting(op: OperationScope, units: dict[str, bytes], person: bytes, enrolment: bytes) -> None:
    (posting,) = op.insert_many(
        Posting,
        [
            {
                "person_id": person, "enrolment_id": enrolment, "unit_id": units["clinic"],
                "supporting_unit_id": units["yubei"], "mode": "stationed", "start": "2021-05-01", "end": "2021-10-31",
                "state": "ended", "subsidised": False, "position": 1,
            }
        ],
    )  # fmt: skip
    op.insert_many(
        PostingGoal,
        [{"posting_id": posting, "text": "开展讲座", "measure": "次", "target": "6", "position": 1}],
    )
    op.insert_many(Stay, [{"posting_id": posting, "arrive": "2021-05-01", "leave": "2021-10-31"}])
    (sheet,) = op.insert_many(
        Appraisal, [{"posting_id": posting, "summary": "半年来……\n共诊疗病人 812 人次。"}]
    )
    op.insert_many(
        Opinion, [{"appraisal_id": sheet, "step": n, "text": f"第{n}步：合格"} for n in (1, 2, 3, 4)]
    )
    op.insert_many(
        Report,
        [
            {
                "supporting_unit_id": units["yubei"], "receiving_unit_id": units["clinic"], "person_id": person,
                "month": "2021-06", "outpatients": "132", "specialties": "1/中医馆", "donations": "0.5",
            }
        ],
    )  # fmt: skip


def fill(store: Store) -> None:
    """Invented content in every table, a change, a deletion, and an undo."""
    with store.operation("import", "导入名册", operator="李敏") as op:
        units = _units(op)
        person, enrolment = _person(op, units)
        _posting(op, units, person, enrolment)
        (plan,) = op.insert_many(Plan, [{"title": "对口帮扶工作计划清单", "unit_id": units["ziyang"]}])
        op.insert_many(
            PlanItem,
            [
                {
                    "plan_id": plan,
                    "period": "2017年（协调、启动）",
                    "number": "1",
                    "goal": "签订协议",
                    "due_text": "8月下旬",
                }
            ],
        )
        op.insert_many(
            Attachment, [{"sha256": "00" * 32, "name": "张䶮.jpg", "mime": "image/jpeg", "size": 1}]
        )
    with store.operation("save", "修改人员", operator="李敏") as op:
        op.update_many(Person, [(person, {"duty": "护士长"})])
    with store.operation("save", "修改人员", operator="王芳") as op:
        op.update_many(Person, [(person, {"duty": "主任"})])
    undo(store)


def rows_of_ledger(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of a ledger's kept tables and journal, bytes in hex."""
    connection = connect(path, read_only=True)
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    told = {}
    for name in names:
        if not name.startswith(DERIVED):
            cursor = connection.execute(f"SELECT * FROM {name} ORDER BY id")
            columns = [column[0] for column in cursor.description]
            told[name] = [
                {c: v.hex() if isinstance(v, bytes) else v for c, v in zip(columns, row, strict=True)}
                for row in cursor
            ]
    connection.close()
    return told


def main() -> None:
    """Write the frozen ledger of the present schema; never over one that is there."""
    target = FROZEN / f"schema-{SCHEMA:04d}.sqlite"
    if target.exists():
        raise SystemExit(f"{target.name} is frozen already")
    with tempfile.TemporaryDirectory() as place:
        with open_store(Path(place)) as store:
            fill(store)
        connection = connect(Path(place) / LEDGER)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        shutil.copy(Path(place) / LEDGER, target)
    told = json.dumps(rows_of_ledger(target), ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(told + "\n", "utf-8")


if __name__ == "__main__":
    main()
