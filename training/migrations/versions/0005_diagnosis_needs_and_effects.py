"""Whose problem a missed standard is, what is learnt for it, and whether it helped"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cell_day",
        sa.Column("standard_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marks", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("standard_id", "day", name=op.f("pk_cell_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "limit_count",
        sa.Column("standard_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("standard_id", "team_id", name=op.f("pk_limit_count")),
    )
    op.create_table(
        "week_of_cells",
        sa.Column("standard_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("marks", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("standard_id", "week", name=op.f("pk_week_of_cells")),
    )
    op.create_table(
        "figure_look",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_figure_look_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figure_look_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "by_id", "on", name=op.f("pk_figure_look")),
    )
    op.create_table(
        "diagnosis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rules_id"], ["version.id"], name=op.f("fk_diagnosis_rules_id_version")),
        sa.ForeignKeyConstraint(["standard_id"], ["document.id"], name=op.f("fk_diagnosis_standard_id_document")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_diagnosis_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnosis")),
    )
    with op.batch_alter_table("diagnosis", schema=None) as batch_op:
        batch_op.create_index("ix_diagnosis_standard", ["standard_id", "scope", "last"], unique=False)
        batch_op.create_index(
            "uq_diagnosis_stands",
            ["standard_id", "scope"],
            unique=True,
            sqlite_where=sa.text("stands"),
            postgresql_where=sa.text("stands"),
        )

    op.create_table(
        "training_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("lesson_version_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("design", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("waves", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("starts", sa.JSON(), nullable=False),
        sa.Column("declined", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["document.id"], name=op.f("fk_training_round_lesson_id_document")),
        sa.ForeignKeyConstraint(
            ["lesson_version_id"], ["version.id"], name=op.f("fk_training_round_lesson_version_id_version")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_training_round_made_by_id_person")),
        sa.ForeignKeyConstraint(["standard_id"], ["document.id"], name=op.f("fk_training_round_standard_id_document")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_training_round_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_round")),
    )
    with op.batch_alter_table("training_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_round_lesson_id"), ["lesson_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_round_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("improvement_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fixed_by_id", sa.Integer(), nullable=True),
        sa.Column("before_first", sa.Date(), nullable=False),
        sa.Column("before_last", sa.Date(), nullable=False),
        sa.Column("after_first", sa.Date(), nullable=False),
        sa.Column("after_last", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("rebound", sa.Double(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["fixed_by_id"], ["person.id"], name=op.f("fk_effect_fixed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_effect_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(["lesson_id"], ["document.id"], name=op.f("fk_effect_lesson_id_document")),
        sa.ForeignKeyConstraint(["round_id"], ["training_round.id"], name=op.f("fk_effect_round_id_training_round")),
        sa.ForeignKeyConstraint(["standard_id"], ["document.id"], name=op.f("fk_effect_standard_id_document")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_effect_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect")),
        sa.UniqueConstraint("round_id", name=op.f("uq_effect_round_id")),
    )
    with op.batch_alter_table("effect", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_effect_improvement_id"), ["improvement_id"], unique=False)
        batch_op.create_index("ix_effect_lesson", ["lesson_id", "standard_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_effect_look_on"), ["look_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_effect_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_effect_team_id"), ["team_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diagnosis_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Double(), nullable=False),
        sa.Column("raw_low", sa.Double(), nullable=False),
        sa.Column("raw_high", sa.Double(), nullable=False),
        sa.Column("likely", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["diagnosis_id"], ["diagnosis.id"], name=op.f("fk_finding_diagnosis_id_diagnosis")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_finding_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_diagnosis", ["diagnosis_id", "team_id"], unique=False)
        batch_op.create_index("ix_finding_expires", ["expires_on"], unique=False)
        batch_op.create_index("ix_finding_person", ["person_id", "diagnosis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_team_id"), ["team_id"], unique=False)

    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("diagnosis_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("overridden", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("improvement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_need_decided_by_id_person")),
        sa.ForeignKeyConstraint(["diagnosis_id"], ["diagnosis.id"], name=op.f("fk_need_diagnosis_id_diagnosis")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_need_improvement_id_improvement")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_need_opened_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["training_round.id"], name=op.f("fk_need_round_id_training_round")),
        sa.ForeignKeyConstraint(["standard_id"], ["document.id"], name=op.f("fk_need_standard_id_document")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_need_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_improvement_id"), ["improvement_id"], unique=False)
        batch_op.create_index("ix_need_person", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_round_id"), ["round_id"], unique=False)
        batch_op.create_index("ix_need_team_state", ["team_id", "state"], unique=False)
        batch_op.create_index(
            "ix_need_undecided",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('open', 'confirmed')"),
            postgresql_where=sa.text("state IN ('open', 'confirmed')"),
        )
        batch_op.create_index(
            "uq_need_open",
            ["standard_id", "person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("person_id IS NOT NULL AND state IN ('open', 'confirmed', 'assigned', 'trained')"),
            postgresql_where=sa.text("person_id IS NOT NULL AND state IN ('open', 'confirmed', 'assigned', 'trained')"),
        )
        batch_op.create_index(
            "uq_need_open_team",
            ["standard_id", "team_id", "kind"],
            unique=True,
            sqlite_where=sa.text("person_id IS NULL AND state IN ('open', 'confirmed', 'assigned', 'trained')"),
            postgresql_where=sa.text("person_id IS NULL AND state IN ('open', 'confirmed', 'assigned', 'trained')"),
        )

    op.create_table(
        "need_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_need_comment_by_id_person")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_comment_need_id_need")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_comment")),
    )
    with op.batch_alter_table("need_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_comment_need_id"), ["need_id"], unique=False)
        batch_op.create_index(
            "ix_need_comment_unread",
            ["need_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )

    op.create_table(
        "need_item",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_need_item_document_id_document")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_item_need_id_need")),
        sa.PrimaryKeyConstraint("need_id", "number", name=op.f("pk_need_item")),
    )
    with op.batch_alter_table("need_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_item_document_id"), ["document_id"], unique=False)

    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standard_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_improvement_standard_id"), ["standard_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_improvement_standard_id_document"), "document", ["standard_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("improvement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_improvement_standard_id_document"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_improvement_standard_id"))
        batch_op.drop_column("standard_id")
    for table in (
        "need_item",
        "need_comment",
        "need",
        "finding",
        "effect",
        "training_round",
        "diagnosis",
        "figure_look",
        "week_of_cells",
        "limit_count",
        "cell_day",
    ):
        op.drop_table(table)
