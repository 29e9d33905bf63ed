"""The long lists of the window as plain SQL: keys in order for all rows, cells for the few on the screen.

What a list shows, sorts by and filters by is data (:data:`LISTS`); a table is joined only where a query needs it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from app.store.light import Light

_UNITS = "SELECT id FROM unit WHERE instr(name, :text) UNION SELECT unit_id FROM unit_alias WHERE instr(name, :text)"
_ALIAS = re.compile(r"\b([a-z])\.")


class Listing(NamedTuple):
    """A list over ``table``, whose rows are ``r`` in its SQL.

    ``joins`` by alias, in order; ``columns`` by key; ``orders`` where a column sorts otherwise than by its own
    value; ``filters`` beside the columns, each with one ``?``; ``searches`` are SELECTs of keys that may use
    ``{people}`` (keys of people found), ``{units}`` and ``:text``.
    """

    table: str
    order: tuple[str, ...]
    joins: Mapping[str, str]
    columns: Mapping[str, str]
    orders: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    filters: Mapping[str, str] = MappingProxyType({})
    searches: tuple[str, ...] = ()


_PERSON_COLUMNS = {
    name: f"p.{name}"
    for name in (
        "name",
        "sex",
        "birth",
        "department",
        "duty",
        "title",
        "specialty",
        "education",
        "mobile",
        "id_number",
    )
}
_PERSON_JOINS = {
    "p": "JOIN person p ON p.id = r.person_id",
    "s": "LEFT JOIN person_search s ON s.person_id = r.person_id",
    "u": "LEFT JOIN unit u ON u.id = p.unit_id",
}
_HAS_POSTING = "EXISTS (SELECT 1 FROM posting x WHERE x.person_id = r.id AND x."

_OPINIONS = (
    "(SELECT count(*) FROM opinion o JOIN appraisal a ON a.id = o.appraisal_id"
    " WHERE a.posting_id = r.id AND o.text <> '')"
)
_NEXT_DUE = (
    "coalesce((SELECT min(x.due) FROM plan_occurrence x WHERE x.plan_item_id = r.id"
    " AND x.state NOT IN ('已完成', '已取消')), r.due)"
)

LISTS: dict[str, Listing] = {
    "people": Listing(
        "person",
        ("r.id",),
        {"s": "LEFT JOIN person_search s ON s.person_id = r.id", "u": "LEFT JOIN unit u ON u.id = r.unit_id"},
        {**{key: f"r.{key}" for key in _PERSON_COLUMNS}, "unit": "u.name"},
        {"name": ("s.pinyin",)},
        {
            "unit_id": "r.unit_id = ?",
            "batch_id": "EXISTS (SELECT 1 FROM enrolment x WHERE x.person_id = r.id AND x.batch_id = ?)",
            "receiving_unit_id": _HAS_POSTING + "unit_id = ?)",
            "state": _HAS_POSTING + "state = ?)",
        },
        ("{people}", "SELECT id FROM person WHERE unit_id IN ({units})"),
    ),
    "enrolments": Listing(
        "enrolment_row",
        ("r.position", "r.id"),
        {
            "p": "JOIN person p ON p.id = r.person_id",
            "e": "JOIN enrolment e ON e.id = r.id",
        },
        {
            **_PERSON_COLUMNS,
            **{
                key: f"r.{key}"
                for key in (
                    "name",
                    "unit",
                    "title",
                    "receiving_unit",
                    "mobile",
                    "id_number",
                    "batch",
                    "person_id",
                )
            },
            "receiving_department": "e.receiving_department",
            "state": "e.state",
            "photo": "p.photo",
        },
        {"name": ("r.pinyin",)},
        {
            "unit_id": "r.unit_id = ?",
            "receiving_unit_id": "r.receiving_unit_id = ?",
            "batch_id": "r.batch_id = ?",
            "pairing_id": "e.pairing_id = ?",
        },
        (
            "SELECT id FROM enrolment WHERE person_id IN ({people})",
            "SELECT id FROM enrolment WHERE receiving_unit_id IN ({units})",
            "SELECT e.id FROM person q JOIN enrolment e ON e.person_id = q.id WHERE q.unit_id IN ({units})",
        ),
    ),
    "postings": Listing(
        "posting",
        ("r.position", "r.id"),
        {
            **_PERSON_JOINS,
            "v": "JOIN unit v ON v.id = r.unit_id",
            "w": "LEFT JOIN unit w ON w.id = coalesce(r.supporting_unit_id, p.unit_id)",
            "e": "LEFT JOIN enrolment e ON e.id = r.enrolment_id",
        },
        {
            **_PERSON_COLUMNS,
            "department": "r.department",
            "unit": "v.name",
            "supporting_unit": "w.name",
            "mode": "r.mode",
            "start": "r.start",
            "end": 'r."end"',
            "state": "r.state",
            "post": "r.post",
            "subsidised": "r.subsidised",
            "person_id": "r.person_id",
            "opinions": _OPINIONS,
        },
        {"name": ("s.pinyin",)},
        {
            "unit_id": "r.unit_id = ?",
            "supporting_unit_id": "r.supporting_unit_id = ?",
            "batch_id": "e.batch_id = ?",
            "person_id": "r.person_id = ?",
        },
        (
            "SELECT id FROM posting WHERE person_id IN ({people})",
            "SELECT id FROM posting WHERE unit_id IN ({units})",
            "SELECT id FROM posting WHERE supporting_unit_id IN ({units})",
        ),
    ),
    "pairings": Listing(
        "pairing",
        ("r.position", "r.id"),
        {
            "u": "JOIN unit u ON u.id = r.supporting_id",
            "v": "JOIN unit v ON v.id = r.receiving_id",
            "b": "LEFT JOIN batch b ON b.id = r.batch_id",
        },
        {
            "supporting_region": "u.region",
            "supporting_unit": "u.name",
            "receiving_region": "v.region",
            "receiving_unit": "v.name",
            "receiving_class": "v.class",
            "form": "r.form",
            "managed": "r.managed",
            "batch": "b.name",
            "start": "r.start",
            "end": 'r."end"',
            "departments": (
                "(SELECT group_concat(d.receiving_department, '、') FROM pairing_department d"
                " WHERE d.pairing_id = r.id AND d.receiving_department <> '')"
            ),
        },
        filters={
            "supporting_id": "r.supporting_id = ?",
            "receiving_id": "r.receiving_id = ?",
            "batch_id": "r.batch_id = ?",
        },
        searches=(
            "SELECT id FROM pairing WHERE supporting_id IN ({units})",
            "SELECT id FROM pairing WHERE receiving_id IN ({units})",
        ),
    ),
    "units": Listing(
        "unit",
        ("r.name",),
        {},
        {
            **{key: f"r.{key}" for key in ("name", "kind", "level", "region", "class", "address", "note")},
            "supports": "(SELECT count(*) FROM pairing x WHERE x.supporting_id = r.id)",
            "receives": "(SELECT count(*) FROM pairing x WHERE x.receiving_id = r.id)",
            "people": "(SELECT count(*) FROM person x WHERE x.unit_id = r.id)",
        },
        searches=("{units}",),
    ),
    "batches": Listing(
        "batch",
        ("r.year DESC", "r.name"),
        {},
        {
            **{key: f"r.{key}" for key in ("name", "year", "source_document", "start", "note")},
            "end": 'r."end"',
            "enrolments": "(SELECT count(*) FROM enrolment x WHERE x.batch_id = r.id)",
        },
        searches=("SELECT id FROM batch WHERE instr(name, :text) OR instr(source_document, :text)",),
    ),
    "reports": Listing(
        "report",
        ("r.month DESC", "u.name", "v.name", "r.id"),
        {
            "u": "JOIN unit u ON u.id = r.supporting_unit_id",
            "v": "JOIN unit v ON v.id = r.receiving_unit_id",
            "p": "LEFT JOIN person p ON p.id = r.person_id",
        },
        {
            "month": "r.month",
            "supporting_unit": "u.name",
            "receiving_unit": "v.name",
            "person": "p.name",
            "state": (
                "CASE WHEN r.zero AND r.state = 'accepted' THEN '零报告'"
                " WHEN r.revision > 1 AND r.state = 'draft' THEN '更正稿' ELSE r.state END"
            ),
            "outpatients": "r.outpatients",
            "operations": "r.operations",
        },
        {
            "outpatients": ("CAST(r.outpatients AS INTEGER)",),
            "operations": ("CAST(r.operations AS INTEGER)",),
        },
        {
            "supporting_unit_id": "r.supporting_unit_id = ?",
            "receiving_unit_id": "r.receiving_unit_id = ?",
            "month": "substr(r.month, 1, length(?)) = ?",
        },
        (
            "SELECT id FROM report WHERE supporting_unit_id IN ({units})",
            "SELECT id FROM report WHERE receiving_unit_id IN ({units})",
            "SELECT id FROM report WHERE person_id IN ({people})",
        ),
    ),
    "plan_items": Listing(
        "plan_item",
        ("t.position", "r.position", "r.id"),
        {"t": "JOIN plan t ON t.id = r.plan_id"},
        {
            **{
                key: f"r.{key}"
                for key in (
                    "period",
                    "number",
                    "goal",
                    "due_text",
                    "due",
                    "lead",
                    "cooperating",
                    "state",
                    "evidence",
                )
            },
            "plan": "t.title",
            "next_due": _NEXT_DUE,
        },
        {
            "number": ("CAST(r.number AS INTEGER)",),
            "due": ("r.due = ''", "r.due"),
            "next_due": (f"{_NEXT_DUE} = ''", _NEXT_DUE),
        },
        {"plan_id": "r.plan_id = ?"},
        (
            "SELECT id FROM plan_item WHERE instr(goal, :text) OR instr(lead, :text) OR instr(cooperating, :text)"
            " OR instr(period, :text)",
        ),
    ),
}


def listing_of(name: str) -> Listing:
    """A list by its name; those that the first window does not show are read when first asked for."""
    if name not in LISTS:
        from app.store.lists_year import LISTS_YEAR

        LISTS.update(LISTS_YEAR)
    return LISTS[name]


def _joined(listing: Listing, *parts: str) -> str:
    """FROM with the joins that the parts' aliases need, and those that these joins need in turn."""
    wanted = set(_ALIAS.findall(" ".join(parts)))
    for alias in reversed(list(listing.joins)):
        if alias in wanted:
            wanted |= set(_ALIAS.findall(listing.joins[alias]))
    joins = [join for alias, join in listing.joins.items() if alias in wanted]
    return " ".join([f"FROM {listing.table} r", *joins])


def _reversed(part: str) -> str:
    return part.removesuffix(" DESC") if part.endswith(" DESC") else f"{part} DESC"


def _found(listing: Listing, text: str, params: dict[str, Any]) -> str:
    """The condition that a record is found by a search text, its parameters added."""
    from app.store.search import matching_query  # the first list of the window is not searched

    people, told = matching_query(text) or ("SELECT x'' WHERE 0", {})
    params |= told | {"text": text.strip()}
    queries = [search.replace("{people}", people).replace("{units}", _UNITS) for search in listing.searches]
    return f"r.id IN ({' UNION '.join(queries)})"


def list_ids(
    store: Light,
    name: str,
    sort: str = "",
    descending: bool = False,
    search: str = "",
    filters: Mapping[str, object] | None = None,
) -> list[bytes]:
    """Keys of a list's records (16 bytes each) in order.

    ``sort`` is a column's key ('' is the list's own order); ``filters`` are ``{column or filter: value}``, where None
    and '' filter nothing. Raises :class:`KeyError` for a name that the list does not have.
    """
    listing = listing_of(name)
    parts = listing.order
    if sort:
        parts = (*(listing.orders.get(sort) or (listing.columns[sort],)), "r.id")
    order = ", ".join(map(_reversed, parts) if descending else parts)
    source, params = _narrowed(listing, search, filters or {}, order)
    return [row[0] for row in store.sql(f"SELECT r.id {source} ORDER BY {order}", params)]


def _narrowed(
    listing: Listing, search: str, filters: Mapping[str, object], *parts: str
) -> tuple[str, dict[str, Any]]:
    """FROM and WHERE of what is searched and filtered, with the joins that ``parts`` need, and the parameters."""
    params: dict[str, Any] = {}
    conditions = []
    for number, (key, value) in enumerate(filters.items()):
        if value in (None, ""):
            continue
        condition = listing.filters.get(key) or f"{listing.columns[key]} = ?"
        conditions.append(condition.replace("?", f":filter{number}"))
        params[f"filter{number}"] = value
    source = _joined(listing, *parts, *conditions)
    if search.strip():
        conditions.append(_found(listing, search, params))
    return source + (f" WHERE {' AND '.join(conditions)}" if conditions else ""), params


def sums_of(
    store: Light,
    name: str,
    by: str,
    sums: Sequence[str],
    search: str = "",
    filters: Mapping[str, object] | None = None,
) -> dict[Any, tuple[Any, ...]]:
    """Of what is searched and filtered, by the value of the column ``by``: how many, and the sums of columns."""
    listing = listing_of(name)
    group, cells = listing.columns[by], [f"sum({listing.columns[key]})" for key in sums]
    source, params = _narrowed(listing, search, filters or {}, group, *cells)
    query = f"SELECT {', '.join([group, 'count(*)', *cells])} {source} GROUP BY {group}"
    return {row[0]: tuple(row[1:]) for row in store.sql(query, params)}


def first_ids(store: Light, name: str, limit: int) -> list[bytes]:
    """Keys of a list's oldest records, straight from the key's index: what a first paint shows in well under a
    millisecond. Records are mostly in this order anyway; the list itself (:func:`list_ids`) follows and is right.
    """
    query = f"SELECT r.id FROM {listing_of(name).table} r ORDER BY r.id LIMIT ?"
    return [row[0] for row in store.sql(query, (limit,))]


def rows_of(
    store: Light, name: str, ids: Sequence[bytes], columns: Sequence[str] | None = None
) -> dict[bytes, tuple[Any, ...]]:
    """Cells of a few records by key, in the order of ``columns`` (all of the list's by default); gone ones left out."""
    listing = listing_of(name)
    cells = [listing.columns[key] for key in (columns if columns is not None else listing.columns)]
    found: dict[bytes, tuple[Any, ...]] = {}
    for start in range(0, len(ids), 500):
        group = ids[start : start + 500]
        marks = ", ".join("?" * len(group))
        query = f"SELECT r.id, {', '.join(cells)} {_joined(listing, *cells)} WHERE r.id IN ({marks})"
        found |= {row[0]: row[1:] for row in store.sql(query, group)}
    return found


def values_of(store: Light, name: str, column: str) -> list[Any]:
    """The different values of a list's column, to choose a filter from; empty ones left out."""
    listing = listing_of(name)
    cell = listing.columns[column]
    query = f"SELECT DISTINCT {cell} AS cell {_joined(listing, cell)} WHERE cell IS NOT NULL AND cell <> '' ORDER BY cell"
    return [row[0] for row in store.sql(query)]


def people_labels(store: Light, ids: Sequence[bytes]) -> list[tuple[bytes, str]]:
    """People by key as ``姓名　单位 科室``, in the order given."""
    rows = rows_of(store, "people", ids, ("name", "unit", "department"))
    return [
        (key, "　".join(filter(None, (rows[key][0], " ".join(filter(None, rows[key][1:]))))))
        for key in ids
        if key in rows
    ]
