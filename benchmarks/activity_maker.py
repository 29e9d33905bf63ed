"""The work of a long time for the benchmark of the ledger: who, what and when, the same for both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.places import ACTIVITIES

if TYPE_CHECKING:
    from app.store.opening import Store

KINDS = ("诊疗病人", "教学查房", "开展手术", "开展讲座", "巡回诊疗")
CODES = ("outpatients", "rounds", "operations", "lectures", "tours")
TOPIC = "基层常见病的规范诊治"
PEOPLE = 60
"""People who are posted, two to each of thirty clinics."""


def entries() -> list[tuple[int, int, str, int, int, str]]:
    """Number of the kind, of the person, day, amount, people present, topic."""
    return [
        (
            number % len(KINDS),
            number % PEOPLE,
            f"2021-{5 + number % 6:02d}-{1 + number % 28:02d}",
            1 + number % 40,
            20 if number % len(KINDS) > 2 else 0,
            TOPIC if number % len(KINDS) > 2 else "",
        )
        for number in range(ACTIVITIES)
    ]


def name_of(person: int) -> str:
    return f"张{'一二三四五六'[person // 10]}{'甲乙丙丁戊己庚辛壬癸'[person % 10]}"


def make_posted(store: Store) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Clinics, people and their postings in an empty ledger; posting, clinic, hospital and person of each."""
    from app.models import Person, Posting, Unit

    with store.operation("import", "导入") as op:
        (hospital,) = op.insert_many(Unit, [{"name": "渝北区中医院"}])
        clinics = op.insert_many(
            Unit, [{"name": f"云阳县第{number}镇卫生院"} for number in range(PEOPLE // 2)]
        )
        people = op.insert_many(
            Person, [{"name": name_of(number), "unit_id": hospital} for number in range(PEOPLE)]
        )
        term = {"supporting_unit_id": hospital, "start": "2021-05-01", "end": "2021-10-31"}
        postings = op.insert_many(
            Posting,
            [
                {"person_id": person, "unit_id": clinics[number // 2], **term}
                for number, person in enumerate(people)
            ],
        )
    return [
        (posting, clinics[number // 2], hospital, person)
        for number, (posting, person) in enumerate(zip(postings, people, strict=True))
    ]
