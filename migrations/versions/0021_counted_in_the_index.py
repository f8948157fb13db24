"""Indexes of cases hold what lists and counts ask, so that no case has to be looked up to be counted."""

from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels = None
depends_on = None

WIDENED = {
    "ix_cases_rank_at": (["rank_at", "id"], ["sealed"]),
    "ix_cases_state_rank_at": (["state", "rank_at", "id"], ["sealed"]),
    "ix_cases_unit_id_rank_at": (["unit_id", "rank_at", "id"], ["state", "sealed", "region_code"]),
    "ix_cases_matter": (["matter"], ["sealed", "rank_at"]),
}
NEW = "ix_cases_region_code_state"


def upgrade() -> None:
    """Forward."""
    for name, (before, more) in WIDENED.items():
        op.drop_index(name, "cases")
        op.create_index(name, "cases", [*before, *more])
    op.create_index(NEW, "cases", ["region_code", "sealed", "state", "rank_at", "office_id", "unit_id"])


def downgrade() -> None:
    """Back."""
    op.drop_index(NEW, "cases")
    for name, (before, _) in WIDENED.items():
        op.drop_index(name, "cases")
        op.create_index(name, "cases", before)
