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
    Absence,
    Activity,
    ActivityMentee,
    Agreement,
    AgreementParty,
    AgreementTask,
    Allowance,
    Appraisal,
    Attachment,
    Batch,
    BatchOne,
    CareerLine,
    Contact,
    Development,
    DutyCheck,
    Enrolment,
    FreeValue,
    Letter,
    Mentorship,
    MentorshipStep,
    Opinion,
    Pairing,
    PairingDepartment,
    Person,
    PersonPaper,
    Plan,
    PlanItem,
    PlanOccurrence,
    Posting,
    PostingGoal,
    Report,
    ReportRemark,
    ReportStep,
    SignOff,
    Stay,
    Training,
    Unit,
    UnitAlias,
    UnitContact,
    UnitDepartment,
    UnitYear,
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


def _posting(op: OperationScope, units: dict[str, bytes], person: bytes, enrolment: bytes) -> bytes:
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
    (report,) = op.insert_many(
        Report,
        [
            {
                "supporting_unit_id": units["yubei"], "receiving_unit_id": units["clinic"], "person_id": person,
                "month": "2021-06", "outpatients": "132", "specialties": "1/中医馆", "donations": "0.5",
            }
        ],
    )  # fmt: skip
    op.insert_many(
        ReportStep, [{"report_id": report, "position": 1, "state": "sent", "at": "2021-07-02", "by": "李敏"}]
    )
    op.insert_many(ReportRemark, [{"report_id": report, "figure": "outpatients", "text": "含巡诊"}])
    op.insert_many(
        SignOff, [{"appraisal_id": sheet, "step": 1, "printed_on": "2021-11-02", "handed_to": "冉小满"}]
    )
    op.insert_many(
        FreeValue, [{"owner_table": "report", "owner_id": report, "name": "free.beds", "value": "2"}]
    )
    return posting


def _mentoring(op: OperationScope, units: dict[str, bytes], person: bytes, posting: bytes) -> None:
    (mentee,) = op.insert_many(Person, [{"name": "冉小满", "unit_id": units["clinic"], "title": "住院医师"}])
    (mentorship,) = op.insert_many(
        Mentorship,
        [
            {
                "posting_id": posting,
                "mentee_id": mentee,
                "number": "2021-001",
                "contents": "教学查房\n手术示教",
            }
        ],
    )
    op.insert_many(
        MentorshipStep, [{"mentorship_id": mentorship, "position": 1, "month": "2021-05", "content": "跟诊"}]
    )
    where = {
        "unit_id": units["clinic"],
        "supporting_unit_id": units["yubei"],
        "person_id": person,
        "posting_id": posting,
    }
    lecture, _ = op.insert_many(
        Activity,
        [
            {
                **where,
                "kind": "lectures",
                "date": "2021-06-08",
                "month": "2021-06",
                "amount": 1,
                "people": 23,
                "topic": "针灸",
            },
            {**where, "kind": "donations", "date": "2021-06", "month": "2021-06", "amount": 5000},
        ],
    )
    op.insert_many(ActivityMentee, [{"activity_id": lecture, "mentorship_id": mentorship}])
    op.insert_many(
        Development,
        [{"kind": "specialties", "name": "中医馆", "unit_id": units["clinic"], "began": "2021-06"}],
    )
    op.insert_many(
        Training,
        [
            {
                "person_id": mentee,
                "unit_id": units["yubei"],
                "from_unit_id": units["clinic"],
                "start": "2021-09",
            }
        ],
    )
    op.insert_many(
        Absence, [{"posting_id": posting, "start": "2021-07-01", "end": "2021-07-03", "kind": "事假"}]
    )
    op.insert_many(Allowance, [{"posting_id": posting, "days": "31", "rate": "100", "amount": "3100"}])
    op.insert_many(
        DutyCheck, [{"posting_id": posting, "period": "2021年上半年", "score": "95", "result": "优秀"}]
    )


def _between_units(op: OperationScope, units: dict[str, bytes]) -> None:
    (pairing,) = [row[0] for row in op.raw.execute("SELECT id FROM pairing WHERE managed")]
    (batch,) = [row[0] for row in op.raw.execute("SELECT id FROM batch")]
    (agreement,) = op.insert_many(
        Agreement, [{"pairing_id": pairing, "kind": "责任书", "title": "对口帮扶责任书"}]
    )
    op.insert_many(AgreementParty, [{"agreement_id": agreement, "position": 1, "name": "天全县人民政府"}])
    op.insert_many(AgreementTask, [{"agreement_id": agreement, "position": 1, "year": "2018", "target": "3"}])
    op.insert_many(Letter, [{"edition": "yuanbang-agreement", "agreement_id": agreement, "number": "1"}])
    op.insert_many(
        Contact, [{"kind": "call", "date": "2018-03-05", "pairing_id": pairing, "level": "主要领导"}]
    )
    op.insert_many(BatchOne, [{"batch_id": batch, "item": "leader", "done_on": "2021-06"}])
    op.insert_many(
        UnitDepartment, [{"unit_id": units["tianquan"], "name": "妇儿科", "main": True, "key_staff": "3"}]
    )
    op.insert_many(
        UnitYear, [{"unit_id": units["tianquan"], "year": "2018", "measure": "county_share", "value": "86.5"}]
    )


def fill(store: Store) -> None:
    """Invented content in every table, a change, a deletion, and an undo."""
    with store.operation("import", "导入名册", operator="李敏") as op:
        units = _units(op)
        person, enrolment = _person(op, units)
        posting = _posting(op, units, person, enrolment)
        _mentoring(op, units, person, posting)
        _between_units(op, units)
        (plan,) = op.insert_many(Plan, [{"title": "对口帮扶工作计划清单", "unit_id": units["ziyang"]}])
        (item,) = op.insert_many(
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
        op.insert_many(PlanOccurrence, [{"plan_item_id": item, "due": "2017-08-25"}])
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
