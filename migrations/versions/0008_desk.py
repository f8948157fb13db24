"""The desk: why a case is urgent and where it stands, who works on it, how it came in, and saved filters."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

_SECRET = sa.Text()
_MOMENT = sa.DateTime(timezone=True)
_NOTHING_DUE = datetime(2300, 1, 1, tzinfo=UTC)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Forward."""
    op.add_column("cases", sa.Column("urgency", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("rank_at", _MOMENT, server_default="2300-01-01 00:00:00.000000", nullable=False))
    op.add_column("cases", sa.Column("waiting_since", _MOMENT, nullable=True))
    op.add_column("cases", sa.Column("assigned_to", sa.String(length=100), nullable=True))
    op.add_column("cases", sa.Column("form", sa.String(length=20), server_default="online", nullable=False))
    op.add_column("cases", sa.Column("representatives", _SECRET, nullable=True))
    _rank()
    op.create_index("ix_cases_rank_at", "cases", ["rank_at", "id"])
    op.create_index("ix_cases_state_rank_at", "cases", ["state", "rank_at", "id"])
    op.create_index("ix_cases_unit_id_rank_at", "cases", ["unit_id", "rank_at", "id"])
    op.create_index("ix_cases_assigned_to_rank_at", "cases", ["assigned_to", "rank_at", "id"])
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("label", _SECRET, nullable=False),
        sa.Column("query", _SECRET, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
    )
    op.create_index("ix_saved_filters_owner", "saved_filters", ["owner"])


def downgrade() -> None:
    """Back."""
    op.drop_table("saved_filters")
    indexes = ("assigned_to_rank_at", "unit_id_rank_at", "state_rank_at", "rank_at")
    for name in (f"ix_cases_{index}" for index in indexes):
        op.drop_index(name, "cases")
    for column in ("representatives", "form", "assigned_to", "waiting_since", "rank_at", "urgency"):
        op.drop_column("cases", column)


def _rank() -> None:
    """Give the cases that are there their place: by their limit, else the newest first after all others."""
    cases = sa.table(
        "cases", sa.column("id"), *(sa.column(name, _MOMENT) for name in ("received_at", "next_due", "rank_at"))
    )
    connection = op.get_bind()
    connection.execute(sa.update(cases).where(cases.c.next_due.is_not(None)).values(rank_at=cases.c.next_due))
    finished = connection.execute(sa.select(cases.c.id, cases.c.received_at).where(cases.c.next_due.is_(None))).all()
    place = sa.update(cases).where(cases.c.id == sa.bindparam("case")).values(rank_at=sa.bindparam("rank"))
    for case, received in finished:
        at = received if received.tzinfo else received.replace(tzinfo=UTC)
        connection.execute(
            place, {"case": case, "rank": _NOTHING_DUE - timedelta(seconds=(at - _BEGINNING).total_seconds())}
        )
