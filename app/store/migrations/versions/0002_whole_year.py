"""The office's whole year: agreements, mentoring, the ledger of work, reports on their way, sign-offs, plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("kind", "result", "judged_on"):
        op.add_column("posting_goal", sa.Column(column, sa.String(), server_default="", nullable=False))
    op.add_column("plan_item", sa.Column("repeats", sa.String(), server_default="", nullable=False))
    with op.batch_alter_table("report", recreate="always") as report:
        report.add_column(sa.Column("state", sa.String(), server_default="draft", nullable=False))
        report.add_column(sa.Column("zero", sa.Boolean(), server_default="0", nullable=False))
        report.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        report.add_column(sa.Column("revises_id", sa.LargeBinary(length=16), nullable=True))
        report.create_foreign_key(report.f("fk_report_revises_id_report"), "report", ["revises_id"], ["id"])
        report.create_check_constraint(
            report.f("ck_report_state"), "state IN ('draft', 'sent', 'returned', 'accepted')"
        )
    op.create_index(op.f("ix_report_revises_id"), "report", ["revises_id"], unique=False)
    op.create_table(
        "free_value",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("owner_table", sa.String(), nullable=False),
        sa.Column("owner_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_free_value")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_free_value_owner_id_name")),
    )
    op.create_table(
        "unit_department",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("main", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("key_staff", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_department_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_department")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_unit_department_unit_id_name")),
    )
    op.create_index(op.f("ix_unit_department_unit_id"), "unit_department", ["unit_id"], unique=False)
    op.create_table(
        "unit_year",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_year_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_year")),
        sa.UniqueConstraint("unit_id", "year", "measure", name=op.f("uq_unit_year_unit_id_year_measure")),
    )
    op.create_index(op.f("ix_unit_year_unit_id"), "unit_year", ["unit_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("pairing_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("signed_on", sa.String(), server_default="", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("overall_goal", sa.String(), server_default="", nullable=False),
        sa.Column("source_document", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_agreement_pairing_id_pairing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_number"), "agreement", ["number"], unique=False)
    op.create_index(op.f("ix_agreement_pairing_id"), "agreement", ["pairing_id"], unique=False)
    op.create_table(
        "batch_one",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("done_on", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_one_batch_id_batch")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_batch_one_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_one")),
        sa.UniqueConstraint("batch_id", "item", name=op.f("uq_batch_one_batch_id_item")),
    )
    op.create_index(op.f("ix_batch_one_batch_id"), "batch_one", ["batch_id"], unique=False)
    op.create_index(op.f("ix_batch_one_person_id"), "batch_one", ["person_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.String(), server_default="", nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("supporting_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("pairing_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("level", sa.String(), server_default="", nullable=False),
        sa.Column("participants", sa.String(), server_default="", nullable=False),
        sa.Column("topic", sa.String(), server_default="", nullable=False),
        sa.Column("outcome", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("attachment", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_contact_batch_id_batch")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_contact_pairing_id_pairing")),
        sa.ForeignKeyConstraint(
            ["supporting_unit_id"], ["unit.id"], name=op.f("fk_contact_supporting_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contact_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_batch_id"), "contact", ["batch_id"], unique=False)
    op.create_index(op.f("ix_contact_date"), "contact", ["date"], unique=False)
    op.create_index(op.f("ix_contact_pairing_id"), "contact", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_contact_supporting_unit_id"), "contact", ["supporting_unit_id"], unique=False)
    op.create_index(op.f("ix_contact_unit_id"), "contact", ["unit_id"], unique=False)
    op.create_table(
        "training",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("from_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("pairing_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("specialty", sa.String(), server_default="", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("returned_on", sa.String(), server_default="", nullable=False),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_training_from_unit_id_unit")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_training_pairing_id_pairing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_training_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index(op.f("ix_training_from_unit_id"), "training", ["from_unit_id"], unique=False)
    op.create_index(op.f("ix_training_pairing_id"), "training", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_training_person_id"), "training", ["person_id"], unique=False)
    op.create_index(op.f("ix_training_unit_id"), "training", ["unit_id"], unique=False)
    op.create_table(
        "agreement_party",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("agreement_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("role", sa.String(), server_default="", nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("representative", sa.String(), server_default="", nullable=False),
        sa.Column("signed_on", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agreement_party_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_party")),
    )
    op.create_index(
        op.f("ix_agreement_party_agreement_id"), "agreement_party", ["agreement_id"], unique=False
    )
    op.create_index(op.f("ix_agreement_party_unit_id"), "agreement_party", ["unit_id"], unique=False)
    op.create_table(
        "agreement_task",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("agreement_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("year", sa.String(), server_default="", nullable=False),
        sa.Column("content", sa.String(), server_default="", nullable=False),
        sa.Column("indicator", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("target", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_task_agreement_id_agreement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_task")),
    )
    op.create_index(op.f("ix_agreement_task_agreement_id"), "agreement_task", ["agreement_id"], unique=False)
    op.create_table(
        "plan_occurrence",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("plan_item_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="", nullable=False),
        sa.Column("done_on", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_item_id"], ["plan_item.id"], name=op.f("fk_plan_occurrence_plan_item_id_plan_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_occurrence")),
    )
    op.create_index(op.f("ix_plan_occurrence_due"), "plan_occurrence", ["due"], unique=False)
    op.create_index(
        op.f("ix_plan_occurrence_plan_item_id"), "plan_occurrence", ["plan_item_id"], unique=False
    )
    op.create_table(
        "report_remark",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("report_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_remark_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_remark")),
        sa.UniqueConstraint("report_id", "figure", name=op.f("uq_report_remark_report_id_figure")),
    )
    op.create_index(op.f("ix_report_remark_report_id"), "report_remark", ["report_id"], unique=False)
    op.create_table(
        "report_step",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("report_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.String(), server_default="", nullable=False),
        sa.Column("by", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_step_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
    )
    op.create_index(op.f("ix_report_step_report_id"), "report_step", ["report_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_absence_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_posting_id"), "absence", ["posting_id"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.String(), server_default="", nullable=False),
        sa.Column("month", sa.String(), server_default="", nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("supporting_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("amount", sa.Integer(), server_default="0", nullable=False),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("mode", sa.String(), server_default="", nullable=False),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("topic", sa.String(), server_default="", nullable=False),
        sa.Column("audience", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("attachment", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_activity_amount")),
        sa.CheckConstraint("people >= 0", name=op.f("ck_activity_people")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activity_person_id_person")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_activity_posting_id_posting")),
        sa.ForeignKeyConstraint(
            ["supporting_unit_id"], ["unit.id"], name=op.f("fk_activity_supporting_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_activity_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_date", "activity", ["date", "id"], unique=False)
    op.create_index(
        "ix_activity_month",
        "activity",
        ["month", "unit_id", "supporting_unit_id", "person_id", "kind", "amount", "people"],
        unique=False,
    )
    op.create_index(op.f("ix_activity_person_id"), "activity", ["person_id"], unique=False)
    op.create_index(op.f("ix_activity_posting_id"), "activity", ["posting_id"], unique=False)
    op.create_index(op.f("ix_activity_supporting_unit_id"), "activity", ["supporting_unit_id"], unique=False)
    op.create_index(op.f("ix_activity_unit_id"), "activity", ["unit_id"], unique=False)
    op.create_table(
        "allowance",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("days", sa.String(), server_default="", nullable=False),
        sa.Column("rate", sa.String(), server_default="", nullable=False),
        sa.Column("amount", sa.String(), server_default="", nullable=False),
        sa.Column("paid_on", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_allowance_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance")),
    )
    op.create_index(op.f("ix_allowance_posting_id"), "allowance", ["posting_id"], unique=False)
    op.create_table(
        "development",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("supporting_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("began", sa.String(), server_default="", nullable=False),
        sa.Column("achieved", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("attachment", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_development_person_id_person")),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_development_posting_id_posting")
        ),
        sa.ForeignKeyConstraint(
            ["supporting_unit_id"], ["unit.id"], name=op.f("fk_development_supporting_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_development_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development")),
    )
    op.create_index(op.f("ix_development_began"), "development", ["began"], unique=False)
    op.create_index(op.f("ix_development_person_id"), "development", ["person_id"], unique=False)
    op.create_index(op.f("ix_development_posting_id"), "development", ["posting_id"], unique=False)
    op.create_index(
        op.f("ix_development_supporting_unit_id"), "development", ["supporting_unit_id"], unique=False
    )
    op.create_index(op.f("ix_development_unit_id"), "development", ["unit_id"], unique=False)
    op.create_table(
        "duty_check",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("period", sa.String(), server_default="", nullable=False),
        sa.Column("attendance", sa.String(), server_default="", nullable=False),
        sa.Column("work", sa.String(), server_default="", nullable=False),
        sa.Column("conduct", sa.String(), server_default="", nullable=False),
        sa.Column("score", sa.String(), server_default="", nullable=False),
        sa.Column("opinion", sa.String(), server_default="", nullable=False),
        sa.Column("result", sa.String(), server_default="", nullable=False),
        sa.Column("checked_on", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_duty_check_posting_id_posting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_check")),
    )
    op.create_index(op.f("ix_duty_check_posting_id"), "duty_check", ["posting_id"], unique=False)
    op.create_table(
        "mentorship",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("mentee_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("specialty", sa.String(), server_default="", nullable=False),
        sa.Column("signed_on", sa.String(), server_default="", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("goals", sa.String(), server_default="", nullable=False),
        sa.Column("contents", sa.String(), server_default="", nullable=False),
        sa.Column("notes", sa.String(), server_default="", nullable=False),
        sa.Column("assessment", sa.String(), server_default="", nullable=False),
        sa.Column("assessed_on", sa.String(), server_default="", nullable=False),
        sa.Column("assessor", sa.String(), server_default="", nullable=False),
        sa.Column("result", sa.String(), server_default="", nullable=False),
        sa.Column("certificate_number", sa.String(), server_default="", nullable=False),
        sa.Column("certified_on", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name=op.f("fk_mentorship_mentee_id_person")),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_mentorship_posting_id_posting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
    )
    op.create_index(
        op.f("ix_mentorship_certificate_number"), "mentorship", ["certificate_number"], unique=False
    )
    op.create_index(op.f("ix_mentorship_mentee_id"), "mentorship", ["mentee_id"], unique=False)
    op.create_index(op.f("ix_mentorship_number"), "mentorship", ["number"], unique=False)
    op.create_index(op.f("ix_mentorship_posting_id"), "mentorship", ["posting_id"], unique=False)
    op.create_table(
        "activity_mentee",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("activity_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("mentorship_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_mentee_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_activity_mentee_mentorship_id_mentorship")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_mentee")),
        sa.UniqueConstraint(
            "activity_id", "mentorship_id", name=op.f("uq_activity_mentee_activity_id_mentorship_id")
        ),
    )
    op.create_index(op.f("ix_activity_mentee_activity_id"), "activity_mentee", ["activity_id"], unique=False)
    op.create_index(
        op.f("ix_activity_mentee_mentorship_id"), "activity_mentee", ["mentorship_id"], unique=False
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("issued_on", sa.String(), server_default="", nullable=False),
        sa.Column("agreement_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("mentorship_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("blocks", sa.String(), server_default="", nullable=False),
        sa.Column("told", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_letter_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_letter_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id_person")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_letter_posting_id_posting")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_agreement_id"), "letter", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_letter_mentorship_id"), "letter", ["mentorship_id"], unique=False)
    op.create_index(op.f("ix_letter_number"), "letter", ["number"], unique=False)
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_index(op.f("ix_letter_posting_id"), "letter", ["posting_id"], unique=False)
    op.create_index(op.f("ix_letter_unit_id"), "letter", ["unit_id"], unique=False)
    op.create_table(
        "mentorship_step",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("mentorship_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("month", sa.String(), server_default="", nullable=False),
        sa.Column("content", sa.String(), server_default="", nullable=False),
        sa.Column("form", sa.String(), server_default="", nullable=False),
        sa.Column("done_on", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_mentorship_step_mentorship_id_mentorship")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_step")),
    )
    op.create_index(
        op.f("ix_mentorship_step_mentorship_id"), "mentorship_step", ["mentorship_id"], unique=False
    )
    op.create_table(
        "sign_off",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edition", sa.String(), server_default="", nullable=False),
        sa.Column("step", sa.Integer(), server_default="1", nullable=False),
        sa.Column("appraisal_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("report_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("enrolment_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("agreement_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("mentorship_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("letter_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("printed_on", sa.String(), server_default="", nullable=False),
        sa.Column("printed_state", sa.String(), server_default="", nullable=False),
        sa.Column("handed_on", sa.String(), server_default="", nullable=False),
        sa.Column("handed_to", sa.String(), server_default="", nullable=False),
        sa.Column("stamped_on", sa.String(), server_default="", nullable=False),
        sa.Column("attachment", sa.String(), server_default="", nullable=False),
        sa.Column("attached_on", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_sign_off_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_sign_off_appraisal_id_appraisal")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_sign_off_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_sign_off_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["mentorship_id"], ["mentorship.id"], name=op.f("fk_sign_off_mentorship_id_mentorship")
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_sign_off_posting_id_posting")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_sign_off_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    op.create_index(op.f("ix_sign_off_agreement_id"), "sign_off", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_sign_off_appraisal_id"), "sign_off", ["appraisal_id"], unique=False)
    op.create_index(op.f("ix_sign_off_enrolment_id"), "sign_off", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_sign_off_letter_id"), "sign_off", ["letter_id"], unique=False)
    op.create_index(op.f("ix_sign_off_mentorship_id"), "sign_off", ["mentorship_id"], unique=False)
    op.create_index(op.f("ix_sign_off_posting_id"), "sign_off", ["posting_id"], unique=False)
    op.create_index(op.f("ix_sign_off_report_id"), "sign_off", ["report_id"], unique=False)
