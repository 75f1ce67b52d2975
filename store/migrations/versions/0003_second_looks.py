"""Grades beside the old ones, what a teacher let stand, and what a class has chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Plain, Written

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("classroom", sa.Column("rules", Plain(), nullable=True))
    op.create_table(
        "regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", Written(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("effective", sa.Text(), nullable=True),
        sa.Column("after_override", sa.Integer(), nullable=False),
        sa.Column("versions", Plain(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_regrade_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_regrade_turn_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_regrade"),
    )
    op.create_index("ix_regrade_turn_id", "regrade", ["turn_id"], unique=False)
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", Written(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("why", Plain(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_look_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_look_turn_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_look"),
    )
    op.create_index("ix_look_turn_id", "look", ["turn_id"], unique=False)


def downgrade() -> None:
    op.drop_table("look")
    op.drop_table("regrade")
    with op.batch_alter_table("classroom") as classroom:
        classroom.drop_column("rules")
