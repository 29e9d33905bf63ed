"""在外几人、累计多少人次: who is at a receiving unit on a day, and how many were sent, by the way of counting that is chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.store.opening import Store

Way = Literal["people", "times", "batches"]
Span = Literal["year", "term", "all"]
WAYS: dict[Way, str] = {"people": "人", "times": "人次", "batches": "批次"}
SPANS: dict[Span, str] = {"year": "自然年", "term": "支援期", "all": "累计"}
WAYS_SAID: dict[Way, str] = {
    "people": "同一人只算一人",
    "times": "每次派驻算一人次",
    "batches": "按报名的批次数，没有批次的不算",
}
SPANS_SAID: dict[Span, str] = {
    "year": "当年内在外过的派驻，上一年派出、今年才回来的也算",
    "term": "这一天还在起止时间以内的派驻",
    "all": "到这一天为止开始过的全部派驻",
}
"""How each way counts, in words for whoever asks."""


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody at a receiving unit: until when, and whether on leave today."""

    posting: bytes
    person: bytes
    name: str
    unit: str
    until: str
    leave: str = ""
    leave_until: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """在外几人、累计多少人次, with the postings counted: ``here`` those of ``out``, ``records`` those of ``total``."""

    out: int
    total: int
    text: str
    here: tuple[bytes, ...] = field(default=())
    records: tuple[bytes, ...] = field(default=())


# A replaced posting ends on the day on which the other begins: that day is the other's.
_HERE = (
    't.start <> \'\' AND t.start <= ?1 AND (t."end" = \'\' OR t."end" >= substr(?1, 1, length(t."end")))'
    " AND (t.state <> 'replaced' OR t.\"end\" > ?1)"
)
_THERE = "s.arrive <> '' AND s.arrive <= ?1 AND (s.leave = '' OR s.leave >= substr(?1, 1, length(s.leave)))"
_BACK = "coalesce(nullif(a.\"end\", ''), a.start)"
"""The last day of a leave: one without an end is a day's, as where days on site are counted."""


def out_now(store: Store, as_of: str = "") -> list[Out]:
    """Who is out on a day, by the day of return; with leave where one is told for that day.

    Whoever comes and goes (间隔去, 分段驻) is out during the registered stays and comes back at the end of one.
    """
    day = as_of or date.today().isoformat()
    rows = store.sql(
        "SELECT * FROM (SELECT t.id, p.id, p.name, u.name,"
        f" coalesce((SELECT max(s.leave) FROM stay s WHERE s.posting_id = t.id AND {_THERE} AND s.leave <> ''), t.\"end\")"
        f" AS until, coalesce(a.kind, ''), coalesce({_BACK}, '') FROM posting t"
        " JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id"
        f" LEFT JOIN absence a ON a.posting_id = t.id AND a.start <= ?1 AND substr(?1, 1, length({_BACK})) <= {_BACK}"
        f" WHERE {_HERE} AND (NOT EXISTS (SELECT 1 FROM stay s WHERE s.posting_id = t.id AND s.arrive <> '')"
        f" OR EXISTS (SELECT 1 FROM stay s WHERE s.posting_id = t.id AND {_THERE}))"
        " GROUP BY t.id) ORDER BY until = '', until, 4, 3",
        (day,),
    )
    return [
        Out(bytes(key), bytes(person), name, unit, end, kind or ("请假" if until else ""), until)
        for key, person, name, unit, end, kind, until in rows
    ]


def answer(store: Store, as_of: str = "", span: Span = "year", way: Way = "times") -> Answer:
    """How many are out on a day, and how many were sent altogether in the span, counted in the way that is chosen.

    自然年: postings that touch the calendar year; 支援期: those whose term holds the day; 累计: all begun by the day.
    """
    day = as_of or date.today().isoformat()
    out = out_now(store, day)
    begun = "t.start <> '' AND t.start <= ?1"
    conditions = {
        "year": f'{begun} AND (t."end" = \'\' OR substr(t."end", 1, 4) >= substr(?1, 1, 4))',
        "term": f'{begun} AND (t."end" = \'\' OR t."end" >= substr(?1, 1, length(t."end")))',
        "all": begun,
    }
    rows = store.sql(
        "SELECT t.id, t.person_id, e.batch_id FROM posting t LEFT JOIN enrolment e ON e.id = t.enrolment_id"
        f" WHERE {conditions[span]} ORDER BY t.start, t.id",
        (day,),
    )
    counted = {
        "people": len({row[1] for row in rows}),
        "times": len(rows),
        "batches": len({row[2] for row in rows if row[2] is not None}),
    }[way]
    here = len({one.person for one in out})
    text = f"现在在外{here}人，{SPANS[span]}共{counted}{WAYS[way]}"
    return Answer(
        here, counted, text, tuple(one.posting for one in out), tuple(bytes(row[0]) for row in rows)
    )
