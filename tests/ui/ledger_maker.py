"""Ledgers of invented people for tests of the window, of any size, the same each time."""

from __future__ import annotations

from pathlib import Path

from app.models import (
    Batch,
    Enrolment,
    Pairing,
    PairingDepartment,
    Person,
    Plan,
    PlanItem,
    Posting,
    Unit,
    UnitContact,
)
from app.store.opening import open_store

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = [
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "䶮",
    "秀英",
    "建国",
    "思源",
    "子涵",
    "晓东",
    "一鸣",
]
SUPPORTING = ["渝北区人民医院", "渝北区中医院", "资阳市第一人民医院"]
RECEIVING = [
    "云阳县江口镇中心卫生院",
    "云阳县蔈草镇卫生院",
    "云阳县凤鸣镇中心卫生院、云阳县第三人民医院医共体总院",
]
LONG_NAME = "古丽娜尔·买买提江"
BATCH = "2021年渝北区对口帮扶云阳县"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(number: int) -> str:
    """A well-formed number of region 5199xx for the person of that number."""
    digits = f"5199{number // 1000 % 100:02d}19{60 + number % 40:02d}0{1 + number % 9}1{number % 10}{number % 1000:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def name_of(number: int) -> str:
    return (
        LONG_NAME
        if number == 2
        else SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]
    )


def make_ledger(folder: Path, people: int = 12, postings: int = 12) -> None:
    """Three supporting and three receiving units, a batch, pairings, a plan, and ``people`` with enrolments."""
    with open_store(folder) as store, store.operation("seed", f"导入名册：{people}人") as op:
        units = op.insert_many(
            Unit,
            [{"name": name, "kind": "医院", "region": "重庆市渝北区"} for name in SUPPORTING]
            + [
                {"name": name, "kind": "乡镇卫生院", "region": "云阳县", "class_": "县属薄弱"}
                for name in RECEIVING
            ],
        )
        batch = op.insert_many(
            Batch, [{"name": BATCH, "year": "2021", "source_document": "渝北卫健〔2021〕72号"}]
        )[0]
        op.insert_many(
            UnitContact, [{"unit_id": units[3], "name": "陈主任", "phone": "138 0000 0001", "position": 1}]
        )
        pairings = op.insert_many(
            Pairing,
            [
                {
                    "supporting_id": units[n],
                    "receiving_id": units[3 + n],
                    "form": "对口支援",
                    "managed": n == 1,
                    "batch_id": batch,
                    "position": n + 1,
                }
                for n in range(3)
            ],
        )
        op.insert_many(
            PairingDepartment,
            [
                {
                    "pairing_id": pairings[0],
                    "position": 1,
                    "supporting_department": "妇儿科",
                    "receiving_department": "妇儿科",
                }
            ],
        )
        plan = op.insert_many(Plan, [{"title": "对口帮扶工作计划清单"}])[0]
        op.insert_many(
            PlanItem,
            [
                {
                    "plan_id": plan,
                    "period": "2017年（协调、启动）",
                    "number": str(n),
                    "goal": f"第{n}项：建立远程会诊平台，定期开展病例讨论",
                    "due_text": "12月底",
                    "lead": "医务科",
                    "position": n,
                }
                for n in range(1, 7)
            ],
        )
        persons = op.insert_many(Person, [_person(n, units[n % 3]) for n in range(people)])
        enrolments = op.insert_many(
            Enrolment,
            [
                {
                    "person_id": key,
                    "batch_id": batch,
                    "receiving_unit_id": units[3 + n % 3],
                    "position": n + 1,
                }
                for n, key in enumerate(persons)
            ],
        )
        op.insert_many(
            Posting,
            [
                {
                    "person_id": persons[n],
                    "enrolment_id": enrolments[n],
                    "unit_id": units[3 + n % 3],
                    "supporting_unit_id": units[n % 3],
                    "start": "2021-05-01",
                    "end": "2021-10-31",
                    "state": ("active", "planned", "ended")[n % 3],
                    "mode": "stationed",
                    "position": n + 1,
                }
                for n in range(min(people, postings))
            ],
        )


def _person(number: int, unit: bytes) -> dict[str, object]:
    return {
        "name": name_of(number),
        "sex": "男女"[number % 2],
        "birth": f"19{60 + number % 40}-0{1 + number % 9}",
        "ethnicity": "汉族",
        "title": ("主治医师", "副主任医师")[number % 2],
        "department": ("骨科", "内科", "儿科")[number % 3],
        "unit_id": unit,
        "id_number": id_number(number),
        "paper_kind": "身份证",
        "mobile": f"1380000{number % 10000:04d}",
    }
