"""Indexes of what is left to do among ever more that is done: limits, notices, drafts."""

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_clocks_unescalated": ("clocks", ["state", "escalated_at", "due"], "state = 'running' AND escalated_at IS NULL"),
    "ix_outbox_unproven": (
        "outbox",
        ["id"],
        "case_number IS NOT NULL AND state NOT IN ('delivered', 'opened', 'other_means')",
    ),
    "ix_drafts_unfiled": ("drafts", ["updated_at"], "state <> 'filed'"),
}


def upgrade() -> None:
    """Forward."""
    for name, (table, columns, where) in INDEXES.items():
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Back."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
