"""The audit becomes a chain of hashes; requests for a second person's word."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels = None
depends_on = None

_SECRET = sa.Text()
_MOMENT = sa.DateTime(timezone=True)
_STATES = ("pending", "approved", "declined", "used")
_FIRST = "0" * 64


def upgrade() -> None:
    """Forward. Entries from before are chained as they are found now."""
    for column in ("previous", "hash"):
        op.add_column("audit", sa.Column(column, sa.String(length=64), nullable=False, server_default=""))
    _chain()
    with op.batch_alter_table("audit") as audit:
        for column in ("previous", "hash"):
            audit.alter_column(column, server_default=None)
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", _SECRET, nullable=False),
        sa.Column(
            "state",
            sa.Enum(*_STATES, name="ck_approvals_state", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("note", _SECRET, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index("ix_approvals_requester_id", "approvals", ["requester_id", "kind", "subject"])


def downgrade() -> None:
    """Back."""
    op.drop_table("approvals")
    with op.batch_alter_table("audit") as audit:
        audit.drop_column("previous")
        audit.drop_column("hash")


def _chain() -> None:
    names = ("at", "who", "action", "subject", "reason")
    audit = sa.table(
        "audit",
        sa.column("id", sa.Integer),
        sa.column("at", _MOMENT),
        *(sa.column(name, sa.Text) for name in names[1:]),
        sa.column("sealed", sa.Boolean),
        sa.column("previous", sa.Text),
        sa.column("hash", sa.Text),
    )
    connection, previous = op.get_bind(), _FIRST
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).all():
        at: datetime = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
        told = [previous, at.isoformat(timespec="microseconds"), row.who, row.action, row.subject, row.reason]
        digest = hashlib.sha256(json.dumps([*told, bool(row.sealed)], ensure_ascii=False).encode()).hexdigest()
        values = {"previous": previous, "hash": digest}
        connection.execute(sa.update(audit).where(audit.c.id == row.id).values(**values))
        previous = digest
