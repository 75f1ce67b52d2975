"""Pieces of work other than replies, and what teachers said of their parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Plain, Written

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", Written(), nullable=False),
        sa.Column("case_id", Written(), nullable=False),
        sa.Column("platform", Written(), nullable=False),
        sa.Column("title", Plain(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mode", Written(), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("saved", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("work", Plain(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("flags", Plain(), nullable=False),
        sa.Column("versions", Plain(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_exercise_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_exercise"),
    )
    op.create_index("ix_exercise_person_case", "exercise", ["person_id", "kind", "case_id"], unique=False)
    op.create_table(
        "exercise_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("part", Written(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("reason", Written(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", Written(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_exercise_word_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_exercise_word_exercise_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_exercise_word"),
    )
    op.create_index("ix_exercise_word_exercise_id", "exercise_word", ["exercise_id"], unique=False)


def downgrade() -> None:
    op.drop_table("exercise_word")
    op.drop_table("exercise")
