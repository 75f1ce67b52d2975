"""Second opinions, what they cost a day, and whether a class sees them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Written

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("model", Written(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_opinion_by_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name="fk_opinion_turn_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_opinion"),
    )
    op.create_index("ix_opinion_turn_id", "opinion", ["turn_id"], unique=False)
    op.create_table(
        "spending",
        sa.Column("day", Written(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_spending"),
    )
    op.add_column("classroom", sa.Column("shows_opinions", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("classroom", "shows_opinions")
    op.drop_table("spending")
    op.drop_table("opinion")
