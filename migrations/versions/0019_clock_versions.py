"""Clocks say by which version of the limits and of the local days they were counted."""

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels = None
depends_on = None

KINDS = {"limits_version": "limits", "calendar_version": "calendar"}


def upgrade() -> None:
    """Forward. Where nobody ever changed the settings, what is shipped holds; else nobody knows."""
    policies = sa.table("policies", sa.column("kind"))
    for column, kind in KINDS.items():
        op.add_column("clocks", sa.Column(column, sa.Integer(), nullable=True))
        clocks = sa.table("clocks", sa.column(column))
        changed = sa.exists().where(policies.c.kind == kind)
        op.execute(sa.update(clocks).values({column: 0}).where(~changed))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("clocks") as batch:
        for column in KINDS:
            batch.drop_column(column)
