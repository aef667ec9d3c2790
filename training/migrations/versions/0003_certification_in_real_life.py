"""Certification as it is in real life: observations, papers, refreshers, reminders and what comes with them"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_address_secret_hash")),
    )
    op.create_table(
        "calendar_entry",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_entry_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "uid", name=op.f("pk_calendar_entry")),
    )
    op.create_table(
        "checklist_assessor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_checklist_assessor_by_id_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_checklist_assessor_document_id_document")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_checklist_assessor_person_id_person")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_checklist_assessor_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_assessor")),
    )
    with op.batch_alter_table("checklist_assessor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checklist_assessor_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_checklist_assessor_open",
            ["document_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "credential_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_credential_draft_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_draft")),
    )
    with op.batch_alter_table("credential_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_draft_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_credential_draft_by_id"), ["by_id"], unique=False)

    op.create_table(
        "leave_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_leave_period_until_after_from")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_period_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_period")),
    )
    with op.batch_alter_table("leave_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_period_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reminder_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reminder_digest_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_digest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_digest")),
        sa.UniqueConstraint("person_id", "audience", "day", name=op.f("uq_reminder_digest_person_id_audience_day")),
    )
    op.create_table(
        "reminder_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_preference_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_preference")),
    )
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thumbprint", sa.String(), nullable=False),
        sa.Column("public", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_signing_key_ended_by_id_person")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_signing_key_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("thumbprint", name=op.f("uq_signing_key_thumbprint")),
    )
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.create_index(
            "uq_signing_key_active",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "credential_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= issued_on", name=op.f("ck_credential_upload_ends_after_issue")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_credential_upload_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_credential_upload_document_id_document")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_upload_person_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_credential_upload_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_upload")),
    )
    with op.batch_alter_table("credential_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_upload_document_id"), ["document_id"], unique=False)
        batch_op.create_index("ix_credential_upload_person_document", ["person_id", "document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credential_upload_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_credential_upload_state_at", ["state", "at"], unique=False)
        batch_op.create_index(
            "uq_credential_upload_waiting",
            ["person_id", "document_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("beside_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["beside_id"], ["observation.id"], name=op.f("fk_observation_beside_id_observation")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_observation_document_id_document")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_observation_learner_id_person")),
        sa.ForeignKeyConstraint(["observer_id"], ["person.id"], name=op.f("fk_observation_observer_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_observation_version_id_version")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_observation_voided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("observer_id", "key", name=op.f("uq_observation_observer_id_key")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index("ix_observation_document_state", ["document_id", "state"], unique=False)
        batch_op.create_index("ix_observation_learner_document", ["learner_id", "document_id"], unique=False)
        batch_op.create_index("ix_observation_observer_state", ["observer_id", "state"], unique=False)
        batch_op.create_index("ix_observation_state", ["state"], unique=False)

    op.create_table(
        "refresher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_refresher_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_refresher_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_refresher_person_id_person")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_refresher_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresher")),
    )
    with op.batch_alter_table("refresher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refresher_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refresher_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            "uq_refresher_open",
            ["person_id", "assignment_id"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND dropped_at IS NULL"),
        )

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["reminder_digest.id"], name=op.f("fk_reminder_digest_id_reminder_digest")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("person_id", "topic", name=op.f("uq_reminder_person_id_topic")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_digest_id"), ["digest_id"], unique=False)

    op.create_table(
        "reminder_line",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("skill", sa.String(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_reminder_line_about_id_person")),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["reminder_digest.id"], name=op.f("fk_reminder_line_digest_id_reminder_digest")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reminder_line_document_id_document")),
        sa.ForeignKeyConstraint(["programme_id"], ["document.id"], name=op.f("fk_reminder_line_programme_id_document")),
        sa.PrimaryKeyConstraint("digest_id", "place", name=op.f("pk_reminder_line")),
    )
    op.create_table(
        "award_paper",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_sha256", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("printed", sa.JSON(), nullable=False),
        sa.Column("badge", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_paper_award_id_award")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_award_paper")),
        sa.UniqueConstraint("credential", name=op.f("uq_award_paper_credential")),
    )
    op.create_table(
        "award_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("reinstated_on", sa.Date(), nullable=True),
        sa.Column("reinstated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reinstated_by_id", sa.Integer(), nullable=True),
        sa.Column("reinstated_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "reinstated_at IS NULL OR reinstated_at >= withdrawn_at",
            name=op.f("ck_award_withdrawal_reinstated_after_withdrawn"),
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_withdrawal_award_id_award")),
        sa.ForeignKeyConstraint(
            ["reinstated_by_id"], ["person.id"], name=op.f("fk_award_withdrawal_reinstated_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_award_withdrawal_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_withdrawal")),
    )
    with op.batch_alter_table("award_withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_withdrawal_award_id"), ["award_id"], unique=False)
        batch_op.create_index(
            "uq_award_withdrawal_open",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("reinstated_at IS NULL"),
            postgresql_where=sa.text("reinstated_at IS NULL"),
        )

    op.create_table(
        "hidden_award",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_hidden_award_award_id_award")),
        sa.PrimaryKeyConstraint("award_id", name=op.f("pk_hidden_award")),
    )
    op.create_table(
        "observation_photo",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_photo_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_observation_photo")),
    )
    op.create_table(
        "observation_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_observation_remark_by_id_person")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_remark_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_remark")),
    )
    with op.batch_alter_table("observation_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_remark_observation_id"), ["observation_id"], unique=False)

    op.create_table(
        "observation_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("version_sha256", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_signature_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_observation_signature_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_signature")),
        sa.UniqueConstraint("observation_id", "place", name=op.f("uq_observation_signature_observation_id_place")),
    )
    with op.batch_alter_table("observation_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_signature_person_id"), ["person_id"], unique=False)

    op.create_table(
        "refresher_answer",
        sa.Column("refresher_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("response", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["refresher_id"], ["refresher.id"], name=op.f("fk_refresher_answer_refresher_id_refresher")
        ),
        sa.PrimaryKeyConstraint("refresher_id", "number", "item", name=op.f("pk_refresher_answer")),
    )
    op.create_table(
        "refresher_part",
        sa.Column("refresher_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["refresher_id"], ["refresher.id"], name=op.f("fk_refresher_part_refresher_id_refresher")
        ),
        sa.PrimaryKeyConstraint("refresher_id", "number", name=op.f("pk_refresher_part")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("because", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ended_because", sa.String(), nullable=True))
    op.execute("UPDATE assignment SET because = CASE WHEN role_id IS NULL THEN 'hand' ELSE 'role' END")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.alter_column("because", existing_type=sa.String(), nullable=False)

    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gates", sa.JSON(), nullable=True))
    _rewrite_parts(lambda part: [*part, None])
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.alter_column("gates", existing_type=sa.JSON(), nullable=False)

    op.execute(
        "INSERT INTO leave_period (person_id, from_on, until_on) "
        "SELECT id, leave_from, leave_until FROM person WHERE leave_from IS NOT NULL ORDER BY id"
    )
    op.execute(
        "INSERT INTO award_withdrawal (award_id, withdrawn_on, withdrawn_at, withdrawn_by_id, withdrawn_reason, "
        "reinstated_reason) SELECT id, revoked_on, revoked_at, revoked_by_id, revoked_reason, '' FROM award "
        "WHERE revoked_at IS NOT NULL AND revoked_on IS NOT NULL ORDER BY id"
    )


def _rewrite_parts(rewrite: Callable[[list[Any]], list[Any]]) -> None:
    """A requirement's standing now ends with what comes first, which nothing did before; and no gate is open yet."""
    standing = sa.table(
        "standing",
        sa.column("assignment_id", sa.Integer()),
        sa.column("parts", sa.JSON()),
        sa.column("gates", sa.JSON()),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(standing.c.assignment_id, standing.c.parts)).all()
    changed = [{"key": row.assignment_id, "new": [rewrite(part) for part in row.parts], "none": []} for row in rows]
    if changed:
        changing = sa.update(standing).where(standing.c.assignment_id == sa.bindparam("key"))
        changing = changing.values(
            parts=sa.bindparam("new", type_=sa.JSON()), gates=sa.bindparam("none", type_=sa.JSON())
        )
        connection.execute(changing, changed)


def downgrade() -> None:
    _rewrite_parts(lambda part: part[:7])
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.drop_column("gates")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_column("ended_because")
        batch_op.drop_column("because")
    for table in (
        "refresher_part",
        "refresher_answer",
        "observation_signature",
        "observation_remark",
        "observation_photo",
        "hidden_award",
        "award_withdrawal",
        "award_paper",
        "reminder_line",
        "reminder",
        "refresher",
        "observation",
        "credential_upload",
        "signing_key",
        "reminder_preference",
        "reminder_digest",
        "leave_period",
        "credential_draft",
        "checklist_assessor",
        "calendar_entry",
        "calendar_address",
    ):
        op.drop_table(table)
