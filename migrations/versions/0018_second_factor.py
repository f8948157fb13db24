"""The second factor of staff."""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward. Nobody has one yet."""
    op.create_table(
        "staff_factors",
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.JSON(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_factors_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_factors")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("staff_factors")
