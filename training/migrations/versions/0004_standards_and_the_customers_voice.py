"""How we serve and what customers say of it: interviews, feedback, complaints, reviews, readings and their cells"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cell",
        sa.Column("standard_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.Column("exposure", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("weight_missed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("standard_id", "day", "team_id", "person_id", "stratum_id", name=op.f("pk_cell")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("cell", schema=None) as batch_op:
        batch_op.create_index("ix_cell_person_day", ["person_id", "day"], unique=False)

    op.create_table(
        "outreach_refusal",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_outreach_refusal")),
    )
    op.create_table(
        "reading_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=True),
        sa.Column("settled", sa.String(), nullable=True),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_reading_source_slug")),
    )
    op.create_table(
        "reading_stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_stratum")),
        sa.UniqueConstraint("name", name=op.f("uq_reading_stratum_name")),
    )
    op.create_table(
        "complaint_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_complaint_address_by_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_complaint_address_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_address")),
        sa.UniqueConstraint("code", name=op.f("uq_complaint_address_code")),
    )
    with op.batch_alter_table("complaint_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_address_team_id"), ["team_id"], unique=False)

    op.create_table(
        "feedback_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("say_code", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_feedback_address_document_id_document")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_feedback_address_made_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feedback_address_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_feedback_address_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_address")),
        sa.UniqueConstraint("say_code", name=op.f("uq_feedback_address_say_code")),
    )
    with op.batch_alter_table("feedback_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_address_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_address_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_address_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_address_reference"), ["reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_address_team_id"), ["team_id"], unique=False)

    op.create_table(
        "improvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_improvement_made_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_improvement_owner_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_improvement_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
    )
    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_category"), ["category"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_team_id"), ["team_id"], unique=False)

    op.create_table(
        "metric_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_metric_token_by_id_person")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["reading_source.id"], name=op.f("fk_metric_token_source_id_reading_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_metric_token_secret_hash")),
    )
    with op.batch_alter_table("metric_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_metric_token_source_id"), ["source_id"], unique=False)

    op.create_table(
        "reading_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_alias_person_id_person")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["reading_source.id"], name=op.f("fk_reading_alias_source_id_reading_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_alias")),
        sa.UniqueConstraint("source_id", "name", name=op.f("uq_reading_alias_source_id_name")),
    )
    with op.batch_alter_table("reading_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_alias_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reading_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reading_import_by_id_person")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["reading_source.id"], name=op.f("fk_reading_import_source_id_reading_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_import")),
    )
    with op.batch_alter_table("reading_import", schema=None) as batch_op:
        batch_op.create_index("ix_reading_import_source_at", ["source_id", "at"], unique=False)

    op.create_table(
        "review_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_review_sample_document_id_document")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_review_sample_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sample")),
    )
    with op.batch_alter_table("review_sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_sample_made_by_id"), ["made_by_id"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("address_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("tells", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("customer_key", sa.String(), nullable=True),
        sa.Column("receipt_key", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_complaint_open_or_closed")),
        sa.ForeignKeyConstraint(
            ["address_id"], ["complaint_address.id"], name=op.f("fk_complaint_address_id_complaint_address")
        ),
        sa.ForeignKeyConstraint(["logged_by_id"], ["person.id"], name=op.f("fk_complaint_logged_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_complaint_owner_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_complaint_team_id_team")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_complaint_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_complaint_request_key")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_complaint_secret_hash")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_customer_key"), ["customer_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_logged_by_id"), ["logged_by_id"], unique=False)
        batch_op.create_index("ix_complaint_owner_state", ["owner_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_receipt_key"), ["receipt_key"], unique=False)
        batch_op.create_index("ix_complaint_state_closed", ["state", "closed_at"], unique=False)
        batch_op.create_index("ix_complaint_team_at", ["team_id", "at"], unique=False)

    op.create_table(
        "feedback_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("texts_left", sa.Boolean(), nullable=False),
        sa.Column("thanks_name", sa.String(), nullable=False),
        sa.Column("may_show", sa.Boolean(), nullable=False),
        sa.Column("likeness", sa.String(), nullable=True),
        sa.Column("text_until", sa.Date(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("contact_until", sa.Date(), nullable=True),
        sa.Column("nonce_hash", sa.String(), nullable=False),
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["feedback_address.id"], name=op.f("fk_feedback_answer_address_id_feedback_address")
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_feedback_answer_done_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feedback_answer_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_feedback_answer_team_id_team")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_feedback_answer_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_answer")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_feedback_answer_nonce_hash")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_feedback_answer_receipt_hash")),
    )
    with op.batch_alter_table("feedback_answer", schema=None) as batch_op:
        batch_op.create_index("ix_feedback_answer_address_at", ["address_id", "at"], unique=False)
        batch_op.create_index(
            "ix_feedback_answer_contact",
            ["contact"],
            unique=False,
            sqlite_where=sa.text("contact IS NOT NULL"),
            postgresql_where=sa.text("contact IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_feedback_answer_contact_until"), ["contact_until"], unique=False)
        batch_op.create_index("ix_feedback_answer_likeness_at", ["likeness", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_answer_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_feedback_answer_state_at", ["state", "at"], unique=False)
        batch_op.create_index("ix_feedback_answer_team_at", ["team_id", "at"], unique=False)
        batch_op.create_index(
            "ix_feedback_answer_text_until",
            ["text_until"],
            unique=False,
            sqlite_where=sa.text("texts_left"),
            postgresql_where=sa.text("texts_left"),
        )
        batch_op.create_index(batch_op.f("ix_feedback_answer_version_id"), ["version_id"], unique=False)

    op.create_table(
        "interview_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_interview_candidate_by_id_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_interview_candidate_document_id_document")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_interview_candidate_team_id_team")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_interview_candidate_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_candidate")),
        sa.UniqueConstraint("by_id", "key", name=op.f("uq_interview_candidate_by_id_key")),
    )
    with op.batch_alter_table("interview_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_candidate_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index("ix_interview_candidate_document", ["document_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interview_candidate_team_id"), ["team_id"], unique=False)

    op.create_table(
        "outreach_customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("address_id", sa.Integer(), nullable=True),
        sa.Column("draft", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_outreach_customer_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["address_id"], ["feedback_address.id"], name=op.f("fk_outreach_customer_address_id_feedback_address")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_outreach_customer_asked_by_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_outreach_customer_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach_customer")),
    )
    with op.batch_alter_table("outreach_customer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outreach_customer_contact"), ["contact"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_customer_draft"), ["draft"], unique=False)
        batch_op.create_index(batch_op.f("ix_outreach_customer_until_on"), ["until_on"], unique=False)
        batch_op.create_index(
            "uq_outreach_customer_contact",
            ["team_id", "contact"],
            unique=True,
            sqlite_where=sa.text("draft IS NULL"),
            postgresql_where=sa.text("draft IS NULL"),
        )

    op.create_table(
        "reading",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("alias_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("exposure", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.SmallInteger(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alias_id"], ["reading_alias.id"], name=op.f("fk_reading_alias_id_reading_alias")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person")),
        sa.ForeignKeyConstraint(["source_id"], ["reading_source.id"], name=op.f("fk_reading_source_id_reading_source")),
        sa.ForeignKeyConstraint(["standard_id"], ["document.id"], name=op.f("fk_reading_standard_id_document")),
        sa.ForeignKeyConstraint(
            ["stratum_id"], ["reading_stratum.id"], name=op.f("fk_reading_stratum_id_reading_stratum")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_reading_team_id_team")),
        sa.PrimaryKeyConstraint("source_id", "external_id", "standard_id", name=op.f("pk_reading")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reading_alias",
            ["alias_id"],
            unique=False,
            sqlite_where=sa.text("alias_id IS NOT NULL"),
            postgresql_where=sa.text("alias_id IS NOT NULL"),
        )

    op.create_table(
        "review_interaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_review_interaction_added_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_interaction_person_id_person")),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["review_sample.id"], name=op.f("fk_review_interaction_sample_id_review_sample")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_interaction")),
        sa.UniqueConstraint(
            "person_id", "channel", "reference", name=op.f("uq_review_interaction_person_id_channel_reference")
        ),
    )
    with op.batch_alter_table("review_interaction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_interaction_sample_id"), ["sample_id"], unique=False)

    op.create_table(
        "complaint_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_promise_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_promise")),
    )
    with op.batch_alter_table("complaint_promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_promise_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(
            "ix_complaint_promise_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND dropped_at IS NULL"),
        )

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_interview_by_id_person")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["interview_candidate.id"], name=op.f("fk_interview_candidate_id_interview_candidate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("candidate_id", "by_id", name=op.f("uq_interview_candidate_id_by_id")),
    )
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_by_id"), ["by_id"], unique=False)

    op.create_table(
        "review_calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("led_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_review_calibration_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["review_interaction.id"],
            name=op.f("fk_review_calibration_interaction_id_review_interaction"),
        ),
        sa.ForeignKeyConstraint(["led_by_id"], ["person.id"], name=op.f("fk_review_calibration_led_by_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_review_calibration_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_calibration")),
    )
    with op.batch_alter_table("review_calibration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_calibration_interaction_id"), ["interaction_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_calibration_led_by_id"), ["led_by_id"], unique=False)

    op.create_table(
        "complaint_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("promise_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=True),
        sa.Column("sufficed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_complaint_entry_by_id_person")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_entry_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["complaint_promise.id"], name=op.f("fk_complaint_entry_promise_id_complaint_promise")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_complaint_entry_to_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_entry")),
    )
    with op.batch_alter_table("complaint_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_entry_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index("ix_complaint_entry_sort_at", ["sort", "at"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("calibration_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["review_calibration.id"], name=op.f("fk_review_calibration_id_review_calibration")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_review_document_id_document")),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["review_interaction.id"], name=op.f("fk_review_interaction_id_review_interaction")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id_person")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_review_reviewer_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_review_version_id_version")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_review_voided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_calibration_id"), ["calibration_id"], unique=False)
        batch_op.create_index("ix_review_document_state", ["document_id", "state"], unique=False)
        batch_op.create_index("ix_review_person_state", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_review_reviewer_state", ["reviewer_id", "state"], unique=False)
        batch_op.create_index("ix_review_unread", ["state", "calibration_id", "read_at"], unique=False)
        batch_op.create_index(
            "uq_review_standing",
            ["interaction_id", "document_id", "reviewer_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'void'"),
            postgresql_where=sa.text("state <> 'void'"),
        )

    op.create_table(
        "review_calibration_seat",
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["review_calibration.id"],
            name=op.f("fk_review_calibration_seat_calibration_id_review_calibration"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_calibration_seat_person_id_person")),
        sa.PrimaryKeyConstraint("calibration_id", "person_id", name=op.f("pk_review_calibration_seat")),
    )
    with op.batch_alter_table("review_calibration_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_calibration_seat_person_id"), ["person_id"], unique=False)

    op.create_table(
        "review_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("becomes", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_review_appeal_decided_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_appeal_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_appeal")),
        sa.UniqueConstraint("review_id", "item", name=op.f("uq_review_appeal_review_id_item")),
    )
    with op.batch_alter_table("review_appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_appeal_outcome"), ["outcome"], unique=False)

    op.create_table(
        "review_look",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_look_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_look_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", "by_id", "on", name=op.f("pk_review_look")),
    )
    op.create_table(
        "review_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_remark_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_remark_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
    )
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_remark_review_id"), ["review_id"], unique=False)


def downgrade() -> None:
    for table in (
        "review_remark",
        "review_look",
        "review_appeal",
        "review_calibration_seat",
        "review",
        "complaint_entry",
        "review_calibration",
        "interview",
        "complaint_promise",
        "review_interaction",
        "reading",
        "outreach_customer",
        "interview_candidate",
        "feedback_answer",
        "complaint",
        "review_sample",
        "reading_import",
        "reading_alias",
        "metric_token",
        "improvement",
        "feedback_address",
        "complaint_address",
        "reading_stratum",
        "reading_source",
        "outreach_refusal",
        "cell",
    ):
        op.drop_table(table)
