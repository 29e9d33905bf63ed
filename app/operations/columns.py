"""Where a field's value is kept: field paths against the columns of the models."""

from __future__ import annotations

from app.catalogue.fields import FIELDS

_ELSEWHERE = {
    "person.unit",  # a unit's key
    "person.career",  # records of their own
    "person.photo",  # an attachment's hash
}

PERSON_COLUMNS: dict[str, str] = {
    path: path.partition(".")[2] for path in FIELDS if path.startswith("person.") and path not in _ELSEWHERE
}
ENROLMENT_COLUMNS: dict[str, str] = {
    f"enrolment.{name}": name
    for name in ("receiving_department", "recommended", "leader_post", "unit_opinion", "unit_opinion_date")
}
POSTING_COLUMNS: dict[str, str] = {
    f"posting.{name}": name
    for name in ("start", "end", "department", "mode", "duty", "post", "main_task", "subsidised")
}
REPORT_COLUMNS: dict[str, str] = {
    path: path.partition(".")[2]
    for path in FIELDS
    if path.startswith("report.") and path not in ("report.team", "report.receiving_unit")
}
MODE_LABELS = {"stationed": "驻点", "interval": "间隔去", "segmented": "分段驻"}
MODE_CODES = {label: code for code, label in MODE_LABELS.items()}

OPINION_STEPS = {1: "receiving_unit", 2: "receiving_bureau", 3: "sending_unit", 4: "sending_bureau"}
"""The four opinions of 考核鉴定表 (yubei-2021-72, annex 1) in the order that the form gives."""
