"""The long lists of the office's year: mentoring, agreements, and the registers 登记簿."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalogue.dates import format_partial
from app.catalogue.work import SHARED, WORKS, YUAN_IN_WAN
from app.store.light import Light
from app.store.lists import Listing, rows_of

_POSTED = {
    "g": "JOIN posting g ON g.id = r.posting_id",
    "p": "JOIN person p ON p.id = g.person_id",
    "s": "LEFT JOIN person_search s ON s.person_id = p.id",
    "v": "JOIN unit v ON v.id = g.unit_id",
    "w": "LEFT JOIN unit w ON w.id = coalesce(g.supporting_unit_id, p.unit_id)",
}
_BY_POSTING = {
    "unit_id": "g.unit_id = ?",
    "supporting_unit_id": "g.supporting_unit_id = ?",
    "posting_id": "r.posting_id = ?",
}
_TWO_UNITS = {
    "v": "LEFT JOIN unit v ON v.id = r.unit_id",
    "w": "LEFT JOIN unit w ON w.id = r.supporting_unit_id",
}


def _own(*names: str) -> dict[str, str]:
    return {name: f'r."{name}"' for name in names}


def _searched(table: str, *columns: str) -> str:
    return f"SELECT id FROM {table} WHERE " + " OR ".join(f"instr({column}, :text)" for column in columns)


def _posted(table: str, of: str) -> str:
    return f"SELECT x.id FROM {table} x JOIN posting y ON y.id = x.posting_id WHERE y.{of}"


_MONEY = ", ".join(f"'{work.code}'" for work in WORKS.values() if work.money)
_AMOUNT = (
    f"CASE WHEN r.kind IN ({_MONEY}) THEN rtrim(rtrim(printf('%.4f', r.amount / {YUAN_IN_WAN}.0), '0'), '.')"
    " ELSE CAST(r.amount AS TEXT) END"
)
_MEASURE = " ".join(f"WHEN '{work.code}' THEN ' {work.unit}'" for work in WORKS.values())
_NAMED = [(code, code) for code in WORKS] + [
    (figure, code) for figure, codes in SHARED.items() for code in codes
]
_KINDS = ", ".join(f"('{name}', '{code}')" for name, code in _NAMED)
"""A kind of work stands for itself, a figure of the monthly report for all that it counts."""

LISTS_YEAR: dict[str, Listing] = {
    "activities": Listing(
        "activity",
        ("r.date DESC", "r.id DESC"),
        {
            "p": "LEFT JOIN person p ON p.id = r.person_id",
            "s": "LEFT JOIN person_search s ON s.person_id = r.person_id",
            "v": "JOIN unit v ON v.id = r.unit_id",
            "w": "LEFT JOIN unit w ON w.id = r.supporting_unit_id",
        },
        {
            **_own("date", "month", "kind", "amount", "people", "mode", "department", "topic", "audience"),
            **_own("evidence", "attachment", "reason", "note", "person_id", "unit_id", "supporting_unit_id"),
            "figure": f"{_AMOUNT} || CASE r.kind {_MEASURE} ELSE '' END",
            "present": "CASE r.people WHEN 0 THEN '' ELSE r.people END",
            "person": "p.name",
            "unit": "v.name",
            "supporting_unit": "w.name",
        },
        {"figure": ("r.kind", "r.amount"), "present": ("r.people",), "person": ("s.pinyin",)},
        {
            "month": "substr(r.month, 1, length(?)) = ?",
            "kind": f"r.kind IN (SELECT column2 FROM (VALUES {_KINDS}) WHERE column1 = ?)",
            "unit_id": "r.unit_id = ?",
            "supporting_unit_id": "r.supporting_unit_id = ?",
            "posting_id": "r.posting_id = ?",
        },
        (
            "SELECT id FROM activity WHERE person_id IN ({people})",
            "SELECT id FROM activity WHERE unit_id IN ({units}) OR supporting_unit_id IN ({units})",
            _searched("activity", "topic", "audience", "department", "evidence", "note"),
        ),
    ),
    "mentorships": Listing(
        "mentorship",
        ("r.position", "r.id"),
        {
            **_POSTED,
            "m": "JOIN person m ON m.id = r.mentee_id",
            "n": "LEFT JOIN person_search n ON n.person_id = m.id",
        },
        {
            "number": "r.number",
            "mentor": "p.name",
            "mentee": "m.name",
            "unit": "v.name",
            "department": "CASE r.department WHEN '' THEN m.department ELSE r.department END",
            "title": "m.title",
            "supporting_unit": "w.name",
            "state": (
                "CASE WHEN r.certificate_number <> '' THEN '已发证' WHEN r.result <> '' THEN r.result"
                " WHEN r.signed_on = '' THEN '待签' ELSE '帮带中' END"
            ),
            "certificate_number": "r.certificate_number",
            **_own("start", "end", "signed_on", "result", "specialty", "posting_id", "mentee_id"),
            "year": "substr(CASE r.signed_on WHEN '' THEN r.start ELSE r.signed_on END, 1, 4)",
        },
        {"mentor": ("s.pinyin",), "mentee": ("n.pinyin",)},
        _BY_POSTING,
        (
            _posted("mentorship", "person_id IN ({people})"),
            "SELECT id FROM mentorship WHERE mentee_id IN ({people})",
            _posted("mentorship", "unit_id IN ({units})"),
            _searched("mentorship", "number", "certificate_number", "department"),
        ),
    ),
    "agreements": Listing(
        "agreement",
        ("r.position", "r.id"),
        {},
        {
            **_own("kind", "number", "title", "department", "signed_on", "start", "end"),
            "parties": (
                "(SELECT group_concat(y.name, '、') FROM (SELECT name FROM agreement_party x"
                " WHERE x.agreement_id = r.id ORDER BY x.position) y)"
            ),
            "tasks": "(SELECT count(*) FROM agreement_task x WHERE x.agreement_id = r.id)",
        },
        filters={
            "unit_id": "EXISTS (SELECT 1 FROM agreement_party x WHERE x.agreement_id = r.id AND x.unit_id = ?)",
            "pairing_id": "r.pairing_id = ?",
        },
        searches=(
            _searched("agreement", "title", "number", "department", "kind"),
            "SELECT agreement_id FROM agreement_party WHERE instr(name, :text) OR unit_id IN ({units})",
        ),
    ),
    "developments": Listing(
        "development",
        ("r.began DESC", "r.id"),
        {**_TWO_UNITS, "p": "LEFT JOIN person p ON p.id = r.person_id"},
        {
            **_own("kind", "name", "department", "began", "achieved", "state"),
            "unit": "v.name",
            "supporting_unit": "w.name",
            "person": "p.name",
        },
        filters={"unit_id": "r.unit_id = ?", "person_id": "r.person_id = ?"},
        searches=(
            _searched("development", "name", "department"),
            "SELECT id FROM development WHERE unit_id IN ({units})",
            "SELECT id FROM development WHERE person_id IN ({people})",
        ),
    ),
    "contacts": Listing(
        "contact",
        ("r.date DESC", "r.id"),
        _TWO_UNITS,
        {
            **_own("kind", "date", "level", "participants", "topic", "outcome"),
            "unit": "v.name",
            "supporting_unit": "w.name",
        },
        filters={"unit_id": "r.unit_id = ?"},
        searches=(
            _searched("contact", "topic", "participants", "outcome", "level"),
            "SELECT id FROM contact WHERE unit_id IN ({units}) OR supporting_unit_id IN ({units})",
        ),
    ),
    "trainings": Listing(
        "training",
        ("r.start DESC", "r.id"),
        {
            "p": "JOIN person p ON p.id = r.person_id",
            "s": "LEFT JOIN person_search s ON s.person_id = p.id",
            "u": "LEFT JOIN unit u ON u.id = coalesce(r.from_unit_id, p.unit_id)",
            "h": "JOIN unit h ON h.id = r.unit_id",
        },
        {
            **_own("department", "specialty", "start", "end", "returned_on", "free", "result"),
            "name": "p.name",
            "title": "p.title",
            "from_unit": "u.name",
            "host": "h.name",
        },
        {"name": ("s.pinyin",)},
        {"unit_id": "coalesce(r.from_unit_id, p.unit_id) = ?"},
        (
            "SELECT id FROM training WHERE person_id IN ({people})",
            "SELECT id FROM training WHERE unit_id IN ({units}) OR from_unit_id IN ({units})",
            _searched("training", "department", "specialty"),
        ),
    ),
    "batch_ones": Listing(
        "batch_one",
        ("b.year DESC", "b.name", "r.id"),
        {"b": "JOIN batch b ON b.id = r.batch_id", "p": "LEFT JOIN person p ON p.id = r.person_id"},
        {**_own("item", "text", "done_on", "evidence"), "batch": "b.name", "person": "p.name"},
        filters={"batch_id": "r.batch_id = ?"},
        searches=(
            _searched("batch_one", "text", "evidence"),
            "SELECT id FROM batch_one WHERE person_id IN ({people})",
        ),
    ),
    "unit_years": Listing(
        "unit_year",
        ("v.name", "r.year DESC", "r.measure", "r.id"),
        {"v": "JOIN unit v ON v.id = r.unit_id"},
        {**_own("year", "measure", "value", "source"), "unit": "v.name"},
        {"value": ("CAST(r.value AS REAL)",)},
        {"unit_id": "r.unit_id = ?"},
        ("SELECT id FROM unit_year WHERE unit_id IN ({units}) OR year = :text",),
    ),
    "allowances": Listing(
        "allowance",
        ("r.start DESC", "r.id"),
        _POSTED,
        {
            **_own("start", "end", "days", "rate", "amount", "paid_on"),
            "name": "p.name",
            "unit": "v.name",
            "supporting_unit": "w.name",
        },
        {
            "name": ("s.pinyin",),
            "days": ("CAST(r.days AS REAL)",),
            "amount": ("CAST(r.amount AS REAL)",),
        },
        _BY_POSTING,
        (_posted("allowance", "person_id IN ({people})"), _posted("allowance", "unit_id IN ({units})")),
    ),
    "absences": Listing(
        "absence",
        ("r.start DESC", "r.id"),
        _POSTED,
        {**_own("start", "end", "kind", "reason"), "name": "p.name", "unit": "v.name"},
        {"name": ("s.pinyin",)},
        _BY_POSTING,
        (
            _posted("absence", "person_id IN ({people})"),
            _posted("absence", "unit_id IN ({units})"),
            _searched("absence", "kind", "reason"),
        ),
    ),
    "letters": Listing(
        "letter",
        ("r.issued_on DESC", "r.id"),
        {
            "a": "LEFT JOIN agreement a ON a.id = r.agreement_id",
            "m": "LEFT JOIN mentorship m ON m.id = r.mentorship_id",
            "g": "LEFT JOIN posting g ON g.id = coalesce(r.posting_id, m.posting_id)",
            "p": "LEFT JOIN person p ON p.id = coalesce(r.person_id, g.person_id)",
            "q": "LEFT JOIN person q ON q.id = m.mentee_id",
            "u": "LEFT JOIN unit u ON u.id = r.unit_id",
        },
        {
            **_own("number", "title", "issued_on", "edition"),
            "about": (
                "coalesce(a.title, CASE WHEN q.name IS NOT NULL THEN p.name || '带' || q.name END, p.name, u.name, '')"
            ),
            "worded": "CASE r.blocks WHEN '' THEN '' ELSE '改过字' END",
        },
        searches=(
            _searched("letter", "title", "number"),
            "SELECT id FROM letter WHERE person_id IN ({people}) OR unit_id IN ({units})",
            "SELECT id FROM letter WHERE mentorship_id IN (SELECT id FROM mentorship WHERE mentee_id IN ({people}))",
        ),
    ),
    "sign_offs": Listing(
        "sign_off",
        (
            "(r.stamped_on <> '' OR r.attachment <> '')",
            "CASE r.handed_on WHEN '' THEN r.printed_on ELSE r.handed_on END",
            "r.id",
        ),
        {
            "a": "LEFT JOIN appraisal a ON a.id = r.appraisal_id",
            "e": "LEFT JOIN enrolment e ON e.id = r.enrolment_id",
            "m": "LEFT JOIN mentorship m ON m.id = r.mentorship_id",
            "l": "LEFT JOIN letter l ON l.id = r.letter_id",
            "b": "LEFT JOIN agreement b ON b.id = coalesce(r.agreement_id, l.agreement_id)",
            "o": "LEFT JOIN report o ON o.id = r.report_id",
            "g": "LEFT JOIN posting g ON g.id = coalesce(r.posting_id, a.posting_id, m.posting_id, l.posting_id)",
            "p": "LEFT JOIN person p ON p.id = coalesce(g.person_id, e.person_id, l.person_id)",
            "s": "LEFT JOIN person_search s ON s.person_id = p.id",
            "q": "LEFT JOIN person q ON q.id = m.mentee_id",
            "v": "LEFT JOIN unit v ON v.id = coalesce(g.unit_id, o.receiving_unit_id, e.receiving_unit_id, l.unit_id)",
            "w": "LEFT JOIN unit w ON w.id = o.supporting_unit_id",
        },
        {
            **_own("edition", "printed_on", "handed_on", "handed_to", "stamped_on", "attachment"),
            "about": (
                "coalesce(b.title, CASE WHEN o.id IS NOT NULL THEN w.name || ' ' || o.month"
                " WHEN q.name IS NOT NULL THEN p.name || '带' || q.name END, p.name, l.title, '')"
            ),
            "unit": "v.name",
            "step": "CASE WHEN r.appraisal_id IS NULL THEN 0 ELSE r.step END",
            "state": (
                "CASE WHEN r.attachment <> '' THEN '扫描件已附' WHEN r.stamped_on <> '' THEN '已签章'"
                " WHEN r.handed_on <> '' THEN '已送出' ELSE '已打印' END"
            ),
            "days": (
                "CASE WHEN r.stamped_on <> '' OR r.attachment <> '' THEN NULL ELSE CAST(julianday('now', 'localtime')"
                " - julianday(CASE r.handed_on WHEN '' THEN r.printed_on ELSE r.handed_on END) AS INTEGER) END"
            ),
        },
        {"about": ("s.pinyin",)},
        {
            "back": "(r.stamped_on <> '' OR r.attachment <> '') = ?",
            "edition": "r.edition = ?",
            "unit_id": "coalesce(g.unit_id, o.receiving_unit_id, e.receiving_unit_id, l.unit_id) = ?",
        },
        (
            "SELECT x.id FROM sign_off x LEFT JOIN appraisal y ON y.id = x.appraisal_id"
            " LEFT JOIN mentorship i ON i.id = x.mentorship_id LEFT JOIN letter j ON j.id = x.letter_id"
            " LEFT JOIN enrolment n ON n.id = x.enrolment_id"
            " LEFT JOIN posting z ON z.id = coalesce(x.posting_id, y.posting_id, i.posting_id, j.posting_id)"
            " WHERE coalesce(z.person_id, n.person_id, j.person_id) IN ({people}) OR z.unit_id IN ({units})",
            "SELECT x.id FROM sign_off x JOIN report y ON y.id = x.report_id"
            " WHERE y.supporting_unit_id IN ({units}) OR y.receiving_unit_id IN ({units})",
            _searched("sign_off", "handed_to"),
        ),
    ),
    "duty_checks": Listing(
        "duty_check",
        ("r.checked_on DESC", "r.id"),
        _POSTED,
        {**_own("period", "score", "result", "checked_on"), "name": "p.name", "unit": "v.name"},
        {"name": ("s.pinyin",), "score": ("CAST(r.score AS REAL)",)},
        _BY_POSTING,
        (_posted("duty_check", "person_id IN ({people})"), _posted("duty_check", "unit_id IN ({units})")),
    ),
}


_LABELS = {
    "postings": ("name", "unit", "start", "end"),
    "pairings": ("supporting_unit", "receiving_unit", "start", "end"),
}


def labels_of(store: Light, name: str, ids: Sequence[bytes]) -> list[tuple[bytes, str]]:
    """Postings or pairings by key as ``张䶮 → 云阳县江口镇中心卫生院　2021.5.1-2021.10.31``, in the order given."""
    rows = rows_of(store, name, ids, _LABELS[name])
    found = []
    for key in ids:
        if key in rows:
            giver, taker, start, end = rows[key]
            term = "-".join(format_partial(day, "Y.M.D") for day in (start, end) if day)
            found.append((key, f"{giver} → {taker}" + (f"　{term}" if term else "")))
    return found
