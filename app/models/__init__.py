"""What is kept: SQLAlchemy declarative classes, one module a subject."""

from __future__ import annotations

from sqlalchemy import Table

from app.models.activity import Activity, ActivityMentee
from app.models.agreement import Agreement, AgreementParty, AgreementTask, Letter
from app.models.appraisal import Appraisal, Opinion
from app.models.attachment import Attachment
from app.models.base import Base, new_id
from app.models.contact import Contact
from app.models.development import BatchOne, Development
from app.models.enrolment import Enrolment
from app.models.free import FreeValue
from app.models.journal import Change, Meta, Operation, Station
from app.models.mentorship import Mentorship, MentorshipStep
from app.models.pairing import Batch, Pairing, PairingDepartment
from app.models.person import CareerLine, Person, PersonPaper
from app.models.plan import Plan, PlanItem, PlanOccurrence
from app.models.posting import Absence, Allowance, DutyCheck, Posting, PostingGoal, Stay
from app.models.report import Report, ReportRemark, ReportStep
from app.models.search import EnrolmentRow, PersonSearch
from app.models.signoff import SignOff
from app.models.training import Training
from app.models.unit import Unit, UnitAlias, UnitContact, UnitDepartment, UnitYear

TABLES: dict[str, Table] = {table.name: table for table in Base.metadata.sorted_tables}
"""All tables by name, each after those that it refers to."""

_CLASSES = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
MODELS: dict[str, type[Base]] = {name: _CLASSES[name] for name in TABLES}
"""All classes by their table's name, in the same order."""

UNJOURNALLED = frozenset({"station", "operation", "change", "meta", "person_search", "enrolment_row"})
"""Tables whose rows are not journalled: the journal itself, and what is derived from records."""

__all__ = [
    "MODELS",
    "TABLES",
    "UNJOURNALLED",
    "Absence",
    "Activity",
    "ActivityMentee",
    "Agreement",
    "AgreementParty",
    "AgreementTask",
    "Allowance",
    "Appraisal",
    "Attachment",
    "Base",
    "Batch",
    "BatchOne",
    "CareerLine",
    "Change",
    "Contact",
    "Development",
    "DutyCheck",
    "Enrolment",
    "EnrolmentRow",
    "FreeValue",
    "Letter",
    "Mentorship",
    "MentorshipStep",
    "Meta",
    "Operation",
    "Opinion",
    "Pairing",
    "PairingDepartment",
    "Person",
    "PersonPaper",
    "PersonSearch",
    "Plan",
    "PlanItem",
    "PlanOccurrence",
    "Posting",
    "PostingGoal",
    "Report",
    "ReportRemark",
    "ReportStep",
    "SignOff",
    "Station",
    "Stay",
    "Training",
    "Unit",
    "UnitAlias",
    "UnitContact",
    "UnitDepartment",
    "UnitYear",
    "new_id",
]
