"""People, sign-ins, attempts, turns, reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Plain, Written

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mark",
        sa.Column("name", Written(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
    op.create_table(
        "classroom",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", Written(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classroom"),
    )
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", Written(), nullable=False),
        sa.Column("address", Written(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_in"),
    )
    op.create_index("ix_failed_address_at", "failed_sign_in", ["address", "at"], unique=False)
    op.create_index("ix_failed_login_at", "failed_sign_in", ["login", "at"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.Column("title", Written(), nullable=False),
        sa.Column("case_ids", Plain(), nullable=False),
        sa.Column("mode", Written(), nullable=False),
        sa.Column("due", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["classroom_id"], ["classroom.id"], name="fk_assignment_classroom_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_classroom_id", "assignment", ["classroom_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", Written(), nullable=False),
        sa.Column("name", Written(), nullable=False),
        sa.Column("password", Written(), nullable=True),
        sa.Column("role", Written(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=True),
        sa.Column("lang", Written(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role in ('student', 'teacher')", name="ck_person_role"),
        sa.ForeignKeyConstraint(["classroom_id"], ["classroom.id"], name="fk_person_classroom_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("login", name="uq_person_login"),
    )
    op.create_index("ix_person_classroom_id", "person", ["classroom_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("case_id", Written(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("mode", Written(), nullable=False),
        sa.Column("title", Plain(), nullable=False),
        sa.Column("platform", Written(), nullable=False),
        sa.Column("stage", Written(), nullable=False),
        sa.Column("case_json", sa.Text(), nullable=False),
        sa.Column("case_version", Written(), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("end", Written(), nullable=False),
        sa.Column("draft", Written(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_attempt_assignment_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["attempt.id"], name="fk_attempt_parent_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_attempt_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_person_case", "attempt", ["person_id", "case_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", Written(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sign_in_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"], unique=False)
    op.create_table(
        "teaching",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("classroom_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"], ["classroom.id"], name="fk_teaching_classroom_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_teaching_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "classroom_id", name="pk_teaching"),
    )
    op.create_index("ix_teaching_classroom_id", "teaching", ["classroom_id"], unique=False)
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nonce", Written(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("text", Written(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("metrics", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("shop", Plain(), nullable=True),
        sa.Column("versions", Plain(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_turn_attempt_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
        sa.UniqueConstraint("attempt_id", "nonce", name="uq_turn_attempt_id_nonce"),
        sa.UniqueConstraint("attempt_id", "number", name="uq_turn_attempt_id_number"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("reason", Written(), nullable=False),
        sa.Column("note", Written(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notice_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_notice_turn_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_person_id", "notice", ["person_id"], unique=False)
    op.create_table(
        "override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", Written(), nullable=False),
        sa.Column("override", sa.Text(), nullable=False),
        sa.Column("effective", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_override_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_override_turn_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_override"),
    )
    op.create_index("ix_override_turn_id", "override", ["turn_id"], unique=False)


def downgrade() -> None:
    for table in (
        "notice",
        "override",
        "turn",
        "attempt",
        "assignment",
        "failed_sign_in",
        "sign_in",
        "teaching",
        "person",
        "classroom",
        "mark",
    ):
        op.drop_table(table)
