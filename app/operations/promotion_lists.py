"""The lists within 晋升材料: what a person did by the ledger, with every record behind each total, and whom he taught."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.catalogue.dates import format_partial, format_term
from app.catalogue.fields import Value
from app.catalogue.mentoring import PASSED
from app.catalogue.work import DEVELOPMENTS, ONLINE, WORKS, Work, shown
from app.forms.edition import NUMBER, Edition
from app.forms.editions import load_edition
from app.forms.letter_text import blocks_of
from app.forms.snapshot import Snapshot
from app.operations.service import MONTH, Period, Service, Span, length
from app.store.opening import Store

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "promotion"
"""The pages that are the bundle's own: nobody prints them by themselves, so they stand apart from the editions."""
Rows = list[dict[str, Value]]
_MINE = "(r.person_id = ?1 OR r.person_id IS NULL AND r.posting_id IN (SELECT id FROM posting WHERE person_id = ?1))"


@lru_cache(maxsize=8)
def own_page(name: str) -> Edition:
    """One of the bundle's own pages: ``contents``, ``service``, ``work``, ``mentees``."""
    return load_edition(FOLDER / f"{name}.toml")


# days


def service_snapshot(values: Mapping[str, Value], service: Service) -> Snapshot:
    """支援时段与天数 of somebody whose ``person.*`` are ``values``."""
    periods: Rows = [
        {
            "period.term": term_said(one),
            "period.unit": one.unit + one.department, "period.duty": one.role, "period.calendar": str(one.days),
            "period.leave": str(one.leave), "period.days": str(one.on_site),
        }
        for one in service.periods
    ]  # fmt: skip
    years: Rows = [
        {"served.year": f"{one.year}年", "served.days": str(one.days), "served.on_site": str(one.on_site)}
        for one in service.years
    ]
    told = {
        "service.as_of": service.as_of.isoformat(), "service.days": str(service.days), "service.leave": str(service.leave),
        "service.on_site": str(service.on_site), "service.months": str(service.months),
        "service.in_months": f"{service.on_site / MONTH:.1f}", "service.remarks": "\n".join(remarks(service)),
    }  # fmt: skip
    return Snapshot(
        {**values, **told}, name=service.name, lists={"service.periods": periods, "service.years": years}
    )


def term_said(period: Period) -> str:
    """The term as it prints: 2021.5.1-2021.10.31, 2022.3.1至今."""
    if period.start and not period.end:
        return f"{format_partial(period.start, 'Y.M.D')}至今"
    return format_term(f"{period.start}/{period.end}") or "没有写起止"


def remarks(service: Service) -> list[str]:
    """How it was counted, and what is to be known of it."""
    told = [
        "派驻天数按起止日期算，两头都算在内；在岗天数按驻点时段（到岗、离岗登记）算，没有登记的按派驻起止算，再减去请假。",
        "同一天在两处派驻的，合计和各年只算一天"
        + (f"，重叠{service.overlap}天。" if service.overlap else "。"),
    ]
    told += [f"{one.unit}：{one.why}，没有计入。" for one in service.periods if one.why]
    if service.gaps:
        told.append(f"各时段之间的间断：{'；'.join(map(_gap, service.gaps))}。")
    return told


def _gap(span: Span) -> str:
    return f"{format_term('/'.join(day.isoformat() for day in span))}（{length(span)}天）"


# the ledger


def work_snapshot(store: Store, person: bytes, values: Mapping[str, Value], name: str) -> Snapshot | None:
    """帮扶工作统计与明细: a total for each kind of work, then the records that it is the sum of; None without any."""
    found = _activities(store, person)
    built = _built(store, person)
    if not found and not built:
        return None
    *blocks, heading, table = blocks_of(own_page("work"))
    totals: Rows = []
    lists: dict[str, Rows] = {"bundle.works": totals, "bundle.built": built}
    for work, amount, people, rows in found:
        told = shown(work, amount)
        totals.append(_total(work.label, told, work.unit, str(len(rows))))
        heard = f"，{work.people_label}{people}" if work.people_label and people else ""
        lists[f"work.{work.code}"] = rows
        text = f"{work.label}：{told}{work.unit}{heard}（{len(rows)}条记录）"
        blocks += [
            {**heading, "text": text},
            {**table, "rows": f"work.{work.code}", "columns": _columns(table, work)},
        ]
    for label, _ in DEVELOPMENTS.values():
        if count := sum(row["built.kind"] == label for row in built):
            totals.append(_total(label, str(count), "项", str(count)))
    if not found:
        blocks = [block for block in blocks if block.get("text") != "各项记录"]
    return Snapshot(values, name=name, lists=lists, blocks=blocks)


def _total(label: str, amount: str, unit: str, records: str) -> dict[str, Value]:
    return {
        "figure.label": label,
        "figure.amount": amount,
        "figure.unit": unit,
        "figure.records": records,
    }


def _columns(table: Mapping[str, Any], work: Work) -> list[dict[str, Any]]:
    """The columns of a kind's records: the amount in its unit; nobody is counted where nobody listens."""
    heads = {"activity.amount": f"数量\n（{work.unit}）", "activity.people": work.people_label}
    columns = [{**one, "head": heads.get(one["field"], one["head"])} for one in table["columns"]]
    return columns if work.people_label else _without(columns, "activity.people", "activity.topic")


def _without(columns: list[dict[str, Any]], field: str, wider: str) -> list[dict[str, Any]]:
    """The columns less one, whose room another one takes."""
    room = next(one["width"] for one in columns if one["field"] == field)
    return [
        {**one, "width": one["width"] + room} if one["field"] == wider else one
        for one in columns
        if one["field"] != field
    ]


def _activities(store: Store, person: bytes) -> list[tuple[Work, int, int, Rows]]:
    """By kind in the official order: amount, people, and a row for each record, the earliest first."""
    rows = store.sql(
        "SELECT r.kind, r.date, u.name, r.topic, r.department, r.mode, r.amount, r.people FROM activity r"
        f" JOIN unit u ON u.id = r.unit_id WHERE {_MINE} ORDER BY r.date, r.id",
        (person,),
    )
    sums: dict[str, tuple[int, int, Rows]] = {}
    for kind, day, unit, topic, department, mode, amount, people in rows:
        if kind not in WORKS:
            continue
        before, heard, listed = sums.get(kind, (0, 0, []))
        listed.append(
            {
                NUMBER: str(len(listed) + 1), "activity.date": day, "activity.unit": unit,
                "activity.topic": (topic or department) + ("（线上）" if mode == ONLINE else ""),
                "activity.amount": shown(WORKS[kind], int(amount)), "activity.people": str(people or ""),
            }
        )  # fmt: skip
        sums[kind] = before + int(amount), heard + int(people or 0), listed
    return [(work, *sums[code]) for code, work in WORKS.items() if code in sums]


def _built(store: Store, person: bytes) -> Rows:
    rows = store.sql(
        "SELECT r.kind, r.name, u.name, r.began, r.state FROM development r JOIN unit u ON u.id = r.unit_id"
        f" WHERE {_MINE} ORDER BY r.began, r.id",
        (person,),
    )
    order = {kind: number for number, kind in enumerate(DEVELOPMENTS)}
    return [
        {
            NUMBER: str(number), "built.kind": DEVELOPMENTS.get(kind, (kind, ""))[0], "built.name": name,
            "built.unit": unit, "built.began": began, "built.state": state,
        }
        for number, (kind, name, unit, began, state) in enumerate(
            sorted(rows, key=lambda row: order.get(row[0], len(order))), start=1
        )
    ]  # fmt: skip


# whom he taught


def mentees_snapshot(store: Store, person: bytes, values: Mapping[str, Value], name: str) -> Snapshot | None:
    """帮带对象名单 of all postings in the order of their agreements; None without any."""
    rows = store.sql(
        "SELECT p.name, u.name, coalesce(nullif(m.department, ''), p.department), m.specialty, m.start, m.\"end\", m.result,"
        " m.certificate_number FROM mentorship m JOIN posting t ON t.id = m.posting_id JOIN person p ON p.id = m.mentee_id"
        " JOIN unit u ON u.id = t.unit_id WHERE t.person_id = ? ORDER BY t.start, m.position, m.id",
        (person,),
    )
    if not rows:
        return None
    listed: Rows = [
        {
            NUMBER: str(number), "mentorship.mentee": mentee, "mentorship.mentee_unit": f"{unit}{department}",
            "mentorship.specialty": specialty, "mentorship.term": f"{start}/{end}" if start or end else "",
            "mentorship.result": result, "mentorship.certificate_number": certificate,
        }
        for number, (mentee, unit, department, specialty, start, end, result, certificate) in enumerate(rows, 1)
    ]  # fmt: skip
    passed = sum(row["mentorship.result"] == PASSED for row in listed)
    given = sum(bool(row["mentorship.certificate_number"]) for row in listed)
    said = f"签订师带徒协议，帮带{len(rows)}人；考核合格{passed}人，已发证书{given}份。"
    return Snapshot({**values, "bundle.said": said}, name=name, lists={"bundle.mentees": listed})
