"""What a step carried is kept as data beside its words."""

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. What was taken before has its words alone."""
    op.add_column("case_history", sa.Column("carried", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("case_history", "carried")
