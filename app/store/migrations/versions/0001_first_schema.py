"""The first schema: units, pairings, people, enrolments, postings, appraisals, reports, plans, and the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("mime", sa.String(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("sha256", name=op.f("uq_attachment_sha256")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("year", sa.String(), server_default="", nullable=False),
        sa.Column("source_document", sa.String(), server_default="", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("name", name=op.f("uq_batch_name")),
    )
    op.create_table(
        "meta",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meta")),
    )
    op.create_table(
        "person_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("pinyin", sa.String(), server_default="", nullable=False),
        sa.Column("digits", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_search")),
        sa.UniqueConstraint("person_id", name=op.f("uq_person_search_person_id")),
    )
    op.create_index(op.f("ix_person_search_pinyin"), "person_search", ["pinyin", "person_id"], unique=False)
    op.create_table(
        "enrolment_row",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("receiving_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("pinyin", sa.String(), server_default="", nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("receiving_unit", sa.String(), server_default="", nullable=False),
        sa.Column("mobile", sa.String(), server_default="", nullable=False),
        sa.Column("id_number", sa.String(), server_default="", nullable=False),
        sa.Column("batch", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_row")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_enrolment_row_position"), "enrolment_row", ["position"], unique=False)
    op.create_index(op.f("ix_enrolment_row_pinyin"), "enrolment_row", ["pinyin"], unique=False)
    op.create_index(op.f("ix_enrolment_row_unit_id"), "enrolment_row", ["unit_id", "pinyin"], unique=False)
    op.create_index(
        op.f("ix_enrolment_row_receiving_unit_id"),
        "enrolment_row",
        ["receiving_unit_id", "pinyin"],
        unique=False,
    )
    op.create_index(op.f("ix_enrolment_row_batch_id"), "enrolment_row", ["batch_id", "pinyin"], unique=False)
    op.create_table(
        "station",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("since", sa.String(), server_default="", nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("level", sa.String(), server_default="", nullable=False),
        sa.Column("region", sa.String(), server_default="", nullable=False),
        sa.Column("class", sa.String(), server_default="", nullable=False),
        sa.Column("address", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("station_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("seen", sa.String(), server_default="{}", nullable=False),
        sa.Column("undoes_id", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_operation_station_id_station")),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["operation.id"], name=op.f("fk_operation_undoes_id_operation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("station_id", "number", name=op.f("uq_operation_station_id_number")),
    )
    op.create_index(op.f("ix_operation_station_id"), "operation", ["station_id"], unique=False)
    op.create_index(op.f("ix_operation_undoes_id"), "operation", ["undoes_id"], unique=False)
    op.create_table(
        "pairing",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("supporting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("receiving_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("form", sa.String(), server_default="", nullable=False),
        sa.Column("managed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("source_document", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("supporting_id <> receiving_id", name=op.f("ck_pairing_two_units")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_pairing_batch_id_batch")),
        sa.ForeignKeyConstraint(["receiving_id"], ["unit.id"], name=op.f("fk_pairing_receiving_id_unit")),
        sa.ForeignKeyConstraint(["supporting_id"], ["unit.id"], name=op.f("fk_pairing_supporting_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    op.create_index(op.f("ix_pairing_batch_id"), "pairing", ["batch_id"], unique=False)
    op.create_index(op.f("ix_pairing_receiving_id"), "pairing", ["receiving_id"], unique=False)
    op.create_index(op.f("ix_pairing_supporting_id"), "pairing", ["supporting_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), server_default="", nullable=False),
        sa.Column("birth", sa.String(), server_default="", nullable=False),
        sa.Column("ethnicity", sa.String(), server_default="", nullable=False),
        sa.Column("party", sa.String(), server_default="", nullable=False),
        sa.Column("education", sa.String(), server_default="", nullable=False),
        sa.Column("degree", sa.String(), server_default="", nullable=False),
        sa.Column("major", sa.String(), server_default="", nullable=False),
        sa.Column("school", sa.String(), server_default="", nullable=False),
        sa.Column("graduated", sa.String(), server_default="", nullable=False),
        sa.Column("work_start", sa.String(), server_default="", nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("duty", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("title_since", sa.String(), server_default="", nullable=False),
        sa.Column("specialty", sa.String(), server_default="", nullable=False),
        sa.Column("specialty_since", sa.String(), server_default="", nullable=False),
        sa.Column("paper_kind", sa.String(), server_default="", nullable=False),
        sa.Column("id_number", sa.String(), server_default="", nullable=False),
        sa.Column("office_phone", sa.String(), server_default="", nullable=False),
        sa.Column("mobile", sa.String(), server_default="", nullable=False),
        sa.Column("im", sa.String(), server_default="", nullable=False),
        sa.Column("photo", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_id_number"), "person", ["id_number"], unique=False)
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("source_document", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_unit_id"), "plan", ["unit_id"], unique=False)
    op.create_table(
        "unit_alias",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_alias")),
    )
    op.create_index(op.f("ix_unit_alias_name"), "unit_alias", ["name"], unique=False)
    op.create_index(op.f("ix_unit_alias_unit_id"), "unit_alias", ["unit_id"], unique=False)
    op.create_table(
        "unit_contact",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("duty", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_contact_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_contact")),
    )
    op.create_index(op.f("ix_unit_contact_unit_id"), "unit_contact", ["unit_id"], unique=False)
    op.create_table(
        "career_line",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_career_line_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_line")),
    )
    op.create_index(op.f("ix_career_line_person_id"), "career_line", ["person_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("record_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("kind IN ('insert', 'update', 'delete')", name=op.f("ck_change_kind")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_change_operation_id_operation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("operation_id", "position", name=op.f("uq_change_operation_id_position")),
    )
    op.create_index("ix_change_record_id", "change", ["record_id"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("pairing_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("receiving_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("receiving_department", sa.String(), server_default="", nullable=False),
        sa.Column("recommended", sa.Boolean(), nullable=True),
        sa.Column("leader_post", sa.String(), server_default="", nullable=False),
        sa.Column("unit_opinion", sa.String(), server_default="", nullable=False),
        sa.Column("unit_opinion_date", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_enrolment_batch_id_batch")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_enrolment_pairing_id_pairing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["receiving_unit_id"], ["unit.id"], name=op.f("fk_enrolment_receiving_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_batch_id"), "enrolment", ["batch_id"], unique=False)
    op.create_index(op.f("ix_enrolment_pairing_id"), "enrolment", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_enrolment_person_id"), "enrolment", ["person_id"], unique=False)
    op.create_index(op.f("ix_enrolment_receiving_unit_id"), "enrolment", ["receiving_unit_id"], unique=False)
    op.create_table(
        "pairing_department",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("pairing_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("supporting_department", sa.String(), server_default="", nullable=False),
        sa.Column("supporting_contact", sa.String(), server_default="", nullable=False),
        sa.Column("supporting_phone", sa.String(), server_default="", nullable=False),
        sa.Column("receiving_department", sa.String(), server_default="", nullable=False),
        sa.Column("receiving_contact", sa.String(), server_default="", nullable=False),
        sa.Column("receiving_phone", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_department_pairing_id_pairing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_department")),
    )
    op.create_index(
        op.f("ix_pairing_department_pairing_id"), "pairing_department", ["pairing_id"], unique=False
    )
    op.create_table(
        "person_paper",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("valid_until", sa.String(), server_default="", nullable=False),
        sa.Column("attachment", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_paper_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_paper")),
    )
    op.create_index(op.f("ix_person_paper_person_id"), "person_paper", ["person_id"], unique=False)
    op.create_table(
        "plan_item",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("plan_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("period", sa.String(), server_default="", nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("goal", sa.String(), server_default="", nullable=False),
        sa.Column("due_text", sa.String(), server_default="", nullable=False),
        sa.Column("due", sa.String(), server_default="", nullable=False),
        sa.Column("lead", sa.String(), server_default="", nullable=False),
        sa.Column("cooperating", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
    )
    op.create_index(op.f("ix_plan_item_plan_id"), "plan_item", ["plan_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("supporting_unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("receiving_unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("month", sa.String(), server_default="", nullable=False),
        sa.Column("outpatients", sa.String(), server_default="", nullable=False),
        sa.Column("operations", sa.String(), server_default="", nullable=False),
        sa.Column("rounds", sa.String(), server_default="", nullable=False),
        sa.Column("tours", sa.String(), server_default="", nullable=False),
        sa.Column("lectures", sa.String(), server_default="", nullable=False),
        sa.Column("trained", sa.String(), server_default="", nullable=False),
        sa.Column("specialties", sa.String(), server_default="", nullable=False),
        sa.Column("techniques", sa.String(), server_default="", nullable=False),
        sa.Column("rules_made", sa.String(), server_default="", nullable=False),
        sa.Column("health_education", sa.String(), server_default="", nullable=False),
        sa.Column("donations", sa.String(), server_default="", nullable=False),
        sa.Column("other", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")),
        sa.ForeignKeyConstraint(
            ["receiving_unit_id"], ["unit.id"], name=op.f("fk_report_receiving_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["supporting_unit_id"], ["unit.id"], name=op.f("fk_report_supporting_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_month"), "report", ["month"], unique=False)
    op.create_index(op.f("ix_report_person_id"), "report", ["person_id"], unique=False)
    op.create_index(op.f("ix_report_receiving_unit_id"), "report", ["receiving_unit_id"], unique=False)
    op.create_index(op.f("ix_report_supporting_unit_id"), "report", ["supporting_unit_id"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("enrolment_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("supporting_unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("mode", sa.String(), server_default="", nullable=False),
        sa.Column("start", sa.String(), server_default="", nullable=False),
        sa.Column("end", sa.String(), server_default="", nullable=False),
        sa.Column("duty", sa.String(), server_default="", nullable=False),
        sa.Column("post", sa.String(), server_default="", nullable=False),
        sa.Column("main_task", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="planned", nullable=False),
        sa.Column("subsidised", sa.Boolean(), nullable=True),
        sa.Column("replaces_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("replacement_reason", sa.String(), server_default="", nullable=False),
        sa.Column("approved_by_unit", sa.String(), server_default="", nullable=False),
        sa.Column("approved_by_bureau", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'active', 'ended', 'replaced')", name=op.f("ck_posting_state")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_posting_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_posting_person_id_person")),
        sa.ForeignKeyConstraint(["replaces_id"], ["posting.id"], name=op.f("fk_posting_replaces_id_posting")),
        sa.ForeignKeyConstraint(
            ["supporting_unit_id"], ["unit.id"], name=op.f("fk_posting_supporting_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_enrolment_id"), "posting", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_posting_person_id"), "posting", ["person_id"], unique=False)
    op.create_index(op.f("ix_posting_replaces_id"), "posting", ["replaces_id"], unique=False)
    op.create_index(op.f("ix_posting_supporting_unit_id"), "posting", ["supporting_unit_id"], unique=False)
    op.create_index(op.f("ix_posting_unit_id"), "posting", ["unit_id"], unique=False)
    op.create_table(
        "appraisal",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("summary", sa.String(), server_default="", nullable=False),
        sa.Column("receiving_text", sa.String(), server_default="", nullable=False),
        sa.Column("task_text", sa.String(), server_default="", nullable=False),
        sa.Column("term_text", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_appraisal_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("posting_id", name=op.f("uq_appraisal_posting_id")),
    )
    op.create_table(
        "posting_goal",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("measure", sa.String(), server_default="", nullable=False),
        sa.Column("target", sa.String(), server_default="", nullable=False),
        sa.Column("due", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_goal_posting_id_posting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_goal")),
    )
    op.create_index(op.f("ix_posting_goal_posting_id"), "posting_goal", ["posting_id"], unique=False)
    op.create_table(
        "stay",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("posting_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("arrive", sa.String(), server_default="", nullable=False),
        sa.Column("leave", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_stay_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    op.create_index(op.f("ix_stay_posting_id"), "stay", ["posting_id"], unique=False)
    op.create_table(
        "opinion",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("appraisal_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("signer", sa.String(), server_default="", nullable=False),
        sa.Column("date", sa.String(), server_default="", nullable=False),
        sa.Column("result", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint("step BETWEEN 1 AND 4", name=op.f("ck_opinion_step")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_opinion_appraisal_id_appraisal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("appraisal_id", "step", name=op.f("uq_opinion_appraisal_id_step")),
    )
    op.create_index(op.f("ix_opinion_appraisal_id"), "opinion", ["appraisal_id"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE person_index USING fts5("
        "tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
    )
