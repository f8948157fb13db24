"""Figures: how each case counts, sums by month, how far was counted, and what was begun and not filed."""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels = None
depends_on = None

METRICS = (
    "received",
    "passed_on_time",
    "accepted_on_time",
    "replied_on_time",
    "first_word",
    "right_first",
    "repeated",
    "rated",
    "content",
    "rated_office",
    "content_office",
    "solved",
    "asked",
    "concluded",
    "open",
    "overdue",
    "transferred",
    "assigned",
    "supervised",
    "urged",
)


def _numbers() -> list[sa.Column[int]]:
    return [sa.Column(f"{metric}_{part}", sa.Integer(), nullable=False) for metric in METRICS for part in ("n", "d")]


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "figure_facts",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.String(length=201), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        *_numbers(),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_figure_facts_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_figure_facts")),
    )
    op.create_index("ix_figure_facts_day", "figure_facts", ["day"])
    for name in ("region", "unit", "matter"):
        op.create_index(f"ix_figure_facts_{name}_day", "figure_facts", [name, "day"])
    op.create_table(
        "figure_months",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=201), nullable=False),
        *_numbers(),
        sa.PrimaryKeyConstraint("month", "dimension", "key", name=op.f("pk_figure_months")),
    )
    op.create_table(
        "figure_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("history_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_mark")),
    )
    op.create_table(
        "unfinished_petitions",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_unfinished_petitions")),
    )
    op.create_index(op.f("ix_unfinished_petitions_day"), "unfinished_petitions", ["day"])


def downgrade() -> None:
    """Back."""
    for table in ("unfinished_petitions", "figure_mark", "figure_months", "figure_facts"):
        op.drop_table(table)
